"""A word that stands only in records of a company or on a topic that was taken down is at no public address any more.

Every address of the site is asked but those that are named here with a reason: a new one has to be named too.
"""

import io
import re
import zipfile
from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS

WORD, OTHER = "Quagga", "okapi"
"""The one is looked for at all addresses; the other, which stands beside it, is what search is asked for."""
SAID = f"{WORD} {OTHER} {{}}"
DOWN = {"date": "2026-11-22", "reason": "It was about somebody else."}
BEFORE = "known_at=2026-11-22T12:10:00Z"
TOPIC, PAST = "police-drones", "past"
BEHIND_SIGN_IN = ("/desk", "/account", "/static")
UNASKED = {
    "captures": "kept copies, which the test of their pages asks for",
    "ledger.lines": "the ledger proves what was published",
    "ledger.verifier": "a program",
    "follow.link": "an address of one person",
    "replies.reply": "an address of one person",
    "data.latest": "leads to a file of an edition",
    "data.file": "files of editions, which have tests of their own",
    "embeds.embed.loader": "a script",
    "embeds.pictures.badge_png": "drawn from the SVG",
    "embeds.pictures.card": "drawn from the SVG",
    "embeds.pictures.print_picture": "drawn from the SVG",
}


def words(number):
    return SAID.format(number)


def records():
    """What goes with the company and with the topic, and what stands and names it."""
    ends = {"last_day": "2027-06-30"}
    version = make.version(quote=words(1), reported=None, short=words(2), ends=ends)
    return [
        make.company("lost", name="Lost Ltd."),
        make.topic(PAST, name="A topic of the past"),
        make.pledge("lost/quiet", versions=[version]),
        make.promise("lost/report", title=words(3)),
        make.pledge("lost/own", title=words(4), taken_down=DOWN),
        make.evidence("lost/deal", title=words(5), summary=words(6), quotes=[]),
        make.response("lost/asked", question=words(7), text=words(8), summary=words(9), about=["lost/deal"]),
        make.decision("lost/decided", evidence="lost/deal", pledge="lost/quiet", reason=words(10)),
        make.check("lost"),
        make.pledge("acme/past", topic=PAST, title=words(11)),
        make.evidence("acme/past", topics=[PAST], title=words(12)),
        make.pledge("acme/no-sales", restates="lost/quiet", same_text_as=["lost/report"]),
        make.evidence("acme/both", title="On both", nature="study", acts=(), outcomes=(), also_about=["lost"]),
        make.initiative(),
        make.pledge("charter/past", topic=PAST, initiative="charter", title=words(13)),
        make.pledge("charter/now", initiative="charter", title="It stands"),
    ]


@pytest.fixture(scope="module")
def site(site_to_read):
    """The site after the take-down."""
    site = site_to_read(*records(), public_url="https://pledges.example")
    changed = make.promise("lost/report", title=words(14))
    published(site.database, changed, at=clock(5), change="correction", note="It was another one.")
    gone = [make.company("lost", name="Lost Ltd.", taken_down=DOWN)]
    published(site.database, *gone, make.topic(PAST, name="A topic of the past", taken_down=DOWN), at=clock(30))
    refresh(site.database, clock(31), UTC)
    return site


PAGES = (
    f"companies/acme/{TOPIC}",
    f"companies/lost/{TOPIC}",
    f"companies/acme/{PAST}",
    "companies",
    f"topics/{TOPIC}",
    f"topics/{PAST}",
    *(f"pledges/{id}" for id in ("lost/quiet", "lost/own", "acme/past", "acme/no-sales", "charter/past")),
    *(f"evidence/{id}" for id in ("lost/deal", "acme/both", "acme/past")),
)
NAMED = [page for page in PAGES if "lost/" in page or "past" in page]
MADE_ALIKE = {"tracker.xlsx", "datapackage.zip"}
"""Files that take long, of the same tables as the SQLite file."""
IDS = {
    "pledges": (
        "lost/quiet",
        "lost/report",
        "lost/own",
        "lost/x",
        "acme/past",
        "acme/no-sales",
        "charter/past",
    ),
    "evidence": ("lost/deal", "lost/x", "acme/both", "acme/past"),
    "responses": ("lost/asked",),
    "decisions": ("lost/decided",),
    "checks": (f"lost/{TOPIC}",),
    "sources": ("gazette-1", "contract-1"),
    "conditions": ("drone-law",),
    "initiatives": ("charter",),
    "companies": ("acme", "lost"),
    "topics": (TOPIC, PAST),
    "vocabularies": ("actions",),
    "wordings": ("none",),
    "rules": ("none",),
}
QUERIES = {
    "search": [f"q={OTHER}", f"q={OTHER}&company=lost", f"q={OTHER}&kind=pledge", f"q={WORD[:4]}"],
    "compare": [f"company=acme&company=lost&topic={TOPIC}"],
    "matrix": [f"topic={TOPIC}", f"topic={PAST}"],
    "data.chosen": ["company=acme"],
    "oembed": [f"url=https://pledges.example/{page}" for page in NAMED],
    "cite": [f"of=/{page}" for page in NAMED],
    "builder": [f"url=https://pledges.example/{page}" for page in NAMED],
    "reports.report": [f"about=/{page}" for page in NAMED],
    "follow.follow": ["company=lost", "company=acme", f"topic={PAST}"],
    "changes": ["", "company=acme", "change=correction", "kind=check", f"topic={PAST}", f"topic={TOPIC}"],
    "pledges": ["", "company=acme", "company=lost", f"topic={PAST}", "fields=title,versions"],
    "evidence": ["", "company=acme", "company=lost", f"topic={PAST}", "changed_since=2026-11-01"],
}
"""What is asked of addresses that hold one of these names; of others nothing but the address itself."""


