"""What findings are: of an act and a version, and of one due of a promise to act; with weight and decision."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Self

from tracker.core.dates import Period
from tracker.core.scope import Answer
from tracker.engine.evidence.statements import Statement
from tracker.engine.evidence.weight import WEIGHTS, Weight
from tracker.engine.in_force import Deadline, InForcePeriod
from tracker.engine.rules import GRAVITY, ActQuery
from tracker.records.types.decision import Decision, FindingWord
from tracker.records.types.evidence import Evidence, Fulfilment
from tracker.records.types.pledge import Pledge

DISMISSED = "dismissed"
"""What stands for a finding that editors set aside."""
DueKind = str
"""deadline, milestone or turn."""
_UNCLEAR = Answer.UNCLEAR.word
_HEAVIEST_FIRST = {word: -place for place, word in enumerate(WEIGHTS)}


@dataclass(frozen=True)
class Finding:
    """What one act means for one version of a pledge to refrain.

    ``computed`` is the engine's word; ``finding`` is the decided one. ``lead`` marks the finding by which a record of
    conduct counts; the rest stand under it. ``core`` says how far the version reaches the yardstick's core, from 2
    (inside) to -1. ``doubts`` are keys of sentences: doubts beside those of time, scope and
    weight. ``reasons`` are built when read.
    """

    computed: str
    pledge: Pledge | None
    force: InForcePeriod | None
    evidence: Evidence | None
    act: int | None
    weight: Weight | None
    time: str | None = None
    begun_before: str | None = None
    scope: str | None = None
    yardstick: str | None = None
    core: tuple[bool, int] = (False, 0)
    query: ActQuery | None = None
    fulfilment: Fulfilment | None = None
    due: Deadline | None = None
    decision: Decision | None = None
    lead: bool = True
    doubts: tuple[str, ...] = ()
    explain: Callable[["Finding"], list[tuple[str, str]]] = lambda _: []

    @classmethod
    def of(cls, **fields: Any) -> Self:
        """One of these fields; what is left out has its default.

        The constructor would cost as much as all that led to the finding, which is computed by the ten thousand.
        """
        finding = object.__new__(cls)
        vars(finding).update(fields)
        return finding

    def standing(self, *, lead: bool, explain: "Explain") -> Self:
        """The same as one that leads, or not; at the cost of ``of``, not of ``replace``."""
        other = object.__new__(type(self))
        vars(other).update(vars(self), lead=lead, explain=explain)
        return other

    @property
    def finding(self) -> str:
        """The decided finding: the computed one, unless editors moved or dismissed it."""
        if self.decision is None or self.decision.decision == "confirmed":
            return self.computed
        return DISMISSED if self.decision.decision == DISMISSED else str(self.decision.to)

    @property
    def dismissed(self) -> bool:
        """Whether editors set it aside: it is counted and told nowhere but on its own page."""
        return self.finding == DISMISSED

    @property
    def message_key(self) -> str:
        """The key of what readers are told: ``KEY`` is its meaning, ``KEY.heading`` its name."""
        return f"finding.{self.finding}"

    @cached_property
    def reasons(self) -> list[tuple[str, str]]:
        """Pairs of what a sentence is about (when, scope, so, ...) and the sentence, each checkable by a reader."""
        return self.explain(self)

    @cached_property
    def token(self) -> object:
        """Stands for what was found: the same object in later scorecards that find the same, whatever leads there."""
        return object()

    @property
    def period(self) -> Period | None:
        """When it was done: the act's own period where it has one, else the evidence's."""
        if self.evidence is None:
            return None
        own = self.evidence.acts[self.act - 1].period if self.act else None
        return own or self.evidence.period

    @property
    def gravity(self) -> int:
        """Place in the order of gravity, the gravest first; dismissed findings last."""
        return GRAVITY.get(self.finding, len(GRAVITY))

    @cached_property
    def order(self) -> tuple[int | bool | str, ...]:
        """The gravest first.

        Among equals what is surely on the topic and in its core, the latest due, the heavier, the latest.

        The ids at its end only keep the order the same (DUE-11, ORDER-7).
        """
        period, force, due, (touches, reach) = self.period, self.force, self.due, self.core
        word = self.computed if self.decision is None else self.finding
        return (
            GRAVITY.get(word, len(GRAVITY)),
            self.yardstick == _UNCLEAR,
            not touches,
            -reach,
            -due.latest.toordinal() if due and due.latest else 0,
            _HEAVIEST_FIRST[self.weight.word] if self.weight else 0,
            -period.start.earliest.toordinal() if period and period.start else 0,
            self.evidence.id if self.evidence else "",
            -force.span.start_earliest if force and force.span else 0,
            self.act or 0,
            self.pledge.id if self.pledge else "",
            force.number if force else 0,
        )


@dataclass(frozen=True)
class DueFinding(Finding):
    """What one due of a promise to act has come to: one thing to be done by one day.

    ``computed`` is its state. ``statements`` are all that speak to it, in order of their days; ``evidence``,
    ``fulfilment`` and ``weight`` are those of the one that decides, None where none does. ``successor`` is the version
    that followed one that was over before its day. ``target`` and ``amount`` are decimal strings in ``unit``.
    """

    kind: DueKind = "deadline"
    statements: tuple[Statement, ...] = ()
    successor: InForcePeriod | None = None
    target: str | None = None
    amount: str | None = None
    unit: str | None = None

    @property
    def message_key(self) -> str:
        """The key of what readers are told: ``KEY`` is its meaning, ``KEY.heading`` its name."""
        word = self.finding
        if word == FindingWord.MISSED and self.in_part:
            word = "missed, in part"
        elif word == FindingWord.PENDING and self.due is None:
            word = "pending, no deadline"
        elif word == FindingWord.OVERDUE and self.kind == "turn":
            word = "overdue, a turn"
        elif word == FindingWord.OVERDUE == self.computed and self.statements:
            word = "overdue, seen"
        return f"finding.{word}"

    @property
    def in_part(self) -> bool:
        """Whether it was missed in part: the statement that decides says part and no more (DUE-3)."""
        deciding = self.deciding
        return self.computed in (FindingWord.MISSED, FindingWord.POSSIBLY_MISSED) and (
            deciding is not None and deciding.extent == "part-only"
        )

    @property
    def deciding(self) -> Statement | None:
        """The statement that decides; None where none does."""
        if self.fulfilment is None:
            return None
        return next((s for s in self.statements if s.fulfilment is self.fulfilment), None)

    @property
    def last_seen(self) -> Statement | None:
        """The latest statement that speaks to it."""
        return self.statements[-1] if self.statements else None

    @property
    def later(self) -> tuple[Statement, ...]:
        """Statements of a later day than the one that decides: told beside the state, which they do not change."""
        deciding = self.deciding
        return tuple(s for s in self.statements if deciding and s.first > deciding.last)


Explain = Callable[[Finding], list[tuple[str, str]]]


class Context(NamedTuple):
    """Evidence, or one act of it, that yields no finding, with the key of the sentence that says why."""

    evidence: Evidence
    reason: str
    weight: Weight | None = None
    dimensions: tuple[str, ...] = ()
    act: int | None = None


@dataclass(frozen=True)
class Assessment:
    """All findings and all context of one dossier on one day, and the versions they were asked of.

    ``set_aside`` finds the context when it is first read: lists, and the index of scorecards, never do.
    ``weights`` has the weight of each piece of evidence, ``weights_of_acts`` of those acts whose outcomes differ from
    it, by the evidence's id and the act's number.
    """

    findings: list[Finding]
    set_aside: Callable[[], list[Context]] = field(repr=False, compare=False)
    in_force_periods: dict[str, list[InForcePeriod]]
    weights: dict[str, Weight]
    reviewed: int
    stale_decisions: list[Decision]
    weights_of_acts: dict[tuple[str, int], Weight] = field(default_factory=dict)

    @cached_property
    def context(self) -> list[Context]:
        """Evidence, and acts of it, that yield no finding, in the order of the records."""
        return self.set_aside()

    @cached_property
    def deeds(self) -> list[Finding]:
        """Findings on conduct, gravest first."""
        return [finding for finding in self.findings if not isinstance(finding, DueFinding)]

    @cached_property
    def dues(self) -> list[DueFinding]:
        """What the dues of promises to act have come to, gravest first."""
        return [finding for finding in self.findings if isinstance(finding, DueFinding)]

    def dues_of(self, pledge: Pledge) -> list[DueFinding]:
        """What the dues of one promise have come to, gravest first."""
        return self._dues.get(pledge.id, [])

    def turns_of(self, pledge: Pledge) -> list[DueFinding]:
        """The same of the turns of a recurring duty."""
        return [due for due in self.dues_of(pledge) if due.kind == "turn"]

    @cached_property
    def _dues(self) -> dict[str, list[DueFinding]]:
        """By pledge."""
        dues: dict[str, list[DueFinding]] = {}
        for due in self.dues:
            if due.pledge:
                dues.setdefault(due.pledge.id, []).append(due)
        return dues

    def weight_of(self, evidence: str, act: int) -> Weight:
        """The weight of one act."""
        return self.weights_of_acts.get((evidence, act)) or self.weights[evidence]
