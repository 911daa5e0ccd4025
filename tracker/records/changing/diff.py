"""What two revisions of a record say differently, field by field, as rows that people can read.

Rows work on bodies: the plain data of ``kinds.body``, in which fields at their default are left out. Parts with an id
are matched by it, versions, acts and what else is counted by position, events and outcomes by what they hold in common;
lists of words are sets. No rows, if and only if the bodies are equal; the rows lead from the old body to the new one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from tracker.core.scales import range_in_words
from tracker.records.kinds import AnyRecord, body, canonical
from tracker.records.reading.problems import Path, field_name

Change = Literal["added", "removed", "changed"]
Segment = tuple[Literal["same", "removed", "added"], str]

BY_POSITION = frozenset({"versions", "acts"})
"""Lists whose items other records and pages know by their number."""
NOTHING = "empty"
"""How a part reads that has no fields, such as an act of which nothing is known."""
_WORD = re.compile(r"\s*(?:\w+|[^\w\s]+)|\s+")
_MOST_PAIRS = 300_000


@dataclass(frozen=True, slots=True)
class Row:
    """One difference. Paths count from 0; each is None on the side where the field does not stand.

    ``old`` and ``new`` are plain data, None where missing. ``order``: the same items in another order.
    """

    change: Change
    old_path: Path | None
    new_path: Path | None
    old: Any
    new: Any
    order: bool = False

    @property
    def field(self) -> str:
        """The field in words: ``versions 1 › scope › action``."""
        return field_name(self.new_path if self.new_path is not None else self.old_path or ())

    @property
    def removed(self) -> tuple[str, ...]:
        """Of a list of words: those that are gone, in their old order."""
        return tuple(word for word in self._words(self.old) if word not in self._words(self.new))

    @property
    def added(self) -> tuple[str, ...]:
        """Of a list of words: those that are new, in their new order."""
        return tuple(word for word in self._words(self.new) if word not in self._words(self.old))

    def _words(self, value: Any) -> list[str]:
        return value if is_words(value) else []

    @property
    def old_words(self) -> str:
        """The old value of a list of words on one line, ranges in words."""
        return _on_one_line(self.old)

    @property
    def new_words(self) -> str:
        """The new value likewise."""
        return _on_one_line(self.new)

    @property
    def segments(self) -> list[Segment]:
        """Of a text that changed: its words in order, marked as the same, removed or added; else empty."""
        if isinstance(self.old, str) and isinstance(self.new, str):
            return segments(self.old, self.new)
        return []

    @property
    def old_lines(self) -> list[tuple[str, str]]:
        """The old value as pairs of field and text, one pair with an empty field for a single value."""
        return lines(self.old)

    @property
    def new_lines(self) -> list[tuple[str, str]]:
        """The new value as pairs of field and text."""
        return lines(self.new)


def differences(old: AnyRecord | None, new: AnyRecord | None) -> list[Row]:
    """Rows from one revision of a record to another; None is a record that was not there."""
    return body_differences(body(old) if old else None, body(new) if new else None)


def body_differences(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Row]:
    """The same for bodies. A body that is not there differs in each of its fields."""
    return list(_fields(old or {}, new or {}, (), ()))


def is_words(value: Any) -> bool:
    """Whether a value is a list of words, whose order says little."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], was: Path, now: Path) -> Iterator[Row]:
    """Fields in the order of the new body, those that are gone after them."""
    for name in [*new, *(name for name in old if name not in new)]:
        before, after = (*was, name), (*now, name)
        if name not in old:
            yield Row("added", None, after, None, new[name])
        elif name not in new:
            yield Row("removed", before, None, old[name], None)
        else:
            yield from _values(old[name], new[name], before, after)


def _values(old: Any, new: Any, was: Path, now: Path) -> Iterator[Row]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _fields(old, new, was, now)
    elif are_parts(old) and are_parts(new):
        yield from _parts(old, new, was, now)
    else:
        order = is_words(old) and is_words(new) and Counter(old) == Counter(new)
        yield Row("changed", was, now, old, new, order)


