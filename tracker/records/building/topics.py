"""Making a topic step by step, on plain data: dimensions, and the yardstick as a grid of rows and columns.

Each function gives new data and leaves what it was given alone. Terms are named by their ids, rows and columns get ids
made from their names. The yardstick's scope follows from its cells, as long as nobody wrote another one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from tracker.core.scope import DIMENSIONS, THE_COMPANY
from tracker.records.term_search import suggested_id

__all__ = [
    "SIDES",
    "Named",
    "PlainPart",
    "PlainTopic",
    "add_cells",
    "as_copy",
    "cell_sets",
    "core_terms",
    "dimensions_used",
    "fully_left_out",
    "move_cells",
    "not_asked",
    "points_asked",
    "remove_cells",
    "rename_cells",
    "replace_term",
    "row_dimension",
    "set_asked",
    "set_cell_terms",
    "set_commitment",
    "set_core",
    "set_dimensions",
    "set_goal",
    "set_kind",
    "swapped",
    "tables_of",
    "yardstick_of",
]

SIDES = ("rows", "columns")

PlainTopic = Mapping[str, Any]
PlainPart = dict[str, Any]


class Named(NamedTuple):
    """A term with the name that a row or column made of it gets."""

    id: str
    name: str


def dimensions_used(data: PlainTopic) -> dict[str, PlainPart]:
    """The dimensions in use with their words, in their fixed order, as far as the data names any."""
    dimensions = data.get("dimensions")
    given = dimensions if isinstance(dimensions, dict) else {}
    return {name: dict(given[name]) for name in DIMENSIONS if isinstance(given.get(name), dict)}


def set_dimensions(data: PlainTopic, chosen: Mapping[str, PlainPart]) -> PlainPart:
    """With these dimensions; rows, columns and core lose what they name in a dimension that is not used any more."""
    before = dimensions_used(data)
    gone = {name for name in before if name not in chosen or _other_list(before[name], chosen[name])}
    changed = {**data, "dimensions": {name: dict(chosen[name]) for name in DIMENSIONS if name in chosen}}
    if not gone:
        return changed
    if "second_yardstick" in changed:
        changed = swapped(_without_terms_of(gone, data, swapped(changed)))
    return _without_terms_of(gone, data, changed) if "yardstick" in changed else changed


def _without_terms_of(gone: set[str], data: PlainTopic, changed: PlainPart) -> PlainPart:
    yardstick = yardstick_of(changed)
    for side in SIDES:
        kept = [_without_dimensions(cells, gone) for cells in cell_sets(changed, side)]
        yardstick[side] = [cells for cells in kept if cells["terms"]]
    for part in ("core", "scope"):
        labels = _plain(yardstick.get(part))
        yardstick[part] = {name: it for name, it in labels.items() if name not in gone}
    return _with(data, {**changed, "yardstick": yardstick})


def yardstick_of(data: PlainTopic) -> PlainPart:
    """The yardstick as far as there is one."""
    yardstick = data.get("yardstick")
    return dict(yardstick) if isinstance(yardstick, dict) else {}


def swapped(data: PlainTopic) -> PlainPart:
    """The topic with its two yardsticks in each other's place: what is done to the first is done to the second then."""
    names = {"yardstick": "second_yardstick", "second_yardstick": "yardstick"}
    return {names.get(name, name): value for name, value in data.items()}


def tables_of(data: PlainTopic) -> list[tuple[str, PlainTopic]]:
    """The topic as each of its yardsticks has it, with what begins the keys of its parts."""
    return [("", data), *([("second-", swapped(data))] if "second_yardstick" in data else [])]


def set_kind(data: PlainTopic, kind: str) -> PlainPart:
    """With a yardstick that asks to ``refrain`` or to ``perform``, or with one of each (``both``)."""
    if kind == "both":
        first = yardstick_of(data).get("commitment") or "refrain"
        other = "perform" if first == "refrain" else "refrain"
        second = {**_plain(data.get("second_yardstick")), "commitment": other}
        return {**set_commitment(data, str(first)), "second_yardstick": second}
    if _plain(data.get("second_yardstick")).get("commitment") == kind:
        data = swapped(data)
    return set_commitment({name: value for name, value in data.items() if name != "second_yardstick"}, kind)


