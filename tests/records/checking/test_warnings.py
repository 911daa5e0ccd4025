"""What looks like a slip is pointed out and never refused; what nobody sees is taken out of names and told."""

from datetime import date

import pytest

from tests import factories as make
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.checking.warnings import warnings
from tracker.records.kinds import body, from_body
from tracker.records.reading.taken_out import taken_out

TODAY = date(2026, 11, 22)
SHORT = "not to sell camera drones to the police"
DOWN = {"date": "2026-11-01", "reason": "It was entered twice."}


def warnings_of(*records):
    by_key = {record.key: record for record in [*make.world(), *records]}
    bundle = Bundle(by_key.values())
    assert check(bundle) == []
    pointed_out = warnings(bundle, TODAY)
    assert all(str(it.message) for it in pointed_out)  # with all values that its sentence names
    return {(" ".join(it.key), it.path, it.message.code) for it in pointed_out}


def test_a_plain_world_has_none():
    assert warnings_of(make.pledge(versions=[make.version(short=SHORT)]), make.evidence(period="2019-06")) == set()


@pytest.mark.parametrize(
    ("record", "key", "path", "code"),
    [
        (make.source("late-1", date="2027-01-01"), "source late-1", ("date",), "in-the-future"),
        (make.source("late-1", retrieved="2026-11-23"), "source late-1", ("retrieved",), "in-the-future"),
        (make.source("late-1", url=None), "source late-1", ("url",), "no-place-to-find"),
        (
            make.pledge(versions=[make.version(start="2027", short=SHORT)]),
            "pledge acme/no-sales",
            ("versions", 0, "start"),
            "in-the-future",
        ),
        (make.pledge(versions=[make.version()]), "pledge acme/no-sales", ("versions", 0, "short"), "no-short"),
        (
            make.pledge(versions=[make.version(short="No sales to police")]),
            "pledge acme/no-sales",
            ("versions", 0, "short"),
            "short-begins",
        ),
        (make.evidence(period="2027-01"), "evidence acme/deal", ("period",), "in-the-future"),
        (make.evidence(period="2026-11-01"), "evidence acme/deal", ("period",), "later-than-sources"),
        (
            make.evidence(acts=[make.act(period="2026-11-01")]),
            "evidence acme/deal",
            ("acts", 0, "period"),
            "later-than-sources",
        ),
    ],
)
def test_a_slip_is_pointed_out(record, key, path, code):
    assert (key, path, code) in warnings_of(record)


def test_today_and_what_may_be_today_are_no_slips():
    records = [make.source("now-1", date="2026-11-22"), make.source("now-2", date="2026")]
    assert warnings_of(*records) == set()


def test_a_pledge_announced_before_it_begins_is_none():
    assert (
        warnings_of(make.pledge(versions=[make.version(announced="2020-01-01", start="2027-01-01", short=SHORT)]))
        == set()
    )


def test_what_others_said_may_be_later_than_its_sources():
    study = make.evidence(nature="study", acts=None, period="2026-11-01")
    assert warnings_of(study) == set()


def test_naming_what_was_taken_down_is_pointed_out_and_a_former_id_is_not():
    gone = make.source(taken_down=DOWN)
    assert ("evidence acme/deal", ("sources", 0), "names-taken-down") in warnings_of(
        make.evidence(sources=["gazette-1"]), gone
    )
    moved = [make.company(taken_down=DOWN), make.company("roadrunner", former_ids=["acme"])]
    assert warnings_of(make.pledge(versions=[make.version(short=SHORT)]), *moved) == set()


HIDDEN = {
    "soft hyphen": "Ac\u00adme",
    "without width": "Ac\u200bme\ufeff",
    "turned round": "\u202eAcme\u202c",
    "isolate": "\u2066Acme\u2069",
    "joiner": "Ac\u200dme",
}


@pytest.mark.parametrize("name", HIDDEN.values(), ids=HIDDEN)
def test_invisible_characters_are_removed_from_names_and_reported(name):
    given = {"kind": "company", "id": "acme", "name": name, "aliases": ["Plain", name]}
    record = from_body(given)
    assert (record.name, record.aliases) == ("Acme", ("Plain", "Acme"))
    removed = taken_out(given, record)
    assert [path for path, _ in removed] == [("name",), ("aliases", 1)]
    assert "U+" in str(removed[0][1])
    assert taken_out(body(record), record) == []


@pytest.mark.parametrize(
    "name", ["\u0645\u06cc\u200c\u062e\u0648", "👩\u200d💻 Works", "Acme \u0645\u06cc\u200c\u062e", "Acme"]
)
def test_what_a_script_needs_is_kept(name):
    given = {"kind": "company", "id": "acme", "name": name}
    assert from_body(given).name == name
    assert taken_out(given, from_body(given)) == []


def test_a_name_of_invisible_characters_only_is_refused():
    with pytest.raises(ValueError, match="is empty"):
        from_body({"kind": "company", "id": "acme", "name": "\u200b\u00ad"})


def test_verbatim_words_keep_what_they_have():
    words = "We will not\u00ad sell.\n\nNor lease."
    version = make.version(quote=words)
    assert make.pledge(versions=[version]).versions[0].quote == words
