"""How long the desk's panel takes for a company with 50 pledges and 500 acts: drafts of a pledge and of evidence.

Reading the records, the scorecard without and with the draft, where each deed falls. CPU time, the best of a few
rounds: what else the machine did says nothing about the code. Exit code 1 over the limit.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from invented_site import company_records, shared_records

from tracker.clock import SystemClock
from tracker.records.kinds import AnyRecord, body, from_body
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.preview import preview
from tracker.services.publishing.publish import Proposal, publish
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

MOST_MILLISECONDS = 1000
WANTED = {"pledge": 50, "evidence": 50}
"""Of one company on one topic; each piece of evidence has ten acts."""
ROUNDS = 5


def records() -> Iterator[AnyRecord]:
    """A company with many pledges and pieces of evidence, borrowed from many invented ones."""
    yield from shared_records()
    yield from_body({"kind": "company", "id": "large", "name": "Large Invented Holdings"})
    wanted = dict(WANTED)
    for n in range(1, 400):
        for record in company_records(n):
            data = body(record)
            if record.kind == "source":
                yield record
            # What was done of a promise names one of its own company, which is not borrowed along.
            own = wanted.get(record.kind) and not data.get("fulfils")
            if own and "topic-0" in (data.get("topic"), *data.get("topics", ())):
                wanted[record.kind] -= 1
                yield from_body(data | {"id": f"large/{record.kind}-{wanted[record.kind]}"})
        if not any(wanted.values()):
            return


def milliseconds(database: Database, data: dict) -> float:
    """The quickest of some rounds."""
    took = []
    for _ in range(ROUNDS):
        with database.reading() as session:
            start = time.process_time()
            shown = preview(session, Actor(1, "ann", Role.EDITOR), SystemClock(), UTC, data["kind"], data)
            took.append((time.process_time() - start) * 1000)
        assert shown.topics
    return min(took)


def main() -> int:
    """Measure on a new SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/tracker.sqlite3")
        migrate(database)
        made = list(records())
        with database.writing() as session:
            publish(session, SystemClock(), [Proposal(record) for record in made], author="ann", publisher="bob")
        by_kind = {record.kind: body(record) for record in made}
        slowest = 0.0
        for kind, count in WANTED.items():
            for what, data in (("changed", by_kind[kind]), ("new", by_kind[kind] | {"id": "large/new"})):
                took = milliseconds(database, data)
                slowest = max(slowest, took)
                print(f"a {what} {kind}, beside {count}: {took:.0f} ms")
        database.close()
    print(f"the slowest: {slowest:.0f} ms (at most {MOST_MILLISECONDS})")
    return int(slowest > MOST_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
