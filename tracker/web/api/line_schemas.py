"""Lines of lists: what each has, as JSON Schema."""

from typing import Any

from tracker.engine.coverage.cells import NOT_ASKED
from tracker.engine.findings import DISMISSED
from tracker.records.types.decision import FindingWord

__all__ = ["CELL_LABELS", "LABELS", "LINE_SCHEMAS", "LIST_SCHEMAS", "STATES"]

Schema = dict[str, Any]
STATES = (*FindingWord, DISMISSED)
"""What a finding or a due may be."""
LABELS = ("covered", "partly", "unclear", "open")
"""What a pledge may say of a cell."""
CELL_LABELS = (*LABELS, NOT_ASKED)
"""What a table may have at a point (COVER-6)."""
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_DAY: Schema = {"type": "string", "format": "date"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_PAGE: Schema = {**_TEXT_OR_NULL, "description": "the page for readers"}
_NUMBER_OR_NULL: Schema = {"type": ["integer", "null"]}
_FLAG: Schema = {"type": "boolean"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_OBJECT_OR_NULL: Schema = {"type": ["object", "null"]}
_WHOSE: dict[str, Schema] = {
    "company": _TEXT,
    "name": _TEXT,
    "country": _TEXT_OR_NULL,
    "sector": _TEXT_OR_NULL,
    "topic": _TEXT,
    "as_of": {"type": "string", "format": "date"},
}
_LINKS: dict[str, Schema] = {
    "page": {**_TEXT, "description": "the page for readers"},
    "data": {**_TEXT, "description": "the whole scorecard"},
}
_SHOWN: dict[str, Schema] = {
    "weight": _TEXT_OR_NULL,
    "origins": _NUMBER_OR_NULL,
    "disputed": {"type": ["boolean", "null"]},
    "decision": _OBJECT_OR_NULL,
    "reasons": _TEXTS,
}
_POINT: dict[str, Schema] = {
    "row": _TEXT,
    "row_name": _TEXT,
    "column": _TEXT,
    "column_name": _TEXT,
    "label": {"enum": [*LABELS]},
    "evidence": _TEXTS,
}
LINE_SCHEMAS: dict[str, dict[str, Schema]] = {
    "findings": {
        **_WHOSE,
        "title": _TEXT,
        "date": _TEXT_OR_NULL,
        "finding": {"enum": [*STATES]},
        "computed": {"enum": [*FindingWord]},
        "pledge": _TEXT_OR_NULL,
        "version": _NUMBER_OR_NULL,
        "evidence": _TEXT_OR_NULL,
        "act": _NUMBER_OR_NULL,
        "lead": _FLAG,
        "time": _TEXT_OR_NULL,
        "begun_before": _TEXT_OR_NULL,
        "scope": _TEXT_OR_NULL,
        "yardstick": _TEXT_OR_NULL,
        "membership": {"type": "object"},
        **_SHOWN,
        **_LINKS,
    },
    "dues": {
        **_WHOSE,
        "title": _TEXT,
        "pledge": _TEXT_OR_NULL,
        "version": _NUMBER_OR_NULL,
        "kind": {"enum": ["deadline", "milestone", "turn"]},
        "due": {"type": ["string", "null"], "format": "date"},
        "state": {"enum": [*STATES]},
        "computed": {"enum": [*FindingWord]},
        "in_part": _FLAG,
        "lead": _FLAG,
        "target": _TEXT_OR_NULL,
        "amount": _TEXT_OR_NULL,
        "unit": _TEXT_OR_NULL,
        "statements": _TEXTS,
        "followed_by": _NUMBER_OR_NULL,
        **_SHOWN,
        **_LINKS,
    },
    "gaps": {**_WHOSE, **_POINT, "text": _TEXT, **_LINKS},
    "cells": {
        **_WHOSE,
        **_POINT,
        "label": {"enum": [*CELL_LABELS]},
        "last_day": _TEXT_OR_NULL,
        "pledge": _TEXT_OR_NULL,
        "version": _NUMBER_OR_NULL,
        "dimension": _TEXT_OR_NULL,
        "term": _TEXT_OR_NULL,
        "decided_by": _TEXT_OR_NULL,
        "lapsed": _TEXT_OR_NULL,
        "reason": {**_TEXT_OR_NULL, "description": "why nobody is asked about it"},
        **_LINKS,
    },
}
"""The fields of a line by the part of the scorecard: those of the scorecard itself, and whose it is."""

_LINE: dict[str, Schema] = {
    "company": _TEXT,
    "name": _TEXT,
    "topic": _TEXT_OR_NULL,
    "as_of": _DAY,
    "headline": _TEXT,
    "record": _TEXT,
    "pledge": _TEXT,
    "strength": {"enum": ["none", "narrow", "partial", "broad", "full"]},
    "covered": _NUMBER,
    "possible": _NUMBER,
    "cells": _NUMBER,
    "gravest": _TEXT_OR_NULL,
    "counts": {"type": "object", "additionalProperties": _NUMBER},
    "reviewed": _NUMBER,
    "checked_until": _TEXT_OR_NULL,
    "next_end": {"type": ["array", "null"], "items": _DAY, "minItems": 2, "maxItems": 2},
    "next_pledge": _TEXT_OR_NULL,
    "page": _TEXT,
    "data": _TEXT_OR_NULL,
}
_UPCOMING: dict[str, Schema] = {
    "kind": _TEXT,
    "first": {"type": ["string", "null"], "format": "date", "description": "the first possible day"},
    "last": {"type": ["string", "null"], "format": "date", "description": "the last possible day"},
    "doubted": {"type": "boolean"},
    "text": _TEXT,
    "company": _TEXT,
    "topic": _TEXT,
    "pledge": _TEXT,
    "version": _NUMBER,
    "condition": _TEXT_OR_NULL,
    "page": _TEXT,
}
_CHANGE: dict[str, Schema] = {
    "ledger_position": _NUMBER,
    "published_at": _MOMENT,
    "kind": _TEXT,
    "id": _TEXT,
    "revision": _NUMBER,
    "change": {"enum": ["new", "update", "correction", "clarification", "method"]},
    "note": _TEXT_OR_NULL,
    "author": _TEXT,
    "publisher": _TEXT,
    "sha256": _TEXT,
    "page": _PAGE,
}
LIST_SCHEMAS: dict[str, dict[str, Schema]] = {"scorecards": _LINE, "upcoming": _UPCOMING, "changes": _CHANGE}
"""The same of the other lists."""
