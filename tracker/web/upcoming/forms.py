"""What readers can ask of the calendar of ends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.records.ids import ID_PART, is_id
from tracker.services.reading.upcoming import Window
from tracker.store.lists.endings import EndingKey
from tracker.web.http.clocks import BadParameterError, NothingThereError, parse_period

__all__ = ["AFTER", "EndsQuery", "parse_ends_query", "written"]

AFTER = rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}),({ID_PART}),({ID_PART}),([0-9]{{1,6}})"
"""Where a list goes on, as a regular expression: after this day, topic, company and number."""
_AFTER = re.compile(AFTER)


@dataclass(frozen=True)
class EndsQuery:
    """``year`` is a year, ``none`` for ends without a day, or empty; then ``since`` and ``until`` may bound days.

    ``after`` and ``first`` say where the list goes on. ``company`` is the one that is asked for, by id or name; empty
    for all.
    """

    year: str
    after: EndingKey | None
    first: str
    company: str = ""
    topic: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def period(self) -> dict[str, str]:
        """The days to list, as parameters."""
        days = {"from": self.since, "to": self.until}
        return {"year": self.year} if self.year else {name: day.isoformat() for name, day in days.items() if day}

    @property
    def window(self) -> Window:
        """The days to list."""
        if self.year == "none":
            return Window(date.min, date.max, dated=False)
        if self.year:
            return Window(date(int(self.year), 1, 1), date(int(self.year), 12, 31), dateless=False)
        if self.since or self.until:
            return Window(self.since or date.min, self.until or date.max, dateless=False)
        return Window(date.min, date.max)


def parse_ends_query(arguments: Mapping[str, str]) -> EndsQuery:
    """Read the query; raises BadParameter."""
    company = arguments.get("company", "").strip()
    year, (since, until) = _year(arguments), parse_period(arguments)
    for name, day in (("from", since), ("to", until)):
        if year and day:
            raise NothingThereError(name, arguments[name], "nothing, where “year” is given")
    return EndsQuery(year, _after(arguments), _first(arguments), company, _topic(arguments), since, until)


def _year(arguments: Mapping[str, str]) -> str:
    text = arguments.get("year", "").strip()
    if text in ("", "none") or (re.fullmatch(r"\d{4}", text, re.ASCII) and text != "0000"):
        return text
    raise BadParameterError("year", text, "a year such as 2027, or “none” for pledges without a known end date")


def _after(arguments: Mapping[str, str]) -> EndingKey | None:
    text = arguments.get("after", "").strip()
    if not text:
        return None
    allowed = "a date, a topic, a company and a number, such as 2027-06-11,police-drones,acme,0"
    if not (match := _AFTER.fullmatch(text)):
        raise BadParameterError("after", text, allowed)
    try:
        return EndingKey(date.fromisoformat(match[1]), match[2], match[3], int(match[4]))
    except ValueError:
        raise NothingThereError("after", text, allowed) from None


def written(key: EndingKey) -> str:
    """The same as an address has it."""
    return f"{key.first_day.isoformat()},{key.topic},{key.company},{key.number}"


def _first(arguments: Mapping[str, str]) -> str:
    text = arguments.get("first", "").strip()
    if text and not is_id(text):
        raise BadParameterError("first", text, "the ID of the first company on the page")
    return text


def _topic(arguments: Mapping[str, str]) -> str:
    text = arguments.get("topic", "").strip()
    if text and not is_id(text):
        raise BadParameterError("topic", text, "a topic’s ID, or leave it empty for all")
    return text
