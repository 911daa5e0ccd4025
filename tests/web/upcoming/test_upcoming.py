"""What ends next, as a page and as a calendar."""

import re

import pytest

from tests import factories as make
from tests.web.checking import words
from tracker.clock import FixedClock
from tracker.services.publishing.derived.scorecard_index import refresh


def dated(name, **ends):
    return make.pledge(f"acme/{name}", title=name, versions=[make.version(ends=ends)])


def ends():
    """One of each sort."""
    return [
        dated("next-year", last_day="2027-03-01"),
        dated("some-day", last_day="2028"),
        dated("on-a-law", condition="drone-law"),
        make.pledge("acme/at-will", title="at-will", versions=[make.version(ends="self-judged")]),
        make.promise(deadline="2026-12-01", title="report"),
        dated("over", last_day="2021-01-01"),
    ]


def rows_of(page):
    return [words(item) for item in page.all("article", class_="finding")]


def test_soonest_first_and_those_without_a_day_last(site_of):
    page = site_of(*ends()).page("/lapsing")
    lines = rows_of(page)
    assert lines[0].startswith("1 December 2026 in 9 days Acme Optics Inc.: deadline for the pledge “report” Deadline")
    assert lines[1].startswith("1 March 2027 in 3 months Acme Optics Inc.: last day of the pledge “next-year”")
    assert lines[2].startswith("Between 1 January and 31 December 2028 ")
    assert {line.partition(" Acme")[0] for line in lines[3:]} == {
        "Ends when something happens",
        "The company decides when",
    }
    assert len(lines) == 5
    assert {"/pledges/acme/next-year", "/conditions/drone-law"} <= set(page.links())


def test_what_may_have_ended_already_is_said_from_the_second_of_its_days_on(site_of):
    site = site_of(dated("some-day", last_day="2028"), dated("today", last_day="2028-01-01"))
    said = {day: rows_of(site.page(f"/lapsing?as_of=2028-01-{day:02}")) for day in (1, 2)}
    assert [["may have ended already" in line for line in said[day]] for day in (1, 2)] == [[False, False], [True]]
    assert sum("on that day" in line for line in said[1]) == 2


def test_an_end_says_what_kind_of_end_it_is(site_of):
    later = make.version(announced="2026-10-01", start="2027-03-01", ends="open")
    site = site_of(
        dated("removed", withdrawn="[2026-11-10..2026-12-10]"),
        make.pledge("acme/reworded", title="reworded", versions=[make.version(), later]),
        dated("fixed", last_day="2027-04-01"),
    )
    kinds = {
        one.get("href").removeprefix("/pledges/acme/"): words(item)
        for item in site.page("/lapsing").all("article", class_="finding")
        for one in item.iter("a")
        if one.get("href").startswith("/pledges/")
    }
    assert "(withdrawn)" in kinds["removed"]
    assert "Last day of this wording" in kinds["reworded"]
    assert not [word for word in ("(withdrawn)", "wording") if word in kinds["fixed"]]


def test_a_list_that_is_read_says_what_one_that_is_computed_says(site_of, monkeypatch):
    site = site_of(*ends(), dated("in-doubt", last_day="2027-05?"))

    def both(since):
        # Of another address, as the first answer is kept.
        query = f"from=2026-01-{since:02}"
        return rows_of(site.page(f"/lapsing?{query}")), site.data(f"/api/v1/upcoming?{query}")["items"]

    lines, items = both(1)
    monkeypatch.setattr("tracker.services.reading.upcoming.AT_ONCE", 0)
    assert both(2) == (lines, items)
    assert ("2028-01-01", "2028-12-31") in [(it["first"], it["last"]) for it in items]
    assert [it["text"] for it in items if it["doubted"]] == [
        next(it["text"] for it in items if "in-doubt" in it["pledge"])
    ]


def test_what_ends_next_year_is_two_clicks_from_home(site_of):
    site = site_of(*ends())
    assert "/lapsing" in site.page("/").links()
    year = next(link for link in site.page("/lapsing").links() if link.endswith("year=2027"))
    (line,) = rows_of(site.page(year))
    assert line.startswith("1 March 2027")


