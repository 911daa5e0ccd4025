"""Which ids a company has, and which company somebody means."""

from datetime import UTC, timedelta

import pytest

from tests import factories as make
from tests.stored import NOON, clock, published
from tracker.services.reading.company_lookup import all_ids, company_names, find_company
from tracker.services.reading.scorecards import MovedError, NotFoundError, ScorecardQuery, snapshot_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_the_ids_of_a_company_are_its_own_and_none_of_its_owner_or_subsidiary(database):
    owned = make.company(former_ids=["acme-optics", "acme-lenses"], owners=[{"company": "parent"}])
    parent = make.company("parent", former_ids=["holding"])
    below = make.company("below", former_ids=["under"], owners=[{"company": "acme"}])
    published(database, parent, owned, below)
    with database.reading() as session:
        snapshot = snapshot_of(session, ScorecardQuery(), clock(5), UTC)
        assert all_ids(session, snapshot, "acme") == ("acme", "acme-lenses", "acme-optics")


def test_who_is_meant_goes_on_under_another_id_or_was_not_there_yet(database):
    mark = {"date": "2026-11-22", "reason": "It goes on under another name."}
    down, merged = make.company("down", taken_down=mark), make.company("merged", taken_down=mark)
    published(database, make.company("plain", name="Plain"), down, merged, make.company("next", former_ids=["merged"]))
    with database.reading() as session:
        now, before = (
            snapshot_of(session, ScorecardQuery(known_at=at), clock(5), UTC) for at in (None, NOON - timedelta(days=1))
        )
        assert [find_company(session, now, id).id for id in ("plain", "down")] == ["plain", "down"]
        with pytest.raises(MovedError) as moved:
            find_company(session, now, "merged")
        assert moved.value.id == "next"
        with pytest.raises(NotFoundError):
            find_company(session, before, "plain")
        assert [len(company_names(session, most)) for most in (1, 2, 3)] == [0, 2, 2]
