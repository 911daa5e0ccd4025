"""An answer depends on what it shows: another company's publication leaves it as it is, and its own shows at once."""

import re
from datetime import timedelta

import pytest

from tests import factories as make
from tests.stored import NOON, published
from tests.web.golden_pages import records, second_topic
from tests.web.http.caches.test_response_cache import counted
from tracker import create_app
from tracker.clock import FixedClock
from tracker.records.kinds import from_body
from tracker.services.upkeep.rebuild import rebuild
from tracker.settings import Settings
from tracker.store.database.connecting import Database

BOLT = "bolt/police-drones"
ADDRESSES = (
    "/companies/bolt",
    f"/companies/{BOLT}",
    f"/companies/{BOLT}?as_of=2020-07-15",
    f"/companies/{BOLT}/findings",
    f"/companies/{BOLT}/changes?from=2020-06-01&to=2021-12-31",
    f"/companies/{BOLT}/embed",
    f"/companies/{BOLT}/embed?pinned=yes",
    f"/embed/companies/{BOLT}",
    "/embed/companies/bolt",
    "/embed/pledges/bolt/no-sales",
    f"/embed/companies/{BOLT}?show=timeline",
    f"/badge/companies/{BOLT}.svg",
    f"/badge/companies/{BOLT}.json",
    f"/card/companies/{BOLT}.svg",
    f"/picture/companies/{BOLT}.svg",
    f"/oembed?url=http://127.0.0.1:8000/companies/{BOLT}",
    "/api/v1/companies/bolt/scorecard?topic=police-drones",
    "/api/v1/companies/bolt/scorecard?topic=police-drones&as_of=2020-07-15",
    "/pledges/bolt/no-sales",
    "/responses/flint/waiting",
    "/evidence/flint/half",
    "/compare?topic=police-drones&company=bolt&company=flint",
    "/changes?company=bolt",
    "/changes.atom?company=bolt",
    "/methodology",
)
DOWN = {"date": "2026-11-22", "reason": "It was about another company."}


@pytest.fixture(scope="module")
def world_url(migrated_sqlite, tmp_path_factory):
    """A database with the invented site, to be copied."""
    path = tmp_path_factory.mktemp("concerning") / "world.sqlite3"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}")
    by_key = {record.key: record for record in [*make.world(), *records(), *second_topic()]}
    published(database, *by_key.values())
    database.close()
    return path


@pytest.fixture
def site(world_url, tmp_path):
    """An application an hour after all was published, with its database and a clock."""
    (tmp_path / "t.sqlite3").write_bytes(world_url.read_bytes())
    return Copy(f"sqlite:///{tmp_path}/t.sqlite3")


class Copy:
    def __init__(self, url):
        self.url, self.clock = url, FixedClock(NOON + timedelta(hours=1))
        self.app = self.fresh()
        self.database = self.app.extensions["site"].database

    def fresh(self):
        """An application that has answered nothing yet."""
        app = create_app(Settings(database_url=self.url), self.clock)
        app.extensions["response_cache"].store = None
        return app

    def publish(self, *records, **options):
        self.clock.move(timedelta(minutes=10))
        return published(self.database, *records, at=self.clock, **options)


