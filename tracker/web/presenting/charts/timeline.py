"""The timeline chart of a scorecard: positions computed from date bounds, drawn on the server.

Solid stretches are certain. Pale ends are left open by the source (a month, not a day); pale stretches of a pledge rest
on its own terms only, after the day until which our record was checked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tracker.core.dates import FIRST_DAY, LAST_DAY, DayBounds, UncertainDate
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard, replies
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.text import bounds, capital, day, listing, period, when
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.web.presenting.finding_locations import evidence_hrefs

__all__ = ["Entry", "Lane", "Mark", "Timeline", "timeline_of"]

LANES = ("Pledges", "Promises to act", "What it did", "Other records", "Conditions", "Responses")
WIDTH = 920
LEFT = 96
ROW = 28
_RIGHT = 16
_LETTER = 6.7
_LONGEST_LABEL = 56
_MOST_ROWS = 9
_LEAST_MARK = 12.0
_BEFORE = 40.0
_STEPS = (1, 3, 12, 24, 60, 120, 240, 600, 1200)
_MOST_TICKS = 9
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline as a list; ``href`` is the address of the record."""

    at: int
    when: str
    what: str
    href: str


@dataclass(frozen=True)
class Item:
    """Something to draw: bounds of its first and last day, None where none is known; ``solid_to`` limits certainty."""

    lane: str
    shape: str
    label: str
    entry: Entry
    start: tuple[int, int] | None
    end: tuple[int, int] | None
    solid_to: int = LAST_DAY


@dataclass(frozen=True)
class Mark:
    """A mark with its places on the x axis: solid from ``a`` to ``b``, pale from ``a0`` and to ``b0``."""

    shape: str
    y: int
    a0: float
    a: float
    b: float
    b0: float
    begins: bool
    ends: bool
    label: str
    label_x: float
    label_y: int
    label_end: bool
    text: str


@dataclass(frozen=True)
class Lane:
    """A lane with its heading and marks."""

    name: str
    y: int
    marks: list[Mark]
    unlabelled: int


@dataclass(frozen=True)
class Timeline:
    """The whole picture; x and y are in units of its view box."""

    height: int
    title: str
    lanes: list[Lane]
    ticks: list[tuple[float, str]]
    today: tuple[float, str, bool]
    unchecked: tuple[float, float] | None
    entries: list[Entry]
    width: int = WIDTH


@dataclass
class _Axis:
    first: int
    last: int
    right: float
    left: float = LEFT

    def x(self, ordinal: int) -> float:
        share = (min(max(ordinal, self.first), self.last) - self.first) / max(self.last - self.first, 1)
        return round(self.left + share * (self.right - self.left), 1)


def timeline_of(card: Scorecard, width: int = WIDTH) -> Timeline | None:
    """Lay out a scorecard's timeline so many pixels wide; None where nothing on record has a date to show."""
    items = [*_pledges(card), *_evidence(card), *_conditions(card), *_replies(card)]
    if not items:
        return None
    checked = card.checked_until.latest.toordinal() if card.checked_until else None
    axis = _axis(items, card.as_of.toordinal(), checked, width)
    lanes: list[Lane] = []
    y = 34
    for name in LANES:
        if not (own := sorted((item for item in items if item.lane == name), key=lambda item: item.entry.at)):
            continue
        lane = _lane(name, y, own, axis)
        lanes.append(lane)
        y = max(mark.y for mark in lane.marks) + ROW + 10
    unchecked = (axis.x(checked + 1), axis.right) if checked is not None and checked < axis.last else None
    entries = sorted((item.entry for item in items), key=lambda entry: (entry.at, entry.what))
    return Timeline(
        height=y + 22,
        title=f"Timeline, {day(date.fromordinal(axis.first))} to {day(date.fromordinal(axis.last))}",
        lanes=lanes,
        ticks=_ticks(axis, round(_MOST_TICKS * width / WIDTH)),
        today=_today(card.as_of, axis),
        unchecked=unchecked,
        entries=entries,
        width=width,
    )


# What there is to draw


def _pledges(card: Scorecard) -> Iterator[Item]:
    checked = card.checked_until.earliest.toordinal() if card.checked_until else LAST_DAY
    for pledge in card.dossier.pledges:
        for force in card.assessment.in_force_periods[pledge.id]:
            if force.start and force.span:
                yield _pledge(card, pledge, force, force.span, min(checked, card.as_of.toordinal()))


def _pledge(card: Scorecard, pledge: Pledge, force: InForcePeriod, span: DayBounds, solid_to: int) -> Item:
    title = pledge.title or short(card.dossier, pledge, force)
    last = force.last_day
    ending = f", last day {bounds(*last)}" if last else ""
    if not last and force.condition:
        ending = f", until {force.condition.name}"
    since = f"From {when(force.start)}" if force.start else ""
    if force.begun_by:
        since = f"In force by {day(force.begun_by)} at the latest"
    number = f" (version {force.number})" if len(pledge.versions) > 1 else ""
    entry = Entry(span.start_earliest, f"{since}{ending}", f"Pledge: {title}{number}", f"#pledge-{pledge.id}")
    end = None if span.end_latest == LAST_DAY else (span.end_earliest, span.end_latest)
    lane = "Pledges" if pledge.commitment == "refrain" else "Promises to act"
    return Item(lane, "pledge", title, entry, (span.start_earliest, span.start_latest), end, solid_to)


