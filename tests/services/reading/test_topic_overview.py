"""Lines of lists that a publication has made outdated are computed when they are read."""

from tests import factories as make
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.reading.topic_overview import renewed
from tracker.store.lists.companies import CompanyFilter, companies
from tracker.store.lists.paging import Window

TODAY = clock().now().date()


def lines(session, topic):
    return companies(session, CompanyFilter(topic), "name", Window(), TODAY).rows


@ON_SQLITE
def test_outdated_lines_are_computed_of_one_topic_and_over_all(database):
    published_world(database, make.topic("police-robots", name="Robots"), make.pledge())
    refresh(database, clock(), clock().now().tzinfo)
    published(database, make.evidence(), at=clock(20))
    with database.reading() as session:
        for topic in ("police-drones", None):
            (line,) = lines(session, topic)
            assert (line.topic, line.gravest, line.overtaken) == (topic, None, True)
            (line,) = renewed(session, [line], TODAY)
            assert (line.topic, line.gravest, line.overtaken) == (topic, "breach", False)
