"""Questions to companies and their answers: one answer by one link, published in the company's words or not at all."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta, timezone

import pytest

from tests import factories as make
from tests.desk import approved, person, waiting
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.models import ReplyRequest, Submission
from tracker.records.types.parts.fields import TakenDown
from tracker.services.auth.roles import NotAllowedError
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.editing.drafts import WriteContext, open_draft, save_draft
from tracker.services.editing.submitting import cancel_submission, submit_drafts
from tracker.services.publishing.checking.verbatim_replies import reply_faults
from tracker.services.publishing.publish import InvalidRecordsError
from tracker.services.replies.asking import AskProblemsError, Question, ask_company, end_link, new_link
from tracker.services.replies.deciding import CHECKS, accept_answer, erase_old_replies, erase_reply, refuse_answer
from tracker.services.replies.receiving import AnswerProblemsError, LinkGoneError, receive_answer, request_by_link
from tracker.store.accounts.events import EventFilter, logged_events
from tracker.store.published import current_records

ANSWER = {
    "text": "We <b>sold</b> none.\n\nThe town hired them.",
    "name": "Jo Example",
    "function": "head of public policy",
    "agreed": "yes",
}
TODAY = clock().now().date()


class Course:
    """A published company that two people of the desk ask, and its answers."""

    def __init__(self, database, folder):
        self.database, self.clock = database, clock(10)
        published_world(database, make.pledge(), make.evidence())
        self.keys = ready_keys(folder / "secrets", database)
        self.ann, self.bob = person(database), person(database, "bob", "reviewer")

    def ask(self, **changed):
        question = Question(**{
            "company": "acme", "asked_by": "Pledge Tracker", "questions": "1. Did you sell them?",
            "until": "6 Dec 2026", "email": "press@acme.example", "about": ["acme/deal"], **changed,
        })  # fmt: skip
        with self.database.writing() as session:
            kept, token = ask_company(session, self.ann, self.clock, self.keys, TODAY, question)
            return kept.id, token

    def answer(self, token, **changed):
        receive_answer(self.database, self.clock, self.keys, token, {**ANSWER, **changed})

    def accept(self, id, answer="denied", checked="phone", actor=None, zone=UTC):
        with self.database.writing() as session:
            return accept_answer(session, actor or self.ann, self.clock, zone, id, answer=answer, checked=checked).id

    def publish_all(self):
        return approved(self.database, self.bob, *waiting(self.database), at=self.clock)

    def kept(self, id):
        with self.database.reading() as session:
            return session.get(ReplyRequest, id)

    def record(self, id):
        with self.database.reading() as session:
            return current_records(session, [("response", self.kept(id).response_id)])[0]


@pytest.fixture
def course(database, tmp_path):
    return Course(database, tmp_path)


@ON_SQLITE
def test_from_the_question_to_the_published_answer(course):
    id, token = course.ask()
    course.publish_all()
    request = course.record(id)
    assert (request.answer, str(request.until), request.about) == ("waiting", "2026-12-06", ("acme/deal",))
    assert request.state(TODAY) == "waiting"
    assert request.state(TODAY + timedelta(days=20)) == "unanswered"
    assert token not in json.dumps(course.kept(id).__dict__, default=str), "only the hash is kept"
    course.answer(token)
    course.accept(id)
    course.publish_all()
    answered = course.record(id)
    assert (answered.answer, answered.text) == ("denied", ANSWER["text"])
    assert answered.speaker == "Jo Example, head of public policy"
    assert course.kept(id).checked_how == CHECKS["phone"]
    with course.database.reading() as session:
        [source] = current_records(session, [("source", answered.source)])
    assert source.type == "record"
    assert "telephone" in source.location


def test_nothing_is_published_before_somebody_checked_who_sent_it(course):
    id, token = course.ask()
    course.publish_all()
    course.answer(token)
    assert waiting(course.database) == []
    with pytest.raises(ValueError, match="how you checked"):
        course.accept(id, checked="")
    with course.database.writing() as session:
        refuse_answer(session, course.bob, course.clock, id)
    assert course.kept(id).state == "refused"
    with pytest.raises(NotAllowedError):
        course.accept(id)
    assert course.record(id).answer == "waiting"


@ON_SQLITE
def test_the_answer_is_published_in_its_own_words_or_not_at_all(course):
    id, token = course.ask()
    course.publish_all()
    course.answer(token)
    draft_id = course.accept(id)
    with course.database.writing() as session:
        draft = cancel_submission(
            session, course.ann, course.clock, draft_id, open_draft(session, course.ann, draft_id).version
        )
        softer = WriteContext(
            {**draft.data, "text": "We sold none.", "speaker": "Jo"}, "update", None, tuple(draft.confirmed)
        )
        draft = save_draft(session, course.ann, course.clock, draft.id, draft.version, softer)
        submit_drafts(session, course.ann, course.clock, {draft.id: draft.version})
    with pytest.raises(InvalidRecordsError) as refused:
        course.publish_all()
    faults = [(fault.message.code, fault.path) for fault in refused.value.faults]
    assert faults == [("not-verbatim", ("text",)), ("not-verbatim", ("speaker",))]
    gone = course.record(id).model_copy(update={"taken_down": TakenDown(date="2026-11-22", reason="x")})
    with course.database.reading() as session:
        assert reply_faults(session, [gone]) == []


@ON_SQLITE
def test_a_link_takes_one_answer_however_often_it_is_sent(course):
    id, token = course.ask()
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(course.answer, token) for _ in range(4)]
    assert [it.exception() for it in sent] == [None] * 4, "a browser that sends twice is told the same"
    with pytest.raises(LinkGoneError):
        course.answer(token, text="Something else.")
    with pytest.raises(LinkGoneError):
        course.answer(token, function="clerk")
    assert course.kept(id).text == ANSWER["text"]


def test_of_different_answers_at_once_one_is_kept(course):
    id, token = course.ask()
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(course.answer, token, text=f"Answer {i}") for i in range(4)]
    assert sum(it.exception() is None for it in sent) == 1
    assert sum(isinstance(it.exception(), LinkGoneError) for it in sent) == 3
    assert course.kept(id).text in {f"Answer {i}" for i in range(4)}


@ON_SQLITE
def test_a_request_that_is_sent_twice_is_one_with_the_newer_link(course):
    id, first = course.ask()
    again, second = course.ask()
    assert again == id
    assert course.ask(questions="2. And rented?")[0] != id
    with pytest.raises(LinkGoneError):
        course.answer(first)
    course.answer(second)
    with course.database.changing() as session, pytest.raises(NotAllowedError):
        new_link(session, course.ann, course.keys, id, TODAY)
    down = make.company(taken_down={"date": "2026-11-22", "reason": "Entered twice"})
    published(course.database, down, at=course.clock, change="correction", note="Entered twice")
    with pytest.raises(LookupError):
        course.ask(questions="3. And lent?")


@ON_SQLITE
def test_an_answer_came_on_the_day_of_the_site(course):
    id, token = course.ask()
    course.publish_all()
    course.answer(token)
    course.accept(id, zone=timezone(timedelta(hours=14)))
    course.publish_all()
    assert course.record(id).answered.latest == TODAY + timedelta(days=1)


def test_of_two_decisions_at_once_one_holds(course):
    id, token = course.ask()
    course.publish_all()
    course.answer(token)

    def refuse():
        with course.database.changing() as session:
            refuse_answer(session, course.bob, course.clock, id)

    with ThreadPoolExecutor(2) as pool:
        decided = [pool.submit(act) for act in (lambda: course.accept(id), refuse)]
    failed = [isinstance(it.exception(), NotAllowedError) for it in decided]
    assert sorted(failed) == [False, True]
    assert course.kept(id).state == ("refused" if failed[0] else "accepted")


def test_links_that_take_nothing(course):
    id, token = course.ask()
    for forged in ("", "x", token[:-1], token + "x", token.swapcase(), "é" * 40, "x" * 10_000):
        with pytest.raises(LinkGoneError):
            course.answer(forged)
    with course.database.changing() as session:
        _, second = new_link(session, course.ann, course.keys, id, TODAY)
    with pytest.raises(LinkGoneError):
        course.answer(token)
    with course.database.changing() as session:
        end_link(session, course.ann, id)
    with pytest.raises(LinkGoneError):
        course.answer(second)
    with course.database.changing() as session:
        _, third = new_link(session, course.ann, course.keys, id, TODAY)
    course.clock.move(timedelta(days=14 + 60))
    with course.database.reading() as session:
        assert request_by_link(session, course.clock, course.keys, third).id == id
    course.clock.move(course.kept(id).expires_at - course.clock.now())
    with course.database.reading() as session, pytest.raises(LinkGoneError):
        request_by_link(session, course.clock, course.keys, third)
    with pytest.raises(LinkGoneError):
        course.answer(third)
    assert course.kept(id).state == "waiting"
    late = course.clock.now().date()
    with course.database.changing() as session:
        new_link(session, course.ann, course.keys, id, late)
    assert course.kept(id).expires_at.date() == late + timedelta(days=61), "as long as one that is in time"


@ON_SQLITE
def test_what_just_fits_is_asked_and_answered(course):
    line, twice = "y" * 200, ["acme/deal", "acme/deal"]
    longest = {"questions": "x" * 5000, "asked_by": line, "recipient": line, "until": "2027-11-22"}
    id, token = course.ask(**longest, about=twice)
    kept = course.kept(id)
    assert (kept.recipient, kept.until) == (line, TODAY + timedelta(days=365))
    assert json.loads(kept.body)["about"] == ["acme/deal"]
    other, _ = course.ask(until="December 2026")
    assert course.kept(other).until.isoformat() == "2026-12-31"
    course.answer(token, text="x" * 5000, name="n" * 120, function="f" * 150)
    assert len(course.kept(id).text) == 5000


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changed", "field"),
    [({"text": " \u200b "}, "text"), ({"text": "x" * 5001}, "text"), ({"name": ""}, "name"),
     ({"function": "\x00"}, "function"), ({"name": "x" * 121}, "name"), ({"agreed": ""}, "agreed")],
)  # fmt: skip
def test_what_is_wrong_with_an_answer_is_said_and_the_link_stays(course, changed, field):
    id, token = course.ask()
    with pytest.raises(AnswerProblemsError) as problems:
        course.answer(token, **changed)
    assert set(problems.value.problems) == {field}
    course.answer(token, text="\u202eWe sold none.\x07\ue000")
    assert course.kept(id).text == "We sold none."


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changed", "field"),
    [({"questions": ""}, "questions"), ({"questions": "x" * 5001}, "questions"), ({"until": "yesterday-ish"}, "until"),
     ({"until": "2026-11-22"}, "until"), ({"until": "2029-01-01"}, "until"),
     ({"email": "a@b\nBcc: c@d.example"}, "email"), ({"asked_by": " "}, "asked_by")],
)  # fmt: skip
def test_what_is_wrong_with_a_request_is_said_and_nothing_is_made(course, changed, field):
    with pytest.raises(AskProblemsError) as problems:
        course.ask(**changed)
    assert set(problems.value.problems) == {field}
    with course.database.reading() as session:
        assert session.query(ReplyRequest).count() == session.query(Submission).count() == 0


@ON_SQLITE
def test_who_made_a_request_or_took_an_answer_does_not_publish_it(course):
    id, token = course.ask()
    with pytest.raises(NotAllowedError):
        approved(course.database, course.ann._replace(role="reviewer"), *waiting(course.database), at=course.clock)
    course.answer(token)
    with pytest.raises(NotAllowedError, match="not published yet"):
        course.accept(id)


def test_what_people_left_is_erased_with_an_event(course):
    id, token = course.ask()
    course.publish_all()
    course.answer(token)
    with course.database.changing() as session, pytest.raises(NotAllowedError):
        erase_reply(session, course.ann, course.clock, id)
    course.accept(id)
    course.publish_all()
    other, _ = course.ask()
    assert erase_old_replies(course.database, course.clock) == 0
    course.clock.move(timedelta(days=14 + 181))
    assert erase_old_replies(course.database, course.clock) == 2
    for one in (id, other):
        kept = course.kept(one)
        assert (kept.recipient, kept.email, kept.text, kept.speaker, kept.token_sha256) == ("", "", "", "", None)
    assert course.record(id).text == ANSWER["text"], "what is published stays"
    with course.database.changing() as session, pytest.raises(NotAllowedError):
        new_link(session, course.ann, course.keys, other, course.clock.now().date())
    with course.database.reading() as session:
        (event, *_), *_ = logged_events(session, EventFilter(("erased",)), before=None, most=5)
    assert event.actor_id is None
