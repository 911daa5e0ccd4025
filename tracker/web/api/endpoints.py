"""The addresses of the API with their parameters: what a view accepts, and what its description says."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.engine.summary import PLEDGE_STATES
from tracker.records.ids import ID, ID_PART
from tracker.records.kinds import KIND_WORDS, KINDS
from tracker.records.types.decision import FindingWord
from tracker.records.types.parts.identifiers import COUNTRIES
from tracker.store.lists.companies import NO_FINDING, SORTS
from tracker.store.lists.listed_lines import LINE_SORTS
from tracker.store.lists.paging import LARGEST_PAGE
from tracker.web.api.forms import PER_PAGE
from tracker.web.api.line_schemas import LINE_SCHEMAS
from tracker.web.api.lines import PART_STATES
from tracker.web.api.records import KINDS_BY_FOLDER
from tracker.web.browse.forms import SAYS, STRENGTHS
from tracker.web.history.revisions import CLASSES
from tracker.web.upcoming.forms import AFTER

__all__ = ["AN_ID", "ENDPOINTS", "Endpoint", "Parameter"]

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}


class Parameter(NamedTuple):
    """A parameter of an address: its name, what it means, and the JSON Schema of its value."""

    name: str
    meaning: str
    schema: dict[str, Any] = _TEXT
    required: bool = False


class Endpoint(NamedTuple):
    """An address: what it gives in one sentence, its parameters, and the name of the schema of its answer."""

    summary: str
    parameters: tuple[Parameter, ...]
    answer: str

    @property
    def names(self) -> frozenset[str]:
        """The names of its parameters."""
        return frozenset(parameter.name for parameter in self.parameters)


def _one_of(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": [*values]}


def _text(pattern: str, longest: int = 120) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^(?:{pattern})$", "maxLength": longest}


_LINE = _text(r"[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?", 200)
"""Words: no control characters, and no space at their ends."""
_A_DAY = {"type": "string", "format": "date"}
_DAY_OR_MOMENT = {"anyOf": [_A_DAY, {"type": "string", "format": "date-time"}]}
AN_ID = _text(ID)
_EMPTY = {"type": "string", "maxLength": 0}
_MARK = _text("[A-Za-z0-9_-]+", 6000)


_CLOCKS = (
    Parameter("as_of", "the day that the answer describes, such as 2020-06-18", _A_DAY),
    Parameter(
        "known_at",
        "use only what was published by this moment, such as 2026-11-22T10:00:00Z, or by this day; not in the future",
        _DAY_OR_MOMENT,
    ),
)
_AFTER = Parameter("after", "where the page begins: from the “next” address of the page before", _MARK)
_PER_PAGE = Parameter(
    "per_page",
    f"rows on a page; {PER_PAGE} unless asked for",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
)
_COMPANY = Parameter("company", "only what names this company, by ID, former ID or name", _LINE)
_TOPIC = Parameter("topic", "only what names this topic, by ID", AN_ID)
_SCORECARD = Endpoint(
    "The scorecard of one company and topic: the same that its page shows",
    (
        *(it._replace(schema={"anyOf": [it.schema, _EMPTY]}) for it in _CLOCKS),
        Parameter("topic", "the topic’s ID; may be left out where there is only one", {"anyOf": [AN_ID, _EMPTY]}),
    ),
    "Scorecard",
)
_COUNTRY = Parameter("country", "a country’s two letters (ISO 3166-1)", {"type": "string", "enum": [*COUNTRIES]})
_SECTOR = Parameter("sector", "a classification and a code, such as NACE 18.1", _LINE)
_CHANGED_SINCE = Parameter(
    "changed_since", "only what was published or changed at this moment or day, or later", _DAY_OR_MOMENT
)
_SCORECARDS = Endpoint(
    "Where companies stand, in short; on another day than today by name, and on one topic",
    (
        *_CLOCKS,
        Parameter("q", "part of a name", _LINE),
        Parameter("topic", "on this topic alone; else each company over all topics", AN_ID),
        Parameter("row", "a row of the topic’s table, by ID, together with “says”", _text(ID_PART)),
        Parameter("says", "what pledges say about that row", _one_of(*SAYS)),
        Parameter("strength", "how much of a complete pledge is covered", _one_of(*STRENGTHS)),
        Parameter("finding", "the most serious finding", _one_of(*FindingWord, NO_FINDING)),
        Parameter("state", "what has become of the pledges", _one_of(*PLEDGE_STATES)),
        _COUNTRY,
        _SECTOR,
        Parameter("sort", "the order", _one_of(*SORTS)),
        _AFTER,
        _PER_PAGE,
    ),
    "ScorecardLines",
)
_UPCOMING = Endpoint(
    "Ends and deadlines to come, soonest first",
    (
        *_CLOCKS,
        Parameter("company", "only pledges of this company, by ID, former ID or name", _LINE),
        _TOPIC,
        Parameter("year", "a year such as 2027, or “none” for those without a known day", _text("none|[1-9][0-9]{3}")),
        Parameter("from", "only what ends or is due on this day or later; not together with “year”", _A_DAY),
        Parameter("to", "only what ends or is due on this day or earlier; not together with “year”", _A_DAY),
        Parameter("after", "where the page begins: from the “next” address of the page before", _text(AFTER, 300)),
        Parameter("first", "the first company of the page: from the “next” address", AN_ID),
        _PER_PAGE,
    ),
    "UpcomingLines",
)
_CHANGES = Endpoint(
    "Everything published, newest first",
    (
        *_CLOCKS,
        Parameter("company", "only what is about this company, by ID, former ID or name", _LINE),
        _TOPIC,
        Parameter("kind", "only this kind of record", _one_of(*KIND_WORDS)),
        Parameter("change", "only this kind of change", _one_of(*CLASSES)),
        _CHANGED_SINCE,
        Parameter(
            "before",
            "only what comes before this position in the ledger",
            {"type": "integer", "minimum": 1, "maximum": 2_000_000_000},
        ),
        _PER_PAGE,
    ),
    "Changes",
)


_LINES = {
    "findings": "What our rules say about each act of each company, and about acts without a pledge",
    "dues": "What has come of each promise to do something",
    "gaps": "What pledges do not cover for good",
    "cells": "Each point of each topic’s table, and whether a pledge of the company covers it",
}


def _lines(part: str) -> Endpoint:
    name, values = PART_STATES[part]
    day = "is due" if part == "dues" else "ended or ends" if part in ("gaps", "cells") else "was done"
    parameters = (
        *_CLOCKS,
        _COMPANY,
        _TOPIC,
        Parameter(name, "only lines that say this", _one_of(*values)),
        _COUNTRY,
        _SECTOR,
        Parameter("from", f"only what {day} on this day or later", _A_DAY),
        Parameter("to", f"only what {day} on this day or earlier", _A_DAY),
        _CHANGED_SINCE,
        _fields([*LINE_SCHEMAS[part]]),
        Parameter("sort", "the order; on another day than today only “company”", _one_of(*LINE_SORTS)),
        _AFTER,
        _PER_PAGE,
    )
    return Endpoint(_LINES[part], parameters, f"{part}-lines")


def _fields(names: Sequence[str]) -> Parameter:
    name = f"(?:{'|'.join(names)})"
    return Parameter("fields", "only these fields of each, parted by commas", _text(f"{name}(?:,{name})*", 1000))


def _records(kind: str) -> Endpoint:
    names = [field.alias or name for name, field in KINDS[kind].model_fields.items()]
    parameters = (
        *_CLOCKS,
        _COMPANY,
        _TOPIC,
        _CHANGED_SINCE,
        _fields(names),
        _AFTER,
        _PER_PAGE,
    )
    return Endpoint(f"The published records of the kind “{kind}”, by ID", parameters, f"{kind}-list")


ENDPOINTS: dict[str, Endpoint] = {
    "/companies/{company}/scorecard": _SCORECARD,
    "/scorecards": _SCORECARDS,
    "/upcoming": _UPCOMING,
    "/changes": _CHANGES,
    **{f"/{part}": _lines(part) for part in PART_STATES},
    **{f"/{folder}": _records(kind) for folder, kind in KINDS_BY_FOLDER.items()},
    **{
        f"/{folder}/{{id}}": Endpoint(f"One record of the kind “{kind}”", _CLOCKS, f"{kind}-answer")
        for folder, kind in KINDS_BY_FOLDER.items()
    },
}
"""By path below /api/v1; what stands in braces is part of the path."""
