"""Whether the words of a quote stand in a text: the same words, with what may differ said by name.

*Found* means the same words. What is merely similar is shown as a difference, word by word, and never called found.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from tracker.core.captures.quote_text import BROKEN, Letters, QuotableText, WordSpan, parts_no_words, same_gap

__all__ = ["Answer", "Difference", "QuoteAnswer", "Selector", "Surroundings", "look_for", "selector", "surroundings"]

MOST_PLACES = 100
_MOST_TRIED = 10_000
_MOST_OMITTED = 2_000
"""How many signs of a text the omission marks of one quote may pass over, in all."""
_AROUND = 32
"""Signs of prefix and suffix (W3C TextQuoteSelector)."""
_ALIKE = 0.6
"""The part of a quote's words that similar words share with it, in order."""
_OMISSION = re.compile(r"([\[(]\s*(?:\u2026|\.(?:\s?\.){2,})\s*[\])])|\u2026|\.(?:\s?\.){2,}")
_OWN_OMISSION = re.compile(r"\u2026|\.(?:\s?\.){2,}")
_INSIDE_WORDS = frozenset("-\u2010\u2011'\u2019/_@&+")
"""Signs that, without a blank beside them, make one word of what is around them: non-binding, can’t, and/or."""
_BEFORE_NUMBERS = frozenset("$\u20ac\u00a3\u00a5\u20b9+-\u00b1~<>\u2264\u2265\u2248")
_BEHIND_NUMBERS = frozenset("%\u2030\u00b0$\u20ac\u00a3\u00a5\u20b9+")


class Answer(StrEnum):
    """What is known of a quote in one text."""

    SAME = "same"
    CAPITALS = "same but for capitals"
    OMISSIONS = "same with the omissions marked"
    DIFFERS = "differs"
    NOT_THERE = "not there"
    NO_TEXT = "no text to search"

    @property
    def is_found(self) -> bool:
        """Whether the words are there."""
        return self in (Answer.SAME, Answer.CAPITALS, Answer.OMISSIONS)


class Difference(NamedTuple):
    """A stretch of words: ``of`` both, or only of the quote or of the copy."""

    of: str
    text: str


class Selector(NamedTuple):
    """A W3C TextQuoteSelector: the words as the text has them, and some signs before and behind."""

    exact: str
    prefix: str
    suffix: str


class Surroundings(NamedTuple):
    """The words with what is around them, in one line."""

    before: str
    exact: str
    after: str


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """The answer, where the words stand (the likeliest place first named by ``place``), and what differs."""

    answer: Answer
    places: tuple[WordSpan, ...] = ()
    place: WordSpan | None = None
    differences: tuple[Difference, ...] = ()


def look_for(quote: str, text: QuotableText, prefix: str = "", suffix: str = "") -> QuoteAnswer:
    """Look for a quote; of several places prefix and suffix choose."""
    if not text.plain.folded:
        return QuoteAnswer(Answer.NO_TEXT)
    words = Letters.of(unicodedata.normalize("NFC", quote))
    readings = [text.plain] if text.flowing is None else [text.plain, text.flowing]
    for letters in readings if words.folded else ():
        if answer := _whole(words, letters, text, prefix, suffix):
            return answer
    for letters in readings:
        if places := _with_omissions(quote, letters, text):
            return QuoteAnswer(Answer.OMISSIONS, places, _nearest(places, letters, prefix, suffix))
    for letters in reversed(readings):
        if similar := _similar(quote, words, letters, text):
            return similar
    # Letters that a machine misread are no sign that words are missing.
    return QuoteAnswer(Answer.NO_TEXT if text.machine_read else Answer.NOT_THERE)


def selector(text: QuotableText, place: WordSpan) -> Selector:
    """The words at a place, as data that finds them again."""
    return Selector(
        text.text[place.start : place.end],
        text.text[max(0, place.start - _AROUND) : place.start],
        text.text[place.end : place.end + _AROUND],
    )


