"""A copy that is withheld is told in drafts of the sources that name it: of which, and for whom one is begun."""

from tests import factories as make
from tests.captures_kept import keep
from tests.desk import person
from tests.stored import ON_SQLITE, clock, published_world
from tracker.models import Draft
from tracker.services.editing.drafts import edit_record
from tracker.services.editing.withheld_captures import say_in_records

WITHHELD = {"date": "2026-11-22", "class": "court", "reason": "A court ordered it."}
DOWN = {"date": "2026-11-21", "reason": "It was false."}


@ON_SQLITE
def test_sources_that_say_so_and_those_taken_down_need_no_draft(database):
    with database.writing() as session:
        copy = keep(session, "abcdefghijkl", ["Words."])
    says = copy | {"withheld": WITHHELD}
    published_world(
        database,
        make.source("stands", copies=[copy]),
        make.source("down", copies=[copy], taken_down=DOWN),
        make.source("says", copies=[says]),
        make.source("begun", copies=[says]),
    )
    bob = person(database, "bob", "reviewer")
    with database.writing() as session:
        begun = edit_record(session, bob, clock(), ("source", "begun"))
        (id,) = say_in_records(session, bob, clock(), "abcdefghijkl", WITHHELD)
        drafts = {draft.record_id: draft for draft in session.query(Draft)}
        assert (set(drafts), drafts["stands"].id) == ({"stands", "begun"}, id)
        assert [it["withheld"]["class"] for draft in drafts.values() for it in draft.data["copies"]] == ["court"] * 2
        assert begun.id != id
