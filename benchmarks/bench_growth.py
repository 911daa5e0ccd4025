"""What one publication costs on a site of 10,000 companies, beside one of 60: publishing, the refresh, the rendering.

Both sites have ten pledges and a hundred acts of each company. The large one is made by copying rows
(``grown_site.py``), once: its 5 GB are kept in the folder for temporary files until the tables or the companies change.
Each round publishes evidence of one company anew, brings lists up to date, and makes the stored answers that it
concerns again; each company has some stored. CPU seconds on SQLite, of which all work is done by this process; on
PostgreSQL (``--postgresql``: on servers of their own, filled for this run) by the clock. The best of all rounds, in
turns. Exit code 1 where any part costs more than the limit times as much.
"""

import argparse
import hashlib
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import grown_site
import invented_site
from databases import fresh_postgres
from flask import Flask
from grown_site import copy_companies, few_companies
from sqlalchemy import func, or_, select, update

from tracker import create_app
from tracker.clock import SystemClock
from tracker.models import Record, StoredAnswer
from tracker.records.kinds import body, from_body
from tracker.services.publishing.derived.rows import DERIVED_VERSION
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.publishing.publish import Proposal, publish
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import head
from tracker.store.published import current_records
from tracker.web.http.caches.renewing import Renewal

LIMIT = 1.5
FEW, MANY, ROUNDS = 60, 10_000, 12
COMPANY = "invented-1"
PAGES = ("/companies/{}/topic-0", "/embed/companies/{}/topic-0")


class Site(NamedTuple):
    """A site to measure, with what takes its time."""

    database: Database
    app: Flask
    renewal: Renewal
    clock: Callable[[], float]


def site(url: str) -> Site:
    """A site on a database, of which each process keeps nothing yet."""
    app = create_app(Settings(database_url=url))
    database: Database = app.extensions["site"].database
    with database.writing() as session:
        # Answers that the program made as it was, on the day when the site was made, are taken for those of today.
        now = {"version": app.extensions["site"].version, "today": app.extensions["site"].today}
        other = or_(*(getattr(StoredAnswer, name) != value for name, value in now.items()))
        session.execute(update(StoredAnswer).where(other).values(**now, asked_on=now["today"]))
    return Site(database, app, Renewal(app), time.process_time if database.is_sqlite else time.perf_counter)


def fill(url: str, companies: int) -> None:
    """Make the site on an empty database, with the stored answers of each company."""
    database = Database(url)
    few_companies(database, FEW)
    few = site(url)
    for n in range(FEW):
        for address in PAGES:
            few.app.test_client().get(address.format(f"invented-{n}"))
    few.database.close()
    if companies > FEW:
        copy_companies(database, math.ceil(companies / FEW) - 1)
    database.close()


def kept(companies: int) -> str:
    """The URL of a SQLite site of this size, made where it is not there yet."""
    made_by = [
        PAGES,
        DERIVED_VERSION,
        *(Path(str(it)).read_text() for it in (invented_site.__file__, grown_site.__file__)),
    ]
    folder = Path(tempfile.gettempdir()) / "pledge-tracker-benchmarks"
    folder.mkdir(exist_ok=True)
    path = folder / f"growth-{companies}-{hashlib.sha256(str([head(), made_by]).encode()).hexdigest()[:12]}.sqlite3"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=folder) as making:
            unfinished = Path(making) / "site.sqlite3"
            fill(f"sqlite:///{unfinished}", companies)
            unfinished.replace(path)
    return f"sqlite:///{path}"


def published_again(one: Site) -> None:
    """Publish what a company did in other words."""
    with one.database.writing() as session:
        (evidence,) = current_records(session, [("evidence", f"{COMPANY}/deed-1")])
        other = from_body(body(evidence) | {"summary": f"Invoices of {time.time_ns()} name other things."})
        publish(session, SystemClock(), [Proposal(other)], author="ann", publisher="bob")


def round_of(one: Site) -> Iterator[tuple[str, float]]:
    """What one publication costs, part by part."""
    for address in PAGES:
        one.app.test_client().get(address.format(COMPANY))  # stored, as readers ask for it
    zone = one.app.extensions["site"].settings.time_zone
    for part, do in (
        ("publishing", lambda: published_again(one)),
        ("refreshing its company", lambda: refresh(one.database, SystemClock(), zone)),
        ("rendering what it concerns", one.renewal),
    ):
        begun = one.clock()
        do()
        yield part, one.clock() - begun


def compared(few: Site, many: Site) -> bool:
    """Whether a publication costs the same on both; said too."""
    best: dict[tuple[str, int], float] = {}
    for one in (few, many):
        for _ in range(3):  # what follows the first look at all answers is looked at by position
            list(round_of(one))
    for _ in range(ROUNDS):
        for place, one in enumerate((few, many)):
            for part, seconds in round_of(one):
                best[part, place] = min(best.get((part, place), math.inf), seconds)
    good = True
    for part in dict.fromkeys(part for part, _ in best):
        before, after = best[part, 0], best[part, 1]
        good = good and after <= LIMIT * before
        print(
            f"  {part}: {1000 * before:.1f} ms with {FEW} companies, {1000 * after:.1f} ms with {MANY:,}: "
            f"{after / before:.2f} times as much (limit {LIMIT})"
        )
    return good


def measured(urls: tuple[str, str]) -> bool:
    """Measure two sites."""
    few, many = map(site, urls)
    with many.database.reading() as session:
        records = session.scalar(select(func.count()).select_from(Record))
    print(f"{many.database.url.get_backend_name()}: {records:,} records of the large site")
    good = compared(few, many)
    few.database.close()
    many.database.close()
    return good


def _on_postgresql(stack: ExitStack) -> bool:
    few, many = fresh_postgres(stack), fresh_postgres(stack)
    if few is None or many is None:
        print("PostgreSQL's server programs are not installed")
        return False
    fill(few, FEW)
    fill(many, MANY)
    return measured((few, many))


def main() -> int:
    """Measure, print, compare with the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL too, on a server of its own")
    given = parser.parse_args()
    with ExitStack() as stack:
        good = measured((kept(FEW), kept(MANY)))
        if given.postgresql:
            good = _on_postgresql(stack) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