def set_commitment(data: PlainTopic, commitment: str) -> PlainPart:
    """With what a complete pledge would do; one that asks not to do something has no amount and no deadline."""
    yardstick = {**yardstick_of(data), "commitment": commitment}
    if commitment == "refrain":
        yardstick = {name: value for name, value in yardstick.items() if name not in ("target", "deadline")}
    return {**data, "yardstick": yardstick}


def set_goal(data: PlainTopic, target: Mapping[str, str], deadline: str) -> PlainPart:
    """With what a complete pledge would reach, and by when; a baseline that was given elsewhere stays. Empty: neither.

    ``target`` has ``measure``, ``unit``, and ``at_least`` or ``at_most``, as they were typed.
    """
    before = yardstick_of(data)
    yardstick = {name: value for name, value in before.items() if name not in ("target", "deadline")}
    if given := {name: text for name, text in target.items() if text}:
        baseline = _plain(before.get("target")).get("baseline")
        yardstick["target"] = {**given, **({"baseline": baseline} if baseline else {})}
    if deadline:
        yardstick["deadline"] = deadline
    return {**data, "yardstick": yardstick}


def cell_sets(data: PlainTopic, side: str) -> list[PlainPart]:
    """The rows or the columns that have an id, each with its terms by dimension."""
    given = yardstick_of(data).get(side)
    entries = given if isinstance(given, list) else []
    entries_with_id = [dict(cells) for cells in entries if isinstance(cells, dict) and isinstance(cells.get("id"), str)]
    return [{**cells, "terms": _terms(cells.get("terms"))} for cells in entries_with_id]


def row_dimension(data: PlainTopic, side: str) -> str:
    """The dimension that most rows, or columns, name terms of; empty as long as there are none."""
    named = [name for cells in cell_sets(data, side) for name in DIMENSIONS if cells["terms"].get(name)]
    return max(dict.fromkeys(named), key=named.count, default="")


def add_cells(data: PlainTopic, side: str, dimension: str, terms: Iterable[Named]) -> PlainPart:
    """With one more row, or column, for each term that has none by itself."""
    sets = cell_sets(data, side)
    single = {cells["terms"][dimension][0] for cells in sets if list(cells["terms"]) == [dimension] if _one(cells)}
    taken = [str(cells["id"]) for _, table in tables_of(data) for one in SIDES for cells in cell_sets(table, one)]
    for term in terms:
        if term.id in single:
            continue
        id = suggested_id(term.name, taken)
        taken.append(id)
        sets.append({"id": id, "name": term.name, "terms": {dimension: [term.id]}})
    return _with_sets(data, side, sets)


def rename_cells(data: PlainTopic, side: str, names: Mapping[str, str]) -> PlainPart:
    """With other names for rows or columns, by id; an empty one changes nothing."""
    sets = cell_sets(data, side)
    for cells in sets:
        if name := " ".join(names.get(str(cells["id"]), "").split()):
            cells["name"] = name
    return _with_sets(data, side, sets)


def set_cell_terms(data: PlainTopic, side: str, id: str, terms: Mapping[str, Sequence[str]]) -> PlainPart:
    """With other terms for a row or column, by dimension; without any it is removed."""
    sets = cell_sets(data, side)
    for cells in sets:
        if cells["id"] == id:
            cells["terms"] = {name: list(terms[name]) for name in DIMENSIONS if terms.get(name)}
    return _with_sets(data, side, [cells for cells in sets if cells["terms"]])


