"""The turns of a recurring duty as a row of marks with words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.engine.scorecard import Scorecard
from tracker.engine.sentences.turn_sentences import Turn, recurs_in_words, turn_row, turns_in_short
from tracker.engine.text import capital
from tracker.records.search_text import title
from tracker.records.types.pledge import Pledge

__all__ = ["RecentTurns", "TurnMark", "TurnRow", "recent_turns", "turn_mark", "turns_of"]

MOST_SHOWN = 12
"""So many turns are shown, the last ones; the others are folded."""
_RECENT = 6
"""So many where there is little room: the five that are counted and the next."""
_MARKS = {
    "met": "covered",
    "met late": "late",
    "met, timing unclear": "partly",
    "partly met": "partly",
    "under way": "partly",
    "pending": "lapsing",
    "possibly missed": "unclear",
    "not checked since": "unclear",
    "not on record": "unclear",
    "dismissed": "unclear",
    "missed": "missed",
    "overdue": "overdue",
    "moved before due": "moved",
    "dropped before due": "moved",
}
"""The shape beside the word of a turn; all others have an empty ring."""


@dataclass(frozen=True)
class TurnMark:
    """One turn: the shape of its state, the day it is due, the state in words, and the record that says so."""

    mark: str
    state: str
    due: str
    word: str
    href: str


@dataclass(frozen=True)
class TurnRow:
    """The turns of one pledge: how often, all in one line, the last ones, and those before them."""

    every: str
    short: str
    last: Sequence[TurnMark]
    before: Sequence[TurnMark]


@dataclass(frozen=True)
class RecentTurns:
    """The last turns of one pledge and the next, each by its year where that tells them apart; all in one line."""

    pledge: Pledge
    name: str
    short: str
    marks: Sequence[TurnMark]


def recent_turns(card: Scorecard, hrefs: Mapping[str, str]) -> list[RecentTurns]:
    """One for each recurring duty, that of the first sentence first."""
    main = card.main[0].id if card.main else ""
    pledges = sorted(card.dossier.pledges, key=lambda pledge: pledge.id != main)
    return [recent for pledge in pledges if (recent := _recent(card, pledge, hrefs))]


def _recent(card: Scorecard, pledge: Pledge, hrefs: Mapping[str, str]) -> RecentTurns | None:
    row = turn_row(card.dossier, card.assessment, pledge)[-_RECENT:]
    if not row:
        return None
    by_year = len({turn.day.year for turn in row}) == len(row)
    return RecentTurns(
        pledge=pledge,
        name=title(pledge),
        short=turns_in_short(card.dossier.wording, card.assessment.turns_of(pledge)),
        marks=[turn_mark(replace(turn, due=f"{turn.day.year}") if by_year else turn, hrefs) for turn in row],
    )


def turns_of(card: Scorecard, pledge: Pledge, hrefs: Mapping[str, str]) -> TurnRow | None:
    """The turns of a pledge; None for one that is done once. ``hrefs`` has the addresses of records of evidence."""
    row = [turn_mark(turn, hrefs) for turn in turn_row(card.dossier, card.assessment, pledge)]
    if not row:
        return None
    wording = card.dossier.wording
    duties = [force.version.recurrence for force in card.assessment.in_force_periods[pledge.id]]
    duty = next((duty for duty in reversed(duties) if duty), None)
    dues = card.assessment.turns_of(pledge)
    return TurnRow(
        every=capital(recurs_in_words(wording, duty, "deadline.turns")) if duty else "",
        short=turns_in_short(wording, dues),
        last=row[-MOST_SHOWN:],
        before=row[:-MOST_SHOWN],
    )


def turn_mark(turn: Turn, hrefs: Mapping[str, str]) -> TurnMark:
    """One turn as it is shown."""
    return TurnMark(
        mark=_MARKS.get(turn.state, "open"),
        state=turn.state.replace(",", "").replace(" ", "-"),
        due=turn.due,
        word=turn.word,
        href=hrefs.get(turn.evidence or "", ""),
    )
