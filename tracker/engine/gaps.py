"""Gaps, amendments and scopes in words: rows of one answer told together, worst first (design section 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.scope import Answer, Reason
from tracker.engine.coverage import Amendment, Cell, gap_rank
from tracker.engine.dossier import Dossier
from tracker.engine.force import Force
from tracker.engine.phrases import bounds, capital, listing
from tracker.engine.reasons import answer_on, whether
from tracker.records.fields import ScopeLabels
from tracker.records.topic import CellSet


@dataclass(frozen=True)
class GapLine:
    """Cells of one row with the same answer, told in one line; ``heading`` is the row's name, or says it is all rows."""

    heading: str
    text: str
    label: str
    cells: tuple[Cell, ...]
    evidence: tuple[str, ...]


def why_unclear(dossier: Dossier, cells: Sequence[Cell], as_of: date, *, columns_named: bool = False) -> str:
    """Why cells are unclear or partly covered, each reason once.

    Where the line names its columns already, that the words do not say so of them is told without naming them again.
    """
    force = cells[0].force
    told: list[str] = []
    if any(cell.doubtful_force for cell in cells):
        told.append(dossier.wording("cell.force"))
    reasons = [pair for cell in cells if not cell.doubtful_force for pair in cell.reasons]
    decided = [(name, reason.decided_by or reason.term) for name, reason in reasons if reason.answer is Answer.UNCLEAR]
    unclear = dict.fromkeys((name, term) for name, term in decided if term)
    if columns_named:
        columns = {
            (name, term) for cell in cells for name in dossier.dimensions for term in cell.column.terms.of(name) or ()
        }
        unasked = {pair for pair in columns & unclear.keys() if answer_on(dossier, force, as_of, *pair) is None}
        unclear = {pair: None for pair in unclear if pair not in unasked}
    told.append(whether(dossier, force, as_of, unclear))
    told += (_parts(dossier, name, reason) for name, reason in reasons if reason.answer is Answer.PARTLY)
    return " ".join(dict.fromkeys(text for text in told if text)) or dossier.wording("gap.words")


def _parts(dossier: Dossier, name: str, reason: Reason) -> str:
    inside, outside = (
        listing(dossier.noun(name, term) for term in terms[:6]) + (" …" if len(terms) > 6 else "")
        for terms in (reason.inside, reason.outside)
    )
    return dossier.wording("gap.why-partly", inside=inside, outside=outside)


def cell_text(dossier: Dossier, cell: Cell, as_of: date) -> str:
    """One cell in a sentence."""
    wording = dossier.wording
    values: dict[str, str] = {"row": cell.row.name, "column": cell.column.name}
    if cell.label in ("unclear", "partly"):
        return wording(f"cell.{cell.label}", why=why_unclear(dossier, [cell], as_of), **values)
    if cell.label == "open":
        if cell.lapsed:
            return wording("cell.lapsed", last_day=bounds(*cell.lapsed), **values)
        return wording("cell.open", **values)
    if cell.last_day:
        return wording("cell.ends-day", last_day=bounds(*cell.last_day), **values)
    if cell.until_condition and cell.force and cell.force.condition:
        return wording("cell.ends-condition", condition=cell.force.condition.name, **values)
    return wording("cell.covered", **values)


def cells_in_words(dossier: Dossier, cells: CellSet) -> str:
    """A row or column inside a sentence: its terms where they are few, else its heading."""
    terms = [dossier.noun(name, term) for name in dossier.dimensions for term in cells.terms.of(name) or ()]
    return listing(terms) if len(terms) <= 3 else cells.name


