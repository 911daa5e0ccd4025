"""Two people changed one record: what only one of them changed is taken, what both changed differently is listed.

Works on bodies, the plain data of ``kinds.body``, which in drafts may be incomplete or wrong. Parts of lists are
matched by id, versions and acts in their order, others by content; lists of words are sets. What each side added stays.

Laws (tested): without a change on one side the other side comes out; equal changes are no conflict; sides may be
swapped; what one side alone took out, put in or changed is taken out, put in or changed; all decided, all is settled.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from tracker.core.scales import range_in_words
from tracker.core.scope import Label
from tracker.records.changing.diff import BY_POSITION, are_parts, ids_of, is_words, paired, paired_in_order
from tracker.records.reading.problems import Path, field_name

__all__ = ["Conflict", "Merged", "Side", "merged"]

K = TypeVar("K", bound=Hashable)
Side = Literal["mine", "theirs", "base"]
_BY_NAME = frozenset({"dimensions"})
"""Fields whose parts have names: who begins them adds those that they name, and takes none away."""
_LABELS = frozenset(str(label) for label in Label)


class _Missing:
    """What stands nowhere."""

    def __repr__(self) -> str:
        return "missing"


_MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both changed, each in another way. Values are plain data, None where the field or part does not stand.

    ``path`` names parts by their id where they have one, others by their place, counted from 0: of a part that was
    there before, its place in the base.
    """

    path: Path
    base: Any
    mine: Any
    theirs: Any

    @property
    def field(self) -> str:
        """The field in words: ``versions 1 › quote``."""
        return field_name(self.path)


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged body, and what is left to decide. Until that is done, ``theirs`` stands there: what is published."""

    body: dict[str, Any]
    conflicts: tuple[Conflict, ...]


def merged(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    decisions: Mapping[Path, Side] | None = None,
) -> Merged:
    """Bring together two bodies that were made from one. ``decisions`` settle conflicts by their path."""
    merge = _Merge(decisions or {}, by_number=any(_names_new_acts(side, base) for side in (mine, theirs)))
    body = merge.fields(dict(base), dict(mine), dict(theirs), ())
    return Merged(body, tuple(merge.conflicts))


def _text(value: Any) -> str:
    return "" if value is _MISSING else json.dumps(value, sort_keys=True)


def _same(one: Any, other: Any) -> bool:
    """Equal as data; ``true`` is not 1."""
    return one is other or (one == other and _text(one) == _text(other))


class _Merge:
    """Collects conflicts on the way through three bodies.

    ``by_number``: a side names acts that it added by their number, so that none may get another one.
    """

    def __init__(self, decisions: Mapping[Path, Side], *, by_number: bool = False):
        self.decisions, self.by_number = decisions, by_number
        self.conflicts: list[Conflict] = []

    def value(self, base: Any, mine: Any, theirs: Any, path: Path) -> Any:
        if _same(mine, theirs) or _same(theirs, base):
            return mine
        if _same(mine, base):
            return theirs
        if path[-1] in _BY_NAME and base is _MISSING:
            base = {}
        sides = (base, mine, theirs)
        if all(isinstance(side, dict) for side in sides):
            merge = self._dimension if _is_labels(sides) else self.fields
            return merge(base, mine, theirs, path)
        old, my_items, their_items = lists = [[] if side is _MISSING else side for side in sides]
        if all(is_words(side) for side in lists) and not _has_ranges(lists):
            return _or_missing(_words(old, my_items, their_items), sides)
        if all(side == [] or are_parts(side) for side in lists):
            return _or_missing(self._parts(old, my_items, their_items, path), sides)
        return self.conflict(base, mine, theirs, path)

    def conflict(self, base: Any, mine: Any, theirs: Any, path: Path) -> Any:
        choice = self.decisions.get(path)
        if choice is None:
            self.conflicts.append(Conflict(path, *(None if it is _MISSING else it for it in (base, mine, theirs))))
        return {"base": base, "mine": mine}.get(choice or "theirs", theirs)

    def fields(
        self, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], path: Path
    ) -> dict[str, Any]:
        values = {
            name: self.value(
                base.get(name, _MISSING), mine.get(name, _MISSING), theirs.get(name, _MISSING), (*path, name)
            )
            for name in dict.fromkeys([*base, *_in_order(mine, theirs)])
        }
        kept = [name for name, value in values.items() if value is not _MISSING]
        return {name: values[name] for name in _sequence(list(base), list(mine), list(theirs), kept, str)}

    def _dimension(self, base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], path: Path) -> Any:
        """Labels of a scope: a term that would come to stand under two of them is a conflict over the dimension.

        So are numbers that both changed: two thresholds side by side mean neither.
        """
        if _has_ranges(terms for side in (base, mine, theirs) for terms in side.values() if isinstance(terms, list)):
            return self.conflict(base, mine, theirs, path)
        inner = _Merge(self.decisions)
        labels = inner.fields(base, mine, theirs, path)
        terms = [term for name, value in labels.items() if name in _LABELS for term in value]
        if len(terms) > len(set(terms)):
            return self.conflict(base, mine, theirs, path)
        self.conflicts += inner.conflicts
        return labels

    def _parts(self, base: list[Any], mine: list[Any], theirs: list[Any], path: Path) -> list[Any]:
        mine, theirs = list(mine), list(theirs)
        old, my_keys, their_keys = _keys(base, mine, theirs, path[-1], by_number=self.by_number)
        was, mine_by, theirs_by = (
            dict(zip(keys, items, strict=True)) for keys, items in ((old, base), (my_keys, mine), (their_keys, theirs))
        )
        parts = {
            key: self.value(
                was.get(key, _MISSING), mine_by.get(key, _MISSING), theirs_by.get(key, _MISSING), (*path, key[-1])
            )
            for key in dict.fromkeys([*old, *_in_order(my_keys, their_keys)])
        }
        texts = {key: _sort_text(value) for key, value in parts.items() if value is not _MISSING}
        return [parts[key] for key in _sequence(old, my_keys, their_keys, texts, texts.__getitem__)]


Key = tuple[str | int, ...]
"""What makes a part of a list the same on all sides: its last step is that of the path."""


def _keys(
    base: list[dict[str, Any]],
    mine: list[dict[str, Any]],
    theirs: list[dict[str, Any]],
    field: str | int,
    *,
    by_number: bool,
) -> tuple[list[Key], list[Key], list[Key]]:
    """The keys of the parts of the three lists."""
    sides = (base, mine, theirs)
    ids: list[list[Key]] = [[(id,) for id in side_ids] for items in sides if (side_ids := ids_of(items)) is not None]
    if len(ids) < len(sides) and by_number and field == "acts":
        ids = [[(i,) for i in range(len(items))] for items in sides]
    if len(ids) == len(sides):
        return ids[0], ids[1], ids[2]
    my_keys, their_keys = _matched(base, mine, field), _matched(base, theirs, field)
    if field in BY_POSITION:
        _finish(my_keys, mine, their_keys, theirs)
        _finish(their_keys, theirs, my_keys, mine)
    return [("at", i) for i in range(len(base))], my_keys, their_keys


def _finish(
    keys: list[Key], items: list[dict[str, Any]], other_keys: list[Key], others: Sequence[dict[str, Any]]
) -> None:
    """Put the whole in place of a new part of which the other side has more: it was saved while it was typed."""
    for j, key in enumerate(keys):
        if key[0] != "new" or key in other_keys:
            continue
        for whole_key, whole in zip(other_keys, others, strict=True):
            if whole_key[0] == "new" and whole_key not in keys and _begins(items[j], whole):
                keys[j], items[j] = whole_key, whole
                break


def _begins(part: Any, whole: Any) -> bool:
    """Whether a value is what another one says, as far as it was typed."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and _begins(value, whole[name]) for name, value in part.items())
    if isinstance(part, str) and isinstance(whole, str):
        return whole.startswith(part)
    if is_words(part) and is_words(whole):
        return set(part) <= set(whole)
    return _same(part, whole)


