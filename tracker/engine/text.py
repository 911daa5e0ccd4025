"""How dates, lists and terms read in a sentence, and sentences filled in from the site's wording."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from tracker.core.date_text import MONTHS, OpenDay, day_text
from tracker.core.dates import Period, UncertainDate, add_months
from tracker.records.sentences import SENTENCES, sentence_problem

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")

_DAYS_AS_DAYS = 90
_MONTHS_AS_MONTHS = 24


def isolated(text: str) -> str:
    """A name as it may stand in a sentence: one from right to left is kept from moving the words and numbers after it.

    It is put between U+2068 and U+2069, which no reader sees; a text that holds such a name already stays as it is.
    """
    if text.isascii() or "\u2068" in text or not _RIGHT_TO_LEFT.search(text):
        return text
    return f"\u2068{text}\u2069"


def day(value: date) -> str:
    """9 June 2021."""
    return day_text(value)


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    year, *rest = text.split("-")
    words = [*reversed(rest), year]
    if rest:
        words[-2] = MONTHS[int(rest[0]) - 1]
    if len(rest) == 2:
        words[0] = str(int(rest[1]))
    return " ".join(words)


def when(value: UncertainDate) -> str:
    """A date at its own precision: ``November 2018``, ``about 12 June 2020``, ``between 8 and 11 June 2020``."""
    text, mark = (value.text[:-1], value.text[-1]) if value.text[-1] in "~?%" else (value.text, "")
    if value.among:  # a doubt of the set is said at each side: after the last one it would read as that side's own
        sides = [when(UncertainDate.parse(side + mark)) for side in text[1:-1].split("..") if side]
        if value.open_start or value.open_end:
            return f"{sides[0]} or {'earlier' if value.open_start else 'later'}"
        return f"between {' and '.join(sides)}"
    words = _plain(text)
    about = f"about {words}" if mark in ("~", "%") else words
    return f"{about} (uncertain)" if mark in ("?", "%") else about


def period(value: Period) -> str:
    """``September 2017 to December 2018``, ``since 11 June 2020``, ``until 2019``, or one date."""
    if value.start is None and value.end is None:
        return "for a time not known"
    if value.start is value.end and value.start is not None:
        return when(value.start)
    if value.start is None and value.end is not None:
        return f"until {when(value.end)}"
    if value.end is None and value.start is not None:
        return f"since {when(value.start)}"
    assert value.start
    assert value.end
    return f"{when(value.start)} to {when(value.end)}"


def bounds(earliest: date, latest: date) -> str:
    """A day known between bounds: ``between 8 and 11 June 2020``."""
    if earliest == latest:
        return day(earliest)
    if earliest == date.min or latest == date.max:  # an open side is never shown as a year (DATE-3)
        return f"{day(latest)} or earlier" if earliest == date.min else f"{day(earliest)} or later"
    if earliest.year != latest.year:
        return f"between {day(earliest)} and {day(latest)}"
    first = f"{earliest.day}" if earliest.month == latest.month else f"{earliest.day} {MONTHS[earliest.month - 1]}"
    return f"between {first} and {day(latest)}"


def days_between(first: date, last: date) -> int:
    """Whole days from one day to another."""
    return (last - first) // timedelta(days=1)


def length(first: date, last: date) -> str:
    """How long from one day to another, both counted: ``1 year``, ``1 year, 6 months and 3 days``, ``20 days``."""
    if last < first:
        return "0 days"
    after = last + timedelta(days=1) if last < date.max else last
    months = (after.year - first.year) * 12 + after.month - first.month
    if add_months(first, months) > after:
        months -= 1
    days = (after - add_months(first, months)).days
    parts = [(months // 12, "year"), (months % 12, "month"), (days, "day")]
    return listing(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number)


def relative_days(last: date, as_of: date) -> str:
    """``in 12 days``, ``in 5 months``, ``in 3 years``, ``on that day``, ``passed``: how far off a last day is."""
    if isinstance(as_of, OpenDay):
        return as_of.until(last)
    days = days_between(as_of, last)
    if days <= 0:
        return "passed" if days else "on that day"
    if days <= _DAYS_AS_DAYS:
        return "in 1 day" if days == 1 else f"in {days} days"
    months = (last.year - as_of.year) * 12 + last.month - as_of.month - (last.day < as_of.day)
    return f"in {months} months" if months < _MONTHS_AS_MONTHS else f"in {months // 12} years"


def records_read(count: int) -> str:
    """``no record``, ``1 record``, ``12 records``."""
    return {0: "no records", 1: "1 record"}.get(count, f"{count} records")


def joined(words: Iterable[str]) -> str:
    """``a, b, c``; ``a, b; c`` where one of them has a comma itself."""
    items = list(words)
    return ("; " if any(", " in item for item in items) else ", ").join(items)


def listing(words: Iterable[str], joiner: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``; ``a, b; c; and d`` where one of them has a comma itself."""
    items = [isolated(word) for word in words]
    if len(items) < 2:
        return "".join(items)
    if any(", " in item for item in items):
        return f"{'; '.join(items[:-1])}; {joiner} {items[-1]}"
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def capital(sentence: str) -> str:
    """With its first letter a capital one."""
    return sentence[:1].upper() + sentence[1:]


class MessageCatalog:
    """The sentences in use: the built-in ones with those that the site's record replaces.

    ``replaced`` are these, by key, in order. ``unusable`` says by key why a sentence of the record cannot be filled:
    the built-in one stands in its place, so that a record which was published before sentences were filled at check
    breaks no page.
    """

    def __init__(self, replaced: Mapping[str, str] | None = None):
        given = {key: text for key, text in (replaced or {}).items() if key in SENTENCES}
        self.unusable = {key: problem for key, text in given.items() if (problem := sentence_problem(key, text))}
        usable = {key: text for key, text in given.items() if key not in self.unusable}
        self.sentences, self.replaced = {**SENTENCES, **usable}, tuple(sorted(usable.items()))
        self._without_values: dict[str, str] = {}

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with its placeholders filled, beginning with a capital where it stands alone."""
        if not values:
            text = self._without_values.get(key)
            if text is None:
                text = self._without_values[key] = self.sentences[key].format()
            return text
        for name, value in values.items():
            if isinstance(value, str) and not value.isascii():
                values[name] = isolated(value)
        return self.sentences[key].format(**values)

    def sentence(self, key: str, **values: object) -> str:
        """The same with a capital first letter."""
        return capital(self(key, **values))

    def counted(self, key: str, number: int) -> str:
        """How many: ``KEY.one`` or ``KEY.many``, as in ``2 missed deadlines``."""
        return self(f"{key}.one" if number == 1 else f"{key}.many", n=f"{number:,}")

    def badge(self, key: str, number: int) -> str:
        """The same in a few words, for badges."""
        several = f"{key}.badge-many"
        return self(several if number != 1 and several in self.sentences else f"{key}.badge", n=f"{number:,}")


@lru_cache(maxsize=16)
def catalog_of(replaced: tuple[tuple[str, str], ...]) -> MessageCatalog:
    """The sentences of a state of the site's record: the same object for all scorecards and lists that use them."""
    return MessageCatalog(dict(replaced))
