"""Asks whether all combinations of an act’s terms are true, and splits an act into some of them.

An answer is stored as a digest of the act’s terms: when the terms change, the question is asked again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from tracker.core.scope import DIMENSIONS
from tracker.records.kinds import canonical, digest
from tracker.web.desk.form.context import FormContext
from tracker.web.desk.form.plain import PlainMapping, PlainRecord, PlainValue

__all__ = ["Combinations", "asked_of", "combinations", "mark_of", "separate_acts", "unanswered"]

_MOST = 60
_TERMS = (*DIMENSIONS, "products")


@dataclass(frozen=True)
class Combinations:
    """The question about one act: ``lines`` are the combinations in words, none if there are too many; with its answer
    so far.
    """

    mark: str
    count: int
    lines: Sequence[str]
    confirmed: bool = False


Choice = tuple[str, str]
"""Where a term stands (a dimension or products), and which it is."""


def _axes(act: PlainMapping, context: FormContext) -> list[list[Choice]]:
    """The possible values of each dimension, one for each combination. A product represents its subjects."""
    given = {name: [t for t in _listed(act.get(name)) if isinstance(t, str)] for name in _TERMS}
    of_products = {term for p in context.products if p.id in given.get("products", ()) for term in p.subjects}
    subjects = [("products", id) for id in given.get("products", ())]
    subjects += [("subject", term) for term in given.get("subject", ()) if term not in of_products]
    axes = []
    for name in DIMENSIONS:
        axis = subjects if name == "subject" else [(name, term) for term in given.get(name, ())]
        if axis:
            axes.append(list(dict.fromkeys(axis)))
    return axes


def _listed(terms: PlainValue) -> Sequence[PlainValue]:
    return terms if isinstance(terms, (list, tuple)) else ()


def mark_of(act: PlainMapping) -> str:
    """The key that an answer is stored under: a digest of exactly these terms, in any order."""
    terms = {name: sorted(map(str, terms)) for name in _TERMS if (terms := _listed(act.get(name)))}
    return f"together:{digest(canonical(terms))[:32]}"


def asked_of(act: PlainValue, context: FormContext, confirmed: Collection[str] = ()) -> Combinations | None:
    """The question about an act; None if its terms make only one combination."""
    if not isinstance(act, Mapping):
        return None
    axes = _axes(act, context)
    count = prod(len(axis) for axis in axes)
    if count < 2:
        return None
    mark = mark_of(act)
    lines = [" / ".join(_words(context, choice) for choice in one) for one in product(*axes)] if count <= _MOST else []
    return Combinations(mark, count, lines, mark in confirmed)


def combinations(
    acts: PlainValue, context: FormContext, confirmed: Collection[str] = ()
) -> Iterator[tuple[int, Combinations]]:
    """The questions of all acts that ask one, by the act’s number counted from 0."""
    for number, act in enumerate(_listed(acts)):
        if question := asked_of(act, context, confirmed):
            yield number, question


def unanswered(body: PlainMapping, context: FormContext, confirmed: Collection[str]) -> list[int]:
    """The acts, counted from 0, whose combinations are not yet confirmed."""
    return [number for number, question in combinations(body.get("acts"), context, confirmed) if not question.confirmed]


def separate_acts(act: PlainMapping, context: FormContext, chosen: Collection[int]) -> list[PlainRecord]:
    """One act for each chosen combination, by their numbers in the list; each keeps the act's other fields."""
    rest = {name: value for name, value in act.items() if name not in _TERMS}
    acts = []
    for number, one in enumerate(product(*_axes(act, context))):
        if number in chosen:
            terms = {name: [term] for name, term in one}
            acts.append({**terms, **_subjects_of(act, terms, context), **rest})
    return acts


def _subjects_of(act: PlainMapping, terms: Mapping[str, list[str]], context: FormContext) -> dict[str, list[str]]:
    """Subjects that were given beside a product, and that it has: they stay with it."""
    own = {term for p in context.products if p.id in terms.get("products", ()) for term in p.subjects}
    subjects = [term for term in _listed(act.get("subject")) if isinstance(term, str) and term in own]
    return {"subject": subjects} if subjects else {}


def _words(context: FormContext, choice: Choice) -> str:
    where, id = choice
    if where == "products":
        return next((p.name for p in context.products if p.id == id), id)
    dimension = next((other for other in context.dimensions if other.name == where), None)
    term = dimension.terms.get(id) if dimension else None
    link = next((words.link for topic in context.topics if (words := topic.dimensions.used().get(where))), None)
    if dimension and dimension.scale and dimension.scale.accepts(id):
        phrase = dimension.scale.shown(id)
    else:
        phrase = (term.phrase or term.name) if term else id
    return f"{link} {phrase}" if link else phrase
