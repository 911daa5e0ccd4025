"""Whether what was fetched is the page that was meant: reasons to doubt it, which a person can settle."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

__all__ = ["FEWEST_SIGNS", "FetchedPage", "failure_of_status", "page_doubts"]

FEWEST_SIGNS = 200
"""A page with less text than that is hardly the document."""
_MOST_OF_A_WALL = 3_000
"""Longer texts may speak of such walls; they are none."""
_CLOCKS = timedelta(minutes=5)
_WALL = re.compile(
    r"verify (that )?you are (a )?human|are you a robot|i.?m not a robot|checking your browser|unusual traffic|"
    r"enable (javascript|cookies)( and cookies)? to continue|please enable (javascript|cookies)|just a moment\.\.\.|"
    r"attention required!? \| cloudflare|access (to this page has been )?denied|complete the captcha|"
    r"(sign|log) ?in to (continue|view|read)|please (sign|log) ?in|you must be logged in|subscribe to (continue|read)|"
    r"bitte melden sie sich an|best(ä|ae)tigen sie, dass sie ein mensch|connectez-vous pour",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b404\b|page (was |could )?not (be )?found|page (that )?you.{0,40}(not exist|looking for)|no longer available|"
    r"page doesn.t exist|seite (wurde )?nicht gefunden|page introuvable|p(á|a)gina no encontrada|pagina niet gevonden",
    re.IGNORECASE,
)
_HOMES = re.compile(r"/(index\.[a-z]+|home|[a-z]{2}(-[a-z]{2})?)?/?", re.IGNORECASE)


class FetchedPage(NamedTuple):
    """What came of a page: addresses asked for and reached, its visible text, heading or title, and the two clocks."""

    requested: str
    final: str
    text: str
    title: str
    at: datetime
    server_date: datetime | None
    is_text: bool = True


def page_doubts(page: FetchedPage) -> tuple[str, ...]:
    """Reasons (of ``captures.DOUBTS``) to ask a person whether this is the page. Empty: it seems to be."""
    return tuple(_doubts(page))


def _doubts(page: FetchedPage) -> Iterator[str]:
    text = page.text.strip()
    if page.is_text:
        if len(text) < FEWEST_SIGNS:
            yield "little text"
        if len(text) < _MOST_OF_A_WALL and _WALL.search(f"{page.title}\n{text}"):
            yield "challenge or sign-in page"
        if len(text) < _MOST_OF_A_WALL and _MISSING.search(f"{page.title}\n{text[:FEWEST_SIGNS]}"):
            yield "soft 404"
    requested, reached = urlsplit(page.requested), urlsplit(page.final)
    at_home = _HOMES.fullmatch(reached.path or "/") and not reached.query
    if at_home and (requested.query or not _HOMES.fullmatch(requested.path or "/")):
        yield "redirect to the home page"
    if page.server_date is not None and abs(page.at - page.server_date) > _CLOCKS:
        yield "clocks apart"


def failure_of_status(status: int) -> str | None:
    """Why an answer with a status is no copy, one of the reasons of captures; None for 200."""
    if status == 200:
        return None
    if status in (404, 410):
        return "not there"
    if status == 451:
        return "withheld there"
    if status >= 500:
        return "server error"
    return "blocked" if status >= 400 else "cannot be opened"
