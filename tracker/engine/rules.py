"""The rules that turn a version and an act into a finding (DEED-1 to DEED-9), and the table that shows them."""

from functools import lru_cache
from typing import NamedTuple

from tracker.core.dates import DayBounds, Relation, Timing, timing
from tracker.engine.dossier import ActTerms, CompiledScope
from tracker.records.types.decision import FindingWord

GRAVITY: dict[str, int] = {word: i for i, word in enumerate(FindingWord)}
"""Place of each finding, the gravest first."""


class Rule(NamedTuple):
    """One row of the table that the methodology page shows; the first that matches stands."""

    number: int
    commitment: str
    test: str
    finding: str

    @property
    def id(self) -> str:
        """Its id in docs/rules.md: acts are told from dues there, each numbered from 1."""
        return f"DEED-{self.number}" if self.commitment == "refrain" else f"DUE-{self.number - 10}"


RULES = (
    Rule(1, "refrain", "The evidence says the pledge was kept.", "honoured"),
    Rule(2, "refrain", "Certainly or possibly while in force, and allowed by an exception that the pledge itself names.", "exception used"),
    Rule(3, "refrain", "Not covered by a complete pledge on the topic, and not covered by this pledge.", "no finding; shown under “Other records”"),
    Rule(4, "refrain", "Certainly before the pledge, and the pledge covers it.", "prior conduct"),
    Rule(5, "refrain", "Certainly before the pledge, and the pledge is unclear about it or does not cover it.", "unaddressed"),
    Rule(6, "refrain", "Certainly after the pledge ended. The pledge covered it or was unclear about it. No later version covers it as far.", "after lapse"),
    Rule(7, "refrain", "Not covered by the pledge, and certainly or possibly while it was in force.", "loophole, or possible loophole"),
    Rule(8, "refrain", "Certainly while in force, covered by the pledge, backed by documents or two independent sources, and not just alleged.", "breach"),
    Rule(9, "refrain", "Everything else: time or scope unclear, a single report, or only alleged.", "possible breach"),
    Rule(10, "refrain", "The company had made no pledge on the topic, or its pledges had ended before and never covered this.", "no pledge"),
    Rule(11, "perform", "A source says it was done: by the deadline or without one, certainly after it, or on an unclear day.", "met, met late, or met, timing unclear"),
    Rule(12, "perform", "The pledge was over before its deadline, and nothing followed, or a version that asks for less or for later.", "dropped before due, or moved before due"),
    Rule(13, "perform", "The deadline has passed. About that day or later, documents or two independent sources say it was not done, or only in part. The pledge was certainly in force, and this is not just alleged.", "missed"),
    Rule(14, "perform", "The same, but with a doubt: a single report, only alleged, or unclear whether the pledge was in force.", "possibly missed"),
    Rule(15, "perform", "A source says, about the day of the deadline or later, that it was done in part.", "partly met"),
    Rule(16, "perform", "The deadline has passed: before our last check, or after it.", "overdue, or not checked since"),
    Rule(17, "perform", "The deadline has not passed, or there is none. The latest source says: part was done, it was not done, or there is none.", "under way, falls short so far, or pending"),
)  # fmt: skip


class VersionQuery(NamedTuple):
    """What a version of a pledge to refrain is asked by: when it was in force, and its scope.

    ``successor`` is the scope of the version that replaced it, None where another end came first.
    """

    span: DayBounds
    scope: CompiledScope
    successor: CompiledScope | None = None


class ActQuery(NamedTuple):
    """What an act is asked by. ``continued`` are its terms once begun before; ``yardstick`` is a code as in core.scope.

    ``sufficient``: its evidence is heavy enough for a breach.
    """

    span: DayBounds
    terms: ActTerms
    continued: ActTerms
    yardstick: int
    sufficient: bool


class RuleMatch(NamedTuple):
    """The finding (None: the act is context), and the two answers that led to it."""

    finding: FindingWord | None
    timing: Timing
    scope: int


def scope_code(version: VersionQuery, act: ActQuery, when: Timing) -> int:
    """Membership of the act in the version's scope, 2 inside to -1 excepted.

    An act begun before the version goes on as what its action continues as (TIME-9); where it is unclear whether it
    began before, both are asked, and different answers are unclear.
    """
    code = version.scope.code
    if (
        when.relation not in (Relation.DURING, Relation.POSSIBLE)
        or when.begun_before == "no"
        or act.continued == act.terms
    ):
        return code(act.terms)
    going_on = code(act.continued)
    if when.begun_before == "yes":
        return going_on
    anew = code(act.terms)
    if going_on == anew:
        return anew
    return 0 if going_on <= 0 and anew <= 0 else 1


def decide(version: VersionQuery, act: ActQuery) -> RuleMatch:
    """DEED-2 to DEED-9 for one version of a pledge to refrain and one act; the first that matches stands."""
    when = timing(act.span, version.span)
    scope = scope_code(version, act, when)
    lapsed = when.relation == Relation.AFTER and _lapsed(version, act, scope)
    return judged(when, scope, act.yardstick > 0, act.sufficient, lapsed)


@lru_cache(maxsize=500)
def judged(when: Timing, scope: int, on_topic: bool, sufficient: bool, lapsed: bool) -> RuleMatch:
    """DEED-2 to DEED-9 by what they ask of a version and an act, which has few values: each answer is kept.

    ``scope`` is the act's membership in the version's scope, as ``scope_code`` gives it. ``lapsed``: the act is after
    the version ended, which reached it, and nothing that replaced it still does.
    """
    return RuleMatch(_word(when.relation, scope, on_topic=on_topic, sufficient=sufficient, lapsed=lapsed), when, scope)


def _word(relation: Relation, scope: int, *, on_topic: bool, sufficient: bool, lapsed: bool) -> FindingWord | None:
    if scope == -1 and relation in (Relation.DURING, Relation.POSSIBLE):
        return FindingWord.EXCEPTION_USED
    if not on_topic and scope != 2:
        return None
    if relation == Relation.BEFORE:
        return FindingWord.PRIOR_CONDUCT if scope == 2 else FindingWord.UNADDRESSED
    if relation == Relation.AFTER:
        return FindingWord.AFTER_LAPSE if lapsed else None
    if scope <= 0:
        return FindingWord.LOOPHOLE if relation == Relation.DURING else FindingWord.POSSIBLE_LOOPHOLE
    if relation == Relation.DURING and scope == 2 and sufficient:
        return FindingWord.BREACH
    return FindingWord.POSSIBLE_BREACH


def _lapsed(version: VersionQuery, act: ActQuery, scope: int) -> bool:
    """Whether the version reached the act and nothing that replaced it still does."""
    if scope <= 0:
        return False
    if version.successor is None:
        return True
    if scope == 2:
        return version.successor.code(act.terms) < scope
    return _fewer_narrower_terms(version.scope, version.successor, act.terms)


def _fewer_narrower_terms(before: CompiledScope, after: CompiledScope, terms: ActTerms) -> bool:
    """Whether of the terms narrower than those of an act one is no longer in, and none of both is in that was not."""
    fewer = False
    for name, place, old in before.placed:
        new = after.by_name[name]
        for term in terms[place] or ():
            if new.in_ & ~old.in_ & old.vocabulary.below(term) & ~old.vocabulary.divided:
                return False
            fewer = fewer or bool(old.in_ & ~new.in_ & old.vocabulary.narrower(term))
    return fewer
