"""Preview of a draft: what its wording would cover and how known evidence would be assessed if it were published now.

Uses the functions that compute scorecards, on the same records with the draft among them, so the preview equals what
readers would see (tested as a law). A draft may be incomplete: what is missing is listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.engine.coverage.cells import Cell, CellLabel, gap_rank
from tracker.engine.dossier import Dossier
from tracker.engine.findings import Finding
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard, compute, context_text
from tracker.engine.sentences.pledge_sentence import suggested_short
from tracker.engine.version_coverage import own_cells
from tracker.records.bundle import Bundle
from tracker.records.checking.parsing import read
from tracker.records.checking.references import named_keys
from tracker.records.kinds import AnyRecord, Key
from tracker.records.reading.incomplete import NO_COMPANY, Tell, as_in_files, read_incomplete, within
from tracker.records.types.condition import Condition
from tracker.records.types.evidence import Act, Evidence
from tracker.records.types.initiative import Initiative, SignedPledge
from tracker.records.types.pledge import EndTerms, OnCondition, Pledge
from tracker.records.types.topic import Topic
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.editing.missing_terms import usable_vocabularies
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, snapshot_of
from tracker.store.dossiers import dossier_records
from tracker.store.editing.drafts import drafts_of_records
from tracker.store.published import current_records

__all__ = [
    "PREVIEWED",
    "ActMeaning",
    "EvidenceEffect",
    "Preview",
    "TopicPreview",
    "VersionCoverage",
    "preview",
    "scorecard_with",
    "surroundings",
]

PREVIEWED = ("pledge", "evidence")
"""Kinds of record whose drafts can be previewed."""
_FOLLOWED = ("vocabulary", "source", "condition", "response", "evidence", "pledge", "initiative")


@dataclass(frozen=True)
class VersionCoverage:
    """How far the words of one version reach by themselves: the yardstick’s cells, whenever it is in force."""

    number: int
    force: InForcePeriod | None
    cells: Sequence[Cell]

    @property
    def covered(self) -> int:
        """How many cells it clearly covers."""
        return sum(cell.label == CellLabel.COVERED for cell in self.cells)

    @property
    def possible(self) -> int:
        """How many cells it covers, covers in part, or leaves unclear."""
        return sum(cell.label != CellLabel.OPEN for cell in self.cells)


@dataclass(frozen=True)
class EvidenceEffect:
    """Where a known piece of evidence falls: its gravest finding by the draft (None: none), and over all pledges.

    ``was`` is the gravest before the draft. ``why`` says why there is no finding by the draft.
    """

    evidence: Evidence
    by_draft: Finding | None
    gravest: Finding | None
    was: str | None
    why: str

    @property
    def changed(self) -> bool:
        """Whether the draft changes its most serious finding."""
        return self.was != (self.gravest.finding if self.gravest else None)


@dataclass(frozen=True)
class ActMeaning:
    """What one act of a drafted piece of evidence means for the company’s pledges; ``why`` says why for none.

    ``act`` is None, and its number 0, for what is only said of promises.
    """

    number: int
    act: Act | None
    findings: Sequence[Finding]
    why: str

    @property
    def combinations(self) -> int:
        """How many single statements it makes: each term with each."""
        count = 1
        if self.act is None:
            return count
        for terms in (self.act.action, self.act.subject, self.act.counterparty, self.act.place, self.act.purpose):
            count *= len(terms or (None,))
        return count


@dataclass(frozen=True)
class TopicPreview:
    """One topic: the scorecard without the draft (None: there is none) and with it, and what the draft adds to it.

    ``suggested`` is the promise as its last version could be put in one line.
    """

    record: Pledge | Evidence
    before: Scorecard | None
    after: Scorecard
    reaches: Sequence[VersionCoverage] = ()
    falls: Sequence[EvidenceEffect] = ()
    acts: Sequence[ActMeaning] = ()
    suggested: str = ""

    @property
    def gaps_left(self) -> int:
        """How many cells are gaps still, of all pledges together."""
        return sum(gap_rank(cell) < 6 for cell in self.after.cells)


@dataclass(frozen=True)
class Preview:
    """The preview of a draft: what is missing or ignored, in words, and what it would mean for each topic."""

    notes: Sequence[str]
    topics: Sequence[TopicPreview] = ()


def preview(
    session: Session,
    actor: Actor,
    clock: Clock,
    zone: tzinfo,
    kind: str,
    body: Mapping[str, Any],
    tell: Tell = as_in_files,
) -> Preview:
    """Try a pledge or a piece of evidence out, as known now and as of today; other kinds have no preview.

    ``tell`` says what is wrong with a field of the draft.
    """
    snapshot = snapshot_of(session, ScorecardQuery(), clock, zone)
    record, notes = read_incomplete(kind, body, snapshot.as_of, tell)
    if record is None:
        return Preview(notes)
    if record.taken_down:
        return Preview((*notes, "Taken down, this record counts nowhere: its page says so, with your reason."))
    notes_shown = list(notes)
    if isinstance(record, Pledge) and record.initiative:
        signed = _as_signed(session, actor, record)
        if signed is None:
            return Preview((*notes, "Nobody has signed this initiative yet, so there is no scorecard to preview."))
        record = signed
        notes_shown.append(f"Shown for one signatory, {record.company_id}.")
    previews = [
        _of_topic(session, actor, snapshot, record, topic, notes_shown)
        for topic in ([record.topic] if isinstance(record, Pledge) else record.topics)
    ]
    return Preview(tuple(dict.fromkeys(notes_shown)), [topic for topic in previews if topic])


def _as_signed(session: Session, actor: Actor, pledge: Pledge) -> SignedPledge | None:
    """An initiative's pledge as its first signatory would make it; None without any."""
    key = ("initiative", pledge.initiative or "")
    others = may(actor.role, Action.READ_DRAFTS)
    drafts = drafts_of_records(session, {key}, owner=actor.account_id, others=others)
    records = [*current_records(session, {key}), *(read(draft.kind, draft.data)[0] for draft in drafts)]
    for initiative in records:
        if isinstance(initiative, Initiative) and initiative.signatories:
            return SignedPledge.of(pledge, initiative, initiative.signatories[0])
    return None


