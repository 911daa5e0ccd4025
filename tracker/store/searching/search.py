"""Full-text search over companies, topics, pledges, evidence and sources, with the same results on both databases.

Exact names come first, then names that contain all words, then records that contain them anywhere; within each group
the most recently published first. Records are grouped by kind, in the order of ``SEARCHED``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tracker.core.search.query import Query, Term
from tracker.core.search.snippet import Segment, marked, snippet
from tracker.core.search.word_roots import STEMMED
from tracker.models import NameWord, Record
from tracker.records.checking.web_addresses import typed_keys
from tracker.records.search_text import SEARCHED, search_text
from tracker.store.lists.taken_down import gone_records
from tracker.store.published import parsed
from tracker.store.searching.search_index import (
    address_facet,
    language_facet,
    name_of,
    places_of,
    position_at_place,
    with_other_root,
    with_root,
)

__all__ = ["MOST", "Hit", "SearchResults", "ids_called", "ids_like", "positions_named", "positions_with", "search"]

MOST = 1000
"""Hits of one kind that can be paged through; more are not counted either."""
_MANY = 10 * MOST
"""Hits that are soon fetched one by one; of more, PostgreSQL walks through all records of the kind, newest first."""
_MOST_ALONE = 3
_TIERS = ("called", "named", "anywhere")
_SHORTEST_MISTYPED = 4
_LONG_WORD = 8
_MOST_APART = 2
"""Letters in which a long word may differ from the one that was meant; a shorter one in one letter."""


class Hit(NamedTuple):
    """A record that was found: its title and a part of its texts, in segments of which some are marked."""

    kind: str
    id: str
    company: str | None
    title: list[Segment]
    snippet: list[Segment]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits. ``counts`` has every kind, and never more than MOST of each; ``capped`` are kinds with more.

    ``corrected`` gives, where nothing was found as it was typed, which words were taken for others.
    ``next`` is the number of the first hit of the following page, None on the last.
    """

    hits: list[Hit]
    counts: dict[str, int]
    capped: frozenset[str]
    corrected: dict[str, str]
    first: int
    next: int | None

    @property
    def total(self) -> int:
        """How many hits can be paged through."""
        return sum(self.counts.values())


def search(
    session: Session,
    typed: str,
    *,
    kind: str | None = None,
    company: str | None = None,
    first: int = 0,
    size: int = 20,
) -> SearchResults:
    """Look for a query; of one ``kind``, and of one company's records, where given.

    ``counts`` are of all kinds whichever is asked for. Words of four letters and more that are nowhere found are
    taken for words of companies' names that differ by one or two letters. A web address finds its source first.
    Never raises for any text.
    """
    query = Query.parse(typed, _languages(session))
    corrected: dict[str, str] = {}
    by_kind = _positions_by_kind(session, query, company)
    at_address = [] if company else positions_with(session, "source", [address_facet(key) for key in typed_keys(typed)])
    if at_address:
        by_kind["source"] = list(dict.fromkeys([*at_address, *by_kind.get("source", ())]))
    if query.terms and not any(by_kind.values()):
        corrected = _mistyped(session, query)
        if corrected:
            query = query.with_words(corrected)
            by_kind = _positions_by_kind(session, query, company)
    counts = {name: min(MOST, len(by_kind.get(name, ()))) for name in SEARCHED}
    capped = frozenset(name for name, positions in by_kind.items() if len(positions) > MOST)
    positions = [p for name in SEARCHED if kind in (None, name) for p in by_kind.get(name, ())[:MOST]]
    first = max(0, first)
    shown = positions[first : first + size]
    following = first + size if first + size < len(positions) else None
    return SearchResults(_hits(session, shown, query), counts, capped, corrected, first, following)


def _languages(session: Session) -> list[str]:
    """The languages beside English that texts on record are in, as far as their words have roots."""
    facets = {language_facet(language): language for language in STEMMED}
    return sorted(facets[facet] for facet in _grammar(session).indexed_words(session, list(facets)))


def positions_with(session: Session, kind: str, facets: Sequence[str]) -> list[int]:
    """The positions in the ledger of the records of a kind that have one of these facets, newest first.

    At most some.
    """
    if not facets:
        return []
    grammar = _grammar(session)
    (positions,) = grammar.positions(session, [(kind, grammar.having(facets))])
    return positions


