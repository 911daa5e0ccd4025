"""What the people who run the site say of it, and starting with an empty record."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from tests.desk import approved, draft_of, person, submitted
from tests.factories import company
from tests.stored import clock
from tracker.models import Draft, Ledger, Record, Revision
from tracker.services.auth.roles import NotAllowedError
from tracker.services.upkeep.site_details import (
    SiteAnswerError,
    begin_empty,
    may_begin_empty,
    save_site_details,
    settings_now,
)
from tracker.services.upkeep.startup import start
from tracker.services.upkeep.verifying.verify import verify
from tracker.settings import ROOT, Settings
from tracker.store.database.triggers import missing_triggers
from tracker.store.ledger import last_change

ANSWERS = {
    "site_name": "Promise Watch",
    "site_owner": "The Harbour Times, a newspaper in Example Town",
    "contact": "corrections@news.example",
    "answer_days": "14",
    "data_licence": "CC BY 4.0",
    "time_zone": "Europe/Berlin",
}


@pytest.fixture(scope="module")
def one_vocabulary(tmp_path_factory):
    """Records to start with: one list of terms, in a file of its own."""
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "actors.yaml").write_text((ROOT / "seeds" / "vocabularies" / "actors.yaml").read_text())
    return folder


def save(database, actor, settings, **answers):
    with database.changing() as session:
        save_site_details(session, actor, clock(), settings, {**ANSWERS, **answers})


def rows(database, *tables):
    with database.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_answers_are_settings_from_then_on(database):
    admin = person(database, role="admin")
    assert settings_now(database, Settings()).site_name == "Pledge Tracker"
    save(database, admin, Settings())
    now = settings_now(database, Settings())
    assert (now.site_name, now.answer_days, now.time_zone) == ("Promise Watch", 14, ZoneInfo("Europe/Berlin"))
    assert (now.site_owner, now.contact) == (ANSWERS["site_owner"], ANSWERS["contact"])


def test_the_environment_wins_and_is_not_overwritten(database):
    admin, set_outside = person(database, role="admin"), Settings(site_name="Named outside", contact="a@b.example")
    save(database, admin, set_outside)
    now = settings_now(database, set_outside)
    assert (now.site_name, now.contact, now.data_licence) == ("Named outside", "a@b.example", "CC BY 4.0")
    assert settings_now(database, Settings()).site_name == "Pledge Tracker"  # nothing was kept of what was not asked


def test_each_change_is_noticed_by_its_number(database):
    admin = person(database, role="admin")
    assert last_change(database) == (0, 0)
    save(database, admin, Settings())
    save(database, admin, Settings(), site_name="Another")
    assert last_change(database) == (0, 2)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "answer"), [("contact", "nobody"), ("answer_days", "soon"), ("answer_days", "400"), ("time_zone", "Moon")]
)
def test_an_invalid_answer_is_reported_and_nothing_is_saved(database, name, answer):
    admin = person(database, role="admin")
    with pytest.raises(SiteAnswerError) as refused:
        save(database, admin, Settings(), **{name: answer})
    assert set(refused.value.wrong) == {name}
    assert last_change(database).details == 0


def test_only_admins_change_it(database):
    with pytest.raises(NotAllowedError):
        save(database, person(database, role="reviewer"), Settings())


def test_without_seeds_the_record_begins_empty_and_stays_so(database, one_vocabulary):
    assert start(database, clock(), None).loaded == 0
    assert start(database, clock(1), one_vocabulary).loaded == 0
    assert rows(database, Ledger) == [0]


def test_what_came_with_the_program_can_be_deleted_as_long_as_nothing_else_is_published(database, one_vocabulary):
    assert start(database, clock(), one_vocabulary).loaded == 1
    admin = person(database, role="admin")
    draft_of(database, admin, company())
    with database.writing() as session:
        assert may_begin_empty(session)
        begin_empty(session, admin)
    assert rows(database, Ledger, Revision, Record, Draft) == [0, 0, 0, 0]
    with database.reading() as session:
        assert missing_triggers(session) == []
        assert verify(session).ok
    assert start(database, clock(1), one_vocabulary).loaded == 0
    assert last_change(database) == (0, 1)


def test_nothing_is_deleted_once_someone_published(database, one_vocabulary):
    start(database, clock(), one_vocabulary)
    ann, bob = person(database, "ann"), person(database, "bob", "admin")
    approved(
        database, bob, *submitted(database, ann, draft_of(database, ann, company(), clock(1)), at=clock(2)), at=clock(3)
    )
    with database.writing() as session, pytest.raises(NotAllowedError):
        begin_empty(session, bob)
    assert rows(database, Ledger) == [2]
