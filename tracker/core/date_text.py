"""Written dates said back in plain words, so that whoever typed one sees what was understood.

``tracker.core.date_parser`` reads these words back to the same bounds (a law, tested).
"""

from datetime import date

from tracker.core.dates import Period

__all__ = ["MONTHS", "WEEKDAYS", "OpenDay", "date_meaning", "day_text"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WIDTHS = {4: "year", 7: "month", 10: "week"}
"""How far “about” reaches either way, by the length of what is written (DATE-2)."""


class OpenDay(date):
    """A day that compares as itself and is written as a place, for texts that are kept and filled in for other days.

    ``iso`` and ``words`` stand where another day would be written as 2021-06-09 and as 9 June 2021. A day that is
    counted from it is no such day, and cannot be written.
    """

    iso: str
    words: str

    @classmethod
    def of(cls, day: date, iso: str, words: str) -> "OpenDay":
        """This day with its places."""
        made = cls(day.year, day.month, day.day)
        made.iso, made.words = iso, words
        return made

    def until(self, day: date) -> str:
        """The place where it is said how far off another day is: its number between two marks."""
        return f"\1{day.toordinal()}\1"

    def isoformat(self) -> str:
        """The place of the day."""
        return self.iso

    __str__ = isoformat


def day_text(day: date) -> str:
    """9 June 2021."""
    if isinstance(day, OpenDay):
        return day.words
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_meaning(text: str) -> str:
    """What a written date or period was understood to mean; raises DateError for a text that is neither."""
    period = Period.parse(text)
    start, end = period.start, period.end
    if start is None:
        return "start not known, still going on" if end is None else f"until {_end(end.text)}, start not known"
    if start is end:
        return _alone(start.text)
    return f"from {_end(start.text)}, still going on" if end is None else f"from {_joined(start.text, end.text)}"


def _alone(text: str) -> str:
    """A date that stands for itself: of a month or year, some day in it."""
    bare, mark = _marked(text)
    if bare.startswith("[..") or bare.endswith("..]"):
        return _end(text)
    if bare.startswith("["):
        first, last = (side + mark for side in bare[1:-1].split(".."))
        days = all(len(_marked(side)[0]) == len("2020-06-11") for side in (first, last))
        return f"{'one of the days' if days else 'some day from'} {_joined(first, last)}"
    if len(bare) == len("2020-06-11") or mark in ("~", "%"):
        return _end(text)
    return f"{'perhaps ' if mark else ''}some day in {_plain(bare)}"


def _end(text: str) -> str:
    """A date as one end of something."""
    bare, mark = _marked(text)
    if bare.startswith("["):
        first, last = (side + mark if side else "" for side in bare[1:-1].split(".."))
        if not (first and last):
            return f"{_end(first)} or later" if first else f"{_end(last)} or earlier"
        return f"between {_joined(first, last, 'and')}"
    about = f"about {_plain(bare)} (a {_WIDTHS[len(bare)]} either way)" if mark in ("~", "%") else _plain(bare)
    return f"perhaps {about}" if mark in ("?", "%") else about


def _joined(first: str, last: str, joiner: str = "to") -> str:
    """Two dates; the first leaves out what both share: 8 to 11 June 2020."""
    left = _end(first)
    exact = (first + last).replace("-", "").isdecimal()
    if exact and first != last and len(first) == len(last) > len("2020") and first[:4] == last[:4]:
        days = len(first) == len("2020-06-11") and first[:7] == last[:7]
        left = str(int(first[8:])) if days else left.rpartition(" ")[0]
    return f"{left} {joiner} {_end(last)}"


def _plain(text: str) -> str:
    year, *rest = text.split("-")
    words = [year, *(MONTHS[int(month) - 1] for month in rest[:1]), *(str(int(day)) for day in rest[1:])]
    return " ".join(reversed(words))


def _marked(text: str) -> tuple[str, str]:
    return (text[:-1], text[-1]) if text[-1] in "~?%" else (text, "")
