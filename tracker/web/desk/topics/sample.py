"""An invented company's scorecard and widget, as readers would see them with the topic that is being made."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.engine.scorecard import Scorecard
from tracker.web.embed.summary import EmbedSummary, scorecard_summary
from tracker.web.scorecard.top import Top, top_of

__all__ = ["Sample", "sample_of"]


@dataclass(frozen=True)
class Sample:
    """The first screen of a scorecard, and what a widget says."""

    company: str
    topic: str
    top: Top
    columns: Sequence[str]
    row_heading: str
    widget: EmbedSummary


def sample_of(card: Scorecard) -> Sample:
    """The scorecard for the page of the step."""
    topic = card.dossier.topic
    named = {name for row in topic.yardstick.table_rows for name in topic.dimensions.used() if row.terms.of(name)}
    heading = topic.dimensions.used()[named.pop()].name.capitalize() if len(named) == 1 else "Type"
    return Sample(
        company=card.dossier.company.name,
        topic=topic.name,
        top=top_of(card),
        columns=[column.name for column in topic.yardstick.table_columns],
        row_heading=heading,
        widget=scorecard_summary(card),
    )
