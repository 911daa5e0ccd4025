"""A text as quotes are looked for in it: its letters and digits, and what is between each two of them.

Compared are texts after NFKC, with one form each of quotation marks, dashes and blanks, and without what nobody sees.
A word broken at the end of a line counts both as joined and as hyphenated.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

__all__ = ["BROKEN", "Letters", "QuotableText", "WordSpan", "parts_no_words", "same_gap"]

BROKEN = "\x00"
"""Between two letters: a word that the end of a line has broken, with or without a hyphen of its own."""
_QUOTE_MARKS = "'\"`\u00b4\u02bc\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2032\u2033\u2034\u275b\u275c\u275d\u275e\u301d\u301e\u301f\u300c\u300d\u300e\u300f"  # noqa: E501
_BULLETS = "\u2022\u25e6\u25aa\u25ab\u2023\u25cf\u25cb\u25a0\u25a1\u2219\u2043"
_SOFT_HYPHEN = "\u00ad"
_EDITED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_LINE_END = re.compile("[-\u00ad]+[ ]*\n[ \n]*")
_NOTE = re.compile(
    r"(?<=[\w.,;:!?)\]\u2019\u201d\u00bb\"])\[[0-9]{1,3}\](?!\w)"
    r"|(?:(?<=[^\W\d_]{4})|(?<=[.,;:!?)\]\u2019\u201d\u00bb\"]))[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,3}(?!\w)"
    r"|(?<=[^\W\d_])[*\u2020\u2021]{1,3}(?!\w)"
)
"""The number or mark of a footnote: in brackets, or raised behind a word. Behind a number or a unit it is a power."""
_RAN_ON = re.compile(r"([\"-])\1+|(\.)\.{3,}")
_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts that part no words: Thai, Lao, Burmese, Khmer, kana and Han."""
_EDGE_LINES = 3
_NUMBER = re.compile(r"[0-9]+")


