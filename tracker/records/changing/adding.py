"""An import adds and changes what it names: what it leaves out stays as it is published (IMPORT-1).

Works on bodies, the plain data of ``kinds.body``. Topics and vocabularies are only extended: what they say already
stays, and is not replaced by what an import says otherwise.
"""

from collections.abc import Mapping
from typing import Any

from tracker.core.scope import Label
from tracker.records.changing.diff import BY_POSITION, are_parts, ids_of, is_words, paired

__all__ = ["EXTENDED", "with_named"]

EXTENDED = ("topic", "vocabulary")
"""Kinds that are extended and never overwritten."""
_UNITED = frozenset(
    ("aliases", "topics", "sources", "also_about", "former_ids", "derived_from", "same_text_as", "also_in", "isin",
     "unclear_because")
)  # fmt: skip
"""Lists of words to which an import adds. Any other list of words says something as a whole, such as an act."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    "owners": ("company",), "signatories": ("company",), "names": ("name",), "outcomes": ("date", "outcome"),
    "milestones": ("by",),
}  # fmt: skip
"""What tells the parts of a list apart: one owner is never another because both are of one day."""
_INSTEAD = {"quote": "reported", "reported": "quote", "at_least": "at_most", "at_most": "at_least"}
"""Fields of which only one may stand."""
_LABELS = frozenset((*map(str, Label), "rest"))


def with_named(published: Mapping[str, Any], named: Mapping[str, Any], *, keep: bool = False) -> dict[str, Any]:
    """The published body with what an import names. ``keep``: what is there stays, and is only added to.

    Laws: naming nothing changes nothing; naming what is published changes nothing; twice is as good as once; every
    field that was not named stays.
    """
    return _fields(published, named, keep=keep or published.get("kind") in EXTENDED)


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], *, keep: bool) -> dict[str, Any]:
    result = dict(old)
    for name, value in new.items():
        other = _INSTEAD.get(name)
        if other and other in result and not keep:
            del result[other]
        result[name] = _value(result[name], value, name, keep=keep) if name in result else value
    return result


def _value(old: Any, new: Any, name: str, *, keep: bool) -> Any:
    if isinstance(old, dict) and isinstance(new, dict) and not _is_labels(old):
        return _fields(old, new, keep=keep)
    if name in _UNITED and is_words(old) and is_words(new):
        return [*old, *(word for word in new if word not in old)]
    if are_parts(old) and are_parts(new):
        return _parts(old, new, name, keep=keep)
    return old if keep else new


def _parts(old: list[dict[str, Any]], new: list[dict[str, Any]], name: str, *, keep: bool) -> list[dict[str, Any]]:
    result = list(old)
    places, items = list(range(len(old))), new
    if name not in BY_POSITION and (ids_of(old) is None or ids_of(new) is None):
        # What a part says already is not told again, in whatever order it comes; the others are paired.
        said = {i for item in new for i in places if _fields(old[i], item, keep=False) == old[i]}
        items = [item for item in new if not any(_fields(old[i], item, keep=False) == old[i] for i in said)]
        places = [i for i in places if i not in said]
    rest = [old[i] for i in places]
    partner = {j: places[i] for i, j in _pairs(rest, items, name)}
    for j, item in enumerate(items):
        if j in partner:
            result[partner[j]] = _fields(old[partner[j]], item, keep=keep)
        elif item not in result:
            result.append(item)
    return result


def _pairs(old: list[dict[str, Any]], new: list[dict[str, Any]], name: str) -> list[tuple[int, int]]:
    keyed = _by_key(old, new, name)
    return paired(old, new, name) if keyed is None else keyed


def _by_key(old: list[dict[str, Any]], new: list[dict[str, Any]], name: str) -> list[tuple[int, int]] | None:
    """Pairs of parts that have one key; None where two parts of a list have the same one, or the list has no keys."""
    if name not in _KEYS:
        return None
    keys = [[tuple(part.get(field) for field in _KEYS[name]) for part in parts] for parts in (old, new)]
    if any(len(set(some)) < len(some) for some in keys):
        return None
    return [(keys[0].index(key), j) for j, key in enumerate(keys[1]) if key in keys[0]]


def _is_labels(value: Mapping[str, Any]) -> bool:
    return bool(value) and value.keys() <= _LABELS and all(n == "rest" or is_words(v) for n, v in value.items())
