"""Gaps, amendments and scopes in words: rows of one answer told together, worst first (GAP-1, GAP-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.core.amounts import amount_text
from tracker.core.scales import ScaleVocabulary
from tracker.core.scope import Answer, Reason
from tracker.engine.coverage.amendment import Amendment
from tracker.engine.coverage.cells import NO_GAP, Cell, CellLabel, gap_rank
from tracker.engine.coverage.shortfalls import shortfall_text
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import InForcePeriod
from tracker.engine.sentences.reasons import answer_on, whether
from tracker.engine.text import bounds, capital, listing
from tracker.records.types.parts.fields import ScopeLabels
from tracker.records.types.topic import WHOLE, CellSet


@dataclass(frozen=True)
class GapLine:
    """Cells with the same answer, told in one line.

    ``heading`` names the rows, ``columns`` the columns, empty for all.
    """

    heading: str
    columns: str
    text: str
    label: str
    cells: tuple[Cell, ...]
    evidence: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Rows and columns together."""
        return f"{self.heading}, {self.columns}" if self.columns else self.heading


def why_unclear(dossier: Dossier, cells: Sequence[Cell], as_of: date, *, columns_named: bool = False) -> str:
    """Why cells are unclear or partly covered, each reason once.

    Where the line names its columns already, that the words do not say so of them is told without naming them again.
    """
    force = cells[0].force
    sentences: list[str] = []
    if any(cell.doubtful_force for cell in cells):
        sentences.append(dossier.wording("cell.force"))
    reasons = [pair for cell in cells if not cell.doubtful_force for pair in cell.reasons]
    decided = [(name, reason.decided_by or reason.term) for name, reason in reasons if reason.answer is Answer.UNCLEAR]
    unclear = dict.fromkeys((name, term) for name, term in decided if term)
    if columns_named:
        columns = {
            (name, term) for cell in cells for name in dossier.dimensions for term in cell.column.terms.of(name) or ()
        }
        unasked = {pair for pair in columns & unclear.keys() if answer_on(dossier, force, as_of, *pair) is None}
        unclear = {pair: None for pair in unclear if pair not in unasked}
    sentences.append(whether(dossier, force, as_of, unclear))
    sentences += (_parts(dossier, name, reason) for name, reason in reasons if reason.answer is Answer.PARTLY)
    sentences += (
        shortfall_text(dossier.wording, it) for cell in cells if not cell.doubtful_force for it in cell.shortfalls
    )
    return " ".join(dict.fromkeys(text for text in sentences if text)) or dossier.wording("gap.words")


def _parts(dossier: Dossier, name: str, reason: Reason) -> str:
    inside, outside = (
        listing(dossier.noun(name, term) for term in terms[:6]) + (" …" if len(terms) > 6 else "")
        for terms in (reason.inside, reason.outside)
    )
    return dossier.wording("gap.why-partly", inside=inside, outside=outside)


def cell_text(dossier: Dossier, cell: Cell, as_of: date) -> str:
    """One cell in a sentence."""
    wording = dossier.wording
    if cell.column is WHOLE:  # there is nothing to name beside the row
        sentence = _text(dossier, [cell], as_of, columns_named=False) if gap_rank(cell) < NO_GAP else _covered(dossier)
        return f"{cell.row.name}: {sentence}"
    values: dict[str, str] = {"row": cell.row.name, "column": cell.column.name}
    if cell.label in (CellLabel.UNCLEAR, CellLabel.PARTLY):
        return wording(f"cell.{cell.label}", why=why_unclear(dossier, [cell], as_of), **values)
    if cell.label == CellLabel.OPEN:
        if cell.lapsed:
            return wording("cell.lapsed", last_day=bounds(*cell.lapsed), **values)
        return wording("cell.open", **values)
    if cell.last_day:
        return wording("cell.ends-day", last_day=bounds(*cell.last_day), **values)
    if cell.until_condition and cell.force and cell.force.condition:
        return wording("cell.ends-condition", condition=cell.force.condition.name, **values)
    return wording("cell.covered", **values)