def answers(app, addresses=ADDRESSES):
    client, answered = app.test_client(), {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        answered[address] = (response.headers["ETag"], response.data)
    return answered


def test_another_companys_publication_changes_no_byte_and_no_tag_and_computes_nothing(site):
    before = answers(site.app)
    site.publish(make.evidence("acme/more", title="Sold more drones"), make.source("herald-9"))
    site.publish(make.evidence("acme/deal", title="Sold camera drones"), change="correction", note="It was a city.")
    site.publish(make.company("crane", name="Crane & Sons"))
    client = site.app.test_client()
    requests = counted(client)
    # Comparisons offer all companies by name.
    (compared,) = (address for address in ADDRESSES if address.startswith("/compare"))
    others = {address: answer for address, answer in before.items() if address != compared}
    assert answers(site.app, others) == others
    assert [client.get(it, headers={"If-None-Match": tag}).status_code for it, (tag, _) in others.items()] == [
        304
    ] * len(others)
    assert requests == []
    assert answers(site.fresh(), others) == others


def concerning():
    """Publications one after the other, each of which concerns what is told of Bolt in another way."""
    yield make.company("bolt", name="Bolt Air")
    yield make.evidence("bolt/deal", title="Sold drones to a sheriff")
    yield make.evidence("bolt/camera", topics=["body-cameras"], acts=None, nature="study")
    yield make.source("gazette-1", title="Gazette, corrected")
    yield make.condition(developments=(make.development("2022-03-01", "yes"),))
    yield make.topic(name="Drones for the police")
    yield make.evidence("flint/sale", title="Flint sold drones", sources=["herald-1"])
    yield make.company("dome", owners=[{"company": "bolt"}])
    yield make.evidence("dome/sale", title="Dome sold drones", sources=["herald-1"])
    yield make.source("herald-1", author="D. Writer", derived_from=["gazette-1"])
    yield make.company("crane", owners=[{"company": "dome"}])
    yield make.company("bolt", name="Bolt Air", owners=[{"company": "acme"}])
    yield make.pledge("acme/no-sales", title="An owner's pledge, in other words")
    yield make.pledge("flint/soon", title="Until January", taken_down=DOWN)
    yield make.evidence("bolt/deal", company="crane", title="It was Crane that sold drones to a sheriff")
    yield make.check("bolt", until="2022-09-01")
    yield make.response("bolt/asked", about=["bolt/no-sales"])
    yield from_body({"kind": "initiative", "id": "charter", "name": "Charter", "source": "gazette-1",
        "signatories": [{"company": "bolt", "since": "2020"}]})  # fmt: skip
    yield make.pledge("charter/no-sales", initiative="charter")
    yield from_body({"kind": "initiative", "id": "charter", "name": "Charter", "source": "gazette-1",
        "signatories": [{"company": "crane", "since": "2020"}]})  # fmt: skip
    yield make.pledge("charter/no-sales", initiative="charter", title="No sales to anyone")
    yield from_body({"kind": "wording", "id": "ours", "sentences": {"finding.breach.heading": "goes against it"}})
    yield make.company("bolt", name="Bolt Air", taken_down=DOWN)


# That widgets agree with pages after each publication, tests of embeds ask.
TOLD = (
    f"/companies/{BOLT}",
    "/companies/bolt",
    "/api/v1/companies/bolt/scorecard?topic=police-drones",
    "/pledges/bolt/no-sales",
    "/evidence/bolt/deal",
    "/sources/gazette-1",
    "/changes.atom?company=bolt",
    "/companies?topic=police-drones",
    "/topics",
)


def test_answers_kept_are_those_that_a_fresh_application_gives(site):
    """What was made before is never given where it would differ from what an application that starts now answers."""
    warm, cold = site.app.test_client(), site.fresh()
    for record in concerning():
        site.publish(record, change="correction")
        cold.extensions["site"].forget_made()
        cold.extensions["site"].readings.clear()
        cold.extensions["response_cache"].answers.clear()
        for address in TOLD:
            given, fresh = warm.get(address), cold.test_client().get(address)
            assert (given.status_code, given.data) == (fresh.status_code, fresh.data), (record.key, address)
            assert given.status_code < 500


def test_its_citation_permalink_and_data_are_of_the_last_publication_that_concerns_it(site):
    data = site.app.test_client().get(ADDRESSES[16]).json
    last = site.publish(make.evidence("bolt/deal")).positions[-1]
    at = site.clock.now()
    site.publish(make.evidence("acme/more"))
    client = site.fresh().test_client()
    after, page = client.get(ADDRESSES[16]).json, client.get(f"/companies/{BOLT}").text
    assert (after["ledger_position"], after["known_at"]) == (last, at.isoformat().replace("+00:00", "Z"))
    assert data["ledger_position"] < last
    assert f"(entry {last})" in page
    assert f"from entry {last} of our ledger" in page
    pinned = after["links"]["pinned"].partition("8000")[2]
    assert "known_at=2026-11-22T13:10:00Z" in pinned
    same = [re.sub(r"<[^>]+>", "", client.get(path).text) for path in (f"/companies/{BOLT}?as_of=2026-11-22", pinned)]
    assert re.findall(r"entry \d+", same[0]) == re.findall(r"entry \d+", same[1])


@pytest.mark.parametrize(
    "address", [f"/companies/{BOLT}", "/pledges/bolt/no-sales", "/api/v1/companies/bolt/scorecard"]
)
def test_a_pinned_pair_is_kept_whatever_is_published_and_whatever_day_it_is(site, address):
    pinned = f"{address}?topic=police-drones&as_of=2020-07-15&known_at=2026-11-22T12:30:00Z"
    before = answers(site.app, [pinned])
    requests = counted(site.app.test_client())
    site.publish(make.evidence("bolt/deal"), make.company("bolt", name="Bolt Air"))
    site.clock.move(timedelta(days=40))
    assert answers(site.app, [pinned]) == before
    assert requests == []
    assert answers(site.fresh(), [pinned]) == before


def test_a_rebuild_finds_the_same_last_publications(site):
    site.publish(make.evidence("acme/study", nature="study", acts=None, company="acme", also_about=["bolt"]))
    site.publish(make.evidence("acme/study", nature="study", acts=None, company="acme"))
    before = last_publications(site.database)
    with site.database.writing() as session:
        rebuild(session)
    assert last_publications(site.database) == before


def last_publications(database):
    with database.engine.connect() as connection:
        return set(connection.exec_driver_sql("SELECT subject, position FROM last_publication").all())
