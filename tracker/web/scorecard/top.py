"""The top of a scorecard: what was promised, what it leaves out, what is on record and how far we checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.engine.coverage.flags import Flag
from tracker.engine.presented import DeedGroup, PresentedScorecard
from tracker.engine.scorecard import Scorecard
from tracker.web.presenting.finding_locations import evidence_hrefs
from tracker.web.presenting.page import Link
from tracker.web.presenting.words import words_of
from tracker.web.scorecard.coverage import LegendEntry, Shown, marks_of, row_heading, shown_rows
from tracker.web.scorecard.terms import in_force_text

__all__ = ["GlanceRow", "Top", "top_of"]


@dataclass(frozen=True)
class GlanceRow:
    """A row of the yardstick with its cells as marks, and the same in short."""

    name: str
    href: str
    cells: Sequence[Shown]
    short: Shown


@dataclass(frozen=True)
class Top:
    """What the first screen shows; ``against``: what the company did comes before the gaps.

    ``marks`` are those of all cells, for the legend.
    """

    words: PresentedScorecard
    force: str
    pledge: Link | None
    flags: Sequence[tuple[Flag, str]]
    more_flags: int
    glance: Sequence[GlanceRow]
    marks: Sequence[LegendEntry]
    columns: Sequence[str]
    row_heading: str
    deeds: Sequence[tuple[DeedGroup, Sequence[Link]]]
    against: bool


def top_of(card: Scorecard) -> Top:
    """The top of a scorecard."""
    words, hrefs = words_of(card), evidence_hrefs(card)
    # Two tables have no columns in common.
    yardstick, *others = card.dossier.topic.yardsticks
    columns = [] if others else yardstick.table_columns
    rows = shown_rows(card)
    return Top(
        words=words,
        force=in_force_text(card, card.main[1]) if card.main else "",
        pledge=Link("Read its wording", f"#pledge-{card.main[0].id}") if card.main else None,
        flags=[(flag, _flag_href(flag)) for flag in words.top_flags],
        more_flags=len(words.flags) - len(words.top_flags),
        glance=_glance(words, rows) if card.measured else (),
        marks=marks_of(card.dossier.wording, rows),
        columns=[column.name for column in columns],
        row_heading=row_heading(card.dossier.topic, yardstick) if columns else "Point",
        deeds=[(group, _links(group, hrefs)) for group in words.deeds],
        against=words.against,
    )


def _flag_href(flag: Flag) -> str:
    return f"#row-{flag.rows[0]}" if flag.rows else "#pledges"


def _glance(words: PresentedScorecard, rows: Sequence[Sequence[Shown]]) -> list[GlanceRow]:
    return [
        GlanceRow(row.row.name, f"#row-{row.row.id}", cells, Shown(row.answer, row.text))
        for row, cells in zip(words.rows, rows, strict=True)
    ]


def _links(group: DeedGroup, hrefs: Mapping[str, str]) -> list[Link]:
    return [Link(line.title, hrefs[line.evidence], line.evidence) for line in group.lines]
