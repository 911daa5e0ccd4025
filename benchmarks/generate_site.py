"""Fill a database with an invented site: by default 300 companies, 3,000 pledges and 30,000 acts.

Everything goes the way that an import goes, some companies at a time, so that "tracker verify" passes.
"""

import argparse
import resource
import time
from collections.abc import Callable
from datetime import UTC

from invented_site import ACTS, EVIDENCE, PLEDGES, amendments, company_records, shared_records

from tracker.clock import SystemClock
from tracker.records.kinds import AnyRecord
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.publishing.publish import Proposal, publish
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

COMPANIES_AT_ONCE = 200


def generate(database: Database, companies: int, say: Callable[[str], object] = print) -> None:
    """Migrate, publish the records and compute standings; ``say`` is told how it goes."""
    migrate(database)
    begun = time.perf_counter()
    count = _published(database, shared_records())
    for first in range(0, companies, COMPANIES_AT_ONCE):
        some = range(first, min(first + COMPANIES_AT_ONCE, companies))
        count += _published(database, [record for n in some for record in company_records(n)])
        count += _published(database, [record for n in some for record in amendments(n)])
    say(f"{count:,} records of {companies:,} companies published in {time.perf_counter() - begun:.1f} s")
    begun = time.perf_counter()
    refresh(database, SystemClock(), UTC)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"standings computed in {time.perf_counter() - begun:.1f} s; {megabytes:.0f} MB of memory at most")
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _published(database: Database, records: list[AnyRecord]) -> int:
    with database.writing() as session:
        # A change of what is published already counts as a correction; a new record is new.
        submissions = (Proposal(record, "correction", "We were wrong.") for record in records)
        return len(publish(session, SystemClock(), submissions, author="benchmark", publisher="operator").positions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="URL of an empty database")
    parser.add_argument(
        "--companies", type=int, default=300, help=f"each has {PLEDGES} pledges and {EVIDENCE * ACTS} acts"
    )
    given = parser.parse_args()
    generate(Database(given.database), given.companies)


if __name__ == "__main__":
    main()