def move_cells(data: PlainTopic, side: str, id: str, step: int) -> PlainPart:
    """With a row or column moved by so many places, not beyond the ends."""
    sets = cell_sets(data, side)
    place = next((i for i, cells in enumerate(sets) if cells["id"] == id), None)
    if place is not None:
        moved = sets.pop(place)
        sets.insert(max(0, min(place + step, len(sets))), moved)
    return _with_sets(data, side, sets)


def remove_cells(data: PlainTopic, side: str, id: str) -> PlainPart:
    """Without a row or column."""
    return _with_sets(data, side, [cells for cells in cell_sets(data, side) if cells["id"] != id])


def not_asked(data: PlainTopic) -> dict[tuple[str, str], str]:
    """The cells that are not asked, by row and column, each with its reason; of cells that are in the table."""
    given = yardstick_of(data).get("not_asked")
    rows, columns = ({str(cells["id"]) for cells in cell_sets(data, side)} for side in SIDES)
    reasons = {}
    for cell in given if isinstance(given, list) else ():
        place = (str(cell.get("row")), str(cell.get("column"))) if isinstance(cell, dict) else ("", "")
        if place[0] in rows and place[1] in columns:
            reasons[place] = str(cell.get("reason") or "")
    return reasons


def set_asked(data: PlainTopic, left_out: Mapping[tuple[str, str], str]) -> PlainPart:
    """With these cells not asked, by row and column, each with its reason; every other cell is asked."""
    places = [(str(row["id"]), str(column["id"])) for row, column in product(*(cell_sets(data, s) for s in SIDES))]
    kept = [
        {"row": place[0], "column": place[1], **({"reason": left_out[place]} if left_out[place] else {})}
        for place in places
        if place in left_out
    ]
    yardstick = {name: value for name, value in yardstick_of(data).items() if name != "not_asked"}
    return {**data, "yardstick": {**yardstick, **({"not_asked": kept} if kept else {})}}


def points_asked(data: PlainTopic) -> int:
    """How many points the table asks about."""
    rows, columns = (len(cell_sets(data, side)) for side in SIDES)
    return rows * columns - len(not_asked(data)) if rows and columns else rows or columns


def fully_left_out(data: PlainTopic) -> list[tuple[str, str]]:
    """Rows and columns of which no point is asked, which a topic cannot have: the side and the name of each."""
    left_out, (rows, columns) = not_asked(data), (cell_sets(data, side) for side in SIDES)
    names = [("row", row) for row in rows if columns and all((row["id"], one["id"]) in left_out for one in columns)]
    names += [("column", one) for one in columns if rows and all((row["id"], one["id"]) in left_out for row in rows)]
    return [(side, str(cells.get("name") or cells["id"])) for side, cells in names]


def core_terms(data: PlainTopic) -> dict[str, list[str]]:
    """The terms that hold for every cell, by dimension."""
    return _terms(yardstick_of(data).get("core"))


def set_core(data: PlainTopic, core: Mapping[str, Sequence[str]]) -> PlainPart:
    """With other terms that hold for every cell."""
    chosen = {name: list(core[name]) for name in DIMENSIONS if core.get(name)}
    return _with(data, {**data, "yardstick": {**yardstick_of(data), "core": chosen}})


def replace_term(data: PlainTopic, dimension: str, old: str, new: str) -> PlainPart:
    """With another term in the place of one, wherever the yardsticks name it in a dimension."""
    if "second_yardstick" in data:
        data = swapped(_replace_in_first(swapped(data), dimension, old, new))
    return _replace_in_first(data, dimension, old, new)


def _replace_in_first(data: PlainTopic, dimension: str, old: str, new: str) -> PlainPart:
    yardstick = yardstick_of(data)
    for side in SIDES:
        yardstick[side] = [
            {**cells, "terms": _map_terms(cells["terms"], dimension, lambda ids: _replaced(ids, old, new))}
            for cells in cell_sets(data, side)
        ]
    yardstick["core"] = _map_terms(core_terms(data), dimension, lambda ids: _replaced(ids, old, new))
    scope = yardstick.get("scope")
    if isinstance(scope, dict) and isinstance(labels := scope.get(dimension), dict):
        marked = {mark: _replaced(ids, old, new) if isinstance(ids, list) else ids for mark, ids in labels.items()}
        yardstick["scope"] = {**scope, dimension: _each_once(marked)}
    return {**data, "yardstick": yardstick}


