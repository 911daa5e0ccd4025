"""What monitoring wants to know of the record and its upkeep, as numbers by name."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.services.upkeep.captures.checks import capture_numbers
from tracker.store.derived.scorecard_index import stale_companies
from tracker.store.ledger import ledger_head
from tracker.store.upkeep.job_queues import job_queues
from tracker.store.upkeep.refreshing import backed_up_at, refreshed_at

__all__ = ["Measured", "site_metrics"]


class Measured(NamedTuple):
    """A number with its name and what it means; of several of a name, ``kind`` says what each is of."""

    name: str
    meaning: str
    value: float
    kind: str = ""


def site_metrics(session: Session, clock: Clock) -> list[Measured]:
    """Publications, the work that waits, and how long ago lists were refreshed and a backup was made.

    What has never happened is left out: a number for it would be false.
    """
    now, refreshed, backed_up = clock.now(), refreshed_at(session), backed_up_at(session)
    metrics = [
        Measured("tracker_publications", "Entries in the ledger.", ledger_head(session).position),
        Measured("tracker_pending_companies", "Companies due for a refresh.", len(stale_companies(session))),
    ]
    metrics += (Measured(name, *number) for name, number in capture_numbers(session).items())
    if refreshed:
        metrics.append(Measured("tracker_refresh_age_seconds", "Since lists were up to date.", _age(refreshed, now)))
    if backed_up:
        metrics.append(Measured("tracker_backup_age_seconds", "Since the last “tracker backup”.", _age(backed_up, now)))
    return [*metrics, *_of_jobs(session, now)]


def _of_jobs(session: Session, now: datetime) -> Iterator[Measured]:
    for queue in job_queues(session):
        yield Measured("tracker_jobs", "Jobs that wait or are being done.", queue.waiting, queue.kind)
        yield Measured("tracker_jobs_failed", "Jobs that failed for good.", queue.failed, queue.kind)
        if queue.since:
            age = _age(queue.since, now)
            yield Measured("tracker_oldest_job_seconds", "Since the oldest job was to be done.", age, queue.kind)


def _age(at: datetime, now: datetime) -> float:
    return max(0.0, (now - at).total_seconds())
