"""Where records are entered and drafts are edited, of kinds that have pages of their own."""

from flask import url_for

from tracker.models import Draft

__all__ = ["OWN_PAGES", "new_path", "own_page"]

OWN_PAGES = ("topic", "vocabulary", "wording")
"""Kinds whose drafts are not edited in the form that all others have."""


def new_path(kind: str) -> str:
    """The page where a new record is entered."""
    return url_for(f"desk.new_{kind}") if kind in OWN_PAGES else url_for("desk.new", kind=kind)


def own_page(draft: Draft) -> str:
    """The page where a draft of such a kind is edited."""
    if draft.kind == "topic":
        return url_for("desk.topic_step", id=draft.id, step="question")
    return url_for(f"desk.{draft.kind}", id=draft.id)
