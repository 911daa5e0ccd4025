"""What the pages, embeds, feeds and data of one invented site say, as one text: a change of what is told shows in it.

``python -m tests.web.golden_pages`` writes it anew; the difference is what a reader of the change approves.
"""

import tempfile
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests import factories as make
from tests.desk import person
from tests.stored import NOON, published, published_world
from tests.web import golden_companies, golden_edges, golden_records, golden_sites
from tests.web.golden_text import said
from tracker import create_app
from tracker.clock import FixedClock
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

GOLDEN = Path(__file__).parent / "pages.golden.txt"
TITLE = "== "
ZONE = ZoneInfo("Pacific/Auckland")
"""There it is the next day already: what takes the day of another zone shows."""
PIN = "known_at=2026-11-22T12:10:00Z"
CARD = "/companies/acme/police-drones"
ADDRESSES = (
    "/",
    "/topics",
    "/topics/police-drones",
    f"/topics/police-drones?as_of=2020-07-15&{PIN}",
    "/companies",
    "/companies?topic=police-drones&sort=gravity",
    CARD,
    f"{CARD}?as_of=2020-07-15",
    f"{CARD}?as_of=2030-01-01",
    f"{CARD}?{PIN}",
    f"{CARD}/findings",
    f"{CARD}/findings?after=2",
    f"{CARD}/changes?from=2020-06-01&to=2021-12-31",
    "/pledges",
    "/evidence?company=acme",
    "/sources",
    "/companies/bolt",
    "/companies/bolt/police-drones",
    "/embed/companies/bolt",
    "/badge/companies/bolt.json",
    "/topics/body-cameras",
    "/companies/crane/police-drones",
    "/companies/dome/police-drones",
    "/compare?topic=police-drones&company=acme&company=bolt",
    "/lapsing",
    "/lapsing?year=none",
    "/lapsing?as_of=2020-07-15",
    "/lapsing?company=flint",
    "/lapsing.ics",
    "/changes",
    "/changes?kind=evidence&company=acme",
    "/changes.atom",
    "/search?q=drones",
    "/search?q=optcs",
    "/about",
    "/ledger",
    "/pledges/acme/no-sales",
    "/pledges/acme/report",
    "/pledges/bolt/no-sales",
    "/evidence/acme/deal",
    "/evidence/acme/lease",
    "/evidence/acme/study",
    "/evidence/acme/rating",
    "/evidence/acme/done",
    "/evidence/acme/wrong",
    "/responses/acme/silent",
    "/responses/acme/answered",
    "/decisions/acme/decision-1",
    "/sources/gazette-1",
    "/conditions/drone-law",
    "/embed/companies/acme/police-drones",
    f"/embed/companies/acme/police-drones?{PIN}",
    "/embed/companies/acme/police-drones?as_of=2020-07-15",
    "/embed/companies/acme/police-drones?as_of=2026-11-22",
    "/embed/companies/acme/police-drones?form=line",
    "/embed/compare?topic=police-drones&company=acme&company=bolt",
    "/embed/pledges/acme/no-sales",
    "/embed/evidence/acme/deal",
    "/embed?url=/companies/acme/police-drones",
    "/badge/companies/acme/police-drones.svg",
    "/badge/companies/acme/police-drones.json",
    "/card/companies/acme/police-drones.svg",
    "/oembed?url=https://pledges.example/companies/acme/police-drones",
    "/api/v1/companies/acme/scorecard?topic=police-drones",
    "/api/v1/companies/acme/scorecard?topic=police-drones&as_of=2020-07-15",
    "/companies?q=bolt&country=DE",
    "/companies/flint/police-drones",
    "/pledges/flint/terms",
    "/pledges/flint/share",
    "/pledges/flint/yearly",
    "/evidence/flint/case",
    "/responses/flint/waiting",
    "/embed/pledges/flint/yearly",
    "/companies/acme/police-drones?as_of=soon",
    "/companies/akme",
    "/companies/acme/no-such-topic",
    "/evidence/acme/no-such-record",
    "/compare?topic=police-drones&company=acme",
    "/compare?company=a&company=b&company=c&company=d&company=e&company=f",
    "/readyz",
    f"{CARD}/embed",
    "/pledges/gale/quiet/embed",
    "/data",
    f"/report?about={CARD}",
    "/report?about=/companies/nobody",
    "/follow?subject=company:acme",
    "/reply/received",
    "/reply/no-such-link",
    "/captures/no-such-capture",
    "/search.atom?q=night",
    "/search?q=",
    "/api/v1/companies?per_page=2",
    "/api/v1/topics",
    "/api/v1/pledges?company=gale&per_page=2",
    "/api/v1/pledges/gale/quiet",
    "/api/v1/evidence?company=acme&per_page=2",
    "/api/v1/evidence/acme/wrong",
    "/api/v1/responses?company=gale",
    "/api/v1/decisions?company=gale",
    "/api/v1/conditions/night-law",
    "/api/v1/initiatives/charter",
    "/api/v1/checks?company=gale",
    "/api/v1/pledges?company=nobody",
    "/api/v1/pledges?per_page=0",
    "/embed/evidence/acme/wrong",
    "/badge/evidence/acme/wrong.svg",
    f"/companies/acme/police-drones/changes?from=2020-06-01&to=2021-12-31&{PIN}",
    "/desk/",
    "/account/",
    "/data/latest/records.zip",
    *golden_records.ADDRESSES,
    *golden_edges.ADDRESSES,
    *golden_companies.ADDRESSES,
    *golden_sites.ADDRESSES,
)
_WHOLE = ("/", CARD, f"{CARD}?{PIN}", "/companies/akme", "/search?q=drones", "/reply/received")
"""Pages of which what stands above and below the main part is shown too."""


