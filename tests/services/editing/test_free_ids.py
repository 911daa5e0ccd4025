"""IDs for new records: the lowest number that no record and no draft of anybody has."""

from tests import factories as make
from tests.desk import draft_of, person
from tests.stored import ON_SQLITE, clock, published_world
from tracker.services.editing.drafts import discard_draft
from tracker.services.editing.free_ids import free_id


def free(database, made="gazette-1", **options):
    with database.reading() as session:
        return free_id(session, "source", made, **options)


@ON_SQLITE
def test_records_and_everybodys_drafts_are_counted_past_and_the_draft_itself_is_not(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "contributor")
    assert free(database) == "gazette-1-2"
    assert free(database, "gazette-77") == "gazette-77"
    draft_of(database, ann, make.source("gazette-1-2"))
    second = draft_of(database, bob, make.source("gazette-1-3"))
    draft_of(database, bob, make.condition("gazette-1-4"))
    assert free(database) == "gazette-1-4"
    assert free(database, but=second.id) == "gazette-1-3"
    with database.writing() as session:
        discard_draft(session, bob, clock(), second.id, second.version)
    assert free(database) == "gazette-1-3"


@ON_SQLITE
def test_numbers_do_not_end(database):
    ann = person(database)
    for number in range(1, 52):
        draft_of(database, ann, make.source("post" if number == 1 else f"post-{number}"))
    assert free(database, "post") == "post-52"
