"""Of a record that was taken down files say that it was, and nothing that it said."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from tests import factories as make
from tracker.records.kinds import body, canonical, from_body
from tracker.records.reading.yaml_text import read_records
from tracker.records.types.decision import FindingWord
from tracker.records.types.evidence import OutcomeWord
from tracker.records.withheld import withheld
from tracker.settings import ROOT

LENGTH = re.compile(r"\d+ [a-z]+")
GONE = {"date": "2026-11-01", "reason": "It was ordered."}
LABELS = {*get_args(OutcomeWord), *FindingWord}
WHOLE = ("vocabulary", "topic", "wording", "rules")
EXTRA = [
    make.response(text="What was said then", summary="That they said it"),
    make.decision(reason="What an editor thought of it"),
    make.company(name="Acme Ltd.", aliases=["Acme Drones"], summary="Makes drones.", former_ids=["acme-drones"]),
]


def texts(content) -> Iterator[str]:
    """All that people wrote in words: more than an id or a date."""
    if isinstance(content, dict):
        for value in content.values():
            yield from texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value)
    elif content in LABELS:
        return
    elif isinstance(content, str) and (" " in content or "://" in content) and not LENGTH.fullmatch(content):
        yield content


def seeds():
    """The records of the seeds, and those that have every field, without their places."""
    for path in [*sorted((ROOT / "seeds").rglob("*.yaml")), ROOT / "tests" / "every_field.yaml"]:
        problems = []
        yield from (record for record, _ in read_records(path.read_text(encoding="utf-8"), path.name, problems))
        assert problems == []


def test_nothing_that_a_record_said_is_left_of_it():
    said = {}
    for record in [*seeds(), *EXTRA]:
        content = body(record)
        gone = from_body({**content, "taken_down": GONE})
        left = withheld(gone)
        if record.kind in WHOLE:
            assert left == gone
            continue
        assert (left.key, left.taken_down, withheld(left)) == (gone.key, gone.taken_down, left)
        written = canonical(body(left)).decode()
        assert [text for text in texts(content) if text in written] == [], record.key
        said.setdefault(record.kind, []).extend(texts(content))
    kinds_said = {kind for kind, words in said.items() if words}
    assert {"company", "source", "pledge", "evidence", "response", "decision", "condition", "initiative"} <= kinds_said


@pytest.mark.parametrize("record", EXTRA)
def test_a_record_that_stands_is_as_it_was(record):
    assert withheld(record) is record


def test_parts_keep_their_numbers_and_former_ids_lead_on():
    evidence = make.evidence(acts=[make.act(), make.act()], taken_down=GONE)
    assert [len(it.acts) for it in (evidence, withheld(evidence))] == [2, 2]
    assert withheld(from_body({**body(EXTRA[2]), "taken_down": GONE})).former_ids == ("acme-drones",)
