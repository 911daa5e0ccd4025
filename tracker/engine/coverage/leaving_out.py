"""What a promise leaves out, in one sentence: rows that are unclear, partly covered or not covered."""

from collections.abc import Iterable
from datetime import date

from tracker.engine.coverage.cells import Cell, CellLabel
from tracker.engine.coverage.gaps import row_in_sentence
from tracker.engine.coverage.shortfalls import shortfall_text
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import InForcePeriod
from tracker.engine.sentences.reasons import answer_on, reporter
from tracker.engine.text import listing
from tracker.records.types.topic import CellSet

__all__ = ["leaving_out"]

MOST_ROWS = 3
"""So many rows are named; the others are counted."""


def leaving_out(dossier: Dossier, force: InForcePeriod, cells: list[Cell], *, several: bool, as_of: date) -> str:
    """The rows that nothing covers clearly but something may; else the open ones; else that nothing is left.

    Less in numbers or in time comes after rows that nothing covers.

    ``several``: the company has more than one pledge on the topic, so that “it” would not say which.
    """
    form, wording = ".several" if several else "", dossier.wording
    by_row: dict[str, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row.id, []).append(cell)
    unclear = [row for row in by_row.values() if _unclear(row)]
    rows = [row for row in unclear if _row_itself(row)]
    if rows and all(cell.label != CellLabel.UNCLEAR for row in rows for cell in row):
        return wording(f"headline.gap-partly{form}", rows=_row_names(dossier, rows))
    if rows:
        because = _because(dossier, force, rows, as_of)
        return wording(f"headline.gap-unclear{form}", rows=_row_names(dossier, rows), because=because)
    less = [row for row in unclear if any(cell.shortfalls for cell in row)]
    if unclear and not less:
        return wording(f"headline.gap-reach{form}")
    empty = [row for row in by_row.values() if all(cell.label == CellLabel.OPEN for cell in row)]
    if less and not empty:
        return _less(dossier, force, less)
    if empty:
        return wording(f"headline.gap-open{form}", rows=_row_names(dossier, empty))
    return "" if any(cell.label != CellLabel.COVERED for cell in cells) else wording(f"headline.gap-none{form}")


def _less(dossier: Dossier, force: InForcePeriod, rows: list[list[Cell]]) -> str:
    """In what the version of the first sentence is less; of another pledge, for which rows."""
    lacking = [it for row in rows for cell in row if cell.force is force for it in cell.shortfalls]
    if lacking:
        return shortfall_text(dossier.wording, min(lacking, key=lambda it: not it.certain))
    named = _row_names(dossier, rows)
    if all(cell.label == CellLabel.PARTLY for row in rows for cell in row if cell.shortfalls):
        return dossier.wording("headline.gap-partly.several", rows=named)
    return dossier.wording("headline.gap-unclear.several", rows=named, because=dossier.wording("because.words"))


def _row_names(dossier: Dossier, rows: Iterable[list[Cell]]) -> str:
    named: list[CellSet] = [row[0].row for row in rows]
    words = [row_in_sentence(dossier, row) for row in named[:MOST_ROWS]]
    if len(named) > MOST_ROWS:
        words.append(dossier.wording("headline.rows-more", n=len(named) - MOST_ROWS))
    return listing(words)


def _unclear(cells: list[Cell]) -> bool:
    labels = {cell.label for cell in cells}
    return bool(labels & {CellLabel.UNCLEAR, CellLabel.PARTLY}) and CellLabel.COVERED not in labels


def _row_itself(cells: list[Cell]) -> bool:
    """Whether it is the row's own terms that are unclear, and not something that all rows share."""
    return any(
        cell.row.terms.of(name) is not None
        for cell in cells
        if cell.label in (CellLabel.UNCLEAR, CellLabel.PARTLY) and not cell.doubtful_force
        for name, _ in cell.reasons
    )


def _because(dossier: Dossier, force: InForcePeriod, unclear: list[list[Cell]], as_of: date) -> str:
    """What the company answered about these rows and who says so, where it is one answer.

    Else that the words do not say.
    """
    given = [
        answer_on(dossier, force, as_of, name, reason.decided_by or reason.term)
        for row in unclear
        for cell in row
        if cell.label == CellLabel.UNCLEAR
        for name, reason in cell.reasons
        if cell.row.terms.of(name) is not None and name in dossier.dimensions
    ]
    answers = [response for response in given if response]
    if not answers or len(answers) < len(given) or len({response.state(as_of) for response in answers}) > 1:
        return dossier.wording("because.words")
    reporters = listing(dict.fromkeys(reporter(dossier, response) for response in answers))
    return dossier.wording(f"because.{answers[0].state(as_of)}", reporter=reporters)
