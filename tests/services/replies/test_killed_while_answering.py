"""A process that is killed while a company answers: the answer is whole or not there, and sent again it is one."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.desk import person
from tests.killed import killed_at
from tests.stored import clock, published_world
from tracker.models import ReplyRequest
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.replies.asking import Question, ask_company
from tracker.services.replies.receiving import LinkGoneError, receive_answer

ANSWER = {"text": "We sold none.", "name": "Jo Example", "function": "press", "agreed": "yes"}
TODAY = date(2026, 11, 22)


@pytest.fixture
def question_sent(database, tmp_path):
    """The database, its keys, and the token of a request."""
    published_world(database, make.pledge())
    keys = ready_keys(tmp_path / "secrets", database)
    ann = person(database)
    question = Question("acme", "Us", "Why?", (TODAY + timedelta(days=9)).isoformat())
    with database.writing() as session:
        _, token = ask_company(session, ann, clock(), keys, TODAY, question)
    return database, keys, token


@pytest.mark.parametrize(
    ("place", "state"), [("UPDATE reply_request", "waiting"), ("commit", None), ("after", "answered")]
)
def test_an_answer_is_whole_or_not_there_and_sent_again_it_is_one(question_sent, place, state):
    database, keys, token = question_sent
    killed_at(database, place, lambda own: receive_answer(own, clock(), keys, token, ANSWER))
    before = kept(database)
    assert (before.state, before.text) in (("waiting", ""), ("answered", "We sold none."))
    assert state in (None, before.state)
    receive_answer(database, clock(1), keys, token, ANSWER)
    receive_answer(database, clock(2), keys, token, ANSWER)
    after = kept(database)
    assert (after.state, after.text, after.speaker) == ("answered", "We sold none.", "Jo Example, press")
    assert before.state == "waiting" or after.answered_at == before.answered_at
    with pytest.raises(LinkGoneError):
        receive_answer(database, clock(3), keys, token, {**ANSWER, "text": "Another."})
    assert kept(database).text == "We sold none."


def kept(database):
    with database.reading() as session:
        request = session.query(ReplyRequest).one()
        session.expunge(request)
        return request
