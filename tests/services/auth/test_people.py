"""People: invited, helped in, given roles, ended; each act is written down, and somebody can always manage people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.signed_in import account
from tests.stored import ON_SQLITE, clock
from tracker.models.account import Passkey
from tracker.services.auth import people
from tracker.services.auth.people import NotPossibleError
from tracker.services.auth.roles import Actor, NotAllowedError, Role
from tracker.services.auth.second_factors import renew_recovery_codes
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.auth.sessions import Origin, active_session, begin_session
from tracker.store.accounts.events import EventFilter, logged_events
from tracker.store.accounts.people import (
    account_of,
    count_accounts,
    find_by_email,
    passkeys_of,
    unused_codes,
)

BOB = {"email": "Bob@News.example", "name": "  Bob   Example ", "role": "reviewer"}


class Place:
    """An empty site, its clock, and somebody to act."""

    def __init__(self, database, folder):
        self.database, self.clock = database, clock()
        self.keys = ready_keys(folder / "secrets", database)

    def admin(self, name="ada"):
        return Actor(account(self.database, "admin", name, self.clock.now()), name, Role.ADMIN)

    def do(self, act, *arguments, **more):
        with self.database.changing() as session:
            return act(session, self.clock, *arguments, **more)

    def invite(self, actor=None, **changed):
        invited, token = self.do(people.invite, self.keys, actor, **(BOB | changed))
        return invited.id, token

    def accept(self, token, **names):
        names = {"name": "Bob", "public_name": "bob", "email": "bob@news.example"} | names
        return self.do(people.accept_link, self.keys, token, "a hash", **names)

    def link(self, token):
        return self.do(people.link_for, self.keys, token)

    def get(self, id):
        with self.database.reading() as session:
            return account_of(session, id)

    def events(self, id):
        with self.database.reading() as session:
            return [event.event for event, *_ in logged_events(session, EventFilter(person=id), before=None, most=50)][
                ::-1
            ]


@pytest.fixture
def place(database, tmp_path):
    return Place(database, tmp_path)


@ON_SQLITE
def test_an_empty_site_has_no_account_and_one_link_that_makes_an_admin(place):
    old = place.do(people.new_setup_link, place.keys)
    token = place.do(people.new_setup_link, place.keys)
    assert place.link(old) is None, "each start makes another one"
    place.clock.move(timedelta(days=400))
    kind, made = place.accept(token, email="ada@news.example", public_name="A. Pen")
    assert (kind, made.role, made.email, made.public_name) == ("setup", "admin", "ada@news.example", "A. Pen")
    assert place.do(people.new_setup_link, place.keys) is None
    with pytest.raises(NotPossibleError, match="already been used"):
        place.accept(token, email="eve@news.example")


def test_of_many_who_open_the_set_up_link_one_becomes_admin(place):
    token = place.do(people.new_setup_link, place.keys)

    def try_once(number):
        try:
            place.accept(token, email=f"p{number}@news.example", public_name=f"p{number}")
        except NotPossibleError:
            return 0
        return 1

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(try_once, range(6))) == 1
    with place.database.reading() as session:
        assert count_accounts(session) == 1


def test_an_invitation_is_accepted_once_within_seven_days(place):
    id, token = place.invite(place.admin())
    invited = place.get(id)
    assert (invited.email, invited.name, invited.password_hash) == ("bob@news.example", "Bob Example", None)
    place.clock.move(timedelta(days=7) - timedelta(seconds=1))
    kind, accepted = place.accept(token, name="Robert", public_name="B. Pen", email="other@news.example")
    assert (kind, accepted.name, accepted.public_name, accepted.role) == ("invitation", "Robert", "B. Pen", "reviewer")
    assert accepted.email == "bob@news.example", "the one who was invited"
    assert place.link(token) is None
    assert place.events(id) == ["invited", "password set"]


@ON_SQLITE
@pytest.mark.parametrize(("kind", "length"), [("invitation", timedelta(days=7)), ("reset", timedelta(hours=1))])
def test_links_run_out(place, kind, length):
    id, token = place.invite()
    if kind == "reset":
        place.accept(token)
        made, token = place.do(people.new_link, place.keys, None, id)
        assert made == "reset"
    place.clock.move(length)
    assert place.link(token) is None
    with pytest.raises(NotPossibleError):
        place.accept(token)


def test_a_new_link_ends_the_one_before_and_so_does_the_end_of_the_account(place):
    place.admin()
    id, first = place.invite()
    _, second = place.do(people.new_link, place.keys, None, id)
    assert place.link(first) is None
    place.do(people.deactivate, None, id)
    assert place.link(second) is None
    with pytest.raises(NotPossibleError, match="Reactivate it first"):
        place.do(people.new_link, place.keys, None, id)


def test_another_password_keeps_the_second_factor_and_ends_all_sessions(place):
    id, token = place.invite()
    place.accept(token)
    with place.database.changing() as session:
        account_of(session, id).totp_secret = "sealed"
        held = begin_session(session, place.clock, place.keys, id, Origin("", ""), proved="both")
    _, token = place.do(people.new_link, place.keys, None, id)
    with place.database.reading() as session:
        assert active_session(session, place.clock, place.keys, held), "a link alone changes nothing"
    place.accept(token)
    assert place.get(id).totp_secret == "sealed"
    with place.database.reading() as session:
        assert active_session(session, place.clock, place.keys, held) is None


def test_the_second_factor_goes_only_when_an_admin_says_so_and_that_is_written_down(place):
    admin = place.admin()
    id, token = place.invite(admin)
    place.accept(token)
    with place.database.changing() as session:
        account_of(session, id).totp_secret = "sealed"
        key = {"credential_id": "c", "public_key": "k", "sign_count": 0, "created_at": place.clock.now()}
        session.add(Passkey(account_id=id, name="Phone", **key))
        renew_recovery_codes(session, place.keys, id)
    place.do(people.reset_second_factor, place.keys, admin, id)
    assert place.get(id).totp_secret is None
    with place.database.reading() as session:
        assert (list(passkeys_of(session, id)), unused_codes(session, id)) == ([], 0)
    assert place.events(id)[-1] == "second factor reset"
    with place.database.reading() as session:
        (event, _, actor), *_ = logged_events(session, EventFilter(person=id), before=None, most=50)
        assert (event.actor_id, actor.name) == (admin.account_id, "Ada Example")


@ON_SQLITE
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_admins_manage_people(place, role):
    place.admin()
    id, _ = place.invite()
    actor = Actor(account(place.database, role, "eve", place.clock.now()), "eve", role)
    acts = [
        (people.invite, (place.keys, actor), BOB | {"email": "x@news.example"}),
        (people.new_link, (place.keys, actor, id), {}),
        (people.change_role, (actor, id, "admin"), {}),
        (people.change_role, (actor, actor.account_id, "admin"), {}),
        (people.deactivate, (actor, id), {}),
        (people.reactivate, (actor, id), {}),
        (people.reset_second_factor, (place.keys, actor, id), {}),
        (people.end_all_sessions, (actor, id), {}),
    ]
    for act, arguments, more in acts:
        with pytest.raises(NotAllowedError):
            place.do(act, *arguments, **more)


def test_the_last_admin_cannot_be_demoted_or_deactivated(place):
    ada = place.admin()
    for act, more in ((people.change_role, ("editor",)), (people.deactivate, ())):
        with pytest.raises(NotPossibleError, match="only admin"):
            place.do(act, ada, ada.account_id, *more)
    eve = place.admin("eve")
    place.do(people.deactivate, ada, eve.account_id)
    with pytest.raises(NotPossibleError, match="only admin"):
        place.do(people.change_role, ada, ada.account_id, "editor")


def test_two_admins_who_demote_each_other_at_once_leave_one(place):
    both = [place.admin("ada"), place.admin("eve")]

    def demote(pair):
        actor, other = pair
        try:
            place.do(people.change_role, actor, other.account_id, "editor")
        except NotPossibleError:
            return 0
        return 1

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(demote, [both, both[::-1]])) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "no address", "Enter an email address"),
        ("email", "a@b\nBcc: x@y", "Enter an email address"),
        ("email", "x" * 250 + "@y.example", "Enter an email address"),
        ("email", " BOB@news.example ", "already has an account"),
        ("name", " ", "Enter a name"),
        ("name", "x" * 101, "Enter a name"),
        ("name", "Bob\u202eExample", "Enter a name"),
        ("role", "owner", "no role “owner”"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(place, field, value, words):
    place.admin()
    place.invite()
    with pytest.raises(NotPossibleError, match=words) as caught:
        place.invite(**({"email": "new@news.example", "name": "New"} | {field: value}))
    assert caught.value.field == field


@pytest.mark.parametrize("name", ["ADA", "Operator", "seeds", "\uff21da", " ada "])
def test_no_two_people_have_one_public_name(place, name):
    place.admin()
    _, token = place.invite()
    with pytest.raises(NotPossibleError, match="someone else’s public name") as caught:
        place.accept(token, public_name=name)
    assert caught.value.field == "public_name"
    assert place.link(token), "a link that failed holds on"


def test_a_public_name_that_was_given_up_is_nobody_elses(place):
    ada, eve = place.admin(), place.admin("eve")
    place.do(people.rename, ada, name="Ada", public_name="A. Pen")
    assert place.get(ada.account_id).public_name == "A. Pen"
    assert place.events(ada.account_id) == ["gave up the public name"]
    # Else what stands in the record under it would read as another person's.
    with pytest.raises(NotPossibleError, match="someone else’s public name"):
        place.do(people.rename, eve, name="Eve", public_name="ADA")
    place.do(people.rename, ada, name="Ada", public_name="ada")


def test_two_people_of_one_name_are_invited_and_choose_public_names(place):
    place.invite()
    _, token = place.invite(email="other@news.example")
    kind, account = place.accept(token, name="Bob Example", public_name="B. Other")
    assert (kind, account.public_name) == ("invitation", "B. Other")


def test_new_secrets_end_what_the_old_ones_kept(place, tmp_path):
    id, token = place.invite()
    place.accept(token)
    with place.database.changing() as session:
        account_of(session, id).totp_secret = "sealed"
        held = begin_session(session, place.clock, place.keys, id, Origin("", ""), proved="both")
    folder = tmp_path / "secrets"
    assert people.renew_secrets(place.database, place.clock, folder) == 1
    assert ready_keys(folder, place.database) != place.keys
    with place.database.reading() as session:
        bob = find_by_email(session, "bob@news.example")
        assert (bob.totp_secret, bob.password_hash) == (None, "a hash")
        assert active_session(session, place.clock, place.keys, held) is None
    assert len([path for path in folder.iterdir() if ".before-" in path.name]) == 3


def test_a_set_up_link_is_worth_nothing_once_there_is_an_account(place):
    token = place.do(people.new_setup_link, place.keys)
    place.admin()
    assert place.link(token) is None
    with pytest.raises(NotPossibleError):
        place.accept(token, email="eve@news.example", public_name="eve")


def test_a_new_password_ends_links_to_choose_another(place):
    id, token = place.invite()
    place.accept(token)
    _, reset = place.do(people.new_link, place.keys, None, id)

    def change(session, clock):
        people.set_password(session, clock, Actor(id, "bob", Role.REVIEWER), account_of(session, id), "another hash")

    place.do(change)
    assert place.link(reset) is None


def test_a_deactivated_account_has_no_link(place):
    id, token = place.invite()

    def end(session, _clock):
        account_of(session, id).active = False

    place.do(end)
    assert place.link(token) is None


def test_a_deactivated_admin_can_be_given_another_role(place):
    ada, eve = place.admin(), place.admin("eve")
    place.do(people.deactivate, ada, eve.account_id)
    place.do(people.change_role, ada, eve.account_id, "editor")
    assert place.get(eve.account_id).role == "editor"
