"""Pictures of one scorecard as embeds: its timeline, and how far its promises in numbers have come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from tracker.engine.progress import Progress, progress_of
from tracker.engine.scorecard import Scorecard
from tracker.services.reading.scorecards import NotFoundError
from tracker.web.embed.subjects import Subject
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.charts.progress import Drawing, drawing_of
from tracker.web.presenting.charts.timeline import Entry, Timeline, timeline_of
from tracker.web.scorecard.progress import legend_entries

__all__ = [
    "DRAWN_FROM",
    "MOST_ENTRIES",
    "SHOWN_FROM",
    "ProgressView",
    "TimelineView",
    "chosen_progress",
    "picture_of",
]

DRAWN_FROM = 600
"""In frames of so many pixels a timeline is a picture; in narrower ones it is a list."""
MOST_ENTRIES = 12
_TIMELINE_WIDTH = 568
_SIZES = (("tiny", 208, 230), ("small", 318, 270), ("large", 528, 300))
SHOWN_FROM = (0, 350, 560)
"""From which width of a frame on each of the drawings is shown."""


@dataclass(frozen=True)
class TimelineView:
    """A timeline as a picture, and its last entries as a list; ``more`` are not in that."""

    kind: ClassVar[str] = "timeline"

    picture: Timeline
    entries: Sequence[Entry]
    more: int


@dataclass(frozen=True)
class ProgressView:
    """A progress picture in three widths; none where there is one point only. ``legend`` has its marks by key."""

    kind: ClassVar[str] = "progress"

    progress: Progress
    drawings: Sequence[Drawing]
    legend: Sequence[tuple[str, str]]


def picture_of(
    card: Scorecard, subject: Subject, summary: EmbedSummary
) -> tuple[TimelineView | ProgressView, EmbedSummary]:
    """What is drawn, and the words of smaller forms and of cards; raises NotFoundError where nothing can be."""
    if subject.kind == "timeline":
        picture = timeline_of(card, _TIMELINE_WIDTH)
        if picture is None:
            raise NotFoundError("timeline", card.dossier.company.id, ())
        entries = picture.entries[-MOST_ENTRIES:]
        view = TimelineView(picture, entries, len(picture.entries) - len(entries))
        return view, replace(summary, link="Full timeline")
    progress = chosen_progress(card, subject)
    drawings = [drawing_of(progress, *size) for size in _SIZES] if progress.drawable else []
    title = f"{card.dossier.company.name}: {progress.measure}"
    drawn = ProgressView(progress, drawings, legend_entries(card.dossier.wording, progress))
    return drawn, replace(summary, title=title)


def chosen_progress(card: Scorecard, subject: Subject) -> Progress:
    """The progress of the pledge that is asked for, else the first; raises NotFoundError where there is none."""
    for progress in progress_of(card):
        if subject.record in ("", progress.pledge):
            return progress
    raise NotFoundError("promise in numbers", subject.record or card.dossier.company.id, ())