def surroundings(text: QuotableText, place: WordSpan, most: int = 300) -> Surroundings:
    """The words and what is around them as one line of at most so many signs, cut at blanks; long words are cut."""
    exact = " ".join(text.text[place.start : place.end].split())
    if len(exact) > most:
        return Surroundings("", exact[: most - 2] + " \u2026", "")
    room = max(0, (most - len(exact)) // 2 - 2)
    before = " ".join(text.text[max(0, place.start - room) : place.start].split())
    after = " ".join(text.text[place.end : place.end + room].split())
    if place.start > room:
        before = "\u2026 " + before.partition(" ")[2] if " " in before else ""
    if place.end + room < len(text.text):
        after = after.rpartition(" ")[0] + " \u2026" if " " in after else ""
    return Surroundings(
        before + (" " if before and text.text[place.start - 1].isspace() else ""),
        exact,
        (" " if after and text.text[place.end].isspace() else "") + after,
    )


def _whole(words: Letters, letters: Letters, text: QuotableText, prefix: str, suffix: str) -> QuoteAnswer | None:
    starts = list(_starts(words, letters, text.text))
    if not starts:
        return None
    exact = [at for at in starts if _same_case(words, letters, at)]
    size = len(words.folded)
    places = tuple(_place(text, letters, at, at + size) for at in exact or starts)
    answer = Answer.SAME if exact else Answer.CAPITALS
    return QuoteAnswer(answer, places, _nearest(places, letters, prefix, suffix))


def _place(text: QuotableText, letters: Letters, first: int, end: int) -> WordSpan:
    return text.place(letters.starts[first], letters.ends[end - 1])


def _starts(words: Letters, letters: Letters, text: str) -> Iterator[int]:
    """At which letters of a text these words begin as whole words, marks and blanks between them the same."""
    size, given = len(words.folded), 0
    at = letters.folded.find(words.folded)
    for _ in range(_MOST_TRIED):
        if at < 0 or given == MOST_PLACES:
            return
        if (
            all(map(same_gap, words.gaps[1:size], letters.gaps[at + 1 : at + size]))
            and _is_edge(text, letters, at)
            and _is_edge(text, letters, at + size)
            and _same_number_signs(words, letters, at)
        ):
            given += 1
            yield at
        at = letters.folded.find(words.folded, at + 1)


def _is_edge(text: str, letters: Letters, at: int) -> bool:
    """Whether a word ends before this letter, and another begins with it."""
    if at in (0, len(letters.folded)):
        return True
    between = text[letters.ends[at - 1] : letters.starts[at]]
    if letters.gaps[at] in ("", BROKEN):
        if unicodedata.category(letters.folded[at])[0] == "M" or letters.gaps[at] == BROKEN:
            return False
        return parts_no_words(letters.folded[at]) or parts_no_words(letters.folded[at - 1])
    seen = [sign for sign in between if unicodedata.category(sign) != "Cf"]
    if len(seen) != 1:
        return True
    before, after = letters.cased[at - 1], letters.cased[at]
    if seen[0] in ".,:":
        return not (before.isdigit() and after.isdigit()) and (seen[0] != "." or (before.islower() and after.isupper()))
    return seen[0] not in _INSIDE_WORDS


def _same_number_signs(words: Letters, letters: Letters, at: int) -> bool:
    """Whether a number at the beginning or end has the same sign, currency or percent in both."""
    last = at + len(words.folded)
    return _sign_before(words, 0) == _sign_before(letters, at) and _sign_behind(
        words, len(words.folded)
    ) == _sign_behind(letters, last)


def _sign_before(letters: Letters, at: int) -> str:
    gap = letters.gaps[at]
    return gap[-1] if gap and gap[-1] in _BEFORE_NUMBERS and letters.folded[at].isdigit() else ""


def _sign_behind(letters: Letters, at: int) -> str:
    gap = letters.gaps[at]
    return gap[0] if gap and gap[0] in _BEHIND_NUMBERS and letters.folded[at - 1].isdigit() else ""


def _same_case(words: Letters, letters: Letters, at: int) -> bool:
    here = letters.cased[at : at + len(words.cased)]
    return here == words.cased or all(
        mine == other or i in words.edited or at + i in letters.edited
        for i, (mine, other) in enumerate(zip(words.cased, here, strict=True))
    )


def _nearest(places: Sequence[WordSpan], letters: Letters, prefix: str, suffix: str) -> WordSpan:
    """The place whose surroundings are most like these; of equals the first."""
    before, behind = Letters.of(prefix).folded[::-1], Letters.of(suffix).folded
    if len(places) == 1 or not (before or behind):
        return places[0]
    firsts = {start: i for i, start in enumerate(letters.starts)}
    lasts = {end: i + 1 for i, end in enumerate(letters.ends)}

    def likeness(place: WordSpan) -> int:
        first, last = firsts[place.start], lasts[place.end]
        here = letters.folded[max(0, first - len(before)) : first][::-1]
        return _common(before, here) + _common(behind, letters.folded[last : last + len(behind)])

    return max(places, key=likeness)


def _common(mine: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))


