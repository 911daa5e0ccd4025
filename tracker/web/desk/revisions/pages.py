"""Page variables of a record’s published revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.records.kinds import KIND_WORDS, Key
from tracker.records.search_text import title
from tracker.store.history import bodies_before, revisions_of
from tracker.store.ledger import ledger_head
from tracker.store.published import parsed
from tracker.web.history.revisions import Publication, publications
from tracker.web.presenting.page import Page

__all__ = ["RevisionsPage", "revisions_page"]

_MOST = 50


@dataclass(frozen=True, kw_only=True)
class RevisionsPage(Page):
    """Revisions, newest first; all but the newest can be restored."""

    template = "desk/review/revisions.html"

    public: Annotated[Sequence[Publication], "Published revisions, newest first."]
    action: Annotated[str, "Where to restore one."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]
    wrong: Annotated[str, "Why nothing was restored; empty at first."] = ""
    draft: Annotated[str, "The draft that stands in the way; empty where none does."] = ""


def revisions_page(
    session: Session, key: Key, before: int | None, wrong: str = "", draft: str = ""
) -> RevisionsPage | None:
    """What was published of a record, on below a position of the ledger; None for a record that is not published."""
    kind, id = key
    entries = revisions_of(session, key, ledger_head(session).position, before=before, most=_MOST + 1)
    if not entries:
        return None
    shown = entries[:_MOST]
    path = url_for("desk.revisions", kind=kind, id=id)
    return RevisionsPage(
        title=f"Revision history: {title(parsed(shown[0].body))}",
        description=f"{KIND_WORDS[kind].capitalize()}, newest revision first. Restoring a revision creates a draft from "  # noqa: E501
        "it. Nothing published is removed.",
        public=publications(shown, bodies_before(session, [entry.position for entry in shown])),
        action=path,
        next_path=f"{path}?before={shown[-1].position}" if len(entries) > _MOST else "",
        wrong=wrong,
        draft=draft,
    )
