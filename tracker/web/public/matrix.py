"""The picture of a whole field: companies by the rows of a topic's yardstick."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.engine.phrases import when
from tracker.engine.scorecard import Scorecard
from tracker.records.company import Company
from tracker.records.topic import Topic
from tracker.web.links import page_path
from tracker.web.public.coverage import cell_shown

__all__ = ["Matrix", "MatrixCell", "MatrixRow", "matrix_of"]


@dataclass(frozen=True)
class MatrixCell:
    """The cells of one row of the yardstick: their marks, and how many are covered."""

    heading: str
    marks: Sequence[str]
    words: str
    told: str


@dataclass(frozen=True)
class MatrixRow:
    """One company."""

    company: Company
    href: str
    promise: str
    cells: Sequence[MatrixCell]
    strength: str
    conduct: str


@dataclass(frozen=True)
class Matrix:
    """One topic with its companies: those with the most coverage first, those without a pledge last."""

    topic: Topic
    columns: str
    headings: Sequence[str]
    rows: Sequence[MatrixRow]
    marks: Sequence[str]
    checked: str


def matrix_of(cards: Sequence[Scorecard], query: dict[str, str]) -> Matrix:
    """The matrix of a topic from the scorecards of its companies; ``query`` keeps the clocks in its links."""
    topic = cards[0].dossier.topic
    ordered = sorted(cards, key=lambda card: (not card.has_pledge, -card.strength.covered, -card.strength.possible))
    rows = [_row(card, query) for card in ordered]
    checked = {card.checked_until.text: card.checked_until for card in cards if card.checked_until}
    days = sorted(checked.values(), key=lambda value: value.earliest)
    span = [when(days[0])] + [f"and {when(days[-1])}"] * (len(days) > 1) if days else []
    return Matrix(
        topic=topic,
        columns=", ".join(column.name.lower() for column in topic.yardstick.columns),
        headings=[row.name for row in topic.yardstick.rows],
        rows=rows,
        marks=list(dict.fromkeys(mark for row in rows for cell in row.cells for mark in cell.marks)),
        checked=("between " if len(days) > 1 else "on ") + " ".join(span) if span else "",
    )


def _row(card: Scorecard, query: dict[str, str]) -> MatrixRow:
    company, topic = card.dossier.company, card.dossier.topic
    cells = []
    for row in topic.yardstick.rows:
        marks = [cell_shown(cell).mark for cell in card.cells if cell.row is row]
        counted = Counter(marks)
        covered = counted["covered"] + counted["lapsing"]
        told = ", ".join(f"{count} {mark}" for mark, count in counted.items())
        cells.append(MatrixCell(row.name, marks, f"{covered} of {len(marks)}", f"{row.name}: {told}"))
    conduct = ", ".join(f"{count} {word}" for word, count in card.counts.items())
    return MatrixRow(company, page_path(company.id, topic.id, query), card.headline[0], cells, _strength(card), conduct)


def _strength(card: Scorecard) -> str:
    if not card.has_pledge:
        return "no pledge"
    strength = card.strength
    if strength.possible == strength.covered:
        return f"{strength.word}: {strength.covered} of {strength.cells}"
    return f"{strength.word}: {strength.covered} of {strength.cells}, perhaps {strength.possible}"
