"""Sites of records drawn at random, and all that their addresses say: rare cases that nobody thought of stand there.

``python -m tests.web.site_corpus`` writes the golden file anew, a hash for each address; with the number of a site and
an address it prints what that says, so that two states of the code can be compared line by line.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.engine.corpus import world
from tests.stored import NOON, published
from tests.web.golden_text import said
from tracker import create_app
from tracker.clock import FixedClock
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.kinds import AnyRecord, body, from_body
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

GOLDEN = Path(__file__).with_name("site_corpus.golden.txt")
NUMBERS = (74, 124, 223, 342)
"""Worlds of the engine's corpus of which nearly every record could be published."""
ZONE = ZoneInfo("Pacific/Auckland")
PIN = "known_at=2026-11-22T12:02:00Z"
FOLDERS = {"pledge": "pledges", "evidence": "evidence", "source": "sources", "response": "responses",
    "decision": "decisions", "condition": "conditions", "initiative": "initiatives"}  # fmt: skip
OF_CARDS = ("{0}", "{0}?as_of={1}", "{0}?as_of={2}", "{0}?as_of={2}&{3}", "{0}/changes?from={1}&to={2}", "/embed{0}",
    "/embed{0}?as_of={2}", "/embed{0}?form=line", "/badge{0}.json", "/card{0}.svg")  # fmt: skip
LISTS = ("/", "/topics/topic", "/topics/topic?as_of={2}", "/companies", "/companies?topic=topic&sort=gravity",
    "/companies?sort=ending&as_of={2}", "/companies?country=DE", "/pledges", "/evidence?company=acme",
    "/evidence?topic=other", "/sources", "/initiatives", "/lapsing", "/lapsing?as_of={1}", "/changes",
    "/changes?company=mill", "/changes.atom", "/search?q=drones", "/compare?topic=topic&company=acme&company=holding",
    "/compare?topic=topic&company=acme&company=mill&as_of={2}", "/embed/compare?topic=topic&company=acme&company=mill",
    "/companies.csv", "/pledges.csv", "/evidence.csv", "/lapsing.csv?as_of={1}", "/matrix.csv?topic=topic",
    "/findings.csv?as_of={2}", "/cells.csv", "/changes.csv", "/api/v1/evidence?topic=topic&{3}",
    "/api/v1/companies/acme/scorecard?topic=topic&as_of={2}", "/api/v1/upcoming?as_of={1}",
    "/data/latest/records.zip")  # fmt: skip


def valid(records: list[AnyRecord]) -> list[AnyRecord]:
    """The records without those that could not be published, and what rests on these."""
    while faulty := {fault.key for fault in check(Bundle(records))}:
        records = [record for record in records if record.key not in faulty]
    return records


class Site:
    """One of the sites, with its records and the days on which it is looked at."""

    def __init__(self, number: int, folder: Path, empty: Path):
        drawn = world(f"rich-{number:03}")
        self.number, self.days = number, drawn.days
        self.records = valid([*self._with_another_topic([*drawn.bundle])])
        path = folder / f"{number}.sqlite3"
        shutil.copy(empty, path)
        self._publish(f"sqlite:///{path}")
        settings = Settings(database_url=f"sqlite:///{path}", public_url="https://pledges.example", time_zone=ZONE)
        self.app = create_app(settings, FixedClock(NOON + timedelta(minutes=30)))
        self.client = self.app.test_client()

    def _with_another_topic(self, records: list[AnyRecord]) -> Iterator[AnyRecord]:
        """Every third piece of evidence is on it too; companies have countries and sectors."""
        for place, record in enumerate(records):
            plain = body(record)
            if record.kind == "topic":
                yield from_body({**plain, "id": "other", "name": "Another topic"})
            if record.kind == "evidence" and place % 3 == 0:
                plain["topics"] = ["topic", "other"]
            if record.kind == "company":
                plain |= {"country": ("DE", "US", "FR")[place % 3], "website": f"https://{record.id}.example"}
            yield from_body(plain)

    def _publish(self, url: str) -> None:
        """All records, then some in other words, then what is taken down."""
        database = Database(url)
        published(database, *self.records, at=FixedClock(NOON))
        later = FixedClock(NOON + timedelta(minutes=4))
        changed = [it for it in self.records if it.kind in ("evidence", "pledge")][self.number % 3 :: 3]
        fixed = [from_body({**body(it), "title": f"Not as it was: {it.id}"}) for it in changed]
        published(database, *fixed, at=later, change="correction", note="The name was wrong.")
        down = {"date": "2026-11-22", "reason": "It was about another company."}
        kind, id = (("source", "d4"), ("company", "mill"), ("evidence", "acme/e0"))[self.number % 3]
        gone = [from_body({**body(it), "taken_down": down}) for it in self.records if it.key == (kind, id)]
        if gone:
            published(database, *gone, at=FixedClock(NOON + timedelta(minutes=8)))
        refresh(database, FixedClock(NOON + timedelta(minutes=9)), ZONE)
        database.close()

    def addresses(self) -> Iterator[str]:
        """Scorecards, lists, tables, and the page of each record."""
        for company in ("acme", "mill", "holding"):
            card = f"/companies/{company}/topic"
            yield from (address.format(card, self.days[0], self.days[-1], PIN) for address in OF_CARDS)
        yield from (address.format("", self.days[0], self.days[-1], PIN) for address in LISTS)
        yield from (f"/{FOLDERS[it.kind]}/{it.id}" for it in self.records if it.kind in FOLDERS)
        yield from (
            f"/embed/{FOLDERS[it.kind]}/{it.id}?as_of={self.days[-1]}"
            for it in self.records
            if it.kind in ("pledge", "evidence")
        )

    def said(self, address: str) -> str:
        """What an address says."""
        return said(self.client, address)

    def lines(self) -> Iterator[str]:
        """Each address with a hash of what it says."""
        for address in self.addresses():
            yield f"{self.number} {sha256(self.said(address).encode()).hexdigest()[:12]} {address}"

    def close(self) -> None:
        """Let go of the database."""
        self.app.extensions["site"].database.close()


def empty_database(folder: Path) -> Path:
    """A database with tables and nothing in them."""
    path = folder / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


def main() -> None:
    """Write the golden file, or print what one address says."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = empty_database(folder)
        if sys.argv[1:]:
            print(Site(int(sys.argv[1]), folder, empty).said(sys.argv[2]))
            return
        sites = (Site(number, folder, empty) for number in NUMBERS)
        GOLDEN.write_text("".join(f"{line}\n" for site in sites for line in site.lines()), encoding="utf-8")


if __name__ == "__main__":
    main()
