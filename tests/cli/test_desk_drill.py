"""The desk under fire: killed while publishing, eight writers at once, two editors on one record.

A round with every run of the tests; ``make drill`` runs the full figures. Nothing is lost, half done or doubled:
by ``verify``, and by the notes of those who were answered.
"""

import functools
import os
import random
import statistics
import time
from collections import Counter

import pytest

from tests import factories as make
from tests.conftest import empty_database
from tests.desk import draft_of, submitted
from tests.servers.drill import Person, Served, approval, at_once, inputs
from tests.stored import published_world
from tracker.clock import SystemClock
from tracker.models import Draft, Ledger, Review, Revision
from tracker.services.upkeep.verifying.verify import verify

ROUNDS = int(os.environ.get("DRILL_ROUNDS", "0"))
CLOCK = SystemClock()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request, tmp_path_factory):
    """One site for all tests of a database: to start one takes a second or two."""
    folder = tmp_path_factory.mktemp("drill")
    with empty_database(request, folder) as database:
        published_world(database, at=CLOCK)
        site = Served(database, folder / "secrets")
        site.start()
        yield site
        site.kill()


def waiting(served, ann, count, stem):
    """Submissions of new sources, each of its own: what is submitted together is published together."""
    sources = [make.source(f"{stem}-{i}") for i in range(count)]
    drafts = [draft_of(served.database, ann.actor, source, at=CLOCK) for source in sources]
    return [submission for draft in drafts for submission in submitted(served.database, ann.actor, draft, at=CLOCK)]


def is_whole(served):
    """That the record proves itself, and that positions have no gap and no fork."""
    with served.database.reading() as session:
        verification = verify(session)
        assert verification.ok, verification.discrepancies
        assert [row.position for row in session.query(Ledger.position).order_by(Ledger.position)] == list(
            range(1, verification.entries + 1)
        )


def published_once(served, submissions):
    """That each was published, and no more than once."""
    with served.database.reading() as session:
        hashes = Counter(row.content_sha256 for row in session.query(Revision.content_sha256))
        assert {hashes[submission.content_sha256] for submission in submissions} == {1}


def test_killed_while_publishing_nothing_is_lost_half_done_or_doubled(served):
    ann, reviewers = Person(served, "editor", "ann"), [Person(served, "reviewer", f"rev{i}") for i in range(4)]
    chance, slowest, rounds = random.Random(7), 0.0, ROUNDS or 1
    for number in range(rounds):
        submissions = waiting(served, ann, len(reviewers), f"round-{number}")
        calls = [functools.partial(p.sends, *approval(s)) for p, s in zip(reviewers, submissions, strict=True)]

        def kill():
            time.sleep(chance.uniform(0, 0.2))
            served.kill()

        first = at_once(*calls, kill)[:-1]
        is_whole(served)
        with served.database.reading() as session:
            kept = [session.get(Review, submission.id) for submission in submissions]
            # Acknowledged is kept; what is kept may have gone unanswered.
            assert all(review for review, answer in zip(kept, first, strict=True) if answer and answer[0] == 303)
        slowest = max(slowest, served.start())
        assert [answer[0] for answer in at_once(*calls)] == [303] * len(calls)
        published_once(served, submissions)
    is_whole(served)
    print(f"{rounds} kills, {4 * rounds} publications, slowest start {slowest:.1f} s")


def test_eight_writers_at_once_lose_and_double_nothing(served):
    ann = Person(served, "editor", "ann")
    reviewers = [Person(served, "reviewer", f"rev{i}") for i in range(8)]
    each = min(ROUNDS, 100) or 3
    submissions = waiting(served, ann, 8 * each, "crowd")

    def publish_all(reviewer, some):
        return [reviewer.sends(*approval(submission))[0] for submission in some]

    calls = [functools.partial(publish_all, r, submissions[i::8]) for i, r in enumerate(reviewers)]
    assert {status for statuses in at_once(*calls) for status in statuses} == {303}
    is_whole(served)
    published_once(served, submissions)
    times = [seconds for reviewer in reviewers for *_, seconds in reviewer.notes]
    print(f"{len(times)} publications by 8 writers, 95 of 100 within {statistics.quantiles(times, n=20)[-1]:.3f} s")


def test_of_two_editors_who_save_one_draft_one_is_told_and_keeps_the_text(served):
    ann, bob = Person(served, "editor", "ann"), Person(served, "editor", "bob")
    draft = draft_of(served.database, ann.actor, make.source("shared"), at=CLOCK)
    path = f"/desk/drafts/{draft.id}"
    for number in range(min(ROUNDS, 50) or 3):
        fields = {name: value for name, value in inputs(ann.opens(path)).items() if name != "csrf_token"}
        titles = [f"Title of {who}, round {number}" for who in ("ann", "bob")]
        answers = at_once(
            *(
                functools.partial(person.sends, path, {**fields, "title": title, "do": "save"})
                for person, title in zip((ann, bob), titles, strict=True)
            )
        )
        assert sorted(answer[0] for answer in answers) == [303, 409]
        lost = next(i for i, answer in enumerate(answers) if answer[0] == 409)
        assert titles[lost] in answers[lost][1]
        with served.database.reading() as session:
            assert session.get(Draft, draft.id).data["title"] == titles[1 - lost]


def test_an_approval_of_a_text_that_was_changed_after_it_was_shown_publishes_nothing(served):
    ann, cid = Person(served, "editor", "ann"), Person(served, "reviewer", "cid")
    for number in range(min(ROUNDS, 50) or 3):
        [shown] = waiting(served, ann, 1, f"late-{number}")
        back, approve = (f"/desk/drafts/{shown.draft_id}/take-back", {"draft-version": "2"}), approval(shown)
        taken, approved = at_once(
            functools.partial(ann.sends, *back),
            functools.partial(cid.sends, *approve),
        )
        with served.database.reading() as session:
            verdict = session.get(Review, shown.id).verdict
        assert (verdict, approved[0]) in (("published", 303), ("taken back", 409)), (taken, approved)
    is_whole(served)
