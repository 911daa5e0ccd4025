"""The gaps by name: rows of the yardstick in short, and the flags on top of a scorecard (GAP-2, GAP-3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.core.scope import Answer, Label
from tracker.engine.coverage.cells import Cell, CellLabel
from tracker.engine.coverage.gaps import cells_in_words, row_in_words
from tracker.engine.coverage.shortfalls import shortfall_text
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import InForcePeriod
from tracker.engine.sentences.reasons import whether
from tracker.engine.text import bounds, capital, listing
from tracker.records.types.topic import CellSet

__all__ = ["MOST_FLAGS", "Flag", "RowAnswer", "flags", "row_answers"]

MOST_FLAGS = 3
"""So many flags fit on top of a page; the others are counted."""


@dataclass(frozen=True)
class RowAnswer:
    """A row in short. It never claims more than its cells: ``text`` names what is covered where only some of it is."""

    row: CellSet
    cells: tuple[Cell, ...]
    answer: CellLabel
    text: str

    @property
    def points_left_out(self) -> int:
        """How many of its cells are not clearly covered."""
        return sum(cell.label != CellLabel.COVERED for cell in self.cells)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The evidence that falls into its gaps."""
        return tuple(
            dict.fromkeys(id for cell in self.cells if cell.label != CellLabel.COVERED for id in cell.evidence)
        )


@dataclass(frozen=True)
class Flag:
    """A gap in a line.

    ``subject`` is the rows (or “Time”), ``text`` the answer, ``why`` one sentence of reason, or empty.
    """

    kind: Literal["row", "time"]
    subject: str
    answer: str
    text: str
    why: str
    rows: tuple[str, ...] = ()
    points: int = 0
    evidence: tuple[str, ...] = ()


def row_answers(dossier: Dossier, cells: Iterable[Cell]) -> list[RowAnswer]:
    """Each row of the yardstick in short, in its order.

    All cells covered: covered. Some: partly, naming which; or those that are covered ask for less or later (COVER-4).
    Else any unclear or partly covered: unclear. Else not covered, or no longer where a pledge that covered all of it
    has ended.
    """
    by_row: dict[str, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row.id, []).append(cell)
    return [_row_answer(dossier, row) for row in by_row.values()]


def _row_answer(dossier: Dossier, cells: list[Cell]) -> RowAnswer:
    covered = [cell for cell in cells if cell.label == CellLabel.COVERED]
    reached = [cell for cell in cells if cell.label != CellLabel.OPEN]
    if len(covered) == len(cells):
        answer = CellLabel.COVERED
    elif covered or (reached and all(cell.label == CellLabel.PARTLY and cell.shortfalls for cell in reached)):
        answer = CellLabel.PARTLY
    elif any(cell.label in (CellLabel.UNCLEAR, CellLabel.PARTLY) for cell in cells):
        answer = CellLabel.UNCLEAR
    else:
        answer = CellLabel.LAPSED if all(cell.lapsed for cell in cells) else CellLabel.OPEN
    text = _covered_in_words(dossier, cells, covered) if covered and answer == CellLabel.PARTLY else ""
    return RowAnswer(cells[0].row, tuple(cells), answer, text or dossier.wording(f"row.{answer}"))


def _covered_in_words(dossier: Dossier, cells: Sequence[Cell], covered: Sequence[Cell]) -> str:
    """Which columns are covered: by name where these, or those left out, are few; else by number."""
    if len(covered) <= 2:
        return dossier.wording("row.only", columns=_columns(dossier, covered))
    missing = [cell for cell in cells if cell.label != CellLabel.COVERED]
    if len(missing) <= 2:
        return dossier.wording("row.all-but", columns=_columns(dossier, missing))
    return dossier.wording("row.count", covered=len(covered), points=len(cells))


def _columns(dossier: Dossier, cells: Sequence[Cell]) -> str:
    return listing(cells_in_words(dossier, cell.column) for cell in cells)


def flags(
    dossier: Dossier, rows: Iterable[RowAnswer], measured: InForcePeriod | None, commitment: str, as_of: date
) -> list[Flag]:
    """All flags, in the order in which readers should meet them; none without a pledge in force (``measured``).

    First the row that evidence falls into, then by points left out, then the end of the pledge. Rows with one answer
    for one reason share a flag.
    """
    if measured is None:
        return []
    grouped: dict[tuple[str, str, str], list[RowAnswer]] = {}
    for row in rows:
        if row.answer != CellLabel.COVERED:
            key = (row.answer, row.text, _why(dossier, measured, row, as_of))
            grouped.setdefault(key, []).append(row)
    row_flags = [_row_flag(dossier, rows, why) for (_, _, why), rows in grouped.items()]
    row_flags.sort(key=lambda flag: (not flag.evidence, -flag.points))
    ending = _time_flag(dossier, measured) if commitment == "refrain" else None
    return [*row_flags, ending] if ending else row_flags


