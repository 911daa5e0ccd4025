"""Parses posted scopes and acts: one value a term, plus everything that has no control.

Nothing in a record is lost by passing through a form, and unchanged data keeps its order (tested as laws). A scope
posts ``dimension:label:term`` for a term and ``dimension:rest:label`` for the rest; an act ``dimension:term``. An empty
label means that the term inherits.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from tracker.core.scope import DIMENSIONS, Label
from tracker.web.desk.form.plain import PlainMapping, PlainRecord, PlainValue

__all__ = [
    "KEPT",
    "PLACES",
    "Given",
    "Loose",
    "given_labels",
    "given_terms",
    "kept_value",
    "posted_acts",
    "posted_scope",
]

KEPT = "kept:"
"""Before JSON of what no control stands for."""
_DEEPEST = 20
"""Levels of nesting in what a form carries along: far more than a record has."""
PLACES = (*DIMENSIONS, "products")
"""Where an act names terms."""
_LABELS = tuple(label.value for label in Label)
_REST = "rest"


class Loose(NamedTuple):
    """A label that the tree has no control for: of a term that it does not know, or a second one on the same term."""

    label: str
    term: str


@dataclass
class Given:
    """What data says in one dimension: one label a term, second labels, and the rest (empty: not given)."""

    labels: dict[str, str] = field(default_factory=dict)
    second: list[Loose] = field(default_factory=list)
    rest: str = ""


def given_labels(data: PlainValue) -> tuple[dict[str, Given], PlainValue]:
    """A scope by dimension, and what of it is not a scope: None where there is nothing such."""
    if not isinstance(data, Mapping):
        return {}, data or None
    by_dimension: dict[str, Given] = {}
    other: PlainRecord = {}
    for name, labels in data.items():
        if name not in DIMENSIONS or not isinstance(labels, Mapping):
            if labels or name not in DIMENSIONS:
                other[name] = labels
            continue
        by_dimension[name], left = _given(labels)
        if left:
            other[name] = left
    return by_dimension, other or None


def _given(labels: PlainMapping) -> tuple[Given, PlainRecord]:
    given = Given()
    other: PlainRecord = {}
    for label, terms in labels.items():
        texts, left = ([], terms) if not _text(label) or ":" in label or label == _REST else _sorted_out(terms)
        if label == _REST and isinstance(terms, str) and (terms == "" or _text(terms)):
            given.rest, left = terms, None
        for term in texts:
            if term in given.labels:
                given.second.append(Loose(label, term))
            else:
                given.labels[term] = label
        if left:
            other[label] = left
    return given, other


def _sorted_out(terms: PlainValue) -> tuple[list[str], PlainValue]:
    """The texts among terms, and what else there is: a text alone is a list of one."""
    listed = [terms] if isinstance(terms, str) else terms
    if not isinstance(listed, (list, tuple)):
        return [], terms
    texts = [term for term in listed if _text(term)]
    return texts, [term for term in listed if not _text(term) and term != ""] or None


def _text(value: PlainValue) -> bool:
    """Whether it can pass through a control as it is: browsers change the ends of lines."""
    return isinstance(value, str) and value != "" and value.isprintable()


def given_terms(data: PlainValue) -> tuple[dict[str, list[str]], PlainValue]:
    """An act's terms by dimension and its products, and what of it are no terms."""
    if not isinstance(data, Mapping):
        return {}, data or None
    by_dimension: dict[str, list[str]] = {}
    other: PlainRecord = {}
    for name, value in data.items():
        texts, left = _sorted_out(value) if name in PLACES else ([], value)
        if texts:
            by_dimension[name] = texts
        if left or name not in PLACES:
            other[name] = left
    return by_dimension, other or None


def kept_value(other: PlainValue) -> str:
    """What no control stands for, as a value to post; empty where there is nothing."""
    # ASCII only, as browsers change the ends of lines, and pages may not hold every sign.
    return "" if other is None else KEPT + json.dumps(other).replace("\x7f", "\\u007f")