def records():
    """Three companies that were assessed, one that was taken down; something in each list that a page has."""
    first = make.version(ends={"after": "1 year"})
    later = make.version(
        start="2021-06-11", change="extended", quote="We extend our pledge", ends={"condition": "drone-law"}
    )
    return [
        make.source("herald-1", derived_from=["gazette-1"], author="C. Writer"),
        make.condition(developments=(make.development("2022-03-01", "no"),)),
        make.pledge(versions=[first, later], title="No sales to police"),
        make.promise(title="A yearly report"),
        make.evidence(),
        make.evidence("acme/lease", title="Leased drones to a sheriff", period="2021-09", sources=["gazette-1"],
            acts=[make.act(action=["lease"], counterparty=["sheriff"])],
            outcomes=[make.outcome("2022-01-10", "denied"), make.outcome("2022-02-01", "put right")]),
        make.evidence("acme/federal", title="Sold to the federal police", period="2020-08", sources=["herald-1"],
            acts=[make.act(counterparty=["federal-police"])]),
        make.evidence("acme/before", title="Sold drones the year before", period="2019-05-04"),
        make.evidence("acme/study", nature="study", title="A study of police drones", acts=None, sources=["gazette-1"]),
        make.evidence("acme/rating", nature="assessment", title="A rating of the company", acts=None,
            assessment=make.RATING, sources=["gazette-1"]),
        make.evidence("acme/done", title="Published its report", period="2021-08-02", acts=None,
            fulfils=[make.fulfilment()]),
        make.evidence("acme/wrong", title="Sold drones to a school", period="2020-09-01"),
        make.response(about=["acme/deal"]),
        make.response("acme/answered", answer="full", answered="2020-06-20", text="It covers pilots.",
            question="Does it cover pilots?"),
        make.decision(),
        make.check("acme", until="2022-06-01"),
        make.company("bolt", aliases=["Bolt AG"], country="DE"),
        make.pledge("bolt/no-sales", versions=[make.version(scope=make.scope(counterparty={"in": ["police"]}))]),
        make.check("bolt"),
        make.company("crane"),
        make.evidence("crane/deal", title="Crane sold drones to a town", sources=["gazette-1"]),
        make.check("crane"),
        make.company("dome"),
        *_of_flint(),
    ]  # fmt: skip


def second_topic():
    """Another topic, with one pledge."""
    return [
        make.topic("body-cameras", name="Body cameras in schools", question="Who keeps them out of schools?"),
        make.pledge("bolt/cameras", title="No body cameras", topic="body-cameras"),
        make.check("bolt", topic="body-cameras"),
    ]


