"""What stands out on a scorecard, the gravest first: for whoever has room for one line, or for three."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.engine.coverage.flags import Flag
from tracker.engine.presented import DueLine, PresentedScorecard
from tracker.engine.text import bounds, capital, day, joined
from tracker.records.types.decision import FindingWord

__all__ = ["Alert", "alerts", "as_of_line", "main_alert", "record_short"]

Mark = Literal["gap", "missed", "overdue", "moved", "lapsed", "covered", "open"]

_DUE_MARKS: dict[str, Mark] = {
    FindingWord.MISSED: "missed",
    FindingWord.POSSIBLY_MISSED: "missed",
    FindingWord.FALLS_SHORT_SO_FAR: "missed",
    FindingWord.OVERDUE: "overdue",
    FindingWord.NOT_CHECKED_SINCE: "overdue",
    FindingWord.DROPPED_BEFORE_DUE: "moved",
    FindingWord.MOVED_BEFORE_DUE: "moved",
}


@dataclass(frozen=True)
class Alert:
    """A line with its mark: what it is about, what there is to say of it, a sentence of reason or empty.

    ``brief`` names one thing where ``subject`` names several: card, badge and line have room for the worst only;
    ``answer`` says ``text`` in a word or two.
    """

    mark: Mark
    subject: str
    text: str
    why: str = ""
    brief: str = ""
    answer: str = ""

    @property
    def line(self) -> str:
        """The whole of it without its reason."""
        return f"{self.subject}: {self.text}" if self.text else self.subject

    @property
    def brief_line(self) -> str:
        """The same, naming the worst only."""
        subject = self.brief or self.subject
        return f"{subject}: {self.text}" if self.text else subject

    @property
    def badge_line(self) -> str:
        """The shortest form: the worst only, in a word."""
        subject, text = self.brief or self.subject, self.answer or self.text
        return f"{subject}: {text}" if text else subject

    @property
    def short_line(self) -> str:
        """The same where several companies share little room: what happened to a promise, without what it was."""
        return self.badge_line if self.answer or self.mark in ("gap", "covered", "open") else self.brief or self.subject


def alerts(words: PresentedScorecard) -> list[Alert]:
    """All lines, the gravest first: acts against the pledge, promises not kept, its end, gaps; never empty.

    Without a pledge, that there is none; without a gap, how much is covered.
    """
    card = words.card
    wording = card.dossier.wording
    if not card.has_pledge:
        return [Alert("open", wording.sentence("force.none.heading"), "")]
    lines = [*_against(words), *(_due(due) for due in words.dues if due.state in _DUE_MARKS), *_ended(words)]
    names = {row.row.id: row.row.name for row in words.rows}
    lines += [_gap(words, flag, names) for flag in words.flags]
    return lines or [_no_gap(words)]


def _against(words: PresentedScorecard) -> list[Alert]:
    """The gravest act that goes, or may go, against the pledge: which of both it is, is said at every size."""
    act = words.gravest_against
    if act is None:
        return []
    why = capital(f"{joined(part for part in (act.when, act.weight) if part)}.")
    return [Alert("missed", act.heading, act.title, f"{act.put_right} {why}".strip())]


def _due(due: DueLine) -> Alert:
    return Alert(_DUE_MARKS[due.state], due.heading, due.promise)


def _ended(words: PresentedScorecard) -> list[Alert]:
    """That the pledge is over, with its last day where that is known."""
    card = words.card
    if card.main is None or not card.main[1].over(card.as_of):
        return []
    wording, last = card.dossier.wording, card.main[1].last_day
    text = wording("top.last-day", date=bounds(*last)) if last else ""
    state = "withdrawn" if card.main[1].ended_by == "withdrawn" else "lapsed"
    return [Alert("lapsed", wording.sentence(f"force.{state}.heading"), text)]


def _gap(words: PresentedScorecard, flag: Flag, names: Mapping[str, str]) -> Alert:
    brief = names[flag.rows[0]] if flag.rows and len(flag.rows) < len(names) else ""
    answer = next((row.text for row in words.rows if row.row.id in flag.rows), "")
    return Alert("gap", flag.subject, flag.text, flag.why, brief, answer)


def _no_gap(words: PresentedScorecard) -> Alert:
    subject, _, text = words.strength.rstrip(".").partition(": ")
    if not subject:
        return Alert("open", words.card.dossier.wording.sentence("strength.none.heading"), "")
    return Alert("covered", subject, text)


def main_alert(lines: Sequence[Alert]) -> tuple[Alert, int]:
    """Of all lines the gravest, and how many gaps there are besides it."""
    return lines[0], sum(line.mark == "gap" for line in lines[1:])


def record_short(words: PresentedScorecard) -> str:
    """What is on record in at most two sentences, without how far it was checked: that stands beside it."""
    wording = words.card.dossier.wording
    counts = words.counts
    nothing = f"{wording('nothing.heading')}." if words.nothing_against else ""
    if not counts and not nothing:
        return words.record_line
    said = capital(f"{joined(counts[:2])}.") if counts else ""
    return " ".join(text for text in (said, nothing) if text)


def as_of_line(words: PresentedScorecard) -> str:
    """The day shown and the day of the last check, the one line that every form carries."""
    wording = words.card.dossier.wording
    if words.card.checked_until is None:
        return wording("top.as-of-unchecked", day=day(words.card.as_of))
    return wording("top.as-of", day=day(words.card.as_of), checked=words.checked_day)