def _matched(base: list[dict[str, Any]], side: list[dict[str, Any]], field: str | int) -> list[Key]:
    """A part that was there before has its place in the base.

    A new one what it holds, and which of equal ones it is.
    """
    pairs = paired_in_order(base, side) if field in BY_POSITION else paired(base, side, field)
    places = {j: i for i, j in pairs}
    seen: dict[str, int] = {}
    keys: list[Key] = []
    for j, item in enumerate(side):
        if j in places:
            keys.append(("at", places[j]))
        else:
            text = _text(item)
            seen[text] = seen.get(text, 0) + 1
            keys.append(("new", seen[text], text))
    return keys


def _names_new_acts(side: Mapping[str, Any], base: Mapping[str, Any]) -> bool:
    """Whether outcomes name acts by numbers that the base does not have."""
    acts, outcomes = base.get("acts"), side.get("outcomes") or ()
    most = len(acts) if isinstance(acts, list) else 0
    named = [outcome.get("acts") for outcome in outcomes] if are_parts(outcomes) else []
    return any(isinstance(number, int) and number > most for some in named if isinstance(some, list) for number in some)


def _sort_text(value: Any) -> str:
    """What orders parts that both sides put in at one place: the day that they begin, then all that they say."""
    begins = value.get("start") or value.get("announced") or "" if isinstance(value, dict) else ""
    return f"{begins} {_text(value)}"


