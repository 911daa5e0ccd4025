"""Drafts that were begun while records had earlier forms: read as what replaced them, and published so."""

import json

import pytest

from tests import factories as make
from tests.desk import approved, draft_of, person, submitted
from tests.stored import published_world
from tracker.models import Draft
from tracker.records.kinds import body
from tracker.services.editing.drafts import open_draft
from tracker.services.editing.submitting import NotReadyError
from tracker.store.published import current_records

# What is asked here is decided above the database, which the tests of its queries run on both.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

DOWN = {"date": "2026-11-01", "reason": "Entered twice."}
RAN = {"owners": [{"company": "acme"}]}


def left_unfinished(database, draft, **fields):
    """The draft as a program of an earlier form of records would have stored it."""
    with database.writing() as session:
        stored = session.get(Draft, draft.id)
        stored.body = json.dumps({**json.loads(stored.body), **fields})


def published_as(database, ann, draft, key):
    """The body that is published once the draft is submitted as it is, and approved."""
    with database.reading() as session:
        draft = open_draft(session, ann, draft.id)
    approved(database, person(database, "bob", "reviewer"), *submitted(database, ann, draft))
    with database.reading() as session:
        (record,) = current_records(session, [key])
    return body(record)


@pytest.mark.parametrize(
    ("old", "new"),
    [({"parent": "acme"}, RAN), ({"parent": ""}, {}), ({"withdrawn": DOWN}, {"taken_down": DOWN})],
    ids=str,
)
def test_a_company_is_published_in_the_present_form(database, old, new):
    published_world(database)
    ann = person(database)
    draft = draft_of(database, ann, make.company("beta", name="Beta"))
    left_unfinished(database, draft, **old)
    assert published_as(database, ann, draft, ("company", "beta")) == body(make.company("beta", name="Beta", **new))


def test_old_and_new_fields_side_by_side_stay_for_the_editor_to_settle(database):
    published_world(database)
    ann = person(database)
    draft = draft_of(database, ann, make.company("beta", name="Beta", **RAN))
    left_unfinished(database, draft, parent="acme")
    with pytest.raises(NotReadyError) as caught:
        submitted(database, ann, draft)
    (fault,) = caught.value.families[draft.id].faults
    assert fault.message.code == "old-and-new"


@pytest.mark.parametrize(
    ("record", "key"),
    [
        (make.topic("other-topic", checked_until={"acme": "2022-01-31"}), ("topic", "other-topic")),
        (
            make.promise("acme/other", versions=[make.version(deadline="2021", short="We will report yearly.")]),
            ("pledge", "acme/other"),
        ),
        (
            make.evidence("acme/told", acts=[], fulfils=[make.fulfilment(instance="report for 2021")]),
            ("evidence", "acme/told"),
        ),
    ],
    ids=["checked_until", "short", "instance"],
)
def test_fields_that_still_stand_are_published_as_they_are(database, record, key):
    published_world(database, make.promise())
    ann = person(database)
    draft = draft_of(database, ann, record)
    assert published_as(database, ann, draft, key) == body(record)
