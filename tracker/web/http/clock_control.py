"""The date picker of pages, and the notices about the two clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.engine.text import day
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.presenting.addresses.clock_query import clock_parameters, instant
from tracker.web.presenting.links import with_pairs
from tracker.web.site import site

__all__ = ["ClockControl", "clock_control"]


@dataclass(frozen=True)
class ClockControl:
    """``action`` is the page itself, ``kept`` what else of its query stays; ``known_at`` is empty for now."""

    action: str
    kept: Sequence[tuple[str, str]]
    as_of: date
    known_at: str
    now_path: str
    note: str


def clock_control(
    path: str, snapshot: Snapshot, query: ScorecardQuery, other_parameters: Iterable[tuple[str, str]] = ()
) -> ClockControl:
    """The control for a page with this path; ``other_parameters`` are filters that another day leaves as they are."""
    ahead = f"{day(snapshot.as_of)} is in the future. This shows what would apply under the terms we have now."
    pairs = list(other_parameters)
    day_query = [(key, value) for key, value in clock_parameters(query).items() if key != "known_at"]
    return ClockControl(
        action=path,
        kept=pairs,
        as_of=snapshot.as_of,
        known_at=instant(query.known_at) if query.known_at else "",
        now_path=with_pairs(path, [*pairs, *day_query]) if query.known_at else "",
        note=ahead if snapshot.as_of > site().today else "",
    )
