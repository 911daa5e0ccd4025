"""What the buttons in trees do: look for a term, add one that is missing. Both name a pane: its field and dimension."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.records.vocabulary import Term
from tracker.services.drafting import DraftConflict
from tracker.services.missing_terms import NoTerm, TermWanted, add_term
from tracker.services.publishing import NotAllowed
from tracker.services.roles import Actor
from tracker.web.desk.scope.fields import MissingTerm, TreesField

__all__ = ["SHOW", "TERM", "add_missing", "look_for", "words_in"]

SHOW, TERM = "show", "term"
"""The verbs of the two buttons."""


def _pane(fields: Iterable[Any], name: str) -> tuple[TreesField, str] | None:
    """The field and dimension that a button names: ``versions-0-scope-counterparty``."""
    above, _, dimension = name.rpartition("-")
    for field in fields:
        if isinstance(field, TreesField) and field.name == above and field.of(dimension):
            return field, dimension
    return None


def words_in(fields: Iterable[Any], name: str) -> str:
    """What was typed to find a term in a pane; empty where there is no such pane."""
    found = _pane(fields, name)
    return found[0].searches.get(found[1], "") if found else ""


def look_for(fields: Iterable[Any], name: str, words: str) -> str:
    """Have a pane show the terms that words find; the id of the pane, empty where there is no such pane."""
    found = _pane(fields, name)
    if found is None:
        return ""
    field, dimension = found
    field.searches[dimension] = " ".join(words.split())
    return field.pane_id(dimension)


def add_missing(session: Session, actor: Actor, clock: Clock, fields: Iterable[Any], name: str) -> Term | None:
    """Add the term that was typed in a pane to the editor’s draft of the vocabulary.

    None where it was not added: the pane then says why, and keeps what was typed.
    """
    found = _pane(fields, name)
    if found is None:
        return None
    field, dimension = found
    terms_of, typed = field.of(dimension), field.missing.setdefault(dimension, MissingTerm())
    assert terms_of
    wanted = TermWanted(typed.name, typed.id, typed.under, typed.sure)
    try:
        return add_term(session, actor, clock, terms_of.vocabulary, wanted)
    except NoTerm as refusal:
        typed.error = str(refusal)
        typed.alike = [(alike.term.id, alike.term.name, alike.why) for alike in refusal.alike]
    except NotAllowed as refusal:
        typed.error = f"Your draft of the vocabulary cannot be changed: {refusal}."
    except DraftConflict:
        typed.error = "Your draft of the vocabulary was changed a moment ago: press the button again."
    return None
