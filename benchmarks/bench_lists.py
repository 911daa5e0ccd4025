"""Lists, search and scorecards of an invented site against their limits.

Milliseconds each, the last page beside the first.

By default on a new SQLite database, and on a throw-away PostgreSQL server where its programs are installed. The best of
some runs is judged: what else the machine did in the meantime says nothing about the code.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC
from typing import Any

from databases import databases
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.clock import SystemClock
from tracker.models import IndexedScorecard
from tracker.services.reading.scorecards import ScorecardQuery, scorecard_at, snapshot_of
from tracker.store.database.connecting import Database
from tracker.store.lists import companies as lists
from tracker.store.lists import records, upcoming
from tracker.store.lists.companies import SORTS, CompanyFilter
from tracker.store.lists.paging import Page, Window
from tracker.store.searching.search import search

MOST_MILLISECONDS = 100
MOST_TIMES_SLOWER = 2.0
"""How much slower a far page may be than the first; both take a few milliseconds."""
_TIMES = 15
_SIZE = 10
TOPIC = "topic-0"
SEARCHES = {
    "a name": "amo 77",
    "a common word": "widget",
    "a word of every title": "drones",
    "words that seldom meet": "harbour voices gizmo",
    "a phrase": '"drones to a harbour"',
    "a common phrase": '"track widgets"',
    "the beginning of a word": "electron",
    "two letters": "de",
    "a mistyped name": "electronqiue",
    "nothing": "zzzzzz",
}

Work = Callable[[Session], Any]


def works(session: Session) -> dict[str, Work]:
    """What is measured, by name."""
    today = SystemClock().now().date()
    sixth = session.scalar(
        select(IndexedScorecard.company_id).where(IndexedScorecard.topic_id == TOPIC).limit(1).offset(6)
    )
    assert sixth
    work_by_name: dict[str, Work] = {
        f"companies by {sort}": lambda s, sort=sort: lists.companies(s, CompanyFilter(), sort, Window(), today)
        for sort in SORTS
    }
    work_by_name |= {
        "companies, breach": lambda s: lists.companies(
            s, CompanyFilter(TOPIC, gravest="breach"), "name", Window(), today
        ),
        "companies, rare filter": lambda s: lists.companies(
            s, CompanyFilter(TOPIC, strength="full", pledge_state="withdrawn"), "strength", Window(), today
        ),
        "companies, text": lambda s: lists.companies(s, CompanyFilter(text="amo 7"), "name", Window(), today),
        "count of companies": lambda s: lists.company_count(s, CompanyFilter(TOPIC, text="amo")),
        "states of pledges": lambda s: lists.pledge_states(s, TOPIC),
        "matrix": lambda s: lists.matrix(s, TOPIC, Window(), today),
        "ends to come": lambda s: upcoming.endings(s, Window(), since=today),
        "ends without a day": lambda s: upcoming.endings(s, Window(), since=today, dated=False),
        "sources": lambda s: records.records_listed(s, "source", Window()),
        "pledges of a company": lambda s: records.pledges_of(s, sixth, Window()),
        "evidence of a company": lambda s: records.evidence_of(s, sixth, Window(), TOPIC),
        "what leads to a condition": lambda s: records.leading_to(s, ("condition", "tracking-law"), Window()),
        "what leads to a topic": lambda s: records.leading_to(s, ("topic", TOPIC), Window(), ["evidence"]),
        "scorecard of a company": lambda s: (
            scorecard_at(s, snapshot_of(s, ScorecardQuery(), SystemClock(), UTC), sixth, TOPIC).headline
        ),
    }
    work_by_name |= {f"search: {what}": lambda s, typed=typed: search(s, typed) for what, typed in SEARCHES.items()}
    work_by_name["search: one company's"] = lambda s: search(s, "drones", company=sixth)
    return work_by_name


def milliseconds(database: Database, work: Work) -> tuple[float, float]:
    """The best and the median time of some runs, each in a session of its own; the first is left out."""
    times = []
    for _ in range(_TIMES + 1):
        with database.reading() as session:
            begun = time.perf_counter()
            work(session)
            times.append((time.perf_counter() - begun) * 1000)
    return min(times[1:]), statistics.median(times[1:])


def far_page(database: Database, page: int) -> tuple[int, dict[str, tuple[Work, Work]]]:
    """The number of a far page, the given one where there are so many, and first and far page of each order."""
    today = SystemClock().now().date()
    with database.reading() as session:
        companies = session.scalar(select(func.count()).where(IndexedScorecard.topic_id == "")) or 0
        page = max(2, min(page, companies // _SIZE))
        pages_by_name = {}
        for name, order in SORTS.items():
            columns = [*order.columns]
            rows = (
                select(*columns)
                .where(IndexedScorecard.topic_id == "")
                .order_by(*columns)
                .offset((page - 1) * _SIZE - 1)
            )
            cursor = order.cursor(session.execute(rows.limit(1)).one())
            pages_by_name[f"by {name}"] = (
                _page(name, Window(size=_SIZE), today),
                _page(name, Window(cursor, size=_SIZE), today),
            )
    return page, pages_by_name


def _page(sort: str, window: Window, today: Any) -> Work:
    def work(session: Session) -> Page[Any]:
        return lists.companies(session, CompanyFilter(), sort, window, today)

    return work


def measure(database: Database, page: int) -> list[str]:
    """Print every time; those that are over their limit."""
    slow = []
    with database.reading() as session:
        measured = works(session)
    for name, work in measured.items():
        best, median = milliseconds(database, work)
        print(f"  {name:32} {best:7.1f} ms, median {median:7.1f} ms")
        if best > MOST_MILLISECONDS:
            slow.append(name)
    page, pages = far_page(database, page)
    for name, (first, far) in pages.items():
        one, other = milliseconds(database, first)[0], milliseconds(database, far)[0]
        print(f"  companies {name:10} page 1 {one:6.1f} ms, page {page:,} {other:6.1f} ms: {other / one:.2f} times")
        if other > MOST_TIMES_SLOWER * one:
            slow.append(f"page {page} {name}")
    return slow


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="URL of a database that generate_site.py filled")
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--page", type=int, default=1000)
    given = parser.parse_args()
    slow = []
    with databases(given.database, given.companies) as databases_made:
        for database in databases_made:
            print(f"{database.url.get_backend_name()}, best of {_TIMES} (limit {MOST_MILLISECONDS} ms each):")
            slow += measure(database, given.page)
    if slow:
        raise SystemExit(f"over the limit: {', '.join(slow)}")


if __name__ == "__main__":
    main()
