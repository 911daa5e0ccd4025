"""The two axes at the top of a scorecard, its headline's links, and the notes on how far it reaches."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.engine.findings import Finding
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import capital, day, joined, listing, records_read, when
from tracker.web.presenting.page import Link
from tracker.web.scorecard.coverage import cell_shown, coverage_badge, strip_words
from tracker.web.scorecard.terms import beyond_checked, in_force_text

__all__ = ["ConductAxis", "StrengthAxis", "conduct_of", "headline_links", "notes_of", "strength_of"]

_OTHER_COMMITMENT = {
    "perform": "It promised to do something. It did not promise to stop anything.",
    "refrain": "It promised not to do something. It did not promise to do anything.",
}
_ORDER = ("covered", "lapsing", "partly", "unclear", "lapsed", "open")


@dataclass(frozen=True)
class StrengthAxis:
    """What the words are worth: a word, the cells as a strip, the range, and since when until when."""

    word: str
    strip: Sequence[str]
    strip_words: str
    range: str
    force: str
    in_force: bool
    badge: str


def strength_of(card: Scorecard) -> StrengthAxis:
    """Strength as words and counts, never a grade (STRENGTH-1)."""
    word, force = _standing(card)
    return StrengthAxis(
        word=word,
        strip=sorted((cell_shown(card.dossier.wording, cell).mark for cell in card.cells), key=_ORDER.index),
        strip_words=strip_words(card.dossier.wording, card.cells),
        range=_range(card),
        force=force,
        in_force=card.main is not None and card.main[1].on(card.as_of) != "no",
        badge=_strength_badge(card, word),
    )


def _strength_badge(card: Scorecard, word: str) -> str:
    """How much is covered; of a pledge that ended or has not started, that."""
    in_force = card.main is not None and card.main[1].on(card.as_of) != "no"
    return coverage_badge(card.dossier.wording, card.strength.covered, card.strength.cells) if in_force else word


def _range(card: Scorecard) -> str:
    strength = card.strength
    cells = f"{strength.cells} {'point' if strength.cells == 1 else 'points'}"
    if card.main and card.main[1].over(card.as_of) and not strength.possible:
        return f"Covers 0 of {cells} now."
    if strength.possible > strength.covered:
        return f"Clearly covers {strength.covered} of {cells}, up to {strength.possible} if unclear points count."
    return f"Covers {strength.covered or 'none'} of {cells}."


def _standing(card: Scorecard) -> tuple[str, str]:
    """The word of the axis, and since when and until when the pledge holds that the headline tells of."""
    if card.main is None:
        return card.dossier.wording.sentence("force.none.heading"), ""
    pledge, force = card.main
    if pledge.commitment != card.dossier.topic.yardstick.commitment:
        return _word(card), _OTHER_COMMITMENT[pledge.commitment]
    if force.over(card.as_of):
        own_terms = force.ended_by == "fixed" and beyond_checked(card)
        return "Ended by its own terms" if own_terms else "Ended", in_force_text(card, force)
    return _word(card) if force.on(card.as_of) != "no" else "Not started yet", in_force_text(card, force)


def _word(card: Scorecard) -> str:
    """The word of the clear share."""
    return card.dossier.wording.sentence(f"strength.{card.strength.word}.heading")


@dataclass(frozen=True)
class ConductAxis:
    """What the company did.

    The gravest finding first, what each word means, the same for a badge, and how much was read.
    """

    value: str
    lines: Sequence[tuple[str, str]]
    badge: str
    nothing: str
    promises: str
    reviewed: str


def conduct_of(card: Scorecard) -> ConductAxis:
    """Conduct as counts in words; that nothing is on record is always bounded, and never said without a pledge."""
    wording = card.dossier.wording
    told = [finding for finding in card.findings if finding.lead and finding.finding != "dismissed"]
    of_records = Counter(finding.message_key for finding in told if finding.evidence)
    of_promises = Counter(finding.message_key for finding in told if not finding.evidence)
    lines = [(wording.counted(key, count), wording(key)) for key, count in of_records.items()]
    nothing = f"{wording('nothing.heading')}." if _nothing_against(card) else ""
    promises = listing(wording.counted(key, count) for key, count in of_promises.items())
    return ConductAxis(
        value=lines[0][0] if lines else nothing.rstrip(".") or wording("finding.none.heading"),
        lines=lines,
        badge=joined(wording.badge(key, count) for key, count in of_records.items()) or _no_findings_badge(card),
        nothing=nothing if lines else "",
        promises=f"Promises to act: {promises}." if promises else "",
        reviewed=_reviewed(card),
    )


def _nothing_against(card: Scorecard) -> bool:
    """Whether it may be said that nothing on record goes against the pledge: never without a check (CHECK-2)."""
    return card.has_pledge and not card.contrary and card.checked_until is not None


def _reviewed(card: Scorecard) -> str:
    records = f"{records_read(card.assessment.reviewed)} reviewed{_each_by(card)}."
    return f"Checked up to {_as_of(card)}; {records}" if card.checked_until else capital(records)


def _no_findings_badge(card: Scorecard) -> str:
    key = "nothing.badge" if _nothing_against(card) else "finding.none.badge"
    return card.dossier.wording(key)


def _as_of(card: Scorecard) -> str:
    """The day of what was read: never later than what was checked (CHECK-2)."""
    if card.checked_until is not None and beyond_checked(card):
        return when(card.checked_until)
    return day(card.as_of)


def _each_by(card: Scorecard) -> str:
    """That a record counts once a pledge, where there are several to set it beside."""
    pledges = [pledge for pledge in card.dossier.pledges if pledge.commitment == "refrain"]
    several = len(pledges) > 1 and card.assessment.reviewed > 1
    return ", each compared with every pledge" if several else ""


def headline_links(card: Scorecard, conduct: Sequence[Finding]) -> list[Link]:
    """What the headline's sentences rest on: the words, the coverage, the record of conduct that is told."""
    words = [Link("what it said", f"#pledge-{card.main[0].id}")] if card.main else []
    coverage = [Link("what the pledge covers", "#coverage")]
    evidence = conduct[0].evidence if conduct else None
    record = Link("records of what it did", f"#evidence-{evidence.id}" if evidence else "#findings")
    return [*words, *coverage, record]


def notes_of(card: Scorecard, today: date) -> list[str]:
    """What must be said of how far the scorecard reaches: what was checked, and days that have not come yet."""
    notes = [card.note] if card.note else []
    if card.as_of > today:
        notes.append(f"{day(card.as_of)} is in the future. This shows what would apply under the terms we have now.")
    return notes
