"""The acts of a dossier as sets, so that the rules are asked once of all acts that must get the same answer.

A set of acts is an integer whose bit i is act i. What ``rules.decide`` says of a version and an act depends on how the
act lies to the version in time, on how far the version covers it, on whether it is on the topic, and on its weight. One
pass over the terms and times that acts have in common finds who is alike in all that. Only of an act that goes on as
another one (TIME-9), or that a later version may still reach, is each pair asked by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, NamedTuple, TypeVar

from tracker.core.dates import DayBounds, Relation, Timing, timing
from tracker.engine.dossier import CompiledScope
from tracker.engine.rules import ActQuery, RuleMatch, VersionQuery, decide, judged

__all__ = ["ActSets", "Matches", "matched", "members"]

T = TypeVar("T")
_BITS = bytes.maketrans(b"01", b"\0\1")
_CODES = (2, 1, 0, -1)
"""Membership in a scope as numbers, see ``CompiledScope.code``."""
_IN_TIME = (Relation.DURING, Relation.POSSIBLE)


class Matches(NamedTuple):
    """What the rules say of acts beside all versions: of each its findings, each with the place of its version.

    Three sets of acts. ``after``: certainly after the end of some version. ``reached``: some version covers them or is
    unclear about them. ``passed_by``: all versions were over before them and never reached them, as is so where there
    is none.
    """

    findings: Sequence[Sequence[tuple[int, RuleMatch]]]
    after: int = 0
    reached: int = 0
    passed_by: int = 0


class ScopeSets(NamedTuple):
    """Acts by how far a scope covers them, in the order of ``_CODES``; ``reached`` are those inside or unclear."""

    inside: int
    unclear: int
    outside: int
    excepted: int

    @property
    def reached(self) -> int:
        """Those inside, and those of which it is unclear."""
        return self.inside | self.unclear


class ActSets:
    """Acts by what they have in common: terms in each dimension, time, place on the topic, weight."""

    def __init__(self, acts: Sequence[ActQuery]):
        self.every = (1 << len(acts)) - 1
        self._ones = ones = [1 << i for i in range(len(acts))]
        spans, terms, continued, yardsticks, sufficient = zip(*acts, strict=True)
        self._terms = tuple(zip(*terms, strict=True))
        self._by_terms: dict[int, dict[Any, int]] = {}
        self._by_span = _sets(ones, spans)
        on_topic = [code > 0 for code in yardsticks]
        self._kinds = tuple(_sets(ones, zip(on_topic, sufficient, strict=True)).items())
        others = zip(ones, terms, continued, strict=True)
        self.going_on = sum([one for one, begun, after in others if after is not begun])

    def by_scope(self, scope: CompiledScope) -> ScopeSets:
        """How far a scope covers each act: as far as in the dimension that covers it least."""
        inside = reached = self.every
        excepted = 0
        for place, _, code in scope.limits:
            inside_here = unclear_here = 0
            by_terms = self._by_terms.get(place)
            if by_terms is None:
                by_terms = self._by_terms[place] = _sets(self._ones, self._terms[place])
            for terms, acts in by_terms.items():
                answer = code(terms)
                if answer == 2:
                    inside_here |= acts
                elif answer == 1:
                    unclear_here |= acts
                elif answer == -1:
                    excepted |= acts
            inside &= inside_here
            reached &= inside_here | unclear_here
        return ScopeSets(inside, reached & ~inside, self.every & ~(reached | excepted), excepted)

    def by_time(self, force: DayBounds) -> dict[Timing, int]:
        """How the acts lie to the days on which a version was in force."""
        sets: dict[Timing, int] = defaultdict(int)
        for span, acts in self._by_span.items():
            sets[timing(span, force)] |= acts
        return sets

    def alike(self, acts: int, scope: ScopeSets) -> Iterator[tuple[int, int, bool, bool]]:
        """Some acts of one time, in sets that are alike in all that the rules ask.

        With each set its code, whether it is on the topic, and whether its evidence is heavy enough.
        """
        for code, covered in zip(_CODES, scope, strict=True):
            if of_scope := acts & covered:
                for (on_topic, sufficient), kind in self._kinds:
                    if together := of_scope & kind:
                        yield together, code, on_topic, sufficient


def matched(versions: Sequence[VersionQuery], acts: Sequence[ActQuery]) -> Matches:
    """What the rules say of every act beside every version: the same as ``decide`` says of each pair."""
    if not acts:
        return Matches(())
    sets = ActSets(acts)
    findings: list[list[tuple[int, RuleMatch]]] = [[] for _ in acts]
    any_after = any_reached = 0
    passed_by = sets.every
    for place, version in enumerate(versions):
        scope = sets.by_scope(version.scope)
        reached, after = scope.reached, 0
        for when, at_time in sets.by_time(version.span).items():
            by_themselves = 0
            if when.relation in _IN_TIME:
                by_themselves = at_time & sets.going_on
                reached &= ~by_themselves
            elif when.relation == Relation.AFTER:
                after = at_time
                by_themselves = at_time & reached if version.successor else 0
            for together, code, on_topic, sufficient in sets.alike(at_time & ~by_themselves, scope):
                # Of those after the end all are here that no later version may still reach.
                match = judged(when, code, on_topic, sufficient, code > 0 and when.relation == Relation.AFTER)
                if match.finding:
                    answer = place, match
                    for i in members(together):
                        findings[i].append(answer)
            for i in members(by_themselves):
                match = decide(version, acts[i])
                reached |= (match.scope > 0) << i
                if match.finding:
                    findings[i].append((place, match))
        any_after |= after
        any_reached |= reached
        passed_by &= after & ~reached
    return Matches(findings, any_after, any_reached, passed_by)


def members(acts: int) -> Iterator[int]:
    """The places of the acts in a set, in order."""
    digits = f"{acts:b}"[::-1].encode().translate(_BITS)
    return compress(range(len(digits)), digits)


def _sets(ones: Iterable[int], values: Iterable[T]) -> dict[T, int]:
    """The acts that have each value; ``ones`` are the acts as sets of one."""
    sets: dict[T, int] = defaultdict(int)
    for one, value in zip(ones, values, strict=True):
        sets[value] |= one
    return sets
