"""Pages of a moment before the rules changed are computed by the rules that held then, whatever page they are."""

from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import MINUTE, clock, published
from tests.web.checking import words
from tracker.services.upkeep.catching_up import catch_up
from tracker.store.derived.scorecard_index import set_derived_version

THEN = "known_at=2026-11-22T12:05:00Z"
PAGE = "/companies/acme/police-drones"
SCORECARD = "/companies/acme/scorecard?topic=police-drones"
PUT_RIGHT = [make.outcome("2020-08-01", "alleged"), make.outcome("2020-08-02", "put right")]


@pytest.fixture
def changed_site(site_of):
    """A site that went over from rules 1 to rules 2 five minutes after what is asked for; now is an hour later."""
    site = site_of(
        make.pledge("acme/soon", title="soon", versions=[make.version(ends={"last_day": "2027-03-01?"})]),
        make.pledge(),
        make.evidence(outcomes=PUT_RIGHT),
    )
    with site.database.writing() as session:
        set_derived_version(session, "4 rules 1")
    assert catch_up(site.database, clock(10), UTC) > 0
    return site


def test_the_calendar(changed_site):
    then, now = (changed_site.client.get(f"/lapsing.ics?{query}").text for query in (THEN, ""))
    assert "DTSTART;VALUE=DATE:20270301" in then
    assert "DTSTART;VALUE=DATE:20270222" in now


def test_the_list_of_ends(changed_site):
    then, now = (
        words(changed_site.page(f"/lapsing?{query}").find("article", class_="finding")) for query in (THEN, "")
    )
    assert then.startswith("1 March 2027")
    assert now.startswith("Between 22 February and 8 March 2027")


def test_the_changes_between_two_days(changed_site):
    days = "from=2020-06-01&to=2020-09-01"
    then, now = (changed_site.page(f"{PAGE}/changes?{query}&{days}").text for query in (THEN, ""))
    assert "now “Goes against the pledge”" in then
    assert "now “Goes against the pledge”" not in now
    assert "now “May go against the pledge”" in now


@pytest.mark.parametrize(("query", "version"), [(THEN, "1"), ("", "2")])
def test_a_scorecard_names_the_rules_that_it_is_computed_by(changed_site, query, version):
    assert f"rules version {version}" in changed_site.page(f"{PAGE}?{query}").text
    assert changed_site.client.get(f"/api/v1{SCORECARD}&{query}").json["rules"] == version


def test_a_later_publication_changes_nothing_of_them(changed_site):
    paths = [f"/lapsing.ics?{THEN}", f"{PAGE}/changes?{THEN}&from=2020-06-01&to=2020-09-01", f"{PAGE}?{THEN}"]
    before = [words(changed_site.page(path).find("main")) for path in paths[1:]]
    events = changed_site.client.get(paths[0]).text.partition("BEGIN:VEVENT")[2]
    published(changed_site.database, make.evidence("acme/second"), make.pledge("acme/new"), at=clock(30))
    changed_site.clock.move(MINUTE)
    assert [words(changed_site.page(path).find("main")) for path in paths[1:]] == before
    assert changed_site.client.get(paths[0]).text.partition("BEGIN:VEVENT")[2] == events
