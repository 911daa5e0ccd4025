"""The heads of columns: named once each, and found in a sheet that has titles and notes above its table."""

from collections.abc import Iterable, Sequence
from typing import Literal

from tracker.records.spreadsheet.cells import is_blank, one_line

__all__ = ["bare_heads", "column_letter", "goes_with", "heads_again", "likely_header_row", "made_heads"]

_LONGEST = 200
_MOST_SEARCHED = 20
_FEWEST_HEADS = 2


def column_letter(number: int) -> str:
    """The letters of a column, counted from 0: A, B … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def made_heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """The heads of columns from one or more rows, each another.

    A head over several columns goes on to the right in all rows but the last. A column without a head is called by its
    letter, and of two with one head the second ends with “ (2)”.
    """
    width = max((len(row) for row in rows), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for i, row in enumerate(rows):
        carried = ""
        for j in range(width):
            text = one_line(row[j]) if j < len(row) else ""
            carried = text or (carried if i < len(rows) - 1 else "")
            if carried and carried not in parts[j]:
                parts[j].append(carried)
    seen: dict[str, int] = {}
    heads = []
    for j, words in enumerate(parts):
        head = " – ".join(words)[:_LONGEST] or f"Column {column_letter(j)}"
        seen[head] = seen.get(head, 0) + 1
        while seen[head] > 1 and f"{head} ({seen[head]})" in seen:
            seen[head] += 1
        name = f"{head} ({seen[head]})" if seen[head] > 1 else head
        seen.setdefault(name, 1)
        heads.append(name)
    return heads


def likely_header_row(rows: Iterable[Sequence[str]]) -> int:
    """The number of the row that looks most like heads, counted from 1.

    It is the first with nearly as many cells in use as any of the first rows, all of them short text.
    """
    first = [list(row) for _, row in zip(range(_MOST_SEARCHED), rows, strict=False)]
    used = [[cell for cell in row if not is_blank(one_line(cell))] for row in first]
    most = max((len(cells) for cells in used), default=0)
    for number, cells in enumerate(used, 1):
        texts = [cell for cell in cells if len(cell) <= _LONGEST and not _is_number(cell)]
        if cells and 10 * len(cells) >= 6 * most and len(texts) == len(cells) and len(set(cells)) * 2 > len(cells):
            return number
    return 1


def goes_with(above: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether the row above heads is a part of them: it has several texts, and one over a column without a head, or
    tells heads apart that are written alike."""
    used = [place for place, cell in enumerate(above) if one_line(cell)]
    empty = [place for place in used if place >= len(heads) or not one_line(heads[place])]
    named = [one_line(head) for head in heads if one_line(head)]
    return (
        len(used) > 1
        and (bool(empty) or len(set(named)) < len(named))
        and all(len(above[place]) <= _LONGEST for place in used)
    )


def bare_heads(heads: Sequence[str]) -> list[str]:
    """The last parts of heads, as ``heads_again`` compares them."""
    return [one_line(head.rpartition(" – ")[2]).casefold() for head in heads]


def heads_again(bare: Sequence[str], cells: Sequence[str]) -> Literal["", "same", "other"]:
    """Whether a row repeats the heads, as where pages were joined, or begins another table with some of them."""
    used = {place: text for place, cell in enumerate(cells) if (text := cell.strip().casefold())}
    repeated = sum(text in bare for text in used.values())
    if repeated < _FEWEST_HEADS:
        return ""
    if all(place < len(bare) and bare[place] == text for place, text in used.items()):
        return "same"
    return "other" if 2 * repeated >= len(used) else ""


def _is_number(text: str) -> bool:
    bare = text.strip().removesuffix("%").replace(",", "").replace(".", "")
    return bare.isdecimal() and len(bare) != 4
