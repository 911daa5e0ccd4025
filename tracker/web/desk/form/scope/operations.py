"""The buttons of trees: search for a term, add a missing one. Both name a pane: its field and dimension."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.records.types.vocabulary import Term
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.editing.drafts import DraftConflictError
from tracker.services.editing.missing_terms import TermRefusedError, TermRequest, add_term
from tracker.web.desk.form.scope.fields import TreesField
from tracker.web.desk.form.scope.panes import MissingTerm
from tracker.web.desk.form.scope.trees import TermsOf

__all__ = ["SHOW", "TERM", "add_missing", "look_for", "pane_named", "words_in"]

SHOW, TERM = "show", "term"
"""The verbs of the two buttons."""


def pane_named(fields: Iterable[TreesField], name: str) -> tuple[TreesField, TermsOf] | None:
    """The field and what can be picked in the dimension that a button names: ``versions-0-scope-counterparty``."""
    above, _, dimension = name.rpartition("-")
    for field in fields:
        if isinstance(field, TreesField) and field.name == above and (terms_of := field.of(dimension)):
            return field, terms_of
    return None


def words_in(fields: Iterable[TreesField], name: str) -> str:
    """What was typed to find a term in a pane; empty where there is no such pane."""
    pane = pane_named(fields, name)
    return pane[0].searches.get(pane[1].name, "") if pane else ""


def look_for(fields: Iterable[TreesField], name: str, words: str) -> str:
    """Have a pane show the terms that words find; the id of the pane, empty where there is no such pane."""
    pane = pane_named(fields, name)
    if pane is None:
        return ""
    field, terms_of = pane
    field.searches[terms_of.name] = " ".join(words.split())
    return field.pane_id(terms_of.name)


def add_missing(session: Session, actor: Actor, clock: Clock, fields: Iterable[TreesField], name: str) -> Term | None:
    """Add the term that was typed in a pane to the editor’s draft of the vocabulary.

    The pane then looks for it. None where it was not added: the pane says why, and keeps what was typed.
    """
    pane = pane_named(fields, name)
    if pane is None:
        return None
    field, terms_of = pane
    typed = field.missing.setdefault(terms_of.name, MissingTerm())
    wanted = TermRequest(typed.name, typed.id, typed.under, typed.sure)
    try:
        term = add_term(session, actor, clock, terms_of.vocabulary, wanted)
        field.searches[terms_of.name] = term.name
        return term
    except TermRefusedError as refusal:
        typed.error = str(refusal)
        typed.alike = [(alike.term.id, alike.term.name, alike.why) for alike in refusal.alike]
    except NotAllowedError as refusal:
        typed.error = f"We cannot change your draft of the vocabulary: {refusal}."
    except DraftConflictError:
        typed.error = "Your draft of the vocabulary has just changed. Please press the button again."
    return None
