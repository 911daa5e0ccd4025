"""What bears on a company besides its own records: former ids, owned companies, owners."""

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.records.bundle import Bundle
from tracker.services.publishing.publish import Proposal, publish
from tracker.store.derived.scorecard_index import records_of_companies, shared_records
from tracker.store.dossiers import dossier_records
from tracker.store.ledger import last_position, ledger_head
from tracker.store.related_companies import related_companies_at

TOPIC = "police-drones"
DOWN = {"date": "2026-11-01", "reason": "It goes on under another id."}


def bundle(database, company, position=None):
    with database.reading() as session:
        return Bundle(dossier_records(session, company, TOPIC, position or ledger_head(session).position))


def dossier(database, company, position=None):
    return Dossier.of(bundle(database, company, position), company, TOPIC)


def of_index(database, company):
    """The dossier that lists are computed from."""
    with database.reading() as session:
        shared = Bundle(shared_records(session))
        return Dossier.of(shared.with_records(records_of_companies(session, [company])[company]), company, TOPIC)


GROUP = [
    make.company("parent"),
    make.company("middle", owners=[{"company": "parent", "since": "2015", "until": "2022"}]),
    make.company("acme", owners=[{"company": "middle", "since": "2018"}]),
    make.company("sister", owners=[{"company": "middle"}]),
    make.pledge("parent/no-sales"),
    make.evidence("parent/deal"),
    make.evidence("acme/deal"),
    make.pledge("acme/own-words"),
    make.evidence("sister/deal"),
]


@pytest.mark.parametrize("read", [dossier, of_index])
def test_conduct_of_owned_companies_is_read_through_several_steps(database, read):
    published_world(database, *GROUP)
    owned_evidence = read(database, "parent")
    owned = {it.evidence.id: [step.company for step in it.ownership.steps] for it in owned_evidence.owned}
    assert owned == {"acme/deal": ["parent", "middle"], "sister/deal": ["parent", "middle"]}
    assert [step.since and str(step.since) for step in owned_evidence.owned[0].ownership.steps] == ["2015", "2018"]
    assert [pledge.id for pledge in owned_evidence.pledges] == ["parent/no-sales"]
    assert [evidence.id for evidence in owned_evidence.evidence] == ["parent/deal"]


@pytest.mark.parametrize("read", [dossier, of_index])
def test_pledges_of_owners_are_read_and_not_their_conduct_nor_that_of_sisters(database, read):
    published_world(database, *GROUP)
    pledges = read(database, "acme")
    assert [it.pledge.id for it in pledges.owner_pledges] == ["parent/no-sales"]
    assert [evidence.id for evidence in pledges.evidence] == ["acme/deal"]
    assert pledges.owned == ()


@pytest.mark.parametrize("read", [dossier, of_index])
def test_records_of_former_ids_go_on_under_the_present_one(database, read):
    published_world(database, make.pledge(), make.evidence(), make.check("acme"))
    published(
        database,
        make.company("acme", taken_down=DOWN),
        make.company("roadrunner", former_ids=["acme"]),
    )
    records = read(database, "roadrunner")
    assert [pledge.id for pledge in records.pledges] == ["acme/no-sales"]
    assert [evidence.id for evidence in records.evidence] == ["acme/deal"]
    assert str(records.checked_until) == "2026-11-01"


def test_an_owner_under_a_former_id_is_the_present_company(database):
    records = [make.company("beta", owners=[{"company": "acme"}]), make.evidence("beta/deal"), make.pledge()]
    published_world(database, *records)
    published(database, make.company("acme", taken_down=DOWN), make.company("roadrunner", former_ids=["acme"]))
    assert [it.evidence.id for it in dossier(database, "roadrunner").owned] == ["beta/deal"]
    assert [it.pledge.id for it in dossier(database, "beta").owner_pledges] == ["acme/no-sales"]


def test_at_an_earlier_position_nothing_of_this_was_so(database):
    published_world(database, make.pledge())
    with database.reading() as session:
        before = ledger_head(session).position
    published(database, make.company("acme", taken_down=DOWN), make.company("roadrunner", former_ids=["acme"]))
    assert [pledge.id for pledge in dossier(database, "acme", before).pledges] == ["acme/no-sales"]
    assert "roadrunner" not in bundle(database, "roadrunner", before).companies


def test_owning_each_other_in_turn_ends(database):
    published_world(
        database,
        make.company("acme", owners=[{"company": "beta", "until": "2010"}]),
        make.company("beta", owners=[{"company": "acme", "since": "2012"}]),
        make.evidence("beta/deal"),
        make.pledge("beta/no-sales"),
    )
    read_dossier = dossier(database, "acme")
    assert [it.evidence.id for it in read_dossier.owned] == ["beta/deal"]
    assert [it.pledge.id for it in read_dossier.owner_pledges] == ["beta/no-sales"]


RESTING = [make.pledge(), make.evidence(), make.response(about=["acme/deal"]), make.check("acme")]


def test_what_was_taken_down_counts_nowhere(database):
    published_world(database, *RESTING)
    assert dossier(database, "acme").evidence
    published(database, *(record.model_copy(update={"taken_down": _down()}) for record in RESTING))
    assert assessed_topics(bundle(database, "acme"), "acme") == []
    read_dossier = dossier(database, "acme")
    assert (read_dossier.pledges, read_dossier.evidence, read_dossier.responses, read_dossier.checked_until) == (
        (),
        (),
        (),
        None,
    )


def _down():
    return make.company(taken_down=DOWN).taken_down


def test_a_source_taken_down_leaves_what_cites_it(database):
    published_world(
        database, make.evidence(sources=["contract-1", "gazette-1"]), make.evidence("acme/other", sources=["gazette-1"])
    )
    published(database, make.source(taken_down=DOWN))
    cited = dossier(database, "acme").evidence
    assert [(evidence.id, evidence.sources) for evidence in cited] == [("acme/deal", ("contract-1",))]


def test_a_condition_taken_down_has_no_developments(database):
    met = make.condition(developments=(make.development("2021-01-01"),))
    published_world(database, make.pledge(versions=[make.version(ends={"condition": "drone-law"})]), met)
    published(database, met.model_copy(update={"taken_down": _down()}))
    assert dossier(database, "acme").conditions["drone-law"].developments == ()


def test_the_latest_of_several_checks_stands(database):
    published_world(
        database,
        make.topic(checked_until={"acme": "2024-05"}),
        make.check("acme", until="2023-01-01"),
        make.check("acme", id="acme/later", until="2025-02-03"),
        make.check("acme", id="acme/wrong", until="2026-01-01", taken_down=DOWN),
    )
    assert str(dossier(database, "acme").checked_until) == "2025-02-03"


def test_who_is_related_is_of_the_position_that_is_asked_for_and_of_what_is_being_written(database):
    published_world(database)
    before = last_position(database)

    def related(session, position):
        return sorted(company.id for company in related_companies_at(session, ["acme"], position))

    with database.writing() as session:
        assert related(session, before + 1) == ["acme"]
        proposal = Proposal(make.company("wing", owners=[{"company": "acme"}]))
        publish(session, clock(1), [proposal], author="ann", publisher="bob")
        assert related(session, before + 1) == ["acme", "wing"]
    with database.reading() as session:
        positions = (before, before + 1, before, before + 1)
        assert [related(session, it) for it in positions] == [["acme"], ["acme", "wing"]] * 2
