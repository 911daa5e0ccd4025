"""An unfinished record read as far as it is one, so that it can be tried out.

What is missing or wrong is told in words.

What the engine asks for and nobody typed yet gets a stand-in; what is wrong is left out. Nothing of this is ever kept.
"""

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from tracker.core.scope import DIMENSIONS
from tracker.core.vocabulary import Vocabulary
from tracker.records.kinds import from_body
from tracker.records.messages import Message
from tracker.records.reading.problems import Path, explain, field_name
from tracker.records.types.evidence import Act, Evidence
from tracker.records.types.parts.fields import ScopeLabels
from tracker.records.types.pledge import Pledge

__all__ = ["NO_COMPANY", "IncompleteRecord", "Tell", "as_in_files", "read_incomplete", "within"]

_IsTerm = Callable[[str, str], bool]
Tell = Callable[[Path, Message], str]
NO_COMPANY = "no-company-yet"
"""Stands for the company as long as none is chosen."""
_ROUNDS = 60
_UNCLEAR = {"rest": "unclear"}
_SOURCE = "no-source-yet"
_NAMED = ("id", "company")
_TITLE = "No title yet"
_OF_NO_MATTER = {"speaker": "Nobody yet", "source": _SOURCE, "sources": [_SOURCE], "title": _TITLE, "text": _TITLE}
"""Fields that must be there but decide nothing of what a draft covers; the form itself asks for them."""
_ASKED = {
    ("pledge", "topic"): "Choose a topic. It sets what the pledge can cover.",
    ("pledge", "commitment"): "Choose the type of pledge.",
    ("evidence", "topics"): "Choose a topic. It sets which pledges this is compared with.",
    ("evidence", "period"): "Enter when it happened. Every finding depends on this.",
    ("evidence", "nature"): "Choose the type of evidence. Only conduct can lead to a finding.",
}


class IncompleteRecord(NamedTuple):
    """The record as far as there is one, and in words what is missing or was left out."""

    record: Pledge | Evidence | None
    notes: tuple[str, ...]


def as_in_files(path: Path, message: Message) -> str:
    """What is wrong, after the field as files have it: a message need not name its subject."""
    sentence = f"{field_name(path)}: {message}" if path else message.about("It")
    return sentence.rstrip(".") + "."


def read_incomplete(kind: str, data: Mapping[str, Any], today: date, tell: Tell = as_in_files) -> IncompleteRecord:
    """A pledge or a piece of evidence as far as a draft is one; without its company, topic or time there is none.

    A version without a first day counts from today. ``tell`` says what is wrong with a field, for whoever reads it.
    """
    plain = {**copy.deepcopy(dict(data)), "kind": kind}
    notes: list[str] = []
    for _ in range(_ROUNDS):
        notes += _complete(kind, plain, today)
        try:
            record = from_body(plain)
        except ValidationError as error:
            ignored = _without(plain, explain(error, plain), kind, tell)
            if ignored is None:
                return IncompleteRecord(None, tuple(dict.fromkeys([*notes, *_missing(kind, plain, error, tell)])))
            notes += ignored
        else:
            assert isinstance(record, (Pledge, Evidence))
            return IncompleteRecord(record, tuple(dict.fromkeys(notes)))
    return IncompleteRecord(None, (*notes, "There are too many problems to show a preview."))


def _complete(kind: str, plain: dict[str, Any], today: date) -> Iterable[str]:
    """Give what is of no matter here, and what can be taken as read."""
    company = plain.get("company") or plain.get("initiative") or str(plain.get("id") or "").partition("/")[0]
    if not company or not isinstance(company, str):
        yield "Choose a company."
        company = NO_COMPANY
    if not isinstance(plain.get("id"), str) or not plain["id"]:
        plain["id"] = f"{company}/this-draft"
    if kind == "pledge":
        versions = plain.get("versions")
        plain["versions"] = list(versions) if isinstance(versions, list) and versions else [{}]
        for number, version in enumerate(plain["versions"], 1):
            if isinstance(version, dict):
                yield from _complete_version(version, number, len(plain["versions"]), today)
        if plain.get("commitment") == "refrain":
            for version in plain["versions"]:
                if isinstance(version, dict) and version.pop("deadline", None):
                    yield "A pledge not to do something has no deadline, so we ignore it."
    else:
        plain.setdefault("title", _TITLE)
        if not plain.get("sources"):
            plain["sources"] = [_SOURCE]
            yield "No source yet, so this counts as a single report."


