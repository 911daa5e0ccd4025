"""The JSON Schemas: every field is described, nothing unknown is allowed, and our own records fit them."""

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from tests import factories
from tracker.records.kinds import ADAPTER, KINDS, AnyRecord, body
from tracker.records.reading.yaml_text import read_raw

SEEDS = Path(__file__).parents[2] / "seeds"
FILE = TypeAdapter(list[AnyRecord]).json_schema(by_alias=True)
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}


def misfits(value, schema, root, path="$"):
    """Where plain data does not fit a schema, for the words of JSON Schema that ours are made of."""
    if "$ref" in schema:
        yield from misfits(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    for word in ("anyOf", "oneOf"):
        branches = [list(misfits(value, branch, root, path)) for branch in schema.get(word, ())]
        if branches and all(branches):
            yield from min(branches, key=len)
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{path}: no {schema['type']}"
    if value not in schema.get("enum", [schema.get("const", value)]):
        yield f"{path}: not allowed"
    text = value if isinstance(value, str) else ""
    if text and not (re.search(schema.get("pattern", ""), text) and len(text) <= schema.get("maxLength", len(text))):
        yield f"{path}: wrong text"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{path}: {len(value)} entries"
        for i, item in enumerate(value):
            yield from misfits(item, schema.get("items", {}), root, f"{path}[{i}]")
    if isinstance(value, dict):
        yield from (f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            below = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            yield from [f"{path}: unknown {name}"] if below is False else misfits(inner, below, root, f"{path}.{name}")


def objects(kind):
    """Every mapping in the schema of a kind, by name."""
    schema = KINDS[kind].model_json_schema(by_alias=True)
    schemas = {kind: schema, **schema.get("$defs", {})}
    return {name: inner for name, inner in schemas.items() if inner.get("type") == "object"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_described_and_none_but_those_is_allowed(kind):
    for name, schema in objects(kind).items():
        assert schema["additionalProperties"] is False, name
        assert schema["description"], name
        assert [field for field, inner in schema["properties"].items() if not inner.get("description")] == [], name


@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_records_that_the_site_starts_with_fit_the_schema_as_they_are_written(path):
    problems = []
    written = [raw.data for raw in read_raw(path.read_text(), path.name, problems)]
    assert written
    assert [*problems, *misfits(written, FILE, FILE)] == []


def test_records_as_they_are_handed_out_fit_the_schema():
    records = [*factories.world(), factories.pledge(), factories.promise(), factories.evidence(), factories.response()]
    records += [factories.decision(act=1), factories.pledge(versions=[factories.version(ends={"withdrawn": "2021"})])]
    assert list(misfits([body(record) for record in records], FILE, FILE)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "plege"},
        {"id": "Acme"},
        {"commitment": "abstain"},
        {"versions": []},
        {"versions": [{"start": "2020"}]},
        {"colour": "red"},
        {"topic": None},
    ],
)
def test_the_schema_refuses_what_reading_refuses(change):
    data = body(factories.pledge()) | change
    root = ADAPTER.json_schema(by_alias=True)
    assert list(misfits(data, root, root))
