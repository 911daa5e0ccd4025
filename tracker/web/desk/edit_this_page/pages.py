"""Which records a public page shows, and the page that leads from there to their drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import current_app, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from tracker.engine.text import day
from tracker.records.ids import is_id
from tracker.records.kinds import KIND_WORDS, Key
from tracker.records.search_text import title
from tracker.store.dossiers import fields_records
from tracker.store.ledger import ledger_head
from tracker.store.published import current_records
from tracker.web.accounts.flash_messages import pop_flash_message
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["AtPage", "CheckAtPage", "EditableRecord", "at_page", "check_at_path", "keys_on", "records_at_path"]

_MOST = 100
_OWN = ("pledge", "evidence")


@dataclass(frozen=True)
class EditableRecord:
    """A record of a public page; ``edit`` is where to post to begin a draft of it."""

    title: str
    word: str
    href: str
    edit: str
    take_down: str
    past: str


@dataclass(frozen=True, kw_only=True)
class AtPage(Page):
    """What can be edited of a public page."""

    template = "desk/edit_this_page.html"

    path: Annotated[str, "The public page."]
    records: Annotated[Sequence[EditableRecord], "Its records, the one that it is about first."]
    check: Annotated["CheckAtPage", "How it is marked as checked."]
    notice: Annotated[str, "What was done just now."]


def keys_on(path: str) -> tuple[Key | None, tuple[str, str] | None]:
    """The record that a public page is about, and company and topic where it shows a scorecard."""
    try:
        endpoint, values = current_app.url_map.bind("localhost").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return None, None
    match str(endpoint).partition("."), values:
        case ("records", _, _), {"kind": kind, "id": id}:
            return (kind, id) if is_id(id) else None, None
        case ("scorecard", _, _), {"company": company, "topic": topic}:
            return ("company", company), (company, topic)
        case ("scorecard", _, _), {"company": company}:
            return ("company", company), None
        case ("browse", _, "topic"), {"topic": topic}:
            return ("topic", topic), None
    return None, None


def records_at_path(session: Session, path: str) -> list[EditableRecord]:
    """The published records of a public page."""
    key, pair = keys_on(path)
    if key is None:
        return []
    records = current_records(session, [key, *([("topic", pair[1])] if pair else [])])
    if pair:
        every = fields_records(session, [pair[0]], [pair[1]], ledger_head(session).position)
        records += [record for record in every if record.kind in _OWN][:_MOST]
    return [
        EditableRecord(
            title(record),
            KIND_WORDS[record.kind],
            record_path(record.kind, record.id),
            url_for("desk.edit", kind=record.kind, id=record.id),
            url_for("desk.take_down_form", kind=record.kind, id=record.id),
            url_for("desk.revisions", kind=record.kind, id=record.id),
        )
        for record in records
    ]


@dataclass(frozen=True)
class CheckAtPage:
    """How what a public page shows is marked as checked.

    ``pair`` names company and topic of a scorecard; else ``href`` leads to where companies are chosen. Both are empty
    where nothing can be checked.
    """

    pair: str
    href: str
    today: str


def check_at_path(path: str) -> CheckAtPage:
    """The same for a public page’s address."""
    key, pair = keys_on(path)
    href = ""
    if key and not pair and key[0] in ("company", "topic"):
        # Keywords of url_for that are options of its own have other types.
        href = url_for("desk.checks", **{key[0]: key[1]})  # type: ignore[arg-type]
    return CheckAtPage(" ".join(pair) if pair else "", href, day(site().today))


def at_page(session: Session, path: str) -> AtPage:
    """The page for a public page's address."""
    return AtPage(
        title="Edit this page",
        description="Edits start as drafts. A colleague reviews them before readers see them.",
        path=path,
        records=records_at_path(session, path),
        check=check_at_path(path),
        notice=pop_flash_message(),
    )
