"""What an embed says, once for all its forms: widget, title, badge and card are views of one ``EmbedSummary``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.engine.scorecard import Scorecard, replies
from tracker.engine.text import capital, day, joined, listing, when
from tracker.records.types.company import Company
from tracker.records.types.response import Response
from tracker.web.embed.font_metrics import drawable, drawn
from tracker.web.presenting.sharing import card_alt, card_title
from tracker.web.scorecard.axes import conduct_of, strength_of

__all__ = [
    "EmbedSummary",
    "SummaryLine",
    "checked_words",
    "comparison_summary",
    "drawn_name",
    "pictured",
    "reply_words",
    "scorecard_summary",
]


@dataclass(frozen=True)
class SummaryLine:
    """A verdict in a few words, and what there is to say of it; ``brief`` enough for the compact form too.

    ``badge`` is the same in as few words as fit on a badge, where ``word`` is longer.
    """

    word: str
    rest: str = ""
    brief: bool = False
    badge: str = ""


@dataclass(frozen=True)
class EmbedSummary:
    """All texts of an embed, plain.

    ``topic`` stands above ``heading``; ``title`` says it all in one line; ``marks`` are the cells by state, which the
    first line says in words; ``rows`` are the sides of a comparison, each told like a scorecard; ``drawn`` is the
    heading in signs that pictures can show.
    """

    topic: str
    heading: str
    title: str
    alt: str
    as_of: date
    drawn: str
    sentences: Sequence[str] = ()
    quote: str = ""
    said: str = ""
    marks: Sequence[str] = ()
    lines: Sequence[SummaryLine] = ()
    reply: str = ""
    checked: str = ""
    link: str = "Full scorecard"
    rows: Sequence["EmbedSummary"] = ()

    @property
    def verdict(self) -> str:
        """The words of all lines: what a badge has room for."""
        words = [line.badge or line.word for line in self.lines if line.word]
        if self.rows:
            return "; ".join(words)
        return joined([*words[:1], *(word[:1].lower() + word[1:] for word in words[1:])])

    @property
    def preview(self) -> str:
        """What link previews say below the title: the words themselves, and each verdict with what it means."""
        said = f"{self.quote} ({self.said})." if self.quote else " ".join(self.sentences)
        verdicts = [f"{line.word}. {line.rest}".strip() for line in self.lines if line.word]
        return " ".join(text for text in (said, *verdicts) if text)


def scorecard_summary(card: Scorecard) -> EmbedSummary:
    """A company and topic."""
    strength, company, topic = strength_of(card), card.dossier.company, card.dossier.topic
    return EmbedSummary(
        topic=topic.name,
        heading=company.name,
        title=card_title(card),
        alt=card_alt(card),
        as_of=card.as_of,
        drawn=drawn_name(company),
        sentences=card.headline,
        marks=strength.strip,
        lines=[
            SummaryLine(strength.word, f"{capital(strength.strip_words)}.", brief=True, badge=strength.badge),
            conduct_line(card),
        ],
        reply=reply_words(card),
        checked=checked_words(card),
    )


def drawn_name(company: Company) -> str:
    """A company's name for pictures: the first of its names that their fonts can draw, else its id."""
    return drawable(next(filter(drawn, (company.name, *company.aliases)), company.id))


def pictured(told: EmbedSummary) -> EmbedSummary:
    """The same in signs that pictures can show, on every machine: never boxes in place of letters."""
    return replace(
        told,
        topic=drawable(told.topic),
        heading=told.drawn,
        sentences=[drawable(sentence) for sentence in told.sentences],
        quote=drawable(told.quote),
        lines=[replace(line, word=drawable(line.word), rest=drawable(line.rest)) for line in told.lines],
        checked=drawable(told.checked),
        rows=[pictured(row) for row in told.rows],
    )


def conduct_line(card: Scorecard) -> SummaryLine:
    """Conduct as counts; that nothing is on record is always bounded (CONDUCT-2)."""
    conduct = conduct_of(card)
    counts = [count for count, _ in conduct.lines]
    rest = " ".join(text for text in (conduct.nothing, conduct.promises, conduct.reviewed) if text)
    return SummaryLine(f"On record: {joined(counts)}" if counts else conduct.value, rest, badge=conduct.badge)


def reply_words(card: Scorecard) -> str:
    """The company's last answer, or that none is on record."""
    own: list[Response] = [response for response in replies(card) if not response.respondent]
    if not own:
        return "No company response on record."
    last = own[-1]
    return f"Company’s response: {card.dossier.wording(f'answer.{last.answer}')}, {when(last.answered)}."


def checked_words(card: Scorecard) -> str:
    """How far the record reaches."""
    return card.note or (f"Last checked: {when(card.checked_until)}." if card.checked_until else "")


def comparison_summary(cards: Sequence[Scorecard]) -> EmbedSummary:
    """Two to four companies on one topic."""
    first, names = cards[0], [card.dossier.company.name for card in cards]
    checked = Counter(checked_words(card) for card in cards)
    verdicts = [f"{name}: {_verdict(card)}" for name, card in zip(names, cards, strict=True)]
    return EmbedSummary(
        topic=first.dossier.topic.name,
        heading=listing(names),
        title=f"{listing(names)} compared: {first.dossier.topic.name}",
        alt=f"{first.dossier.topic.name}. {'; '.join(verdicts)}. As of {day(first.as_of)}.",
        as_of=first.as_of,
        drawn=listing([drawn_name(card.dossier.company) for card in cards]),
        lines=[SummaryLine(f"{name}: {_verdict(card)}") for name, card in zip(names, cards, strict=True)],
        checked=next(iter(checked)) if len(checked) == 1 else "",
        rows=[scorecard_summary(card) for card in cards],
        link="Full comparison",
    )


def _verdict(card: Scorecard) -> str:
    badge = strength_of(card).badge
    return badge[:1].lower() + badge[1:]
