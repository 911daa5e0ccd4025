"""What people outside the desk left is listed, and erased by a button, a command, or its age, each with an event."""

from datetime import timedelta

from sqlalchemy import select

from tests.web.desk.desk_people import Desk
from tracker.models import AccountEvent, ReaderReport
from tracker.services.intake.personal_data import erase_address
from tracker.services.intake.reader_reports import UNDECIDED_DAYS, erase_old_reports

SENT = {"kind": "tip", "text": "They sold it.", "name": "Ria", "email": "ria@mail.example", "website": ""}


def events(door):
    with door.database.reading() as session:
        return [(it.actor_id, it.detail) for it in session.scalars(select(AccountEvent).filter_by(event="erased"))]


def reports(door):
    with door.database.reading() as session:
        return [(it.outcome, it.text) for it in session.scalars(select(ReaderReport).order_by(ReaderReport.id))]


def test_data_is_listed_and_erased_for_an_address(door):
    desk = Desk(door)
    ann, reader = desk.person(), door.client()
    reader.post("/report", data=SENT)
    reader.post("/report", data={**SENT, "email": "Ria@Mail.example"})
    reader.post("/report", data={**SENT, "email": "other@mail.example"})
    page = ann.opens("/desk/personal-data")
    assert page.text.count("ria@mail.example") == 1
    assert "23 November 2027" in page.text or "22 November 2027" in page.text
    stale = desk.person("editor", "sue", fresh=False)
    stale.sends("/desk/personal-data/erase", {"email": "ria@mail.example"}, status=403)
    ann.sends("/desk/personal-data/erase", {"email": " ria@mail.example "})
    assert [text for _, text in reports(door)] == ["", "", SENT["text"]]
    [(actor, detail)] = events(door)
    assert actor == ann.actor.account_id
    assert "ria" not in detail
    with door.database.changing() as session:
        assert erase_address(session, None, door.clock, door.keys, "other@mail.example").reports == 1
    assert events(door)[-1][0] is None
    assert "Nothing is kept" in ann.opens("/desk/personal-data").text
    desk.person("contributor", "carl").opens("/desk/personal-data", status=403)


def test_an_address_is_erased_in_whatever_case_it_was_typed(door):
    door.client().post("/report", data={**SENT, "email": "Änne@Mail.example"})
    with door.database.changing() as session:
        assert erase_address(session, None, door.clock, door.keys, "änne@mail.example").reports == 1


def test_reports_that_nobody_decides_are_erased_after_a_year(door):
    ann = Desk(door).person()
    door.client().post("/report", data=SENT)
    door.clock.move(timedelta(days=UNDECIDED_DAYS - 1))
    assert erase_old_reports(door.database, door.clock) == 0
    door.clock.move(timedelta(days=2))
    assert erase_old_reports(door.database, door.clock) == 1
    assert reports(door) == [("open", "")]
    assert len(events(door)) == 1
    ann = Desk(door).person("editor", "late")
    assert "No reports to decide" in ann.opens("/desk/reports").text
    assert "Not decided in time" in ann.opens("/desk/reports?show=decided").text
