"""When a version is in force: its first day, its last day and what ended it (TIME-2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tracker.core.dates import FIRST_DAY, LAST_DAY, DayBounds, UncertainDate
from tracker.records.types.condition import Condition
from tracker.records.types.initiative import Signatory, SignedPledge
from tracker.records.types.pledge import After, EndTerms, OnCondition, Pledge, Turns, Version

ONE_DAY = timedelta(days=1)
State = Literal["pending", "met", "void"]


def condition_state(condition: Condition, as_of: date) -> tuple[State, UncertainDate | None]:
    """Whether a condition is pending, met or void on a day, and since when: the first development that says so."""
    telling = [d for d in condition.developments if d.meets != "no" and not d.date.certainly_after(as_of)]
    if not telling:
        return "pending", None
    first = min(telling, key=lambda d: (d.date.earliest, d.date.latest))
    return ("met" if first.meets == "yes" else "void"), first.date


@dataclass(frozen=True, slots=True)
class End:
    """A candidate for a version's last day, with what brings it."""

    earliest: int
    latest: int
    doubted: bool
    by: str


@dataclass(frozen=True, slots=True)
class InForcePeriod:
    """The days on which one version of a pledge is in force, as known on a day.

    ``terms`` says how its words end it: condition, fixed, open, unstated, self-judged or withdrawn. ``ended_by`` says
    what gives it a last day (fixed, condition, withdrawn, left, replaced), None where nothing does so far.
    ``doubted``: a source says “about” or “perhaps” of its first or last day. ``left``: its end for a company that left
    the initiative.
    """

    number: int
    version: Version
    start: UncertainDate | None  # None: it begins on a condition that is not met
    span: DayBounds | None
    terms: str
    ended_by: str | None
    condition: Condition | None
    doubted: bool = False
    left: End | None = None

    @property
    def last_day(self) -> tuple[date, date] | None:
        """Earliest and latest last day; None where no end is known."""
        if self.span is None or self.span.end_latest == LAST_DAY:
            return None
        return date.fromordinal(max(self.span.end_earliest, FIRST_DAY)), date.fromordinal(self.span.end_latest)

    @property
    def ever(self) -> bool:
        """Whether it was in force on any day: one replaced or withdrawn by its first day never was."""
        return self.span is not None and self.span.end_latest >= self.span.start_earliest

    @property
    def self_judged(self) -> bool:
        """Whether the company may end it at any time."""
        return _self_judged(self.version)

    @property
    def begun_by(self) -> date | None:
        """The day by which it had begun, where no first day is known (DATE-5); else None."""
        return self.start.latest if self.start and self.start.open_start else None

    def begun(self, as_of: date) -> bool:
        """Whether its first day is not certainly later than ``as_of``."""
        return self.start is not None and not self.start.certainly_after(as_of)

    def over(self, as_of: date) -> bool:
        """Whether its last day has certainly passed."""
        return self.span is not None and self.span.end_latest < as_of.toordinal()

    def on(self, as_of: date) -> Literal["yes", "no", "unclear"]:
        """Whether it is in force on a day."""
        if self.span is None:
            return "no"
        assert self.start
        today = as_of.toordinal()
        if today < self.span.start_earliest:  # “by that day at the latest” may have begun (DATE-5)
            return "unclear" if self.start.open_start else "no"
        if today > self.span.end_latest:
            return "no"
        return "yes" if self.span.start_latest <= today <= self.span.end_earliest else "unclear"


def _start(version: Version, conditions: Mapping[str, Condition], as_of: date) -> UncertainDate | None:
    if isinstance(version.start, OnCondition):
        state, met = condition_state(conditions[version.start.condition], as_of)
        return met if state == "met" else None
    return version.start or version.announced


def announced(version: Version) -> UncertainDate:
    """The day on which the version was made public."""
    day = version.announced or version.start
    assert isinstance(day, UncertainDate)
    return day


def _self_judged(version: Version) -> bool:
    ends = version.ends
    return ends == "self-judged" or (isinstance(ends, EndTerms) and ends.stated == "self-judged")


def _day_before(day: UncertainDate, by: str) -> End:
    return End((day.earliest.toordinal() - 1) or FIRST_DAY, (day.latest.toordinal() - 1) or FIRST_DAY, day.doubted, by)


def _ends(version: Version, start: UncertainDate, conditions: Mapping[str, Condition], as_of: date) -> list[End]:
    """Every end that the version's own terms bring, as known on ``as_of``."""
    terms = version.ends
    if not isinstance(terms, EndTerms):
        return []
    ends: list[End] = []
    if terms.last_day:
        day = terms.last_day
        ends.append(End(day.earliest.toordinal(), day.latest.toordinal(), day.doubted, "fixed"))
    if terms.after:
        first, last = terms.after.last_day(start.earliest), terms.after.last_day(start.latest)
        ends.append(End(first.toordinal(), last.toordinal(), start.doubted, "fixed"))
    if terms.condition:
        state, met = condition_state(conditions[terms.condition], as_of)
        if state == "met" and met:
            ends.append(_day_before(met, "condition"))
    if terms.withdrawn and not terms.withdrawn.certainly_after(as_of):
        ends.append(_day_before(terms.withdrawn, "withdrawn"))
    return ends


