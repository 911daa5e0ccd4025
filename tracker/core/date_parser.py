"""Dates as people write them, into the written form of records; ``tracker.core.date_text`` says them back in words.

Whatever ``tracker.core.dates`` accepts passes unchanged. Nothing becomes more precise than it was said: “early 2020” is
one of the days of its first half, a season has the bounds of both its calendars, and what can be read in two ways is
refused with both. Seasons are those of the northern half of the earth.

Reading costs no more than the text is long: the sides of “between … and …” are plain dates, the sides of a period are
dates of which each is read once, and a text with more words that join or doubt than any date has is none.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.core.date_text import MONTHS, WEEKDAYS, day_text
from tracker.core.dates import DateError, Period, UncertainDate, calendar_problem
from tracker.core.time_stamps import without_time_of_day
from tracker.core.undated import is_undated

__all__ = ["parse_date_text", "parse_deadline_text", "parse_period_text"]

_LONGEST = 300
_MOST_JOINTS = 12
"""Places where a text may be cut into two dates; “from between … and … to between … and …” in digits has eleven."""
_MOST_DOUBTS = 6
"""Words before and after one date that say how sure it is."""
_ADVICE = (
    "for example, write 11 June 2020, Nov 2018, 2019, about March 2019, late 2020, or between 8 and 11 June 2020 "
    "if you know only the range"
)
_PERIOD_ADVICE = f"{_ADVICE}; for a longer period, write from Sept 2017 to Dec 2018, June 2020 to now, or until 2018"

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.?,? )?"
_SIDES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_WEEKDAY}{_DAY}(?: of)?[ -]?{_MONTH}(?:,?[ -]{_YEAR})?",
        rf"{_WEEKDAY}{_MONTH} {_DAY}(?:,? {_YEAR})?",
        rf"(?:(?P<part>early|mid|late)[ -])?(?:in )?{_MONTH}(?:(?:,| of)?[ -]?{_YEAR})?",
        rf"(?:(?P<part>early|mid|late)[ -])?(?:in )?(?:the year )?{_YEAR}",
        rf"(?:the )?(?P<part>first half|second half|spring|summer|autumn)(?:(?: of)?(?: the year)?,? {_YEAR})?",
        rf"{_DAY}(?:,? {_YEAR})?",
        rf"(?P<month>\d{{1,2}})[./]{_YEAR}",
        rf"{_YEAR}[./-](?P<month>\d{{1,2}})(?:[./-](?P<day>\d{{1,2}}))?",
    )
)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_WINTER = re.compile(r"(?:the )?winter(?: of)? (\d{4})(?:[/-](\d{4}|\d{2}))?", re.ASCII)
_DECADE = re.compile(r"(?:the )?(\d{3})0s", re.ASCII)
_QUARTER = re.compile(r"(?:q[1-4]|[1-4]q|(?:the )?(?:first|second|third|fourth|last) quarter)\b.*", re.ASCII)
_MONTHS_OF = {
    "early": (1, 6), "first half": (1, 6), "mid": (4, 9), "late": (7, 12), "second half": (7, 12),
    "spring": (3, 6), "summer": (6, 9), "autumn": (9, 12),
}  # fmt: skip
"""First and last month of a part of a year; of a season, those of its calendars by months and by the sun."""

Doubts = frozenset[str]
"""``~`` (about) and ``?`` (uncertain), as far as they were said."""
_MARKS: dict[Doubts, str] = {Doubts(): "", Doubts("~"): "~", Doubts("?"): "?", Doubts("~?"): "%"}
_SIGNS_OF = {mark: doubts for doubts, mark in _MARKS.items()}
_DOUBTS = (
    (re.compile(r"(?:about|around|circa|ca|approximately|approx|roughly) |(?:ca|c|approx)\. ?|~ ?", re.ASCII), "~"),
    (re.compile(r"(?:perhaps|possibly|probably|maybe) ", re.ASCII), "?"),
    (re.compile(r"on |in |(?:some ?(?:day|time)|at some (?:time|point))(?: (?:in|on))? ", re.ASCII), None),
)
_EITHER_WAY = re.compile(r" \((?:a|one) (week|month|year) either way\)$", re.ASCII)
_ENDINGS = {"?": "?", "(uncertain)": "?", "~": "~", "(approximately)": "~", "%": "~?"}
_ONE_OF = re.compile(r"(?:one of the days|(?:some|one) (?:day|time) from) (?:from )?(.+)")
_OPEN_SIDE = re.compile(r"(.+?),? or (earlier|before|later|after)")
_BY = re.compile(r"(?:undated,? )?(?:(?:in )?force )?by (.+?)(?: at the latest)?|(?:undated,? )?(.+?) at the latest")
_DUE_BY = re.compile("^by (?:the )?", re.IGNORECASE)
_SEPARATOR = re.compile(r" (?:to|until|till|through) | ?- ?")
_AND = re.compile(" (?:and|to) | ?- ?")
_OPEN = frozenset({"now", "date", "today", "the present", "present", "this day", "ongoing"})
_UNKNOWN = frozenset({"for a time not known", "start not known, still going on"})
_GOES_ON = re.compile(r"(?:since (?P<since>.+?)|(?:from )?(?P<from>.+?)(?:,? still going on|,? ongoing| onwards?| on))")
_UNTIL = re.compile(r"(?:until|till|up to) (.+?)(?:, start not known)?")
_THROUGHOUT = re.compile(r"(?:throughout|all through|all of|the whole of) (.+)")
_AS_EARLY_MID_LATE = (
    (re.compile(r"(?:the )?(?:beginning|start) of "), "early "),
    (re.compile(r"(?:the )?middle of "), "mid "),
    (re.compile(r"(?:the )?end of "), "late "),
    (re.compile(r"\bfall\b"), "autumn"),
)
_SIGNS = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})  # noqa: RUF001 - dashes that look alike are meant


def parse_date_text(text: str, today: date) -> str:
    """The written form of one day, or of one day among some; raises DateError that says what would be right."""
    given = text.strip()
    if _accepted(UncertainDate, given):
        return given
    reader = _Reader(given, today)
    point = reader.point(reader.said)
    if point is not None:
        return reader.written(point)
    if is_undated(reader.said):
        raise DateError(f"“{given}” needs the day by which it was there; for example, write by 14 May 2019")
    if _accepted(Period, given) or reader.lasting():
        raise DateError(
            f"“{given}” is a period, but this field needs a single date; if you know only the range, write "
            "between … and …"
        )
    raise reader.not_understood(_ADVICE)


def parse_deadline_text(text: str, today: date) -> str:
    """The written form of a day by which something is to be done: there, “by” says no more than the day itself."""
    return parse_date_text(_DUE_BY.sub("", text.strip()), today)


def parse_period_text(text: str, today: date) -> str:
    """The written form of a day or of a time that lasted; raises DateError that says what would be right."""
    given = text.strip()
    if _accepted(Period, given):
        return given
    reader = _Reader(given, today)
    point = reader.point(reader.said)
    written = reader.written(point) if point is not None else reader.lasting()
    if written is None:
        if is_undated(reader.said):
            raise DateError(f"“{given}” needs the day by which it had happened; for example, write by 14 May 2019")
        raise reader.not_understood(_PERIOD_ADVICE)
    return written


def _accepted(kind: type[UncertainDate] | type[Period], text: str) -> bool:
    try:
        kind.parse(text)
    except DateError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Side:
    """A date as far as it was said: what is left out may stand in the other date of a pair."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    mark: str = ""

    @property
    def width(self) -> str:
        """How far “about” reaches either way."""
        return "week" if self.day or (self.part and self.month) else "month" if self.month or self.part else "year"