def _complete_version(version: dict[str, Any], number: int, of: int, today: date) -> Iterable[str]:
    if not version.get("start") and not version.get("announced"):
        version["start"] = today.isoformat()
        yield f"{f'Version {number}' if of > 1 else 'It'} has no start date yet, so we count from today."
    if isinstance(version.get("start"), dict) and not version.get("announced"):
        version["announced"] = today.isoformat()
    version.setdefault("speaker", "Nobody yet")
    version.setdefault("source", _SOURCE)
    if version.get("quote"):
        version.pop("reported", None)
    elif not version.get("reported"):
        version["reported"] = "Nothing yet"
        version.pop("quote", None)


def _without(plain: dict[str, Any], problems: list[tuple[Path, Message]], kind: str, tell: Tell) -> list[str] | None:
    """Mend or take out what is wrong, in place; what was taken out in words, None where nothing can be."""
    ignored, changed = [], False
    for path, message in sorted(
        problems, key=lambda problem: [str(step).rjust(4) for step in problem[0]], reverse=True
    ):
        if not path or (len(path) == 1 and (kind, path[0]) in _ASKED):
            continue
        parent = _at(plain, path[:-1])
        step = path[-1]
        if isinstance(parent, dict) and step not in parent:
            if step in _OF_NO_MATTER:
                parent[str(step)] = copy.deepcopy(_OF_NO_MATTER[str(step)])
                changed = True
            elif len(path) > 1 and _take_out(plain, path[:-1]):
                ignored.append(f"Ignored: {tell(path, message)}")
                changed = True
        elif isinstance(parent, dict) and step in _OF_NO_MATTER and step != "sources":
            # Words that are no id yet, for example: the form itself says so.
            parent[str(step)] = copy.deepcopy(_OF_NO_MATTER[str(step)])
            changed = True
        elif _take_out(plain, path):
            # A company that is only a name yet, and an id made from it: the note to choose one says it.
            if path[0] not in _NAMED:
                ignored.append(f"Ignored: {tell(path, message)}")
            changed = True
    return ignored if changed else None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _take_out(plain: dict[str, Any], path: Path) -> bool:
    """Leave a value out; of a scope that cannot be read nothing is certain, so it is unclear rather than anything."""
    parent, step = _at(plain, path[:-1]), path[-1]
    if isinstance(parent, dict) and step in parent:
        if step == "scope":
            parent["scope"] = {name: dict(_UNCLEAR) for name in DIMENSIONS}
        elif "scope" in path[:-1] and step in DIMENSIONS:
            parent[step] = dict(_UNCLEAR)
        else:
            del parent[step]
        return True
    if isinstance(parent, list) and isinstance(step, int) and step < len(parent):
        del parent[step]
        return True
    return False


def _missing(kind: str, plain: dict[str, Any], error: ValidationError, tell: Tell) -> Iterable[str]:
    for path, message in explain(error, plain):
        if (kind, path[0] if path else "") in _ASKED:
            yield _ASKED[kind, str(path[0])]
        else:
            yield tell(path, message)


def within(record: Pledge | Evidence, graphs: Mapping[str, Vocabulary]) -> IncompleteRecord:
    """The record with no term or range that the topic's vocabularies lack, and what was left aside."""
    unknown: dict[str, None] = {}

    def in_vocabulary(name: str, term: str) -> bool:
        if name in graphs and graphs[name].accepts(term):
            return True
        unknown.setdefault(term)
        return False

    if isinstance(record, Pledge):
        versions = [
            version.model_copy(update={"scope": _scope(version.scope, in_vocabulary)}) for version in record.versions
        ]
        record = record.model_copy(update={"versions": tuple(versions)})
    else:
        record = record.model_copy(update={"acts": tuple(_act(act, in_vocabulary) for act in record.acts)})
    terms = ", ".join(unknown)
    return IncompleteRecord(record, (f"Ignored, because this topic does not have it: {terms}.",) if terms else ())


def _scope(scope: ScopeLabels, in_vocabulary: _IsTerm) -> ScopeLabels:
    kept: dict[str, Any] = {}
    for name in DIMENSIONS:
        labels = scope.of(name)
        if labels is not None:
            data = labels.model_dump(by_alias=True, exclude_defaults=True)
            sound = {
                k: v if k == "rest" else [term for term in v if in_vocabulary(name, term)] for k, v in data.items()
            }
            kept[name] = sound if any(sound.values()) else _UNCLEAR
    return ScopeLabels.model_validate(kept)


def _act(act: Act, in_vocabulary: _IsTerm) -> Act:
    kept: dict[str, Any] = {}
    for name in DIMENSIONS:
        terms = act.of(name)
        if terms:
            kept[name] = tuple(term for term in terms if in_vocabulary(name, term)) or None
    return act.model_copy(update=kept)
