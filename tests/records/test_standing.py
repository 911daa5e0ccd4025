"""Records as they count, without what was taken down."""

import pytest

from tests import factories as make
from tracker.records.kinds import from_body

GONE = {"date": "2026-11-01", "reason": "It was wrong."}
SOURCES = [make.source("gazette-1"), make.source("times-1")]
DOWN = [make.source("gazette-1", taken_down=GONE), make.source("times-1")]


def standing(*records):
    return make.bundle(*records).standing


@pytest.mark.parametrize("build", [make.pledge, make.evidence, make.response, make.decision, make.check])
def test_what_was_taken_down_does_not_count(build):
    record = build(taken_down=GONE)
    assert standing(*SOURCES, record).get(*record.key) is None
    assert standing(*SOURCES, build()).get(*build().key) == build()


@pytest.mark.parametrize("build", [make.company, make.topic, make.source])
def test_what_others_rest_on_is_still_read(build):
    record = build(taken_down=GONE)
    assert standing(record).get(*record.key) == record


def test_a_condition_that_was_taken_down_has_no_developments():
    law = make.condition(developments=(make.development("2021-01-01"),), taken_down=GONE)
    assert standing(law).conditions["drone-law"].developments == ()


def test_a_source_that_was_taken_down_leaves_what_cites_it():
    outcomes = [make.outcome("2021-01-01", "alleged", source=id) for id in ("gazette-1", "times-1")]
    quotes = [{"text": f"It said so, {id}", "speaker": "Ann", "source": id} for id in ("gazette-1", "times-1")]
    evidence = make.evidence(sources=["gazette-1", "times-1"], outcomes=outcomes, quotes=quotes)
    left = standing(*DOWN, evidence).evidence[evidence.id]
    assert left.sources == ("times-1",)
    assert [it.source for it in (*left.outcomes, *left.quotes)] == ["times-1", "times-1"]
    derived = make.source("times-2", derived_from=["gazette-1", "times-1"])
    assert standing(*DOWN, derived).sources["times-2"].derived_from == ("times-1",)


def test_what_rested_on_it_alone_does_not_count():
    evidence, answer = make.evidence(sources=["gazette-1"]), make.response(source="gazette-1")
    left = standing(*DOWN, evidence, answer, make.pledge())
    assert not left.evidence
    assert not left.responses
    assert set(left.pledges) == {"acme/no-sales"}


def test_a_company_that_was_taken_down_owns_nothing_and_leaves_its_former_ids():
    owners = [{"company": "holding", "source": "gazette-1"}]
    down = make.bundle(make.company(owners=owners, taken_down=GONE), make.company("bolt", owners=owners))
    assert [company.id for company, _ in down.subsidiaries["holding"]] == ["bolt"]
    assert make.bundle(make.company(), make.company("bolt", former_ids=["acme"])).present_id("acme") == "acme"
    gone = make.company(taken_down=GONE)
    assert make.bundle(gone, make.company("bolt", former_ids=["acme"])).present_id("acme") == "bolt"


def test_an_initiative_that_was_taken_down_binds_nobody():
    fields = {"kind": "initiative", "id": "charter", "name": "Charter", "source": "gazette-1"}
    signed = fields | {"signatories": [{"company": "acme", "since": "2020"}]}
    promised = from_body(
        {
            "kind": "pledge",
            "id": "charter/a",
            "initiative": "charter",
            "topic": "police-drones",
            "commitment": "refrain",
        }
        | {"versions": [make.version()]}
    )
    for down, bound in ((None, 1), (GONE, 0)):
        initiative = from_body(signed | ({"taken_down": down} if down else {}))
        assert len(make.bundle(initiative, promised).by_company.get("acme", [])) == bound
