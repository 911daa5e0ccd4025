"""Ids made from what people enter: a company’s name, a document’s publisher and day, a title."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, count
from typing import Any

from tracker.core.dates import DateError, UncertainDate
from tracker.core.search.words import words

__all__ = [
    "ID",
    "ID_PART",
    "LONGEST_ID",
    "OF_COMPANIES",
    "is_id",
    "made_id",
    "made_part",
    "numbered",
    "with_product_ids",
]

OF_COMPANIES = ("pledge", "evidence", "response", "decision", "check")
"""Kinds whose ids begin with the company’s."""
_LONGEST = 50
_MOST_KEPT, _MOST_READ = 1000, 2000
"""So many texts are remembered with their part, as an import asks again; so many characters of one count."""
ID_PART = r"[a-z0-9]+(?:[-.][a-z0-9]+)*"
ID = rf"{ID_PART}(?:/{ID_PART})?"
"""Ids of records, as a regular expression: one part, or two for records that are about a company."""
LONGEST_ID = 120
_PART = re.compile(ID_PART)
_ID = re.compile(ID)
_NAMED_BY = {
    "company": "name",
    "condition": "name",
    "pledge": "title",
    "evidence": "title",
    "response": "question",
    "decision": "decision",
}
_FILLERS = frozenset(("a", "an", "the", "of", "and", "to", "for", "in", "on", "at", "by", "its", "is", "it"))


def is_id(text: str) -> bool:
    """Whether a text can be the id of a record: what cannot is not looked for."""
    return len(text) <= LONGEST_ID and _ID.fullmatch(text) is not None


@lru_cache(_MOST_KEPT)
def made_part(text: str, *, name: bool = False) -> str:
    """A part of an id: the words that carry meaning, of a name all, in small ASCII letters.

    Empty where there are none.
    """
    plain = [word.folded for word in words(text[:_MOST_READ]) if word.folded.isascii()]
    kept = plain if name else [word for word in plain if word not in _FILLERS] or plain
    part = ""
    for word in kept:
        longer = f"{part}-{word}" if part else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        part = longer
    return part


def made_id(kind: str, data: Mapping[str, Any]) -> str:
    """The id for a new record; empty as long as there is too little to make one from."""
    if kind == "source":
        return _of_source(data)
    title = _text(data, _NAMED_BY.get(kind, "name")) or (_words_of(data) if kind == "pledge" else "")
    own = made_part(title, name=kind == "company") or (kind if title else "")
    if kind not in OF_COMPANIES:
        return own
    company = _text(data, "company") or _text(data, "initiative") or _text(data, "id").partition("/")[0]
    # An id stays what it is; of words that are none yet, the id is taken that they would make.
    company = company if _PART.fullmatch(company) else made_part(company, name=True)
    return f"{company}/{own}" if company and own else ""


def site_of(url: str) -> str:
    """The site that a web address is on, such as ``example.org``; empty where it is none."""
    address = re.match(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#:@]+)", url, re.IGNORECASE)
    return address[1].lower() if address else ""


def numbered(id: str, number: int) -> str:
    """The same id with a number behind it, for a second record that would be called so."""
    return f"{id}-{number}"


def with_product_ids(data: Mapping[str, Any]) -> dict[str, Any]:
    """A company whose products have ids, made from their names where they have none."""
    products = data.get("products")
    if not isinstance(products, list):
        return dict(data)
    taken = {product.get("id") for product in products if isinstance(product, dict)}
    with_ids: list[Any] = []
    for product in products:
        made = made_part(_text(product, "name"), name=True) if isinstance(product, dict) else ""
        if made and not product.get("id"):
            free = next(id for id in chain([made], (numbered(made, n) for n in count(2))) if id not in taken)
            taken.add(free)
            with_ids.append({**product, "id": free})
        else:
            with_ids.append(product)
    return {**data, "products": with_ids}


def _of_source(data: Mapping[str, Any]) -> str:
    """Who published it, else the site it is on, and the day; as long as one of them is not known, the title."""
    url = _text(data, "url")
    title = made_part(_text(data, "title")) or made_part(url.partition("://")[2]) or made_part(_text(data, "location"))
    who = made_part(_text(data, "publisher") or site_of(url), name=True)
    try:
        date = UncertainDate.parse(_text(data, "date"))
    except DateError:
        return title
    day = (
        date.text.rstrip("~?%")
        if date.text[0].isdecimal()
        else str((date.latest if date.text.startswith("[..") else date.earliest).year)
    )
    return f"{who}-{day}" if who and title else title


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""


def _words_of(data: Mapping[str, Any]) -> str:
    """The first words of a pledge without a short name."""
    versions = data.get("versions")
    first = versions[0] if isinstance(versions, list) and versions and isinstance(versions[0], dict) else {}
    return next((text for name in ("short", "quote", "reported") if (text := _text(first, name))), "")
