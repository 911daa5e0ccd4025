"""Two to four scorecards of one topic side by side: words, ends, coverage overlaid, what only some leave open."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tracker.engine.comparing.scope_differences import ScopeDifference, scope_differences
from tracker.engine.coverage.cells import LABELS, Cell, CellLabel
from tracker.engine.coverage.gaps import cells_in_words, columns_of, row_in_words
from tracker.engine.coverage.strength import Strength
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import capital, listing, when
from tracker.engine.upcoming.endings import duration, end_in_words
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import CellSet

FEWEST, MOST = 2, 4


class NotComparableError(ValueError):
    """Scorecards that cannot stand side by side; the message says why."""


@dataclass(frozen=True)
class Side:
    """One company's column: the pledge that its headline tells of (None: it made none), in its own words.

    ``verbatim``: the words are a quote, else our report of them. ``ends`` is how the version ends, ``since`` its first
    day, ``lasts`` its length where the words give one; all None without a pledge.
    """

    card: Scorecard
    pledge: Pledge | None
    force: InForcePeriod | None
    words: str | None
    verbatim: bool
    since: str | None
    ends: str | None
    lasts: str | None

    @property
    def name(self) -> str:
        """The company's name."""
        return self.card.dossier.company.name

    @property
    def strength(self) -> Strength:
        """The strength of all the company's words on the topic."""
        return self.card.strength


@dataclass(frozen=True)
class Overlay:
    """One cell of the yardstick with the answer of each company, in the order of the sides."""

    row: CellSet
    column: CellSet
    cells: tuple[Cell, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Covered, partly, unclear or open, for each company."""
        return tuple(cell.label for cell in self.cells)

    @property
    def differs(self) -> bool:
        """Whether the companies' answers differ."""
        return len(set(self.labels)) > 1


@dataclass(frozen=True)
class PartialGap:
    """Cells of one row that some companies clearly cover and others do not; ``labels`` in the order of the sides."""

    row: CellSet
    columns: tuple[CellSet, ...]
    labels: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Pair:
    """The words of two companies against each other.

    ``differences`` are those of the versions that cover most, term by term; what other versions add is in the cells.
    Not ``comparable``: one of the two has no words, or one promises to do something and the other not to.
    """

    first: Side
    second: Side
    comparable: bool
    differences: list[ScopeDifference]
    text: str | None


@dataclass(frozen=True)
class Comparison:
    """Everything that the page of a comparison shows."""

    sides: tuple[Side, ...]
    cells: list[Overlay]
    gaps_of_some: list[PartialGap]
    pairs: list[Pair]


def compare(cards: Sequence[Scorecard]) -> Comparison:
    """Compare the scorecards of two to four companies on one topic; raises NotComparable.

    They must be of one day, and of one state of topic and vocabularies: cells and terms are matched by their ids.
    """
    _check(cards)
    sides = tuple(_side(card) for card in cards)
    overlay = [
        Overlay(cells[0].row, cells[0].column, cells) for cells in zip(*(card.cells for card in cards), strict=True)
    ]
    pairs = [_pair(first, second) for first, second in combinations(sides, 2)]
    return Comparison(sides, overlay, _gaps_of_some(cards[0].dossier, sides, overlay), pairs)


def _check(cards: Sequence[Scorecard]) -> None:
    if not FEWEST <= len(cards) <= MOST:
        raise NotComparableError(f"{len(cards)} companies: choose {FEWEST} to {MOST}")
    first = cards[0]
    if len({card.dossier.company.id for card in cards}) < len(cards):
        raise NotComparableError("the same company is listed twice: choose different ones")
    for card in cards[1:]:
        if card.dossier.topic.id != first.dossier.topic.id or card.as_of != first.as_of:
            raise NotComparableError("the scorecards are not for the same topic and date")
        if card.dossier.topic != first.dossier.topic or card.dossier.vocabularies != first.dossier.vocabularies:
            raise NotComparableError("the topic or its vocabularies changed between the scorecards")


def _side(card: Scorecard) -> Side:
    if card.main is None:
        return Side(card, None, None, None, False, None, None, None)
    pledge, force = card.main
    version = force.version
    return Side(
        card,
        pledge,
        force,
        version.quote or version.reported,
        version.quote is not None,
        when(force.start) if force.start else None,
        end_in_words(card.dossier, force, card.as_of),
        duration(card.dossier, force),
    )


def _pair(first: Side, second: Side) -> Pair:
    one, other = first.card.main, second.card.main
    if one is None or other is None:
        return Pair(first, second, False, [], None)
    wording = first.card.dossier.wording
    if one[0].commitment != other[0].commitment:
        return Pair(first, second, False, [], wording("difference.other-kind"))
    names = first.name, second.name
    differences = scope_differences(first.card.dossier, one[1].version.scope, other[1].version.scope, names)
    return Pair(first, second, True, differences, None if differences else wording("difference.none"))


def _gaps_of_some(dossier: Dossier, sides: Sequence[Side], overlay: Sequence[Overlay]) -> list[PartialGap]:
    """Cells that at least one company covers and at least one does not; cells of a row with equal answers are one."""
    groups: dict[tuple[str, tuple[str, ...]], list[Overlay]] = {}
    for cell in overlay:
        if cell.differs and CellLabel.COVERED in cell.labels:
            groups.setdefault((cell.row.id, cell.labels), []).append(cell)
    return [
        PartialGap(
            cells[0].row,
            tuple(cell.column for cell in cells),
            labels,
            _gap_text(dossier, [side.name for side in sides], cells, labels),
        )
        for (_, labels), cells in groups.items()
    ]


def _gap_text(dossier: Dossier, names: Sequence[str], cells: Sequence[Overlay], labels: tuple[str, ...]) -> str:
    by_label = {
        label: [name for name, said in zip(names, labels, strict=True) if said == label] for label in LABELS.values()
    }
    parts = [dossier.wording(f"compared.{label}", names=listing(some)) for label, some in by_label.items() if some]
    every = len(cells) == len(columns_of(dossier, cells[0].cells[0]))
    text = dossier.wording(
        "compared.gap-all" if every else "compared.gap",
        row=capital(row_in_words(dossier, cells[0].row)),
        columns=listing(cells_in_words(dossier, cell.column) for cell in cells),
        parts="; ".join(parts),
    )
    return text[:-1] if text.endswith("..") else text  # a name may end in “Inc.”
