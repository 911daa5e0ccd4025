"""Identifiers of companies as they are compared: without spaces, signs and case. Works on bodies, finished or not."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

__all__ = ["Identifier", "identifiers_of"]

_SCHEMES = {"lei": "LEI", "isin": "ISIN", "wikidata": "Wikidata", "register": "register"}


class Identifier(NamedTuple):
    """One identifier: its field, the word for its kind, as it is written, and as it is compared."""

    path: tuple[str | int, ...]
    scheme: str
    text: str
    key: str


def identifiers_of(data: Mapping[str, Any]) -> list[Identifier]:
    """The identifiers in the plain data of a company; what is no text is left out."""
    given = data.get("identifiers")
    return list(_identifiers(given)) if isinstance(given, Mapping) else []


def _identifiers(given: Mapping[str, Any]) -> Iterator[Identifier]:
    for name, scheme in _SCHEMES.items():
        value = given.get(name)
        several = isinstance(value, (list, tuple))
        for number, text in enumerate(value if isinstance(value, (list, tuple)) else [value]):
            if isinstance(text, str) and (bare := "".join(sign for sign in text.lower() if sign.isalnum())):
                path = ("identifiers", name, number) if several else ("identifiers", name)
                yield Identifier(path, scheme, text.strip(), f"{name}:{bare}"[:120])
