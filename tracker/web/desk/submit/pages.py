"""Submitting drafts: remaining problems, questions about acts, the reason for the change, drafts submitted along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.models import Draft
from tracker.records.kinds import KIND_WORDS, body
from tracker.services.auth.roles import Actor
from tracker.services.publishing.checking.draft_problems import RelatedDrafts, related_drafts
from tracker.store.desk.bundling import unfinished_beside
from tracker.store.editing.drafts import CHANGEABLE, submissions_of
from tracker.store.history import revision_body
from tracker.store.published import parsed
from tracker.web.desk.drafts.form_data import alike, clash, context_for, differences, form_for, look_up
from tracker.web.desk.drafts.forms import CHANGE_WORDS, DraftQuery
from tracker.web.desk.form.combinations import Combinations, combinations, unanswered
from tracker.web.desk.form.error_messages import field_message
from tracker.web.desk.form.fields import Match
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.record_form import ShownProblem
from tracker.web.desk.record_text import RecordSummary, plain_label
from tracker.web.presenting.page import Page

__all__ = ["Along", "SubmitPage", "along_with", "questions_of", "submit_page"]


class Along(NamedTuple):
    """A draft that this one needs.

    ``ready`` where it can be submitted along, ``waits`` where it was submitted already.
    """

    id: str
    version: int
    kind: str
    title: str
    href: str
    ready: bool
    waits: bool


@dataclass(frozen=True, kw_only=True)
class SubmitPage(Page):
    """The questions before a draft is submitted."""

    template = "desk/drafts/submit.html"

    draft: Annotated[str, "The form of the draft."]
    whole: Annotated[str, "The public page as it would be with the draft."]
    version: Annotated[int, "The version of the draft."]
    problems: Annotated[Sequence[ShownProblem], "What is wrong; places are on the form’s page."]
    clash: Annotated[Match | None, "The published record that has the ID of a new one."]
    kind_word: Annotated[str, "What the record is."]
    alike: Annotated[Sequence[Match], "Records that a new one may be the same as."]
    check: Annotated[str, "The form’s page with all that is wrong."]
    questions: Annotated[Sequence[tuple[int, Combinations]], "What acts ask, by their number counted from 0."]
    along: Annotated[Sequence[Along], "Drafts that this one needs."]
    rows: Annotated[Sequence[RecordSummary], "What the draft changes of what is published; none for a new record."]
    changes: Annotated[Sequence[tuple[str, str, str]], "Classes of change with their words; none for a new record."]
    change: Annotated[str, "The class that is chosen; empty as long as none is."]
    note: Annotated[str, "What readers are told of the change."]
    private_note: Annotated[str, "What the reviewer alone is told."]
    wrong: Annotated[str, "Why it was not submitted."]
    merge: Annotated[str, "Where the draft is brought together with what was published since; empty where nothing was."]
    ready: Annotated[bool, "Whether nothing is wrong."]


def questions_of(session: Session, actor: Actor, draft: Draft) -> list[tuple[int, Combinations]]:
    """What the acts of a draft ask."""
    if draft.kind != "evidence":
        return []
    data = draft.data
    return list(combinations(data.get("acts"), context_for(session, actor, data), draft.confirmed))


def along_with(session: Session, actor: Actor, draft: Draft, family: RelatedDrafts) -> list[Along]:
    """The drafts that a draft needs, and those that were submitted with it before."""
    needed = [one.id for one in family.needs]
    before = [it for it in unfinished_beside(session, draft.id) if it.state in CHANGEABLE and it.id not in needed]
    again = [it for it in before if submissions_of(session, it.id)]
    return [_along(session, actor, one) for one in (*family.needs, *again)]


def _along(session: Session, actor: Actor, draft: Draft) -> Along:
    waits = draft.state not in CHANGEABLE
    asks = draft.kind == "evidence" and unanswered(draft.data, context_for(session, actor, draft.data), draft.confirmed)
    return Along(
        draft.id,
        draft.version,
        KIND_WORDS[draft.kind],
        draft.title,
        url_for("desk.draft", id=draft.id),
        not asks,
        waits,
    )


def submit_page(
    session: Session,
    actor: Actor,
    draft: Draft,
    *,
    wrong: str = "",
    stale: bool = False,
    typed: Mapping[str, str] | None = None,
) -> SubmitPage:
    """The page to submit a draft on; ``wrong`` says why it was not, ``typed`` what was typed and is not saved."""
    family = related_drafts(session, draft, actor)
    given = typed or {}
    problems = _problems(session, actor, draft, family)
    return SubmitPage(
        title=f"Submit “{draft.title}”" if draft.title else f"Submit new {KIND_WORDS[draft.kind]}",
        description="A colleague will review it, then publish it or return it with a note.",
        draft=url_for("desk.draft", id=draft.id),
        whole=url_for("page_preview.page", id=draft.id),
        version=draft.version,
        problems=problems,
        clash=clash(session, actor, draft),
        kind_word=KIND_WORDS[draft.kind],
        alike=alike(session, actor, draft),
        check=url_for("desk.draft", id=draft.id) + DraftQuery(all_problems=True).query(),
        questions=questions_of(session, actor, draft),
        along=along_with(session, actor, draft, family),
        rows=_changed(session, draft),
        changes=[(change, *words) for change, words in CHANGE_WORDS.items()] if draft.base_number else [],
        change=given.get("change", draft.chosen_change),
        note=given.get("note", draft.note or ""),
        private_note=given.get("private_note", draft.private_note or ""),
        wrong=wrong,
        merge=url_for("desk.merge", id=draft.id) if stale else "",
        ready=not problems and draft.state in CHANGEABLE,
    )


def _changed(session: Session, draft: Draft) -> list[RecordSummary]:
    before = revision_body(session, draft.key, draft.base_number) if draft.base_number else None
    return differences(session, draft.kind, body(parsed(before)), draft.data) if before else []


def _problems(session: Session, actor: Actor, draft: Draft, family: RelatedDrafts) -> list[ShownProblem]:
    if draft.kind not in LAYOUTS:
        messages = [field_message(fault.path, fault.message) for fault in family.faults]
        return [ShownProblem("", plain_label(path), words) for path, words in messages]
    form = form_for(session, actor, draft)
    look_up(session, actor, form)
    return form.attach([(fault.path, fault.message) for fault in family.faults])
