"""Candidate duplicates of a draft, found through indexes, never by a full scan; the records layer judges them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, and_, func, intersect, or_, select
from sqlalchemy.orm import Session

from tracker.models import NameWord, Record
from tracker.models.desk.draft import Draft
from tracker.records.checking.duplicates import (
    bare_name,
    company_of,
    is_short_for,
    joined,
    names,
    similar_titles,
    similarity,
)
from tracker.records.checking.web_addresses import address_keys
from tracker.records.identifiers import identifiers_of
from tracker.store.editing.drafts import UNFINISHED
from tracker.store.searching.search import positions_named, positions_with
from tracker.store.searching.search_index import address_facet, identifier_facet, name_of, stems

__all__ = ["Twin", "likely_duplicates"]

_MOST_CANDIDATES = 200
_MOST_NAMES = 10
_MOST_DRAFTS = 300
_TELLING_WORDS = 4
_LONG_WORD = 8
_PREFIX, _LONGEST_SHORT = 3, 5
_MOST_WORDS = 3000


class Twin(NamedTuple):
    """A record that may be the same, with why. Of somebody's draft, ``draft`` is its id, ``owner`` the account."""

    kind: str
    id: str
    title: str
    reasons: tuple[str, ...]
    draft: str | None = None
    owner: int | None = None


def likely_duplicates(
    session: Session, data: Mapping[str, Any], *, draft: str | None = None, drafts: bool = False, most: int = 5
) -> list[Twin]:
    """What a record that is being written, as plain data, may be the same as, the likeliest first.

    Asked are published records and, with ``drafts``, unfinished ones other than ``draft`` itself: only for those who
    may read them. What has the record's own kind and id is left out: to change it is no duplicate.
    """
    likes: list[tuple[int, Twin]] = []
    for id, title, body in _published(session, data):
        if id != data.get("id") and (likeness := similarity(data, json.loads(body))):
            likes.append((likeness.weight, Twin(str(data.get("kind")), id, title, likeness.reasons)))
    for other in _drafts(session, data) if drafts else ():
        own = other.id == draft or (other.record_id is not None and other.record_id == data.get("id"))
        if not own and (likeness := similarity(data, other.data)):
            twin = Twin(other.kind, other.record_id or "", other.title, likeness.reasons, other.id, other.owner_id)
            likes.append((likeness.weight, twin))
    likes.sort(key=lambda pair: (-pair[0], pair[1].id, pair[1].draft or ""))
    return list(dict.fromkeys(twin for _, twin in likes))[:most]


Candidate = tuple[str, str, str]
"""Id, title and canonical text of a published record."""


def _published(session: Session, data: Mapping[str, Any]) -> Iterator[Candidate]:
    match data.get("kind"):
        case "source":
            yield from _at(session, _positions_of_sources(session, data))
        case "company":
            identifiers = [identifier_facet(it.key) for it in identifiers_of(data)[:_MOST_NAMES]]
            yield from _at(session, positions_with(session, "company", identifiers))
            yield from _candidates_of(session, "company", _like_companies(session, names(data)[:_MOST_NAMES]))
        case "evidence" | "pledge" as kind if company := company_of(data):
            yield from _of_company(session, kind, company, data.get("title"))


def _at(session: Session, positions: Iterable[int]) -> Iterator[Candidate]:
    columns = select(Record.record_id, Record.title, Record.body)
    first = list(dict.fromkeys(positions))[:_MOST_CANDIDATES]
    for row in session.execute(columns.where(Record.position.in_(first))):
        yield row.record_id, row.title, row.body


def _candidates_of(session: Session, kind: str, ids: Iterable[str]) -> Iterator[Candidate]:
    columns = select(Record.record_id, Record.title, Record.body)
    for row in session.execute(columns.where(Record.kind == kind, Record.record_id.in_(list(ids)[:_MOST_CANDIDATES]))):
        yield row.record_id, row.title, row.body


def _positions_of_sources(session: Session, data: Mapping[str, Any]) -> Iterator[int]:
    """Sources with the same address, then those with the same title, then those with its longest words in theirs."""
    title, url, copy = (
        value if isinstance(value := data.get(name), str) else "" for name in ("title", "url", "archive_url")
    )
    yield from positions_with(session, "source", [address_facet(key) for key in address_keys(url, copy)])
    called = name_of(stems(title))
    yield from positions_with(session, "source", [called] if called else [])
    telling = sorted(dict.fromkeys(stems(title)), key=lambda word: (-len(word), word))[:_TELLING_WORDS]
    yield from positions_named(session, "source", " ".join(telling))


