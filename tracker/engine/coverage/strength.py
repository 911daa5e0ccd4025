"""The strength of a company's words, as a range counted cell by cell (STRENGTH-1)."""

from dataclasses import dataclass

from tracker.engine.coverage.cells import Cell, CellLabel
from tracker.engine.in_force import InForcePeriod


@dataclass(frozen=True, slots=True)
class Strength:
    """``covered`` cells are clearly covered, ``possible`` ones covered, partly covered or unclear, of ``cells``.

    ``facts`` stand beside the range and are not points: duration, clarity (unclear cells), verification, reach (rows
    with a covered cell).
    """

    word: str
    covered: int
    possible: int
    cells: int
    facts: dict[str, str | int]


def word(covered: int, total: int) -> str:
    """The clear share in a word: none, narrow (< 1/4), partial (< 1/2), broad (< 1) or full."""
    if covered == 0:
        return "none"
    if covered == total:
        return "full"
    if 4 * covered < total:
        return "narrow"
    return "partial" if 2 * covered < total else "broad"


def strength(cells: list[Cell], fullest: InForcePeriod | None) -> Strength:
    """Count the cells; the facts beside them are those of the version that covers most."""
    covered = sum(cell.label == CellLabel.COVERED for cell in cells)
    possible = sum(cell.label != CellLabel.OPEN for cell in cells)
    facts: dict[str, str | int] = {
        "duration": fullest.terms if fullest else "none",
        "verification": fullest.version.verification if fullest else "none",
        "clarity": sum(cell.label == CellLabel.UNCLEAR for cell in cells),
        "reach": len({cell.row.id for cell in cells if cell.label == CellLabel.COVERED}),
    }
    return Strength(word(covered, len(cells)), covered, possible, len(cells), facts)