def are_parts(value: Any) -> bool:
    """Whether a value is a list of parts that have fields of their own."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _parts(old: list[dict[str, Any]], new: list[dict[str, Any]], was: Path, now: Path) -> Iterator[Row]:
    """Lists of parts: pairs differ in their fields, what has no partner is added or removed."""
    before, after = ids_of(old), ids_of(new)
    if before is not None and after is not None:
        common = [id for id in before if id in after], [id for id in after if id in before]
        if common[0] != common[1]:
            yield Row("changed", was, now, *common, order=True)
    pairs = paired(old, new, was[-1])
    partner = {j: i for i, j in pairs}
    kept = set(partner.values())
    for j, item in enumerate(new):
        if j in partner:
            i = partner[j]
            yield from _fields(old[i], item, (*was, i), (*now, j))
        else:
            yield Row("added", None, (*now, j), None, item)
    for i, item in enumerate(old):
        if i not in kept:
            yield Row("removed", (*was, i), None, item, None)


def ids_of(items: Sequence[dict[str, Any]]) -> list[str] | None:
    """The ids of parts; None where one has none, or two have the same."""
    ids = [item.get("id") for item in items]
    texts = [id for id in ids if isinstance(id, str)]
    return texts if len(texts) == len(items) == len(set(texts)) else None


def paired(old: list[dict[str, Any]], new: list[dict[str, Any]], field: str | int) -> list[tuple[int, int]]:
    """Which parts of two lists in this field are the same thing: their places in the old and in the new list."""
    before, after = ids_of(old), ids_of(new)
    if before is not None and after is not None:
        return _by_id(before, after)
    if field in BY_POSITION:
        return list(zip(range(len(old)), range(len(new)), strict=False))
    return _by_content(old, new)


def paired_in_order(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Which parts of two lists that are kept in order are the same thing, though others were put in or taken out.

    Those with most in common first; what then stands between the same neighbours is taken to be one thing, rewritten.
    """
    pairs = _by_content(old, new)
    rewritten: list[tuple[int, int]] = []
    before = (-1, -1)
    for i, j in [*pairs, (len(old), len(new))]:
        rewritten += zip(range(before[0] + 1, i), range(before[1] + 1, j), strict=False)
        before = (i, j)
    return sorted([*pairs, *rewritten])


def _by_id(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]]:
    places = {id: i for i, id in enumerate(old)}
    return [(places[id], j) for j, id in enumerate(new) if id in places]


def _by_content(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Equal items first; between them, in order, those that are the same thing with something changed."""
    matcher = SequenceMatcher(None, [canonical(item) for item in old], [canonical(item) for item in new], False)
    pairs: list[tuple[int, int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        elif tag == "replace":
            j = j1
            for i in range(i1, i2):
                match = next((k for k in range(j, j2) if _alike(old[i], new[k])), None)
                if match is not None:
                    pairs.append((i, match))
                    j = match + 1
    return pairs


def _alike(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether two parts are one thing with something changed: at least half of their fields say the same."""
    same = sum(old[name] == new[name] for name in old if name in new)
    return bool(2 * same >= max(len(old), len(new)))


def segments(old: str, new: str) -> list[Segment]:
    """Two texts word by word; what is the same or removed makes the old text, what is the same or added the new one."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    counts = Counter(after)
    if sum(counts[word] for word in before) > _MOST_PAIRS:  # one word many thousand times: not worth the time
        return [("removed", old), ("added", new)]
    runs: list[Segment] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(before[i1:i2])))
            continue
        if i1 < i2:
            runs.append(("removed", "".join(before[i1:i2])))
        if j1 < j2:
            runs.append(("added", "".join(after[j1:j2])))
    return runs


def lines(value: Any, *path: str | int) -> list[tuple[str, str]]:
    """A value as pairs of field and text, one for each text, list of words or number in it; none for None."""
    if value is None:
        return []
    if value in ({}, []):
        return [(field_name(path), NOTHING)]
    if isinstance(value, dict):
        return [pair for name, item in value.items() for pair in lines(item, *path, name)]
    if are_parts(value):
        return [pair for i, item in enumerate(value) for pair in lines(item, *path, i)]
    return [(field_name(path), _on_one_line(value) if isinstance(value, list) else str(value))]


def _on_one_line(items: list[Any]) -> str:
    return ", ".join(range_in_words(str(item)) for item in items)
