"""Page variables of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from tracker.models import Draft
from tracker.records.checking.checks import Fault
from tracker.records.checking.parsing import read
from tracker.records.kinds import KIND_WORDS
from tracker.records.messages import Message
from tracker.records.quoted_words import quoted_words
from tracker.records.reading.problems import Path
from tracker.records.types.decision import Decision
from tracker.records.types.source import Source
from tracker.services.auth.roles import Actor
from tracker.services.captures.quotes.quote_checks import check_record
from tracker.services.editing.draft_merging import Seen
from tracker.services.editing.drafts import DraftNotFoundError, open_draft
from tracker.services.publishing.checking.decided_findings import decision_faults
from tracker.services.publishing.checking.draft_problems import draft_warnings, related_drafts
from tracker.store.editing.drafts import submissions_of
from tracker.store.published import current_records, current_states
from tracker.web.desk.captures.form_part import CopiesShown, copies_shown
from tracker.web.desk.captures.quotes import QuoteShown, quote_shown
from tracker.web.desk.drafts.due_list import ShownDue, due_list
from tracker.web.desk.drafts.form_data import alike, clash, company_of, find, look_up
from tracker.web.desk.drafts.form_page import DraftFormPage, draft_form, heading
from tracker.web.desk.drafts.forms import DraftQuery
from tracker.web.desk.drafts.onward import Onward, ways_on
from tracker.web.desk.drafts.shared import Choices
from tracker.web.desk.form.combinations import combinations
from tracker.web.desk.form.error_messages import sentence
from tracker.web.desk.form.fields import Match, ReferenceField
from tracker.web.desk.form.operations import show_next
from tracker.web.desk.form.record_form import RecordForm, ShownProblem, ShownSection, ShownStep
from tracker.web.desk.form.scope.operations import look_for
from tracker.web.desk.guide.text import GuidePart, guide_part
from tracker.web.desk.preview.panel import panel_markup, tried_out
from tracker.web.desk.preview.sentences import finished_sentences
from tracker.web.desk.record_text import RecordDescriber, RecordSummary
from tracker.web.desk.watched_addresses.link_part import LinkShown, link_shown
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = [
    "Conflict",
    "DraftPage",
    "draft_page",
    "faults_of",
    "notices_of",
    "steps_of",
]

_TO_FILL = {"missing", "too-few", "no-start", "quote-or-reported", "no-act", "scope-unanswered"}
"""Codes of messages that only say that the form is not filled in yet."""


class Conflict(NamedTuple):
    """Why a draft was not saved: a title, a sentence, the differences from the stored draft or what is to be chosen."""

    why: str
    what: str
    rows: Sequence[RecordSummary] = ()
    choices: Choices | None = None


class Returned(NamedTuple):
    """Who gave the draft back, and with which note."""

    who: str
    note: str


@dataclass(frozen=True, kw_only=True)
class DraftPage(DraftFormPage, Page):
    """The form of one draft, or of a record that becomes one with the first save (version 0)."""

    template = "desk/drafts/draft.html"

    kind_word: Annotated[str, "What people call a record of the kind."]
    form: Annotated[RecordForm, "The fields."]
    sections: Annotated[Sequence[ShownSection], "The fields under their headings."]
    onward: Annotated[Onward | None, "Further records that could follow, about the same company."]
    steps: Annotated[Sequence[ShownStep], "The fields step by step, of kinds that ask so; none else."]
    dues: Annotated[Sequence[ShownDue], "What the company is due to do, for evidence to speak of."]
    problems: Annotated[Sequence[ShownProblem], "What is wrong, in the order of the form."]
    all_problems: Annotated[bool, "Whether what is only not filled in yet is among them."]
    to_fill: Annotated[int, "How many things are not filled in yet."]
    check: Annotated[str, "The page with all that is wrong."]
    draft_id: Annotated[str, "The id that the draft has, or will have once it is saved."]
    back: Annotated[Link | None, "The draft from which this one was begun."]
    returned: Annotated[Returned | None, "The note with which it was given back."]
    clash: Annotated[Match | None, "The published record that has this id already."]
    alike: Annotated[Sequence[Match], "Records that may be the same."]
    conflict: Annotated[Conflict | None, "Why what was typed is not saved."]
    copies: Annotated[CopiesShown | None, "The copies of a source; None for other records."]
    link: Annotated[LinkShown | None, "What was seen at the address of a source; None where it is not watched."]
    quotes: Annotated[Sequence[QuoteShown], "The quotes of other records in kept copies of their sources."]
    warnings: Annotated[
        Sequence[str], "What looks like a slip, or is taken out; it keeps nothing from being submitted."
    ]
    stale: Annotated[bool, "Whether the published record has changed since the draft was begun."]
    merge: Annotated[str, "Where the two are brought together."]
    panel: Annotated[Markup, "What the record would mean; empty where that is not tried out."]
    whole: Annotated[str, "The public page as it would be with the draft."]
    guide: Annotated[GuidePart | None, "What the guide says about the kind; None where it says nothing."]
    notice: Annotated[str, "What was done on the page before; empty where nothing is told."]


def steps_of(session: Session, actor: Actor, draft: Draft, form: RecordForm) -> Sequence[ShownStep]:
    """The steps of a form as far as its draft is now; none of a kind that is asked in sections."""
    if not form.layout.steps:
        return ()
    faults = list(form.placed(faults_of(session, actor, draft)))
    unfilled = [fault for fault in faults if fault[1].code in _TO_FILL]
    form.attach(fault for fault in faults if fault not in unfilled)
    return _with_notes(
        form.steps(path for path, _ in unfilled), copies_shown(session, actor, draft), _link(session, draft)
    )


def _with_notes(steps: Sequence[ShownStep], copies: CopiesShown | None, link: LinkShown | None) -> Sequence[ShownStep]:
    """The steps with what is known of copies and address, which no fields say."""
    if copies is None:
        return steps
    notes = copies.notes | {"link": (link.mark, link.note) if link else ("draft", "")}
    return [
        replace(it, mark=notes[it.step.id][0], note=notes[it.step.id][1]) if it.step.id in notes else it for it in steps
    ]


def _link(session: Session, draft: Draft) -> LinkShown | None:
    return link_shown(session, draft.record_id, draft.data) if draft.kind == "source" and draft.record_id else None


def draft_page(
    session: Session,
    actor: Actor,
    draft: Draft,
    form: RecordForm,
    query: DraftQuery,
    conflict: Conflict | None = None,
    seen: Seen | None = None,
    notice: str = "",
) -> DraftPage:
    """The page of a draft; ``form`` has what is saved, or what was typed on the page that ``seen`` names."""
    _prepare(session, actor, draft, form, query)
    previewed = tried_out(session, actor, draft.kind, draft.data, form.context)
    form.sentences = finished_sentences(form, previewed)
    copies, link = copies_shown(session, actor, draft, query.text), _link(session, draft)
    form.offers = copies.offers if copies else {}
    faults = list(form.placed(faults_of(session, actor, draft)))
    unfilled = [fault for fault in faults if fault[1].code in _TO_FILL]
    problems = form.attach(faults if query.all_problems else [fault for fault in faults if fault not in unfilled])
    word = KIND_WORDS[draft.kind]
    action = _address(draft) + DraftQuery(back=query.back).query()
    return DraftPage(
        title=heading(draft),
        description=f"Form: {word}. Only people signed in to the desk can see it.",
        form=form,
        sections=form.sections(),
        onward=ways_on(draft, form.context),
        steps=_with_notes(form.steps(path for path, _ in unfilled), copies, link),
        dues=due_list(session, actor, draft),
        problems=problems,
        all_problems=query.all_problems,
        to_fill=len(unfilled),
        check=_address(draft) + query._replace(all_problems=True).query() + "#problems",
        draft_id=draft.id,
        **draft_form(session, actor, draft, word, action, seen, conflict.choices if conflict else None),
        back=_back(session, actor, query),
        returned=_returned(session, draft),
        **notices_of(session, actor, draft),
        conflict=conflict,
        copies=copies,
        link=link,
        quotes=_quotes(session, draft),
        stale=draft.base_number not in (0, _published_number(session, draft)),
        merge=url_for("desk.merge", id=draft.id),
        whole=url_for("page_preview.page", id=draft.id),
        guide=guide_part(draft.kind),
        notice=notice,
        panel=panel_markup(previewed),
    )


def _quotes(session: Session, draft: Draft) -> list[QuoteShown]:
    """Whether the quotes of a record are in the copies that published sources of it name."""
    record = read(draft.kind, draft.data)[0] if draft.kind in ("pledge", "evidence", "response") else None
    if record is None:
        return []
    named = {("source", id) for quoted in quoted_words(record) for id in quoted.sources}
    sources = {it.id: it for it in current_records(session, named) if isinstance(it, Source)}
    return [quote_shown(check) for check in check_record(session, record, sources)]


def _address(draft: Draft) -> str:
    """The form's page: that of its kind as long as the draft was not saved."""
    return url_for("desk.draft", id=draft.id) if draft.version else url_for("desk.new", kind=draft.kind)


