"""How long a scorecard stays as it is while time goes on and nothing is published (LAW-6)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from tracker.core.dates import LAST_DAY, Period, UncertainDate
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import InForcePeriod, deadline, in_force_periods
from tracker.engine.turns import next_turn
from tracker.records.types.condition import Condition
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import SignedPledge
from tracker.records.types.pledge import EndTerms, OnCondition, Pledge, Version
from tracker.records.types.response import Response

__all__ = ["next_change"]


def next_change(
    dossier: Dossier, as_of: date, in_force: Mapping[str, Sequence[InForcePeriod]] | None = None
) -> date | None:
    """The first later day on which the scorecard may differ from that of ``as_of``; None where it never does.

    Whatever is compared with the day changes on a bound of a recorded date, of a version's days in force or of a
    deadline, or on the day after it. The law: on every day before the one given, the scorecard is the same, but for
    the day that it names. The day given may be one on which nothing changes. ``in_force`` are the periods of the
    company's own pledges on the day, where they are known, by the pledge's id.
    """
    today = as_of.toordinal()
    turns = (
        *(_turn(_days_of(dossier, record), today) for record in dossier.records),
        _turn(sorted(_other_days(dossier)), today),
        _turn(sorted(_bounds(dossier, as_of, in_force or {})), today),
    )
    first = min(turns)
    return None if first >= LAST_DAY else date.fromordinal(first)


def _turn(days: Sequence[int], today: int) -> int:
    """The first day after today that is one of these in order, or follows on one of them; at last the last day."""
    place = bisect_left(days, today)
    if place == len(days):
        return LAST_DAY
    return max(days[place], today + 1)


def _bounds(dossier: Dossier, as_of: date, in_force: Mapping[str, Sequence[InForcePeriod]]) -> Iterator[int]:
    for pledge in _pledges(dossier):
        periods = in_force.get(pledge.id)
        for force in in_force_periods(pledge, dossier.conditions, as_of) if periods is None else periods:
            if force.span:
                yield from force.span[:4]
            due = deadline(force, dossier.conditions, as_of)
            if due and due.latest:
                yield due.latest.toordinal()
            if turn := next_turn(force, dossier.conditions, as_of):
                yield turn.latest.toordinal()


def _days_of(dossier: Dossier, record: Pledge | Evidence | Response) -> tuple[int, ...]:
    """Every day in a record that the engine compares with the day asked, in order; found once."""
    kept = dossier.dated.get(id(record))
    if kept is None:
        kept = dossier.dated[id(record)] = record, tuple(sorted(set(_ordinals(_of_record(record)))))
    return kept[1]


def _ordinals(days: Iterable[UncertainDate]) -> Iterator[int]:
    for day in days:
        yield day.earliest.toordinal()
        yield day.latest.toordinal()


def _of_record(record: Pledge | Evidence | Response) -> Iterator[UncertainDate]:
    match record:
        case Pledge():
            for version in record.versions:
                yield from _of_version(version)
            if isinstance(record, SignedPledge):
                yield from (day for day in (record.signatory.since, record.signatory.until) if day)
        case Evidence():
            yield from _of_evidence(record)
        case _:
            yield from (day for day in (record.answered, record.until) if day)


def _other_days(dossier: Dossier) -> Iterator[int]:
    """The same of what is no such record: the last check, ownership, conditions."""
    if checked := dossier.checked_until:
        yield from _ordinals([checked])
    for ownership in (*(it.ownership for it in dossier.owned), *(it.ownership for it in dossier.owner_pledges)):
        yield from _ordinals(day for step in ownership.steps for day in (step.since, step.until) if day)
    for condition in _conditions(dossier):
        yield from _ordinals(development.date for development in condition.developments)


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
    yield from (event.date for event in version.events)


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
    named = {id for pledge in _pledges(dossier) for id in _condition_ids(pledge)}
    yield from (dossier.conditions[id] for id in sorted(named))


def _condition_ids(pledge: Pledge) -> Iterator[str]:
    for version in pledge.versions:
        if isinstance(version.ends, EndTerms) and version.ends.condition:
            yield version.ends.condition
        for day in (version.start, version.deadline):
            if isinstance(day, OnCondition):
                yield day.condition
