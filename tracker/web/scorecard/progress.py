"""The progress pictures of a scorecard or a pledge, each with its legend and a table of its values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.engine.progress import Progress
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import MessageCatalog, capital
from tracker.web.presenting.charts.progress import Drawing, Meter, drawings, meter_of
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link
from tracker.web.scorecard.findings import heading

__all__ = ["ProgressBlock", "ProgressRow", "block_of", "legend_entries", "progress_blocks"]


@dataclass(frozen=True)
class ProgressRow:
    """A line of the table: a day, what was promised for it or reached on it; ``was``: a promise later changed."""

    day: str
    promised: str = ""
    reached: str = ""
    result: str = ""
    record: Link | None = None
    was: bool = False


@dataclass(frozen=True)
class ProgressBlock:
    """A picture in words and as a table.

    ``legend`` has the key of each mark in use with its words.
    """

    told: Progress
    anchor: str
    title: str
    legend: Sequence[tuple[str, str]]
    note: str
    rows: Sequence[ProgressRow]
    meter: Meter | None

    @cached_property
    def drawings(self) -> Sequence[Drawing]:
        """The picture drawn, where somebody looks at it; none where there is one point only."""
        return drawings(self.told) if self.told.drawable else ()


def progress_blocks(
    card: Scorecard, progresses: Iterable[Progress], query: dict[str, str] | None = None
) -> list[ProgressBlock]:
    """Pictures of what a scorecard tells in numbers; ``query`` keeps the clocks in links to records."""
    return [block_of(card, progress, number, query or {}) for number, progress in enumerate(progresses, 1)]


def block_of(card: Scorecard, progress: Progress, number: int, query: dict[str, str]) -> ProgressBlock:
    """One picture, the ``number``-th of its page."""
    wording = card.dossier.wording
    note = [wording("progress.note")]
    if any(figure.first < figure.last for figure in progress.reached):
        note.append(wording("progress.note-uncertain"))
    links = {
        figure.evidence: Link(figure.title, record_path("evidence", figure.evidence, query), figure.evidence)
        for figure in progress.reached
        if figure.evidence
    }
    rows = sorted(_rows(card, progress, links), key=lambda row: row[0])
    return ProgressBlock(
        told=progress,
        anchor=f"progress-{number}",
        title=wording("progress.title", measure=progress.measure),
        legend=legend_entries(wording, progress),
        note=" ".join(note),
        rows=[row for _, row in rows],
        meter=meter_of(progress),
    )


def legend_entries(wording: MessageCatalog, progress: Progress) -> list[tuple[str, str]]:
    """The marks that a picture uses, with their words."""
    used = {"others" if figure.by_others else "own" for figure in progress.reached}
    used |= {"was" if path.replaced else "now" for path in progress.paths}
    return [(key, wording(f"progress.legend-{key}")) for key in ("own", "others", "now", "was") if key in used]


def _rows(
    card: Scorecard, progress: Progress, links: dict[str, Link]
) -> Iterator[tuple[tuple[date, int], ProgressRow]]:
    """Each value with what it is sorted by: on one day the figure comes before the goal."""
    wording = card.dossier.wording
    for figure in progress.reached:
        whose = "progress.by-others" if figure.by_others else "progress.own-count"
        result = capital(wording(whose if figure.evidence else "progress.start"))
        row = ProgressRow(capital(figure.when), reached=figure.text, result=result, record=links.get(figure.evidence))
        yield (figure.last, 0), row
    for path in progress.paths:
        for goal in path.promised:
            result = heading(card.dossier, goal.due) if goal.due else ""
            day = capital(goal.day) or wording.sentence("progress.no-deadline")
            yield (goal.by or date.max, 1), ProgressRow(day, goal.asked, result=result, was=path.replaced)
