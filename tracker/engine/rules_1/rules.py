"""Version 1 of the rules that turn a version and an act into a finding."""

from typing import NamedTuple

from tracker.core.dates import Timing
from tracker.engine.dossier import ActTerms, CompiledScope
from tracker.engine.rules_1.dates import DoubtedBounds, timing

__all__ = ["GRAVITY", "ActQuery", "VersionQuery", "decide"]

GRAVITY = (
    "breach",
    "possible breach",
    "missed",
    "loophole",
    "possible loophole",
    "after lapse",
    "no pledge",
    "falls short so far",
    "dropped before due",
    "exception used",
    "unaddressed",
    "overdue",
    "partly met",
    "met late",
    "prior conduct",
    "met, timing unclear",
    "pending",
    "met",
    "honoured",
)
"""The findings, the gravest first, as version 1 ordered them."""


class VersionQuery(NamedTuple):
    """What a version of a pledge to refrain is asked by: when it was in force, and its scope.

    ``successor`` is the scope of the version that replaced it, None where another end came first.
    """

    span: DoubtedBounds
    scope: CompiledScope
    successor: CompiledScope | None = None


class ActQuery(NamedTuple):
    """What an act is asked by. ``continued`` are its terms once begun before; ``yardstick`` is a code as in core.scope.

    ``sufficient``: its evidence is heavy enough for a breach.
    """

    span: DoubtedBounds
    terms: ActTerms
    continued: ActTerms
    yardstick: int
    sufficient: bool


class RuleMatch(NamedTuple):
    """The finding (None: the act is context), and the two answers that led to it."""

    finding: str | None
    timing: Timing
    scope: int


def scope_code(version: VersionQuery, act: ActQuery, when: Timing) -> int:
    """Membership of the act in the version's scope, 2 inside to -1 excepted.

    An act begun before the version goes on as what its action continues as (TIME-9); where it is unclear whether it
    began before, both are asked, and different answers are unclear.
    """
    code = version.scope.code
    if when.relation not in ("during", "possible") or when.begun_before == "no" or act.continued == act.terms:
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
    relation = when.relation
    in_time = relation == "during" or relation == "possible"
    if scope == -1 and in_time:
        return RuleMatch("exception used", when, scope)
    if act.yardstick <= 0 and scope != 2:
        return RuleMatch(None, when, scope)
    if relation == "before":
        return RuleMatch("prior conduct" if scope == 2 else "unaddressed", when, scope)
    if relation == "after":
        return RuleMatch("after lapse" if _lapsed(version, act, scope) else None, when, scope)
    if scope <= 0:
        return RuleMatch("loophole" if relation == "during" else "possible loophole", when, scope)
    if relation == "during" and scope == 2 and act.sufficient:
        return RuleMatch("breach", when, scope)
    return RuleMatch("possible breach", when, scope)


def _lapsed(version: VersionQuery, act: ActQuery, scope: int) -> bool:
    """Whether the version reached the act and nothing that replaced it still does."""
    if scope <= 0:
        return False
    return version.successor is None or version.successor.code(act.terms) < scope
