"""Vocabularies as an editor sees them (published terms plus those in the editor’s own draft), and adding a term."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.search.words import fold
from tracker.models import Draft
from tracker.records.checking.parsing import read
from tracker.records.kinds import Key
from tracker.records.reading.problems import listed
from tracker.records.term_search import SimilarTerm, similar_terms, suggested_id
from tracker.records.types.vocabulary import Term, VocabularyRecord
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.editing.drafts import WriteContext, edit_record, save_draft
from tracker.store.editing.drafts import drafts_of_records, own_draft
from tracker.store.published import current_records

__all__ = ["TermRefusedError", "TermRequest", "Usable", "add_term", "usable_vocabularies"]


class Usable(NamedTuple):
    """A vocabulary, and the ids of those of its terms that are in drafts only."""

    record: VocabularyRecord
    new: frozenset[str]


class TermRequest(NamedTuple):
    """What an editor typed of a term that is missing.

    ``under`` are names or ids of broader terms; ``sure``: no other.
    """

    name: str
    id: str = ""
    under: tuple[str, ...] = ()
    sure: bool = False


class TermRefusedError(Exception):
    """A term that was not added: why, and the terms that it may repeat."""

    def __init__(self, message: str, alike: Sequence[SimilarTerm] = ()):
        self.alike = list(alike)
        super().__init__(message)


def usable_vocabularies(session: Session, actor: Actor, ids: Collection[str]) -> dict[str, Usable]:
    """Vocabularies by id as they are published, with the new terms of the actor's drafts and of those in review.

    Of a draft only its valid new terms are used, those below existing ones. Its other changes apply once it is
    published. A vocabulary that is not published yet is used as it is drafted.
    """
    published = current_records(session, [("vocabulary", id) for id in ids])
    usable = {r.id: _usable(session, actor, r) for r in published if isinstance(r, VocabularyRecord)}
    keys = [("vocabulary", id) for id in ids if id not in usable]
    for draft in drafts_of_records(session, keys, owner=actor.account_id, others=may(actor.role, Action.READ_DRAFTS)):
        record, _ = read(draft.kind, draft.data)
        if isinstance(record, VocabularyRecord):
            usable[record.id] = Usable(record, frozenset(term.id for term in record.terms))
    return usable


def _usable(session: Session, actor: Actor, record: VocabularyRecord) -> Usable:
    drafts = drafts_of_records(
        session, [record.key], owner=actor.account_id, others=may(actor.role, Action.READ_DRAFTS)
    )
    drafted = [read("vocabulary", draft.data)[0] for draft in drafts]
    terms = [term for draft in drafted if isinstance(draft, VocabularyRecord) for term in draft.terms]
    term_ids = {term.id for term in record.terms}
    new = _sound([term for term in terms if term.id not in term_ids], term_ids)
    return Usable(record.model_copy(update={"terms": (*record.terms, *new)}), frozenset(term.id for term in new))


def _sound(terms: Sequence[Term], term_ids: set[str]) -> list[Term]:
    """New terms, each once, whose broader terms exist or are valid new terms themselves."""
    left = list({term.id: term for term in terms}.values())
    broader: list[Term] = []
    reached = set(term_ids)
    while True:
        sound = [term for term in left if {*term.broader, *term.continues_as} <= reached]
        if not sound:
            return broader
        broader += sound
        reached |= {term.id for term in sound}
        left = [term for term in left if term.id not in reached]


def add_term(session: Session, actor: Actor, clock: Clock, vocabulary: str, wanted: TermRequest) -> Term:
    """Add a term to the actor's draft of a published vocabulary, which begins now if there is none; the new term.

    The same call twice adds it once. Raises TermRefusedError, or what ``edit_record`` and ``save_draft`` raise.
    """
    key: Key = ("vocabulary", vocabulary)
    usable = usable_vocabularies(session, actor, [vocabulary]).get(vocabulary)
    if usable is None:
        raise TermRefusedError(f"There is no vocabulary called “{vocabulary}”.")
    if usable.record.scale:
        raise TermRefusedError(f"The vocabulary “{vocabulary}” is a scale. Enter numbers instead of a term.")
    term = _term(usable, wanted)
    if term.id in usable.new and term in usable.record.terms:
        return term
    _refuse_repeated(usable.record, term, wanted)
    draft = own_draft(session, actor.account_id, key) or _edit(session, actor, clock, key)
    data = draft.data
    terms = data.get("terms")
    entry: dict[str, Any] = {"id": term.id, "name": term.name}
    if term.broader:
        entry["broader"] = list(term.broader)
    if not isinstance(terms, list):
        raise TermRefusedError(f"Your draft of the vocabulary “{vocabulary}” has no terms. Fix it first.")
    work = WriteContext(
        {**data, "terms": [*terms, entry]}, draft.chosen_change or "update", draft.note, tuple(draft.confirmed)
    )
    save_draft(session, actor, clock, draft.id, draft.version, work)
    return term


def _edit(session: Session, actor: Actor, clock: Clock, key: Key) -> Draft:
    try:
        return edit_record(session, actor, clock, key)
    except LookupError:
        raise TermRefusedError("This list of terms is a colleague’s draft. Ask them to add the term.") from None


def _term(usable: Usable, wanted: TermRequest) -> Term:
    if not wanted.name:
        raise TermRefusedError("Enter the name of the missing term.")
    ids = [term.id for term in usable.record.terms]
    broader = tuple(dict.fromkeys(_term_called(usable.record, text) for text in wanted.under if text))
    same = [t.id for t in usable.record.terms if t.id in usable.new and (t.name, t.broader) == (wanted.name, broader)]
    id = wanted.id or next(iter(same), suggested_id(wanted.name, ids))
    data = {"kind": "vocabulary", "id": "x", "name": "x", "terms": [{"id": id, "name": wanted.name}]}
    record, faults = read("vocabulary", data)
    if not isinstance(record, VocabularyRecord):
        raise TermRefusedError(f"{faults[0].message.about('The ID' if 'id' in faults[0].path else 'The name')}.")
    return record.terms[0].model_copy(update={"broader": broader})


def _term_called(record: VocabularyRecord, text: str) -> str:
    """The id of the term that an editor means by its id or name."""
    if any(term.id == text for term in record.terms):
        return text
    named = [t.id for t in record.terms if fold(text) in {fold(t.id), fold(t.name), *map(fold, t.aliases)}]
    if not named:
        raise TermRefusedError(f"There is no term called “{text}”. Choose one from the suggestions.")
    if len(named) > 1:
        raise TermRefusedError(f"More than one term is called “{text}”. Enter one of these IDs: {listed(named)}.")
    return named[0]


def _refuse_repeated(record: VocabularyRecord, term: Term, wanted: TermRequest) -> None:
    if any(other.id == term.id for other in record.terms):
        raise TermRefusedError(
            f"The ID “{term.id}” is already used. Choose another, or leave it empty.",
            similar_terms(record.terms, "", term.id),
        )
    if not wanted.sure and (alike := similar_terms(record.terms, term.name, wanted.id)):
        raise TermRefusedError("Not added yet, because there are similar terms.", alike)
