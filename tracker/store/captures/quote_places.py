"""Where quotes are in kept copies, and which copies may be nearly the same text."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, tuple_
from sqlalchemy.orm import Session

from tracker.models import QuotePlace, TextShingle

__all__ = ["PlacedQuote", "candidates_like", "delete_places", "places_of", "put_places", "put_shingles", "quote_digest"]

_MOST_CANDIDATES = 20
_ROWS_AT_ONCE = 500


class PlacedQuote(NamedTuple):
    """What is known of a quote in a copy. ``page`` is 0 in a text without pages; texts are empty where it is not there.

    ``exact``, ``prefix`` and ``suffix`` find it again; ``before``, ``shown`` and ``after`` are the line that is shown.
    """

    capture_id: str
    quote: str
    answer: str
    places: int
    page: int
    exact: str
    prefix: str
    suffix: str
    before: str
    shown: str
    after: str


def quote_digest(quote: str) -> str:
    """By what a quote is known: its hash, as it stands in the record."""
    return sha256(quote.encode()).hexdigest()


def put_places(session: Session, places: Iterable[PlacedQuote]) -> None:
    """Keep what is known of quotes in copies, in place of what was known of them."""
    rows = {(place.capture_id, place.quote): place._asdict() for place in places}
    delete_rows = tuple_(QuotePlace.capture_id, QuotePlace.quote)
    if rows:
        session.execute(delete(QuotePlace).where(delete_rows.in_(list(rows))))
        session.execute(insert(QuotePlace), list(rows.values()))


def places_of(
    session: Session, captures: Collection[str], quotes: Collection[str]
) -> dict[tuple[str, str], PlacedQuote]:
    """What is known of these quotes (by their hashes) in these copies."""
    if not captures or not quotes:
        return {}
    columns = [getattr(QuotePlace, name) for name in PlacedQuote._fields]
    statement = select(*columns).where(QuotePlace.capture_id.in_(captures), QuotePlace.quote.in_(quotes))
    placed = (PlacedQuote(*row) for row in session.execute(statement))
    return {(place.capture_id, place.quote): place for place in placed}


def delete_quotes(session: Session, capture: str) -> None:
    """Delete where quotes are in a copy, with the words around them."""
    session.execute(delete(QuotePlace).where(QuotePlace.capture_id == capture))


def delete_places(session: Session, capture: str) -> None:
    """Delete all that is derived from the text of a copy."""
    delete_quotes(session, capture)
    session.execute(delete(TextShingle).where(TextShingle.capture_id == capture))


def put_shingles(session: Session, capture: str, numbers: Collection[int]) -> None:
    """Keep by what a copy is found that is like another."""
    session.execute(delete(TextShingle).where(TextShingle.capture_id == capture))
    rows = [{"number": number, "capture_id": capture} for number in sorted(numbers)]
    for i in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(TextShingle), rows[i : i + _ROWS_AT_ONCE])


def candidates_like(session: Session, capture: str) -> list[str]:
    """Other copies that share most shingles with this one, the likest first."""
    own = select(TextShingle.number).where(TextShingle.capture_id == capture)
    shared = func.count()
    statement = select(TextShingle.capture_id).where(TextShingle.number.in_(own), TextShingle.capture_id != capture)
    ordered = statement.group_by(TextShingle.capture_id).order_by(shared.desc(), TextShingle.capture_id)
    return list(session.scalars(ordered.limit(_MOST_CANDIDATES)))
