"""The page of addresses at which something changed, with what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.captures.watching import State
from tracker.records.quoted_words import Quoted, quoted_words
from tracker.records.search_text import title
from tracker.records.types.pledge import Pledge
from tracker.records.types.source import Source
from tracker.services.captures.quotes.quote_checks import check_quotes
from tracker.services.captures.requests import can_capture
from tracker.store.captures.watches import KnownAddress, LookRow, looks_of, told_addresses
from tracker.store.published import current_records, referring_keys
from tracker.web.desk.captures.quotes import QuoteShown, quote_shown
from tracker.web.desk.times import moment_words
from tracker.web.desk.watched_addresses.wording import state_words
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = ["AddressesPage", "addresses_page"]

_MOST = 50
_SILENT = (State.UNREACHABLE, State.CANNOT_BE_CHECKED)


class Task(NamedTuple):
    """An address at which something changed: what, since when, what differs, and what an editor can do."""

    source: Link
    url: str
    state: str
    word: str
    meaning: str
    since: str
    moved_to: str
    quotes: Sequence[QuoteShown]
    pledges: Sequence[Link]
    action: str
    may_tell: bool
    may_record: bool


@dataclass(frozen=True, kw_only=True)
class AddressesPage(Page):
    """What was seen at addresses of sources and no editor has dealt with."""

    template = "desk/watched_addresses/watched_addresses.html"

    tasks: Annotated[Sequence[Task], "The addresses, those that changed first on top."]
    off: Annotated[bool, "Whether the site keeps no copies, and so looks at no addresses."]
    notice: Annotated[str, "What was done on the page before; empty where nothing is told."]


def addresses_page(session: Session, notice: str = "") -> AddressesPage:
    """All addresses of which something is told at the desk."""
    addresses = told_addresses(session, _MOST)
    sources = {it.id: it for it in current_records(session, {("source", it.source_id) for it in addresses})}
    tasks = [_task(session, it, source) for it in addresses if isinstance(source := sources.get(it.source_id), Source)]
    return AddressesPage(
        title="Addresses that changed",
        description="Pages of sources that moved, went away or lost quoted words. Readers see nothing of it yet.",
        tasks=tasks,
        off=not can_capture(site().settings),
        notice=notice,
    )


def _task(session: Session, address: KnownAddress, source: Source) -> Task:
    state = address.watch.state or State.THERE_AGAIN
    word, meaning = state_words(state)
    look = next((one for one in looks_of(session, source.id, most=100) if one.told), None)
    records = current_records(session, referring_keys(session, [source.key]))
    quotes = [
        Quoted(quoted.text, (source.id,))
        for record in records
        if record.taken_down is None
        for quoted in quoted_words(record)
        if source.id in quoted.sources
    ]
    return Task(
        source=Link(source.name, record_path("source", source.id), source.id),
        url=address.url,
        state=str(state),
        word=word,
        meaning=meaning,
        since=moment_words(look.since) if look and look.since else "",
        moved_to=address.watch.moved_to or "" if state == State.MOVED else "",
        quotes=_differing(session, source, look, quotes) if state == State.QUOTE_MISSING else [],
        pledges=[Link(title(it), record_path("pledge", it.id), it.id) for it in records if isinstance(it, Pledge)],
        action=url_for("desk.settle_address", id=source.id),
        may_tell=state not in _SILENT,
        may_record=state not in (*_SILENT, State.MOVED),
    )


def _differing(session: Session, source: Source, look: LookRow | None, quotes: Sequence[Quoted]) -> list[QuoteShown]:
    """The quotes as the page has them now; those that are still there are left out."""
    if look is None or look.capture_id is None:
        return []
    checks = check_quotes(session, quotes, {source.id: [look.capture_id]})
    return [quote_shown(check) for check in checks if not check.answer.is_found]
