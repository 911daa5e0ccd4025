"""Lines of scorecards at other moments than today: companies are walked, none that has some is left out."""

from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.services.reading import scorecard_lines
from tracker.services.reading.scorecards import ScorecardQuery, snapshot_of
from tracker.store.lists.listed_lines import LineFilter
from tracker.store.lists.paging import Window

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def listed(database, chosen):
    """The companies of all pages, page by page."""
    pages, after = [], None
    with database.reading() as session:
        snapshot = snapshot_of(session, ScorecardQuery(), clock(5), UTC)
        while not pages or after:
            page = scorecard_lines.lines_at(session, snapshot, chosen, Window(after=after, size=2))
            pages.append([line.company for line in page.rows])
            after = page.after
    return pages


def test_a_walk_that_comes_upon_nothing_goes_on_with_the_next_page(database, monkeypatch):
    monkeypatch.setattr(scorecard_lines, "_MOST_WALKED", 2)
    companies = [make.company(id) for id in ("bolt", "cove", "dome")]
    published_world(database, *companies, make.pledge("dome/no-sales"), make.evidence("dome/deal"))
    *before, last = listed(database, LineFilter("findings"))
    assert (before, set(last)) == ([[], []], {"dome"})


def test_a_company_that_was_taken_down_has_none(database):
    published_world(database, make.pledge())
    assert set(listed(database, LineFilter("gaps", company="acme"))[0]) == {"acme"}
    mark = {"date": "2026-11-22", "reason": "Entered twice"}
    published(database, make.company(taken_down=mark), at=clock(1), change="correction", note="Entered twice")
    assert listed(database, LineFilter("gaps", company="acme")) == [[]]
