"""A test client that checks every page it fetches, and the pieces of a page that tests look at."""

import itertools
import json
import re
from dataclasses import dataclass, field

from tests.web.reading_html import parsed

PROBLEM = ("type", "title", "status", "detail", "parameter", "nearby")
INLINE = ("a", "b", "strong", "span", "cite", "code", "i", "time", "bdi")


@dataclass
class Fetched:
    """A page that passed all checks."""

    response: object
    tree: object = field(repr=False)

    @property
    def text(self):
        """All text of the main part, with spaces as a reader sees them."""
        return words(self.find("main"))

    def find(self, tag, **attributes):
        """The first element of a kind with these attributes."""
        return next(self.all(tag, **attributes))

    def all(self, tag, **attributes):
        """All elements of a kind with these attributes; ``class_`` stands for class, ``data_state`` for data-state."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for element in self.tree.iter(tag):
            if all(element.get(name) == value for name, value in wanted.items()):
                yield element

    @property
    def parameter(self):
        """What of the address an error page says is wrong."""
        return next(
            (element.get("data-parameter") for element in self.tree.iter("p") if element.get("data-parameter")), None
        )

    def section(self, id):
        """The text of the section that is headed by this id."""
        return words(self.find("section", **{"aria-labelledby": id}))

    def links(self):
        """Every address that the page leads to."""
        return [element.get("href") for element in self.tree.iter("a")]


def words(element):
    """The text in an element as a reader sees it: runs of white space as one space, blocks apart."""
    return re.sub(r"\s+", " ", "".join(_texts(element))).strip()


def _texts(element):
    apart = " " if element.tag not in INLINE else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield apart


def check_page(tree):
    """What holds for every page of the site but those with scripts: it is well built, and nothing runs in it."""
    check_structure(tree)
    nothing_runs(tree)


def check_structure(tree):
    """What holds for every page: one h1 that begins the title, ids once, links within the page lead somewhere."""
    (h1,) = tree.iter("h1")
    (title,) = list(tree.iter("title"))
    assert words(title).startswith(words(h1))
    assert words(title).endswith(" – Pledge Tracker")
    assert tree.get("lang") == "en"
    descriptions = [meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "description"]
    assert len(descriptions) == 1
    assert descriptions[0]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert sorted(ids) == sorted(set(ids))
    within = [a.get("href")[1:] for a in tree.iter("a") if a.get("href").startswith("#")]
    assert set(within) <= set(ids)
    named = [element.get("aria-labelledby") for element in tree.iter() if element.get("aria-labelledby")]
    assert {id for text in named for id in text.split()} <= set(ids)
    headings_do_not_skip(tree)
    tables_are_tables(tree)


def headings_do_not_skip(tree):
    """A heading is at most one level below the one before."""
    levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def tables_are_tables(tree):
    """No part of a table names a role: each has its own, and HTML allows it no other."""
    parts = ("table", "thead", "tbody", "tr", "th", "td")
    assert [element.tag for element in tree.iter() if element.tag in parts and element.get("role")] == []


def nothing_runs(tree):
    """No script, no style of its own, nothing from elsewhere, no address that is not one of the web."""
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        assert tag not in ("style", "iframe", "object", "embed", "base")
        if tag == "script" and element.get("src", "").startswith("/static/desk/"):
            # The desk has scripts of its own, each a file; public pages have the one that shows its bar.
            assert not element.text
        elif tag == "script":
            # Data for programs, which no browser runs.
            assert element.get("type") == "application/ld+json"
            assert json.loads(element.text)["@context"] == "https://schema.org"
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert name != "style"
            if name == "src" and value.startswith("data:image/svg+xml;base64,"):
                continue  # a QR code, which must not lie at an address of its own
            if name in ("href", "src", "action"):
                assert re.match(r"(https?://|mailto:|otpauth://totp/|/(?!/)|#)", value), value
            if name == "src" or (tag == "link" and element.get("rel") == "stylesheet"):
                assert value.startswith("/") or name != "href"


class CheckedClient:
    """Fetches pages and data, and checks each."""

    def __init__(self, app):
        self.client = app.test_client()

    def page(self, address, status=200, **options):
        """A page, parsed and checked."""
        response = self.client.get(address, **options)
        assert response.status_code == status, response.text[:500]
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        self.check_headers(response)
        tree = parsed(response.text)
        check_page(tree)
        return Fetched(response, tree)

    def data(self, address, status=200, **options):
        """JSON, parsed; errors have the one shape (RFC 9457)."""
        response = self.client.get(address, **options)
        assert response.status_code == status, response.text[:500]
        self.check_headers(response)
        data = json.loads(response.text)
        if status >= 400:
            assert response.headers["Content-Type"] == "application/problem+json"
            assert {"type", "title", "status", "detail"} <= set(data) <= {*PROBLEM}
            assert data["status"] == status
        else:
            assert response.headers["Content-Type"] == "application/json"
        return data

    def file(self, address):
        """The bytes of a file, with headers as on every answer."""
        with self.client.get(address) as response:
            assert response.status_code == 200
            self.check_headers(response)
            return response.data

    @staticmethod
    def check_headers(response):
        """What holds for every answer."""
        headers = response.headers
        assert "Set-Cookie" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"]
        assert headers["Permissions-Policy"]
        assert headers["Cache-Control"]
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "base-uri 'none'" in policy
