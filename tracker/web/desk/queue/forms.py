"""Query parameters and posted forms of the queue."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from tracker.core.date_parser import parse_date_text
from tracker.core.dates import DateError, UncertainDate
from tracker.records.ids import is_id
from tracker.records.kinds import KINDS
from tracker.services.desk.items import KEEP, Item, Task, parse_item
from tracker.store.desk.queue import QUEUES, SORTS, QueueCursor, QueueFilter
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.row_numbers import NEXT_PAGE

__all__ = [
    "DUES",
    "FILTERS",
    "joined",
    "mark_of",
    "parse_after",
    "parse_filter",
    "parse_items",
    "parse_task",
    "query_of",
]

DUES = {"overdue": "Overdue", "week": "In 7 days", "none": "No due date"}
FILTERS = ("queue", "topic", "kind", "who", "due", "q", "sort")
_LONGEST = 200
_LONGEST_MARK = 400
_MOST_ITEMS = 500
_NO_DAY = ("none", "-")


def parse_filter(arguments: Mapping[str, str]) -> QueueFilter:
    """Read the parameters; raises BadParameterError."""
    who = arguments.get("who", "")
    if who not in ("", "me", "nobody") and not (who.isascii() and who.isdecimal() and len(who) < 10):
        raise BadParameterError("who", who[:80], "me, nobody, or the number of an account")
    topic = arguments.get("topic", "")
    if topic and not is_id(topic):
        raise BadParameterError("topic", topic[:80], "the ID of a topic")
    words = " ".join(arguments.get("q", "").split())
    if len(words) > _LONGEST or not words.isprintable():
        raise BadParameterError("q", words[:80], f"plain text, up to {_LONGEST} characters")
    return QueueFilter(
        _one_of(arguments, "queue", QUEUES) or "all",
        topic,
        _one_of(arguments, "kind", (*KINDS, "report", "import", "reply", "end", "address")),
        who,
        _one_of(arguments, "due", tuple(DUES)),
        words,
        _one_of(arguments, "sort", SORTS) or "due",
    )


def _one_of(arguments: Mapping[str, str], name: str, allowed: Iterable[str]) -> str:
    text = arguments.get(name, "")
    if text and text not in allowed:
        raise BadParameterError(name, text[:80], f"one of {', '.join(allowed)}")
    return text


def query_of(desired: QueueFilter, **changed: str) -> str:
    """The filter as the query of an address, with what is other; empty for everything."""
    usual = {"queue": "all", "sort": "due"}
    named = {**dict(zip(FILTERS, desired, strict=True)), **changed}
    kept = {name: value for name, value in named.items() if value and usual.get(name) != value}
    return f"?{urlencode(kept)}" if kept else ""


def mark_of(place: str, id: str) -> str:
    """Where the next page begins."""
    return f"{place}~{id}"


def parse_after(arguments: Mapping[str, str]) -> QueueCursor | None:
    """The place of a page; raises BadParameterError."""
    text = arguments.get("after", "")
    if not text:
        return None
    place, _, id = text.partition("~")
    if not id or len(text) > _LONGEST_MARK or not text.isprintable():
        raise BadParameterError("after", text[:80], NEXT_PAGE)
    return QueueCursor(place, id)


def parse_items(form: MultiDict[str, str]) -> list[Item]:
    """What was selected: one field for each item in forms, one field with commas in addresses (``joined``)."""
    names = [name for text in form.getlist("item") for name in text.split(",")]
    items = (parse_item(name) for name in names[:_MOST_ITEMS])
    return list(dict.fromkeys(item for item in items if item))


def joined(items: Iterable[Item]) -> str:
    """Items in one parameter: proxies refuse lines of more than 8 KB, and a page of the queue has 200 items."""
    return urlencode({"item": ",".join(f"{item.kind}:{item.id}" for item in items)}, safe=":,")


def parse_task(form: Mapping[str, str], today: date) -> Task:
    """Whom to assign and ask, and until when; raises DateError where a day was typed that is none."""
    typed = form.get("due_on", "").strip()
    return Task(_person(form.get("assignee", "")), _person(form.get("reviewer", "")), _day(typed, today))


def _person(text: str) -> int | str | None:
    if text == "nobody":
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else KEEP


def _day(typed: str, today: date) -> date | str | None:
    if not typed:
        return KEEP
    if typed.casefold() in _NO_DAY:
        return None
    read = UncertainDate.parse(parse_date_text(typed, today))
    if read.earliest != read.latest:
        raise DateError(f"“{typed}” is not one day; write it as in 4 December 2026")
    return read.earliest
