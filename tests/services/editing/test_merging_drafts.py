"""Two people on one draft: what one of them writes is never lost, and never undone by a save of the other."""

import random
from datetime import timedelta

import pytest

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import ON_SQLITE, clock, published_world
from tracker.models import DraftVersion
from tracker.records.kinds import body
from tracker.services.editing.draft_merging import Seen, edits_since, seen_after, seen_body
from tracker.services.editing.drafts import (
    DraftConflictError,
    WriteContext,
    discard_draft,
    open_draft,
    save_draft,
)
from tracker.services.editing.submitting import cancel_submission
from tracker.store.editing.drafts import draft_of_id

TEXTS = ("title", "publisher", "date", "location", "note", "url")


def save(database, actor, draft, seen, data, at=2, **work):
    with database.writing() as session:
        return save_draft(session, actor, clock(at), draft.id, seen, WriteContext(data, **work))


class Page:
    """What an editor has open: what it shows, and which state of the draft that was."""

    def __init__(self, draft):
        self.seen, self.before, self.shows = Seen(draft.version), draft.data, draft.data

    def saved(self, draft, before):
        """What it is once a script saved it."""
        self.seen = seen_after(draft, before, self.seen, self.shows)
        if self.seen.version == draft.version:
            self.before = self.shows


def plain(data):
    """Fields with something in them; lists of words in any order."""
    given = {name: value for name, value in data.items() if value is not None}
    return {**given, "derived_from": sorted(given.get("derived_from", []))}


def typed_at_random(draw, data, number):
    """A few fields with other values; now and then an empty one."""
    data = dict(data)
    for name in draw.sample(TEXTS, draw.randint(1, 2)):
        data[name] = f"{name} {number}"
        if draw.random() < 0.2:
            del data[name]
    if draw.random() < 0.4:
        data["derived_from"] = [*data.get("derived_from", ()), f"source-{number}"]
    return data


def expected(page, current):
    """By the rule alone: the draft's fields, with those that the page changed; and those that both changed."""
    result, both = dict(current), set()
    for name in {*page.before, *page.shows, *current}:
        was, mine, theirs = (side.get(name) for side in (page.before, page.shows, current))
        if name == "derived_from":
            was, mine, theirs = (side or [] for side in (was, mine, theirs))
            kept = [one for one in theirs if one in mine or one not in was] + [one for one in mine if one not in was]
            value = list(dict.fromkeys(kept)) or None
        elif mine == was:
            continue
        elif theirs not in (was, mine):
            both.add(name)
            continue
        else:
            value = mine
        result[name] = value
    return {name: value for name, value in result.items() if value is not None}, both


def test_in_fifty_rounds_of_two_editors_no_field_is_lost_or_undone(database):
    draw = random.Random(20201129)
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source())
    pages = {ann: Page(draft), bob: Page(draft)}
    merges = choices = 0
    with database.writing() as session:
        for number in range(50):
            for actor in draw.sample([ann, bob], 2):
                page = pages[actor]
                page.shows = typed_at_random(draw, page.shows, f"{number} by {actor.name}")
                current = draft_of_id(session, draft.id)
                before, was = current.version, current.data
                wanted, both = expected(page, was)
                seen = page.seen
                if both:
                    with pytest.raises(DraftConflictError) as refused:
                        save_draft(session, actor, clock(2), draft.id, seen, WriteContext(page.shows))
                    conflicts = refused.value.conflicts
                    assert {conflict.path for conflict in conflicts} == {("record", name) for name in both}
                    assert (current.version, current.data) == (before, was)
                    sides = {i: draw.choice(["mine", "theirs"]) for i in range(len(conflicts))}
                    for i, conflict in enumerate(conflicts):
                        name = conflict.path[1]
                        wanted[name] = (page.shows if sides[i] == "mine" else was).get(name)
                    seen = seen._replace(sides=sides, settled_at=before)
                    choices += 1
                merges += page.seen.version != before
                saved = save_draft(session, actor, clock(2), draft.id, seen, WriteContext(page.shows))
                assert plain(saved.data) == plain(wanted)
                if both or draw.random() < 0.3:
                    pages[actor] = Page(saved)
                else:  # a script saved it: the page goes on showing what was typed there
                    page.saved(saved, before)
    assert merges > 30
    assert choices > 5