_PARAMETER = re.compile(r"<(?:[^<>]*:)?(\w+)>")


def values_of(name, rule):
    """What a parameter of an address is asked with."""
    if items := getattr(rule._converters[name], "items", None):
        return set(items) - MADE_ALIKE
    return {
        "page": PAGES,
        "company": IDS["companies"],
        "topic": IDS["topics"],
        "kind": ["site", *RECORD_FOLDERS],
        "number": [0],
    }[name]


def addresses(site):
    """All public addresses with what they are asked with."""
    for rule in site.client.application.url_map.iter_rules():
        unasked = rule.endpoint in UNASKED or rule.endpoint.partition(".")[0] in UNASKED
        if "GET" not in rule.methods or rule.rule.startswith(BEHIND_SIGN_IN) or unasked:
            continue
        filled = [rule.rule]
        for name in _PARAMETER.findall(rule.rule):
            own = re.compile(rf"<(?:[^<>]*:)?{name}>")
            values = [] if name == "id" else values_of(name, rule)
            filled = [
                own.sub(str(value), address)
                for address in filled
                for value in values or IDS[address.partition("/<path:id>")[0].rpartition("/")[2]]
            ]
        for address in filled:
            yield from (f"{address}?{query}".rstrip("?") for query in queries_of(rule.endpoint, address))


def queries_of(endpoint, address):
    """The queries that an address is asked with; of most it is asked without one."""
    names = {endpoint, endpoint.partition(".")[2], address.rpartition("/")[2].partition(".")[0]}
    return next((queries for name, queries in QUERIES.items() if name in names), [""])


def unpacked(content):
    """What is in an answer; of an archive, and of a workbook, which is one, what is in its files."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_it_is_at_no_address(site):
    pages, holding = 0, []
    for address in addresses(site):
        with site.client.get(address) as answer:
            assert answer.status_code < 500, address
            pages += answer.status_code == 200
            if WORD.encode() in unpacked(answer.get_data()):
                holding.append(address)
    assert holding == []
    assert pages > 150


def test_a_moment_before_says_it_as_it_was(site):
    for address in (
        "/",
        "/changes",
        "/pledges/lost/quiet",
        "/responses/lost/asked",
        "/sources/gazette-1",
        "/initiatives/charter",
        "/api/v1/pledges?company=acme",
        "/api/v1/evidence/lost/deal",
        "/pledges.csv?topic=past",
        "/cite?of=/evidence/acme/past",
    ):
        answer = site.client.get(f"{address}{'&' if '?' in address else '?'}{BEFORE}")
        assert (answer.status_code, WORD in answer.text) == (200, True), address


ASKED = (("pledges", "company=lost"), ("evidence", f"topic={PAST}"), ("responses", ""), ("checks", ""))


def test_data_say_when_and_why(site):
    for folder, query in ASKED:
        data = {it["id"]: it["record"] for it in site.data(f"/api/v1/{folder}?{query}")["items"]}
        gone = [id for id in data if id.startswith("lost/") or id.endswith("/past")]
        assert gone
        assert all(data[id] == {"kind": data[id]["kind"], "id": id, "taken_down": DOWN} for id in gone), folder
    assert "On both" in {it["record"].get("title") for it in site.data("/api/v1/evidence?company=lost")["items"]}
    rows = {it["id"]: it for it in site.data("/pledges.json?company=lost")["items"]}
    assert rows["lost/quiet"]["record"]["taken_down"] == DOWN
    feed = site.client.get("/changes/feed.json").json["items"]
    entries = [it["content_text"] for it in feed if it["url"].endswith("/pledges/lost/report")]
    assert not [it["title"] for it in feed if "/lost/" in it["url"] and "breach" in it["title"]]
    reason = f"Taken down: {DOWN['reason']}"
    assert entries == [f"It was another one. {reason}", reason]


def test_what_stays_leads_to_no_scorecard_that_is_gone(site):
    for path in ("/evidence/acme/both", "/sources/gazette-1", "/initiatives/charter"):
        page = site.page(path)
        assert f"/companies/acme/{TOPIC}" in page.links()
        assert not [it for it in page.links() if it.startswith("/companies/lost/") or it.endswith(f"/{PAST}")], path


def test_no_map_of_the_site_leads_to_what_is_gone(site):
    for kind in RECORD_FOLDERS:
        part = site.client.get(f"/sitemaps/{kind}-0.xml").text
        for path in re.findall(r"<loc>https://pledges.example(.*?)</loc>", part):
            assert site.client.get(path).status_code == 200, path
