"""Readers follow by email: only who confirmed is told, once of each publication, and who leaves is forgotten."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select, update

from tests import factories as make
from tests.services.notifications.readers import MAIL, Following
from tests.stored import ON_SQLITE
from tracker.models import Follower, Job
from tracker.services.intake.personal_data import erase_address
from tracker.services.notifications import follower_mails, following
from tracker.services.notifications.outbox import Message, queue_mail


@pytest.fixture
def readers(database, tmp_path):
    return Following(database, tmp_path)


@ON_SQLITE
def test_only_who_confirmed_is_told_and_of_each_publication_once(readers):
    [mail] = readers.ask()
    readers.publish(make.pledge("acme/second"))
    assert readers.daily() == [], "not confirmed"
    readers.confirm(mail)
    assert readers.daily() == [], "what was published before is no news"
    readers.publish(make.check(until="2026-11-10"), make.company("bolt"))
    readers.publish(make.pledge("acme/third", title="The third"))
    readers.confirm(mail)  # once more, as people do: what was published meanwhile stays news
    [news] = readers.daily()
    assert "The third" in news
    assert "check" not in news.lower()
    assert "bolt" not in news.lower()
    assert "List-Unsubscribe-Post" in news
    assert readers.daily() == []
    readers.publish(make.pledge("acme/fourth", title="The fourth"))
    assert readers.daily() == [], "once a day"
    readers.clock.move(timedelta(hours=18, minutes=59))
    assert readers.daily() == [], "not before seven in the morning"
    readers.clock.move(timedelta(minutes=1))
    [later] = readers.daily()
    assert ("The third" in later, "The fourth" in later) == (False, True)


@ON_SQLITE
def test_what_went_with_its_company_is_told_without_what_it_said(readers):
    [mail] = readers.ask("topic:police-drones")
    readers.confirm(mail)
    readers.publish(make.company("bolt"), make.pledge("bolt/second", title="Secret words"))
    readers.publish(make.company("bolt", taken_down={"date": "2026-11-20", "reason": "Entered twice."}))
    [news] = readers.daily()
    assert ("bolt/second" in news, "Secret words" in news) == (True, False)


@ON_SQLITE
def test_a_day_is_one_of_the_sites_own(readers):
    readers.settings = readers.settings.model_copy(update={"time_zone": ZoneInfo("Pacific/Auckland")})
    readers.confirm(*readers.ask())
    readers.publish(make.pledge("acme/second"))
    readers.clock.move(timedelta(hours=6))
    assert len(readers.daily()) == 1, "it is seven in the morning there, of the next day"
    readers.publish(make.pledge("acme/third"))
    readers.clock.move(timedelta(hours=6))
    assert readers.daily() == [], "it is another day elsewhere only"


def test_who_leaves_is_forgotten_at_once(readers):
    [mail] = readers.ask()
    token = readers.confirm(mail)
    readers.publish(make.pledge("acme/second"))
    [news] = readers.daily()
    assert f"/follow/leave/{token}" in news
    assert readers.use(token, following.leave)
    with readers.database.reading() as session:
        assert session.query(Follower).count() == 0
    assert not readers.use(token, following.leave)
    assert not readers.use("0" * 64, following.leave)
    readers.confirm(*readers.ask(email="Ria.Two@mail.example"))
    with readers.database.changing() as session:
        assert erase_address(session, None, readers.clock, readers.keys, " ria.TWO@mail.example").follows == 1


def test_an_address_gets_one_mail_to_confirm_and_is_nowhere_in_the_database(readers):
    assert len(readers.ask()) == 1
    assert readers.ask() == readers.ask(email=MAIL.upper()) == []
    with readers.database.reading() as session:
        [row] = session.scalars(select(Follower))
        assert MAIL not in str(row.__dict__)
    readers.clock.move(timedelta(hours=49))
    following.erase_unconfirmed(readers.database, readers.clock)
    with readers.database.reading() as session:
        assert session.query(Follower).count() == 0


@ON_SQLITE
def test_answers_tell_nobody_who_follows(readers):
    readers.publish(*(make.company(f"maker-{i}") for i in range(6)))
    readers.confirm(*readers.ask())
    for i in range(6):
        readers.ask(f"company:maker-{i}", address=f"192.0.2.{i + 10}")
    with readers.database.reading() as session:
        assert session.query(Follower).count() == 6, "five a day wait to be confirmed, and no answer says so"
    for email, address in ((MAIL, "192.0.2.2"), ("nobody@mail.example", "192.0.2.3")):
        for _ in range(5):
            readers.ask(email=email, address=address)
        with pytest.raises(following.TooManyFollowersError):
            readers.ask(email=email, address=address)


@ON_SQLITE
def test_what_is_asked_is_written_alike_whoever_follows(readers):
    readers.confirm(*readers.ask())
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(readers.database.engine, "before_cursor_execute", note)
    for email in (MAIL, "nob@mail.example"):
        following.ask_to_follow(
            readers.database, readers.clock, readers.keys, subject="company:acme", email=email, address="192.0.2.9"
        )
    event.remove(readers.database.engine, "before_cursor_execute", note)
    half = len(statements) // 2
    assert statements[:half] == statements[half:]
    assert half > 2
    with readers.database.reading() as session:
        sealed = [it.task for it in session.scalars(select(Job).where(Job.kind == following.FOLLOW))]
    assert len(sealed) == 2
    assert "mail.example" not in str(sealed)
    with readers.database.changing() as session:
        assert erase_address(session, None, readers.clock, readers.keys, MAIL.upper()).mails == 1
    readers.work()
    assert [MAIL in mail for mail in readers.taken()] == [False]


def test_mails_that_wait_or_failed_are_erased_with_their_address(readers):
    with readers.database.changing() as session:
        for key, to in (("one", MAIL), ("two", "sam@mail.example"), ("three", MAIL)):
            queue_mail(session, readers.clock, readers.keys, readers.settings, key, Message(to, "S", "T"))
        session.execute(update(Job).where(Job.key == "three").values(state="failed", due=readers.clock.now()))
    with readers.database.changing() as session:
        assert erase_address(session, None, readers.clock, readers.keys, MAIL) == (0, 0, 0, 2)
    assert len(readers.taken()) == 1


@ON_SQLITE
def test_who_asks_again_after_leaving_gets_a_message_of_its_own(readers):
    keys = []
    for _ in range(2):
        readers.clock.move(timedelta(seconds=1))
        following.ask_to_follow(
            readers.database, readers.clock, readers.keys, subject="company:acme", email=MAIL, address="192.0.2.1"
        )
        readers.work()
        with readers.database.reading() as session:
            keys += session.scalars(select(Job.key).where(Job.kind == "mail"))
        readers.use(readers.confirm(*readers.taken()), following.leave)
    assert len(set(keys)) == 2, "by a key that they know, mail programs would hide it"


@ON_SQLITE
def test_a_mail_that_cannot_be_made_holds_up_no_other(readers, monkeypatch):
    readers.confirm(*readers.ask())
    readers.confirm(*readers.ask(email="sam@mail.example"))
    readers.publish(make.pledge("acme/second"))
    write = follower_mails._message

    def broken(session, settings, name, entries, subject, email, token):
        if email == MAIL:
            raise ValueError("a fault")
        return write(session, settings, name, entries, subject, email, token)

    monkeypatch.setattr(follower_mails, "_message", broken)
    assert [MAIL in mail for mail in readers.daily()] == [False]
    monkeypatch.undo()
    assert [MAIL in mail for mail in readers.daily()] == [True], "it is made once it can be"


@ON_SQLITE
def test_floods_and_what_is_no_address(readers):
    for i in range(5):
        readers.ask(email=f"r{i}@mail.example")
    with pytest.raises(following.TooManyFollowersError):
        readers.ask(email="r6@mail.example")
    readers.ask(email="r6@mail.example", address="192.0.2.2")
    for wrong in (
        "",
        "ria",
        "a@b\nBcc: x@y.example",
        "a b@c.example",
        "a@b@c.example",
        f"{'x' * 250}@mail.example",
        "é@mail.example",
    ):
        with pytest.raises(following.FollowProblemError):
            readers.ask(email=wrong, address="192.0.2.3")
    for nothing in ("company:nobody", "pledge:acme/no-sales", "", "company:"):
        with pytest.raises(LookupError):
            readers.ask(nothing, address="192.0.2.3")
