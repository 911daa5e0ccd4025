"""What names a term of a vocabulary: published records and the actor's drafts, and having them name another one."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Draft
from tracker.records.building.term_use import names_term, with_term_replaced
from tracker.records.building.terms import broader_of, terms_of
from tracker.records.building.topics import dimensions_used
from tracker.records.kinds import Key, body
from tracker.records.types.topic import Topic
from tracker.services.auth.roles import Actor
from tracker.services.editing.drafts import WriteContext, edit_record, save_draft
from tracker.services.editing.topic_builder import TermList
from tracker.store.editing.drafts import CHANGEABLE, DraftFilter, drafts_where
from tracker.store.published import bodies_with_text, companies_with_products, current_records, referring_keys

__all__ = [
    "MOST_REPLACED",
    "TermUse",
    "TooManyUsesError",
    "replace_term",
    "topics_with_list",
    "use_of_term",
    "uses_of_broader",
]

MOST_REPLACED = 50
"""Published records that one merge may have drafts begun of: more are not read by anyone before they are submitted."""
_MOST_DRAFTS = 500


class TooManyUsesError(Exception):
    """More published records name a term than one merge may change."""


class TermUse(NamedTuple):
    """The published records that name a term, and the actor's unfinished drafts that do."""

    published: tuple[Key, ...]
    drafts: tuple[Draft, ...]


def topics_with_list(session: Session, vocabulary: str) -> list[Topic]:
    """The published topics that use a list."""
    keys = {key for key in referring_keys(session, [("vocabulary", vocabulary)]) if key[0] == "topic"}
    return [record for record in current_records(session, keys) if isinstance(record, Topic)]


def use_of_term(session: Session, actor: Actor, used: TermList, term: str) -> TermUse:
    """Where a term of a list is named; of the drafts, those of the actor and of the list's owner."""
    dimensions = _dimensions(session, used.id)
    owners = {actor.account_id, *([used.draft.owner_id] if used.draft else [])}
    published = [key for key, data in _published(session, used.id, term, dimensions)]
    return TermUse(tuple(published), tuple(_drafts(session, owners, used.id, term, dimensions)))


def uses_of_broader(session: Session, used: TermList, term: str) -> tuple[Key, ...]:
    """The published records that name a term above this one, and so cover it, in order."""
    by_id = {str(one["id"]): one for one in terms_of(used.data)}
    above: list[str] = []
    waiting = broader_of(by_id[term]) if term in by_id else []
    while waiting:
        id = waiting.pop()
        if id in by_id and id not in above:
            above.append(id)
            waiting = [*waiting, *broader_of(by_id[id])]
    dimensions = _dimensions(session, used.id)
    return tuple(sorted({key for id in above for key, _ in _published(session, used.id, id, dimensions)}))


def replace_term(session: Session, actor: Actor, clock: Clock, used: TermList, old: str, new: str) -> TermUse:
    """Have the actor's drafts name another term, those of published records too, which begin now if there are none.

    What named the term before. Raises TooManyUsesError with nothing written.
    """
    use = use_of_term(session, actor, used, old)
    if len(use.published) > MOST_REPLACED:
        raise TooManyUsesError
    dimensions = _dimensions(session, used.id)
    begun = [edit_record(session, actor, clock, key) for key in use.published]
    for draft in {draft.id: draft for draft in (*use.drafts, *begun)}.values():
        own = _own_dimensions(draft, used.id) or dimensions
        changed = with_term_replaced(draft.kind, draft.data, own, old, new)
        if changed != draft.data and draft.state in CHANGEABLE:
            work = WriteContext(dict(changed), draft.chosen_change or "update", draft.note, tuple(draft.confirmed))
            save_draft(session, actor, clock, draft.id, draft.version, work)
    return use


def _dimensions(session: Session, vocabulary: str) -> set[str]:
    """The dimensions for which published topics use a list."""
    return {name for topic in topics_with_list(session, vocabulary) for name in _using(body(topic), vocabulary)}


def _using(topic: dict[str, Any], vocabulary: str) -> set[str]:
    return {name for name, words in dimensions_used(topic).items() if words.get("vocabulary") == vocabulary}


def _own_dimensions(draft: Draft, vocabulary: str) -> set[str]:
    return _using(draft.data, vocabulary) if draft.kind == "topic" else set()


def _published(
    session: Session, vocabulary: str, term: str, dimensions: set[str]
) -> Iterable[tuple[Key, dict[str, Any]]]:
    topics = {topic.key for topic in topics_with_list(session, vocabulary)}
    keys = topics | referring_keys(session, topics) | companies_with_products(session) if topics else set()
    for key, text in sorted(bodies_with_text(session, keys, f'"{term}"')):
        data = json.loads(text)
        own = _using(data, vocabulary) if key[0] == "topic" else dimensions
        if names_term(key[0], data, own, term):
            yield key, data


def _drafts(
    session: Session, owners: Iterable[int], vocabulary: str, term: str, dimensions: set[str]
) -> Iterable[Draft]:
    filters = [DraftFilter(CHANGEABLE, owner=owner) for owner in sorted(owners)]
    own = [draft for one in filters for draft in drafts_where(session, one, most=_MOST_DRAFTS)]
    every = dimensions | {name for draft in own for name in _own_dimensions(draft, vocabulary)}
    for draft in own:
        places = _own_dimensions(draft, vocabulary) if draft.kind == "topic" else every
        if f'"{term}"' in draft.body and names_term(draft.kind, draft.data, places, term):
            yield draft
