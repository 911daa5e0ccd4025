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
from tracker.web.public.terms import counted

__all__ = ["Matrix", "MatrixCell", "MatrixRow", "matrix_of"]


WORDS = {"lapsing": "covered until a day"}


@dataclass(frozen=True)
class MatrixCell:
    """The cells of one row of the yardstick: their marks, and the same in words."""

    heading: str
    marks: Sequence[str]
    told: str


@dataclass(frozen=True)
class MatrixRow:
    """One company."""

    company: Company
    href: str
    promise: str
    cells: Sequence[MatrixCell]
    strength: str
    range: str
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
        told = ", ".join(f"{count} {WORDS.get(mark, mark)}" for mark, count in Counter(marks).items())
        cells.append(MatrixCell(row.name, marks, f"{row.name}: {told}"))
    return MatrixRow(
        company=company,
        href=page_path(company.id, topic.id, query),
        promise=card.headline[0],
        cells=cells,
        strength=card.strength.word if card.has_pledge else "no pledge",
        range=_range(card) if card.has_pledge else "",
        conduct=_conduct(card),
    )


def _range(card: Scorecard) -> str:
    """How many cells are covered, clearly and perhaps."""
    strength = card.strength
    perhaps = f", perhaps {strength.possible}" if strength.possible > strength.covered else ""
    return f"{strength.covered} of {strength.cells}{perhaps}"


def _conduct(card: Scorecard) -> str:
    """Findings by word, gravest first; that nothing is contrary is said only of a company with a pledge."""
    counts = Counter(f.finding for f in card.findings if f.lead and f.evidence and f.finding != "dismissed")
    if counts:
        return f"On record: {', '.join(counted(word, count) for word, count in counts.items())}."
    return "No contrary conduct on record." if card.has_pledge else ""
