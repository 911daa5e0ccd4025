"""A topic that is being made, tried out on an invented company: the scorecard that readers would see.

Computed by the functions that compute every scorecard; nothing is stored.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from tracker.core.scope import DIMENSIONS
from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.building.topics import cell_sets, core_terms, dimensions_used, yardstick_of
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.kinds import AnyRecord, from_body

__all__ = ["PROMISES", "sample_scorecard"]

_COMPANY, _TOPIC, _SOURCE = "sample-company", "sample-topic", "sample-source"
PROMISES = {
    "one": "the first row and the first column",
    "column": "the first column, whatever the row",
    "row": "the first row, whatever the column",
    "all": "everything",
}
"""What the invented company promised, by key."""

Plain = dict[str, Any]


def sample_scorecard(
    topic: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]], promise: str, today: date, now: datetime
) -> Scorecard | None:
    """The scorecard of an invented company; None as long as there are no rows and columns, or something is wrong.

    ``lists`` are the lists of terms by id, ``promise`` is a key of PROMISES.
    """
    if not cell_sets(topic, "rows") and not cell_sets(topic, "columns"):
        return None
    try:
        records = [*_records(topic, lists), *_world(topic, promise, today)]
    except ValidationError:
        return None
    bundle = Bundle(records)
    if any(fault.key[0] in ("topic", "vocabulary") for fault in check(bundle)):
        return None
    return compute(Dossier.of(bundle, _COMPANY, _TOPIC), today, now)


def _records(topic: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]]) -> list[AnyRecord]:
    """The topic and its lists, with something in the place of what is not filled in yet."""
    yardstick = {"commitment": "refrain", **yardstick_of(topic), "reasons": [{"text": "Not written yet."}]}
    texts = {name: topic.get(name) or "Your topic" for name in ("name", "question")}
    plain = {"kind": "topic", "id": _TOPIC, **texts, "dimensions": dimensions_used(topic), "yardstick": yardstick}
    named = [{**data, "kind": "vocabulary", "id": id, "name": data.get("name") or id} for id, data in lists.items()]
    return [from_body(plain), *map(from_body, named)]


def _world(topic: Mapping[str, Any], promise: str, today: date) -> list[AnyRecord]:
    commitment = str(yardstick_of(topic).get("commitment") or "refrain")
    scope = _scope(topic, promise)
    version: Plain = {
        "start": today.isoformat(),
        "source": _SOURCE,
        "reported": "An invented pledge.",
        "scope": scope,
    }
    if promise == "all":  # every term of the table in one sentence is read by nobody
        version["short"] = f"{'not ' if commitment == 'refrain' else ''}to do this: everything in this table"
    version |= {name: it for name, it in yardstick_of(topic).items() if name in ("target", "deadline")}
    pledge = {"kind": "pledge", "id": f"{_COMPANY}/sample", "topic": _TOPIC, "commitment": commitment}
    source = {"kind": "source", "id": _SOURCE, "title": "Invented", "publisher": "Invented", "type": "record"}
    return [
        from_body({"kind": "company", "id": _COMPANY, "name": "Sample Company"}),
        from_body({**source, "date": today.isoformat(), "location": "invented"}),
        from_body({**pledge, "versions": [version]}),
    ]


def _scope(topic: Mapping[str, Any], promise: str) -> Plain:
    """What the promise covers: the core, and the rows and columns it names."""
    taken = {"one": ("rows", "columns"), "column": ("columns",), "row": ("rows",), "all": ()}.get(promise, ())
    sets = [cell_sets(topic, side)[0]["terms"] for side in taken if cell_sets(topic, side)]
    if not sets:
        sets = [cells["terms"] for side in ("rows", "columns") for cells in cell_sets(topic, side)]
    scope: Plain = {}
    for terms in (core_terms(topic), *sets):
        for name in DIMENSIONS:
            if ids := terms.get(name):
                own = scope.setdefault(name, {"in": []})["in"]
                own += [id for id in ids if id not in own]
    return scope