def positions_named(session: Session, kind: str, words: str) -> list[int]:
    """The positions of the records of a kind that have all these words in their names, newest first; at most some."""
    grammar = _grammar(session)
    query = Query.parse(words)
    if not query.terms:
        return []
    (positions,) = grammar.positions(session, [(kind, grammar.match_expression(query, kind, "named", None))])
    return positions


def ids_like(session: Session, kind: str, typed: str, most: int) -> list[str]:
    """The ids of some records of a kind whose names or ids have the words that were typed, best first.

    Where none has them all, mistyped words are taken for those of companies' names; then one word must do, a long one
    before a short one.
    """
    query = Query.parse(typed)
    positions = _like(session, kind, query, most)
    if not positions and (corrected := _mistyped(session, query)):
        query = query.with_words(corrected)
        positions = _like(session, kind, query, most)
    if not positions and len(query.stems) > 1:
        words = sorted(set(query.stems), key=lambda word: (-len(word), word))[:_MOST_ALONE]
        positions = next((some for word in words if (some := _like(session, kind, Query((Term((word,)),)), most))), [])
    return _ids_at(session, positions)


def ids_called(session: Session, kind: str, name: str) -> list[str]:
    """The ids of the records of a kind that are called exactly so, whatever case and accents; at most some."""
    grammar = _grammar(session)
    match = grammar.match_expression(Query.parse(f'"{name}"'), kind, "called", None)
    (positions,) = grammar.positions(session, [(kind, match)]) if match else ([],)
    return sorted(_ids_at(session, positions))


def _ids_at(session: Session, positions: Sequence[int]) -> list[str]:
    """The ids of the records at these positions, in their order."""
    rows = select(Record.position, Record.record_id).where(Record.position.in_(positions))
    ids = {row.position: row.record_id for row in session.execute(rows)} if positions else {}
    return [ids[position] for position in positions if position in ids]


def _like(session: Session, kind: str, query: Query, most: int) -> list[int]:
    """The positions of some records of a kind that have a query's words, those called so first."""
    if not query.terms:
        return []
    grammar = _grammar(session)
    matches = [(kind, match) for tier in _TIERS if (match := grammar.match_expression(query, kind, tier, None))]
    return list(dict.fromkeys(place for places in grammar.positions(session, matches) for place in places))[:most]


def _positions_by_kind(session: Session, query: Query, company: str | None) -> dict[str, list[int]]:
    """By kind, the positions in the ledger of what was found, in the order of the list; more than MOST where there are.

    Without what was taken down with a company or topic. What is named so is found anywhere too, so twice as many as are
    shown are enough, and where as many as are shown are named so, nothing else is looked for.
    """
    if not query.terms or (company is not None and "\0" in company):
        return {}
    grammar = _grammar(session)
    groups: dict[str, list[int]] = {kind: [] for kind in SEARCHED}
    for tiers in (("called", "named"), ("anywhere",)):
        matches = [
            (kind, match)
            for kind in SEARCHED
            for tier in tiers
            if len(groups[kind]) <= MOST and (match := grammar.match_expression(query, kind, tier, company))
        ]
        for (kind, _), positions in zip(matches, grammar.positions(session, matches), strict=True):
            groups[kind] = list(dict.fromkeys([*groups[kind], *positions]))
    gone = {row.position for row in gone_records(session, SEARCHED)}
    return {kind: [it for it in positions if it not in gone] for kind, positions in groups.items()} if gone else groups


def _hits(session: Session, positions: Sequence[int], query: Query) -> list[Hit]:
    statement = select(Record.position, Record.title, Record.company_id, Record.body)
    rows = {row.position: row for row in session.execute(statement.where(Record.position.in_(positions)))}
    return [_hit(rows[position], query) for position in positions if position in rows]


def _hit(row: Any, query: Query) -> Hit:
    record = parsed(row.body)
    held = search_text(record)
    assert held
    others = snippet((*held.texts, *held.names[1:]), query, held.languages)
    name = marked(row.title, query, held.languages.get(row.title, ""))
    return Hit(record.kind, record.id, row.company_id, name, others)


