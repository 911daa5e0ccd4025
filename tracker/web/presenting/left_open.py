"""HTML that is kept for several days: what each day says differently is left open in it, and filled in for each answer.

These are the clocks in the links to records, and how far off a last day is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from flask import g
from markupsafe import Markup, escape

__all__ = ["CLOCKS", "day_left_open", "filled", "is_left_open", "left_open"]

CLOCKS = "\0"
"""Where the query belongs. No record has this character, nor the next one."""
_DAY = re.compile("\1([0-9]+)\1")
_FLAG = "left_open"


@contextmanager
def left_open() -> Iterator[None]:
    """What is rendered inside may be kept for other days, and is given to readers by ``filled``."""
    setattr(g, _FLAG, True)
    try:
        yield
    finally:
        g.pop(_FLAG)


def is_left_open() -> bool:
    """Whether the present answer renders what is to be kept."""
    return _FLAG in g


def day_left_open(day: date) -> str:
    """The place where it is said how far off a day is."""
    return f"\1{day.toordinal()}\1"


def filled(html: str, query: str, how_far: Callable[[date], str]) -> Markup:
    """HTML for one day: with the query that links have, empty or from its “?” on, and with how far off days are."""
    text = html.replace(CLOCKS, escape(query))
    return Markup(_DAY.sub(lambda place: how_far(date.fromordinal(int(place[1]))), text))  # noqa: S704 - of a template
