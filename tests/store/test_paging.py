"""Cursors: what no page of the list gave out is refused, whatever it is."""

import json
from base64 import urlsafe_b64encode
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.store.lists.companies import SORTS, CompanyFilter, companies
from tracker.store.lists.paging import BadCursorError, Order, Window

TODAY = date(2026, 11, 22)
TOPIC = "police-drones"


@pytest.fixture
def session(database):
    """A reader of an empty database."""
    with database.reading() as session:
        yield session


def forged(*values):
    return urlsafe_b64encode(json.dumps(list(values), separators=(",", ":")).encode()).decode().rstrip("=")


CURSORS = [
    "x",
    "é",
    "%%%%",
    "W10",
    "a" * 100_000,
    forged(),
    forged("name"),
    forged("name", 1),
    forged("name", "a\0b"),
    forged("name", "\ud800"),
    forged("name", None),
    forged("name", ["a"]),
    forged("name", "a", "b"),
    forged("strength", 1, "a"),
    forged({"name": "a"}),
    forged("name", "a") + "=",
    forged("name", "a") + "A",
]


@pytest.mark.parametrize("cursor", CURSORS, ids=lambda text: text[:12])
def test_a_cursor_of_another_list_is_refused(session, cursor):
    for window in (Window(after=cursor), Window(before=cursor)):
        with pytest.raises(BadCursorError, match="page"):
            companies(session, CompanyFilter(TOPIC), "name", window, TODAY)


@pytest.mark.parametrize("values", [(-1, "a"), (2**31, "a"), (1.5, "a"), (True, "a"), ("1", "a")], ids=str)
def test_a_number_in_a_cursor_is_a_number(session, values):
    with pytest.raises(BadCursorError):
        companies(session, CompanyFilter(TOPIC), "strength", Window(after=forged("strength", *values)), TODAY)


@given(st.text(max_size=40))
def test_any_text_is_a_cursor_or_refused(text):
    order = Order("name", SORTS["name"].columns)
    try:
        place = order.place(text)
    except BadCursorError:
        return
    assert isinstance(place[0], str)


def test_a_page_has_a_size():
    for size in (0, -1, 1001):
        with pytest.raises(ValueError, match="1 to 100"):
            Window(size=size)
    with pytest.raises(BadCursorError):
        Window(after="a", before="b")
