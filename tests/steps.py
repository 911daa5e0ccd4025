"""Counts what a parser does, in lines of Python that run, and makes texts on which parsers like to run for ever."""

import sys
from collections.abc import Callable, Iterator
from random import Random
from types import FrameType
from typing import Any

__all__ = ["hostile_texts", "steps"]

_PIECES = (
    "between ", " and ", " to ", "from ", " - ", "-", "on ", "in ", "about ", "perhaps ", "~", "?", "c. ", "ca ", "until ",
    "since ", "throughout ", "one of the days ", "some day from ", "of ", "the ", "early ", "late ", "winter 2019/20 ", "2020",
    "2020-06-11", "[2020..2021]", "[", "]", "..", "/", "%", "8 June 2020", "June ", "11", "1", "a", "A", " ", "  ", "\t", "\n",
    " (a week either way)", "ongoing", " onwards", "the end of ", "fall ", "today", "(uncertain)", "first half of ",
    '"', "“", "”", "«", "'s ", "’s", "x", "é", "e\u0301", "\u0301", "ß", "ﷺ", "ﬃ", "ヿ", "漢", "字", "ｱ", "İ", "\u200b", "_", ".", ",",
    "http://", "https://", "www.", "m.", "amp.", "web.archive.org/web/2020/", "archive.ph/o/", "//", "?a=1", "&b=2", "&", "=",
    "utm_source=x", "/amp", ".amp", "/index.html", "%2F", "%", "#", "@", ":", "xn--", "google.com/amp/s/",
    "- ", "? ", ": ", "{", "}", "{}", "{state}", "{state:d}", "{a.b}", "{{", "}}", "!", "!!str ", "&a ", "*a ", "|", ">", "`",
    "kind: pledge\n", "id: a/b\n", "- kind: wording\n", "  ", "0", "9", "T", "Z", "+", "\\", "\\u0041", "<", "\0", "\U0001f600",
)  # fmt: skip


def steps(run: Callable[..., Any], *given: Any) -> int:
    """How many lines of Python run while ``run`` answers; whatever it raises as its answer is one, too."""
    count = 0

    def line(_frame: FrameType, event: str, _detail: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        run(*given)
    except (ValueError, LookupError):
        pass
    finally:
        sys.settrace(before)
    return count


def hostile_texts(seed: int, number: int, shortest: int = 300, longest: int = 20_000) -> Iterator[str]:
    """Texts of one repeated piece, of a few pieces in turn, of a beginning, a long middle and an end, or of anything."""
    random = Random(seed)
    for _ in range(number):
        length = shortest if random.random() < 0.2 else int(shortest * (longest / shortest) ** random.random())
        head, tail = (random.choice(_PIECES) * random.randrange(3) for _ in range(2))
        some = [random.choice(_PIECES) for _ in range(random.choice((1, 1, 2, 2, 3, 4, 8, 40)))]
        turn = "".join(some)
        middle = turn * (length // len(turn) + 1)
        if random.random() < 0.3:
            middle = "".join(random.choice(some) for _ in range(length // min(map(len, some)) + 1))
        yield head + middle[: max(length - len(head) - len(tail), 0)] + tail
