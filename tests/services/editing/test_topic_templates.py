"""Templates of topics: each is a sound topic once it is begun, with lists of its own."""

import pytest

from tests.desk import person
from tests.stored import ON_SQLITE, clock
from tracker.records.building.topics import cell_sets, dimensions_used
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.services.editing.drafts import new_id
from tracker.services.editing.topic_builder import begin_topic, lists_of, shipped_list, topic_templates


@pytest.mark.parametrize("template", topic_templates(), ids=lambda template: template.id)
def test_a_template_is_a_sound_topic(template):
    shared = {words.vocabulary for words in template.topic.dimensions.used().values()} - {r.id for r in template.lists}
    assert check(Bundle([template.topic, *template.lists, *map(shipped_list, shared)])) == []


@ON_SQLITE
@pytest.mark.parametrize("template", topic_templates(), ids=lambda template: template.id)
def test_a_topic_begins_with_all_of_a_template_but_its_name(database, template):
    ann = person(database)
    with database.writing() as session:
        draft = begin_topic(session, ann, clock(), f"template:{template.id}", new_id())
        lists = lists_of(session, ann, draft.data)
    assert "name" not in draft.data
    assert "reasons" not in draft.data["yardstick"]
    assert set(lists) == set(dimensions_used(draft.data)) == set(template.topic.dimensions.used())
    assert len(cell_sets(draft.data, "rows")) == len(template.topic.yardstick.rows)


def test_two_topics_of_one_template_share_no_list_of_their_own(database):
    ann = person(database)
    with database.writing() as session:
        drafts = [begin_topic(session, ann, clock(), "template:donations", new_id()) for _ in range(2)]
        used = [{words["vocabulary"] for words in dimensions_used(draft.data).values()} for draft in drafts]
    assert used[0].isdisjoint(used[1])
