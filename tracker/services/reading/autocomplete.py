"""Autocomplete for reference fields: by id, exact name or words, over published records and drafts.

People find their own drafts and, if they may read everybody’s, all drafts submitted for review.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.engine.in_force import announced
from tracker.engine.text import period, when
from tracker.models import Draft
from tracker.records.checking.parsing import read
from tracker.records.kinds import AnyRecord, Key
from tracker.records.search_text import SEARCHED
from tracker.records.search_text import title as title_of
from tracker.records.term_search import matching_terms
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.auth.roles import Action, Actor, may
from tracker.store.editing.drafts import drafts_with_ids
from tracker.store.lists.titles import latest_titles
from tracker.store.published import current_records, records_of_kinds
from tracker.store.searching.duplicates import likely_duplicates
from tracker.store.searching.search import search

__all__ = ["TERM", "Candidate", "candidates", "matches", "named"]

TERM = "term"
"""Stands among kinds of record for a term of any vocabulary."""
_MOST_DRAFTS = 500
_MOST_LOOKED_THROUGH = 2000
_LONGEST_TEXT = 300
_LONGEST_ID = 120


class Candidate(NamedTuple):
    """Something that can be named.

    ``detail`` distinguishes it from others of the same name, ``draft`` is the id of a draft, or empty.
    """

    kind: str
    id: str
    title: str
    detail: str
    draft: str = ""


def named(session: Session, actor: Actor, keys: Collection[Key]) -> dict[Key, Candidate]:
    """What these keys name, as far as there is such; published records before drafts of them."""
    ids = {id for _, id in keys if len(id) <= _LONGEST_ID and id.isprintable()} - {""}
    matches_by_key: dict[Key, Candidate] = {}
    if any(kind == TERM for kind, _ in keys):
        terms = {candidate.id: candidate for candidate in _terms(session)}
        matches_by_key |= {(TERM, id): terms[id] for kind, id in keys if kind == TERM and id in terms}
    for draft in _drafts(session, actor, {kind for kind, _ in keys}, ids):
        if draft.key in keys:
            matches_by_key[draft.key] = _of_draft(draft)
    wanted = [key for key in keys if key[1] in ids and key[0] != TERM]
    return matches_by_key | {record.key: _of_record(record) for record in current_records(session, wanted)}


def matches(session: Session, actor: Actor, kinds: Sequence[str], text: str) -> Candidate | None:
    """What a text names: the one thing with this id, else the only one with this name; None where there is none."""
    text = _plain(text)
    by_name = named(session, actor, [(kind, text) for kind in kinds])
    if by_name:
        return next(by_name[key] for key in ((kind, text) for kind in kinds) if key in by_name)
    same = [one for one in candidates(session, actor, kinds, text, most=50) if fold(one.title) == fold(text)]
    return same[0] if len(same) == 1 else None


def candidates(
    session: Session, actor: Actor, kinds: Sequence[str], text: str, *, company: str = "", most: int = 8
) -> list[Candidate]:
    """What the words may mean, the nearest first; with a ``company``, its own records before those of others.

    Without words, all records of the company, or of the kind, the latest first.
    """
    text = _plain(text)
    matches_by_key: dict[Key, Candidate] = {}
    for candidate in [*_of_drafts(session, actor, kinds, text), *_published(session, kinds, text, company, most)]:
        matches_by_key.setdefault((candidate.kind, candidate.id), candidate)
    if company:
        return sorted(matches_by_key.values(), key=lambda candidate: candidate.id.partition("/")[0] != company)[:most]
    return list(matches_by_key.values())[:most]


def _plain(text: str) -> str:
    """On one line and without control characters, some of which PostgreSQL refuses."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())[:_LONGEST_TEXT]


def _published(session: Session, kinds: Sequence[str], text: str, company: str, most: int) -> Iterator[Candidate]:
    if TERM in kinds:
        yield from _matching_terms(session, text, most)
    for kind in kinds:
        if kind != TERM:
            yield from (_of_record(record) for record in _records(session, kind, text, company, most))


