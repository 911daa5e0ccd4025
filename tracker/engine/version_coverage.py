"""How far the words of one version reach by themselves, whenever it is in force and whatever other pledges say."""

from functools import partial

from tracker.engine.coverage.cells import LABELS, Cell, answer_within
from tracker.engine.coverage.shortfalls import shortfalls
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard
from tracker.records.types.pledge import Pledge, Version

__all__ = ["own_cells"]


def own_cells(card: Scorecard, pledge: Pledge, version: Version, force: InForcePeriod | None) -> list[Cell]:
    """The cells of the yardstick that asks for pledges of its kind (else of the first), as this version alone answers.

    Each has the conduct that falls into it (COVER-3).
    """
    dossier = card.dossier
    judged_by = dossier.topic.yardstick_for(pledge.commitment) or dossier.topic.yardstick
    terms = next(cells for yardstick, cells in dossier.grids if yardstick is judged_by)
    lacking = shortfalls(judged_by, force, dossier.conditions, card.as_of) if force else ()
    cells = []
    in_table = [cell for cell in card.cells if dossier.yardstick_of[cell.row.id] is judged_by]
    for table_cell, (_, _, named) in zip(in_table, terms, strict=True):
        answered, reasons = answer_within(dossier.compiled(version.scope), lacking, named)
        explain = partial(tuple, reasons)
        cells.append(
            Cell(table_cell.row, table_cell.column, LABELS[answered], pledge, force, explain, table_cell.evidence)
        )
    return cells
