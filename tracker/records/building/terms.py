"""Editing the terms of a vocabulary one step at a time, on plain data: a draft may be incomplete.

Each function gives new data and leaves what it was given alone. What cannot be done raises TermEditError, which says
what would be right.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.core.search.words import fold
from tracker.records.term_search import suggested_id

__all__ = [
    "MOST_TERMS",
    "PlainTerm",
    "PlainVocabulary",
    "TermEditError",
    "TermNames",
    "add_lines",
    "add_term",
    "broader_of",
    "change_term",
    "descendants",
    "merge_terms",
    "move_term",
    "name_of",
    "remove_term",
    "retire_term",
    "term_called",
    "terms_of",
]

MOST_TERMS = 20_000
_MOST_LINES = 2000
_BULLET = re.compile(r"^(?:[-*•–]|\d+[.)])\s+")
_TAB = 4
_LONGEST_NAME = 300

PlainTerm = dict[str, Any]
PlainVocabulary = Mapping[str, Any]


class TermEditError(ValueError):
    """A step that cannot be taken; the message says what would be right."""


class TermNames(NamedTuple):
    """What a term is called: its name, how it reads in a sentence (empty: the same), its other names, a note."""

    name: str
    phrase: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""


def terms_of(data: PlainVocabulary) -> list[PlainTerm]:
    """The terms that have an id, as far as the data has any."""
    terms = data.get("terms")
    entries = terms if isinstance(terms, list) else []
    return [dict(term) for term in entries if isinstance(term, dict) and isinstance(term.get("id"), str)]


def broader_of(term: Mapping[str, Any]) -> list[str]:
    """The broader terms of a term."""
    broader = term.get("broader")
    return [id for id in broader if isinstance(id, str)] if isinstance(broader, list) else []


def name_of(term: Mapping[str, Any]) -> str:
    """What a term is called; its id as long as it has no name."""
    name = term.get("name")
    return name if isinstance(name, str) and name else str(term.get("id", ""))


def descendants(terms: Iterable[Mapping[str, Any]], id: str) -> set[str]:
    """The ids of all terms below one, itself left out."""
    below: dict[str, list[str]] = {}
    for term in terms:
        for up in broader_of(term):
            below.setdefault(up, []).append(str(term["id"]))
    reached: set[str] = set()
    frontier = [id]
    while frontier:
        for child in below.get(frontier.pop(), ()):
            if child not in reached:
                reached.add(child)
                frontier.append(child)
    return reached - {id}


def term_called(data: PlainVocabulary, text: str) -> str:
    """The id of the term that is meant by an id or a name; empty where there is none, or more than one."""
    terms = terms_of(data)
    if any(term["id"] == text for term in terms):
        return text
    wanted = fold(text).strip()
    named = [term["id"] for term in terms if wanted in {fold(name) for name in (name_of(term), *_aliases(term))}]
    return str(named[0]) if len(named) == 1 else ""


def add_term(
    data: PlainVocabulary, name: str, under: Sequence[str] = (), aliases: Sequence[str] = ()
) -> tuple[PlainVocabulary, str]:
    """With one more term, and its id, which is made from its name."""
    terms = terms_of(data)
    called = _name(name)
    _refuse_taken(terms, called)
    _refuse_unknown(terms, under)
    if len(terms) >= MOST_TERMS:
        raise TermEditError(f"A list holds {MOST_TERMS:,} terms at most. Start another list.")
    id = suggested_id(called, [str(term["id"]) for term in terms])
    term = _entry({"id": id}, TermNames(called, aliases=tuple(aliases)), under)
    return _with(data, [*terms, term]), id


def add_lines(data: PlainVocabulary, text: str, under: Sequence[str] = ()) -> tuple[PlainVocabulary, int]:
    """With a term for each line, and how many were added.

    A line that is indented more than the one above belongs under it. Other names follow the first after a semicolon.
    Lines that name a term of the list change nothing, so that a list may be pasted again.
    """
    lines = [line for line in text.expandtabs(_TAB).splitlines() if line.strip()]
    if len(lines) > _MOST_LINES:
        raise TermEditError(f"Paste {_MOST_LINES:,} lines or fewer at a time.")
    current, added = data, 0
    above: list[tuple[int, str]] = []
    for line in lines:
        depth = len(line) - len(line.lstrip())
        name, *aliases = [part.strip() for part in _BULLET.sub("", line.strip()).split(";") if part.strip()] or [""]
        while above and above[-1][0] >= depth:
            above.pop()
        broader = [above[-1][1]] if above else list(under)
        id = term_called(current, name)
        if not id:
            current, id = add_term(current, name, broader, aliases)
            added += 1
        above.append((depth, id))
    return current, added


def change_term(data: PlainVocabulary, id: str, names: TermNames, *, keep_old_name: bool = False) -> PlainVocabulary:
    """With another name, phrase, other names and note for a term; the old name may stay as another one."""
    terms = terms_of(data)
    term = _term(terms, id)
    before, called = name_of(term), _name(names.name)
    _refuse_taken([other for other in terms if other["id"] != id], called)
    aliases = [*names.aliases, *([before] if keep_old_name and fold(before) != fold(called) else ())]
    entry = _entry(term, TermNames(called, names.phrase, tuple(aliases), names.note), broader_of(term))
    return _with(data, [entry if other["id"] == id else other for other in terms])


def move_term(data: PlainVocabulary, id: str, under: Sequence[str]) -> PlainVocabulary:
    """With a term under other broader ones; under none it is a term of the top."""
    terms = terms_of(data)
    term = _term(terms, id)
    _refuse_unknown(terms, under)
    within = descendants(terms, id) | {id}
    if loop := next((up for up in under if up in within), None):
        where = "itself" if loop == id else f"“{name_of(_term(terms, loop))}”, which is under it"
        raise TermEditError(f"“{name_of(term)}” cannot be under {where}. Choose another term.")
    entry = _entry(term, _names(term), list(dict.fromkeys(under)))
    return _with(data, [entry if other["id"] == id else other for other in terms])


def merge_terms(data: PlainVocabulary, id: str, into: str) -> PlainVocabulary:
    """Without a term whose names and whose more specific terms another one takes over."""
    terms = terms_of(data)
    term, kept = _term(terms, id), _term(terms, into)
    if id == into:
        raise TermEditError("Choose another term to merge it into.")
    if into in descendants(terms, id):
        # What is under the one that goes moves up: under the other one it could come to be above itself.
        terms = terms_of(remove_term(data, id))
        kept = _term(terms, into)
    aliases = (*_aliases(kept), name_of(term), *_aliases(term))
    merged = _entry(kept, _names(kept)._replace(aliases=aliases), broader_of(kept))
    rest = [_under_instead(other, id, into) for other in terms if other["id"] not in (id, into)]
    order = {str(other["id"]): place for place, other in enumerate(terms_of(data))}
    return _with(data, sorted([merged, *rest], key=lambda other: order[str(other["id"])]))


def remove_term(data: PlainVocabulary, id: str) -> PlainVocabulary:
    """Without a term; the terms under it move up to what it belonged to."""
    terms = terms_of(data)
    ups = broader_of(_term(terms, id))
    rest = [other for other in terms if other["id"] != id]
    for other in rest:
        if id in broader_of(other):
            kept = [up for up in broader_of(other) if up != id]
            _set(other, "broader", list(dict.fromkeys([*kept, *(kept or ups)])))
    return _with(data, [_without_continuation(other, id) for other in rest])


def retire_term(data: PlainVocabulary, id: str, *, retired: bool = True) -> PlainVocabulary:
    """With a term that forms do not offer any more, though records keep it; or with one that they offer again."""
    terms = terms_of(data)
    _set(_term(terms, id), "retired", retired)
    return _with(data, terms)


def _term(terms: Iterable[PlainTerm], id: str) -> PlainTerm:
    for term in terms:
        if term["id"] == id:
            return term
    raise TermEditError("This term is not in the list any more. Reload the page.")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise TermEditError("Enter the name of the term.")
    if len(name) > _LONGEST_NAME:
        raise TermEditError(f"A name has {_LONGEST_NAME} characters at most. Put explanations into the note.")
    return name


def _refuse_taken(terms: Iterable[PlainTerm], name: str) -> None:
    for term in terms:
        if fold(name) in {fold(text) for text in (name_of(term), *_aliases(term))}:
            called = name_of(term)
            other = "" if fold(called) == fold(name) else f", another name of “{called}”"
            raise TermEditError(f"The list has “{name}” already{other}. Use that term, or another name.")


def _refuse_unknown(terms: Iterable[PlainTerm], ids: Iterable[str]) -> None:
    present = {term["id"] for term in terms}
    if any(id not in present for id in ids):
        raise TermEditError("Choose a term of this list to put it under.")


def _aliases(term: Mapping[str, Any]) -> list[str]:
    aliases = term.get("aliases")
    return [text for text in aliases if isinstance(text, str)] if isinstance(aliases, list) else []


def _names(term: Mapping[str, Any]) -> TermNames:
    phrase, note = term.get("phrase"), term.get("note")
    return TermNames(
        name_of(term),
        phrase if isinstance(phrase, str) else "",
        tuple(_aliases(term)),
        note if isinstance(note, str) else "",
    )


def _entry(term: PlainTerm, names: TermNames, broader: Sequence[str]) -> PlainTerm:
    """The term under these names, without what is empty; other names once each, and none that is its name."""
    entry = {**term, "name": names.name}
    aliases = {fold(text): text.strip() for text in reversed(names.aliases) if text.strip()}
    aliases.pop(fold(names.name), None)
    _set(entry, "phrase", names.phrase.strip())
    _set(entry, "broader", list(broader))
    _set(entry, "aliases", list(aliases.values())[::-1])
    _set(entry, "note", names.note.strip())
    return entry


def _set(term: PlainTerm, field: str, value: object) -> None:
    if value:
        term[field] = value
    else:
        term.pop(field, None)


def _under_instead(term: PlainTerm, id: str, into: str) -> PlainTerm:
    for field in ("broader", "continues_as"):
        ids = term.get(field)
        if isinstance(ids, list) and id in ids:
            moved = dict.fromkeys(into if other == id else other for other in ids)
            moved.pop(term["id"], None)
            _set(term, field, list(moved))
    return term


def _without_continuation(term: PlainTerm, id: str) -> PlainTerm:
    after = term.get("continues_as")
    if isinstance(after, list):
        _set(term, "continues_as", [other for other in after if other != id])
    return term


def _with(data: PlainVocabulary, terms: list[PlainTerm]) -> PlainVocabulary:
    return {**data, "terms": terms}