def _row_flag(dossier: Dossier, rows: Sequence[RowAnswer], why: str) -> Flag:
    answer = rows[0].answer
    less = answer == CellLabel.PARTLY and not any(cell.label == CellLabel.COVERED for cell in rows[0].cells)
    text = dossier.wording("flag.less" if less else f"flag.{answer}", covered=rows[0].text)
    return Flag(
        kind="row",
        subject=_subject(dossier, [row.row for row in rows]),
        answer=answer,
        text=text,
        why=why,
        rows=tuple(row.row.id for row in rows),
        points=sum(row.points_left_out for row in rows),
        evidence=tuple(dict.fromkeys(id for row in rows for id in row.evidence)),
    )


def _subject(dossier: Dossier, rows: Sequence[CellSet]) -> str:
    """The rows by name; a list whose items hold commas is set with semicolons."""
    if len(rows) == 1:
        return rows[0].name
    if len(rows) == len(dossier.topic.rows) > 2:
        return dossier.wording("gap.every-row")
    names = [row_in_words(dossier, row) for row in rows]
    return capital("; ".join(names) if any("," in name for name in names) else listing(names))


def _why(dossier: Dossier, force: InForcePeriod, row: RowAnswer, as_of: date) -> str:
    """The one reason that a row is given, empty where its answer says all."""
    if row.answer == CellLabel.LAPSED:
        ended = max(cell.lapsed for cell in row.cells if cell.lapsed)
        return dossier.wording("flag.why-lapsed", last_day=bounds(*ended))
    if any(cell.doubtful_force for cell in row.cells):
        return dossier.wording("cell.force")
    if row.answer in (CellLabel.UNCLEAR, CellLabel.PARTLY):
        lacking = dict.fromkeys(it for cell in row.cells for it in cell.shortfalls)
        less = " ".join(shortfall_text(dossier.wording, it) for it in lacking)
        return _why_unclear(dossier, force, row, as_of) or less
    return _why_open(dossier, row)


def _why_unclear(dossier: Dossier, force: InForcePeriod, row: RowAnswer, as_of: date) -> str:
    """Of the terms that decided.

    Those of the row itself, if any is unclear, else those that it shares with other rows.
    """
    decided = [
        (name, reason.decided_by or reason.term, row.row.terms.of(name) is not None)
        for cell in row.cells
        if cell.label == CellLabel.UNCLEAR
        for name, reason in cell.reasons
        if reason.answer is Answer.UNCLEAR
    ]
    own = [(name, term) for name, term, named_by_row in decided if term and named_by_row]
    shared = [(name, term) for name, term, _ in decided if term]
    return whether(dossier, force, as_of, dict.fromkeys(own or shared))


def _why_open(dossier: Dossier, row: RowAnswer) -> str:
    """An exception that the pledge makes is told as one; what it does not speak of, as left out."""
    reasons = [(name, reason) for cell in row.cells if cell.label == CellLabel.OPEN for name, reason in cell.reasons]
    excepted = [(name, reason.decided_by) for name, reason in reasons if reason.label is Label.EXCEPT]
    named = dict.fromkeys(dossier.noun(name, term) for name, term in excepted if term)
    if named and len(excepted) == len(reasons):
        return dossier.wording("flag.why-except", terms=listing(named))
    return dossier.wording("flag.why-open") if reasons else ""


def _time_flag(dossier: Dossier, force: InForcePeriod) -> Flag | None:
    """An end by a day, a condition or the company's own judgement is a gap of its own."""
    if force.self_judged:
        answer, text = "self-judged", dossier.wording("flag.self-judged")
    elif force.last_day:
        answer, text = "day", dossier.wording("flag.ends-day", last_day=bounds(*force.last_day))
    elif force.condition and force.terms == "condition":
        answer, text = "condition", dossier.wording("flag.ends-condition", condition=force.condition.name)
    else:
        return None
    return Flag("time", dossier.wording("flag.time"), answer, text, "")
