"""Further sites of the golden pages: one without records, one with one of each kind, one with all and small limits.

So they tell what pages say where there is nothing, or one, or more than they show. ``golden_pages`` has what most
addresses say.
"""

import json
import shutil
from base64 import urlsafe_b64encode
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from importlib import import_module
from unittest.mock import patch

from tests import factories as make
from tests.stored import NOON, clock, published, published_world
from tests.web.golden_records import TOPIC
from tracker import create_app
from tracker.clock import FixedClock
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

NOTHING, ONE, LIMITED = "nothing: ", "one: ", "limited: "


def _after(company):
    """The marker of a list by name that ends or begins at a company."""
    key = json.dumps(["name", f"{company} optics inc.\t{company}"], separators=(",", ":"))
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


_CARD = "/companies/acme/police-drones"
_NIGHTS = f"/companies/gale/{TOPIC}"
_WITHOUT_RECORDS = (
    "/",
    "/topics",
    "/companies",
    "/companies?q=acme",
    "/initiatives",
    "/compare",
    "/lapsing",
    "/lapsing?year=2027",
    "/lapsing?year=none",
    "/lapsing?from=2027-01-01",
    "/lapsing.ics",
    "/changes",
    "/changes?kind=pledge",
    "/changes.atom",
    "/changes/feed.json",
    "/pledges",
    "/pledges?changed_since=2026-01-01",
    "/evidence",
    "/sources",
    "/search?q=drones",
    "/search.atom?q=drones",
    "/about",
    "/ledger",
    "/data",
    "/report",
    "/report/outcomes",
    "/follow",
    "/reply/no-such-link",
    "/reply/received",
    "/embed",
    "/companies/acme",
    "/topics/police-drones",
    "/companies.csv",
    "/pledges.csv",
    "/sitemap.xml",
    "/api/v1/companies",
    "/api/v1/changes",
)
_WITH_ONE = (
    "/",
    "/topics",
    "/topics/police-drones",
    "/topics/police-drones?known_at=2026-11-22T12:01:00Z",
    "/?known_at=2026-11-22T12:01:00Z",
    "/companies",
    "/companies?q=nobody",
    "/companies/acme",
    _CARD,
    f"{_CARD}?as_of=2019-01-01",
    f"{_CARD}/findings",
    f"{_CARD}/findings?after=1",
    f"/embed{_CARD}",
    f"/embed{_CARD}?show=timeline",
    "/embed/topics/police-drones",
    "/initiatives",
    "/initiatives/charter",
    "/pledges/acme/no-sales",
    "/evidence/acme/deal",
    "/sources/herald-1",
    "/compare",
    "/compare?company=acme",
    "/lapsing",
    "/changes",
    "/changes?kind=evidence",
    "/search?q=optics",
    "/about",
    "/methodology?known_at=2026-11-22T12:10:00Z",
    "/ledger",
    "/report",
    "/reply/no-such-link",
    "/reply/received",
    "/follow",
    "/follow?subject=company:acme",
    "/embed",
)
_WITH_LIMITS = (
    "/",
    "/companies",
    f"/companies?after={_after('bolt')}",
    f"/companies?before={_after('ember')}",
    f"/companies?before={_after('bolt')}",
    f"/topics/{TOPIC}?as_of=2025-01-01&after={_after('hull')}",
    f"/topics/{TOPIC}?as_of=2025-01-01&before={_after('isle')}",
    f"/topics/{TOPIC}?as_of=2025-01-01&before={_after('nave')}",
    f"/embed/companies?topic={TOPIC}&before={_after('isle')}",
    f"/topics/{TOPIC}",
    f"/topics/{TOPIC}?as_of=2025-01-01",
    "/topics/police-drones?country=DE",
    _CARD,
    f"{_CARD}/findings?after=1",
    f"{_CARD}/findings?after=2",
    f"{_CARD}/changes?from=2020-01-01",
    "/companies/bolt",
    _NIGHTS,
    f"{_NIGHTS}/findings",
    f"{_NIGHTS}/findings?after=4",
    "/companies/flint/police-drones",
    f"/embed{_NIGHTS}?show=timeline",
    f"/embed/topics/{TOPIC}",
    f"/embed/companies?topic={TOPIC}",
    f"/compare?topic={TOPIC}&company=gale&company=hull",
    "/compare",
    "/pledges/gale/quiet",
    "/pledges/flint/yearly",
    "/pledges/flint/yearly?as_of=2024-01-01",
    "/pledges/charter/no-flights",
    "/initiatives/charter",
    "/companies/nave/police-drones",
    "/evidence/gale/two",
    "/sources/law",
    "/sources/gazette-1",
    "/conditions/night-law",
    "/evidence/acme/deal",
    "/evidence/acme/deal?before=100",
    "/pledges",
    "/pledges?before=WyJuZXdlc3QiLDczNzk1MiwxMl0",
    "/evidence?company=gale",
    "/changes",
    "/changes?before=20",
    "/changes?before=3",
    "/changes.atom",
    "/search?q=night",
    "/search?q=night&first=2",
    "/search?q=night&first=4",
    "/lapsing",
    "/lapsing?as_of=2025-01-01",
    "/companies/acne",
    "/follow",
)
ADDRESSES = (
    *(f"{NOTHING}{address}" for address in _WITHOUT_RECORDS),
    *(f"{ONE}{address}" for address in _WITH_ONE),
    *(f"{LIMITED}{address}" for address in _WITH_LIMITS),
)
_LIMITS = {
    "services.reading.did_you_mean.MOST": 1,
    "services.reading.feeds.change_texts._MOST": 1,
    "services.reading.records.MOST_CARDS": 1,
    "services.reading.records.MOST_MENTIONS": 2,
    "services.reading.records.MOST_SIGNATORIES": 2,
    "services.reading.records._MOST_REVISIONS": 1,
    "web.browse.forms.A_PAGE": 2,
    "web.browse.home._MOST_CHANGES": 2,
    "web.browse.home._MOST_ENDS": 2,
    "web.compare.pages._MOST_CHOICES": 2,
    "web.embed.larger.drawings.MOST_ENTRIES": 2,
    "web.embed.larger.tables.A_PAGE": 2,
    "web.follow.views._MOST_TOPICS": 1,
    "web.history.between._MOST_TURNS": 2,
    "web.history.feed.ENTRIES": 2,
    "web.history.pages._A_PAGE": 3,
    "web.presenting.finding_locations.A_PAGE": 2,
    "web.presenting.finding_locations.MOST_ON_CARD": 5,
    "web.presenting.head.sharing._MOST_NAMED": 1,
    "web.records.around._MOST_LINES": 2,
    "web.records.initiatives.MOST_COLUMNS": 2,
    "web.scorecard.all_findings.A_PAGE": 2,
    "web.scorecard.caches.articles.MOST_IN_FULL": 2,
    "web.scorecard.caches.articles.MOST_ON_CARD": 5,
    "web.scorecard.caches.sections._MOST_CONTEXT": 1,
    "web.scorecard.corrections.MOST_CORRECTIONS": 1,
    "web.scorecard.drawn._MOST_PICTURES": 1,
    "web.scorecard.findings._MOST_LINKED": 1,
    "web.scorecard.pages.MOST_ON_CARD": 5,
    "web.scorecard.pages._MOST_IN_BRIEF": 1,
    "web.scorecard.turns.MOST_SHOWN": 3,
    "web.scorecard.turns._RECENT": 3,
    "web.search.pages._A_PAGE": 2,
    "web.upcoming.pages._A_PAGE": 2,
}
"""By module and name the limits that are made small, so that an address meets each."""
_LIMITS_OF_TEMPLATES = {
    "web.scorecard.caches.sections._Findings": {"most_findings": 2},
    "web.scorecard.caches.sections._Records": {"most_pledges": 1},
    "web.records.pages.RecordPage": {"most_further": 1},
}