def _with_omissions(quote: str, letters: Letters, text: QuotableText) -> tuple[WordSpan, ...]:
    """Where all parts between the omission marks of a quote stand in order, not far from each other."""
    parts, bare = _parts(quote)
    if len(parts) < 2:
        return ()
    starts = [list(_starts(part, letters, text.text)) for part in parts]
    places = []
    for first in starts[0]:
        end, omitted = first + len(parts[0].folded), 0
        for part, own in zip(parts[1:], starts[1:], strict=True):
            at = next((at for at in own if at >= end), None)
            if at is None:
                break
            stretch = text.text[letters.ends[end - 1] : letters.starts[at]]
            omitted += len(stretch)
            # Where the document has such a mark itself, the words around it must be the same.
            if omitted > _MOST_OMITTED or (bare and _OWN_OMISSION.search(stretch)):
                break
            end = at + len(part.folded)
        else:
            places.append(_place(text, letters, first, end))
    return tuple(places)


def _parts(quote: str) -> tuple[list[Letters], bool]:
    """What is between the omission marks, and whether one of these is without brackets."""
    composed = unicodedata.normalize("NFC", quote)
    pieces, at, bare = [], 0, False
    for mark in _OMISSION.finditer(composed):
        pieces.append(composed[at : mark.start()])
        at, bare = mark.end(), bare or mark[1] is None
    parts = [Letters.of(piece) for piece in (*pieces, composed[at:])]
    return [part for part in parts if part.folded], bare


def _similar(quote: str, words: Letters, letters: Letters, text: QuotableText) -> QuoteAnswer | None:
    """The stretch of a text that shares most words with a quote, and what differs."""
    mine = [words.folded[first:end] for first, end in words.words()]
    spans = list(letters.words())
    theirs = [letters.folded[first:end] for first, end in spans]
    window = _window(mine, theirs) if len(mine) > 2 else None
    if window is None:
        return None
    blocks = SequenceMatcher(None, mine, theirs[window.start : window.stop], autojunk=False).get_matching_blocks()[:-1]
    if sum(block.size for block in blocks) < _ALIKE * len(mine):
        return None
    # Words that were replaced at an end are shown, too.
    first = max(0, window.start + blocks[0].b - blocks[0].a)
    last = blocks[-1]
    end = min(len(spans), window.start + last.b + len(mine) - last.a)
    place = _whole_words(text, _place(text, letters, spans[first][0], spans[end - 1][1]))
    return QuoteAnswer(Answer.DIFFERS, (place,), place, tuple(_differences(quote, text.text[place.start : place.end])))


def _whole_words(text: QuotableText, place: WordSpan) -> WordSpan:
    """The place with what is joined to its first and last word, which may be all that differs: "non-"."""
    start, end = place.start, place.end
    joined = _INSIDE_WORDS | _BEFORE_NUMBERS | _BEHIND_NUMBERS
    while start and (text.text[start - 1] in joined or text.text[start - 1].isalnum()):
        start -= 1
    while end < len(text.text) and (text.text[end] in joined or text.text[end].isalnum()):
        end += 1
    return text.place(start, end)


def _window(mine: Sequence[str], theirs: Sequence[str]) -> range | None:
    """The words of a text among which most words of a quote stand about where they should."""
    size = len(mine)
    width = max(4, size // 3)
    where = {word: i for i, word in reversed(list(enumerate(mine)))}
    votes: Counter[int] = Counter()
    for at, word in enumerate(theirs):
        i = where.get(word)
        if i is not None:
            # Twice, in shifted boxes: neighbours are together in one of them.
            votes[2 * ((at - i) // width)] += 1
            votes[2 * ((at - i + width // 2) // width) + 1] += 1
    if not votes:
        return None
    box = max(votes, key=lambda box: (votes[box], -box))
    begin = (box // 2) * width - (width // 2 if box % 2 else 0)
    return range(max(0, begin - width), min(len(theirs), begin + size + 2 * width))


def _differences(quote: str, other: str) -> Iterator[Difference]:
    mine, theirs = quote.split(), other.split()
    matcher = SequenceMatcher(None, [_word_key(it) for it in mine], [_word_key(it) for it in theirs], autojunk=False)
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        if kind == "equal":
            yield Difference("both", " ".join(mine[a:a_end]))
            continue
        if a_end > a:
            yield Difference("quote", " ".join(mine[a:a_end]))
        if b_end > b:
            yield Difference("copy", " ".join(theirs[b:b_end]))


def _word_key(word: str) -> str:
    letters = Letters.of(unicodedata.normalize("NFC", word))
    return letters.folded + "\x01".join(letters.gaps)