def last_day_for_dues(force: InForcePeriod, conditions: Mapping[str, Condition], as_of: date) -> tuple[int, int]:
    """Bounds of the last day on which something may fall due; that on which the next version begins is one (DUE-9)."""
    assert force.span
    assert force.start
    earliest, latest = force.span.end_earliest, force.span.end_latest
    own = _ends(force.version, force.start, conditions, as_of) + ([force.left] if force.left else [])
    return (
        min([earliest + 1, *(end.earliest for end in own)]) if not force.self_judged else earliest,
        min([latest + 1, *(end.latest for end in own)]),
    )


def _terms_word(version: Version, conditions: Mapping[str, Condition]) -> tuple[str, Condition | None]:
    ends = version.ends
    if not isinstance(ends, EndTerms):
        return ends, None
    if ends.condition:
        return "condition", conditions[ends.condition]
    if ends.after or ends.last_day:
        return "fixed", None
    return "withdrawn", None


def in_force_periods(pledge: Pledge, conditions: Mapping[str, Condition], as_of: date) -> list[InForcePeriod]:
    """Each version announced by ``as_of`` with the days on which it is in force.

    A version ends with the first of: its fixed end, its condition met, withdrawal, the start of the next version. A
    self-judged end leaves it only possibly in force after its first day. A pledge of an initiative is in force for a
    signatory from the day it signed to the day before it left; versions that were over by then are left out.
    """
    signed = pledge.signatory if isinstance(pledge, SignedPledge) else None
    if signed and signed.since.certainly_after(as_of):
        return []
    versions = [
        (number, version, _start(version, conditions, as_of))
        for number, version in enumerate(pledge.versions, 1)
        if not announced(version).certainly_after(as_of)
    ]
    result: list[InForcePeriod] = []
    for i, (number, version, start) in enumerate(versions):
        word, condition = _terms_word(version, conditions)
        if start is None:
            result.append(InForcePeriod(number, version, None, None, word, None, condition))
            continue
        ends = _ends(version, start, conditions, as_of)
        following = [later for _, _, later in versions[i + 1 :] if later and not later.certainly_after(as_of)]
        ends = [_day_before(later, "replaced") for later in following] + ends
        if signed is None:
            result.append(_force(number, version, start, ends, word, condition))
        elif bound := _while_signed(signed, start, ends, as_of):
            since, left = bound
            ends += [left] if left else []
            result.append(replace(_force(number, version, since, ends, word, condition), left=left))
    return result


def _while_signed(
    signed: Signatory, start: UncertainDate, ends: list[End], as_of: date
) -> tuple[UncertainDate, End | None] | None:
    """The first day of a version for one signatory, and its end by leaving; None where it never bound it (RECORD-8)."""
    if min((end.latest for end in ends), default=LAST_DAY) < signed.since.earliest.toordinal():
        return None
    since = _later(start, signed.since)
    left = signed.until if signed.until and not signed.until.certainly_after(as_of) else None
    if left and since.earliest >= left.latest:
        return None
    return since, _day_before(left, "left") if left else None


def _later(one: UncertainDate, other: UncertainDate) -> UncertainDate:
    """The later of two days, as far as they are known."""
    first, last = max(one.earliest, other.earliest), max(one.latest, other.latest)
    for day in (one, other):
        if (day.earliest, day.latest) == (first, last):
            return day
    return UncertainDate.parse(f"[{first.isoformat()}..{last.isoformat()}]")


def _force(
    number: int, version: Version, start: UncertainDate, ends: list[End], word: str, condition: Condition | None
) -> InForcePeriod:
    earliest = min((end.earliest for end in ends), default=LAST_DAY)
    latest = min((end.latest for end in ends), default=LAST_DAY)
    by = next((end.by for end in ends if end.latest == latest), None)
    doubted = start.doubted or any(end.doubted for end in ends if end.earliest <= latest)
    first = (start.latest if start.open_start else start.earliest).toordinal()  # TIME-10
    if _self_judged(version):
        earliest = min(earliest, first)
    span = DayBounds(first, start.latest.toordinal(), max(earliest, first - 1), max(latest, first - 1))
    return InForcePeriod(number, version, start, span, word, by, condition, doubted)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a promise to do something is due: its latest reading, or the condition that it waits for."""

    latest: date | None
    text: UncertainDate | None = None
    condition: Condition | None = None


def deadline(force: InForcePeriod, conditions: Mapping[str, Condition], as_of: date) -> Deadline | None:
    """The one deadline of a perform version; a vague one counts at its latest reading (TIME-7).

    A recurring duty has none: its turns are in ``tracker.engine.turns``.
    """
    given = force.version.deadline
    if given is None or isinstance(given, Turns):
        return None
    if isinstance(given, OnCondition):
        condition = conditions[given.condition]
        state, met = condition_state(condition, as_of)
        return Deadline(met.latest if state == "met" and met else None, met, condition)
    if isinstance(given, After):
        start = force.start or announced(force.version)
        return Deadline(given.after.last_day(start.latest) + ONE_DAY)
    return Deadline(given.latest, given)
