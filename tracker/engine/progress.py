"""Progress of promises in numbers: the figures reached, beside the amounts that each version promised."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.core.amounts import amount_text
from tracker.core.dates import FIRST_DAY, LAST_DAY, UncertainDate
from tracker.engine.assessing.targets import Measure, measure_of
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.statements import Statement
from tracker.engine.findings import DueFinding
from tracker.engine.in_force import Deadline, InForcePeriod, deadline
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import bounds, capital, isolated, joined, when
from tracker.records.types.parts.amounts import AmountGoal
from tracker.records.types.pledge import Pledge

__all__ = ["Progress", "PromisedAmount", "PromisedPath", "ReachedAmount", "progress_of"]


@dataclass(frozen=True)
class ReachedAmount:
    """An amount that a source states, of a day between two; ``when`` says that day in words.

    ``by_others``: somebody else than the company published it. ``evidence`` is the record's id, empty for a baseline.
    """

    first: date
    last: date
    amount: Decimal
    text: str = ""
    when: str = ""
    by_others: bool = False
    evidence: str = ""
    title: str = ""


@dataclass(frozen=True)
class PromisedAmount:
    """An amount that was to be reached by a day, None for none; ``text`` says both, ``asked`` and ``day`` each alone.

    ``due`` is what has come of it, None where it was replaced by as much or more.
    """

    by: date | None
    amount: Decimal
    text: str
    asked: str = ""
    day: str = ""
    due: DueFinding | None = None


@dataclass(frozen=True)
class PromisedPath:
    """What one version promised, in order of the days; ``start`` is the last amount known when it was made, if any.

    ``replaced``: it was withdrawn, or a later version asks for something else.
    """

    promised: tuple[PromisedAmount, ...]
    start: ReachedAmount | None = None
    replaced: bool = False


@dataclass(frozen=True)
class Progress:
    """Everything that one picture shows: a pledge and what its target counts. ``alt`` says all of it in words.

    ``brief`` says the last figure and the goal that stands, in one or two sentences.
    """

    pledge: str
    measure: str
    unit: str
    reached: tuple[ReachedAmount, ...]
    paths: tuple[PromisedPath, ...]
    as_of: date
    alt: str
    brief: str = ""

    @property
    def drawable(self) -> bool:
        """Whether there is more than one point with a day, so that a picture says more than a number."""
        return len(self.reached) + sum(goal.by is not None for path in self.paths for goal in path.promised) > 1

    @property
    def last(self) -> ReachedAmount | None:
        """The latest figure."""
        return self.reached[-1] if self.reached else None


def progress_of(card: Scorecard) -> list[Progress]:
    """One for each pledge in numbers that had begun, and each measure of it; that of the first sentence comes first."""
    main = card.main[0].id if card.main else ""
    pledges = sorted(card.dossier.pledges, key=lambda pledge: pledge.id != main)
    return [progress for pledge in pledges for progress in _of_pledge(card, pledge)]


def _of_pledge(card: Scorecard, pledge: Pledge) -> Iterator[Progress]:
    begun = [force for force in card.assessment.in_force_periods[pledge.id] if force.begun(card.as_of)]
    dues = card.assessment.dues_of(pledge)
    for measure in dict.fromkeys(measure for force in begun if (measure := measure_of(force))):
        forces = [force for force in begun if measure_of(force) == measure]
        reached = _reached(card, measure, forces, dues)
        paths = tuple(_paths(card, forces, dues, reached))
        target = forces[-1].version.target
        assert target
        yield Progress(
            pledge=pledge.id,
            measure=capital(target.measure),
            unit=target.unit or "",
            reached=reached,
            paths=paths,
            as_of=card.as_of,
            alt=_alt(card.dossier, forces[-1], reached, paths),
            brief=_brief(card.dossier, reached, paths),
        )


# Figures


def _reached(
    card: Scorecard, measure: Measure, forces: Sequence[InForcePeriod], dues: Iterable[DueFinding]
) -> tuple[ReachedAmount, ...]:
    """The figures of a measure in order of their days, the baseline with a day among them; each once."""
    spoken = (
        statement for due in dues if due.force and measure_of(due.force) == measure for statement in due.statements
    )
    by_entry = {id(one.fulfilment): one for one in spoken if one.fulfilment.amount is not None}
    unit = measure[1]
    figures = [_figure(card, statement, unit) for statement in by_entry.values()]
    return tuple(sorted({*figures, *_baselines(card.dossier, forces)}, key=_by_day))


def _by_day(figure: ReachedAmount) -> tuple[date, date, str, Decimal, str]:
    return figure.last, figure.first, figure.evidence, figure.amount, figure.when


def _figure(card: Scorecard, statement: Statement, unit: str) -> ReachedAmount:
    text = statement.fulfilment.amount or ""
    last = min(date.fromordinal(min(statement.last, LAST_DAY)), card.as_of)
    first = min(date.fromordinal(max(statement.first, FIRST_DAY)), last)
    on = statement.fulfilment.on
    return ReachedAmount(
        first=first,
        last=last,
        amount=Decimal(text),
        text=amount_text(text, unit),
        when=_day_words(card.dossier, on) if on else bounds(first, last),
        by_others=_by_others(card.dossier, statement),
        evidence=statement.evidence.id,
        title=statement.evidence.title,
    )


def _by_others(dossier: Dossier, statement: Statement) -> bool:
    """Whether an origin of the record is published by somebody else than the company."""
    company = dossier.company
    own = {company.name, *company.aliases, *(former.name for former in company.names)}
    own_names = {name.casefold() for name in own}
    origins = (dossier.sources[id].publisher for id in statement.weight.origin_ids if id in dossier.sources)
    return any(publisher and publisher.casefold() not in own_names for publisher in origins)


def _baselines(dossier: Dossier, forces: Iterable[InForcePeriod]) -> Iterator[ReachedAmount]:
    """Where the company says that it started, where it says of which day."""
    for force in forces:
        target = force.version.target
        if target and target.baseline and target.baseline.on:
            on, text = target.baseline.on, target.baseline.amount
            yield ReachedAmount(
                on.earliest, on.latest, Decimal(text), amount_text(text, target.unit or ""), _day_words(dossier, on)
            )


# Promises


def _paths(
    card: Scorecard, forces: Sequence[InForcePeriod], dues: Sequence[DueFinding], reached: Sequence[ReachedAmount]
) -> Iterator[PromisedPath]:
    """What each version promised; one that only says the same again is not told twice."""
    for place, force in enumerate(forces):
        promised = tuple(_promised(card, force, dues))
        later = [_plain(_promised(card, after, dues)) for after in forces[place + 1 :]]
        if later and _plain(promised) <= later[0]:
            continue
        assert force.start
        start = next((figure for figure in reversed(reached) if figure.last <= force.start.latest), None)
        yield PromisedPath(promised, start, bool(later) or (force.ended_by == "withdrawn" and force.over(card.as_of)))


def _plain(promised: Iterable[PromisedAmount]) -> set[tuple[date | None, Decimal]]:
    return {(goal.by, goal.amount) for goal in promised}


def _promised(card: Scorecard, force: InForcePeriod, dues: Iterable[DueFinding]) -> Iterator[PromisedAmount]:
    """Milestones first, then the target with the version's deadline."""
    target = force.version.target
    assert target
    own = {(due.kind, due.due.latest if due.due else None): due for due in dues if due.force is force}
    ways = [("milestone", goal, Deadline(goal.by.latest, goal.by)) for goal in force.version.milestones]
    final = deadline(force, card.dossier.conditions, card.as_of)
    for kind, goal, day in (*ways, ("deadline", target, final)):
        by = day.latest if day else None
        yield _goal(card.dossier, goal, target.unit or "", day, own.get((kind, by)))


