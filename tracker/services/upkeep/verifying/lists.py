"""Verify for lists and search: whether derived rows agree with the published records. Read-only."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any

from sqlalchemy.orm import Session

from tracker.records.kinds import Key
from tracker.records.search_text import SEARCHED
from tracker.records.types.company import Company
from tracker.services.publishing.derived.scorecard_index import AT_ONCE, computed_rows
from tracker.store.derived.scorecard_index import every_company, stale_companies, stored_standings
from tracker.store.published import current_records
from tracker.store.searching.search_index import (
    companies_with_other_name_words,
    indexed_places,
    place_of,
    places_held_otherwise,
    position_at_place,
)
from tracker.store.upkeep.verification import positions_of_kinds

__all__ = ["SAMPLE", "SEARCH_SAMPLE", "wrong_search", "wrong_standings"]

_ADVICE = "“tracker rebuild” fixes this"
SEARCH_SAMPLE = 5_000
_RECORDS_AT_ONCE = 500
SAMPLE = 100
"""How many companies have their index rows recomputed unless ``full``."""


def wrong_search(session: Session, *, full: bool = False) -> Iterator[tuple[str, str]]:
    """Records that the search index lacks, should not have or has with other words, as name and difference.

    Of more than ``SEARCH_SAMPLE`` records a sample is compared word by word, spread evenly, unless ``full``.
    """
    places, published = indexed_places(session), set[int]()
    missing: list[Key] = []
    for kind, id, position in positions_of_kinds(session, SEARCHED):
        published.add(place_of(kind, position))
        if place_of(kind, position) not in places:
            missing.append((kind, id))
    for kind, id in _to_be_found(session, missing):
        yield f"{kind} {id}", f"it is missing from search; {_ADVICE}"
    for place in sorted(places - published):
        differs = f"search holds position {position_at_place(place)}, but this record was not last published there"
        yield "", f"{differs}; {_ADVICE}"
    step = 1 if full else max(1, len(published) // SEARCH_SAMPLE)
    published.clear()  # what is read next needs the room
    chosen = islice(positions_of_kinds(session, SEARCHED), 0, None, step)
    while some := {(kind, id): position for kind, id, position in islice(chosen, _RECORDS_AT_ONCE)}:
        yield from _held_otherwise(session, some, places)


def _to_be_found(session: Session, keys: Sequence[Key]) -> Iterator[Key]:
    """Those of the named records that belong in the search index: not those taken down."""
    for i in range(0, len(keys), _RECORDS_AT_ONCE):
        records = current_records(session, keys[i : i + _RECORDS_AT_ONCE])
        yield from sorted(record.key for record in records if not record.taken_down)


def _held_otherwise(session: Session, positions: dict[Key, int], indexed: set[int]) -> Iterator[tuple[str, str]]:
    records = current_records(session, list(positions))
    other = places_held_otherwise(session, [(record, positions[record.key]) for record in records]) & indexed
    companies = companies_with_other_name_words(session, [it for it in records if isinstance(it, Company)])
    for record in records:
        if place_of(record.kind, positions[record.key]) in other or (
            record.kind == "company" and record.id in companies
        ):
            yield " ".join(record.key), f"search holds other words of it than it has; {_ADVICE}"


def wrong_standings(session: Session, *, full: bool = False) -> Iterator[tuple[str, str]]:
    """Companies whose standings are not those computed again for the same day; those still due are left out.

    Of more than ``SAMPLE`` companies a sample is computed, spread evenly, unless ``full``.
    """
    companies = sorted(set(every_company(session)) - stale_companies(session))
    step = 1 if full else max(1, len(companies) // SAMPLE)
    chosen = companies[::step]
    for i in range(0, len(chosen), AT_ONCE):
        yield from _compared(session, chosen[i : i + AT_ONCE])


def _compared(session: Session, companies: Sequence[str]) -> Iterator[tuple[str, str]]:
    stored = stored_standings(session, companies)
    days: dict[str, date] = {company: row["as_of"] for (_, company), row in stored.items()}
    for company in companies:
        if company not in days:
            yield f"company {company}", f"it is missing from the lists; {_ADVICE}"
    for day, some in groupby(sorted(days, key=lambda id: (days[id], id)), key=days.__getitem__):
        ids = list(some)
        expected = _computed(session, ids, day)
        actual = {key: row for key, row in stored.items() if key[1] in ids}
        for key in sorted(expected.keys() | actual.keys()):
            if names := ", ".join(_differences(expected.get(key), actual.get(key))):
                where = f"on {key[0]}" if key[0] else "over all topics"
                yield (
                    f"company {key[1]}",
                    f"its stored result {where} differs from the computed one ({names}); {_ADVICE}",
                )


def _computed(session: Session, companies: Sequence[str], day: date) -> dict[tuple[str, str], dict[str, Any]]:
    computed = computed_rows(session, companies, day)
    rows = {(row["topic_id"], row["company_id"]): {**row, "ends": [], "lines": []} for row in computed.standings}
    for name, some in (("ends", computed.ends), ("lines", computed.lines)):
        for row in some:
            rows[row["topic_id"], row["company_id"]][name].append(row)
    for row_of_pair in rows.values():
        row_of_pair["lines"].sort(key=lambda row: (row["part"], row["number"]))
    return rows


def _differences(expected: dict[str, Any] | None, actual: dict[str, Any] | None) -> list[str]:
    if expected is None or actual is None:
        return ["it should not be there" if expected is None else "it is missing"]
    return [name for name in actual if name != "position" and actual[name] != expected[name]]
