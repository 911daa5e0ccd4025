"""Only a finding that the rules make can be decided on."""

from datetime import date

import pytest

from tests import factories as make
from tests.stored import published_world
from tracker.services.publishing.checking.decided_findings import decision_faults


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "computed"),
    [
        ({}, None),
        ({"computed": "loophole"}, "breach"),
        ({"computed": "loophole", "taken_down": {"date": "2026-11-22", "reason": "It was none."}}, None),
        ({"act": "1"}, None),
        ({"version": "1"}, None),
        ({"evidence": "acme/other"}, None),  # what is not there is told by other messages
    ],
)
def test_a_decision_on_another_finding_than_is_computed_is_reported(database, fields, computed):
    published_world(database, make.pledge(), make.evidence())
    with database.reading() as session:
        faults = decision_faults(session, [make.decision(**fields)], date(2026, 11, 22))
    assert [fault.message.values["found"] for fault in faults] == ([] if computed is None else [computed])
