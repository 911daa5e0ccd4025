"""The scorecard index: keeps the rows behind lists and the matrix up to date with publications and the current day.

A publication only marks the companies that it affects; their rows are computed after the commit, and again on each day
on which they may change. Several processes may do so at once: each computes on one snapshot and replaces rows under the
write lock, except rows that are of a later ledger position.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import date, tzinfo
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import compute
from tracker.engine.summary import ScorecardSummary, scorecard_summary
from tracker.records.bundle import Bundle
from tracker.services.publishing.scorecard_index_rows import ending_rows, index_rows
from tracker.services.publishing.wording_log import log_unusable
from tracker.store.database.connecting import Database
from tracker.store.ledger import Head, ledger_head
from tracker.store.scorecard_index import due_companies, put_standings, records_of_companies, shared_records

__all__ = ["AT_ONCE", "Computed", "computed_rows", "refresh"]

AT_ONCE = 100
"""Companies in one round: a few queries each round, and a lock held for a fraction of a second."""
_log = logging.getLogger(__name__)


class Computed(NamedTuple):
    """The rows of some companies. ``failed`` are those that could not be computed, a fault of the program."""

    standings: list[dict[str, Any]]
    ends: list[dict[str, Any]]
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

    A company that cannot be computed is logged and left as it was, and does not keep the others waiting.
    """
    done = 0
    failed: list[str] = []
    while most is None or done < most:
        today = clock.now().astimezone(zone).date()
        with database.reading() as session:
            companies = due_companies(session, today, min(AT_ONCE, most - done) if most else AT_ONCE, failed)
            if not companies:
                break
            computed = computed_rows(session, companies, today)
        failed += computed.failed
        with database.writing() as session:
            put_standings(session, set(companies) - set(failed), computed.standings, computed.ends)
        done += len(companies)
        if tick:
            tick(len(companies))
    return done - len(failed)


def computed_rows(session: Session, companies: Collection[str], today: date) -> Computed:
    """The rows of these companies on a day, as published now."""
    head = ledger_head(session)
    shared = Bundle(shared_records(session))
    assert shared.graphs is not None  # built once, and taken over by the bundle of each company
    result = Computed([], [], [])
    for id, records in records_of_companies(session, companies).items():
        try:
            _add(result, shared.with_records(records), id, today, head)
        except Exception:
            _log.exception("the standing of company %s cannot be computed", id)
            result.failed.append(id)
    return result


def _add(result: Computed, bundle: Bundle, company: str, today: date, head: Head) -> None:
    rows = list(_standings(bundle, company, today, head))
    result.standings.extend(index_rows(bundle.companies[company], rows, today, head.position))
    if not bundle.companies[company].taken_down:
        result.ends.extend(row for one in rows for row in ending_rows(one))


def _standings(bundle: Bundle, company: str, today: date, head: Head) -> Iterator[ScorecardSummary]:
    assert head.at
    for topic in assessed_topics(bundle, company):
        dossier = Dossier.of(bundle, company, topic)
        log_unusable(dossier.wording)
        yield scorecard_summary(compute(dossier, today, head.at))
