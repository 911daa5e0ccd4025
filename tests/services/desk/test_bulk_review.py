"""What of the bundles that a reviewer selects is published at once, and what each of the others lacks."""

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.records.kinds import body
from tracker.services.desk.bulk_review import publishable_bundles
from tracker.services.desk.items import Item
from tracker.services.editing.drafts import WriteContext, begin_draft
from tracker.services.publishing.whole_bundles import TwoPeople, return_whole
from tracker.store.editing.bundles import bundle_of_draft


def selected(database, *submissions):
    with database.reading() as session:
        return [Item("bundle", bundle_of_draft(session, it.draft_id).id) for it in submissions]


def looked_at(database, actor, items, **people):
    with database.reading() as session:
        bundles = publishable_bundles(session, clock(), actor, items, TwoPeople(**people))
        return [lead.record_id for lead in bundles.leads], dict(bundles.left)


def draft_for(database, actor, owner, record):
    """A draft that somebody wrote for another person, who submits it."""
    with database.writing() as session:
        return begin_draft(session, actor, clock(), record.kind, WriteContext(body(record)), owner=owner.account_id)


@ON_SQLITE
def test_what_cannot_be_published_with_others_says_why(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "reviewer")
    (plain,) = submitted(database, ann, draft_of(database, ann, make.source("plain-1")))
    (own,) = submitted(database, bob, draft_of(database, bob, make.source("own-1")))
    (helped,) = submitted(database, ann, draft_for(database, bob, ann, make.source("helped-1")))
    (stale,) = submitted(database, ann, draft_of(database, ann, make.source("stale-1")))
    published(database, make.source("stale-1", title="Published by others meanwhile"))
    (cited,) = submitted(database, ann, draft_of(database, ann, make.source("cited-1")))
    (lacking,) = submitted(database, ann, draft_of(database, ann, make.evidence("acme/sale", sources=["cited-1"])))
    with database.writing() as session:
        return_whole(session, clock(), bob, cited.id, {cited.id: cited.content_sha256}, note="Not this one.")
    items = selected(database, plain, own, helped, stale, cited, lacking)
    leads, left = looked_at(database, bob, [*items, Item("report", "1")])
    assert leads == ["plain-1"]
    assert left == {
        "source own-1": "you wrote some or all of it",
        "source helped-1": "you wrote some or all of it",
        "source stale-1": "the published record has changed since it was written",
        "evidence acme/sale": "it cannot be published yet: open it to see why",
        items[4].id: "it is not in review any more",
        "1": "it is not in review",
    }
    leads, left = looked_at(database, bob, items, one_person=True)
    assert leads == ["plain-1", "own-1", "helped-1"]