def _goal(
    dossier: Dossier, goal: AmountGoal, unit: str, day: Deadline | None, due: DueFinding | None
) -> PromisedAmount:
    rises, amount, bound = goal.at_least is not None, amount_text(goal.bound, unit), Decimal(goal.bound)
    key = "progress.at-least" if rises else "progress.at-most"
    goal_text = amount if rises else dossier.wording("progress.most", amount=amount)
    if day is None or day.latest is None:
        return PromisedAmount(None, bound, dossier.wording(f"{key}-open", amount=amount), goal_text, due=due)
    words = _day_words(dossier, day.text or UncertainDate.parse(day.latest.isoformat()))
    return PromisedAmount(day.latest, bound, dossier.wording(key, amount=amount, deadline=words), goal_text, words, due)


def _day_words(dossier: Dossier, on: UncertainDate) -> str:
    """A day at its own precision; the last day of a year is that year's end."""
    if on.earliest == on.latest and (on.latest.month, on.latest.day) == (12, 31):
        return dossier.wording("progress.end-of-year", year=f"{on.latest.year}")
    return when(on)


# Words


def _alt(
    dossier: Dossier, force: InForcePeriod, reached: Sequence[ReachedAmount], paths: Sequence[PromisedPath]
) -> str:
    """All that the picture shows: what was measured, each figure, and each promise, the one that stands last."""
    wording, target = dossier.wording, force.version.target
    assert target
    figures = [
        wording("progress.of-day" if figure.evidence else "progress.baseline", amount=figure.text, when=figure.when)
        for figure in reached
    ]
    counts = wording("progress.reached", counts=joined(figures)) if figures else wording("progress.reached-none")
    baseline = target.baseline
    undated = baseline is not None and baseline.on is None
    start = amount_text(baseline.amount, target.unit or "") if baseline and undated else ""
    begun = [wording("progress.baseline-undated", amount=start)] if undated else []
    promised = [_path_words(dossier, path) for path in paths]
    return " ".join([f"{capital(isolated(target.measure))}.", *begun, counts, *promised])


def _path_words(dossier: Dossier, path: PromisedPath) -> str:
    key = "progress.goal-was" if path.replaced else "progress.goal"
    return dossier.wording(key, parts=joined(goal.text for goal in path.promised))


def _brief(dossier: Dossier, reached: Sequence[ReachedAmount], paths: Sequence[PromisedPath]) -> str:
    """The last figure, then the goal that stands or, without one, the last that did."""
    goal = paths[-1].promised[-1]
    key = "progress.goal-was" if paths[-1].replaced else "progress.goal"
    promised = dossier.wording(key, parts=goal.text)
    if not reached:
        return f"{dossier.wording('progress.reached-none')} {promised}"
    return dossier.wording("progress.short", amount=reached[-1].text, when=reached[-1].when, parts=promised)
