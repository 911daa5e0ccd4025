"""The description of the API in OpenAPI 3.1, made from the record types and the table of addresses."""

import re
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from tracker.records.kinds import KINDS
from tracker.web.api.endpoints import AN_ID, ENDPOINTS, Endpoint, Parameter
from tracker.web.api.line_schemas import LINE_SCHEMAS, LIST_SCHEMAS
from tracker.web.api.records import KINDS_BY_FOLDER

__all__ = ["description"]

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_DAY: Schema = {"type": "string", "format": "date"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_ORIGIN: dict[str, Schema] = {
    "as_of": _DAY,
    "known_at": _MOMENT,
    "position": {**_NUMBER, "description": "the last ledger entry that was used"},
    "licence": {**_TEXT_OR_NULL, "description": "the licence of the records, where the site names one"},
    "citation": _TEXT,
    "permalink": {**_TEXT, "description": "an address whose answer never changes"},
}
_PAGE: Schema = {**_TEXT_OR_NULL, "description": "the page for readers"}
_STANDING: dict[str, Schema] = {
    "kind": _TEXT,
    "id": _TEXT,
    "page": _PAGE,
    "data": _TEXT,
    "revision": {**_NUMBER, "description": "1 for the first one published"},
    "change": {"enum": ["new", "update", "correction", "clarification", "method"]},
    "published_at": _MOMENT,
    "ledger_position": _NUMBER,
    "sha256": {**_TEXT, "description": "SHA-256 of the record as the ledger has it"},
}
_SCORECARD = (
    *("company", "topic", "as_of", "known_at", "checked_until", "rules", "headline", "note", "strength", "conduct"),
    *("pledges", "cells", "gaps", "amendment", "findings", "dues", "turns", "progress", "context", "assessments"),
    *("not_asked", "replies", "ledger_position", "links"),
)
_PROBLEM: Schema = {
    "type": "object",
    "description": "What is wrong, and what would be right (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": _NUMBER,
        "detail": _TEXT,
        "parameter": {**_TEXT, "description": "which part of the address is wrong"},
        "nearby": {"type": "array", "items": {"type": "object", "properties": {"id": _TEXT, "name": _TEXT}}},
    },
}
_ERRORS = {
    "301": "The company has another ID now: the address leads to it",
    "302": "The company was named by its name: the address leads to it",
    "304": "Nothing has changed since the answer with this entity tag",
    "400": "A parameter has a value that is not valid, or is not one of this address",
    "404": "There is no such record at that moment",
    "410": "It was taken down; the day and the reason are given",
    "503": "Too much is being asked at this moment: try again after the time in Retry-After",
}
_EMPTY = ("301", "302", "304")
_FIRST = "$response.body#/items/0"


