"""Readers' reports: what is kept, within which limits, who decides, and when it is erased."""

from datetime import timedelta

import pytest

from tests.stored import ON_SQLITE, clock
from tracker.models import Account
from tracker.services.auth.roles import Actor, NotAllowedError, Role
from tracker.services.auth.secret_keys import SecretKeys
from tracker.services.intake import reader_reports
from tracker.services.intake.reader_reports import (
    KEPT_DAYS,
    LIMITS,
    LONGEST,
    ReportProblemsError,
    TooManyReportsError,
    decide_report,
    erase_old_reports,
    erase_report,
    parsed_number,
    receive_report,
)
from tracker.store.reader_reports import report_by_number, reports_listed, reports_tally

KEYS = SecretKeys("session", b"token", ("totp",))
WRITTEN = {
    "kind": "error",
    "text": "The day is wrong.\r\nIt was a Monday.",
    "about": "/companies/acme",
    "source": "https://gazette.example/1",
    "name": "Ria Reader",
    "email": "ria@mail.example",
}


def received(database, moment, address="192.0.2.1", **changes):
    return receive_report(database, moment, KEYS, address, {**WRITTEN, **changes})


def report(database, number):
    with database.reading() as session:
        return report_by_number(session, number)


@pytest.fixture
def eve(database):
    """An editor."""
    with database.changing() as session:
        session.add(
            Account(
                email="eve@news.example",
                name="Eve",
                public_name="eve",
                public_name_key="eve",
                role="editor",
                active=True,
                passkey_handle="0" * 64,
                created_at=clock().now(),
            )
        )
        session.flush()
    return Actor(1, "eve", Role.EDITOR)


def test_a_report_is_kept_with_all_that_was_written(database):
    kept = report(database, received(database, clock()))
    assert (kept.text, kept.about, kept.source) == (
        "The day is wrong.\nIt was a Monday.",
        "/companies/acme",
        "https://gazette.example/1",
    )
    assert (kept.name, kept.email, kept.outcome, kept.received_at) == (
        "Ria Reader",
        "ria@mail.example",
        "open",
        clock().now(),
    )
    assert "192.0.2.1" not in kept.origin_key


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "box"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "praise"}, "kind"),
        ({"text": " \n "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"email": "ria at mail"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "ria@mail.example\nBcc: all@mail.example"}, "email"),
        ({"about": "x" * 501}, "about"),
        ({"source": "x" * 2001}, "source"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_what_is_wrong_is_said_by_box_and_nothing_is_kept(database, changes, box):
    with pytest.raises(ReportProblemsError) as caught:
        received(database, clock(), **changes)
    assert set(caught.value.problems) == {box}
    with database.reading() as session:
        assert reports_tally(session) == {}


def test_the_longest_texts_are_taken(database):
    longest = {name: "é" * most for name, most in LONGEST.items() if name != "email"}
    assert report(database, received(database, clock(), **longest)).text == "é" * LONGEST["text"]


@ON_SQLITE
def test_one_origin_sends_a_few_an_hour(database):
    moment = clock()
    for _ in range(LIMITS.from_one):
        received(database, moment, "2001:db8::1")
    with pytest.raises(TooManyReportsError) as caught:
        received(database, moment, "2001:db8::2")  # the same customer's network
    assert caught.value.own
    received(database, moment, "192.0.2.9")
    moment.move(LIMITS.within + timedelta(seconds=1))
    received(database, moment, "2001:db8::2")


@ON_SQLITE
def test_a_flood_from_many_places_ends_at_a_bound(database, monkeypatch):
    monkeypatch.setattr(reader_reports, "LIMITS", LIMITS.__class__(from_all=4, undecided=6))
    moment = clock()
    for i in range(10):
        if i < 4:
            received(database, moment, f"192.0.2.{i}")
        else:
            with pytest.raises(TooManyReportsError) as caught:
                received(database, moment, f"192.0.2.{i}")
            assert not caught.value.own
    moment.move(timedelta(hours=2))
    for i in range(2):
        received(database, moment, f"192.0.2.{i}")
    moment.move(timedelta(hours=2))
    with pytest.raises(TooManyReportsError):
        received(database, moment, "192.0.2.77")


def test_an_editor_decides_and_may_decide_again(database, eve):
    number, moment = received(database, clock()), clock(5)
    with database.changing() as session:
        decide_report(session, eve, moment, report(database, number).id, "no document")
    kept = report(database, number)
    assert (kept.outcome, kept.decided_at, kept.decided_by) == ("no document", moment.now(), 1)
    with database.reading() as session:
        assert reports_tally(session) == {"no document": 1}
        assert [one.number for one in reports_listed(session, undecided=False, before=None, most=9)] == [number]
        assert reports_listed(session, undecided=True, before=None, most=9) == []
    with database.changing() as session:
        decide_report(session, eve, moment, kept.id, "open")
    assert report(database, number).decided_at is None


def test_a_contributor_neither_decides_nor_erases(database):
    id = report(database, received(database, clock())).id
    cid = Actor(1, "cid", Role.CONTRIBUTOR)
    with database.reading() as session:
        with pytest.raises(NotAllowedError):
            decide_report(session, cid, clock(), id, "accepted")
        with pytest.raises(NotAllowedError):
            erase_report(session, cid, clock(), id)


def test_only_what_is_decided_is_erased_and_its_outcome_stays(database, eve):
    number = received(database, clock())
    id = report(database, number).id
    with database.changing() as session, pytest.raises(NotAllowedError):
        erase_report(session, eve, clock(), id)
    with database.changing() as session:
        decide_report(session, eve, clock(), id, "accepted")
        erase_report(session, eve, clock(7), id)
    kept = report(database, number)
    assert (kept.text, kept.about, kept.source, kept.name, kept.email, kept.origin_key) == ("", "", "", "", "", None)
    assert (kept.outcome, kept.erased_at) == ("accepted", clock(7).now())
    with database.changing() as session, pytest.raises(NotAllowedError):
        decide_report(session, eve, clock(), id, "open")


def test_what_was_written_is_erased_some_time_after_the_decision(database, eve):
    moment = clock()
    decided, waiting = received(database, moment), received(database, moment)
    with database.changing() as session:
        decide_report(session, eve, moment, report(database, decided).id, "known")
    moment.move(timedelta(days=2))
    assert erase_old_reports(database, moment) == 0
    assert report(database, waiting).origin_key is None
    moment.move(timedelta(days=KEPT_DAYS))
    assert erase_old_reports(database, moment) == 1
    assert report(database, decided).text == ""
    assert report(database, waiting).text != ""
    assert erase_old_reports(database, moment) == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7K3Q-9D2M", "7K3Q-9D2M"),
        (" 7k3q 9d2m", "7K3Q-9D2M"),
        ("o7il-0000", "0711-0000"),
        ("7K3Q-9D2", None),
        ("7K3Q-9D2MM", None),
        ("7K3Q-9D2U", None),
        ("", None),
        ("\u0667K3Q9D2M", None),
    ],
)
def test_a_number_is_understood_as_people_type_it(typed, number):
    assert parsed_number(typed) == number
