"""Kept copies and states of addresses in words: facts and our days, never who did it or why (COPY-2, COPY-4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from tracker.core.captures.captures import CaptureEvent
from tracker.engine.text import isolated, when
from tracker.records.types.parts.captures import AddressState, Copy
from tracker.records.types.source import Source
from tracker.services.captures.public import KeptQuote

__all__ = [
    "DOUBTS",
    "CopyLine",
    "QuoteLine",
    "address_line",
    "address_lines",
    "copy_line",
    "copy_lines",
    "copy_text",
    "hidden_text",
    "newest_copy",
    "quote_lines",
    "state_text",
    "withheld_text",
]

_STATES = {
    "gone": "The page was no longer at its address on {day}.",
    "moved": "On {day} the document was at another address.",
    "quote missing": "The quoted words were not at this address on {day}.",
    "withheld there": "On {day} the server at this address said that it may not show the page.",
    "there again": "On {day} the page was at its address again.",
}
_GROUNDS = {
    "court": "a court",
    "rights": "someone’s rights",
    "privacy": "privacy",
    "safety": "safety",
    "mistake": "a mistake of ours",
}
DOUBTS = {
    "little text": "it has little text",
    "challenge or sign-in page": "it may be a check for robots, or ask to sign in",
    "covered by a fixed layer": "a box covers the middle of the picture",
    "screenshot of one colour": "its picture has one colour only",
    "soft 404": "it may say that there is no such page",
    "redirect to the home page": "the address led to the home page",
    "clocks apart": "the site’s clock and ours differ",
    "quoted words not in it": "it does not have the quoted words",
    "not opened": "nobody could open the file",
}
"""Why a copy may not be the page."""


@dataclass(frozen=True)
class CopyLine:
    """A kept copy in one line: when and by whom, its hash, where it is; why it is withheld, if it is.

    ``held``: this site has it, which lists do not ask and take for granted.
    """

    text: str
    sha256: str
    href: str
    withheld: str
    origin: str
    held: bool = True

    @property
    def short(self) -> str:
        """The hash as far as people compare it at a glance."""
        return f"{self.sha256[:8]}…"


@dataclass(frozen=True)
class QuoteLine:
    """A quote as it stands in a kept copy, with what is around it; the copy; the page; how often it is there."""

    before: str
    shown: str
    after: str
    href: str
    where: str


def copy_text(copy: Copy, *, held: bool = True) -> str:
    """Which copy it is: ``Copy kept 29 November 2026, captured by us``, or by another site if not ``held``."""
    own = "captured by us" if held else "captured by another site"
    by = own if copy.by == "us" else f"supplied by {isolated(copy.supplier or '')}"
    return f"Copy kept {when(copy.made)}, {by}"


def withheld_text(copy: Copy) -> str:
    """Since when and why a copy is withheld; empty for one that is not."""
    if copy.withheld is None:
        return ""
    ground = _GROUNDS[copy.withheld.ground]
    return f"Withheld since {when(copy.withheld.date)} ({ground}): {copy.withheld.reason}"


def hidden_text(event: CaptureEvent | None) -> str:
    """Since when and why a copy is withheld or was erased, by what happened to it; empty where nothing did."""
    if event is None:
        return ""
    ground, _, reason = event.why.partition(": ")
    by = f" ({_GROUNDS[ground]}): {reason}" if ground in _GROUNDS else f": {event.why}"
    return f"{event.kind.capitalize()} {'since' if event.kind == 'withheld' else 'on'} {event.at:%-d %B %Y}{by}"


def copy_line(copy: Copy, *, held: bool = True, hidden: CaptureEvent | None = None) -> CopyLine:
    """A copy in one line."""
    href = url_for("captures.capture", id=copy.capture) if held else ""
    withheld = withheld_text(copy) or hidden_text(hidden)
    return CopyLine(copy_text(copy, held=held), copy.sha256, href, withheld, copy.by, held)


def newest_copy(source: Source, held: Collection[str], hidden: Collection[str] = ()) -> CopyLine | None:
    """The newest copy that is neither withheld nor erased; None without one. ``hidden`` are those that this site hid
    before their source says so.

    Those that this site holds come first, and of these what it captured before what was supplied.
    """
    copies = [copy for copy in source.copies if copy.withheld is None and copy.capture not in hidden]
    newest = max(copies, key=lambda it: (it.capture in held, it.by == "us", str(it.made)), default=None)
    return copy_line(newest, held=newest.capture in held) if newest else None


def copy_lines(
    source: Source, held: Collection[str], hidden: Mapping[str, CaptureEvent] = MappingProxyType({})
) -> list[CopyLine]:
    """All copies of a source, the newest first."""
    ordered = sorted(source.copies, key=lambda copy: str(copy.made), reverse=True)
    return [copy_line(it, held=it.capture in held, hidden=hidden.get(it.capture)) for it in ordered]


def address_line(source: Source, held: Collection[str], hidden: Collection[str] = ()) -> str:
    """What is told of the address beside its link: nothing where all is well, or well again."""
    if not source.states or source.states[-1].state == "there again":
        return ""
    shown = set(held) - set(hidden)
    copies = [copy for copy in source.copies if copy.withheld is None and copy.capture in shown]
    kept = max(copies, key=lambda copy: str(copy.made), default=None)
    said = state_text(source.states[-1])
    return f"{said} Our copy is of {when(kept.made)}." if kept else said


def address_lines(source: Source) -> list[tuple[str, str]]:
    """All that was published about the address, oldest first, each with the new address, if there is one."""
    return [(state_text(state), state.to or "") for state in source.states]


def state_text(state: AddressState) -> str:
    """What readers are told of a state of an address."""
    return _STATES[state.state].format(day=when(state.seen or state.since))


def quote_lines(quotes: Sequence[KeptQuote], sources: dict[str, Source], *, of_one: bool = False) -> list[QuoteLine]:
    """Quotes with the words around them, and in which copy of which source; ``of_one``: all are of the page’s own."""
    lines = []
    for quote in quotes:
        copy = next((it for it in sources[quote.source].copies if it.capture == quote.capture), None)
        if copy:
            page = f"page {quote.page}" if quote.page else ""
            often = f"{quote.places} times" if quote.places > 1 else ""
            where = ", ".join(part for part in ("" if of_one else copy_text(copy), page, often) if part)
            href = url_for("captures.capture", id=quote.capture)
            lines.append(QuoteLine(quote.before, quote.shown, quote.after, href, where))
    return lines
