"""Page variables of the desk’s home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.dates import UncertainDate
from tracker.engine.text import day, when
from tracker.models.draft import Draft
from tracker.records.kinds import KIND_WORDS
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.reading.review_due import ending_soon, unchecked, uncorroborated
from tracker.store.editing.drafts import DraftFilter, drafts_where, pending_submissions, submissions_of
from tracker.store.lists.endings import Listed
from tracker.store.lists.review_due import ScorecardCursor
from tracker.store.lists.titles import first_ids
from tracker.store.reader_reports import count_reports
from tracker.store.site_details import site_details
from tracker.web.desk.new_records import new_path
from tracker.web.desk.review.pages import moment_words, waiting_bundles
from tracker.web.presenting.links import page_path, record_path
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = ["HomePage", "WatchPage", "home_page", "single_page", "unchecked_page"]

_FEW = 8
_MANY = 50
_MOST_REPORTS = 1000


@dataclass(frozen=True)
class Row:
    """One thing to look at: a link, and what there is to say of it."""

    title: str
    href: str
    detail: str
    note: str = ""
    topic: str = ""
    company: str = ""


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """My tasks, and what the record needs next; each list is cut and links to the rest."""

    template = "desk/home.html"

    unanswered: Annotated[bool, "Whether this person may say who runs the site, and nobody has."]
    reports: Annotated[int, "How many reports of readers are not decided, for those who decide on them."]
    no_topic: Annotated[bool, "Whether there is no topic, so that nothing else can be entered."]
    kinds: Annotated[Sequence[Link], "What can be entered."]
    returned: Annotated[Sequence[Row], "My drafts that a reviewer gave back, with the note."]
    drafts: Annotated[Sequence[Row], "My drafts that I am writing."]
    submitted: Annotated[Sequence[Row], "My drafts that wait for review."]
    to_review: Annotated[Sequence[Row], "What others submitted; none for whoever may not review."]
    may_review: Annotated[bool, "Whether this person reviews."]
    ending: Annotated[Sequence[Row], "What ends in the next 90 days."]
    unchecked: Annotated[Sequence[Row], "Records that nobody has checked for six months."]
    single: Annotated[Sequence[Row], "Single reports that would be a breach if corroborated."]
    more: Annotated[dict[str, str], "By list, where it goes on; empty where it does not."]


@dataclass(frozen=True, kw_only=True)
class WatchPage(Page):
    """One of the lists of the home, whole, in pages."""

    template = "desk/watch.html"

    rows: Annotated[Sequence[Row], "What is on this page of the list."]
    nothing: Annotated[str, "What to say where the list is empty."]
    today: Annotated[str, "Today in words, for lists whose rows can be checked off; empty for others."] = ""
    wrong: Annotated[str, "What was wrong with the last try; empty at first."] = ""
    next_path: Annotated[str, "Where the list goes on; empty at its end."]


def home_page(session: Session, actor: Actor) -> HomePage:
    """What waits for this person, and what should be looked at next."""
    own = {state: _own(session, actor, state) for state in ("returned", "editing", "submitted")}
    reviews = may(actor.role, Action.REVIEW)
    waiting = pending_submissions(session, most=_MANY) if reviews else []
    others = [pair for pair in waiting if actor.account_id not in pair[0].writers]
    today = site().today
    ends = ending_soon(session, today, most=_FEW + 1)
    old = unchecked(session, today, most=_FEW + 1)
    single, further = uncorroborated(session, today)
    more = {
        "drafts": url_for("desk.drafts") if any(len(some) > _FEW for some in own.values()) else "",
        "to_review": url_for("desk.review_list") if len(others) > _FEW else "",
        "ending": url_for("lapsing.lapsing") if len(ends) > _FEW else "",
        "unchecked": url_for("desk.watch_unchecked") if old else "",
        "single": url_for("desk.watch_single") if further or len(single) > _FEW else "",
    }
    return HomePage(
        title="Desk",
        description="Your work, and what to check next.",
        unanswered=may(actor.role, Action.MANAGE_SITE) and not _answered(session),
        reports=_reports(session, actor),
        no_topic=not first_ids(session, "topic", 1),
        kinds=[Link(word.capitalize(), new_path(kind)) for kind, word in _ENTERED.items()],
        returned=[_returned(session, draft) for draft in own["returned"][:_FEW]],
        drafts=[_draft(draft) for draft in own["editing"][:_FEW]],
        submitted=[_draft(draft) for draft in own["submitted"][:_FEW]],
        to_review=[
            *(
                Row(link.text, link.href, f"Bundle: {detail}")
                for link, detail in (waiting_bundles(session, but_of=actor.account_id) if reviews else ())
            ),
            *(
                Row(
                    draft.title or submission.record_id,
                    url_for("desk.review", id=submission.id),
                    f"{KIND_WORDS[submission.kind].capitalize()}, submitted by {submission.author}, "
                    f"{moment_words(submission.at)}",
                )
                for submission, draft in others[:_FEW]
            ),
        ],
        may_review=reviews,
        ending=[_ending(end) for end in ends[:_FEW]],
        unchecked=[_unchecked(it.name, it.company, it.topic, it.checked_until) for it in old[:_FEW]],
        single=[_single(it.title, it.evidence, it.name, it.pledge) for it in single[:_FEW]],
        more=more,
    )


_KINDS = ("evidence", "pledge", "source", "company", "response", "condition", "topic")
_ENTERED = {kind: KIND_WORDS[kind] for kind in _KINDS}


def _answered(session: Session) -> bool:
    details = site_details(session)
    return details is not None and details.answered_at is not None


def _reports(session: Session, actor: Actor) -> int:
    return count_reports(session, _MOST_REPORTS, undecided=True) if may(actor.role, Action.ANSWER_READERS) else 0


def _own(session: Session, actor: Actor, state: str) -> list[Draft]:
    return drafts_where(session, DraftFilter((state,), owner=actor.account_id), most=_FEW + 1)


def _draft(draft: Draft) -> Row:
    kind = KIND_WORDS[draft.kind].capitalize()
    what = kind if draft.base_number == 0 else f"{kind}, edit of a published record"
    title = draft.title or f"Untitled {kind.lower()}"
    return Row(title, url_for("desk.draft", id=draft.id), f"{what} · saved {moment_words(draft.updated_at)}")


def _returned(session: Session, draft: Draft) -> Row:
    """With the note of the last person who returned it."""
    row = _draft(draft)
    review = next((review for _, review in submissions_of(session, draft.id) if review), None)
    if review is None:
        return row
    return Row(row.title, row.href, f"Returned by {review.reviewer}, {moment_words(review.at)}", review.note or "")


def _ending(end: Listed) -> Row:
    assert end.first_day
    return Row(end.company, page_path(end.company_id, end.topic_id), f"{day(end.first_day)}: {end.text}")


def _unchecked(name: str, company: str, topic: str, checked: str | None) -> Row:
    last = f"last checked {when(UncertainDate.parse(checked))}" if checked else "never checked"
    return Row(name, page_path(company, topic), last, topic=topic, company=company)


def _single(title: str, evidence: str, name: str, pledge: str) -> Row:
    return Row(title, record_path("evidence", evidence), f"{name} · pledge: {pledge}")


def unchecked_page(session: Session, after: ScorecardCursor | None, wrong: str = "") -> WatchPage:
    """All records not checked for six months, each with a button to mark it as checked."""
    rows = unchecked(session, site().today, after=after, most=_MANY + 1)
    shown = rows[:_MANY]
    last = shown[-1] if len(rows) > _MANY else None
    return WatchPage(
        title="Not checked for six months",
        description="Nobody has checked these companies lately. Look for anything new and add it. "
        "Then enter the date you checked up to. This creates a draft of the topic for review.",
        rows=[_unchecked(it.name, it.company, it.topic, it.checked_until) for it in shown],
        nothing="Everything has been checked in the last six months.",
        next_path=url_for("desk.watch_unchecked", topic=last.topic, company=last.company) if last else "",
        today=day(site().today),
        wrong=wrong,
    )


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