def _covered(dossier: Dossier) -> str:
    return f"{dossier.wording('cell.covered.heading')}."


def columns_of(dossier: Dossier, cell: Cell) -> tuple[CellSet, ...]:
    """The columns that the row of a cell is asked about."""
    return dossier.yardstick_of[cell.row.id].columns_asked(cell.row)


def cells_in_words(dossier: Dossier, cells: CellSet) -> str:
    """A column inside a sentence: its terms where they are few, else its heading."""
    terms = [dossier.noun(name, term) for name in dossier.dimensions for term in cells.terms.of(name) or ()]
    return listing(terms) if 0 < len(terms) <= 3 else cells.name


def row_in_words(dossier: Dossier, cells: CellSet) -> str:
    """A row inside a sentence: by its own name, in the case of its terms where these are that name."""
    terms = [(name, term) for name in dossier.dimensions for term in cells.terms.of(name) or ()]
    nouns, names = ([naming(name, term) for name, term in terms] for naming in (dossier.noun, dossier.name))
    own = cells.name.casefold()
    return listing(nouns) if own in (listing(nouns).casefold(), listing(names).casefold()) else cells.name


def row_in_sentence(dossier: Dossier, row: CellSet) -> str:
    """A row inside a sentence: its one or two terms where they say what its own name says, else that name in quotes."""
    words = row_in_words(dossier, row)
    dimensions = [name for name in dossier.dimensions if row.terms.of(name)]
    few = len(dimensions) == 1 and len(row.terms.of(dimensions[0]) or ()) <= 2
    return words if few and words != row.name else dossier.wording("headline.row", row=row.name)


def gap_lines(dossier: Dossier, gaps: Sequence[Cell], as_of: date) -> list[GapLine]:
    """Gaps for readers: cells of one row and answer in one line, rows of which the same is true in one line too.

    Rows with evidence stand alone. An ending that all covered cells share is told once.
    """
    endings = [cell for cell in gaps if gap_rank(cell) >= _ENDS]
    endless = sum(len(grid) for _, grid in dossier.grids) - len(gaps)
    shared = not endless and len({_alike(cell) for cell in endings}) == 1
    by_row: dict[tuple[int, str, str], list[Cell]] = {}
    for cell in gaps:
        row = "" if shared and gap_rank(cell) >= _ENDS else cell.row.id
        by_row.setdefault((gap_rank(cell), row, _alike(cell)), []).append(cell)
    lines: dict[tuple[str, str, str], list[Cell]] = {}
    for (rank, row, _), cells in by_row.items():
        columns = _columns(dossier, cells) if row else ""
        text = _text(dossier, cells, as_of, columns_named=bool(columns))
        alone = row if rank < _ENDS and cells[0].evidence else ""
        lines.setdefault((columns, text, alone), []).extend(cells)
    among_others = shared and len(endings) < len(gaps)  # else it is true of everything, not of “what is covered”
    return [_line(dossier, columns, text, cells, among_others) for (columns, text, _), cells in lines.items()]


_ENDS = 4
"""From this rank on a gap is no hole, but an end."""


def _alike(cell: Cell) -> str:
    """What must be the same of cells that are told in one line."""
    if gap_rank(cell) < _ENDS:
        return f"{cell.label} {cell.lapsed} {cell.shortfalls}"
    return f"{cell.last_day} {cell.force.condition.id if cell.force and cell.force.condition else None}"


def _columns(dossier: Dossier, cells: Sequence[Cell]) -> str:
    """The columns of one row's cells in words; empty where they are all there are."""
    if len(cells) == len(columns_of(dossier, cells[0])):
        return ""
    return listing(dict.fromkeys(cells_in_words(dossier, cell.column) for cell in cells))