def test_any_period_on_the_page_in_its_table_and_calendar(site_of):
    site = site_of(*ends())
    query = "from=2027-03-01&to=2028-01-01"
    page = site.page(f"/lapsing?{query}")
    assert [line[:12] for line in rows_of(page)] == ["1 March 2027", "Between 1 Ja"]
    assert [page.find("input", id=id).get("value") for id in ("from", "to")] == ["2027-03-01", "2028-01-01"]
    (table,) = [href for href in page.links() if href.startswith("/lapsing.json")]
    assert [it["first"] for it in site.data(table)["items"]] == ["2027-03-01", "2028-01-01"]
    assert site.file(f"/lapsing.ics?{query}").count(b"BEGIN:VEVENT") == 2
    assert [it["first"] for it in site.data("/api/v1/upcoming?to=2026-12-31")["items"]] == ["2026-12-01"]
    assert rows_of(site.page("/lapsing?from=2040-01-01")) == []
    for wrong, status in (("from=2027-02-01&year=2027", 404), ("from=2027-02-01&to=2027-01-01", 404), ("to=soon", 400)):
        site.page(f"/lapsing?{wrong}", status)


def test_another_day(seeded):
    page = seeded.page("/lapsing?as_of=2020-06-18")
    assert "9 June 2021 in 11 months Amazon: last day of the pledge “One-year moratorium on use by police”" in page.text


def test_a_year_in_which_nothing_ends(site_of):
    empty = site_of(*ends()).page("/lapsing?year=2029")
    assert rows_of(empty) == []
    assert "2029" in empty.text
    assert "/lapsing?year=none" in empty.links()


def test_of_many_companies_today_is_read_and_other_days_are_computed(site_of):
    many = [record for number in range(30) for record in (
        make.company(f"firm-{number}"),
        make.pledge(f"firm-{number}/p", versions=[make.version(ends={"last_day": f"2027-01-{number + 1:02}"})]),
        make.pledge(f"firm-{number}/q", versions=[make.version(ends="self-judged")]),
    )]  # fmt: skip
    site = site_of(*many)
    zone = site.client.application.extensions["site"].settings.time_zone
    refresh(site.database, FixedClock(site.clock.now()), zone)
    today = site.page("/lapsing")
    assert len(rows_of(today)) == 60
    assert "list is worked out company by company" not in today.text
    first = site.page("/lapsing?as_of=2026-11-22")
    following = next(link for link in first.links() if "first=" in link)
    assert len(rows_of(first)) + len(rows_of(site.page(following))) == 60
    assert len(rows_of(site.page("/lapsing?as_of=2026-11-22&first=firm-8"))) == 4
    assert "More companies" in site.page("/lapsing?as_of=2026-11-22&known_at=2020-01-01T00:00:00Z").text
    key = "2027-01-10,police-drones,firm-9,0"
    assert len(rows_of(site.page(f"/lapsing?year=2027&after={key}"))) == 20
    assert len(rows_of(site.page("/lapsing?year=none"))) == 30


def test_an_answer_that_is_due_today_is_still_to_come(site_of):
    response = {"answer": "waiting", "answered": "2026-11-01", "asked": "2026-11-01"}
    days = ("2026-11-21", "2026-11-22")
    site = site_of(*(make.response(f"acme/until-{day}", until=day, **response) for day in days))
    text = site.file("/lapsing.ics").decode()
    assert ["/responses/acme/until-2026-11-21" in text, "/responses/acme/until-2026-11-22" in text] == [False, True]


def test_an_answer_is_of_the_company_that_once_had_another_id(site_of):
    down = {"date": "2026-11-01", "reason": "Wrong company."}
    companies = (make.company(former_ids=["old"]), make.company("beta", former_ids=["older"], taken_down=down))
    answers = (make.response(f"{id}/asked", answer="waiting", until="2027-01-01") for id in ("old", "older"))
    text = site_of(*companies, *answers).file("/lapsing.ics").decode()
    assert re.findall("SUMMARY:(.*?):", text) == ["Acme Optics Inc."]


def test_the_calendar_has_what_has_a_day(site_of):
    site = site_of(*ends())
    text = site.file("/lapsing.ics").decode()
    assert text.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20270301" in text
    assert "/pledges/acme/next-year" in text.replace("\r\n ", "")
    assert site.client.get("/lapsing.ics").headers["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("query", ["year=0000", "year=27", "after=x", "after=2027-13-01,a,b,0", "first=-1", "as_of=x"])
def test_a_wrong_parameter_is_named_with_what_is_allowed(seeded, query):
    page = seeded.page(f"/lapsing?{query}", status=404 if "-13-" in query else 400)
    assert page.parameter == query.partition("=")[0]


def test_nothing_on_record_is_said(site_of):
    assert "Nothing is coming up." in site_of(world=False).page("/lapsing").text


def test_ends_of_a_company_taken_down_are_told_on_no_day(site_of):
    down = {"date": "2026-11-22", "reason": "It was about another company."}
    site = site_of(make.company("acme", taken_down=down), make.company("beta"), *ends())
    for day in ("", "?as_of=2020-07-15"):
        assert rows_of(site.page(f"/lapsing{day}")) == []
