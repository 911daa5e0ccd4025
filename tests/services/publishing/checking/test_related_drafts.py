"""Unfinished drafts that a draft needs: one a record, a few steps far, and never itself."""

import pytest

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import ON_SQLITE, clock, published_world
from tracker.services.editing.drafts import open_draft
from tracker.services.publishing.checking.draft_problems import related_drafts


@pytest.fixture
def ann(database):
    published_world(database)
    return person(database, role="reviewer")


def needs(database, actor, draft, **options):
    """The drafts needed, by id, when nothing is at fault."""
    with database.reading() as session:
        family = related_drafts(session, open_draft(session, actor, draft.id), actor, **options)
        assert family.faults == ()
        return [other.id for other in family.needs]


def test_of_two_drafts_of_a_record_the_older_is_offered_unless_the_other_is_chosen(database, ann):
    bob = person(database, "bob")
    theirs = draft_of(database, bob, make.source("extra-1"), at=clock(1))
    submitted(database, bob, theirs, at=clock(2))
    own = draft_of(database, ann, make.source("extra-1", title="Another title"), at=clock(3))
    deed = draft_of(database, ann, make.evidence("acme/new", sources=["extra-1"]), at=clock(4))
    assert needs(database, ann, deed) == [theirs.id]
    assert needs(database, ann, deed, with_drafts=[own.id]) == [own.id]
    assert needs(database, ann, deed, with_drafts=[theirs.id]) == [theirs.id]


@ON_SQLITE
def test_what_a_needed_draft_needs_is_offered_too_and_the_draft_itself_never(database, ann):
    first = draft_of(database, ann, make.source("first-1"), at=clock(1))
    second = draft_of(database, ann, make.source("second-1", derived_from=["first-1"]), at=clock(2))
    deed = draft_of(database, ann, make.evidence("acme/new", sources=["second-1"]), at=clock(3))
    draft_of(database, ann, make.source("unrelated-1"), at=clock(4))
    assert needs(database, ann, deed) == [second.id, first.id]
    assert needs(database, ann, second) == [first.id]
    assert needs(database, ann, first) == []
