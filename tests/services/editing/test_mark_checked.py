"""Noting until when a company's record was checked: an edit of the topic, which is reviewed like any other."""

from datetime import date

import pytest

from tests import factories as make
from tests.desk import person, submitted
from tests.stored import clock, published_world
from tracker.core.dates import DateError
from tracker.services.auth.roles import NotAllowedError
from tracker.services.editing.mark_checked import mark_checked

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TODAY = date(2026, 11, 22)


def noted(database, actor, company="acme", until="22 November 2026"):
    with database.writing() as session:
        return mark_checked(session, actor, clock(), TODAY, topic="police-drones", company=company, until=until)


def test_several_companies_are_noted_in_one_draft_of_the_topic(database):
    published_world(database, make.company("beta"))
    ann = person(database)
    first, second = noted(database, ann, "beta", "October 2026"), noted(database, ann)
    assert (first.id, second.data["name"]) == (second.id, first.data["name"])
    assert {"acme": "2026-11-22", "beta": "2026-10"}.items() <= second.data["checked_until"].items()


@pytest.mark.parametrize("until", ["23 November 2026", "November 2026", "some day"])
def test_a_day_that_has_not_passed_or_is_none_is_refused(database, until):
    published_world(database)
    with pytest.raises(DateError):
        noted(database, person(database), until=until)


def test_only_a_published_company_is_noted(database):
    published_world(database)
    with pytest.raises(LookupError, match="company nobody"):
        noted(database, person(database), "nobody")


def test_nothing_is_noted_in_a_draft_that_is_in_review(database):
    published_world(database)
    ann = person(database)
    submitted(database, ann, noted(database, ann))
    with pytest.raises(NotAllowedError, match="in review"):
        noted(database, ann, until="21 November 2026")
