"""Page variables of the queue."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.records.kinds import KIND_WORDS
from tracker.services.auth.roles import Action, Actor, Role, may
from tracker.services.replies.deciding import ANSWERS, CHECKS
from tracker.store.desk.bundling import waiting_leads
from tracker.store.desk.comments import people_to_mention
from tracker.store.desk.queue import Onlooker, QueueCursor, QueueFilter, queue_counts, queue_page
from tracker.store.desk.saved_views import views_of
from tracker.store.lists.titles import first_titles
from tracker.store.site_details import site_details
from tracker.web.desk.home.pages import Watching, watching
from tracker.web.desk.new_records import new_path
from tracker.web.desk.queue.forms import DUES, FILTERS, mark_of, query_of
from tracker.web.desk.queue.rows import QueueRow, shown_rows
from tracker.web.desk.replies.pages import ANSWER_WORDS
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = ["NOT_REFUSED", "PER_PAGE", "QueuePage", "Refused", "onlooker", "queue_page_of"]

PER_PAGE = 200
_MOST_TOPICS = 500
_TABS = {
    "all": "All open", "review": "To review", "mine": "Mine", "returned": "Returned", "waiting": "Waiting for others",
    "drafts": "Drafts", "due": "Due", "replies": "Replies", "checks": "To check", "ends": "Ends soon",
    "addresses": "Addresses",
    "outside": "From outside",
}  # fmt: skip
_SORTS = {"due": "Day due", "oldest": "Oldest first", "newest": "Newest first"}
_FIRST_KINDS = ("pledge", "evidence", "source", "company", "response", "condition", "topic")


class Tab(NamedTuple):
    """A queue with how much it has."""

    text: str
    href: str
    items: int
    here: bool


class ViewShown(NamedTuple):
    """Filters that this person keeps under a name."""

    id: int
    name: str
    href: str


class Choice(NamedTuple):
    """One of the values of a filter."""

    value: str
    text: str
    chosen: bool


class Filters(NamedTuple):
    """What can be chosen, and is; ``hidden`` is the same as fields for the form that keeps it under a name."""

    queue: str
    topics: Sequence[Choice]
    kinds: Sequence[Choice]
    people: Sequence[Choice]
    dues: Sequence[Choice]
    sorts: Sequence[Choice]
    words: str
    hidden: Sequence[tuple[str, str]]
    active: bool
    clear: str


class Refused(NamedTuple):
    """Why an action was not done, what was selected, and the note and the days as they were typed."""

    wrong: str = ""
    selected: Collection[str] = ()
    note: str = ""
    due_on: str = ""
    until: str = ""


NOT_REFUSED = Refused()


@dataclass(frozen=True, kw_only=True)
class QueuePage(Page):
    """All that waits, in pages."""

    template = "desk/queue/queue.html"

    unanswered: Annotated[bool, "Whether this person may say who runs the site, and nobody has."]
    no_topic: Annotated[bool, "Whether there is no topic, so that nothing else can be entered."]
    kinds: Annotated[Sequence[Link], "What can be entered."]
    today: Annotated[str, "The day."]
    start: Annotated[str, "The first review that this person can do; empty where there is none."]
    to_review: Annotated[int, "How many there are."]
    tabs: Annotated[Sequence[Tab], "The queues."]
    filters: Annotated[Filters, "The filters, as they are set."]
    views: Annotated[Sequence[ViewShown], "Saved filters."]
    rows: Annotated[Sequence[QueueRow], "The items on this page."]
    assignees: Annotated[Sequence[tuple[int, str]], "People to give an item to."]
    reviewers: Annotated[Sequence[tuple[int, str]], "People to ask for a review."]
    may_review: Annotated[bool, "Whether this person reviews."]
    fresh: Annotated[bool, "Whether this person has proved lately who they are."]
    confirm: Annotated[str, "Where to prove it, coming back here."]
    reply_answers: Annotated[Mapping[str, str], "What an answer of a company can be, in words."]
    reply_checks: Annotated[Mapping[str, str], "How it can be checked who sent it, in words."]
    answers: Annotated[bool, "Whether this person decides on reports."]
    back: Annotated[str, "This page, to come back to after an action."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]
    watching: Annotated[Watching | None, "What the record needs next; None but on the first page without filters."]
    refused: Annotated[Refused, "What the form of the last action had, where it was refused."]
    notice: Annotated[str, "What was done last; empty where nothing was."]


def onlooker(actor: Actor) -> Onlooker:
    """Who looks, by what their role allows."""
    may_read, answers = may(actor.role, Action.READ_DRAFTS), may(actor.role, Action.ANSWER_READERS)
    return Onlooker(actor.account_id, may_read, answers, site().today)


def queue_page_of(
    session: Session,
    actor: Actor,
    desired: QueueFilter,
    after: QueueCursor | None,
    *,
    fresh: bool,
    notice: str = "",
    refused: Refused = NOT_REFUSED,
) -> QueuePage:
    """One page of the queue."""
    who, path = onlooker(actor), url_for("desk.home")
    here = path + query_of(desired, after=mark_of(*after) if after else "")
    items = queue_page(session, who, desired, after=after, most=PER_PAGE + 1)
    shown = items[:PER_PAGE]
    more = query_of(desired, after=mark_of(shown[-1].place, shown[-1].id)) if len(items) > PER_PAGE else ""
    counts = queue_counts(session, who)
    people = [(it.id, it.public_name, Role(it.role)) for it in people_to_mention(session)]
    topics = [(row.record_id, row.title) for row in first_titles(session, "topic", _MOST_TOPICS)]
    reviews = may(actor.role, Action.REVIEW)
    return QueuePage(
        title="Desk",
        description="Work waiting for you and your colleagues, and what to check next.",
        unanswered=may(actor.role, Action.MANAGE_SITE) and not _answered(session),
        no_topic=not topics,
        kinds=[Link(KIND_WORDS[kind].capitalize(), new_path(kind)) for kind in _FIRST_KINDS],
        today=day(site().today),
        start=_first_review(session, actor) if reviews else "",
        to_review=counts["review"],
        tabs=_tabs(who, counts, desired),
        filters=_filters(actor, desired, people, topics),
        views=[ViewShown(it.id, it.name, path + it.query) for it in views_of(session, actor.account_id)],
        rows=shown_rows(session, actor, shown),
        assignees=[(id, name) for id, name, _ in people],
        reviewers=[(id, name) for id, name, role in people if may(role, Action.REVIEW)],
        may_review=reviews,
        answers=who.readers,
        fresh=fresh,
        confirm=url_for("accounts.confirm", next=here),
        reply_answers={key: ANSWER_WORDS[key] for key in ANSWERS},
        reply_checks=CHECKS,
        back=here,
        next_path=path + more if more else "",
        watching=watching(session) if desired == QueueFilter() and after is None else None,
        notice=notice,
        refused=refused,
    )


def _first_review(session: Session, actor: Actor) -> str:
    leads = waiting_leads(session, most=1, but_of=actor.account_id)
    return url_for("desk.review", id=leads[0].id) if leads else ""


def _tabs(who: Onlooker, counts: Mapping[str, int], desired: QueueFilter) -> list[Tab]:
    path = url_for("desk.home")
    return [
        Tab(text, path + query_of(QueueFilter(queue=key)), counts[key], key == desired.queue)
        for key, text in _TABS.items()
        if key not in ("outside", "replies") or who.readers
    ]


def _answered(session: Session) -> bool:
    details = site_details(session)
    return details is not None and details.answered_at is not None


def _filters(
    actor: Actor,
    desired: QueueFilter,
    people: Sequence[tuple[int, str, Role]],
    topics: Sequence[tuple[str, str]],
) -> Filters:
    whose = [("", "Everyone’s"), ("me", "Mine"), ("nobody", "Nobody’s yet")]
    whose += [(str(id), name) for id, name, _ in people if id != actor.account_id]
    kinds = [("", "All types"), *((kind, KIND_WORDS[kind].capitalize()) for kind in _FIRST_KINDS)]
    kinds += [
        ("check", "Company to check"),
        ("end", "End or deadline"),
        ("reply", "Question to a company"),
    ]
    kinds += [("address", "Address that changed")]
    kinds += [("report", "Report from a reader"), ("import", "Import")]
    plain = QueueFilter(queue=desired.queue)
    return Filters(
        queue=desired.queue,
        topics=_choices([("", "All topics"), *topics], desired.topic),
        kinds=_choices(kinds, desired.kind),
        people=_choices(whose, desired.who),
        dues=_choices([("", "Any date"), *DUES.items()], desired.due),
        sorts=_choices(list(_SORTS.items()), desired.sort),
        words=desired.words,
        hidden=[(name, value) for name, value in zip(FILTERS, desired, strict=True) if value],
        active=desired != plain,
        clear=url_for("desk.home") + query_of(plain),
    )


def _choices(values: Sequence[tuple[str, str]], chosen: str) -> list[Choice]:
    return [Choice(value, text, value == chosen) for value, text in values]