def _evidence(card: Scorecard) -> Iterator[Item]:
    hrefs = evidence_hrefs(card)
    with_findings = {finding.evidence.id for finding in card.findings if finding.evidence}
    weighed = [e for e in card.dossier.evidence if e.id in card.assessment.weights]
    for evidence in weighed:
        if not card.assessment.weights[evidence.id].excluded:
            finding = evidence.id in with_findings
            lane = "What it did" if evidence.nature == "conduct" else "Other records"
            yield _record(evidence, lane, "finding" if finding else "context", hrefs[evidence.id])


def _record(evidence: Evidence, lane: str, shape: str, href: str) -> Item:
    start, end = evidence.period.start, evidence.period.end
    first = (start.earliest.toordinal(), start.latest.toordinal()) if start else None
    last = (end.earliest.toordinal(), end.latest.toordinal()) if end else None
    solid_to = LAST_DAY
    if end is None:
        vouched = evidence.seen_until or start
        solid_to = vouched.earliest.toordinal() if vouched else FIRST_DAY
    at = first[0] if first else last[0] if last else FIRST_DAY
    entry = Entry(at, capital(period(evidence.period)), evidence.title, href)
    return Item(lane, shape, evidence.title, entry, first, last, solid_to)


def _conditions(card: Scorecard) -> Iterator[Item]:
    """Developments of the conditions that these pledges wait for."""
    waiting = {
        force.condition.id
        for versions in card.assessment.in_force_periods.values()
        for force in versions
        if force.condition
    }
    for id in sorted(waiting):
        for number, development in enumerate(card.dossier.conditions[id].developments, 1):
            if not development.date.certainly_after(card.as_of):
                effect = {"yes": "meets", "no": "does not meet", "void": "rules out"}[development.meets]
                what = f"{development.title} ({effect} the condition “{card.dossier.conditions[id].name}”)"
                entry = Entry(_at(development.date), capital(when(development.date)), what, f"#condition-{id}-{number}")
                yield Item("Conditions", "event", development.title, entry, *_one_day(development.date))


def _replies(card: Scorecard) -> Iterator[Item]:
    """Replies; those of one day in one mark."""
    by_day: dict[str, list[tuple[str, Entry, UncertainDate]]] = {}
    for response in replies(card):
        who = response.respondent or card.dossier.company.name
        word = card.dossier.wording(f"answer.{response.state(card.as_of)}")
        entry = Entry(
            _at(response.answered), capital(when(response.answered)), f"{who}: {word} (asked by: {response.asked_by})",
            f"#reply-{response.id}",
        )  # fmt: skip
        by_day.setdefault(response.answered.text, []).append((word, entry, response.answered))
    for together in by_day.values():
        words = [word for word, _, _ in together]
        label = listing(f"{words.count(word)} {word}" if len(words) > 1 else word for word in dict.fromkeys(words))
        for _, entry, answered in together:
            yield Item("Responses", "event", label, entry, *_one_day(answered))


def _at(value: UncertainDate) -> int:
    return value.earliest.toordinal()


def _one_day(value: UncertainDate) -> tuple[tuple[int, int], tuple[int, int]]:
    bounds = (value.earliest.toordinal(), value.latest.toordinal())
    return bounds, bounds


# Where it stands


