"""Reasons to ask a person whether what came is the page."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.core.captures.captures import DOUBTS, REASONS
from tracker.core.captures.page_doubts import FetchedPage, failure_of_status, page_doubts

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "We will not sell drones that carry weapons to any police force. " * 5
PAGE = FetchedPage("https://acme.example/pledge", "https://acme.example/pledge", TEXT, "Our pledge", NOON, NOON)
CASES = [
    ({}, []),
    ({"server_date": None}, []),
    ({"text": "x" * 199}, ["little text"]),
    ({"text": "x" * 200}, []),
    ({"text": "", "is_text": False}, []),
    ({"text": f"Just a moment... {TEXT}"}, ["challenge or sign-in page"]),
    ({"text": f"{TEXT} Please sign in to continue"}, ["challenge or sign-in page"]),
    ({"text": TEXT * 10 + " The site said: please sign in to continue."}, []),
    ({"title": "Page not found"}, ["soft 404"]),
    ({"title": "404"}, ["soft 404"]),
    ({"text": f"{TEXT} 404 drones were sold."}, []),
    ({"final": "https://acme.example/"}, ["redirect to the home page"]),
    ({"final": "https://acme.example"}, ["redirect to the home page"]),
    ({"final": "https://other.example/en/"}, ["redirect to the home page"]),
    ({"final": "https://acme.example/?page=7"}, []),
    ({"final": "https://www.acme.example/pledge"}, []),
    ({"requested": "https://acme.example/", "final": "https://acme.example/en"}, []),
    ({"requested": "https://acme.example/?id=7", "final": "https://acme.example/"}, ["redirect to the home page"]),
    ({"server_date": NOON - timedelta(minutes=5)}, []),
    ({"server_date": NOON - timedelta(minutes=5, seconds=1)}, ["clocks apart"]),
    ({"server_date": NOON + timedelta(hours=1), "text": "x"}, ["little text", "clocks apart"]),
]


@pytest.mark.parametrize(("change", "doubts"), CASES)
def test_each_page_has_its_doubts(change, doubts):
    assert list(page_doubts(PAGE._replace(**change))) == doubts
    assert set(doubts) <= set(DOUBTS)


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None),
        (401, "blocked"),
        (403, "blocked"),
        (404, "not there"),
        (410, "not there"),
        (429, "blocked"),
        (451, "withheld there"),
        (500, "server error"),
        (503, "server error"),
        (204, "cannot be opened"),
        (304, "cannot be opened"),
    ],
)
def test_each_status_is_a_copy_or_has_a_reason(status, failure):
    assert failure_of_status(status) == failure
    assert failure is None or failure in REASONS
