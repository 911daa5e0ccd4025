"""What is suggested in place of an address that leads nowhere."""

from tests import factories as make
from tests.stored import ON_SQLITE, published_world
from tracker.services.reading.did_you_mean import similar_topics
from tracker.store.ledger import ledger_head


@ON_SQLITE
def test_a_topic_is_found_by_its_name_in_any_case(database):
    published_world(database, make.topic("x-1", name="DRONE RACES"))
    with database.reading() as session:
        suggestions = similar_topics(session, ledger_head(session).position, "Drone-races")
    assert suggestions[0].id == "x-1"