Point = _Side | str
"""One day: as far as it was said, or a set in its written form."""


class _Reader:
    """A text as it was typed, and as it is read: small letters, single spaces, one word for each part of a year."""

    def __init__(self, given: str, today: date):
        self.given, self.today = given, today
        self._plain_points: dict[str, Point | None] = {}
        said = " ".join(given[:_LONGEST].translate(_SIGNS).casefold().split()).rstrip(".,;")
        said = without_time_of_day(said)
        for pattern, word in _AS_EARLY_MID_LATE:
            said = pattern.sub(word, said)
        self.said = said if len(given) <= _LONGEST else ""

    def not_understood(self, advice: str) -> DateError:
        """What to say of a text that is no date."""
        if _QUARTER.fullmatch(self.said):
            problem = "companies define quarters differently; name the months, such as between April and June 2020"
            return DateError(f"“{self.given}”: {problem}")
        if self.said and re.fullmatch(r"[\d\[(.~?%/\])-]+", self.given, re.ASCII):  # nearly in the written form
            try:
                Period.parse(self.given)
            except DateError as error:
                return error
        shown = self.given if len(self.given) <= _LONGEST else f"{self.given[:_LONGEST]}…"
        return DateError(f"We could not read “{shown}” as a date: {advice}")

    def written(self, point: Point) -> str:
        """The written form; raises DateError for what is not in the calendar or names no year."""
        if isinstance(point, str):
            return point
        year, month, day = point.year, point.month, point.day
        missing = ["month"] * (day is not None and month is None) + ["year"] * (year is None)
        if year is None or missing:
            raise DateError(f"“{self.given}” has no {' and no '.join(missing)}; for example, write 11 June 2020")
        plain = f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part is not None)
        if problem := calendar_problem(year, month, day):
            raise DateError(f"“{self.given}”: {problem}")
        if not point.part:
            return plain + point.mark
        if point.part == "winter":
            return f"[{year:04}-12..{year + 1:04}-03]{point.mark}"
        first, last = _MONTHS_OF[point.part] if not month else _days_of(point.part, monthrange(year, month)[1])
        return f"[{plain}-{first:02}..{plain}-{last:02}]{point.mark}"

    def point(self, said: str) -> Point | None:
        """One day, or one of some days; None for what is neither."""
        bare, doubts = _without_first_words(said)
        if match := _ONE_OF.fullmatch(bare):
            return self._set(match[1], _SEPARATOR, doubts)
        if open_side := _OPEN_SIDE.fullmatch(bare):
            return self._open(open_side[1], open_side[2] in ("earlier", "before"), doubts)
        if by := _BY.fullmatch(bare):
            return self._open(by[1] or by[2], earlier=True, doubts=doubts)
        if bare.startswith("between "):
            return self._set(bare.removeprefix("between "), _AND, doubts)
        return self._plain(said)

    def _plain(self, said: str) -> Point | None:
        """One day, or the days of a decade: what can be the side of a set. Each text is read once."""
        if said not in self._plain_points:
            self._plain_points[said] = self._plain_read(said)
        return self._plain_points[said]

    def _plain_read(self, said: str) -> Point | None:
        bare, doubts, width = _without_last_words(*_without_first_words(said))
        if match := _DECADE.fullmatch(bare):
            return f"[{match[1]}0..{match[1]}9]{_MARKS[doubts]}"
        side = self._side(bare)
        if side and width and width != side.width:
            raise DateError(f"“{self.given}”: “about” already means a {side.width} either way; leave out the brackets")
        return replace(side, mark=_MARKS[doubts]) if side else None

    def _open(self, said: str, earlier: bool, doubts: Doubts) -> str | None:
        """That day or earlier, that day or later."""
        side = self.point(said)
        if side is None:
            return None
        low, high = _ends(self.written(side), doubts)
        return f"[..{high}]" if earlier else f"[{low}..]"

    def _side(self, said: str) -> _Side | None:
        if said in ("today", "yesterday"):
            on = self.today if said == "today" else self.today - timedelta(days=1)
            return _Side(on.year, on.month, on.day)
        if match := _NUMBERS.fullmatch(said):
            return _of_numbers(said, int(match[1]), int(match[3]), match[4])
        if match := _WINTER.fullmatch(said):
            return _of_winter(said, int(match[1]), match[2])
        for pattern in _SIDES:
            if match := pattern.fullmatch(said):
                parts = match.groupdict()
                year, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "day"))
                side = _Side(year, _month(parts.get("month")), day, parts.get("part") or "")
                self._check_weekday(side, parts.get("weekday"))
                return side
        return None

    def _check_weekday(self, side: _Side, said: str | None) -> None:
        if said and side.year is not None:
            on = UncertainDate.parse(self.written(side)).earliest
            weekday = WEEKDAYS[on.weekday()]
            if not weekday.casefold().startswith(said):
                problem = f"{day_text(on)} was a {weekday}; leave out the day of the week, or correct the date"
                raise DateError(f"“{self.given}”: {problem}")

    def _pairs(
        self, said: str, separator: re.Pattern[str], side: Callable[[str], Point | None]
    ) -> Iterator[tuple[Point, Point | None]]:
        """Every way to read a text as two dates; the second is None for one that goes on."""
        joints = list(separator.finditer(said))
        if len(joints) > _MOST_JOINTS:
            return
        for joint in joints:
            left, right = said[: joint.start()], said[joint.end() :]
            first = side(left)
            last = None if first is None or right in _OPEN else side(right)
            if first is not None and (last is not None or right in _OPEN):
                yield _filled(first, last)

    def _set(self, said: str, separator: re.Pattern[str], doubts: Doubts) -> str | None:
        """One of the days between two dates; of a date that is itself one of some days, the outer one counts."""
        for first, last in self._pairs(said, separator, self._plain):
            if last is not None:
                low, high = _ends(self.written(first), doubts)[0], _ends(self.written(last), doubts)[1]
                return self._in_order(UncertainDate, f"[{low}..{high}]")
        return None

    def _in_order(self, kind: type[UncertainDate] | type[Period], written: str) -> str:
        if not _accepted(kind, written):
            raise DateError(f"“{self.given}” ends before it starts; put the earlier date first, and give both years")
        return written

    def lasting(self) -> str | None:
        """A time that lasted; None for what is none."""
        said = self.said
        if said in _UNKNOWN:
            return "../.."
        if (match := _GOES_ON.fullmatch(said)) and (start := self.point(match["since"] or match["from"])) is not None:
            return f"{self.written(start)}/.."
        if match := _UNTIL.fullmatch(said):
            end = self.point(match[1])
            return "../.." if match[1] in _OPEN else None if end is None else f"../{self.written(end)}"
        if (match := _THROUGHOUT.fullmatch(said)) and (whole := self._side(match[1])) and not (whole.day or whole.part):
            days = UncertainDate.parse(self.written(whole))
            return f"{days.earliest.isoformat()}/{days.latest.isoformat()}"
        for first, last in self._pairs(said.removeprefix("from "), _SEPARATOR, self.point):
            return self._in_order(Period, f"{self.written(first)}/{'..' if last is None else self.written(last)}")
        if said.startswith("from ") and self.point(said.removeprefix("from ")) is not None:
            raise DateError(f"“{self.given}” does not say whether it is still going on; add “to now” or the last day")
        return None


