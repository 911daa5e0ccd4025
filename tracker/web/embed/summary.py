"""What an embed says, once for all its forms: widget, title, badge and card are views of one ``EmbedSummary``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.engine.alerts import Alert, alerts, as_of_line, record_short
from tracker.engine.presented import PresentedScorecard
from tracker.engine.progress import progress_of
from tracker.engine.scorecard import Scorecard, replies
from tracker.engine.sentences.reasons import answer_text
from tracker.engine.text import day, isolated, joined, listing
from tracker.records.types.company import Company
from tracker.records.types.response import Response
from tracker.records.types.topic import Topic
from tracker.web.embed.font_metrics import drawable, drawn
from tracker.web.presenting.charts.progress import Meter, meter_of
from tracker.web.presenting.head.sharing import card_alt, card_title, more_gaps
from tracker.web.presenting.words import words_of
from tracker.web.scorecard.coverage import LegendEntry, Shown, legend_of, shown_rows
from tracker.web.scorecard.turns import RecentTurns, recent_turns

__all__ = [
    "MOST_ROWS",
    "EmbedSummary",
    "SummaryLine",
    "SummaryRow",
    "checked_short",
    "comparison_summary",
    "drawn_name",
    "first_topic_named",
    "line_words",
    "pictured",
    "reply_words",
    "scorecard_summary",
]

MOST_ALERTS, MOST_ROWS = 3, 8
"""So many lines and rows keep a widget under the 1000 px at which WordPress cuts."""


@dataclass(frozen=True)
class SummaryLine:
    """A verdict in a few words, and what there is to say of it.

    ``badge`` is the same in as few words as fit on a badge, where ``word`` is longer.
    """

    word: str
    rest: str = ""
    badge: str = ""


@dataclass(frozen=True)
class SummaryRow:
    """A row of the table: its name, its cells as marks, and the row in short."""

    name: str
    cells: Sequence[Shown]
    short: Shown


@dataclass(frozen=True)
class EmbedSummary:
    """All texts of an embed, plain.

    ``topic`` stands above ``heading``; ``title`` says it all in one line; ``alerts`` are the lines with marks, the
    gravest first, of which ``more`` are not shown in full; ``record`` is what is on record; ``columns`` and ``rows``
    are the table; ``language`` is that of the quote where it is not the
    site's own; ``progress`` says how far a promise in numbers has come, ``meter`` draws it; ``turns`` are the last
    of a recurring duty; ``sides`` are those of a comparison, each told like a scorecard; ``drawn`` is the heading in
    signs that pictures can show; ``when`` is the line that says of which day it is and how far the record was checked,
    ``checked`` the latter alone in short.
    ``on`` is the topic where the address named none of several: badges and lines of text say it too.
    ``not_asked`` names the points that nobody is asked about, for the words of a table's picture.
    """

    topic: str
    heading: str
    title: str
    alt: str
    as_of: date
    when: str
    drawn: str
    checked: str = ""
    promise: str = ""
    quote: str = ""
    language: str = ""
    said: str = ""
    alerts: Sequence[Alert] = ()
    more: int = 0
    record: str = ""
    lines: Sequence[SummaryLine] = ()
    columns: Sequence[str] = ()
    rows: Sequence[SummaryRow] = ()
    more_rows: int = 0
    legend: Sequence[LegendEntry] = ()
    progress: str = ""
    meter: Meter | None = None
    turns: RecentTurns | None = None
    reply: str = ""
    link: str = "Full scorecard"
    on: str = ""
    not_asked: str = ""
    sides: Sequence["EmbedSummary"] = field(default=())

    @property
    def verdict(self) -> str:
        """The words of all lines: what a badge has room for."""
        words = [line.badge or line.word for line in self.lines if line.word]
        return joined([*words[:1], *(word[:1].lower() + word[1:] for word in words[1:])])

    @property
    def preview(self) -> str:
        """What link previews say below the title: the words themselves, and each verdict with what it means."""
        said = f"{self.quote} ({self.said})." if self.quote else self.promise
        alerts = [f"{alert.line}." for alert in self.alerts]
        verdicts = [f"{line.word}. {line.rest}".strip() for line in self.lines if line.word]
        sides = [f"{side.heading}: {side.alerts[0].brief_line}." for side in self.sides]
        return " ".join(text for text in (said, *alerts, *verdicts, *sides, self.record, self.when) if text)


def scorecard_summary(card: Scorecard) -> EmbedSummary:
    """A company and topic."""
    words, company, topic = words_of(card), card.dossier.company, card.dossier.topic
    lines, shown = alerts(words), shown_rows(card) if card.measured else []
    progress = next(iter(progress_of(card)), None)
    columns = _columns(topic)
    rows = [
        SummaryRow(row.row.name, cells if columns else [], Shown(row.answer, row.text))
        for row, cells in zip(words.rows, shown, strict=False)
    ]
    marks = dict.fromkeys(cell.mark for row in rows[:MOST_ROWS] for cell in (*row.cells, row.short))
    return EmbedSummary(
        topic=topic.name,
        heading=company.name,
        title=card_title(card),
        alt=card_alt(card, lines),
        as_of=card.as_of,
        when=as_of_line(words),
        drawn=drawn_name(company),
        checked=checked_short(words),
        promise=" ".join(words.promise),
        alerts=lines[:MOST_ALERTS],
        more=len(lines) - len(lines[:MOST_ALERTS]),
        record=record_short(words),
        columns=columns,
        rows=rows[:MOST_ROWS],
        more_rows=max(0, len(rows) - MOST_ROWS),
        legend=legend_of(card.dossier.wording, marks),
        progress=f"{isolated(progress.measure)}. {progress.brief}" if progress else "",
        meter=meter_of(progress) if progress else None,
        turns=next(iter(recent_turns(card, {})), None),
        reply=reply_words(card),
    )


def first_topic_named(summary: EmbedSummary) -> EmbedSummary:
    """The same for an address that names none of several topics: each form says which one it is of."""
    named = f"First topic published: {summary.topic}"
    return replace(
        summary,
        topic=named,
        title=f"{summary.title} ({summary.topic})",
        alt=f"{summary.alt} {named}.",
        on=summary.topic,
    )


def _columns(topic: Topic) -> list[str]:
    """The headings of the rows' cells; none where two tables have different ones, or there is one column for all.

    Each row is then told in short.
    """
    several = {tuple(column.name for column in yardstick.table_columns) for yardstick in topic.yardsticks}
    return list(next(iter(several))) if len(several) == 1 and topic.yardstick.rows and topic.yardstick.columns else []


def checked_short(words: PresentedScorecard) -> str:
    """How far the record was checked, for badges."""
    return f"checked {words.checked_day}" if words.checked_day else "last check not noted"


def line_words(summary: EmbedSummary) -> str:
    """Whose, the gravest thing and how far it was checked, in the run of an article."""
    sides = "; ".join(f"{isolated(side.heading)}: {side.alerts[0].brief_line}" for side in summary.sides)
    said = (
        sides or f"{isolated(summary.heading)}: {summary.alerts[0].brief_line if summary.alerts else summary.verdict}"
    )
    checked = summary.checked or f"as of {day(summary.as_of)}"
    return f"{said} ({summary.on}; {checked})" if summary.on else f"{said} ({checked})"


def drawn_name(company: Company) -> str:
    """A company's name for pictures: the first of its names that their fonts can draw, else its id."""
    return drawable(next(filter(drawn, (company.name, *company.aliases)), company.id))