def clients(folder, all_records):
    """A client for each of the sites; ``all_records`` is the file of the database of all."""
    empty, one, limited = (folder / f"{name}.sqlite3" for name in ("empty", "one", "limited"))
    database = Database(f"sqlite:///{empty}")
    migrate(database)
    database.close()
    shutil.copy(empty, one)
    shutil.copy(all_records, limited)
    _publish_one_of_each(one)
    settings = {
        NOTHING: {"contact": "https://watch.example/contact", "answer_days": 14},
        ONE: {
            "site_name": "Promise Watch", "site_owner": "Example Watch, a charity.", "contact": "desk@watch.example",
            "answer_days": 1, "one_person_site": True, "captures": "off", "smtp_host": "mail.watch.example",
            "mail_from": "desk@watch.example",
        },
        LIMITED: {},
    }  # fmt: skip
    return {name: _client(path, **settings[name]) for name, path in ((NOTHING, empty), (ONE, one), (LIMITED, limited))}


def _client(path, **settings):
    app = create_app(
        Settings(database_url=f"sqlite:///{path}", public_url="https://pledges.example", **settings),
        FixedClock(NOON + timedelta(hours=1)),
    )
    return app.test_client()


def _publish_one_of_each(path):
    database = Database(f"sqlite:///{path}")
    signed = [{"company": "acme", "since": "2020-01-01"}]
    records = (
        make.pledge(),
        make.evidence(),
        make.response(about=["acme/deal"]),
        make.initiative("charter", signatories=signed),
        make.promise("charter/report", initiative="charter"),
        make.check("acme"),
    )
    published_world(database)
    published(database, *records, at=clock(5))
    published(database, make.evidence(period="2020-08"), at=clock(10), change="correction", note="It was later.")
    refresh(database, clock(10), Settings().time_zone)
    database.close()


@contextmanager
def limits():
    """Small limits, while pages are made."""
    with ExitStack() as stack:
        for name, value in _LIMITS.items():
            module, _, constant = name.rpartition(".")
            stack.enter_context(patch.object(import_module(f"tracker.{module}"), constant, value))
        for name, values in _LIMITS_OF_TEMPLATES.items():
            module, _, variables = name.rpartition(".")
            defaults = getattr(import_module(f"tracker.{module}"), variables).__init__.__kwdefaults__
            stack.enter_context(patch.dict(defaults, values))
        yield
