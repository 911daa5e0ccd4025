"""Six at once on everything that there can be only one of.

One gets it, five are told why not, and nothing is an error.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests import factories as make
from tests.services.auth.test_people import BOB, Place
from tests.signed_in import signed_in
from tests.stored import clock, published_world
from tracker.services.auth.people import NotPossibleError
from tracker.services.auth.second_factors import renew_recovery_codes, use_recovery_code
from tracker.services.editing.drafts import DraftConflictError, WriteContext, begin_draft, new_id, save_draft
from tracker.services.publishing.publish import EditConflictError, Proposal, publish
from tracker.settings import Settings
from tracker.web.application import build

AT_ONCE = 6
REFUSALS = (NotPossibleError, DraftConflictError, EditConflictError)


@pytest.fixture
def place(database, tmp_path):
    return Place(database, tmp_path)


def at_once(act):
    """What each of six did at the same moment: its result, or None where it was refused."""
    start = Barrier(AT_ONCE)

    def one(number):
        start.wait()
        try:
            return act(number)
        except REFUSALS:
            return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def winners(results):
    return sum(result not in (None, False) for result in results)


def test_one_address_is_invited_once(place):
    assert winners(at_once(lambda number: place.invite(name=f"Bob {number}"))) == 1


@pytest.mark.parametrize("same", ["bob", "Bob", "b\u043eb"])
def test_one_public_name_is_given_once(place, same):
    tokens = [place.invite(email=f"p{number}@news.example")[1] for number in range(AT_ONCE)]
    names = ["bob", same] * 3
    results = at_once(lambda number: place.accept(tokens[number], name="Bob", public_name=names[number]))
    assert winners(results) == 1


def test_one_link_is_used_once(place):
    place.admin()
    _, token = place.invite()
    assert winners(at_once(lambda _: place.accept(token))) == 1


def test_a_recovery_code_is_used_once(place):
    actor = place.admin()
    code, *_ = place.do(lambda session, _: renew_recovery_codes(session, place.keys, actor.account_id))
    results = at_once(lambda _: place.do(use_recovery_code, place.keys, actor.account_id, code))
    assert winners(results) == 1


def test_recovery_codes_made_at_once_are_ten(place):
    actor = place.admin()
    results = at_once(
        lambda _: place.do(lambda session, _: renew_recovery_codes(session, place.keys, actor.account_id))
    )
    assert winners(results) == AT_ONCE


def test_a_draft_is_begun_once_and_saved_once(place):
    actor, id, beginning = place.admin(), new_id(), WriteContext({"title": "a"})

    def begin(_):
        with place.database.writing() as session:
            return begin_draft(session, actor, place.clock, "source", beginning, id=id).id

    assert at_once(begin) == [id] * AT_ONCE

    def save(number):
        with place.database.writing() as session:
            return save_draft(session, actor, place.clock, id, 1, WriteContext({"title": f"t{number}"})).version

    assert winners(at_once(save)) == 1


def test_a_record_is_published_once(place):
    published_world(place.database)
    company = make.company("racing")

    def write(number):
        record = company.model_copy(update={"name": f"Racing {number}"})
        with place.database.writing() as session:
            return publish(
                session,
                place.clock,
                [Proposal(record)],
                author=f"ann {number}",
                publisher="bob",
                expected={company.key: 0},
            )

    assert winners(at_once(write)) == 1


def test_six_identical_invitations_over_http_are_one_answer_and_five_refusals(place, tmp_path):
    settings = Settings(
        database_url=place.database.url.render_as_string(hide_password=False), secrets_dir=tmp_path / "secrets"
    )
    app = build(settings, clock(), place.database)
    clients = [signed_in(app, "admin", name=f"admin{number}") for number in range(AT_ONCE)]
    answers = at_once(lambda number: clients[number].send("/desk/people", BOB))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422, 422, 422]
