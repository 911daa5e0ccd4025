"""How long a scorecard stays as it is while time goes on and nothing is published (LAW-6)."""

from collections.abc import Iterator
from datetime import date

from tracker.core.dates import LAST_DAY, Period, UncertainDate
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import deadline, in_force_periods
from tracker.engine.turns import next_turn
from tracker.records.types.condition import Condition
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import SignedPledge
from tracker.records.types.pledge import EndTerms, OnCondition, Pledge, Version

__all__ = ["next_change"]


def next_change(dossier: Dossier, as_of: date) -> date | None:
    """The first later day on which the scorecard may differ from that of ``as_of``; None where it never does.

    Whatever is compared with the day changes on a bound of a recorded date, of a version's days in force or of a
    deadline, or on the day after it. The law: on every day before the one given, the scorecard is the same, but for
    the day that it names. The day given may be one on which nothing changes.
    """
    today = as_of.toordinal()
    turns = (turn for bound in _bounds(dossier, as_of) for turn in (bound, bound + 1))
    first = min((turn for turn in turns if today < turn < LAST_DAY), default=None)
    return None if first is None else date.fromordinal(first)


def _bounds(dossier: Dossier, as_of: date) -> Iterator[int]:
    for day in _days(dossier):
        yield day.earliest.toordinal()
        yield day.latest.toordinal()
    for pledge in _pledges(dossier):
        for force in in_force_periods(pledge, dossier.conditions, as_of):
            if force.span:
                yield from force.span[:4]
            due = deadline(force, dossier.conditions, as_of)
            if due and due.latest:
                yield due.latest.toordinal()
            if turn := next_turn(force, dossier.conditions, as_of):
                yield turn.latest.toordinal()


def _days(dossier: Dossier) -> Iterator[UncertainDate]:
    """Every recorded day that the engine compares with the day asked."""
    if checked := dossier.checked_until:
        yield checked
    for pledge in _pledges(dossier):
        for version in pledge.versions:
            yield from _of_version(version)
        if isinstance(pledge, SignedPledge):
            yield from (day for day in (pledge.signatory.since, pledge.signatory.until) if day)
    for ownership in (*(it.ownership for it in dossier.owned), *(it.ownership for it in dossier.owner_pledges)):
        yield from (day for step in ownership.steps for day in (step.since, step.until) if day)
    for condition in _conditions(dossier):
        yield from (development.date for development in condition.developments)
    for evidence in (*dossier.evidence, *(owned.evidence for owned in dossier.owned)):
        yield from _of_evidence(evidence)
    yield from (day for response in dossier.responses for day in (response.answered, response.until) if day)


def _pledges(dossier: Dossier) -> Iterator[Pledge]:
    """The company's own and those of its owners."""
    yield from dossier.pledges
    yield from (bound.pledge for bound in dossier.owner_pledges)


def _of_version(version: Version) -> Iterator[UncertainDate]:
    ends = version.ends if isinstance(version.ends, EndTerms) else None
    for day in (version.announced, version.start, version.deadline, ends and ends.last_day, ends and ends.withdrawn):
        if isinstance(day, UncertainDate):
            yield day
    yield from (milestone.by for milestone in version.milestones)


def _of_evidence(evidence: Evidence) -> Iterator[UncertainDate]:
    yield from _of_period(evidence.period, evidence.seen_until)
    for act in evidence.acts:
        yield from _of_period(act.period, act.seen_until)
    yield from (day for fulfilment in evidence.fulfils for day in (fulfilment.due, fulfilment.on) if day)
    yield from (outcome.date for outcome in evidence.outcomes)


def _of_period(period: Period | None, seen_until: UncertainDate | None) -> Iterator[UncertainDate]:
    yield from (day for day in (period and period.start, period and period.end, seen_until) if day)


def _conditions(dossier: Dossier) -> Iterator[Condition]:
    """Those that the pledges wait for: the dossier may hold others too."""
    named = {id for pledge in _pledges(dossier) for id in _named(pledge)}
    yield from (dossier.conditions[id] for id in sorted(named))


def _named(pledge: Pledge) -> Iterator[str]:
    for version in pledge.versions:
        if isinstance(version.ends, EndTerms) and version.ends.condition:
            yield version.ends.condition
        for day in (version.start, version.deadline):
            if isinstance(day, OnCondition):
                yield day.condition
