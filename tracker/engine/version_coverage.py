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
    asked = dossier.topic.yardstick_for(pledge.commitment) or dossier.topic.yardstick
    terms = next(cells for yardstick, cells in dossier.grids if yardstick is asked)
    lacking = shortfalls(asked, force, dossier.conditions, card.as_of) if force else ()
    cells = []
    in_table = [cell for cell in card.cells if dossier.yardstick_of[cell.row.id] is asked]
    for known, (_, _, named) in zip(in_table, terms, strict=True):
        answered, reasons = answer_within(dossier.compiled(version.scope), lacking, named)
        explain = partial(tuple, reasons)
        cells.append(Cell(known.row, known.column, LABELS[answered], pledge, force, explain, known.evidence))
    return cells
