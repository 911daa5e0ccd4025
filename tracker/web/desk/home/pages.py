"""Page variables of what the record needs next: lists beside the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.dates import UncertainDate
from tracker.engine.text import day, when
from tracker.services.reading.review_due import ending_soon, unchecked, uncorroborated
from tracker.store.lists.endings import Listed
from tracker.store.lists.review_due import ScorecardCursor
from tracker.web.presenting.links import page_path, record_path
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["WatchPage", "Watching", "single_page", "watching"]

_FEW = 8
_MANY = 50


@dataclass(frozen=True)
class Row:
    """One thing to look at: a link, and what there is to say of it."""

    title: str
    href: str
    detail: str
    note: str = ""
    topic: str = ""
    company: str = ""


class Watching(NamedTuple):
    """What the record needs next; each list is cut. ``more`` says by list where it goes on, empty where it does not."""

    ending: Sequence[Row]
    unchecked: Sequence[Row]
    single: Sequence[Row]
    more: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class WatchPage(Page):
    """One of the lists of the home, whole, in pages."""

    template = "desk/lists/watch.html"

    rows: Annotated[Sequence[Row], "What is on this page of the list."]
    nothing: Annotated[str, "What to say where the list is empty."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]


def watching(session: Session) -> Watching:
    """What ends soon, what nobody has checked for six months, and what needs a second source."""
    today = site().today
    ends = ending_soon(session, today, most=_FEW + 1)
    old = unchecked(session, today, most=_FEW + 1)
    single, further = uncorroborated(session, today)
    return Watching(
        ending=[_ending(end) for end in ends[:_FEW]],
        unchecked=[_unchecked(it.name, it.company, it.topic, it.checked_until) for it in old[:_FEW]],
        single=[_single(it.title, it.evidence, it.name, it.pledge) for it in single[:_FEW]],
        more={
            "ending": url_for("upcoming.upcoming") if len(ends) > _FEW else "",
            "unchecked": url_for("desk.watch_unchecked") if old else "",
            "single": url_for("desk.watch_single") if further or len(single) > _FEW else "",
        },
    )


def _ending(end: Listed) -> Row:
    assert end.first_day
    return Row(end.company, page_path(end.company_id, end.topic_id), f"{day(end.first_day)}: {end.text}")


def _unchecked(name: str, company: str, topic: str, checked: str | None) -> Row:
    last = f"last checked {when(UncertainDate.parse(checked))}" if checked else "never checked"
    return Row(name, page_path(company, topic), last, topic=topic, company=company)


def _single(title: str, evidence: str, name: str, pledge: str) -> Row:
    return Row(title, record_path("evidence", evidence), f"{name} · pledge: {pledge}")


def single_page(session: Session, after: ScorecardCursor | None) -> WatchPage:
    """All single reports that would be a breach if corroborated."""
    evidence, further = uncorroborated(session, site().today, after=after)
    return WatchPage(
        title="Needs a second source",
        description="This may go against a pledge, but we have only one report. Look for a second independent "
        "source or a document.",
        rows=[_single(it.title, it.evidence, it.name, it.pledge) for it in evidence],
        nothing="Nothing needs a second source right now." if not further else "Nothing on this page.",
        next_path=url_for("desk.watch_single", topic=further.topic, company=further.company) if further else "",
    )