def _is_labels(sides: Iterable[Mapping[str, Any]]) -> bool:
    """Whether all sides are labels of a dimension, each with lists of terms."""
    return all(
        side and all(name == "rest" or (name in _LABELS and is_words(value)) for name, value in side.items())
        for side in sides
    )


def _has_ranges(lists: Iterable[list[str]]) -> bool:
    """Whether a list names ranges of a scale in place of terms."""
    return any(range_in_words(word) != word for words in lists for word in words)


def _words(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Words that nobody took out, and those that either put in."""
    stay = set(base) & set(mine) & set(theirs)
    kept = [word for word in {*base, *mine, *theirs} if word in stay or word not in base]
    old, my_words, their_words = (list(dict.fromkeys(side)) for side in (base, mine, theirs))
    return _sequence(old, my_words, their_words, kept, str)


def _or_missing(items: list[Any], sides: Sequence[Any]) -> Any:
    """An empty list stands only where it stood on every side: elsewhere the field is left out."""
    return items if items or _MISSING not in sides else _MISSING


def _in_order(mine: Iterable[K], theirs: Iterable[K]) -> list[K]:
    """The keys of both sides, in an order that does not tell which side is which."""
    return sorted({*mine, *theirs}, key=repr)


def _sequence(base: list[K], mine: list[K], theirs: list[K], kept: Iterable[K], text: Callable[[K], str]) -> list[K]:
    """The kept keys in order: old ones as in the base, or as the one side that moved them has them; new ones after
    the old one that they follow on their side. Where both sides have new ones at one place, ``text`` decides.
    """
    wanted = set(kept)
    old = _old_in_order(*([key for key in side if key in wanted] for side in (base, mine, theirs)))
    runs: dict[K | None, list[list[K]]] = {}
    for side in (mine, theirs):
        after: K | None = None
        run: list[K] = []
        for key in side:
            if key in old:
                after, run = key, []
            elif key in wanted:
                if not run:
                    runs.setdefault(after, []).append(run)
                run.append(key)
    placed: dict[K, None] = {}
    for place in (None, *old):
        if place is not None:
            placed[place] = None
        for run in sorted(runs.get(place, ()), key=lambda keys: [text(key) for key in keys]):
            placed.update(dict.fromkeys(key for key in run if key not in placed))
    return list(placed)


def _old_in_order(base: list[K], mine: list[K], theirs: list[K]) -> dict[K, None]:
    """The keys of the base, in the order of the side that moved them; where both did so differently, its own."""
    common = set(base) & set(mine) & set(theirs)
    was, my_order, their_order = ([key for key in side if key in common] for side in (base, mine, theirs))
    moved = their_order if my_order == was else my_order if their_order in (was, my_order) else was
    order = list(moved)
    for i, key in enumerate(base):
        if key not in common:
            order.insert(order.index(base[i - 1]) + 1 if i else 0, key)
    return dict.fromkeys(order)