def gap_lines(dossier: Dossier, gaps: Iterable[Cell], as_of: date) -> list[GapLine]:
    """Gaps for readers: the cells of one row and rank in one line, rows of which the same is true in one line too.

    Endings, which concern all that is covered, are told once each.
    """
    by_row: dict[tuple[int, str], list[Cell]] = {}
    for cell in gaps:
        rank = gap_rank(cell)
        ending = (cell.last_day, cell.force.condition.id if cell.force and cell.force.condition else None)
        alike = str(ending) if rank >= 4 else f"{cell.row.id} {cell.label} {cell.lapsed}"
        by_row.setdefault((rank, alike), []).append(cell)
    lines: dict[tuple[int, str, str], list[Cell]] = {}
    for (rank, _), cells in by_row.items():
        alone = cells[0].row.id if cells[0].evidence else ""
        lines.setdefault((rank, _group_text(dossier, cells, rank, as_of), alone), []).extend(cells)
    return [_line(dossier, rank, text, cells) for (rank, text, _), cells in lines.items()]


def _line(dossier: Dossier, rank: int, text: str, cells: list[Cell]) -> GapLine:
    rows = {cell.row.id: cell.row for cell in cells}
    alone = next(iter(rows.values())).name if len(rows) == 1 else ""
    heading = (
        "All of it" if rank >= 4 else alone or capital(listing(cells_in_words(dossier, row) for row in rows.values()))
    )
    evidence = tuple(dict.fromkeys(id for cell in cells for id in cell.evidence))
    return GapLine(heading, text, cells[0].label, tuple(cells), evidence)


def _group_text(dossier: Dossier, cells: list[Cell], rank: int, as_of: date) -> str:
    """What is told of cells of one row; their columns are named unless they are all there are."""
    wording, cell = dossier.wording, cells[0]
    if rank == 4 and cell.last_day:
        return wording("gap.ends-day", last_day=bounds(*cell.last_day))
    if rank == 5 and cell.force and cell.force.condition:
        return wording("gap.ends-condition", condition=cell.force.condition.name)
    every = len(cells) == len(dossier.topic.yardstick.columns)
    values = {"columns": listing(dict.fromkeys(cells_in_words(dossier, other.column) for other in cells))}
    suffix = "" if every else "-columns"
    if cell.label == "open":
        if cell.lapsed:
            return wording(f"gap.lapsed{suffix}", last_day=bounds(*cell.lapsed), **values)
        return wording(f"gap.open{suffix}", **values)
    return wording(
        f"gap.{cell.label}{suffix}", why=why_unclear(dossier, cells, as_of, columns_named=not every), **values
    )


def amendment_text(dossier: Dossier, amendment: Amendment) -> str:
    """What the pledge would have to say, in words."""
    names = listing(dossier.noun(amendment.dimension, term) for term in amendment.add)
    key = f"amendment.{amendment.dimension}" if amendment.dimension in ("actor", "action") else "amendment"
    return dossier.wording(key, dimension=dossier.word(amendment.dimension), terms=names)


def ending_text(dossier: Dossier, force: Force | None) -> str | None:
    """What the pledge would have to say of its end; None where it has none or says nothing of one."""
    if force is None:
        return None
    if force.self_judged:
        return dossier.wording("amendment.self-judged")
    if force.last_day:
        return dossier.wording("amendment.day", last_day=bounds(*force.last_day))
    if force.condition:
        return dossier.wording("amendment.condition", condition=force.condition.name)
    return None


def scope_in_words(dossier: Dossier, labels: ScopeLabels) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """A scope for readers: per dimension its word and, by label, the names of the terms."""
    result: list[tuple[str, list[tuple[str, list[str]]]]] = []
    for name, vocabulary in dossier.dimensions.items():
        given = labels.of(name)
        if given is None:
            continue
        rest = given.dimension().decided_rest()
        parts = [
            (label.value, [dossier.noun(name, t) for t in sorted(terms, key=vocabulary.index.__getitem__)])
            for label, terms in given.by_label().items()
            if terms
        ]
        if len(vocabulary.terms) > sum(len(terms) for _, terms in parts):
            parts.append((f"rest-{rest.value}", []))
        result.append((dossier.word(name), parts))
    return result