def _without_first_words(said: str) -> tuple[str, Doubts]:
    """The text without words before it that say how sure it is, or nothing."""
    doubts = Doubts()
    for _ in range(_MOST_DOUBTS):
        before = said
        for pattern, doubt in _DOUBTS:
            if (match := pattern.match(said)) and not (doubt is None and _ONE_OF.fullmatch(said)):
                said, doubts = said[match.end() :], doubts | {doubt} if doubt else doubts
        if said == before:
            break
    return said, doubts


def _without_last_words(said: str, doubts: Doubts) -> tuple[str, Doubts, str]:
    """The same for what stands after it; and how wide “about” was said to be."""
    width = ""
    for _ in range(_MOST_DOUBTS):
        before = said
        if match := _EITHER_WAY.search(said):
            said, doubts, width = said[: match.start()], doubts | {"~"}, match[1]
        for ending, doubt in _ENDINGS.items():
            if said.endswith(ending):
                said, doubts = said.removesuffix(ending).rstrip(), doubts | set(doubt)
        if said == before:
            break
    return said, doubts, width


def _month(said: str | None) -> int | None:
    if said is None:
        return None
    if said.isdecimal():
        return int(said)
    return next(number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(said[:3]))


def _days_of(part: str, last: int) -> tuple[int, int]:
    return {"early": (1, 15), "mid": (8, last - 7), "late": (16, last)}[part]


