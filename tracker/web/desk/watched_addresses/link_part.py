"""The part of a source's form about its address: what was seen there, and what readers are told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy.orm import Session

from tracker.core.captures.watching import PUBLIC_STATES, Check, State
from tracker.records.types.parts.captures import AddressState
from tracker.services.captures.watching.link_history import LinkHistory, SeenSpan, link_history
from tracker.web.desk.form.plain import PlainMapping
from tracker.web.desk.times import day_words, moment_words
from tracker.web.presenting.captures import state_text

__all__ = ["LinkShown", "SpanShown", "link_shown"]

_GAVE = {
    Check.THERE: ("met", "There", "all quotes are in it"),
    Check.QUOTE_MISSING: ("changed", "Words missing", "the page answers, and quoted words were not in it"),
    Check.NOT_THERE: ("missed", "Not there", "the site says that there is no such page"),
    Check.UNREACHABLE: ("unclear", "No answer", ""),
    Check.BLOCKED: ("unclear", "Cannot be checked", "the site blocks us, or there is no text to search"),
    Check.WITHHELD: ("missed", "Withheld there", "the site says that it may not show the page"),
}
"""The shape, the word and the meaning of what a look gave."""


class SpanShown(NamedTuple):
    """Looks in a row that gave the same: when, what, and what readers see of it; ``offered``: they can be told now."""

    days: str
    look: str
    word: str
    meaning: str
    readers: str
    offered: bool


@dataclass(frozen=True)
class LinkShown:
    """What was seen at an address, the newest looks first; when it is looked at next; the note of the step."""

    url: str
    spans: Sequence[SpanShown]
    due: str
    mark: str
    note: str


def link_shown(session: Session, source_id: str, data: PlainMapping) -> LinkShown | None:
    """The part about the address of a source whose draft says this; None where the address is not watched."""
    history = link_history(session, source_id)
    if history is None:
        return None
    published = list(_published_states(data))
    spans = [_span(span, history, published, newest=place == 0) for place, span in enumerate(history.spans)]
    waits = history.waits and history.state is not None
    note = (
        str(history.state).capitalize() if waits else (f"looked at {spans[0].days}" if spans else "not looked at yet")
    )
    return LinkShown(history.url, spans, moment_words(history.due), "wrong" if waits else "done", note)


def _published_states(data: PlainMapping) -> Sequence[AddressState]:
    """The states that the record tells of, as far as they can be read."""
    states = data.get("states")
    published = []
    for state in states if isinstance(states, list) else ():
        try:
            published.append(AddressState.model_validate(state))
        except ValidationError:
            continue
    return published


def _span(span: SeenSpan, history: LinkHistory, published: Sequence[AddressState], newest: bool) -> SpanShown:
    look, word, meaning = _GAVE[Check(span.gave)]
    if span.why and span.gave in (Check.UNREACHABLE, Check.BLOCKED):
        meaning = span.why
    times = f", {span.looks:,} times in a row" if span.looks > 1 else ""
    days = day_words(span.last) if span.looks == 1 else f"{day_words(span.first)} to {day_words(span.last)}"
    said = next((state for state in published if _is_of(state, span)), None)
    offered = newest and history.may_tell and said is None
    if said:
        readers = state_text(said)
    elif span.told in PUBLIC_STATES and span.told is not State.THERE_AGAIN:
        readers = "Nothing yet."
    else:
        readers = "The link, and our copy’s date."
    return SpanShown(days, look, word, f"{meaning}{times}", readers, offered)


def _is_of(state: AddressState, span: SeenSpan) -> bool:
    return state.state == span.told and span.since is not None and str(state.since) == f"{span.since:%Y-%m-%d}"
