"""The timeline chart of a scorecard: positions computed from date bounds, drawn on the server.

Solid stretches are certain. Pale ends are left open by the source (a month, not a day); pale stretches of a pledge rest
on its own terms only, after the day until which our record was checked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from tracker.core.dates import FIRST_DAY, LAST_DAY, DayBounds, UncertainDate
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard, replies
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.text import bounds, capital, day, listing, period, when
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.web.presenting.charts.timeline_axis import Axis, axis_of, bar, ticks, today_line
from tracker.web.presenting.finding_locations import evidence_hrefs
from tracker.web.presenting.left_open import each_day

__all__ = ["Entry", "Item", "Lane", "Mark", "Timeline", "laid_out", "last_dated", "timeline_items", "timeline_of"]

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
_MOST_TICKS = 9


@dataclass(frozen=True)
class Entry:
    """One line of the timeline as a list; ``href`` is the address of the record."""

    at: int
    when: str
    what: str
    href: str


@dataclass(frozen=True)
class Item:
    """Something to draw: bounds of its first and last day, None where none is known; ``solid_to`` limits certainty.

    ``as_of`` is the day shown, where it is the limit.
    """

    lane: str
    shape: str
    label: str
    entry: Entry
    start: tuple[int, int] | None
    end: tuple[int, int] | None
    solid_to: int = LAST_DAY
    as_of: date | None = None


@dataclass(frozen=True)
class Mark:
    """A mark with its places on the x axis: solid from ``a`` to ``b``, pale from ``a0`` and to ``b0``.

    ``bars`` are these as SVG, of the day shown where that limits them.
    """

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
    bars: Markup


@dataclass(frozen=True)
class Lane:
    """A lane with its heading and marks; ``of_day``: which of them are drawn depends on the day shown."""

    name: str
    y: int
    marks: list[Mark]
    unlabelled: int
    of_day: bool = False


@dataclass(frozen=True)
class Timeline:
    """The whole picture; x and y are in units of its view box."""

    height: int
    title: str
    lanes: list[Lane]
    ticks: list[tuple[float, str]]
    as_of: date
    axis: Axis
    unchecked: tuple[float, float] | None
    entries: list[Entry]
    width: int = WIDTH

    @property
    def of_day(self) -> bool:
        """Whether more of it depends on the day shown than what is left open in ``today`` and in marks."""
        return self.as_of.toordinal() > self.axis.last_dated or any(lane.of_day for lane in self.lanes)

    @property
    def today(self) -> Markup:
        """The line of the day shown as SVG."""
        return each_day(self.as_of, lambda as_of: today_line(as_of, self.axis, self.height))


def timeline_of(card: Scorecard, width: int = WIDTH) -> Timeline | None:
    """Lay out a scorecard's timeline so many pixels wide; None where nothing on record has a date to show."""
    return laid_out(timeline_items(card, evidence_hrefs(card)), card.checked_until, card.as_of, width)


def timeline_items(card: Scorecard, hrefs: Mapping[str, str]) -> list[Item]:
    """What there is to draw, on all days on which the scorecard is the same; ``hrefs`` say where evidence leads."""
    return [*_pledges(card), *_evidence(card, hrefs), *_conditions(card), *_replies(card)]


def last_dated(items: Iterable[Item], checked_until: UncertainDate | None) -> int:
    """The last day on record, as a number; beyond it the picture reaches to the day shown."""
    return _axis(items, FIRST_DAY, checked_until, WIDTH).last_dated


def laid_out(items: Sequence[Item], until: UncertainDate | None, as_of: date, width: int = WIDTH) -> Timeline | None:
    """The same of what there is to draw on such a day; ``until`` is how far was checked."""
    if not items:
        return None
    items, checked = _checked(items, until, as_of), until.latest.toordinal() if until else None
    axis = _axis(items, as_of.toordinal(), until, width)
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
        ticks=ticks(axis, round(_MOST_TICKS * width / WIDTH)),
        as_of=as_of,
        axis=axis,
        unchecked=unchecked,
        entries=entries,
        width=width,
    )


# What there is to draw


def _pledges(card: Scorecard) -> Iterator[Item]:
    for pledge in card.dossier.pledges:
        for force in card.assessment.in_force_periods[pledge.id]:
            if force.start and force.span:
                yield _pledge(card, pledge, force, force.span)


def _checked(items: Iterable[Item], checked_until: UncertainDate | None, as_of: date) -> list[Item]:
    """Pledges as far as the record was checked, or to the day shown where that is earlier."""
    checked = checked_until.earliest.toordinal() if checked_until else LAST_DAY
    limit = as_of if as_of.toordinal() < checked else None
    solid_to = limit.toordinal() if limit else checked
    return [replace(it, solid_to=solid_to, as_of=limit) if it.shape == "pledge" else it for it in items]


def _pledge(card: Scorecard, pledge: Pledge, force: InForcePeriod, span: DayBounds) -> Item:
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
    return Item(lane, "pledge", title, entry, (span.start_earliest, span.start_latest), end)


def _evidence(card: Scorecard, hrefs: Mapping[str, str]) -> Iterator[Item]:
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
                text = f"{development.title} ({effect} the condition “{card.dossier.conditions[id].name}”)"
                entry = Entry(_at(development.date), capital(when(development.date)), text, f"#condition-{id}-{number}")
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


def _axis(items: Iterable[Item], as_of: int, checked_until: UncertainDate | None, width: int) -> Axis:
    bounds = [bound for item in items for side in (item.start, item.end) if side for bound in side]
    checked = [checked_until.latest.toordinal()] if checked_until else []
    return axis_of([*bounds, *checked], as_of, LEFT, width - _RIGHT)


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


def _lane(name: str, y: int, items: list[Item], axis: Axis) -> Lane:
    rows = _Rows()
    marks: list[Mark] = []
    unlabelled, of_day = 0, False
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
            label, row, of_day = "", _MOST_ROWS, of_day or item.as_of is not None
            if _covered(crowd.setdefault(item.shape, []), places):
                continue
            unlabelled += 1
        marks.append(_mark(item, y + row * ROW, places, label, spot, axis))
    return Lane(name, y, marks, unlabelled, of_day)


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


def _places(item: Item, axis: Axis) -> Places:
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


def _label(label: str, places: Places, axis: Axis) -> _Spot:
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


def _mark(item: Item, y: int, places: Places, label: str, spot: _Spot, axis: Axis) -> Mark:
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
        bars=_bars(item, y, places, axis),
    )


def _bars(item: Item, y: int, places: Places, axis: Axis) -> Markup:
    if item.as_of is None:
        return Markup(bar(y, *places))  # noqa: S704 - numbers
    return each_day(item.as_of, lambda day: bar(y, *_places(replace(item, solid_to=day.toordinal()), axis)))