def _of_numbers(said: str, first: int, second: int, year: str) -> _Side:
    if len(year) == 2:
        raise DateError(f"“{said}”: use four digits for the year and a word for the month, such as 11 June 2020")
    if max(first, second) <= 12 and first != second and min(first, second, int(year)) > 0:
        days = [date(int(year), *pair) for pair in ((second, first), (first, second))]
        words = " or ".join(day_text(on) for on in days)
        raise DateError(f"“{said}” could mean {words}; write {days[0]} or {days[1]}, or use a word for the month")
    day, month = (first, second) if second <= 12 else (second, first)
    return _Side(int(year), month, day)


def _of_winter(said: str, year: int, next_year: str | None) -> _Side:
    if next_year is None:
        ways = [f"winter {first}/{(first + 1) % 100:02}" for first in (year - 1, year)]
        raise DateError(f"“{said}” could be the winter that started in {year - 1} or {year}; write {' or '.join(ways)}")
    if int(next_year) not in (year + 1, (year + 1) % 100) or not 0 < year < 9999:
        raise DateError(f"“{said}”: a winter ends in the year after it starts, such as winter 2019/20")
    return _Side(year, part="winter")


def _filled(first: Point, last: Point | None) -> tuple[Point, Point | None]:
    """Two dates, each with what the other one said for both: 8 to 11 June 2020, June 8 to 11, 2020."""
    if isinstance(first, _Side) and isinstance(last, _Side):
        if last.day is not None and last.month is None:
            last = replace(last, month=first.month)
        if first.day is not None and first.month is None:
            first = replace(first, month=last.month)
        first = replace(first, year=last.year if first.year is None else first.year)
    return first, last


def _ends(written: str, doubts: Doubts) -> tuple[str, str]:
    """The first and the last of the days that are meant, with these doubts beside their own."""
    inside, _, mark = written.removeprefix("[").partition("]")
    low, _, high = inside.partition("..")
    return _doubted(low, doubts | _SIGNS_OF[mark]), _doubted(high or low, doubts | _SIGNS_OF[mark])


def _doubted(written: str, doubts: Doubts) -> str:
    bare = written.rstrip("~?%")
    return bare + _MARKS[doubts | _SIGNS_OF[written[len(bare) :]]]
