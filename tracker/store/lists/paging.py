"""Keyset pagination: each page starts after (or ends before) a row, so that page 1,000 is as fast as page 1."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Date, Integer, bindparam, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.selectable import Select

from tracker.store.ledger import AnyRow

__all__ = ["LARGEST_PAGE", "LARGEST_WINDOW", "AnySelect", "BadCursorError", "Order", "Page", "Window", "page_of"]

AnySelect = Select[*tuple[Any, ...]]
"""A statement that selects several columns."""
LARGEST_PAGE = 100
"""Rows of a page that anybody may ask for."""
LARGEST_WINDOW = 1000
"""Rows that are read at once for a whole list."""
_LONGEST = 6000
_GREATEST = 2**31
_PLACE, _MOST = "place_", "most_rows"
"""Names of parameters: the values of a place in an order, and how many rows are read."""
T = TypeVar("T")


class BadCursorError(ValueError):
    """A cursor that no page of this list gave out; the message says what to do."""

    def __init__(self) -> None:
        super().__init__("is not a valid page marker; use a “next” or “previous” link")


@dataclass(frozen=True, slots=True)
class Window:
    """Which page is asked for: the rows after a cursor, those before one, or the first ones."""

    after: str | None = None
    before: str | None = None
    size: int = 25

    def __post_init__(self) -> None:
        if not 1 <= self.size <= LARGEST_WINDOW:
            raise ValueError(f"a page has 1 to {LARGEST_WINDOW} rows")
        if self.after and self.before:
            raise BadCursorError


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in the order of the list; the cursors that ask for the next and the previous page, None where there is none.

    A cursor is opaque, and stays good whatever is published: it names a place in the order, not a row.
    """

    rows: list[T]
    after: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: its name, which its cursors carry, and columns that together are unique."""

    name: str
    columns: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]
    descending: bool = False

    def cursor(self, row: object) -> str:
        """The place of a row in this order."""
        values = [getattr(row, str(column.key)) for column in self.columns]
        return _encoded([self.name, *(v.isoformat() if isinstance(v, date) else v for v in values)])

    def place(self, cursor: str) -> list[Any]:
        """The values of the columns at a place; raises BadCursor."""
        name, *values = _decoded(cursor)
        if name != self.name or len(values) != len(self.columns):
            raise BadCursorError
        return [_value(column, value) for column, value in zip(self.columns, values, strict=True)]


def page_of(
    session: Session,
    statement: AnySelect,
    order: Order,
    window: Window,
    line: Callable[[AnyRow], T],
    values: Mapping[str, Any] | None = None,
) -> Page[T]:
    """One page of a statement, which selects all columns of the order; raises BadCursor.

    At most two queries: a page that would end before its list begins is the first page. ``values`` are those of the
    parameters of a statement that is built once: then its pages are too, as building them takes longer than asking.
    """
    rows, more = _rows(session, statement, order, window, values)
    if window.before and not more:
        window = Window(size=window.size)
        rows, more = _rows(session, statement, order, window, values)
    following = bool(window.before) or more
    preceding = more if window.before else bool(window.after)
    return Page(
        [line(row) for row in rows],
        order.cursor(rows[-1]) if rows and following else None,
        order.cursor(rows[0]) if rows and preceding else None,
    )


def _rows(
    session: Session, statement: AnySelect, order: Order, window: Window, values: Mapping[str, Any] | None
) -> tuple[Sequence[AnyRow], bool]:
    """The rows of a page in the order of the list, and whether there are more in the direction asked."""
    backwards = window.before is not None
    cursor = window.before or window.after
    place = {f"{_PLACE}{i}": value for i, value in enumerate(order.place(cursor))} if cursor else {}
    paged = _paged if values is None else _paged_once
    bound = {**(values or {}), **place, _MOST: window.size + 1}
    rows = session.execute(paged(statement, order, backwards, bool(cursor)), bound).all()
    more, rows = len(rows) > window.size, rows[: window.size]
    return (rows[::-1] if backwards else rows), more


def _paged(statement: AnySelect, order: Order, backwards: bool, placed: bool) -> AnySelect:
    """A statement for some rows in an order or against it, from its end or from a place on."""
    falling = backwards is not order.descending
    if placed:
        values = [bindparam(f"{_PLACE}{i}", type_=c.type) for i, c in enumerate(order.columns)]
        here, place = (tuple_(*order.columns), tuple_(*values)) if values[1:] else (order.columns[0], values[0])
        statement = statement.where(here < place if falling else here > place)
    ordered = statement.order_by(*(c.desc() if falling else c.asc() for c in order.columns))
    return ordered.limit(bindparam(_MOST, type_=Integer))


_paged_once = lru_cache(maxsize=400)(_paged)


def _encoded(values: list[Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(cursor: str) -> list[Any]:
    """What was encoded, in exactly the form in which it was."""
    if len(cursor) > _LONGEST or not cursor.isascii():
        raise BadCursorError
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(values, list) and values and _encoded(values) == cursor:
            return values
    except (binascii.Error, ValueError, RecursionError):
        pass
    raise BadCursorError


def _value(column: ColumnElement[Any] | InstrumentedAttribute[Any], value: Any) -> Any:
    if isinstance(column.type, Date) and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise BadCursorError from None
    if isinstance(column.type, Integer):
        if type(value) is int and 0 <= value < _GREATEST:
            return value
    elif isinstance(value, str) and "\0" not in value:
        return value
    raise BadCursorError