def _line(dossier: Dossier, columns: str, text: str, cells: Sequence[Cell], among_others: bool) -> GapLine:
    ends = gap_rank(cells[0]) >= _ENDS
    evidence = () if ends else tuple(dict.fromkeys(id for cell in cells for id in cell.evidence))
    heading = dossier.wording("gap.all-covered") if ends and among_others else _rows(dossier, cells, bool(columns))
    return GapLine(heading, columns, text, cells[0].label, tuple(cells), evidence)


def _rows(dossier: Dossier, cells: Sequence[Cell], columns_named: bool) -> str:
    """The rows of cells in words."""
    rows = {cell.row.id: cell.row for cell in cells}
    if len(rows) == 1:
        return cells[0].row.name
    if len(rows) == len(dossier.topic.rows):
        return dossier.wording("gap.every-row" if columns_named else "gap.every-cell")
    return capital(listing(row_in_words(dossier, row) for row in rows.values()))


def _text(dossier: Dossier, cells: Sequence[Cell], as_of: date, *, columns_named: bool) -> str:
    """What is told of cells with the same answer."""
    wording, cell, rank = dossier.wording, cells[0], gap_rank(cells[0])
    if rank == _ENDS and cell.last_day:
        return wording("gap.ends-day", last_day=bounds(*cell.last_day))
    if rank > _ENDS and cell.force and cell.force.condition:
        return wording("gap.ends-condition", condition=cell.force.condition.name)
    if cell.label == CellLabel.OPEN:
        return wording("gap.lapsed", last_day=bounds(*cell.lapsed)) if cell.lapsed else wording("gap.open")
    return wording(f"gap.{cell.label}", why=why_unclear(dossier, cells, as_of, columns_named=columns_named))


def amendment_text(dossier: Dossier, amendment: Amendment) -> str:
    """What the pledge would have to say, in words; of which kind it is, where the topic asks for both."""
    text = _amendment_text(dossier, amendment)
    return (
        dossier.wording(f"amendment.to-{amendment.commitment}", text=text) if dossier.topic.second_yardstick else text
    )


def _amendment_text(dossier: Dossier, amendment: Amendment) -> str:
    if amendment.dimension == "target":
        side, amount = amendment.add
        return dossier.wording(f"amendment.target.{side}", asked=amount)
    if amendment.dimension == "deadline":
        return dossier.wording("amendment.deadline", asked=amendment.add[0])
    if scale := dossier.scale(amendment.dimension):
        return _in_numbers(dossier, scale, amendment)
    names = listing(dossier.noun(amendment.dimension, term) for term in amendment.add)
    key = f"amendment.{amendment.dimension}" if amendment.dimension in ("actor", "action") else "amendment"
    return dossier.wording(key, dimension=dossier.word(amendment.dimension), terms=names)


def amendment_json(dossier: Dossier, amendment: Amendment) -> dict[str, Any]:
    """An amendment as JSON data: its keys are in docs/api.md."""
    return {
        "commitment": amendment.commitment,
        "dimension": amendment.dimension,
        "add": list(amendment.add),
        "text": amendment_text(dossier, amendment),
    }


def _in_numbers(dossier: Dossier, scale: ScaleVocabulary, amendment: Amendment) -> str:
    """An amendment on a scale: by its threshold, where it has one and would have one, else by its ranges."""
    now, then = amendment.now, scale.together([*amendment.now, *amendment.add])
    if len(now) == len(then) == 1:
        before, after = scale.scale.threshold(now[0]), scale.scale.threshold(then[0])
        if before and after:  # what is added to a range with one end leaves it that end
            shown = [amount_text(bound, scale.scale.unit) for _, bound in (before, after)]
            return dossier.wording(f"amendment.threshold-{before[0]}", from_amount=shown[0], to_amount=shown[1])
    covered = amendment.add if scale.names(scale.all) == then else then
    terms = listing(scale.scale.shown(text) for text in covered)
    if not now:
        return dossier.wording("amendment", dimension=dossier.word(amendment.dimension), terms=terms)
    return dossier.wording("amendment.numbers", terms=terms, covered_now=listing(map(scale.scale.shown, now)))


def ending_text(dossier: Dossier, force: InForcePeriod | None) -> str | None:
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
