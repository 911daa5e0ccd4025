"""Pledges and documents without a day: pages say by when they were there, and forms ask for no more."""

from tests import factories as make
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS

PAGE = "/companies/acme/police-drones"


def test_a_pledge_without_a_day_is_told_by_the_day_it_was_there(site_of):
    site = site_of(
        make.pledge(versions=[make.version(start="[..2019-05-14]")]),
        make.company("bolt"),
        make.topic(checked_until={"acme": "2026-11-01", "bolt": "2026-11-01"}),
    )
    words = "In force by 14 May 2019 at the latest"
    page = site.page(PAGE)
    assert words in page.section("pledges")
    assert words in page.section("timeline")
    assert words in site.page("/pledges/acme/no-sales").text
    assert "In force by 14 May 2019 at the latest" in site.page("/compare?company=acme&company=bolt").text
    before = site.page(f"{PAGE}?as_of=2019-05-01")
    assert "May be in force: began by 14 May 2019 at the latest" in before.section("pledges")


def test_one_that_is_over_says_so(site_of):
    over = make.version(start="[..2019-05-14]", ends={"last_day": "2019-12-31"})
    assert "Was in force by 14 May 2019 at the latest" in site_of(make.pledge(versions=[over])).page(PAGE).section(
        "pledges"
    )


def test_the_form_of_a_document_asks_for_no_date_but_of_a_pledge_for_its_words():
    assert "date" not in LAYOUTS["source"].required
    assert LAYOUTS["source"].required == {"id", "type"}
