"""A robot that obeys finds every page once, and no addresses without end."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests import factories as make
from tests.stored import clock, published

MOST = 400
SITE = "https://pledges.example"
OBEYED = ("robots.txt", "header", "tag", "rel")
# Quicker than a parser, by which other tests read each of these pages.
LINK, HREF = re.compile("<a ([^>]*)>"), re.compile('href="([^"]*)"')
TAG = re.compile('<meta name="robots" content="([^"]*)">')
CANONICAL = re.compile('<link rel="canonical" href="([^"]*)">')


@dataclass
class Robot:
    """Obeys some of what a site asks of robots."""

    client: object
    obeys: tuple
    seen: dict = field(default_factory=dict)
    canonical: dict = field(default_factory=dict)

    def __post_init__(self):
        lines = self.client.get("/robots.txt").text.splitlines()
        ours = lines[lines.index("User-agent: *") : lines.index("", lines.index("User-agent: *"))]
        self.rules = [(name == "Allow", path) for name, path in (line.split(": ") for line in ours) if path != "*"]
        self.sitemap = next(line.split(": ")[1] for line in lines if line.startswith("Sitemap"))

    def may(self, address):
        """As RFC 9309 has it: the longest rule that matches counts."""
        if "robots.txt" not in self.obeys:
            return True
        matching = [(len(path), allowed) for allowed, path in self.rules if pattern(path).match(address)]
        return max(matching, default=(0, True))[1]

    def listed(self):
        """The addresses of the sitemap."""
        files = re.findall("<loc>(.*?)</loc>", self.client.get(path(self.sitemap)).text)
        return [path(it) for file in files for it in re.findall("<loc>(.*?)</loc>", self.client.get(path(file)).text)]

    def crawl(self):
        waiting = ["/", *self.listed()]
        while waiting and len(self.seen) <= MOST:
            address = waiting.pop()
            if address in self.seen or not self.may(address):
                continue
            with self.client.get(address) as response:  # a download is given up when it is closed
                self.seen[address] = response.status_code
                if response.mimetype != "text/html" or response.status_code != 200:
                    continue
                self.canonical[address] = [path(href) for href in CANONICAL.findall(response.text)]
                if self.follows(response):
                    links = [it for it in LINK.findall(response.text) if not ("rel" in self.obeys and "nofollow" in it)]
                    hrefs = [unescape(HREF.search(link)[1]) for link in links]
                    waiting += [path(urljoin(address, href)) for href in hrefs if ours(href)]
        return self

    def follows(self, response):
        directives = response.headers.get("X-Robots-Tag", "") if "header" in self.obeys else ""
        return "nofollow" not in directives + (" ".join(TAG.findall(response.text)) if "tag" in self.obeys else "")


def pattern(rule):
    return re.compile(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"))


def ours(href):
    return href.startswith((f"{SITE}/", "/")) and not href.startswith("//")


def path(address):
    return address.removeprefix(SITE).partition("#")[0]


@pytest.mark.parametrize("obeys", [OBEYED, ("robots.txt",), ("rel", "header"), ("rel", "tag")], ids=" ".join)
def test_a_robot_that_obeys_finds_few_addresses(seeded, obeys):
    robot = Robot(seeded.client, obeys).crawl()
    assert len(robot.seen) <= MOST
    assert {address: status for address, status in robot.seen.items() if status != 200} == {}


def test_every_page_names_its_one_address_and_the_sitemap_has_it(seeded):
    robot = Robot(seeded.client, OBEYED).crawl()
    listed = robot.listed()
    assert len(listed) == len(set(listed))
    assert {address for address, own in robot.canonical.items() if len(own) != 1} == set()
    assert {address for address in listed if robot.canonical[address] != [address]} == set()
    indexed = {own[0] for own in robot.canonical.values()}
    assert {own for own in indexed - set(listed) if not own.endswith("/findings")} == set()


@pytest.mark.parametrize(
    "address",
    [
        "/companies/microsoft/police-facial-recognition?as_of=2020-06-18",
        "/companies?country=US",
        "/compare",
        "/search",
        "/embed/companies/microsoft",
        "/companies/microsoft/police-facial-recognition/embed",
        "/api/v1/companies/microsoft/scorecard",
    ],
)
def test_robots_are_asked_to_leave_other_days_filters_and_tools_alone(seeded, address):
    response = seeded.client.get(address)
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    if response.mimetype == "text/html" and not address.startswith("/embed/"):
        assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_the_sitemap_says_when_a_record_last_changed_and_leaves_out_what_was_taken_down(site_of):
    site = site_of(make.pledge())
    part = lambda: site.client.get("/sitemaps/pledge-0.xml").text  # noqa: E731
    assert re.findall("<lastmod>(.*?)</lastmod>", part()) == ["2026-11-22"]
    taken_down = {"date": "2026-11-22", "reason": "A court ordered it."}
    published(site.database, make.pledge(taken_down=taken_down), at=clock(30))
    assert "<url>" not in part()
    assert site.client.get("/sitemaps/vocabulary-0.xml").status_code == 404
    assert "<url>" not in site.client.get("/sitemaps/pledge-1.xml").text


def test_addresses_of_the_sitemap_are_public_ones(seeded):
    assert {urlsplit(it)[:2] for it in re.findall("<loc>(.*?)</loc>", seeded.client.get("/sitemap.xml").text)} == {
        ("https", "pledges.example")
    }