def _of_topic(
    session: Session, actor: Actor, snapshot: Snapshot, record: Pledge | Evidence, topic: str, notes: list[str]
) -> TopicPreview | None:
    published = Bundle(dossier_records(session, record.company_id, topic, snapshot.position))
    around = published.with_records(surroundings(session, actor, published, record, topic))
    if topic not in around.topics:
        notes.append(f"There is no topic “{topic}”. Choose one.")
        return None
    if record.company_id not in around.companies:
        if record.company_id != NO_COMPANY:
            notes.append(f"There is no company “{record.company_id}”, and you have no draft of one.")
        return None
    usable = usable_vocabularies(session, actor, _vocabularies(around.topics[topic]))
    around = around.with_records(draft.record for draft in usable.values())
    dimensions = {name: around.graphs[w.vocabulary] for name, w in around.topics[topic].dimensions.used().items()}
    tried, left = within(record, dimensions)
    assert tried is not None
    notes += [*left, *_unknown_conditions(tried, around)]
    around = around.with_records(_stand_ins(tried, around))
    return _compared(published, around, tried, topic, snapshot)


def _vocabularies(topic: Topic) -> list[str]:
    return [words.vocabulary for words in topic.dimensions.used().values()]


def surroundings(
    session: Session, actor: Actor, published: Bundle, record: Pledge | Evidence, topic: str
) -> list[AnyRecord]:
    """What the draft names and the published dossier lacks: published elsewhere, or in drafts that go along with it."""
    wanted: set[Key] = {("company", record.company_id), ("topic", topic)} | named_keys([record], _FOLLOWED)
    records_by_key: dict[Key, AnyRecord] = {}
    while missing := {key for key in wanted if key not in published} - records_by_key.keys():
        fresh = current_records(session, missing)
        lacking = missing - {other.key for other in fresh}
        others = may(actor.role, Action.READ_DRAFTS)
        drafts = drafts_of_records(session, lacking, owner=actor.account_id, others=others)
        fresh += [whole for draft in drafts if (whole := read(draft.kind, draft.data)[0])]
        fresh = [record for record in fresh if record.key not in records_by_key]
        if not fresh:
            break
        records_by_key |= {record.key: record for record in fresh}
        wanted = named_keys(fresh, _FOLLOWED)
    return list(records_by_key.values())


def _conditions(record: Pledge | Evidence) -> list[str]:
    """The events that the versions of a pledge begin, end or fall due on."""
    if isinstance(record, Evidence):
        return []
    parts = (part for version in record.versions for part in (version.start, version.ends, version.deadline))
    named = [part.condition for part in parts if isinstance(part, (EndTerms, OnCondition)) and part.condition]
    return list(dict.fromkeys(named))


