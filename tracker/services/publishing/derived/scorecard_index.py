"""The scorecard index: keeps the rows behind lists and the matrix up to date with publications and the current day.

A publication only makes the companies due that it affects; their rows are computed after the commit, and again on each
day on which they may change. Several processes may do so at once: each leases companies of its own, computes on one
snapshot and replaces rows under the write lock, except rows that are of a later ledger position.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import date, tzinfo
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import compute
from tracker.engine.scorecard_lines import ScorecardLine, scorecard_lines
from tracker.engine.summary import ScorecardSummary, scorecard_summary
from tracker.records.bundle import Bundle
from tracker.services.publishing.derived.reindexing import companies_resting_on
from tracker.services.publishing.derived.scorecard_index_rows import ending_rows, index_rows, line_row
from tracker.services.publishing.derived.wording_log import log_unusable
from tracker.store.database.connecting import Database
from tracker.store.derived.scorecard_index import (
    companies_of_the_day,
    mark_stale,
    put_standings,
    records_of_companies,
    shared_records,
)
from tracker.store.ledger import Head, ledger_head
from tracker.store.lists.listed_lines import positions_of
from tracker.store.upkeep.jobs import Kind, add_jobs, delete_jobs, job_count, lease_jobs

__all__ = ["AT_ONCE", "Computed", "computed_rows", "refresh", "refresh_few", "spread"]

AT_ONCE = 40
"""Companies in one round: a few queries each round, and a lock held for a fraction of a second."""
_FEW = 20
"""So many companies are computed in a tenth of a second or two."""
_log = logging.getLogger(__name__)


class Computed(NamedTuple):
    """The rows of some companies. ``failed`` are those that could not be computed, a fault of the program."""

    standings: list[dict[str, Any]]
    ends: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    failed: list[str]


def refresh(
    database: Database,
    clock: Clock,
    zone: tzinfo,
    *,
    most: int | None = None,
    tick: Callable[[int], object] | None = None,
) -> int:
    """Compute every standing that is due, or those of ``most`` companies; how many companies that were.

    Companies that another process has leased are left to it. One that cannot be computed is logged and left as it was,
    does not keep the others waiting, and is tried again when its lease is over.
    """
    spread(database, clock)
    _add_those_of_the_day(database, clock, zone)
    done = failed = 0
    while most is None or done < most:
        companies = _leased(database, clock, "refresh", min(AT_ONCE, most - done) if most else AT_ONCE)
        if not companies:
            break
        with database.reading() as session:
            computed = computed_rows(session, companies, clock.now().astimezone(zone).date())
        with database.writing() as session:
            put_standings(session, set(companies) - set(computed.failed), *computed[:3])
        done, failed = done + len(companies), failed + len(computed.failed)
        if tick:
            tick(len(companies))
    return done - failed


def refresh_few(database: Database, clock: Clock, zone: tzinfo) -> None:
    """Compute what is due at once, where that is a matter of a moment; else it is left to the process that works."""
    with database.reading() as session:
        few = not job_count(session, "spread") and job_count(session, "refresh") <= _FEW
    if few:
        refresh(database, clock, zone)


def spread(database: Database, clock: Clock) -> None:
    """Find the companies that changes of shared records bear on, and make them due."""
    while keys := _leased(database, clock, "spread", AT_ONCE):
        with database.reading() as session:
            shared = {(kind, id) for kind, _, id in (key.partition(" ") for key in keys)}
            companies, position = companies_resting_on(session, shared), ledger_head(session).position
        with database.writing() as session:
            mark_stale(session, companies, position)
            delete_jobs(session, "spread", keys, position)


def _leased(database: Database, clock: Clock, kind: Kind, most: int) -> list[str]:
    """Jobs that are this process’s own; nothing is locked where none waits."""
    with database.reading() as session:
        if not job_count(session, kind):
            return []
    with database.changing() as session:
        return lease_jobs(session, kind, clock.now(), most)


def _add_those_of_the_day(database: Database, clock: Clock, zone: tzinfo) -> None:
    today = clock.now().astimezone(zone).date()
    with database.reading() as session:
        companies, position = companies_of_the_day(session, today), ledger_head(session).position
    if companies:
        with database.changing() as session:
            add_jobs(session, "refresh", companies, position)


def computed_rows(session: Session, companies: Collection[str], today: date) -> Computed:
    """The rows of these companies on a day, as published now."""
    head = ledger_head(session)
    shared = Bundle(shared_records(session))
    assert shared.graphs is not None  # built once, and taken over by the bundle of each company
    result, lines = Computed([], [], [], []), list[ScorecardLine]()
    for id, records in records_of_companies(session, companies).items():
        try:
            lines += _add(result, shared.with_records(records), id, today, head)
        except Exception:
            _log.exception("the standing of company %s cannot be computed", id)
            result.failed.append(id)
    positions = positions_of(session, {key for line in lines for key in line.names}, head.position)
    result.lines.extend(line_row(line, positions) for line in lines)
    return result


def _add(result: Computed, bundle: Bundle, company: str, today: date, head: Head) -> list[ScorecardLine]:
    """Add the rows of one company; its lines are given back, as their rows need what is asked for all at once."""
    rows = list(_standings(bundle, company, today, head))
    own = index_rows(bundle.companies[company], rows, today, head.position)
    ends = [row for one in rows for row in ending_rows(one)]
    lines = [line for one in rows for line in scorecard_lines(one.card)]
    result.standings.extend(own)
    result.ends.extend(ends)
    return lines


def _standings(bundle: Bundle, company: str, today: date, head: Head) -> Iterator[ScorecardSummary]:
    assert head.at
    for topic in assessed_topics(bundle, company):
        dossier = Dossier.of(bundle, company, topic)
        log_unusable(dossier.wording)
        yield scorecard_summary(compute(dossier, today, head.at))
