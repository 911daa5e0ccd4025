"""Comments: who may leave them, whom they name, that they are kept and stay inside."""

import pytest

from tests import factories as make
from tests.desk import approved, draft_of, person, submitted
from tests.stored import clock, exported, published_world
from tracker.services.desk.comments import (
    CommentEmptyError,
    CommentSubjectError,
    add_comment,
    mentioned_in,
    resolve_comment,
)
from tracker.services.editing.drafts import new_id
from tracker.store.desk.comments import comments_of_bundle, comments_of_record
from tracker.store.editing.bundles import bundle_of_draft

CANARY = "Canary 7319: @bob, is this right?"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Ann, look", [1]),
        ("@ann example: look", [2]),
        ("@Ann Examples", [1]),
        ("@Annabel", []),
        ("ann@Ann", [1]),
        ("no one", []),
        ("@Zoë and @Ann and @Zoë", [3, 1]),
    ],
)
def test_a_name_after_the_sign_is_a_mention_where_it_stands_whole(text, ids):
    assert mentioned_in(text, {1: "Ann", 2: "Ann Example", 3: "Zoë"}) == ids


@pytest.fixture
def desk(database):
    """A small published world, an editor, a reviewer and a contributor."""
    published_world(database)
    return person(database), person(database, "bob", "reviewer"), person(database, "eve", "contributor")


def says(session, actor, subject, text=CANARY, key=None):
    return add_comment(session, actor, clock(), subject, text=text, field="Headline", form_key=key or new_id())


def test_sent_twice_it_is_one_and_what_cannot_be_seen_cannot_be_commented_on(database, desk):
    ann, _, eve = desk
    draft = draft_of(database, ann, make.source("gazette-9"))
    with database.writing() as session:
        key = new_id()
        first, again = (
            says(session, ann, ("draft", draft.id), key=key),
            says(session, ann, ("draft", draft.id), key=key),
        )
        assert first.id == again.id
        for subject in (("draft", draft.id), ("report", "1"), ("draft", new_id()), ("record", "source:none")):
            with pytest.raises(CommentSubjectError):
                says(session, eve, subject)
        with pytest.raises(CommentSubjectError):
            resolve_comment(session, eve, clock(), first.id, resolved=True)
        for text in (" ", "x" * 5001):
            with pytest.raises(CommentEmptyError):
                says(session, ann, ("draft", draft.id), text)


def test_comments_stay_with_the_record_after_publication_and_out_of_the_ledger(database, desk):
    ann, bob, _ = desk
    draft = draft_of(database, ann, make.source("gazette-9"))
    [submission] = submitted(database, ann, draft)
    with database.writing() as session:
        bundle = bundle_of_draft(session, draft.id).id
        kept = [says(session, ann, ("draft", draft.id)).id, says(session, bob, ("bundle", bundle)).id]
        resolve_comment(session, bob, clock(), kept[0], resolved=True)
        assert [it.id for it in comments_of_bundle(session, bundle)] == kept
    approved(database, bob, submission)
    with database.writing() as session:
        kept.append(says(session, ann, ("record", "source:gazette-9")).id)
        comments = comments_of_record(session, "source", "gazette-9")
        assert [it.id for it in comments] == kept
        assert [it.resolved_at is not None for it in comments] == [True, False, False]
    assert "Canary" not in str(exported(database))