def _unknown_conditions(record: Pledge | Evidence, bundle: Bundle) -> list[str]:
    return [
        f"There is no condition “{id}” yet, so we treat it as not met."
        for id in _conditions(record)
        if id not in bundle.conditions
    ]


def _stand_ins(record: Pledge | Evidence, bundle: Bundle) -> list[AnyRecord]:
    missing = [id for id in _conditions(record) if id not in bundle.conditions]
    return [Condition.model_validate({"id": id, "name": f"“{id}” happens"}) for id in missing]


def _compared(
    published: Bundle, around: Bundle, record: Pledge | Evidence, topic: str, snapshot: Snapshot
) -> TopicPreview:
    both_published = record.company_id in published.companies and topic in published.topics
    before = scorecard_with(published, record, topic, snapshot) if both_published else None
    after = scorecard_with(around.with_records([record]), record, topic, snapshot)
    if isinstance(record, Pledge):
        falls = list(_falls(before, after, record))
        forces = after.assessment.in_force_periods[record.id]
        suggested = suggested_short(after.dossier, record, forces[-1]) if forces else ""
        return TopicPreview(record, before, after, reaches=_reaches(after, record), falls=falls, suggested=suggested)
    return TopicPreview(record, before, after, acts=list(_acts(after, record)))


def scorecard_with(bundle: Bundle, record: Pledge | Evidence, topic: str, snapshot: Snapshot) -> Scorecard:
    """The scorecard of a record’s company on a topic, from the records of a bundle."""
    return compute(Dossier.of(bundle, record.company_id, topic), snapshot.as_of, snapshot.known_at)


def _reaches(after: Scorecard, pledge: Pledge) -> list[VersionCoverage]:
    """Each version, the last first: that is the one that is being written, as a rule."""
    forces = {force.number: force for force in after.assessment.in_force_periods[pledge.id]}
    return [
        VersionCoverage(number, forces.get(number), own_cells(after, pledge, version, forces.get(number)))
        for number, version in reversed(list(enumerate(pledge.versions, 1)))
    ]


def _by_evidence(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The most serious finding for each piece of evidence, most serious first."""
    by_evidence: dict[str, Finding] = {}
    for finding in findings:
        if finding.evidence:
            by_evidence.setdefault(finding.evidence.id, finding)
    return by_evidence


def _falls(before: Scorecard | None, after: Scorecard, pledge: Pledge) -> Iterable[EvidenceEffect]:
    """Conduct on record, what the draft says something new of first."""
    own = _by_evidence(finding for finding in after.findings if finding.pledge and finding.pledge.id == pledge.id)
    now, was = _by_evidence(after.findings), _by_evidence(before.findings if before else ())
    context = {item.evidence.id: item for item in after.assessment.context}
    falls = [
        EvidenceEffect(
            evidence=evidence,
            by_draft=own.get(evidence.id),
            gravest=now.get(evidence.id),
            was=was[evidence.id].finding if evidence.id in was else None,
            why=context_text(after, context[evidence.id]) if evidence.id in context else "",
        )
        for evidence in after.dossier.evidence
        if evidence.id in after.assessment.weights and evidence.nature == "conduct"
    ]
    return sorted(falls, key=lambda fall: (fall.by_draft is None, fall.by_draft.gravity if fall.by_draft else 0))


def _acts(after: Scorecard, evidence: Evidence) -> Iterable[ActMeaning]:
    context = {item.act: context_text(after, item) for item in after.assessment.context if item.evidence is evidence}
    promises = [f for f in after.findings if f.evidence is not None and f.evidence.id == evidence.id and f.act is None]
    if promises and not evidence.acts:
        yield ActMeaning(0, None, promises, "")
    for number, act in enumerate(evidence.acts, 1):
        own = [f for f in after.findings if f.evidence is not None and (f.evidence.id, f.act) == (evidence.id, number)]
        yield ActMeaning(
            number,
            act,
            [*own, *(promises if number == 1 else ())],
            context.get(number) or context.get(None) or _no_finding(after, act),
        )


def _no_finding(after: Scorecard, act: Act) -> str:
    dossier = after.dossier
    if dossier.yardstick.code(dossier.act_terms(act)) <= 0:
        return "Outside this topic, so no finding."
    return "No pledge covers this, so no finding."