def _of_flint():
    """A company that another one owns, with a pledge of each kind that ends or falls due."""
    soon = make.version(ends={"last_day": "2027-01-31"})
    narrower = make.version(start="2021-01-01", scope=make.scope(place={"in": ["US-CA"]}))
    goal = {"measure": "share of drones without cameras", "unit": "%", "at_least": "50"}
    share = make.version(deadline="2027-06-30", scope={}, quote="Half will have no camera", target=goal)
    return [
        make.company("flint", owners=[{"company": "bolt"}]),
        make.pledge("flint/soon", title="Until January", versions=[soon]),
        make.pledge("flint/gone", versions=[make.version(ends={"withdrawn": "2021-09-01", "stated": "open"})]),
        make.pledge("flint/waits", versions=[make.version(ends={"condition": "drone-law"})]),
        make.pledge("flint/terms", title="Service terms", restates="flint/soon", versions=[narrower]),
        make.promise("flint/share", title="Fewer cameras", versions=[share]),
        make.promise("flint/yearly", {"every": "1 year", "first": "2021-06-30", "last": "2028-06-30"}, title="Reports"),
        make.evidence("flint/half", title="A fifth had no camera", period="2024-05", acts=None,
            fulfils=[make.fulfilment("part", "flint/share")]),
        make.evidence("flint/first", title="Published the first report", period="2021-05", acts=None,
            fulfils=[make.fulfilment(pledge="flint/yearly", due="2021-06-30")]),
        make.evidence("flint/case", nature="proceeding", title="A lawsuit", acts=None, sources=["gazette-1"]),
        make.response("flint/waiting", answer="waiting", respondent="The police union", until="2027-01-01"),
        make.check("flint"),
    ]  # fmt: skip


def site_of_all(folder, *more):
    """An application of the site: what was published first, and ten minutes later a correction and a take-down."""
    url = f"sqlite:///{folder}/golden.sqlite3"
    database = Database(url)
    migrate(database)
    published_world(database, *records(), *more)
    later = FixedClock(NOON + timedelta(minutes=20))
    fixed = make.evidence(title="Sold camera drones to a city’s police")
    published(database, fixed, at=later, change="correction", note="It was a city.")
    down = {"date": "2026-11-22", "reason": "It was about another company."}
    published(database, make.evidence("acme/wrong", title="Sold drones to a school", taken_down=down), at=later)
    if more:
        published(database, *golden_edges.taken_down(), at=later)
        published(database, golden_edges.clarified(), at=later, change="clarification", note="A city and a river.")
    refresh(database, later, ZONE)
    database.close()
    app = create_app(
        Settings(database_url=url, public_url="https://pledges.example", time_zone=ZONE, data_licence="CC BY 4.0"),
        FixedClock(NOON + timedelta(hours=1)),
    )
    if more:
        database, settings = app.extensions["site"].database, app.extensions["site"].settings
        ready_keys(settings.secrets_folder, database)
        decided_by = person(database, "rae").account_id
        with database.changing() as session:
            session.add_all(golden_edges.reports(decided_by))
    return app


def sections():
    """The golden text by address."""
    parts = GOLDEN.read_text(encoding="utf-8").split(f"\n{TITLE}") if GOLDEN.exists() else []
    return {part.partition("\n")[0].removeprefix(TITLE): part.partition("\n")[2].rstrip("\n") for part in parts}


def clients(folder):
    """A client for each site, by what addresses of it begin with: nothing for the one of all records."""
    more = (second_topic, golden_records.records, golden_edges.records, golden_companies.records)
    app = site_of_all(folder, *(record for records in more for record in records()))
    app.extensions["site"].database.close()
    return {"": app.test_client(), **golden_sites.clients(folder, folder / "golden.sqlite3")}


def said_by(sites, address):
    """What the site that an address names answers."""
    site, separator, path = address.rpartition(": ")
    name = site + separator
    with golden_sites.limits() if name == golden_sites.LIMITED else nullcontext():
        return said(sites[name], path, whole=path in _WHOLE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        every = clients(Path(temporary))
        text = "".join(f"{TITLE}{address}\n{said_by(every, address)}\n\n" for address in ADDRESSES)
        GOLDEN.write_text(text, encoding="utf-8")