def description(name: str, address: str) -> dict[str, Any]:
    """The whole description, as plain data; ``name`` is the site's, ``address`` its public URL."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name}: data",
            "version": "1",
            "description": "Everything public as data: read-only, without a key, for any web page (CORS *).",
        },
        "servers": [{"url": f"{address}/api/v1"}],
        "paths": {path: {"get": _operation(path, endpoint)} for path, endpoint in ENDPOINTS.items()},
        "components": {"schemas": _schemas()},
    }


def _operation(path: str, endpoint: Endpoint) -> Schema:
    in_path = [
        _parameter(Parameter(name, "the ID", AN_ID, required=True), "path") for name in re.findall(r"{(\w+)}", path)
    ]
    return {
        "summary": endpoint.summary,
        "operationId": _operation_id(path),
        "parameters": [*in_path, *(_parameter(it, "query") for it in endpoint.parameters)],
        "responses": {"200": _answer(path, endpoint), **_error_responses()},
    }


def _answer(path: str, endpoint: Endpoint) -> Schema:
    links = _links(path, endpoint)
    answer = _response("The answer", "application/json", endpoint.answer)
    return {**answer, "links": links} if links else answer


def _links(path: str, endpoint: Endpoint) -> Schema:
    """Where a list leads on: to its next page, and to what its first line tells of."""
    if "{" in path:
        return {}
    mark, folder = "before" if "before" in endpoint.names else "after", path.removeprefix("/")
    links = {"next": _link(path, "The next page", {mark: f"$response.body#/following/{mark}"})}
    if folder in KINDS_BY_FOLDER:
        links["record"] = _link(f"{path}/{{id}}", "The first record alone", {"id": f"{_FIRST}/id"})
    elif "data" in LINE_SCHEMAS.get(folder, ()) or folder == "upcoming":
        whose = {name: f"{_FIRST}/{name}" for name in ("company", "topic")}
        links["scorecard"] = _link("/companies/{company}/scorecard", "The scorecard of the first line", whose)
    return links


def _link(path: str, text: str, parameters: dict[str, str]) -> Schema:
    return {"operationId": _operation_id(path), "description": text, "parameters": parameters}


def _operation_id(path: str) -> str:
    return re.sub(r"\W+", "_", path).strip("_")


def _parameter(parameter: Parameter, place: str) -> Schema:
    return {
        "name": parameter.name,
        "in": place,
        "description": parameter.meaning,
        "required": parameter.required,
        "schema": parameter.schema,
    }


def _error_responses() -> Schema:
    return {
        status: {"description": text} if status in _EMPTY else _response(text, "application/problem+json", "Problem")
        for status, text in _ERRORS.items()
    }


def _response(text: str, media_type: str, schema: str) -> Schema:
    return {"description": text, "content": {media_type: {"schema": _reference(schema)}}}


def _reference(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


@cache
def _schemas() -> dict[str, Schema]:
    _, records = models_json_schema(
        [(model, "validation") for model in KINDS.values()], ref_template="#/components/schemas/{model}"
    )
    kinds = {kind: model.__name__ for kind, model in KINDS.items()}
    lists = {f"{kind}-list": _list_of(_published(name, partial=True)) for kind, name in kinds.items()}
    single = {f"{kind}-answer": _whole({**_published(name)["properties"], **_ORIGIN}) for kind, name in kinds.items()}
    return {
        **_without_empty_defaults(records["$defs"]),
        **lists,
        **single,
        "Scorecard": _whole({key: {} for key in _SCORECARD}),
        "ScorecardLines": _list_of(_whole(LIST_SCHEMAS["scorecards"])),
        "UpcomingLines": _list_of(_whole(LIST_SCHEMAS["upcoming"])),
        "Changes": _list_of(_whole(LIST_SCHEMAS["changes"])),
        **{f"{part}-lines": _list_of(_some(fields)) for part, fields in LINE_SCHEMAS.items()},
        "Problem": _PROBLEM,
    }


def _without_empty_defaults(value: Any) -> Any:
    """A schema in which an ID that is made from other fields has no default: an empty one would not be valid."""
    if isinstance(value, dict):
        kept = {key: it for key, it in value.items() if not (key == "default" and it == "")}
        return {key: _without_empty_defaults(it) for key, it in kept.items()}
    return [_without_empty_defaults(it) for it in value] if isinstance(value, list) else value


def _published(record: str, *, partial: bool = False) -> Schema:
    """A record with where it stands; in lists it may have some fields alone, or have been taken down."""
    content = {"anyOf": [_reference(record), {"type": "object"}]} if partial else _reference(record)
    return _whole({**_STANDING, "record": content})


def _list_of(item: Schema) -> Schema:
    following = {**_TEXT_OR_NULL, "description": "the address of the next page"}
    marks = {"type": ["object", "null"], "description": "the parameters by which the next page differs from this one"}
    return _whole({"items": {"type": "array", "items": item}, "next": following, "following": marks, **_ORIGIN})


def _some(properties: dict[str, Schema]) -> Schema:
    """An object that has nothing but these: all of them unless some fields are asked for."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _whole(properties: dict[str, Schema]) -> Schema:
    """An object that has all of these and nothing else."""
    required = list(properties)
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}