def act_of(name, number):
    return {"action": [f"action-{number}-{name}"], "note": f"{number} by {name}"}


def version_of(name, number):
    return {"start": f"20{10 + number % 80}-0{1 + number % 9}-01", "source": "s", "quote": f"{number} by {name}"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("record", "parts", "mark", "detail", "new"),
    [
        (make.evidence(), "acts", "note", "period", act_of),
        (make.pledge(), "versions", "quote", "channel", version_of),
    ],
    ids=["acts", "versions"],
)
def test_in_fifty_rounds_no_part_that_one_of_two_editors_added_is_lost_or_undone(
    database, record, parts, mark, detail, new
):
    draw = random.Random(20261129)
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, record)
    pages = {ann: Page(draft), bob: Page(draft)}
    texts = {ann: "title", bob: "id"}
    wanted = {part.get(mark): part.get(detail) for part in draft.data[parts]}
    fields = {}
    own = {ann: [], bob: []}
    with database.writing() as session:
        for number in range(50):
            for actor in draw.sample([ann, bob], 2):
                page = pages[actor]
                items = [dict(part) for part in page.shows[parts]]
                if number < 12 or not own[actor]:
                    items.append(new(actor.name, number))
                    own[actor].append(items[-1][mark])
                    wanted[items[-1][mark]] = None
                changed = draw.choice(own[actor])
                for part in items:
                    if part.get(mark) == changed:
                        part[detail] = wanted[changed] = f"{detail} {number} by {actor.name}"
                fields[texts[actor]] = f"{number} by {actor.name}"
                page.shows = {**page.shows, parts: items, texts[actor]: fields[texts[actor]]}
                before = draft_of_id(session, draft.id).version
                saved = save_draft(session, actor, clock(2), draft.id, page.seen, WriteContext(page.shows))
                assert {part.get(mark): part.get(detail) for part in saved.data[parts]} == wanted
                assert fields.items() <= saved.data.items()
                if draw.random() < 0.4:
                    pages[actor] = Page(saved)
                else:
                    page.saved(saved, before)
    assert len(wanted) > 20


def test_two_fields_are_both_kept_and_one_field_is_for_the_second_to_choose(database):
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source())
    save(database, ann, draft, 1, {**draft.data, "publisher": "The Herald"})
    both = save(database, bob, draft, 1, {**draft.data, "location": "page 3"})
    assert (both.data["publisher"], both.data["location"]) == ("The Herald", "page 3")
    assert both.writers == [ann.account_id, bob.account_id]
    with pytest.raises(DraftConflictError) as refused:
        save(database, bob, draft, 1, {**draft.data, "publisher": "The Post"})
    [conflict] = refused.value.conflicts
    assert (conflict.path, conflict.mine, conflict.theirs) == (("record", "publisher"), "The Post", "The Herald")
    late = Seen(1, sides={0: "mine"}, settled_at=2)
    with pytest.raises(DraftConflictError):
        save(database, bob, draft, late, {**draft.data, "publisher": "The Post"})
    chosen = save(database, bob, draft, late._replace(settled_at=3), {**draft.data, "publisher": "The Post"})
    assert (chosen.data["publisher"], chosen.data["location"]) == ("The Post", "page 3")


