"""The complete pledge of a topic as a drawn table, with the marks that an invented pledge would get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.core.scope import DIMENSIONS
from tracker.engine.coverage.cells import NOT_ASKED
from tracker.engine.scorecard import Scorecard
from tracker.records.building.terms import name_of, terms_of
from tracker.records.building.topics import (
    SIDES,
    PlainTopic,
    cell_sets,
    core_terms,
    dimensions_used,
    fully_left_out,
    not_asked,
    points_asked,
    row_dimension,
)
from tracker.records.sentences import SENTENCES
from tracker.records.types.topic import WHOLE
from tracker.services.editing.topic_builder import TermList
from tracker.web.scorecard.coverage import Shown, cell_shown

__all__ = ["Grid", "GridHead", "GridPoint", "TermGroup", "grid_to_edit", "term_groups"]

_USUAL_ROWS = ("counterparty", "subject", "purpose", "place")
_MOST_TICKED = 60
"""Terms of a dimension that are offered to be ticked; of a longer list names are typed."""


class GridHead(NamedTuple):
    """A row or column to edit: its name, the terms it stands for, where its terms are changed."""

    id: str
    name: str
    terms: str
    href: str


class GridPoint(NamedTuple):
    """A point to switch on and off: its value, its name, whether it is asked, its mark if one can be computed.

    One of a table with rows or columns alone has no value: the row or column is removed in its place.
    """

    value: str
    name: str
    asked: bool
    mark: Shown | None


@dataclass(frozen=True)
class Grid:
    """The table: heads, and for each row its points; ``left_out`` are rows and columns of which no point is asked."""

    columns: Sequence[GridHead]
    rows: Sequence[tuple[GridHead, Sequence[GridPoint]]]
    points: int
    left_out: Sequence[tuple[str, str]]


class TermGroup(NamedTuple):
    """The terms of one dimension to choose from. Without ``terms`` names are typed; ``typed`` are those chosen."""

    dimension: str
    word: str
    terms: Sequence[tuple[str, str, bool, int]]
    typed: str
    scale: bool = False


def grid_to_edit(topic: PlainTopic, lists: Mapping[str, TermList], card: Scorecard | None, here: str) -> Grid:
    """The table of a topic; ``here`` is the address of its page."""
    rows, columns = ([_head(cells, lists, side, here) for cells in cell_sets(topic, side)] for side in SIDES)
    marks = {(c.row.id, c.column.id): cell_shown(card.dossier.wording, c) for c in card.cells} if card else {}
    unasked = not_asked(topic)
    dash = Shown(NOT_ASKED, SENTENCES[f"cell.{NOT_ASKED}.heading"])

    def point(row: GridHead, id: str, name: str) -> GridPoint:
        is_asked = (row.id, id) not in unasked
        return GridPoint(
            f"{row.id}:{id}" if name else "", name, is_asked, marks.get((row.id, id)) if is_asked else dash
        )

    across = [(column.id, column.name) for column in columns] or [(WHOLE.id, "")]
    drawn = [(row, [point(row, id, name) for id, name in across]) for row in rows]
    return Grid(columns, drawn, points_asked(topic), fully_left_out(topic))


def _head(cells: PlainTopic, lists: Mapping[str, TermList], side: str, here: str) -> GridHead:
    id = str(cells["id"])
    said = [_term_name(lists.get(name), term) for name, terms in cells["terms"].items() for term in terms]
    return GridHead(id, str(cells.get("name") or id), ", ".join(said), f"{here}?cells={side}:{id}#cell-terms")


def _names(used: TermList) -> dict[str, str]:
    return {str(term["id"]): name_of(term) for term in terms_of(used.data)}


def _term_name(used: TermList | None, term: str) -> str:
    """A term's name, or a range of a scale in numbers; as it is where it is neither."""
    if used is None:
        return term
    if used.scale and used.scale.accepts(term):
        return used.scale.shown(term)
    return _names(used).get(term, term)


def term_groups(
    topic: PlainTopic, lists: Mapping[str, TermList], chosen: Mapping[str, Sequence[str]], *, only: Sequence[str]
) -> list[TermGroup]:
    """What is offered of these dimensions, in the order of their lists with more specific terms indented."""
    used = dimensions_used(topic)
    groups = []
    for name in DIMENSIONS:
        if name not in only or name not in lists:
            continue
        names, terms = _names(lists[name]), terms_of(lists[name].data)
        picked = list(chosen.get(name, ()))
        word = str(used[name].get("name") or name).capitalize()
        if lists[name].scale:
            groups.append(TermGroup(name, word, (), "\n".join(picked), scale=True))
        elif len(terms) > _MOST_TICKED:
            groups.append(TermGroup(name, word, (), "\n".join(names.get(id, id) for id in picked)))
        else:
            retired = {str(term["id"]) for term in terms if term.get("retired")} - set(picked)
            lines = [line for line in _indented(terms) if line[0] not in retired]
            offered = [(id, names[id], id in picked, depth) for id, depth in lines]
            groups.append(TermGroup(name, word, offered, ""))
    return groups


def _indented(terms: Sequence[PlainTopic]) -> list[tuple[str, int]]:
    """Terms as a tree read line by line: each once, under the first of its broader terms."""
    present = {str(term["id"]) for term in terms}
    below: dict[str, list[str]] = {}
    for term in terms:
        broader = [up for up in term.get("broader") or () if up in present]
        below.setdefault(broader[0] if broader else "", []).append(str(term["id"]))
    lines: list[tuple[str, int]] = []
    waiting = [(id, 0) for id in reversed(below.get("", ()))]
    while waiting:
        id, depth = waiting.pop()
        lines.append((id, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(id, ()))]
    return lines


def first_choice(topic: PlainTopic, lists: Mapping[str, TermList], side: str) -> dict[str, list[str]]:
    """Terms that are ticked before anything was chosen: the broadest of the dimension a side usually asks about."""
    used = list(dimensions_used(topic))
    columns = "action" if "action" in used else used[-1] if len(used) > 1 else ""
    others = [name for name in _USUAL_ROWS if name in used and name != columns]
    wanted = next(iter([*others, *used]), "") if side == "rows" else columns
    if wanted not in lists or row_dimension(topic, side):
        return {}
    terms = terms_of(lists[wanted].data)
    return {wanted: [id for id, depth in _indented(terms) if depth == 0]} if len(terms) <= _MOST_TICKED else {}


def core_dimensions(topic: PlainTopic) -> list[str]:
    """The dimensions that neither rows nor columns name, so that one answer holds for every point."""
    named = {name for side in SIDES for cells in cell_sets(topic, side) for name in cells["terms"]}
    return [name for name in dimensions_used(topic) if name not in named or name in core_terms(topic)]
