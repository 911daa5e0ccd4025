"""Lines of scorecards across companies: what each has, as JSON Schema."""

from typing import Any

from tracker.engine.findings import DISMISSED
from tracker.records.types.decision import FindingWord

__all__ = ["LABELS", "LINE_SCHEMAS", "STATES"]

Schema = dict[str, Any]
STATES = (*FindingWord, DISMISSED)
"""What a finding or a due may be."""
LABELS = ("covered", "partly", "unclear", "open")
"""What a pledge may say of a cell."""
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
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
        "last_day": _TEXT_OR_NULL,
        "pledge": _TEXT_OR_NULL,
        "version": _NUMBER_OR_NULL,
        "dimension": _TEXT_OR_NULL,
        "term": _TEXT_OR_NULL,
        "decided_by": _TEXT_OR_NULL,
        "lapsed": _TEXT_OR_NULL,
        **_LINKS,
    },
}
"""The fields of a line by the part of the scorecard: those of the scorecard itself, and whose it is."""
