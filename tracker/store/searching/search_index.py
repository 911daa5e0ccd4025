"""Keeps the search table up to date with publications. Its content is the same on every database."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, text
from sqlalchemy.orm import Session

from tracker.core.search.word_roots import root, roots_in
from tracker.core.search.words import Word, words
from tracker.models import NameWord, Record
from tracker.records.checking.web_addresses import address_keys
from tracker.records.identifiers import identifiers_of
from tracker.records.kinds import AnyRecord, Key, digest
from tracker.records.search_text import SEARCHED, search_text
from tracker.records.types.company import Company
from tracker.records.types.source import Source
from tracker.store.published import with_keys

__all__ = [
    "Indexed",
    "address_facet",
    "companies_with_other_name_words",
    "forget",
    "forget_all",
    "identifier_facet",
    "indexed",
    "indexed_places",
    "language_facet",
    "name_of",
    "name_words",
    "place_of",
    "places_held_otherwise",
    "places_of",
    "position_at_place",
    "remember",
    "stems",
    "with_other_root",
    "with_root",
]

_ROWS_AT_ONCE = 500
_MOST_WORDS = 8_000
"""Words of one record's names, and of its texts, that are looked through: PostgreSQL counts places up to 16,383."""
_PLACES_OF_A_KIND = 2**32
_MOST_PLACES = 200
"""Places of one word in one record: PostgreSQL keeps 255."""
_LONGEST_NAME = 500
_SHORTEST_NAME_WORD = 4
_DIGEST = 16
_BETWEEN = "="
"""Stands between two texts, so that no phrase runs over their border; no word looks like it."""


def place_of(kind: str, position: int) -> int:
    """Where a record stands in the search table: records of a kind together, within it by position in the ledger."""
    return SEARCHED.index(kind) * _PLACES_OF_A_KIND + position


def places_of(kind: str) -> tuple[int, int]:
    """The first and the last place of a kind."""
    first = place_of(kind, 0)
    return first, first + _PLACES_OF_A_KIND - 1


def position_at_place(row_number: int) -> int:
    """The position in the ledger of the record at a place."""
    return row_number % _PLACES_OF_A_KIND


class Indexed(NamedTuple):
    """A record as search holds it: the words of its names, those of its texts, and what it can be filtered by.

    After the words come their roots, each once, where a root is no word of the text itself: ``root=sell``.
    """

    title: tuple[str, ...]
    body: tuple[str, ...]
    facets: tuple[str, ...]


def indexed(record: AnyRecord) -> Indexed | None:
    """What search holds of a record; None for kinds that it leaves out."""
    words = search_text(record)
    if words is None:
        return None
    facets = [f"kind={record.kind}"]
    facets += (f"company={id}" for id in words.companies)
    facets += (f"topic={id}" for id in words.topics)
    facets += (name for text_ in (*words.names, *words.numbers) if (name := name_of(stems(text_))))
    if isinstance(record, Company) and record.identifiers:
        facets += (identifier_facet(it.key) for it in identifiers_of(record.identifiers.body))
    if isinstance(record, Source):
        facets += (address_facet(key) for key in sorted(address_keys(record.url, record.archive_url)))
    facets += (language_facet(language) for language in sorted(set(words.languages.values())))
    texts = (*words.texts, record.id)
    named, texts_joined = (_joined(some, words.languages) for some in (words.names, texts))
    return Indexed(named, texts_joined, tuple(dict.fromkeys(facets)))


def stems(text_: str) -> list[str]:
    """The words of a text as they are looked for."""
    return [word.stem for word in words(text_)]


def name_of(name: list[str]) -> str | None:
    """The facet of records that are called exactly so; None for what is too long for a name, or empty."""
    joined = "-".join(name)
    return f"name={joined}" if 0 < len(joined) <= _LONGEST_NAME else None


def address_facet(key: str) -> str:
    """The facet of sources whose address has this key, however long and whatever signs it has."""
    return f"address={digest(key.encode())[:_DIGEST]}"


def identifier_facet(key: str) -> str:
    """The facet of companies that have this identifier, whatever signs it has."""
    return f"identifier={digest(key.encode())[:_DIGEST]}"


def language_facet(language: str) -> str:
    """The facet of records that have texts in a language beside English."""
    return f"language={language}"


def with_root(base: str) -> list[str]:
    """What stands in a record that has a word of this root: the root, and the word that is written like it."""
    marked = f"root={base}"
    return [marked, base] if root(base) == base else [marked]


def with_other_root(base: str) -> str:
    """What stands in a record that has a word of this root in another language: ``root=de=verkauf``."""
    return f"root={base}"


def _joined(texts: Iterable[str], languages: Mapping[str, str]) -> tuple[str, ...]:
    joined: list[str] = []
    roots: dict[str, None] = {}
    others: set[str] = set()
    for word, text_ in islice(_words_of(texts), _MOST_WORDS):
        joined.append(word.stem if word else _BETWEEN)
        if word and (language := languages.get(text_)):
            others |= roots_in(language, text_[word.start : word.end], word.folded)
        elif word:
            roots[root(word.folded)] = None
    # A word that is its own root needs no second entry.
    own = (with_root(base)[0] for base in sorted(roots) if base not in joined or root(base) != base)
    return (*joined, *own, *map(with_other_root, sorted(others)))


def _words_of(texts: Iterable[str]) -> Iterator[tuple[Word | None, str]]:
    """The words of the texts, each with its text, and None after each text."""
    for text_ in texts:
        yield from ((word, text_) for word in words(text_))
        yield None, text_