def _mistyped(session: Session, query: Query) -> dict[str, str]:
    """For words that no record has: the nearest word of a company's name, the commonest of equally near ones."""
    long_stems = {word for word in query.stems if len(word) >= _SHORTEST_MISTYPED and not word.isdecimal()}
    long_stems -= _grammar(session).indexed_words(session, sorted(long_stems))
    if not long_stems:
        return {}
    lengths = [len(word) for word in long_stems]
    counted = (
        select(NameWord.word, func.count())
        .where(NameWord.length.between(min(lengths) - _MOST_APART, max(lengths) + _MOST_APART))
        .group_by(NameWord.word)
    )
    names: dict[str, int] = {row[0]: row[1] for row in session.execute(counted)}
    near = {word: _nearest(word, names) for word in long_stems}
    return {word: other for word, other in near.items() if other}


def _nearest(word: str, names: dict[str, int]) -> str | None:
    most = _MOST_APART if len(word) >= _LONG_WORD else 1
    close = process.extract(word, list(names), scorer=OSA.distance, score_cutoff=most, limit=None)
    best = min(close, key=lambda match: (match[1], -names[match[0]], match[0]), default=None)
    return best[0] if best else None


def _grammar(session: Session) -> "_Sqlite | _Postgres":
    return _SQLITE if session.get_bind().dialect.name == "sqlite" else _POSTGRES


class _Sqlite:
    """FTS5: every word is quoted, so that none is taken for an operator."""

    def match_expression(self, query: Query, _kind: str, tier: str, company: str | None) -> str:
        """The match expression of a tier, the same for all kinds: these have places of their own."""
        filtered = f"facets : {self._quoted(f'company={company}')} AND " if company is not None else ""
        anywhere = " AND ".join(f"{{title body}} : {self._term(term)}" for term in query.terms)
        named = " AND ".join(f"title : {self._term(term)}" for term in query.terms)
        called = name_of(query.stems)
        exactly = f"facets : {self._quoted(called)}" if called else None
        if tier == "called":
            return f"{filtered}{exactly}" if exactly else ""
        return f"{filtered}{named if tier == 'named' else anywhere}"

    def having(self, facets: Sequence[str]) -> str:
        """The match expression of records with one of these facets."""
        return f"facets : ({' OR '.join(map(self._quoted, facets))})"

    def _term(self, term: Term) -> str:
        ways = [self._quoted(" ".join(term.stems)), *map(self._quoted, _by_root(term))]
        if term.beginning is not None:
            ways.append(f"{self._quoted(' '.join((*term.stems[:-1], term.beginning)))} *")
        return f"({' OR '.join(ways)})"

    def _quoted(self, text_: str) -> str:
        return '"' + text_.replace('"', '""') + '"'

    def positions(self, session: Session, matches: Sequence[tuple[str, str]]) -> list[list[int]]:
        """The newest positions of each match, in one statement."""
        template = "SELECT {i}, rowid, 0 FROM (SELECT rowid FROM search WHERE search MATCH :match{i} "
        template += "AND rowid BETWEEN :first{i} AND :last{i} ORDER BY rowid DESC LIMIT :most)"
        positions_by_match: list[list[int]] = [[] for _ in matches]
        _fill(positions_by_match, session, template, range(len(matches)), _values(matches))
        return positions_by_match

    def indexed_words(self, session: Session, words: Sequence[str]) -> set[str]:
        """Those of the words that stand in any record."""
        template = "SELECT {i} WHERE EXISTS (SELECT 1 FROM search WHERE search MATCH :match{i})"
        return _indexed(session, template, words, self._quoted)