def as_copy(data: PlainTopic) -> PlainPart:
    """A topic to begin a new one from: its dimensions and its yardstick, without what is about this one only."""
    names = [name for name in ("yardstick", "second_yardstick") if name in data]
    tables = {
        name: {field: value for field, value in _plain(data[name]).items() if field != "reasons"} for name in names
    }
    return {"kind": "topic", "dimensions": dimensions_used(data), **tables}


def _with_sets(data: PlainTopic, side: str, sets: list[PlainPart]) -> PlainPart:
    return _with(data, {**data, "yardstick": {**yardstick_of(data), side: sets}})


def _with(before: PlainTopic, after: PlainPart) -> PlainPart:
    """With the scope that follows from the cells; one that was written otherwise only gets what it lacks.

    Cells that are not there any more are not left out any more.
    """
    after = set_asked(after, not_asked(after)) if "not_asked" in yardstick_of(after) else after
    scope, needed = _plain(yardstick_of(after).get("scope")), _scope_of(after)
    if scope and scope != _scope_of(before):
        kept = {name: dict(labels) for name, labels in scope.items() if _plain(labels)}
        for name, labels in needed.items():
            own = kept.setdefault(name, {})
            named = {id for ids in own.values() if isinstance(ids, list) for id in ids}
            lacking = [id for id in labels["in"] if id not in named]
            if lacking:
                own["in"] = [*own.get("in", []), *lacking]
        needed = kept
    return {**after, "yardstick": {**yardstick_of(after), "scope": needed}}


def _scope_of(data: PlainTopic) -> dict[str, PlainPart]:
    """All terms of cells and core, as covered; of actors the company, where no others are named."""
    places = [core_terms(data), *(cells["terms"] for side in SIDES for cells in cell_sets(data, side))]
    scope = {}
    for name in dimensions_used(data):
        terms = dict.fromkeys(id for terms in places for id in terms.get(name, ()))
        if name == "actor" and not terms:
            terms = {THE_COMPANY: None}
        if terms:
            scope[name] = {"in": list(terms)}
    return scope


def _terms(given: object) -> dict[str, list[str]]:
    if not isinstance(given, dict):
        return {}
    named = {name: given[name] for name in DIMENSIONS if isinstance(given.get(name), list)}
    return {name: ids for name, all_ids in named.items() if (ids := [id for id in all_ids if isinstance(id, str)])}


def _without_dimensions(cells: PlainPart, gone: Iterable[str]) -> PlainPart:
    return {**cells, "terms": {name: ids for name, ids in cells["terms"].items() if name not in gone}}


def _map_terms(terms: dict[str, list[str]], dimension: str, change: Callable[[list[str]], list[str]]) -> PlainPart:
    return {name: change(ids) if name == dimension else ids for name, ids in terms.items()}


def _replaced(ids: Iterable[str], old: str, new: str) -> list[str]:
    return list(dict.fromkeys(new if id == old else id for id in ids))


def _each_once(marked: Mapping[str, Any]) -> PlainPart:
    """Marks of a dimension with each term under the first mark that has it: a merged term may have had two."""
    seen: set[str] = set()
    kept: PlainPart = {}
    for mark, ids in marked.items():
        if isinstance(ids, list):
            kept[mark] = [id for id in ids if id not in seen]
            seen.update(kept[mark])
        else:
            kept[mark] = ids
    return {mark: ids for mark, ids in kept.items() if ids}


def _other_list(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return before.get("vocabulary") != after.get("vocabulary")


def _one(cells: Mapping[str, Any]) -> bool:
    return all(len(ids) == 1 for ids in cells["terms"].values())


def _plain(value: object) -> PlainPart:
    return value if isinstance(value, dict) else {}
