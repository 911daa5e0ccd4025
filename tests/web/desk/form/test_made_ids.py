"""Ids made from other fields: they follow the title, keep their number, and a typed one stays."""

from tests import factories as make
from tests.desk import draft_of, person
from tests.stored import published_world
from tracker.web.desk.drafts.form_data import with_id


def test_an_id_follows_the_title_as_long_as_it_is_the_made_one(database):
    published_world(database)
    ann = person(database)

    def made(had, title):
        draft = draft_of(database, ann, make.pledge(had, title="Brand new"))
        with database.reading() as session:
            return with_id(session, ann, draft, "pledge", {**draft.data, "title": title})["id"]

    assert made("acme/brand-new", "Brand new") == "acme/brand-new"
    assert made("acme/brand-new-2", "Brand new") == "acme/brand-new-2"
    assert made("acme/brand-new-3", "Other words") == "acme/other-words"
    for typed in ("acme/brand-new-x", "acme/brand-newer", "acme/brand"):
        assert made(typed, "Other words") == typed
