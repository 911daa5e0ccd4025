"""What the page “Embed this” lets people choose of an address: which part of its page, and how many companies."""

from collections.abc import Mapping
from dataclasses import replace

from tracker.engine.progress import progress_of
from tracker.web.embed.larger.tables import A_PAGE, LARGEST_PAGE
from tracker.web.embed.responses import Embedded
from tracker.web.embed.subjects import Kind, Subject
from tracker.web.presenting.charts.timeline import timeline_of

__all__ = ["chosen_subject", "companies_at_once", "parts"]

_NAMES: dict[Kind, str] = {
    "scorecard": "the scorecard in short",
    "pledge": "the pledge",
    "timeline": "the timeline",
    "progress": "the progress picture",
}
_OF_COMPANY: tuple[Kind, ...] = ("scorecard", "timeline", "progress")
_OF_PLEDGE: tuple[Kind, ...] = ("pledge", "progress")


def chosen_subject(subject: Subject, arguments: Mapping[str, str]) -> Subject:
    """The subject of an address with what was chosen in the form."""
    allowed = _OF_COMPANY if subject.of_company else _OF_PLEDGE if subject.kind in _OF_PLEDGE else ()
    for kind in allowed:
        if arguments.get("show") == kind:
            return replace(subject, kind=kind)
    at_once = arguments.get("per_page", "")
    if subject.kind in ("matrix", "table") and at_once.isascii() and at_once.isdecimal():
        others = [(name, value) for name, value in subject.filters if name != "per_page"]
        return replace(subject, filters=(*others, ("per_page", at_once[:3])))
    return subject


def parts(embedded: Embedded) -> list[tuple[Kind, str]]:
    """The parts of its page that can be embedded alone; none where there is one thing."""
    subject = embedded.subject
    kinds: list[Kind] = ["pledge"] if subject.kind in _OF_PLEDGE and subject.record else []
    if subject.of_company:
        kinds = ["scorecard", "timeline"] if timeline_of(embedded.cards[0]) else ["scorecard"]
    progress = progress_of(embedded.cards[0]) if kinds else []
    if any(subject.record in ("", one.pledge) for one in progress):
        kinds.append("progress")
    return [(kind, _NAMES[kind]) for kind in kinds] if len(kinds) > 1 else []


def companies_at_once(subject: Subject) -> int:
    """How many companies a table shows at once; 0 for what is no table."""
    if subject.kind not in ("matrix", "table"):
        return 0
    per_page = dict(subject.filters).get("per_page", "")
    return max(1, min(int(per_page), LARGEST_PAGE)) if per_page.isdecimal() else A_PAGE
