"""A recurring duty in words: how often it is due, the state of each turn, and the last turns in one line (DUE-10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.dates import Duration
from tracker.core.recurring import Recurrence
from tracker.engine.assessing.leads import counted_turns
from tracker.engine.dossier import Dossier
from tracker.engine.findings import Assessment, DueFinding
from tracker.engine.text import MessageCatalog, joined, when
from tracker.records.types.pledge import Pledge

__all__ = ["Turn", "due_as_turn", "every_words", "recurs_in_words", "turn_row", "turns_in_short"]


@dataclass(frozen=True)
class Turn:
    """One turn: the day it is due in words, its state as a key and in words, and the record that decides, if any.

    ``state`` is “not on record” for a turn before the first one on record, of which nothing is said.
    """

    day: date
    due: str
    state: str
    word: str
    evidence: str | None = None


def every_words(wording: MessageCatalog, every: Duration) -> str:
    """``every year``, ``every 6 months``."""
    number, unit = str(every).removesuffix("s").split(" ")
    return wording("every.one" if number == "1" else "every.many", n=number, unit=unit)


def recurs_in_words(wording: MessageCatalog, duty: Recurrence, key: str) -> str:
    """How often and from when on, by the sentence of a key: “every year from 30 June 2015 to 30 June 2024”."""
    values = {"every": every_words(wording, duty.every), "first": when(duty.first)}
    if duty.last is None:
        return wording(key, **values)
    return wording(f"{key}-last", **values, last=when(duty.last))


def turn_row(dossier: Dossier, assessment: Assessment, pledge: Pledge) -> list[Turn]:
    """All turns of a pledge in order of their days, those before the first on record among them."""
    row = [due_as_turn(dossier, due) for due in assessment.turns_of(pledge)]
    first = min((turn.day for turn in row), default=None)
    for force in assessment.in_force_periods[pledge.id]:
        duty = force.version.recurrence
        if duty and force.span and first:
            start = date.fromordinal(max(force.span.start_latest - 1, 1))
            row += [
                Turn(it.latest, when(it), "not on record", dossier.wording("turn.not on record"))
                for it in duty.between(start, first)
                if it.latest < first
            ]
    return sorted({(turn.day, turn.state): turn for turn in row}.values(), key=lambda turn: turn.day)


def due_as_turn(dossier: Dossier, finding: DueFinding) -> Turn:
    """One due with its state in a word."""
    due = finding.due
    return Turn(
        day=(due and due.latest) or date.max,
        due=when(due.text) if due and due.text else "",
        state=finding.finding,
        word=_word(dossier.wording, finding),
        evidence=finding.evidence.id if finding.evidence else None,
    )


def _word(wording: MessageCatalog, finding: DueFinding) -> str:
    key = f"turn.{finding.message_key.removeprefix('finding.')}"
    # Editors may move a turn to any finding; of those that no turn has by itself there is the heading.
    word = wording(key if key in wording.sentences else f"{finding.message_key}.heading")
    alleged = finding.weight is not None and finding.weight.alleged_only
    return wording("turn.alleged", state=word) if alleged else word


def turns_in_short(wording: MessageCatalog, turns: Sequence[DueFinding]) -> str:
    """The last turns in one line: “3 of the last 5 on time, 1 late, 1 overdue”; empty without any.

    What was done comes first, then what is worse and worse.
    """
    counted = counted_turns(turns)
    if not counted:
        return ""
    if all(turn.finding == "pending" for turn in counted):
        day = counted[0].due.text if counted[0].due else None
        return wording("turns.ahead", deadline=when(day) if day else "")
    counts = Counter(_word(wording, turn) for turn in sorted(counted, key=lambda turn: -turn.gravity))
    (word, number), *others = counts.items()
    key = "turns.first" if len(counted) > 1 else "turns.so-far"
    first = wording(key, n=number, total=len(counted), state=word)
    return joined([first, *(wording("turns.more", n=n, state=state) for state, n in others)])