def _split(values: Iterable[str]) -> tuple[list[list[str]], PlainValue]:
    parts: list[list[str]] = []
    other: PlainValue = None
    for value in values:
        if value.startswith(KEPT):
            other = _read(value[len(KEPT) :])
        elif ":" in value:
            parts.append(value.split(":", 2))
    return parts, other


def _read(text: str) -> PlainValue:
    """JSON that a form carried along; a text that is none, or nested as no record ever is, stays as text."""
    depth = accumulate((sign in "[{") - (sign in "]}") for sign in text)
    try:
        value: PlainValue = json.loads(text) if max(depth, default=0) <= _DEEPEST else {"unreadable": text}
    except ValueError:
        return {"unreadable": text}
    return value


def posted_scope(values: Iterable[str], before: PlainValue) -> PlainValue:
    """The scope that a form posted; ``before`` is what it was made from, and gives the order of what is unchanged."""
    parts, other = _split(values)
    labels: dict[str, dict[str, list[str]]] = {}
    rests: dict[str, str] = {}
    for name, label, term in (part for part in parts if len(part) == 3):
        if label == _REST and term:
            labels.setdefault(name, {})
            rests[name] = term
        elif label and term and label != _REST:
            labels.setdefault(name, {}).setdefault(label, []).append(term)
    scope: PlainRecord = {
        name: {**given, **({_REST: rests[name]} if name in rests else {})} for name, given in labels.items()
    }
    was = before if isinstance(before, Mapping) else {}
    merged = _both(scope, {} if other is None else other)
    if not isinstance(merged, Mapping):
        return merged
    return {name: _labels(merged[name], was.get(name)) for name in _order(merged, was, DIMENSIONS)}


def _both(controls: PlainValue, other: PlainValue) -> PlainValue:
    """What controls say together with what none stands for; where there can be only one, the control’s."""
    if isinstance(controls, Mapping) and isinstance(other, Mapping):
        return {
            **controls,
            **{name: _both(controls[name], other[name]) if name in controls else other[name] for name in other},
        }
    if isinstance(controls, list):
        return controls + (other if isinstance(other, list) else [other])
    return controls or other


def _labels(labels: PlainValue, before: PlainValue) -> PlainValue:
    if not isinstance(labels, Mapping):
        return labels
    was = before if isinstance(before, Mapping) else {}
    return {
        label: _in_order(labels[label], was.get(label)) if label in _LABELS else labels[label]
        for label in _order(labels, was, (*_LABELS, _REST))
    }


def _order(names: PlainMapping, before: PlainMapping, usual: Sequence[str]) -> list[str]:
    """Names in the order that they had; new ones in the usual order after them, the unusual last."""
    rank = {name: i for i, name in enumerate(dict.fromkeys([*before, *usual, *names]))}
    return sorted(names, key=rank.__getitem__)


def _in_order(terms: PlainValue, before: PlainValue) -> PlainValue:
    """Terms in the order that they had, new ones after them as they come."""
    if not isinstance(terms, list) or not isinstance(before, (list, tuple)):
        return terms
    left = list(terms)
    ordered = []
    for term in before:
        if term in left:
            left.remove(term)
            ordered.append(term)
    return ordered + left


def posted_acts(values: Iterable[str], before: PlainValue) -> PlainValue:
    """The terms of an act that a form posted, and its products; ``before`` as for a scope."""
    parts, other = _split(values)
    terms: dict[str, list[str]] = {}
    for name, *rest in parts:
        term = ":".join(rest)
        if term and name in PLACES and term not in terms.setdefault(name, []):
            terms[name].append(term)
    merged = _both({name: some for name, some in terms.items() if some}, {} if other is None else other)
    if not isinstance(merged, Mapping):
        return merged
    was = before if isinstance(before, Mapping) else {}
    return {name: _in_order(merged[name], was.get(name)) for name in _order(merged, was, PLACES)}
