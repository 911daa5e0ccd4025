"""How versions end, in words, and every end and deadline that is still to come (TIME-2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.core.amounts import amount_text
from tracker.core.dates import LAST_DAY, UncertainDate
from tracker.engine import RULES_VERSION
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import ONE_DAY, InForcePeriod, condition_state, in_force_periods, last_day_for_dues
from tracker.engine.rules_1.carried_out import carried_out
from tracker.engine.rules_1.dates import as_read
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.text import bounds, length, listing
from tracker.engine.upcoming.dues_to_come import DuesByVersion, dues_by_version, dues_to_come
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.pledge import EndTerms, OnCondition, Pledge

KINDS = ("fixed", "condition met", "withdrawn", "replaced", "milestone", "deadline", "condition", "self-judged")
"""Kinds of end: those with a day first, then what may come on any day. A deadline may be of either sort."""
DUE_KINDS = ("milestone", "deadline")
"""Those of them on which something is to be done, and which end no pledge."""

Days = tuple[date, date]


@dataclass(frozen=True)
class Ending:
    """One end or deadline that is to come, or may have come, from a day on.

    ``kind``: fixed (a day in the words), condition met, withdrawn or replaced (a day that follows from what happened),
    milestone, deadline, condition (pending: no day), self-judged (no day). ``last_day`` has the earliest and the latest
    reading, what is due only its latest (TIME-7); None where no day is known. ``days_left`` counts whole days from the
    day asked to both bounds: 0 is that very day, below 0 may be over already. ``doubted``: the source itself doubts
    the day.
    """

    company: Company
    pledge: Pledge
    number: int
    kind: str
    last_day: Days | None
    days_left: tuple[int, int] | None
    doubted: bool
    condition: Condition | None
    text: str

    @property
    def order(self) -> tuple[bool, date, date, str, str, int, int]:
        """What is known to come soonest first; what has no day last."""
        first, last = self.last_day or (date.max, date.max)
        place = (self.company.id, self.pledge.id, self.number, KINDS.index(self.kind))
        return (self.last_day is None, first, last, *place)


def endings(dossier: Dossier, day: date, rules: str = RULES_VERSION) -> list[Ending]:
    """Every known or possible end and deadline of a company's pledges on a topic, from ``day`` on, soonest first.

    Versions that are over are left out, and so are conditions that can no longer come and dues that were met
    (DUE-1). A version that begins later has its end listed already. ``rules`` is the version of the rules that held
    when this was known: it reads dates and outcomes.
    """
    if rules == "1":
        dossier = as_read(dossier)
    in_force = {pledge.id: in_force_periods(pledge, dossier.conditions, day) for pledge in dossier.pledges}
    done = carried_out(dossier, day) if rules == "1" else set()
    judged = None if rules == "1" else dues_by_version(dossier, in_force, day)
    result: list[Ending] = []
    for pledge in dossier.pledges:
        versions = in_force[pledge.id]
        for i, force in enumerate(versions):
            if force.over(day):
                continue
            result += _ends_to_come(dossier, pledge, force, versions[i + 1 :], day)
            if pledge.commitment == "perform" and pledge.id not in done:
                result += _dues_to_come(dossier, pledge, force, versions[i + 1 :], day, judged)
    return sorted(result, key=lambda ending: ending.order)


def _dues_to_come(
    dossier: Dossier,
    pledge: Pledge,
    force: InForcePeriod,
    later: list[InForcePeriod],
    day: date,
    judged: DuesByVersion | None,
) -> Iterator[Ending]:
    """What is still to be done, as far as the version can still be in force on that day (DUE-9)."""
    last = last_day_for_dues(force, dossier.conditions, day)[1] if force.span else LAST_DAY
    last = min([last, *(other.start.latest.toordinal() for other in later if other.start)])
    for due in dues_to_come(dossier, pledge, force, day, judged):
        latest, doubted = due.day.latest, due.day.text is not None and due.day.text.doubted
        days = (latest, latest) if latest else None
        if latest is None or latest.toordinal() <= last:
            amount = amount_text(due.target, due.unit or "") if due.target else ""
            yield _ending(dossier, pledge, force, due.kind, day, days, due.day.condition, doubted, amount)


def _ending(
    dossier: Dossier,
    pledge: Pledge,
    force: InForcePeriod,
    kind: str,
    day: date,
    last_day: Days | None = None,
    condition: Condition | None = None,
    doubted: bool = False,
    amount: str = "",
) -> Ending:
    key, kind = kind.replace(" ", "-"), "deadline" if kind == "turn" else kind
    if kind == "deadline" and last_day is None:
        key = "deadline-condition"
    text = dossier.wording.sentence(
        f"coming.{key}",
        company=dossier.company.name,
        pledge=pledge.title or short(dossier, pledge, force),
        condition=condition.name if condition else "",
        amount=amount,
    )
    left = ((last_day[0] - day).days, (last_day[1] - day).days) if last_day else None
    return Ending(dossier.company, pledge, force.number, kind, last_day, left, doubted, condition, text)


def _ends_to_come(
    dossier: Dossier, pledge: Pledge, force: InForcePeriod, later: list[InForcePeriod], day: date
) -> Iterator[Ending]:
    """One ending a kind; of two days the earlier, and no day on which another end will certainly have come."""
    dated: dict[str, tuple[Days, Condition | None]] = {}
    for kind, last_day, condition in _candidates(dossier, force, later, day):
        if last_day is None:
            yield _ending(dossier, pledge, force, kind, day, None, condition)
            continue
        before = dated.get(kind, (last_day, None))[0]
        dated[kind] = (min(before[0], last_day[0]), min(before[1], last_day[1])), condition
    first_over = min((last_day[1] for last_day, _ in dated.values()), default=date.max)
    for kind, (last_day, condition) in dated.items():
        if day <= last_day[1] and last_day[0] <= first_over:
            doubted = force.doubted
            yield _ending(dossier, pledge, force, kind, day, last_day, condition, doubted)


def _candidates(
    dossier: Dossier, force: InForcePeriod, later: list[InForcePeriod], day: date
) -> Iterator[tuple[str, Days | None, Condition | None]]:
    """All ends that the words, the record and the next version bring, with their days where they have any."""
    for kind, last_day, condition in stated_ends(dossier, force):
        if last_day:
            yield kind, last_day, None
        elif condition:
            state, met = condition_state(condition, day)
            if state == "pending":
                yield kind, None, condition
            elif met and state == "met":
                yield "condition met", _day_before(met), condition
        elif kind == "self-judged":
            yield kind, None, None
    ends = force.version.ends
    if isinstance(ends, EndTerms) and ends.withdrawn and not ends.withdrawn.certainly_after(day):
        yield "withdrawn", _day_before(ends.withdrawn), None
    following = next((other.start for other in later if other.start), None)
    if following:
        yield "replaced", _day_before(following), None


def _day_before(day: UncertainDate) -> Days:
    first, last = (bound - ONE_DAY if bound > date.min else bound for bound in (day.earliest, day.latest))
    return first, last


def stated_ends(dossier: Dossier, force: InForcePeriod) -> list[tuple[str, Days | None, Condition | None]]:
    """The ends that a version's own words give: kind (fixed, condition, open, unstated, self-judged), days, condition.

    A length counts from the first day; it has no day where that day is not known. Words of a version that was
    withdrawn, with nothing entered of what they said, give none.
    """
    ends = force.version.ends
    if not isinstance(ends, EndTerms):
        return [(ends, None, None)]
    stated: list[tuple[str, Days | None, Condition | None]] = []
    if ends.last_day:
        stated.append(("fixed", (ends.last_day.earliest, ends.last_day.latest), None))
    if ends.after:
        start = force.start
        days = (ends.after.last_day(start.earliest), ends.after.last_day(start.latest)) if start else None
        stated.append(("fixed", days, None))
    if ends.condition:
        stated.append(("condition", None, dossier.conditions[ends.condition]))
    if ends.stated:
        stated.append((ends.stated, None, None))
    return stated


def end_in_words(dossier: Dossier, force: InForcePeriod, as_of: date) -> str:
    """How a version ends: what ended it where it is over on the day, else what its words say. A phrase, no sentence."""
    wording = dossier.wording
    start = force.version.start
    if force.start is None and isinstance(start, OnCondition):
        return wording("ends.not-begun", condition=dossier.conditions[start.condition].name)
    last = bounds(*force.last_day) if force.last_day else ""
    condition_name = force.condition.name if force.condition else ""
    if force.over(as_of) and force.ended_by:
        return wording(f"ends.over-{force.ended_by}", last_day=last, condition=condition_name)
    if force.ended_by in ("withdrawn", "left"):
        return wording(f"ends.{force.ended_by}", last_day=last)
    parts = [_stated_in_words(dossier, force, end, as_of) for end in stated_ends(dossier, force)]
    if len(parts) > 1:
        return wording("ends.first-of", ends=listing(parts, "or"))
    return parts[0] if parts else wording("ends.unstated")


def _stated_in_words(
    dossier: Dossier, force: InForcePeriod, end: tuple[str, Days | None, Condition | None], as_of: date
) -> str:
    wording = dossier.wording
    kind, days, condition = end
    if days:
        how_long = stated_length(force, days)
        if how_long:
            return wording("ends.fixed-length", last_day=bounds(*days), length=how_long)
        return wording("ends.fixed", last_day=bounds(*days))
    if condition:
        void = condition_state(condition, as_of)[0] == "void"
        return wording("ends.condition-void" if void else "ends.condition", condition=condition.name)
    return wording(f"ends.{kind}")


def stated_length(force: InForcePeriod, days: Days) -> str | None:
    """How long a version with a fixed end lasts: as its words say it, else counted between days that are certain."""
    ends = force.version.ends
    if isinstance(ends, EndTerms) and ends.after and not ends.last_day:
        return str(ends.after)
    start, (first, last) = force.start, days
    return length(start.earliest, last) if start is not None and start.exact and first == last else None


def duration(dossier: Dossier, force: InForcePeriod) -> str | None:
    """How long the version lasts by its own words; None where they give no day on which it ends."""
    fixed = [days for kind, days, _ in stated_ends(dossier, force) if kind == "fixed" and days]
    return stated_length(force, min(fixed)) if fixed else None