def _of_company(session: Session, kind: str, company: str, title: object) -> Iterator[Candidate]:
    """Records of the company: of evidence, only texts of those with a similar title are read."""
    ours = (Record.company_id == company, Record.kind == kind)
    if kind == "pledge":
        statement = select(Record.record_id, Record.title, Record.body).where(*ours).limit(10 * _MOST_CANDIDATES)
        for row in session.execute(statement):
            yield row.record_id, row.title, row.body
    elif isinstance(title, str):
        rows = session.execute(select(Record.record_id, Record.title).where(*ours))
        yield from _candidates_of(session, kind, [row.record_id for row in rows if similar_titles(title, row.title)])


def _like_companies(session: Session, called: list[str]) -> Iterator[str]:
    """Companies with one of these names, then those with a word of them, or one that differs from it by a letter."""
    bare = [bare_name(name) for name in called]
    facets = [facet for name in (*called, *bare, *_written_otherwise(bare)) if (facet := name_of(stems(name)))]
    positions = positions_with(session, "company", facets)
    for name in bare:
        positions += positions_named(session, "company", name)
    yield from (id for id, _, _ in _at(session, positions))
    stems_wanted = {word for name in bare for word in stems(name)}
    word_counts = _counted_words(session, {len(word) for word in stems_wanted if not word.isdecimal()})
    near = {other for word in stems_wanted for other in _near(word, word_counts)}
    yield from _short_or_in_parts(session, bare)
    left = _MOST_CANDIDATES
    for word in sorted(near, key=lambda word: (word_counts[word], word)):
        if word_counts[word] > left:
            break
        left -= word_counts[word]
        yield from session.scalars(select(NameWord.company_id).where(NameWord.word == word))


def _written_otherwise(bare: Iterable[str]) -> list[str]:
    """Names in one word, and few letters as a name has them with points between: ``micro soft``, ``i b m``."""
    together = [joined(name) for name in bare]
    return [*together, *(" ".join(letters) for letters in together if len(letters) <= _LONGEST_SHORT)]


def _short_or_in_parts(session: Session, bare: Iterable[str]) -> Iterator[str]:
    """Companies whose names may be short for these, or these for theirs, or have these words apart.

    They are looked for by the first letters of their words.
    """
    for name in bare:
        together = joined(name)
        wanted = [NameWord.word == "".join(part[0] for part in name.split())]
        if len(together) >= _PREFIX:
            wanted.append(_beginning(together[:_PREFIX]))
        yield from session.scalars(select(NameWord.company_id).where(or_(*wanted)).limit(_MOST_CANDIDATES))
        yield from _consonants_of(session, together)
        if 1 < len(together) <= _LONGEST_SHORT and together.isalpha():
            letters = (select(NameWord.company_id).where(_beginning(letter)) for letter in dict.fromkeys(together))
            yield from session.scalars(intersect(*letters).limit(_MOST_CANDIDATES))


def _consonants_of(session: Session, name: str) -> Iterator[str]:
    """“msft” for “microsoft”, and the other way round."""
    if not name.isalpha():
        return
    rows = session.execute(select(NameWord.word, NameWord.company_id).where(_beginning(name[0])).limit(_MOST_WORDS))
    fitting = [row.company_id for row in rows if is_short_for(name, row.word) or is_short_for(row.word, name)]
    yield from fitting[:_MOST_CANDIDATES]


def _beginning(letters: str) -> ColumnElement[bool]:
    """Words with these first letters, in a form that an index answers."""
    return and_(NameWord.word >= letters, NameWord.word < letters[:-1] + chr(ord(letters[-1]) + 1))


def _counted_words(session: Session, lengths: set[int]) -> dict[str, int]:
    """The words of all companies' names of about these lengths, with how many companies have each."""
    around = {near for length in lengths for near in range(length - 1, length + 2)}
    statement = select(NameWord.word, func.count()).where(NameWord.length.in_(around)).group_by(NameWord.word)
    return {row[0]: row[1] for row in session.execute(statement)} if around else {}


def _near(word: str, word_counts: Mapping[str, int]) -> list[str]:
    most = 2 if len(word) >= _LONG_WORD else 1
    return [
        match[0]
        for match in process.extract(word, word_counts.keys(), scorer=OSA.distance, score_cutoff=most, limit=20)
    ]


def _drafts(session: Session, data: Mapping[str, Any]) -> Iterator[Draft]:
    """Unfinished drafts of the kind: of the company where there is one, else those changed last."""
    kind = data.get("kind")
    statement = select(Draft).where(Draft.kind == kind, Draft.state.in_(UNFINISHED))
    if kind in ("evidence", "pledge"):
        statement = statement.where(Draft.company_id == company_of(data))
    yield from session.scalars(statement.order_by(Draft.updated_at.desc()).limit(_MOST_DRAFTS))
