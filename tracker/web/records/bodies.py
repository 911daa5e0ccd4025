"""The record itself in readable form, one class a kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from tracker.core.amounts import amount_text
from tracker.engine.comparing.restatements import Restatement, restatement_differences
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.weight import origins
from tracker.engine.in_force import announced
from tracker.engine.progress import progress_of
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import MessageCatalog, capital, isolated, when
from tracker.records.search_text import title
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence, Fulfilment
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge, Version
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.services.reading.record_captures import NO_COPIES, CopiesView
from tracker.services.reading.records import RecordView
from tracker.web.presenting.captures import CopyLine, address_lines, copy_lines
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link
from tracker.web.records.initiatives import InitiativeBody, initiative_body
from tracker.web.scorecard.findings import ReasonText, reason_texts, weight_words
from tracker.web.scorecard.pledges import DueBlock, VersionBlock, pledges_of
from tracker.web.scorecard.progress import ProgressBlock, progress_blocks
from tracker.web.scorecard.sources import Cited, SourceBook
from tracker.web.scorecard.terms import ScopeLine, condition_words, scope_lines
from tracker.web.scorecard.turns import TurnRow, turns_of

__all__ = [
    "Body",
    "ConditionBody",
    "DecisionBody",
    "EvidenceBody",
    "PledgeBody",
    "ResponseBody",
    "SourceBody",
    "body_of",
]

_MEETS = {
    "yes": "Meets the condition",
    "no": "Does not meet the condition",
    "void": "The condition can no longer be met",
}
NATURES = {
    "conduct": "What the company did",
    "statement": "What someone said",
    "study": "A study or test",
    "assessment": "What others say",
    "proceeding": "A lawsuit, request or inquiry",
}
COMMITMENTS = {"refrain": "A pledge not to do something", "perform": "A pledge to do something"}
EXTENTS = {
    "full": "done in full",
    "part": "partly done",
    "part-only": "partly done; a source says the rest was not done",
    "none": "not done, according to a source",
}
_TYPES = {
    "record": "A document from the company or the other party, such as a contract, filing, ruling or statement.",
    "claim": (
        "A report or claim, such as a news story, complaint, petition or press release. Several count as one if "
        "they go back to the same source."
    ),
}


@dataclass(frozen=True)
class RestatementBody:
    """Where the terms depart from the announcement that they set down again."""

    original: Link
    words: tuple[str, str]
    lines: Sequence[str]
    comparable: bool


@dataclass(frozen=True)
class PledgeBody:
    """A pledge: its versions, the one in force or the latest first, and the pledges that it is compared with."""

    commitment: str
    versions: Sequence[VersionBlock]
    states: Sequence[DueBlock]
    progress: Sequence[ProgressBlock]
    restatement: RestatementBody | None
    same_text_as: Sequence[Link]
    notes: Sequence[str]
    turns: TurnRow | None = None
    initiative: Link | None = None
    initiative_stands: bool = True
    ask: str = ""


@dataclass(frozen=True)
class EvidenceBody:
    """Evidence: its content, its weight, and whether it was retracted."""

    nature: str
    record_text: ReasonText
    weight: str
    taken_back: str
    fulfils: Sequence[tuple[Link, str]]


@dataclass(frozen=True)
class SourceBody:
    """A source: what kind of document, where to find it, where it comes from, and what was kept of it."""

    source: Source
    date: str
    type: str
    derived_from: Sequence[Link]
    origins: Sequence[Link]
    copies: Sequence[CopyLine]
    states: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ConditionBody:
    """A condition with its state on the day and what happened."""

    state: str
    explanation: str
    developments: Sequence[tuple[str, str, str, str, Sequence[Cited]]]


@dataclass(frozen=True)
class ResponseBody:
    """Who was asked what, when, the deadline, and the answer."""

    who: str
    asked_by: str
    question: str
    answer: str
    days: str
    text: str
    speaker: str
    summary: str
    sources: Sequence[Cited]


@dataclass(frozen=True)
class DecisionBody:
    """What editors decided on a computed finding, and why."""

    computed: str
    decided: str
    reason: str
    editor: str
    date: str


Body = InitiativeBody | PledgeBody | EvidenceBody | SourceBody | ConditionBody | ResponseBody | DecisionBody


def body_of(reading: RecordView, book: SourceBook, query: dict[str, str], copies: CopiesView = NO_COPIES) -> Body:
    """The record of a reading in readable form."""
    record = reading.record
    match record:
        case Initiative():
            return initiative_body(reading, record, book, query)
        case Pledge() if record.initiative:
            return _pledge_of_initiative(reading, record, book, query)
        case Pledge():
            return _pledge(reading.cards[0], record, book, query)
        case Evidence():
            return _evidence(reading, record, book, query)
        case Source():
            return _source(reading, record, query, copies)
        case Condition():
            return _condition(reading, record, book)
        case Response():
            return _response(reading, record, book)
        case Decision():
            return _decision(reading.wording, record)
    raise AssertionError(record.kind)


def _decision(wording: MessageCatalog, decision: Decision) -> DecisionBody:
    made_of_it = {"confirmed": decision.computed, "dismissed": "dismissed"}.get(decision.decision, decision.to)
    computed, decided = (wording(f"finding.{finding}.heading") for finding in (decision.computed, made_of_it))
    return DecisionBody(computed, decided, decision.reason, decision.editor, when(decision.date))


def _pledge(card: Scorecard, pledge: Pledge, book: SourceBook, query: dict[str, str]) -> PledgeBody:
    blocks = [block for block in pledges_of(card, book, pledge.commitment) if block.anchor == f"pledge-{pledge.id}"]
    published = len(card.assessment.in_force_periods[pledge.id])
    ahead = [
        _announced_later(card.dossier, number, version, book)
        for number, version in enumerate(pledge.versions[published:], published + 1)
    ]
    titles = {other.id: title(other) for other in card.dossier.pledges}
    states = [due for block in blocks for due in block.states if due.record is None]
    return PledgeBody(
        commitment=COMMITMENTS[pledge.commitment],
        versions=[version for block in blocks for version in block.versions] + ahead,
        states=states,
        progress=progress_blocks(card, [it for it in progress_of(card) if it.pledge == pledge.id], query),
        restatement=_restatement(card, pledge, query),
        same_text_as=[
            Link(titles[id], record_path("pledge", id, query), id) for id in pledge.same_text_as if id in titles
        ],
        notes=[version.note for version in pledge.versions if version.note],
        turns=turns_of(card, pledge, {due.id: record_path("evidence", due.id, query) for due in card.dossier.evidence}),
        ask=url_for("desk.ask", company=pledge.company_id, topic=pledge.topic, pledge=pledge.id),
    )


def _pledge_of_initiative(reading: RecordView, pledge: Pledge, book: SourceBook, query: dict[str, str]) -> PledgeBody:
    """Its words and scope; what each signatory has come to is on the page of the initiative."""
    dossier = reading.cards[0].dossier if reading.cards else None
    initiative = next((it for it in reading.named if isinstance(it, Initiative)), None)
    bound = "It binds each signatory from the day it signed to the day it left."
    if initiative and initiative.taken_down:
        bound = f"It counts for no company: its initiative was taken down ({when(initiative.taken_down.date)})."
    return PledgeBody(
        commitment=COMMITMENTS[pledge.commitment],
        versions=[
            _version_block(number, version, book, bound, scope_lines(dossier, version.scope) if dossier else [])
            for number, version in reversed(list(enumerate(pledge.versions, 1)))
        ],
        states=[],
        progress=[],
        restatement=None,
        same_text_as=[],
        notes=[version.note for version in pledge.versions if version.note],
        initiative=Link(initiative.name, record_path("initiative", initiative.id, query)) if initiative else None,
        initiative_stands=not (initiative and initiative.taken_down),
    )


def _announced_later(dossier: Dossier, number: int, version: Version, book: SourceBook) -> VersionBlock:
    """A version of which nothing was public on the day: its words, and nothing computed from them."""
    force = f"Announced {when(announced(version))}, which is after the date shown, so it does not count here."
    return _version_block(number, version, book, force, scope_lines(dossier, version.scope))


def _version_block(
    number: int, version: Version, book: SourceBook, force: str, scope: Sequence[ScopeLine]
) -> VersionBlock:
    day = when(announced(version))
    return VersionBlock(
        number=number,
        change=capital(version.change),
        quote=version.quote or "",
        reported=version.reported or "",
        said=", ".join(isolated(part) for part in (version.speaker, version.channel, day) if part),
        sources=book.cite([version.source]),
        also_in=book.cite(version.also_in),
        force=force,
        scope=scope,
        language=book.language(version.language, version.source),
        events=[],
    )


def _restatement(card: Scorecard, pledge: Pledge, query: dict[str, str]) -> RestatementBody | None:
    if pledge.restates is None:
        return None
    restatements = [r for r in restatement_differences(card.dossier, card.as_of) if r.restated.id == pledge.id]
    return _restatement_body(restatements[0], query) if restatements else None


def _restatement_body(restatement: Restatement, query: dict[str, str]) -> RestatementBody:
    versions = restatement.original_force.version, restatement.restated_force.version
    original = restatement.original
    return RestatementBody(
        original=Link(title(original), record_path("pledge", original.id, query), original.id),
        words=(versions[0].quote or versions[0].reported or "", versions[1].quote or versions[1].reported or ""),
        lines=[fact.text for fact in restatement.facts] + [difference.text for difference in restatement.scope],
        comparable=restatement.comparable,
    )


def _evidence(reading: RecordView, evidence: Evidence, book: SourceBook, query: dict[str, str]) -> EvidenceBody:
    card = reading.cards[0]
    weights = card.assessment.weights
    weight = weights.get(evidence.id)
    cleared = weight.cleared if weight else None
    titles = {record.id: record for record in reading.named if isinstance(record, Pledge)}
    return EvidenceBody(
        nature=NATURES[evidence.nature],
        record_text=reason_texts(card.dossier, evidence, book, None),
        weight=capital(weight_words(reading.wording, weight)),
        taken_back=f"{reading.wording.sentence(f'outcome.{cleared.outcome}')}, {when(cleared.date)}."
        if cleared
        else "",
        fulfils=[
            (
                Link(titles[f.pledge].title or f.pledge, record_path("pledge", f.pledge, query)),
                _extent(f, titles[f.pledge]),
            )
            for f in evidence.fulfils
            if f.pledge in titles
        ],
    )


def _extent(fulfilment: Fulfilment, pledge: Pledge) -> str:
    """How far it was carried out; an amount in the unit of the target that it speaks to."""
    if fulfilment.amount is not None:
        named = pledge.versions[fulfilment.version - 1 : fulfilment.version] if fulfilment.version else ()
        targets = [version.target for version in (*named, *pledge.versions[::-1]) if version.target]
        return amount_text(fulfilment.amount, targets[0].unit or "" if targets else "")
    return EXTENTS[fulfilment.extent or "part"]


def _source(reading: RecordView, source: Source, query: dict[str, str], copies: CopiesView) -> SourceBody:
    sources = {record.id: record for record in reading.named if isinstance(record, Source)}
    sources |= reading.bundle.sources
    roots = [id for id in origins((source.id,), {**sources, source.id: source}) if id != source.id]

    def links(ids: Sequence[str]) -> list[Link]:
        return [Link(sources[id].name, record_path("source", id, query), id) for id in ids if id in sources]

    derived = links(source.derived_from)
    return SourceBody(
        source=source,
        date=when(source.date),
        type=_TYPES[source.type],
        derived_from=derived,
        origins=[r for r in links(roots) if r not in derived],
        copies=copy_lines(source, copies.held, copies.hidden),
        states=address_lines(source),
    )


def _condition(reading: RecordView, condition: Condition, book: SourceBook) -> ConditionBody:
    return ConditionBody(
        state=condition_words(reading.wording, condition, reading.as_of),
        explanation=condition.explanation or "",
        developments=[
            (when(d.date), d.title, _MEETS[d.meets], d.why, book.cite([d.source]))
            for d in condition.developments
            if not d.date.certainly_after(reading.as_of)
        ],
    )


def _response(reading: RecordView, response: Response, book: SourceBook) -> ResponseBody:
    company = reading.bundle.companies.get(response.company_id)
    days = [
        f"asked {when(response.asked)}" if response.asked else "",
        f"asked to answer by {when(response.until)}" if response.until else "",
        f"reported {when(response.answered)}",
    ]
    return ResponseBody(
        who=response.respondent or (company.name if company else response.company_id),
        asked_by=response.asked_by,
        question=response.question,
        answer=reading.wording.sentence(f"answer.{response.state(reading.as_of)}"),
        days=capital(", ".join(day for day in days if day)),
        text=response.text or "",
        speaker=response.speaker or "",
        summary=response.summary or "",
        sources=book.cite([response.source]),
    )