class WordSpan(NamedTuple):
    """Where words stand in a text: first and last sign, and the page counted from 1 (0: a text without pages)."""

    start: int
    end: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters and digits of a text, one after the other.

    ``cased`` and ``folded`` have one sign for each, ``starts`` and ``ends`` its place in the text, ``gaps`` what is
    before each, and last of all what is behind the last one. ``edited`` are those in an editor's brackets ("[w]e").
    """

    folded: str
    cased: str
    gaps: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    edited: frozenset[int]

    @classmethod
    def of(cls, text: str) -> "Letters":
        """Read a text. Its letters may be in any form of Unicode; places are those of the text as given."""
        brackets = {
            at: match.start(1) for match in _EDITED_LETTER.finditer(text) for at in (match.start(), match.end() - 1)
        }
        inside = set(brackets.values())
        notes = {at for match in _NOTE.finditer(text) for at in range(match.start(), match.end())}
        folded: list[str] = []
        cased: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        gaps: list[str] = []
        edited: set[int] = set()
        between = ""
        for at, sign in enumerate(text):
            if at in brackets or at in notes:
                continue
            for mark, lower, upper in _read(sign):
                between += mark
                if not lower:
                    continue
                gaps.append(_gap(between, folded[-1] if folded else "", lower))
                between = ""
                if at in inside:
                    edited.add(len(folded))
                folded.append(lower)
                cased.append(upper)
                starts.append(at)
                ends.append(at + 1)
        gaps.append(_gap(between, folded[-1] if folded else "", ""))
        return cls("".join(folded), "".join(cased), tuple(gaps), tuple(starts), tuple(ends), frozenset(edited))

    def words(self) -> Iterator[tuple[int, int]]:
        """First letter and end of each word; of scripts without blanks, of each sign."""
        begin = 0
        for i in range(1, len(self.folded) + 1):
            joined = i < len(self.folded) and self.gaps[i] in ("", BROKEN)
            if not joined or _WITHOUT_BLANKS.match(self.folded[i]):
                yield begin, i
                begin = i


@dataclass(frozen=True, slots=True)
class QuotableText:
    """A text with its pages, if it has any.

    ``text`` is the composed form (NFC) of what was given: all places are places in it. ``plain`` are its letters;
    ``flowing`` the same without lines that repeat at the edges of pages, which else part what runs over two pages.
    """

    text: str
    page_starts: tuple[int, ...]
    plain: Letters
    flowing: Letters | None
    machine_read: bool = False

    @classmethod
    def of(cls, text: str, *, machine_read: bool = False) -> "QuotableText":
        """A text without pages. ``machine_read``: read from a picture, so that what is not found may yet be there."""
        composed = unicodedata.normalize("NFC", text)
        return cls(composed, (), Letters.of(composed), None, machine_read)

    @classmethod
    def of_pages(cls, pages: Sequence[str], *, machine_read: bool = False) -> "QuotableText":
        """The pages of a document, in order."""
        composed = [unicodedata.normalize("NFC", page.replace("\r\n", "\n").replace("\r", "\n")) for page in pages]
        starts, at = [], 0
        for page in composed:
            starts.append(at)
            at += len(page) + 1
        text, flowing = "\n".join(composed), "\n".join(_without_edges(composed))
        return cls(
            text, tuple(starts), Letters.of(text), None if flowing == text else Letters.of(flowing), machine_read
        )

    def place(self, start: int, end: int) -> WordSpan:
        """These signs, with the page on which they begin."""
        return WordSpan(start, end, bisect_right(self.page_starts, start))


def parts_no_words(sign: str) -> bool:
    """Whether a sign is of a script without blanks between words, so that any sign may begin one."""
    return _WITHOUT_BLANKS.match(sign) is not None


def same_gap(mine: str, other: str) -> bool:
    """Whether what is between two letters is the same in both texts."""
    if mine == other:
        return True
    either = ("", "-", BROKEN)
    return BROKEN in (mine, other) and mine in either and other in either


def _gap(between: str, before: str, after: str) -> str:
    if not between:
        return ""
    if _LINE_END.fullmatch(between) and before and after:
        return BROKEN
    marks = between.replace("\n", "").replace(" ", "").replace(_SOFT_HYPHEN, "")
    if marks:
        return _RAN_ON.sub(lambda run: run[1] or "...", marks)
    if not between.strip(_SOFT_HYPHEN):
        return ""
    return "" if _WITHOUT_BLANKS.match(before) or _WITHOUT_BLANKS.match(after) else " "


@lru_cache(maxsize=4096)
def _read(sign: str) -> tuple[tuple[str, str, str], ...]:
    """What a sign gives: marks before a letter, the letter in lower case, and as it is; several for a ligature."""
    if sign == "\n":
        return (("\n", "", ""),)
    if sign in "\x02\ufffe":
        # So PDFium writes a hyphen at the end of a line.
        return ((_SOFT_HYPHEN, "", ""),)
    if sign == _SOFT_HYPHEN or sign in "\u2028\u2029\x0b\x0c\x85\r":
        return ((_SOFT_HYPHEN if sign == _SOFT_HYPHEN else "\n", "", ""),)
    if sign in _QUOTE_MARKS:
        return (('"', "", ""),)
    if sign in _BULLETS:
        return ((" ", "", ""),)
    entries: list[tuple[str, str, str]] = []
    # A power or a circled number is no further digit of the number before it.
    mark = "^" if unicodedata.category(sign) == "No" else ""
    for part in unicodedata.normalize("NFKD", sign):
        kind = unicodedata.category(part)
        if kind[0] in "LMN" and not _unseen(part):
            lower = unicodedata.normalize("NFKD", part.casefold())
            upper = part if len(lower) == 1 else lower
            entries += [(mark if i == 0 else "", low, up) for i, (low, up) in enumerate(zip(lower, upper, strict=True))]
            mark = ""
        else:
            entries.append((_mark(part, kind), "", ""))
    return tuple(entries)


def _unseen(part: str) -> bool:
    return "\ufe00" <= part <= "\ufe0f" or "\U000e0100" <= part <= "\U000e01ef" or part == "\u034f"


def _mark(part: str, kind: str) -> str:
    if kind[0] == "Z" or part == "\t":
        return " "
    if kind[0] == "C" or _unseen(part):
        return ""
    if kind == "Pd" or part == "\u2212":
        return "-"
    if part in _QUOTE_MARKS:
        return '"'
    return {"\u2044": "/", "\u2215": "/"}.get(part, part)


def _without_edges(pages: Sequence[str]) -> list[str]:
    """The pages with blanks in place of lines that repeat at their upper or lower edge: titles and page numbers."""
    edges: dict[tuple[str, str], set[int]] = {}
    at_edge = [list(_edge_lines(page)) for page in pages]
    for number, lines in enumerate(at_edge):
        for edge, start, end in lines:
            for key in _line_keys(pages[number][start:end], number):
                edges.setdefault((edge, key), set()).add(number)
    blanked = []
    for number, page in enumerate(pages):
        left = page
        for edge, start, end in at_edge[number]:
            if any(len(edges[edge, key]) > 1 for key in _line_keys(page[start:end], number)):
                left = left[:start] + " " * (end - start) + left[end:]
        blanked.append(left)
    return blanked


def _edge_lines(page: str) -> Iterator[tuple[str, int, int]]:
    """The first and last lines that hold anything: which edge, start and end."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", page) if m[0].strip()]
    half = min(_EDGE_LINES, (len(spans) + 1) // 2)
    for edge, part in (("top", spans[:half]), ("bottom", spans[-half:] if half else [])):
        for start, end in part:
            yield edge, start, end


def _line_keys(line: str, number: int) -> Iterator[str]:
    """A line as it is, and once for each of its numbers as counted from that page: 4 on the third is the same as 5 on
    the fourth."""
    plain = " ".join(line.split()).casefold()
    yield plain
    for match in _NUMBER.finditer(plain[:300]):
        if len(match[0]) < 6:
            yield f"{plain[: match.start()]}\x00{int(match[0]) - number}\x00{plain[match.end() :]}"