def _records(session: Session, kind: str, text: str, company: str, most: int) -> list[AnyRecord]:
    exact = current_records(session, [(kind, text)]) if text else []
    if text and kind in SEARCHED:
        wanted = (company, None) if company else (None,)
        pages = [search(session, text, kind=kind, company=own, size=most) for own in wanted]
        keys = list(dict.fromkeys((hit.kind, hit.id) for page in pages for hit in page.hits))
        if kind == "company" and not keys:  # by joined words or an acronym, as where duplicates are looked for
            keys = [(kind, twin.id) for twin in likely_duplicates(session, {"kind": kind, "name": text}, most=most)]
    else:
        keys = _looked_through(session, kind, text, company, most)
    by_key = {record.key: record for record in current_records(session, keys)}
    return [*exact, *(by_key[key] for key in keys)]


def _looked_through(session: Session, kind: str, text: str, company: str, most: int) -> list[Key]:
    """Records of a kind that search leaves out, or all of them, by the words of their titles."""
    own = company if kind not in ("company", "topic", "source", "condition", "initiative") else None
    rows = latest_titles(session, kind, own, _MOST_LOOKED_THROUGH)
    return [(kind, id) for id, title in rows if _has(f"{title} {id}", text)][:most]


def _has(title: str, text: str) -> bool:
    """Whether a title has all words, whole or as prefixes."""
    folded = f" {fold(title)}".replace("-", " ").replace("/", " ")
    return all(f" {word}" in folded for word in fold(text).replace("-", " ").replace("/", " ").split())


def _terms(session: Session) -> Iterator[Candidate]:
    for vocabulary in records_of_kinds(session, "vocabulary"):
        if isinstance(vocabulary, VocabularyRecord):
            for term in vocabulary.terms:
                yield Candidate(TERM, term.id, term.name, vocabulary.name)


def _matching_terms(session: Session, text: str, most: int) -> Iterator[Candidate]:
    for vocabulary in records_of_kinds(session, "vocabulary"):
        if isinstance(vocabulary, VocabularyRecord):
            for term in matching_terms(vocabulary.terms, text, most)[0]:
                yield Candidate(TERM, term.id, term.name, vocabulary.name)


def _drafts(session: Session, actor: Actor, kinds: Iterable[str], ids: Collection[str] | None = None) -> list[Draft]:
    """Unfinished drafts that the person finds, of these kinds and ids, the last changed first."""
    others = may(actor.role, Action.READ_DRAFTS)
    return drafts_with_ids(session, kinds, ids, owner=actor.account_id, others=others, most=_MOST_DRAFTS)


def _of_drafts(session: Session, actor: Actor, kinds: Sequence[str], text: str) -> list[Candidate]:
    drafts = _drafts(session, actor, kinds)
    return [_of_draft(draft) for draft in drafts if _has(f"{draft.title} {draft.record_id}", text)]


def _of_draft(draft: Draft) -> Candidate:
    record, _ = read(draft.kind, draft.data)
    detail = _detail(record) if record else ""
    return Candidate(
        draft.kind, draft.record_id or "", draft.title, ", ".join(filter(None, [detail, "draft"])), draft.id
    )


def _of_record(record: AnyRecord) -> Candidate:
    return Candidate(record.kind, record.id, title_of(record), _detail(record))


def _detail(record: AnyRecord) -> str:
    """Who and when: what distinguishes it from others of the same name."""
    match record:
        case Source():
            return ", ".join(part for part in (record.published_by, when(record.date)) if part)
        case Pledge():
            return f"{record.initiative or record.company_id}, {when(announced(record.versions[-1]))}"
        case Evidence():
            return f"{record.company_id}, {period(record.period)}"
        case Response():
            return f"{record.company_id}, asked by {record.asked_by}, {when(record.answered)}"
        case Topic():
            return record.question
    return ""