def name_words(company: Company) -> set[str]:
    """The words of a company's names and of its id that a mistyped word may have meant."""
    text = search_text(company)
    assert text
    stems_of_names = {word for name in (*text.names, company.id) for word in stems(name)}
    return {word for word in stems_of_names if len(word) >= _SHORTEST_NAME_WORD and not word.isdecimal()}


def forget(session: Session, keys: Iterable[Key]) -> None:
    """Take these records out; their rows of ``record`` must still be there."""
    wanted = [key for key in keys if key[0] in SEARCHED]
    for i in range(0, len(wanted), _ROWS_AT_ONCE):
        some = wanted[i : i + _ROWS_AT_ONCE]
        records = session.execute(select(Record.kind, Record.position).where(with_keys(Record, some)))
        rows = [{"place": place_of(kind, position)} for kind, position in records]
        if rows:
            session.execute(text(f"DELETE FROM search WHERE {_column(session)} = :place"), rows)  # noqa: S608 - a column name of our own
        companies = [id for kind, id in some if kind == "company"]
        if companies:
            session.execute(delete(NameWord).where(NameWord.company_id.in_(companies)))


def forget_all(session: Session) -> None:
    """Take everything out."""
    session.execute(text("DELETE FROM search"))
    session.execute(delete(NameWord))


def remember(session: Session, records: Iterable[tuple[AnyRecord, int]]) -> None:
    """Put records in, each with its position in the ledger, which no other record in the table may have."""
    row, statement = (_sqlite_row, _SQLITE) if _sqlite(session) else (_postgres_row, _POSTGRES)
    pairs = iter(records)
    while some := list(islice(pairs, _ROWS_AT_ONCE)):
        rows = [row(entry, place_of(record.kind, at)) for record, at in some if (entry := indexed(record))]
        if rows:
            session.execute(statement, rows)
        names = [
            {"word": word, "company_id": record.id, "length": len(word)}
            for record, _ in some
            if isinstance(record, Company) and not record.taken_down
            for word in sorted(name_words(record))
        ]
        if names:
            session.execute(insert(NameWord), names)


def indexed_places(session: Session) -> set[int]:
    """The places of all records that search holds."""
    return set(session.scalars(text(f"SELECT {_column(session)} FROM search")))  # noqa: S608 - a column name of our own


def places_held_otherwise(session: Session, records: Iterable[tuple[AnyRecord, int]]) -> set[int]:
    """The places of those records, each with its position in the ledger, of which search holds something else.

    Of what it is to leave out, like records that were taken down, all are given.
    """
    entries = {place_of(record.kind, at): indexed(record) for record, at in records}
    wanted = {place: entry for place, entry in entries.items() if entry}
    if not wanted:
        return set(entries)
    if _sqlite(session):
        rows = session.execute(_HELD_SQLITE, {"places": list(wanted)})
        same = {place for place, *held in rows if held == [" ".join(part) for part in wanted[place]]}
    else:
        words = [" ".join(_lexemes(entry)) for entry in wanted.values()]
        same = set(session.scalars(_HELD_POSTGRES, {"places": list(wanted), "words": words}))
    return entries.keys() - same


def companies_with_other_name_words(session: Session, companies: Collection[Company]) -> set[str]:
    """The ids of those companies of whose names search holds other words."""
    wanted = {company.id: set() if company.taken_down else name_words(company) for company in companies}
    held: dict[str, set[str]] = {id: set() for id in wanted}
    for word, id in session.execute(
        select(NameWord.word, NameWord.company_id).where(NameWord.company_id.in_(list(wanted)))
    ):
        held[id].add(word)
    return {id for id, words_ in wanted.items() if words_ != held[id]}


_HELD_SQLITE = text("SELECT rowid, title, body, facets FROM search WHERE rowid IN :places").bindparams(
    bindparam("places", expanding=True)
)
_HELD_POSTGRES = text(
    "SELECT search.place FROM search JOIN unnest(CAST(:places AS bigint[]), CAST(:words AS text[])) AS w(place, words)"
    " ON w.place = search.place WHERE search.words = CAST(w.words AS tsvector)"
)
_SQLITE = text("INSERT INTO search (rowid, title, body, facets) VALUES (:place, :title, :body, :facets)")
_POSTGRES = text("INSERT INTO search (place, words) VALUES (:place, CAST(:words AS tsvector))")


def _sqlite_row(entry: Indexed, row_number: int) -> dict[str, Any]:
    return {"place": row_number} | {name: " ".join(part) for name, part in entry._asdict().items()}


def _postgres_row(entry: Indexed, row_number: int) -> dict[str, Any]:
    return {"place": row_number, "words": " ".join(_lexemes(entry))}


def _lexemes(entry: Indexed) -> Iterator[str]:
    """A text vector: every word with its places; the words of names once more, marked, to be asked for alone."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(chain(entry.title, entry.body), 1):
        if word != _BETWEEN:
            places.setdefault(word, []).append(place)
    for place, word in enumerate(entry.title, 1):
        if word != _BETWEEN:
            places.setdefault(f"title={word}", []).append(place)
    for word, some in places.items():
        # Roots are in no phrase: their places mean nothing, and might be more than PostgreSQL counts.
        yield f"'{word}'" if "root=" in word else f"'{word}':{','.join(map(str, some[:_MOST_PLACES]))}"
    for facet in entry.facets:
        yield f"'{facet}'"


def _column(session: Session) -> str:
    return "rowid" if _sqlite(session) else "place"


def _sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
