"""How far the words of one version reach by themselves, whenever it is in force and whatever other pledges say."""

from tracker.engine.coverage.cells import LABELS, Cell, answer
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard
from tracker.records.types.pledge import Pledge, Version

__all__ = ["own_cells"]


def own_cells(card: Scorecard, pledge: Pledge, version: Version, force: InForcePeriod | None) -> list[Cell]:
    """The yardstick’s cells as this version alone answers them, with the conduct that falls into each (COVER-3)."""
    dossier = card.dossier
    scope = dossier.compiled(version.scope)
    cells = []
    for known in card.cells:
        found, reasons = answer(scope, dossier.cell_terms(known.row.terms, known.column.terms))
        cells.append(Cell(known.row, known.column, LABELS[found], pledge, force, reasons, known.evidence))
    return cells
