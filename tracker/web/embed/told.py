"""What an embed says, once for all its forms: widget, title, badge and card are views of one ``Told``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.engine.phrases import capital, day, listing, when
from tracker.engine.scorecard import Scorecard, replies
from tracker.records.response import Response
from tracker.web.public.axes import conduct_of, strength_of
from tracker.web.sharing import card_alt, card_title
from tracker.web.timeline import ANSWERS

__all__ = ["Line", "Told", "checked_words", "comparison_told", "reply_words", "scorecard_told"]


@dataclass(frozen=True)
class Line:
    """A verdict in a word or two, and what there is to say of it; ``brief`` enough for the compact form too."""

    word: str
    rest: str = ""
    brief: bool = False


@dataclass(frozen=True)
class Told:
    """All texts of an embed, plain.

    ``topic`` stands above ``heading``; ``title`` says it all in one line; ``marks`` are the cells by state, which the
    first line says in words; ``rows`` are the sides of a comparison, each told like a scorecard.
    """

    topic: str
    heading: str
    title: str
    alt: str
    as_of: date
    sentences: Sequence[str] = ()
    quote: str = ""
    said: str = ""
    marks: Sequence[str] = ()
    lines: Sequence[Line] = ()
    reply: str = ""
    checked: str = ""
    link: str = "Full scorecard"
    rows: Sequence["Told"] = ()

    @property
    def verdict(self) -> str:
        """The words of all lines: what a badge has room for."""
        return ", ".join([line.word if i == 0 else line.word.lower() for i, line in enumerate(self.lines)])


def scorecard_told(card: Scorecard) -> Told:
    """A company and topic."""
    strength, company, topic = strength_of(card), card.dossier.company, card.dossier.topic
    # On the page a heading says what there is none of.
    word = "Nothing clearly covered" if strength.word == "None" else strength.word
    return Told(
        topic=topic.name,
        heading=company.name,
        title=card_title(card),
        alt=card_alt(card),
        as_of=card.as_of,
        sentences=card.headline,
        marks=strength.strip,
        lines=[Line(word, f"{capital(strength.strip_words)}.", brief=True), conduct_line(card)],
        reply=reply_words(card),
        checked=checked_words(card),
    )


def conduct_line(card: Scorecard) -> Line:
    """Conduct as counts; that nothing is on record is always bounded (design section 8)."""
    conduct = conduct_of(card)
    counts = [count for count, _ in conduct.lines]
    rest = " ".join(text for text in (conduct.nothing, conduct.promises, conduct.reviewed) if text)
    return Line(f"On record: {', '.join(counts)}" if counts else conduct.value, rest)


def reply_words(card: Scorecard) -> str:
    """The company's last answer, or that none is on record."""
    own: list[Response] = [response for response in replies(card) if not response.respondent]
    if not own:
        return "No reply by the company on record."
    last = own[-1]
    return f"The company, asked: {ANSWERS[last.answer]}, {when(last.answered)}."


def checked_words(card: Scorecard) -> str:
    """How far the record reaches."""
    return card.note or (f"Record last checked {when(card.checked_until)}." if card.checked_until else "")


def comparison_told(cards: Sequence[Scorecard]) -> Told:
    """Two to four companies on one topic."""
    first, names = cards[0], [card.dossier.company.name for card in cards]
    checked = Counter(checked_words(card) for card in cards)
    verdicts = [f"{name}: {_verdict(card)}" for name, card in zip(names, cards, strict=True)]
    return Told(
        topic=first.dossier.topic.name,
        heading=listing(names),
        title=f"{listing(names)} compared: {first.dossier.topic.name}",
        alt=f"{first.dossier.topic.name}. {'; '.join(verdicts)}. As of {day(first.as_of)}.",
        as_of=first.as_of,
        lines=[Line(f"{name}: {_verdict(card)}") for name, card in zip(names, cards, strict=True)],
        checked=next(iter(checked)) if len(checked) == 1 else "",
        rows=[scorecard_told(card) for card in cards],
        link="Full comparison",
    )


def _verdict(card: Scorecard) -> str:
    strength = strength_of(card)
    word = "nothing clearly covered" if strength.word == "None" else strength.word.lower()
    return f"{word}, {card.strength.covered} of {card.strength.cells}"
