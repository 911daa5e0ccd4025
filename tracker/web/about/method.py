"""What the page of the method shows beside rules and examples.

Made from the functions that scorecards are made with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.core.dates import UncertainDate
from tracker.core.scope import Dimension, Label, compile_dimension
from tracker.core.vocabulary import Vocabulary
from tracker.engine.coverage.cells import NOT_ASKED, CellLabel
from tracker.engine.coverage.strength import word
from tracker.engine.evidence.weight import WEIGHTS
from tracker.engine.text import MessageCatalog, bounds, capital, when
from tracker.records.kinds import KINDS

__all__ = [
    "DateRow",
    "FormatPart",
    "NamedState",
    "ScopeRow",
    "cell_rows",
    "date_rows",
    "format_parts",
    "scope_rows",
    "strength_rows",
    "weight_rows",
]

_CELLS = 24
_DATES = ("2020-06-11", "2018-11", "2019", "2020-06-12~", "2019?", "[2020-06-08..2020-06-11]")
_TERMS: dict[str, tuple[str, ...]] = {
    "police": (),
    "local police": ("police",),
    "sheriffs": ("local police",),
    "federal police": ("police",),
    "border control": (),
    "border guard": ("federal police", "border control"),
    "schools": (),
}
_LABELS = {Label.IN: ["local police"], Label.UNCLEAR: ["federal police"], Label.EXCEPT: ["sheriffs"]}
_SAID = {Label.IN: "in", Label.OUT: "out", Label.EXCEPT: "excepted", Label.UNCLEAR: "unclear"}


@dataclass(frozen=True)
class NamedState:
    """A state as data and as pages name it, with what it means."""

    key: str
    heading: str
    meaning: str


@dataclass(frozen=True)
class DateRow:
    """A date as records write it, as pages say it, and the days between which it lies for all comparisons."""

    written: str
    said: str
    bounds: str
    certain: bool


def date_rows() -> list[DateRow]:
    """How dates of different precision are read."""
    rows = []
    for text in _DATES:
        date = UncertainDate.parse(text)
        rows.append(DateRow(text, capital(when(date)), bounds(date.earliest, date.latest), not date.doubted))
    return rows


@dataclass(frozen=True)
class ScopeRow:
    """A term: what it belongs to, the label it was given, the label that was decided and by which term, and what an act
    with this term is."""

    term: str
    broader: str
    given: str
    decided: str
    by: str
    answer: str


def scope_rows() -> list[ScopeRow]:
    """An invented scope with every term decided.

    In for local police, excepted for sheriffs, unclear for federal police.
    """

    def id(name: str) -> str:
        return name.replace(" ", "-")

    vocabulary = Vocabulary({id(name): tuple(map(id, up)) for name, up in _TERMS.items()}, {})
    labels = {label: [id(name) for name in names] for label, names in _LABELS.items()}
    compiled = compile_dimension(vocabulary, "counterparty", Dimension.of(labels))
    given = {name: _SAID[label] for label, names in _LABELS.items() for name in names}
    rows = []
    for name, up in _TERMS.items():
        label, by = compiled.decided(id(name))
        answer = compiled.answer(vocabulary.below(id(name))).word
        decider = by.replace("-", " ") if by else "everything else"
        rows.append(ScopeRow(name, " and ".join(up), given.get(name, ""), _SAID[label], decider, answer))
    return rows


def strength_rows(wording: MessageCatalog) -> list[NamedState]:
    """Each strength with the numbers of covered points that it means."""
    by_word: dict[str, list[int]] = {}
    for covered in range(_CELLS + 1):
        by_word.setdefault(word(covered, _CELLS), []).append(covered)
    return [
        NamedState(
            name,
            wording.sentence(f"strength.{name}.heading"),
            f"{counts[0]} of {_CELLS}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]} of {_CELLS}",
        )
        for name, counts in by_word.items()
    ]


def weight_rows(wording: MessageCatalog) -> list[NamedState]:
    """Each weight of evidence with its conditions, the weakest first."""
    return [
        NamedState(name, wording.sentence(f"weight.{name}.heading"), wording(f"weight.{name}.meaning"))
        for name in WEIGHTS
    ]


def cell_rows(wording: MessageCatalog) -> list[NamedState]:
    """The states of a point with what each means, and what stands for one that is not asked."""
    return [
        NamedState(name, wording(f"cell.{name}.heading", date="…"), wording(f"cell.{name}.meaning"))
        for name in (*CellLabel, NOT_ASKED)
    ]


@dataclass(frozen=True)
class FormatPart:
    """A kind of record, or a part of one.

    What it is, and its fields with whether they are needed and what they mean.
    """

    name: str
    meaning: str
    fields: Sequence[tuple[str, bool, str]]


@cache
def format_parts() -> tuple[tuple[FormatPart, tuple[FormatPart, ...]], ...]:
    """Each kind of record with its parts, as the types say."""
    return tuple(_kind(kind) for kind in KINDS)


def _kind(kind: str) -> tuple[FormatPart, tuple[FormatPart, ...]]:
    schema = KINDS[kind].model_json_schema(by_alias=True)
    parts = [_part(name, part) for name, part in schema.get("$defs", {}).items() if part.get("properties")]
    return _part(kind, schema), tuple(parts)


def _part(name: str, schema: dict[str, Any]) -> FormatPart:
    return FormatPart(name, " ".join(schema.get("description", "").replace("``", "").split()), tuple(_fields(schema)))


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    needed = schema.get("required", ())
    for name, field in schema["properties"].items():
        if name != "kind":
            yield name, name in needed, field.get("description", "")
