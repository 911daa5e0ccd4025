"""Page variables of lists in which companies are marked as checked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.dates import UncertainDate
from tracker.engine.text import day, when
from tracker.records.search_text import title
from tracker.services.editing.mark_checked import MarkedChecked
from tracker.services.reading.review_due import unchecked
from tracker.store.lists.review_due import ScorecardCursor, scorecards_to_check
from tracker.store.published import current_records
from tracker.web.presenting.links import page_path, with_query
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["ChecksPage", "Shown", "checks_page", "marked_words", "unchecked_page"]

PER_PAGE = 50
Scored = tuple[str, str, str, str | None]
"""Topic, company, the company’s name, and until when it was checked."""


@dataclass(frozen=True)
class CheckRow:
    """A company on a topic, and until when it was checked; ``value`` names both."""

    value: str
    name: str
    href: str
    topic: str
    last: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ChecksPage(Page):
    """Companies to mark as checked, with one button for all that are chosen."""

    template = "desk/lists/mark_checked.html"

    rows: Annotated[Sequence[CheckRow], "What is on this page of the list."] = ()
    nothing: Annotated[str, "What to say where the list is empty."]
    until: Annotated[str, "The day up to which they are checked: today, or what was typed."] = ""
    back: Annotated[str, "This page’s own address, to come back to."] = ""
    notice: Annotated[str, "What was done just now."] = ""
    wrong: Annotated[str, "What was wrong with the last try; empty at first."] = ""
    next_path: Annotated[str, "Where the list goes on; empty at its end."] = ""


@dataclass(frozen=True)
class Shown:
    """How a list is shown: what was done or was wrong, and what was typed and chosen, where it comes back."""

    notice: str = ""
    wrong: str = ""
    until: str = ""
    chosen: Collection[str] = ()


def unchecked_page(session: Session, after: ScorecardCursor | None, how: Shown) -> ChecksPage:
    """All records not checked for six months."""
    old = unchecked(session, site().today, after=after, most=PER_PAGE + 1)
    page = ChecksPage(
        title="Not checked for six months",
        description="Nobody has checked these companies lately. Look for anything new and add it. Then mark them.",
        nothing="Everything has been checked in the last six months.",
    )
    scored = [(it.topic, it.company, it.name, it.checked_until) for it in old]
    return _listed(session, page, scored, url_for("desk.watch_unchecked"), after, how)


def checks_page(session: Session, company: str, topic: str, after: ScorecardCursor | None, how: Shown) -> ChecksPage:
    """All scorecards of a company or a topic."""
    rows = scorecards_to_check(session, company, topic, after, PER_PAGE + 1)
    page = ChecksPage(
        title="Mark as checked",
        description="Choose the companies that you looked at and found nothing new about. A colleague reviews it.",
        nothing="There is no scorecard here.",
    )
    query = {name: value for name, value in (("company", company), ("topic", topic)) if value}
    return _listed(
        session,
        page,
        [(row[0], row[1], row[2], row[3]) for row in rows],
        with_query(url_for("desk.checks"), query),
        after,
        how,
    )


def _listed(
    session: Session, page: ChecksPage, scored: Sequence[Scored], path: str, after: ScorecardCursor | None, how: Shown
) -> ChecksPage:
    rows = scored[:PER_PAGE]
    topics = {it.id: title(it) for it in current_records(session, {("topic", topic) for topic, *_ in rows})}
    return replace(
        page,
        rows=[_row(it, topics, how.chosen) for it in rows],
        until=how.until or day(site().today),
        back=_place(path, *after) if after else path,
        notice=how.notice,
        wrong=how.wrong,
        next_path=_place(path, *rows[-1][:2]) if len(scored) > PER_PAGE else "",
    )


def _place(path: str, topic: str, company: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'after_topic': topic, 'after_company': company})}"


def _row(scored: Scored, topics: Mapping[str, str], chosen: Collection[str]) -> CheckRow:
    topic, company, name, checked = scored
    value = f"{company} {topic}"
    last = f"last checked {when(UncertainDate.parse(checked))}" if checked else "never checked"
    return CheckRow(value, name, page_path(company, topic), topics.get(topic, topic), last, value in chosen)


def marked_words(done: MarkedChecked) -> str:
    """What was done, for the page that it was done on."""
    marked = "1 company is" if done.submitted == 1 else f"{done.submitted} companies are"
    words = f"{marked} marked as checked until {when(done.until)}. A colleague reviews it."
    if not done.waiting:
        return words
    before = f"{done.waiting} of them you had marked before; these are in review."
    return f"{words} {before}" if done.submitted else "You had marked this before; it is in review."
