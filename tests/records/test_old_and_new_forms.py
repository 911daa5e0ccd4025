"""Records of earlier forms read as what replaced them; new kinds and fields keep to their rules."""

import pytest
from pydantic import ValidationError

from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.kinds import KINDS, body, from_body
from tracker.records.search_text import search_text

DOWN = {"date": "2026-11-01", "reason": "It was entered twice."}


def company(id, **fields):
    return from_body({"kind": "company", "id": id, "name": id.title(), **fields})


def test_a_parent_is_an_owner_without_dates():
    old = company("sample-books", parent="sample-print")
    assert body(old)["owners"] == [{"company": "sample-print"}]
    assert body(from_body(body(old))) == body(old)


def test_a_withdrawn_company_was_taken_down():
    assert body(company("sample-books", withdrawn=DOWN))["taken_down"] == DOWN


@pytest.mark.parametrize(
    "fields", [{"parent": "a", "owners": [{"company": "b"}]}, {"withdrawn": DOWN, "taken_down": DOWN}]
)
def test_an_old_form_beside_the_new_one_is_refused(fields):
    with pytest.raises(ValidationError, match="which replaces it"):
        company("sample-books", **fields)


def test_an_empty_parent_is_no_owner():
    assert "owners" not in body(company("sample-books", parent=None))


@pytest.mark.parametrize("field", ["owners", "names"])
def test_what_ends_before_it_begins_is_refused(field):
    part = {"since": "2021", "until": "2019", **({"company": "a"} if field == "owners" else {"name": "A"})}
    with pytest.raises(ValidationError, match="ends before it begins"):
        company("sample-books", **{field: [part]})


def test_every_kind_can_be_taken_down():
    assert all("taken_down" in kind.model_fields for kind in KINDS.values())
    assert all(list(kind.model_fields)[-1] == "taken_down" for kind in KINDS.values())


def test_a_check_needs_no_id():
    looked = from_body({"kind": "check", "company": "sample-print", "topic": "recycled-paper", "until": "2024-09-14"})
    assert looked.id == "sample-print/recycled-paper"
    assert body(looked)["until"] == "2024-09-14"


def test_a_check_without_its_company_says_so():
    with pytest.raises(ValidationError, match="company"):
        from_body({"kind": "check", "topic": "recycled-paper", "until": "2024-09-14"})


def test_what_was_taken_down_is_not_searched():
    assert search_text(company("sample-books")) is not None
    assert search_text(company("sample-books", taken_down=DOWN)) is None


def test_records_of_former_ids_belong_to_the_present_one():
    source = {"kind": "source", "id": "letter", "title": "Letter", "publisher": "Sample", "type": "record"}
    evidence = {
        "kind": "evidence",
        "id": "old-name/letter",
        "topics": ["paper"],
        "nature": "statement",
        "title": "Wrote a letter",
        "period": "2020",
        "sources": ["letter"],
    }
    records = [
        company("new-name", former_ids=["old-name"]),
        company("newest-name", former_ids=["new-name"]),
        from_body({**source, "date": "2020", "url": "https://example.org/"}),
        from_body(evidence),
    ]
    bundle = Bundle([records[0], *records[2:]])
    assert [record.id for record in bundle.by_company["new-name"]] == ["old-name/letter"]
    assert not [fault for fault in check(bundle) if fault.key[0] == "evidence" and fault.path == ("id",)]
    down = from_body({**body(records[0]), "taken_down": DOWN})
    chain = Bundle([down, *records[1:]])
    assert chain.present_id("old-name") == "newest-name"
    assert list(chain.by_company) == ["newest-name"]


def test_an_id_in_use_is_nobodys_former_one():
    bundle = Bundle([company("one", former_ids=["two"]), company("two")])
    assert bundle.present_id("two") == "two"
    assert [fault.path for fault in check(bundle)] == [("former_ids", 0)]


def test_former_ids_in_a_circle_end():
    bundle = Bundle(
        [company("one", former_ids=["two"], taken_down=DOWN), company("two", former_ids=["one"], taken_down=DOWN)]
    )
    assert bundle.present_id("one") in ("one", "two")


def test_owners_in_a_circle_at_one_time_are_wrong():
    circle = Bundle([company("one", owners=[{"company": "two"}]), company("two", owners=[{"company": "one"}])])
    assert {fault.path[0] for fault in check(circle)} == {"owners"}
    in_turn = Bundle(
        [
            company("one", owners=[{"company": "two", "until": "2010"}]),
            company("two", owners=[{"company": "one", "since": "2012"}]),
        ]
    )
    assert check(in_turn) == []


@pytest.mark.parametrize(
    ("fields", "path"),
    [({"due": "2023-12-31"}, "due"), ({"version": "1"}, "version")],
)
def test_a_decision_about_a_due_names_its_pledge(fields, path):
    decision = {
        "kind": "decision",
        "id": "one/decision-1",
        "topic": "paper",
        "evidence": "one/e",
        "computed": "missed",
        "decision": "confirmed",
        "reason": "Seen.",
        "date": "2024",
        "editor": "Ada",
        **fields,
    }
    assert path in {fault.path[0] for fault in check(Bundle([from_body(decision)]))}
