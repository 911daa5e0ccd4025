"""Page variables of the desk’s lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.in_force import announced
from tracker.engine.text import capital, period, when
from tracker.models.desk.draft import STATES, Draft
from tracker.records.kinds import KIND_WORDS, KINDS, AnyRecord
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.reading.autocomplete import candidates, matches
from tracker.store.accounts.people import public_names
from tracker.store.editing.drafts import DraftFilter, drafts_where
from tracker.store.lists.paging import BadCursorError, Window
from tracker.store.lists.records import RecordLine, records_meeting, titles
from tracker.store.published import current_records
from tracker.web.desk.lists.forms import DraftsQuery, RecordsQuery, mark_of
from tracker.web.desk.new_records import new_path
from tracker.web.desk.times import moment_words
from tracker.web.http.clocks import BadParameterError
from tracker.web.presenting.links import record_path, with_query
from tracker.web.presenting.page import Link, Page

__all__ = ["MARK", "DraftsPage", "RecordsPage", "drafts_page", "records_page"]

_PER_PAGE = 50
MARK = "a page marker from the “next” or “previous” link"
"""What the place of a list must be."""
STATE_WORDS = {
    "editing": "in progress",
    "submitted": "in review",
    "returned": "returned",
    "published": "published",
    "discarded": "deleted",
}


@dataclass(frozen=True)
class DraftRow:
    """One draft in the list."""

    title: str
    href: str
    kind: str
    state: str
    owner: str
    at: str


@dataclass(frozen=True, kw_only=True)
class DraftsPage(Page):
    """Drafts that meet a filter."""

    template = "desk/drafts/drafts.html"

    filter: Annotated[DraftsQuery, "The filter."]
    everybody: Annotated[bool, "Whether this person may read everybody’s."]
    states: Annotated[Sequence[tuple[str, str]], "States to choose from, each in words."]
    kinds: Annotated[Sequence[tuple[str, str]], "Kinds to choose from, each in words."]
    rows: Annotated[Sequence[DraftRow], "One page of them, the last changed first."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]


@dataclass(frozen=True)
class RecordRow:
    """One published record in the list; ``edit`` is where to post to begin a draft of it, ``file`` the record as a
    file, ``past`` what was published of it, ``talk`` its comments, ``take_down`` where it is taken down; empty where it
    cannot be."""

    title: str
    href: str
    kind: str
    company: str
    day: str
    edit: str
    file: str
    past: str
    talk: str
    take_down: str


@dataclass(frozen=True, kw_only=True)
class RecordsPage(Page):
    """What is published, to be changed."""

    template = "desk/lists/records.html"

    filter: Annotated[RecordsQuery, "The filter."]
    kinds: Annotated[Sequence[tuple[str, str]], "Kinds to choose from, each in words."]
    rows: Annotated[Sequence[RecordRow], "One page of them, newest first."]
    previous_path: Annotated[str, "The page before; empty on the first."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]
    new: Annotated[Link | None, "Where to enter a new one of the kind; None where only the program makes them."]


_KINDS = [(kind, KIND_WORDS[kind]) for kind in KINDS]


def drafts_page(session: Session, actor: Actor, query: DraftsQuery) -> DraftsPage:
    """Drafts: one's own, or everyone's for people who may read them."""
    everybody = may(actor.role, Action.READ_DRAFTS)
    owner = None if everybody and not query.mine else actor.account_id
    desired = DraftFilter(query.states, owner, query.kind or None, _companies(session, actor, query.company), query.q)
    drafts = drafts_where(session, desired, after=query.after, most=_PER_PAGE + 1)
    shown = drafts[:_PER_PAGE]
    path = url_for("desk.drafts")
    more = with_query(path, {**query.query(), "after": mark_of(shown[-1])}) if len(drafts) > _PER_PAGE else ""
    names = public_names(session, {draft.owner_id for draft in shown})
    return DraftsPage(
        title="Drafts",
        description="All drafts." if owner is None else "Your drafts.",
        filter=query,
        everybody=everybody,
        states=[(state, STATE_WORDS[state]) for state in STATES],
        kinds=_KINDS,
        rows=[_draft(draft, names) for draft in shown],
        next_path=more,
    )


def _draft(draft: Draft, names: dict[int, str]) -> DraftRow:
    kind = KIND_WORDS[draft.kind].capitalize()
    return DraftRow(
        title=draft.title or f"Untitled {kind.lower()}",
        href=url_for("desk.draft", id=draft.id),
        kind=kind if draft.base_number == 0 else f"{kind}, edit",
        state=STATE_WORDS[draft.state],
        owner=names.get(draft.owner_id, ""),
        at=moment_words(draft.updated_at),
    )


def _companies(session: Session, actor: Actor, typed: str) -> tuple[str, ...] | None:
    """The companies that a filter means by a name or an id: those called so, else those that the words find."""
    if not typed:
        return None
    exact = matches(session, actor, ("company",), typed)
    if exact:
        return (exact.id,)
    return (typed, *(one.id for one in candidates(session, actor, ("company",), typed)))


def records_page(session: Session, actor: Actor, query: RecordsQuery, window: Window) -> RecordsPage:
    """Published records of a kind; raises BadParameter."""
    try:
        rows = records_meeting(session, query.kind, _companies(session, actor, query.company), query.q, window)
    except BadCursorError:
        name = "after" if window.after else "before"
        raise BadParameterError(name, (window.after or window.before or "")[:80], MARK) from None
    companies = titles(session, "company", {row.company for row in rows.rows if row.company})
    records = {record.key: record for record in current_records(session, [(row.kind, row.id) for row in rows.rows])}
    path = url_for("desk.records")
    return RecordsPage(
        title="Published records",
        description="All published records. Edits start as drafts and are reviewed like new records.",
        filter=query,
        kinds=_KINDS,
        rows=[_record(row, companies, records.get((row.kind, row.id))) for row in rows.rows],
        previous_path=with_query(path, {**query.query(), "before": rows.before}) if rows.before else "",
        next_path=with_query(path, {**query.query(), "after": rows.after}) if rows.after else "",
        new=_new(query.kind),
    )


def _new(kind: str) -> Link | None:
    """Where a new record of the listed kind is entered."""
    if not kind:
        return Link("Create a new record", url_for("desk.choose"))
    return None if kind == "rules" else Link(f"Create new {KIND_WORDS[kind]}", new_path(kind))


def _record(row: RecordLine, companies: dict[str, str], record: AnyRecord | None) -> RecordRow:
    return RecordRow(
        title=row.title,
        href=record_path(row.kind, row.id),
        kind=KIND_WORDS[row.kind].capitalize(),
        company=companies.get(row.company or "", "") if row.kind != "company" else "",
        day=capital(_when(record)) if record else "",
        edit=url_for("desk.edit", kind=row.kind, id=row.id),
        file=url_for("desk.record_file", kind=row.kind, id=row.id),
        past=url_for("desk.revisions", kind=row.kind, id=row.id),
        talk=url_for("desk.comments", subject="record", id=f"{row.kind}:{row.id}"),
        take_down="" if row.kind == "rules" else url_for("desk.take_down_form", kind=row.kind, id=row.id),
    )


def _when(record: AnyRecord) -> str:
    """The date that the list is sorted by, no more exact than the record has it."""
    match record:
        case Pledge():
            return when(announced(record.versions[-1]))
        case Evidence():
            return period(record.period)
        case Source() | Decision():
            return when(record.date)
        case Response():
            return when(record.answered)
        case Condition() if record.developments:
            return when(record.developments[-1].date)
    return ""
