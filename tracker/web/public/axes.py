"""The two axes at the top of a scorecard, its headline's links, and the notes on how far it reaches."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.engine.findings import Finding
from tracker.engine.phrases import capital, day, listing, when
from tracker.engine.scorecard import Scorecard
from tracker.web.page import Link
from tracker.web.public.coverage import cell_shown, strip_words
from tracker.web.public.terms import beyond_checked, force_words

__all__ = ["ConductAxis", "StrengthAxis", "conduct_of", "headline_links", "notes_of", "strength_of"]

_ORDER = ("covered", "lapsing", "partly", "unclear", "lapsed", "open")


@dataclass(frozen=True)
class StrengthAxis:
    """What the words are worth: a word, the cells as a strip, the range, and since when until when."""

    word: str
    strip: Sequence[str]
    strip_words: str
    range: str
    force: str


def strength_of(card: Scorecard) -> StrengthAxis:
    """Strength as words and counts, never a grade (design section 8)."""
    strength = card.strength
    marks = sorted((cell_shown(cell).mark for cell in card.cells), key=_ORDER.index)
    cells = f"{strength.cells} {'kind of act' if strength.cells == 1 else 'kinds of act'}"
    if strength.possible > strength.covered:
        counted = f"Clearly covers {strength.covered} of {cells}, perhaps {strength.possible}."
    elif strength.covered:
        counted = f"Covers {strength.covered} of {cells}."
    else:
        counted = f"Covers none of {cells}."
    if card.main is None:
        word, force = "No pledge", "Has made no public pledge on this topic that we know of."
    else:
        word, force = capital(strength.word), force_words(card, card.main[1])
        if card.main[0].commitment != card.dossier.topic.yardstick.commitment:
            force = "It promised to do something, and nothing to refrain from."
        elif card.main[1].on(card.as_of) == "no":
            word = "Ended" if card.main[1].over(card.as_of) else "Not yet begun"
    return StrengthAxis(word, marks, strip_words(card.cells), counted, force)


@dataclass(frozen=True)
class ConductAxis:
    """What the company did: the gravest finding first, what each word means, and how much was read."""

    value: str
    lines: Sequence[tuple[str, str]]
    nothing: str
    promises: str
    reviewed: str


def conduct_of(card: Scorecard) -> ConductAxis:
    """Conduct as counts in words; that nothing is on record is always bounded, and never said without a pledge."""
    told = [finding for finding in card.findings if finding.lead and finding.finding != "dismissed"]
    of_records = Counter(finding.finding for finding in told if finding.evidence)
    of_promises = Counter(finding.finding for finding in told if not finding.evidence)
    lines = [(f"{count} {word}", card.dossier.wording(f"finding.{word}")) for word, count in of_records.items()]
    reviewed = f"As of {_as_of(card)}, {_records(card.assessment.reviewed)} reviewed."
    nothing = "No contrary conduct on record." if card.has_pledge and not card.contrary else ""
    promises = listing(f"{count} {word}" for word, count in of_promises.items())
    return ConductAxis(
        value=lines[0][0] if lines else nothing.rstrip(".") or "No finding",
        lines=lines,
        nothing=nothing if lines else "",
        promises=f"Promises to do something: {promises}." if promises else "",
        reviewed=reviewed,
    )


def _as_of(card: Scorecard) -> str:
    """The day of what was read: never later than what was checked (design 4.4)."""
    if card.checked_until is not None and beyond_checked(card):
        return when(card.checked_until)
    return day(card.as_of)


def _records(count: int) -> str:
    return {0: "no record", 1: "1 record"}.get(count, f"{count} records")


def headline_links(card: Scorecard, conduct: Sequence[Finding]) -> list[tuple[str, Link]]:
    """The headline's sentences, each with a link to what it rests on.

    The engine tells of the pledge, then of the gaps, then of the conduct; the second may be missing.
    """
    words = Link("its words", f"#pledge-{card.main[0].id}") if card.main else Link("coverage", "#coverage")
    evidence = conduct[0].evidence if conduct else None
    record = Link("the record", f"#evidence-{evidence.id}") if evidence else Link("records", "#findings")
    links = [words, Link("coverage", "#coverage"), record] if len(card.headline) == 3 else [words, record]
    return list(zip(card.headline, links, strict=False))


def notes_of(card: Scorecard, today: date) -> list[str]:
    """What must be said of how far the scorecard reaches: what was checked, and days that have not come yet."""
    notes = [card.note] if card.note else []
    if card.as_of > today:
        notes.append(f"{day(card.as_of)} has not come yet: shown is what would hold by the terms on record now.")
    return notes
