"""Two copies side by side, for people who may see both."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.captures.captures import Capture
from tracker.core.captures.comparing import Row, compared
from tracker.services.auth.roles import Actor
from tracker.services.captures.access import copy_at_desk

__all__ = ["Comparison", "compare_copies"]


class Comparison(NamedTuple):
    """Two captures, the older first, and their texts paragraph by paragraph; ``readable``: both have a text."""

    old: Capture
    new: Capture
    rows: list[Row]
    readable: bool


def compare_copies(session: Session, actor: Actor, one: str, other: str) -> Comparison:
    """Compare the whole texts of two captures. Raises CopyNotFoundError as ``copy_at_desk`` does, NotAllowedError."""
    old, new = sorted((copy_at_desk(session, actor, id) for id in (one, other)), key=lambda it: it.capture.made)
    texts = ["\n".join(it.text.pages) if it.text else "" for it in (old, new)]
    readable = all(text.strip() for text in texts)
    return Comparison(old.capture, new.capture, compared(*texts) if readable else [], readable)
