"""The page that asks why a record is taken down."""

from dataclasses import dataclass
from typing import Annotated

from tracker.engine.text import day
from tracker.records.kinds import KIND_WORDS, AnyRecord
from tracker.records.search_text import title
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["TakeDownPage", "take_down_page"]


@dataclass(frozen=True, kw_only=True)
class TakeDownPage(Page):
    """What taking a record down means, and its date and reason."""

    template = "desk/review/take_down.html"

    public: Annotated[str, "The record's page; empty where it has none."]
    down: Annotated[bool, "Whether it is taken down already, so that it can be put back."]
    date: Annotated[str, "From when it does not count."]
    reason: Annotated[str, "Why, as readers see it."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."]


def take_down_page(record: AnyRecord, date: str = "", reason: str = "", wrong: str = "") -> TakeDownPage:
    """The page for a published record; what was typed comes back."""
    down, name = record.taken_down is not None, title(record)
    return TakeDownPage(
        title=f"Put back “{name}”" if down else f"Take down “{name}”",
        description=f"{KIND_WORDS[record.kind].capitalize()}, published.",
        public=record_path(record.kind, record.id),
        down=down,
        date=date or day(site().today),
        reason=reason,
        wrong=wrong,
    )
