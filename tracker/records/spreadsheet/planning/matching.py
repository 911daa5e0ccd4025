"""Which company or source a row means: surely, likely, or a new one (IMPORT-4).

Sure is an identifier, or a name or alias that is written alike. Names that are only similar are likely: a person says
which it is. Two companies of one name are never told apart by a guess.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from rapidfuzz import fuzz, process

from tracker.core.search.words import fold, words
from tracker.records.checking.duplicates import bare_name, names
from tracker.records.checking.web_addresses import address_key, address_keys
from tracker.records.identifiers import identifiers_of

__all__ = ["CompanyIndex", "CompanyMatch", "SourceIndex"]

_DIGITS = re.compile(r"\d")
_SIMILAR = 86
_MOST_LIKELY = 3
_MOST_BLOCK = 400
Sureness = Literal["sure", "likely", "new", "contradicts"]


class CompanyMatch(NamedTuple):
    """Which company is meant: its id where that is sure, else those that are likely."""

    sureness: Sureness
    id: str = ""
    likely: tuple[str, ...] = ()


class CompanyIndex:
    """Companies by identifier and name, as plain data of their records."""

    def __init__(self, companies: Iterable[Mapping[str, Any]] = ()):
        self.bodies: dict[str, Mapping[str, Any]] = {}
        self._identifiers: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        self._bare: dict[str, set[str]] = {}
        self._blocks: dict[tuple[str, str], set[str]] = {}
        for company in companies:
            self.add(company)

    def add(self, company: Mapping[str, Any], *, exact: bool = False) -> None:
        """One more; one that has the same id is replaced in ``bodies`` and found by the names of both.

        ``exact``: it is only meant by its very name, as companies are that the file itself makes.
        """
        id = str(company["id"])
        self.bodies[id] = company
        for identifier in identifiers_of(company):
            self._identifiers.setdefault(identifier.key, id)
        for name in names(company):
            self._names.setdefault(_key(name), set()).add(id)
            if exact:
                continue
            bare = _bare(name)
            self._bare.setdefault(bare, set()).add(id)
            for block in _blocks_of(bare):
                self._blocks.setdefault(block, set()).add(bare)

    def name_of(self, id: str) -> str:
        """What a company is called."""
        return str(self.bodies[id].get("name", id))

    def match(self, name: str, identifiers: Mapping[str, Any]) -> CompanyMatch:
        """The company of a name and identifiers, as a row gives them."""
        given = identifiers_of({"identifiers": identifiers}) if identifiers else []
        named = {self._identifiers[it.key] for it in given if it.key in self._identifiers}
        if len(named) > 1:
            return CompanyMatch("contradicts", likely=tuple(sorted(named)))
        if named:
            return CompanyMatch("sure", next(iter(named)))
        exact = self._names.get(_key(name), set()) if name else set()
        fitting = {id for id in exact if not self._other_identifier(id, given)}
        if len(fitting) == 1:
            return CompanyMatch("sure", next(iter(fitting)))
        if fitting:
            return CompanyMatch("likely", likely=tuple(sorted(fitting)))
        near = [id for id in self.similar(name) if not self._other_identifier(id, given)] if name else []
        return CompanyMatch("likely", likely=tuple(near[:_MOST_LIKELY])) if near else CompanyMatch("new")

    def _other_identifier(self, id: str, given: Sequence[Any]) -> bool:
        """Whether a company has another number of a kind that the row gives: then it is another company."""
        own: dict[str, set[str]] = {}
        for identifier in identifiers_of(self.bodies[id]):
            own.setdefault(identifier.scheme, set()).add(identifier.key)
        return any(it.scheme in own and it.key not in own[it.scheme] and it.scheme != "ISIN" for it in given)

    def similar(self, name: str) -> list[str]:
        """Companies with a name that differs by its legal form or by some letters, the likeliest first."""
        bare = _bare(name)
        if same := self._bare.get(bare):
            return sorted(same)
        near: set[str] = set()
        for block in _blocks_of(bare):
            others = self._blocks.get(block, ())
            if len(others) <= _MOST_BLOCK:
                near.update(others)
        scored = process.extract(bare, sorted(near), scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=5)
        return list(dict.fromkeys(id for other, _, _ in scored for id in sorted(self._bare[other])))


class SourceIndex:
    """Sources by the key of their address, else by title and publisher."""

    def __init__(self, sources: Iterable[Mapping[str, Any]] = ()):
        self.bodies: dict[str, Mapping[str, Any]] = {}
        self._addresses: dict[str, str] = {}
        self._titles: dict[tuple[str, str], list[str]] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Mapping[str, Any]) -> None:
        """One more."""
        id = str(source["id"])
        self.bodies[id] = source
        for key in sorted(address_keys(source.get("url"), source.get("archive_url"))):
            self._addresses.setdefault(key, id)
        if source.get("title"):
            self._titles.setdefault(_title_key(source), []).append(id)

    def match(self, data: Mapping[str, Any]) -> str:
        """The id of the source that a row gives; empty for a new one."""
        for name in ("url", "archive_url"):
            if data.get(name) and (id := self._addresses.get(address_key(str(data[name])))):
                return id
        if data.get("url") or data.get("archive_url"):
            return ""
        titled = self._titles.get(_title_key(data), ()) if data.get("title") else ()
        return next((id for id in titled if not _apart(self.bodies[id], data)), "")


def _apart(source: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Whether two documents of one title are of different days, or stand in different places."""
    days = [str(it.get("date") or "") for it in (source, data)]
    if all(day and not day.startswith("[..") for day in days) and days[0] != days[1]:
        return True
    return bool(data.get("location")) and source.get("location") != data["location"]


def _blocks_of(bare: str) -> set[tuple[str, str]]:
    """Where similar names are looked for: under the first or last letters of a word, among those with its digits."""
    digits = "".join(_DIGITS.findall(bare))
    return {(part, digits) for word in bare.split() for part in (word[:3], word[-4:] + "$")}


@lru_cache(maxsize=5_000)
def _bare(name: str) -> str:
    return bare_name(name)


@lru_cache(maxsize=5_000)
def _key(name: str) -> str:
    return " ".join(word.folded for word in words(name)) or fold(name)


def _title_key(source: Mapping[str, Any]) -> tuple[str, str]:
    return fold(str(source.get("title") or "")), fold(str(source.get("publisher") or ""))