def pictured(summary: EmbedSummary) -> EmbedSummary:
    """The same in signs that pictures can show, on every machine: never boxes in place of letters."""
    return replace(
        summary,
        topic=drawable(summary.topic),
        on=drawable(summary.on),
        heading=summary.drawn,
        promise=drawable(summary.promise.replace(summary.heading, summary.drawn)),
        quote=drawable(summary.quote),
        alerts=[_drawn_alert(alert) for alert in summary.alerts],
        record=drawable(summary.record),
        lines=[replace(line, word=drawable(line.word), rest=drawable(line.rest)) for line in summary.lines],
        sides=[pictured(side) for side in summary.sides],
    )


def _drawn_alert(alert: Alert) -> Alert:
    texts = (drawable(text) for text in (alert.subject, alert.text, alert.why, alert.brief, alert.answer))
    return Alert(alert.mark, *texts)


def reply_words(card: Scorecard) -> str:
    """The company's last answer, or that none is on record."""
    own: list[Response] = [response for response in replies(card) if not response.respondent]
    if not own:
        return "No company response on record."
    return f"Company’s response: {answer_text(card.dossier, own[-1], card.as_of)}."


def comparison_summary(cards: Sequence[Scorecard]) -> EmbedSummary:
    """Two to four companies on one topic; each side says how far it was checked where that differs."""
    first, sides = cards[0], [scorecard_summary(card) for card in cards]
    names = [side.heading for side in sides]
    checked = Counter(side.when for side in sides)
    line = sides[0].when if len(checked) == 1 else first.dossier.wording("top.as-of-sides", day=day(first.as_of))
    verdicts = [
        f"{isolated(side.heading)}: {side.alerts[0].brief_line}{more_gaps(_gaps_after_first(side))}" for side in sides
    ]
    until = "" if len(checked) == 1 else " ".join(f"{isolated(side.heading)}: {side.when}" for side in sides)
    return EmbedSummary(
        topic=first.dossier.topic.name,
        heading=listing(names),
        title=f"{listing(names)} compared: {first.dossier.topic.name}",
        alt=f"{first.dossier.topic.name}. {'; '.join(verdicts)}. {until or line}",
        as_of=first.as_of,
        when=line,
        drawn=listing([drawn_name(card.dossier.company) for card in cards]),
        checked=sides[0].checked if len(checked) == 1 else _least_checked(cards),
        sides=sides if len(checked) > 1 else [replace(side, when="") for side in sides],
        link="Full comparison",
    )


def _least_checked(cards: Sequence[Scorecard]) -> str:
    """How far every side was checked at least, for badges."""
    days = [card.checked_until.earliest for card in cards if card.checked_until]
    return f"checked {day(min(days))} or later" if len(days) == len(cards) else "not every last check noted"


def _gaps_after_first(side: EmbedSummary) -> int:
    return sum(alert.mark == "gap" for alert in side.alerts[1:]) + side.more