def faults_of(session: Session, actor: Actor, draft: Draft) -> list[tuple[Path, Message]]:
    """What is wrong with a draft."""
    faults = [*related_drafts(session, draft, actor).faults, *_decided(session, draft)]
    return [(fault.path, fault.message) for fault in faults]


def notices_of(session: Session, actor: Actor, draft: Draft) -> dict[str, Any]:
    """What stands on top of a form: the record that has its id already, those that may be the same, and slips."""
    teller = RecordDescriber(draft.kind, {}, {}, {})
    return {
        "warnings": [
            f"{teller.label(fault.path)}: {sentence(fault.message.about('It'))}"
            for fault in draft_warnings(session, draft, site().today)
        ],
        "kind_word": KIND_WORDS[draft.kind],
        "clash": clash(session, actor, draft),
        "alike": alike(session, actor, draft),
    }


def _decided(session: Session, draft: Draft) -> list[Fault]:
    """Whether a decision is about what the rules find."""
    record, _ = read(draft.kind, draft.data)
    return decision_faults(session, [record], site().today) if isinstance(record, Decision) else []


def _prepare(session: Session, actor: Actor, draft: Draft, form: RecordForm, query: DraftQuery) -> None:
    """Apply the page's query, resolve references, and add the questions about acts."""
    field = show_next(form, query.next)
    if field is not None and query.next.verb == "remove":
        form.asked_to_remove = query.next.name
    look_up(session, actor, form)
    if isinstance(field, ReferenceField) and query.next.verb == "find":
        find(session, actor, field, company_of(draft.data))
    look_for(form.trees(), query.pane, query.words)
    questions = combinations(draft.data.get("acts"), form.context, draft.confirmed)
    form.questions = {f"acts-{number}": question for number, question in questions}


def _back(session: Session, actor: Actor, query: DraftQuery) -> Link | None:
    """The draft to go back to."""
    if not query.back:
        return None
    try:
        parent = open_draft(session, actor, query.back[-1].draft)
    except DraftNotFoundError:
        return None
    return Link(parent.title or f"New {KIND_WORDS[parent.kind]}", url_for("desk.draft", id=parent.id), parent.id)


def _returned(session: Session, draft: Draft) -> Returned | None:
    """The note of the reviewer who gave it back, as long as it was not submitted again."""
    if draft.state != "returned":
        return None
    reviews = [review for _, review in submissions_of(session, draft.id) if review and review.verdict == "returned"]
    return Returned(reviews[0].reviewer, reviews[0].note or "") if reviews else None


def _published_number(session: Session, draft: Draft) -> int:
    state = current_states(session, [draft.key]).get(draft.key)
    return state.number if state else 0