class _Postgres:
    """Text vectors: words are quoted too; those of names stand in them a second time, as ``title=word``."""

    def match_expression(self, query: Query, kind: str, tier: str, company: str | None) -> str:
        """The text query of one kind and tier."""
        facets = [f"'kind={kind}'", *([f"'company={self._bare(company)}'"] if company is not None else [])]
        named = " & ".join(self._term(term, "title=") for term in query.terms)
        anywhere = " & ".join(self._term(term, "") for term in query.terms)
        called = name_of(query.stems)
        exactly = f"'{called}'" if called else None
        if tier == "called":
            return " & ".join([*facets, exactly]) if exactly else ""
        return " & ".join([*facets, named if tier == "named" else anywhere])

    def having(self, facets: Sequence[str]) -> str:
        """The text query of records with one of these facets; they are hashes, or words without signs."""
        return " | ".join(f"'{self._bare(facet)}'" for facet in facets)

    def _term(self, term: Term, mark: str) -> str:
        ways = [" <-> ".join(f"'{mark}{stem}'" for stem in term.stems)]
        ways += (f"'{mark}{word}'" for word in _by_root(term))
        if term.beginning is not None:
            ways.append(" <-> ".join([*(f"'{mark}{stem}'" for stem in term.stems[:-1]), f"'{mark}{term.beginning}':*"]))
        return f"({' | '.join(f'({way})' for way in ways)})"

    def _bare(self, id: str) -> str:
        return id.replace("\\", "\\\\").replace("'", "''")

    def positions(self, session: Session, matches: Sequence[tuple[str, str]]) -> list[list[int]]:
        """The newest positions of each match, in two statements.

        First by the index on words, which finds up to some thousand hits fast and tells whether there are more; then,
        of matches with more, the newest by the index on places: what is that common is soon met there.
        """
        values = _values(matches) | {"many": _MANY}
        positions_by_match: list[list[int]] = [[] for _ in matches]
        few = "(SELECT {i}, place, count(*) OVER () FROM (SELECT place FROM search "
        few += "WHERE words @@ CAST(:match{i} AS tsquery) LIMIT :many) AS few{i} ORDER BY place DESC LIMIT :most)"
        with _without(session, "seqscan"):
            many = _fill(positions_by_match, session, few, range(len(matches)), values)
        if many:
            for i in many:
                positions_by_match[i] = []
            newest = "(SELECT {i}, place, 0 FROM search WHERE place BETWEEN :first{i} AND :last{i} "
            newest += "AND words @@ CAST(:match{i} AS tsquery) ORDER BY place DESC LIMIT :most)"
            with _without(session, "seqscan", "bitmapscan", "sort"):
                _fill(positions_by_match, session, newest, many, values)
        return positions_by_match

    def indexed_words(self, session: Session, words: Sequence[str]) -> set[str]:
        """Those of the words that stand in any record."""
        template = "SELECT {i} WHERE EXISTS (SELECT 1 FROM search WHERE words @@ CAST(:match{i} AS tsquery))"
        with _without(session, "seqscan"):
            return _indexed(session, template, words, lambda word: f"'{word}'")


def _by_root(term: Term) -> list[str]:
    """What stands in a record that has another form of the term's word."""
    return [*(with_root(term.root) if term.root else []), *map(with_other_root, term.other_roots)]


def _indexed(session: Session, template: str, words: Sequence[str], quoted: Callable[[str], str]) -> set[str]:
    if not words:
        return set()
    statement = text(" UNION ALL ".join(template.format(i=i) for i in range(len(words))))
    values = {f"match{i}": quoted(word) for i, word in enumerate(words)}
    return {words[i] for i in session.scalars(statement, values)}


def _values(matches: Sequence[tuple[str, str]]) -> dict[str, Any]:
    values: dict[str, Any] = {"most": 2 * MOST + 1}
    for i, (kind, match) in enumerate(matches):
        first, last = places_of(kind)
        values |= {f"match{i}": match, f"first{i}": first, f"last{i}": last}
    return values


def _fill(
    positions_by_match: list[list[int]], session: Session, template: str, chosen: Sequence[int], values: dict[str, Any]
) -> list[int]:
    """Run one statement for all chosen matches, and note the positions that each gave, falling.

    Which of them had _MANY: there may be newer ones than these.
    """
    if not chosen:
        return []
    counts: dict[int, int] = {}
    statement = text(" UNION ALL ".join(template.format(i=i) for i in chosen))
    for i, place, counts[i] in session.execute(statement, values):
        positions_by_match[i].append(position_at_place(place))
    for i in chosen:
        positions_by_match[i].sort(reverse=True)
    return [i for i, count in counts.items() if count == _MANY]


@contextmanager
def _without(session: Session, *plans: str) -> Iterator[None]:
    """Keep the planner from plans that are slow here, whatever it makes of words that never stand together."""
    _switch(session, plans, "off")
    yield
    _switch(session, plans, "on")


def _switch(session: Session, plans: Iterable[str], state: str) -> None:
    chosen = ", ".join(f"set_config('enable_{plan}', '{state}', true)" for plan in plans)
    session.execute(text(f"SELECT {chosen}"))


_SQLITE, _POSTGRES = _Sqlite(), _Postgres()