def _axis(items: Iterable[Item], as_of: int, checked: int | None, width: int) -> _Axis:
    """From the first bound to the last; ``as_of`` is on it unless it lies far beyond all that is known."""
    bounds = [bound for item in items for side in (item.start, item.end) if side for bound in side]
    if checked is not None:
        bounds.append(checked)
    bounds = [bound for bound in bounds if FIRST_DAY < bound < LAST_DAY] or [as_of]
    first, last = min(bounds), max(bounds)
    pad = max((last - first) // 16, 20)
    if last < as_of <= last + max((last - first) // 2, 120):
        last = as_of
    return _Axis(max(first - pad, FIRST_DAY), min(last + pad, LAST_DAY), right=width - _RIGHT)


def _ticks(axis: _Axis, most: int) -> list[tuple[float, str]]:
    """First days of months or years, as many as there is room for."""
    begin, finish = date.fromordinal(axis.first), date.fromordinal(axis.last)
    months = (finish.year - begin.year) * 12 + finish.month - begin.month
    step = next((step for step in _STEPS if months / step <= most), _STEPS[-1])
    count = begin.year * 12 + begin.month - 1
    ticks = []
    for at in range(count - count % step, finish.year * 12 + finish.month, step):
        year, month = divmod(at, 12)
        if 1 <= year <= 9999 and axis.first <= date(year, month + 1, 1).toordinal() <= axis.last:
            text = str(year) if step >= 12 else f"{_MONTHS[month]} {year}"
            ticks.append((axis.x(date(year, month + 1, 1).toordinal()), text))
    return ticks


def _today(as_of: date, axis: _Axis) -> tuple[float, str, bool]:
    """The line of the day shown, its label (with an arrow if it is off the axis), and whether that is to its left."""
    text = f"as of {day(as_of)}"
    if as_of.toordinal() > axis.last:
        return axis.right, f"{text} ⟶", True
    x = axis.x(as_of.toordinal())
    return x, text, x > (axis.left + axis.right) / 2


@dataclass
class _Rows:
    """Stretches of the x axis that are taken, by row."""

    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def place(self, begin: float, end: float) -> int | None:
        """The first row with room; None where the lane is full."""
        for row, stretches in enumerate(self.taken):
            if all(end + 8 < a or begin > b + 8 for a, b in stretches):
                stretches.append((begin, end))
                return row
        if len(self.taken) == _MOST_ROWS:
            return None
        self.taken.append([(begin, end)])
        return len(self.taken) - 1


def _lane(name: str, y: int, items: list[Item], axis: _Axis) -> Lane:
    rows = _Rows()
    marks: list[Mark] = []
    unlabelled = 0
    drawn: set[tuple[str, float, float]] = set()
    crowd: dict[str, list[tuple[float, float]]] = {}
    for item in items:
        places = _places(item, axis)
        once = (item.label, places[0], places[3])
        if once in drawn:
            continue
        drawn.add(once)
        label = item.label if len(item.label) <= _LONGEST_LABEL else item.label[: _LONGEST_LABEL - 1].rstrip() + "…"
        spot = _label(label, places, axis)
        row = rows.place(spot.begin, spot.end)
        if row is None:
            label, row = "", _MOST_ROWS
            if _covered(crowd.setdefault(item.shape, []), places):
                continue
            unlabelled += 1
        marks.append(_mark(item, y + row * ROW, places, label, spot))
    return Lane(name, y, marks, unlabelled)


Places = tuple[float, float, float, float]


def _covered(solid: list[tuple[float, float]], places: Places) -> bool:
    """Whether a mark without room of its own lies behind solid stretches that are drawn already, which grow by its own."""  # noqa: E501
    a0, a, b, b0 = places
    if any(first <= a0 and b0 <= last for first, last in solid):
        return True
    joined = [(first, last) for first, last in solid if first <= b and a <= last]
    solid[:] = [stretch for stretch in solid if stretch not in joined]
    solid.append((min([a, *(first for first, _ in joined)]), max([b, *(last for _, last in joined)])))
    return False


def _places(item: Item, axis: _Axis) -> Places:
    """The starts and ends of its pale and solid stretches; solid only where every reading of the bounds agrees."""
    first_early, first_late = item.start or (axis.first, axis.last)
    last_early, last_late = item.end or (axis.last, axis.last)
    a0, a, b, b0 = (axis.x(bound) for bound in (first_early, first_late, last_early + 1, last_late + 1))
    if item.start is None:
        # Not known to have gone on all the while: the pale stretch only says that there was a time before.
        a0, a = max(a0, b - _BEFORE), b
    b = min(b, axis.x(item.solid_to + 1)) if item.solid_to < LAST_DAY else b
    if a > b:
        a = b = min(max(a0, min(a, b)), b0)
    if b0 - a0 < _LEAST_MARK and item.shape == "pledge":
        b0 = a0 + _LEAST_MARK
    return a0, a, b, b0


class _Spot(NamedTuple):
    """Where a label stands: x, y below its mark's middle, whether it ends there; the stretch that both take."""

    x: float
    y: int
    ends_there: bool
    begin: float
    end: float


def _label(label: str, places: Places, axis: _Axis) -> _Spot:
    begin, end = places[0] - 7, places[3] + 7
    width = len(label) * _LETTER
    if end + 4 + width <= axis.right + _RIGHT:
        return _Spot(end + 4, 4, False, begin, end + 4 + width)
    if begin - 4 - width >= axis.left:
        return _Spot(begin - 4, 4, True, begin - 4 - width, end)
    # No room on either side: above its mark.
    if places[0] + width <= axis.right + _RIGHT:
        return _Spot(places[0], -9, False, begin, max(end, places[0] + width))
    return _Spot(axis.right, -9, True, min(begin, axis.right - width), axis.right)


def _mark(item: Item, y: int, places: Places, label: str, spot: _Spot) -> Mark:
    exact = item.start is not None and item.start == item.end and item.start[0] == item.start[1]
    return Mark(
        shape=f"{item.shape}-dot" if exact else item.shape,
        y=y,
        a0=places[0],
        a=places[1],
        b=places[2],
        b0=places[3],
        begins=item.start is not None,
        ends=item.end is not None,
        label=label,
        label_x=round(spot.x, 1),
        label_y=y + spot.y,
        label_end=spot.ends_there,
        text=f"{item.entry.when}: {item.entry.what}",
    )
