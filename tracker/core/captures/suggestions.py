"""What a page declares of itself, as suggestions for the record of a source: nothing is guessed from its prose.

The page comes as plain data, as ``tracker.capture.web_page`` reads it: ``address``, ``canonical``, ``language``,
``metas`` (pairs of name and content), ``json_ld`` (texts), ``headings`` (those of the first rank) and ``times`` (of the
article, each with ``datetime``, ``text``, ``marked``: published, modified or neither).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tracker.core.date_parser import parse_date_text
from tracker.core.dates import UncertainDate

__all__ = ["Suggestion", "Suggestions", "suggestions"]

_LONGEST = 300
_ISO = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:[T ][0-9:.,]+ ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_SLASHES = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")
_DAY_IN_PATH = re.compile(r"/([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?=/|$)|/([0-9]{4})-([0-9]{2})-([0-9]{2})(?=[/_-]|$)")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "datepublished",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_OLDEST = 1900
_NO_DAY = date(1970, 1, 1)
"""What programs write where they know no day."""


class Suggestion(NamedTuple):
    """A value for a field, and where the page says so: a tag’s name, ``json-ld``, ``h1``, ``time``, ``address``."""

    value: str
    where: str


class Suggestions(NamedTuple):
    """What is suggested for each field, the most trusted first; equal values once. Several days of publication are
    given only where the page declares different ones."""

    title: tuple[Suggestion, ...]
    publisher: tuple[Suggestion, ...]
    language: tuple[Suggestion, ...]
    published: tuple[Suggestion, ...]
    modified: tuple[Suggestion, ...]


def suggestions(page: Mapping[str, Any], captured: date) -> Suggestions:
    """What a page, captured on that day, says of its title, publisher, language and days."""
    things = list(_things(page.get("json_ld", ())))
    article = _article(things, page)
    metas = [(name.strip().casefold(), content) for name, content in page.get("metas", ())]
    headings = page.get("headings", ())
    return Suggestions(
        title=_values(
            (article.get("headline") or article.get("name"), "json-ld"),
            *_of_metas(metas, ("og:title",)),
            (headings[0] if len(headings) == 1 else None, "h1"),
        ),
        publisher=_values(
            (_name(article.get("publisher"), things), "json-ld"),
            *_of_metas(metas, ("og:site_name",)),
            ((urlsplit(page.get("address", "")).hostname or "").removeprefix("www."), "address"),
        ),
        language=_values(*_languages(page.get("language"))),
        published=_days(_declared_days(article, metas, page), captured),
        modified=_days(
            (
                (article.get("dateModified"), "json-ld"),
                *_of_metas(metas, _MODIFIED),
                *((time["datetime"], "time") for time in page.get("times", ()) if time["marked"] == "modified"),
            ),
            captured,
        ),
    )


def _declared_days(
    article: Mapping[str, Any], metas: Iterable[tuple[str, str]], page: Mapping[str, Any]
) -> Iterator[tuple[Any, str]]:
    declared = [(article.get("datePublished"), "json-ld"), *_of_metas(metas, _PUBLISHED)]
    times = page.get("times", ())
    declared += [(time["datetime"], "time") for time in times if time["marked"] == "published"]
    if not any(_day(text) for text, _ in declared):
        # A single day at the head of an article is its own; of several, nobody knows which.
        plain = {time["datetime"] for time in times if not time["marked"]}
        declared += [(text, "time") for text in plain if len({_day(it) for it in plain}) == 1]
    yield from declared
    if match := _DAY_IN_PATH.search(urlsplit(page.get("address", "")).path):
        year, month, day = (match[i] or match[i + 3] for i in (1, 2, 3))
        yield f"{year}-{month:0>2}-{day:0>2}", "address"


def _things(texts: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """What a page's JSON-LD is about first of all: not what is inside, such as lists, comments and videos."""
    for text in texts:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for outermost in data if isinstance(data, list) else [data]:
            if isinstance(outermost, Mapping):
                yield outermost
                graph = outermost.get("@graph")
                yield from (thing for thing in (graph if isinstance(graph, list) else []) if isinstance(thing, Mapping))


def _article(things: Iterable[Mapping[str, Any]], page: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document itself; empty where it is not certain which one that is."""
    articles = [thing for thing in things if _is_of_type(thing, ("Article", "Posting", "Report", "Document"))]
    pages = articles or [thing for thing in things if _is_of_type(thing, ("WebPage",))]
    here = {_place(address) for address in (page.get("address"), page.get("canonical")) if address}
    named = [thing for thing in pages if not here.isdisjoint(_places(thing))]
    nameless = [thing for thing in pages if not _places(thing)]
    chosen = named or nameless
    return chosen[0] if len(chosen) == 1 else {}


def _is_of_type(thing: Mapping[str, Any], endings: tuple[str, ...]) -> bool:
    kinds = thing.get("@type")
    names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    return any(name.endswith(endings) and name != "JobPosting" for name in names)


def _places(thing: Mapping[str, Any]) -> set[str]:
    of = thing.get("mainEntityOfPage")
    named = (thing.get("url"), of.get("@id") if isinstance(of, Mapping) else of)
    return {_place(address) for address in named if isinstance(address, str) and "//" in address}


def _place(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _name(thing: Any, things: Iterable[Mapping[str, Any]]) -> Any:
    if isinstance(thing, list) and len(thing) == 1:
        thing = thing[0]
    if isinstance(thing, Mapping) and "name" not in thing and "@id" in thing:
        thing = next((one for one in things if one.get("@id") == thing["@id"]), {})
    return thing.get("name") if isinstance(thing, Mapping) else thing


def _of_metas(metas: Iterable[tuple[str, str]], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    metas = list(metas)
    return ((content, name) for wanted in names for name, content in metas if name == wanted)


def _languages(text: Any) -> Iterator[tuple[str, str]]:
    if isinstance(text, str) and _LANGUAGE.fullmatch(text.strip()):
        yield text.strip(), "lang"


def _values(*given: tuple[Any, str]) -> tuple[Suggestion, ...]:
    values: dict[str, str] = {}
    for value, where in given:
        line = " ".join(value.split())[:_LONGEST].strip() if isinstance(value, str) else ""
        if line:
            values.setdefault(line, where)
    return tuple(Suggestion(value, where) for value, where in values.items())


def _days(given: Iterable[tuple[Any, str]], captured: date) -> tuple[Suggestion, ...]:
    days = [(_day(text), where) for text, where in given]
    possible = [(day, where) for day, where in days if day and UncertainDate.parse(day).earliest <= captured]
    values = _values(*possible)
    # A month in which a day is declared, too, is no other day.
    return tuple(
        one
        for one in values
        if not any(other.value != one.value and other.value.startswith(f"{one.value}-") for other in values)
    )


def _day(text: Any) -> str:
    """A day, month or year as written, whatever its offset from UTC; empty where it can be read in two ways."""
    if isinstance(text, Mapping):
        text = text.get("@value")
    if not isinstance(text, str):
        return ""
    text = text.strip()
    match = _ISO.fullmatch(text) or _SLASHES.fullmatch(text)
    if match:
        written = "-".join(f"{part:0>2}" for part in match.groups() if part)
    elif any(sign.isalpha() for sign in text):
        try:
            written = parse_date_text(text, date.max)
        except ValueError:
            return ""
    else:
        return ""
    try:
        day = UncertainDate.parse(written)
    except ValueError:
        return ""
    plain = re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", written) is not None
    return written if plain and day.earliest.year >= _OLDEST and day.latest != _NO_DAY else ""
