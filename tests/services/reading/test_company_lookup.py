"""Which ids a company has."""

from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.services.reading.company_lookup import all_ids
from tracker.services.reading.scorecards import ScorecardQuery, snapshot_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_the_ids_of_a_company_are_its_own_and_none_of_its_owner_or_subsidiary(database):
    owned = make.company(former_ids=["acme-optics", "acme-lenses"], owners=[{"company": "parent"}])
    parent = make.company("parent", former_ids=["holding"])
    below = make.company("below", former_ids=["under"], owners=[{"company": "acme"}])
    published(database, parent, owned, below)
    with database.reading() as session:
        snapshot = snapshot_of(session, ScorecardQuery(), clock(5), UTC)
        assert all_ids(session, snapshot, "acme") == ("acme", "acme-lenses", "acme-optics")