def test_notes_and_types_of_change_are_merged_as_fields_are(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source("gazette-9"))
    save(database, ann, draft, 1, draft.data, note="Found today.")
    saved = save(database, bob, draft, 1, {**draft.data, "location": "page 3"})
    assert (saved.note, saved.data["location"]) == ("Found today.", "page 3")
    with pytest.raises(DraftConflictError) as refused:
        save(database, bob, draft, 1, draft.data, note="Found yesterday.")
    assert [conflict.path for conflict in refused.value.conflicts] == [("note",)]


def test_a_page_that_a_script_saved_goes_on_from_what_it_shows(database):
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source())
    save(database, ann, draft, 1, {**draft.data, "publisher": "The Herald"})
    typed = {**draft.data, "location": "page 3"}
    saved = save(database, bob, draft, 1, typed)
    typed["location"] = "page 33"
    saved = save(database, bob, draft, Seen(saved.version, typed=True), typed)
    assert (saved.data["publisher"], saved.data["location"]) == ("The Herald", "page 33")
    with database.reading() as session:
        assert seen_body(session, saved, Seen(saved.version, typed=True)) == typed
        assert seen_body(session, saved, Seen(saved.version)) == saved.data


def test_what_nobody_types_is_added_to_what_was_merged(database):
    ann = person(database)
    draft = draft_of(database, ann, make.source())
    with database.writing() as session:
        saved = save_draft(
            session,
            ann,
            clock(2),
            draft.id,
            1,
            WriteContext({**draft.data, "location": "page 3"}),
            completed=lambda data: {**data, "note": data["location"]},
        )
    assert saved.data["note"] == "page 3"


def test_who_changed_what_is_known_from_the_saves(database):
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source())
    for number, actor in enumerate((ann, ann, bob, ann), 1):
        draft = save(database, actor, draft, draft.version, {**draft.data, "location": f"page {number}"}, at=number)
    with database.reading() as session:
        draft = open_draft(session, ann, draft.id)
        edits = edits_since(session, draft, 1)
        assert [edit.account_id for edit in edits] == [ann.account_id, bob.account_id, ann.account_id]
        assert [edit.new["record"]["location"] for edit in edits] == ["page 2", "page 3", "page 4"]
        assert edits[1].old["record"]["location"] == "page 2"


@ON_SQLITE
def test_a_state_alone_counts_a_version_up_and_pages_before_it_are_merged_all_the_same(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source("gazette-9"))
    submitted(database, ann, draft)
    with database.writing() as session:
        cancel_submission(session, ann, clock(2), draft.id, 2)
    save(database, ann, draft, 3, {**draft.data, "publisher": "The Herald"}, at=3)
    saved = save(database, bob, draft, 2, {**draft.data, "location": "page 3"}, at=3)
    assert (saved.data["publisher"], saved.data["location"]) == ("The Herald", "page 3")


@pytest.mark.parametrize("version", [7, 99])
def test_a_version_that_there_never_was_is_refused_whole(database, version):
    ann = person(database)
    draft = draft_of(database, ann, make.source())
    with pytest.raises(DraftConflictError) as refused:
        save(database, ann, draft, version, {**draft.data, "title": "Other"})
    assert refused.value.conflicts == ()


def test_old_saves_of_one_person_in_a_row_are_cleared_out_and_all_of_an_ended_draft(database):
    ann = person(database)
    draft = draft_of(database, ann, make.source())
    days = timedelta(days=3).total_seconds() / 60
    for number in range(1, 6):
        save(database, ann, draft, number, {**body(make.source()), "location": f"page {number}"}, at=number)
    save(database, ann, draft, 6, {**body(make.source()), "location": "page 6"}, at=days)
    with database.reading() as session:
        assert [row.version for row in session.query(DraftVersion).order_by(DraftVersion.version)] == [1, 7]
    with pytest.raises(DraftConflictError) as refused:
        save(database, ann, draft, 3, {**body(make.source()), "location": "page 7"}, at=days)
    assert refused.value.conflicts == ()
    with database.writing() as session:
        discard_draft(session, ann, clock(days), draft.id, 7)
        assert session.query(DraftVersion).count() == 0
