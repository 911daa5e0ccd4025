"""Start page, companies and topics: what they answer, page by page, and what they say where there is nothing."""

from datetime import UTC
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.stored import clock, published
from tests.web.checking import words
from tracker.services.publishing.derived.scorecard_index import refresh

PARAMETERS = ("q", "topic", "row", "says", "strength", "finding", "state", "sort", "after", "before", "kind", "company",
              "first", "as_of", "known_at")  # fmt: skip
TELLING = (
    "local-police",
    "nothing",
    "breach",
    "none",
    "name",
    "WyJuYW1lIiwiYSJd",
    "W10",
    "2020-06-18",
    "9999-12-31",
    "\0",
    "-1",
)

ENDS_2027 = make.version(ends={"last_day": "2027-06-30"})
LONG = (
    "A Company of Which the Name Is So Very Long That No Table Was Ever Made for It and Every Line Must Break "
    "Somewhere Inc."
)
ARABIC = "شركة الطائرات بدون طيار"


def rows(page):
    """The names of the companies in a page's table, in order."""
    headings = [th for th in page.all("th") if th.get("scope") == "row"]
    return [words(next(th.iter("a"))) for th in headings]


def test_home_shows_the_field_what_ends_and_what_changed(seeded):
    page = seeded.page("/")
    assert {"Microsoft", "Amazon", "IBM"} <= set(rows(page))
    without = [words(link) for link in page.find("p", class_="without").iter("a")]
    assert "3M" in without
    assert not set(without) & set(rows(page))
    gaps = [words(item) for item in page.all("li", class_="gap")]
    assert f"{len(without)} of these {len(without) + len(rows(page))} companies" in gaps[-1]
    assert "ends when a national law is in place" in page.section("ends")
    assert "/lapsing?year=2027" in page.links()
    assert "All changes and corrections" in page.section("changes")
    assert page.section("how").count(".") > 6


def test_every_page_of_the_list_counts_all_companies(seeded):
    """Its number of companies is that of the whole list, also where a page has fewer."""
    first = seeded.data("/api/v1/scorecards?per_page=1")
    later = seeded.page(f"/companies?{urlsplit(first['next']).query.replace('per_page=1', '')}")
    every = seeded.page("/companies")
    counted = [page.find("h2", id="list") for page in (later, every)]
    assert len(rows(later)) == len(rows(every)) - 1
    assert words(counted[0]) == words(counted[1])
    assert words(counted[0]).split()[0] == str(len(rows(every)))


def test_who_never_addressed_federal_agencies_is_one_click_from_home(seeded):
    (heading,) = [a for a in seeded.page("/").all("a") if words(a) == "Federal law enforcement"]
    page = seeded.page(heading.get("href"))
    table_rows = rows(page)
    assert "3M" in table_rows
    assert not {"Microsoft", "IBM"} & set(table_rows)
    assert "Federal law enforcement: never covered" in page.text


def test_what_ends_next_year_is_one_click_from_home(site_of):
    site = site_of(make.pledge(versions=[ENDS_2027]))
    home = site.page("/")
    assert "30 June 2027, in 7 months" in home.section("ends")
    (link,) = [a.get("href") for a in home.all("a") if words(a) == "Coming up in 2027"]
    assert "30 June 2027" in site.page(link).text


def test_home_on_another_day_is_computed_for_it(seeded):
    page = seeded.page("/?as_of=2020-06-18")
    assert rows(page) == sorted(rows(page))
    assert "As of 18 June 2020; by name" in page.text
    assert "until 9 June 2021" in page.text
    assert "Coming up" not in page.text


def test_other_topics_are_linked(site_of):
    site = site_of(make.topic("police-cars", name="Police cars"), make.pledge())
    page = site.page("/")
    assert words(page.find("h2", id="field")) == "Camera drones for the police"
    assert "/topics/police-cars" in page.links()


def test_nothing_on_record(site_of):
    site = site_of(world=False)
    assert list(site.page("/").all("p", **{"data-none": "topics"}))
    assert list(site.page("/topics").all("p", **{"data-none": "topics"}))
    assert list(site.page("/companies").all("p", **{"data-none": "companies"}))
    assert "No results for" in site.page("/search?q=drone").text


FILTERS = {
    "country=no": ["Firm-A Optics Inc."],
    "country=NO&state=none": [],
    "sector=nace+18.1": ["Firm-A Optics Inc.", "Firm-B Optics Inc."],
    "sector=NACE+99": [],
    "q=firm": ["Firm-A Optics Inc.", "Firm-B Optics Inc."],
    "q=FIRM-b": ["Firm-B Optics Inc."],
    "state=in+force": ["Acme Optics Inc."],
    "state=lapsed": ["Firm-A Optics Inc."],
    "strength=none&state=none": ["Firm-B Optics Inc."],
    "finding=breach": ["Acme Optics Inc."],
    "finding=none&sort=name": ["Firm-A Optics Inc.", "Firm-B Optics Inc."],
    "row=local-police&says=covered": ["Acme Optics Inc."],
    "row=local-police&says=lapsed": ["Firm-A Optics Inc."],
    "row=federal-police&says=nothing": ["Acme Optics Inc.", "Firm-A Optics Inc.", "Firm-B Optics Inc."],
    "topic=police-drones&sort=gravity": ["Acme Optics Inc.", "Firm-A Optics Inc.", "Firm-B Optics Inc."],
    "sort=strength": ["Acme Optics Inc.", "Firm-A Optics Inc.", "Firm-B Optics Inc."],
}


PRINTING = {"scheme": "NACE", "code": "18.1", "name": "Printing"}


@pytest.fixture(scope="module")
def three():
    """A company with a breach, one whose pledge has lapsed, one without any."""
    lapsed = make.version(ends={"last_day": "2021-06-30"})
    return [
        make.company("firm-a", country="NO", sector=PRINTING),
        make.company("firm-b", sector=PRINTING),
        make.topic(checked_until=dict.fromkeys(("acme", "firm-a", "firm-b"), "2026-11-01")),
        make.pledge(),
        make.pledge("firm-a/no-sales", versions=[lapsed]),
        make.evidence(),
    ]


def test_companies_are_filtered_and_sorted(site_of, three):
    site = site_of(*three)
    assert {query: rows(site.page(f"/companies?{query}")) for query in FILTERS} == FILTERS


def test_filters_are_said_and_taken_away_one_by_one(site_of, three):
    page = site_of(*three).page("/companies?q=zz&state=lapsed")
    assert rows(page) == []
    assert {"/companies?q=zz", "/companies?state=lapsed", "/companies"} <= set(page.links())
    chosen = [words(option) for option in page.all("option") if option.get("selected") is not None]
    assert "Ended" in chosen


def test_without_its_topic_a_filter_by_one_of_its_rows_is_taken_away_too(site_of, three):
    page = site_of(*three).page("/companies?topic=police-drones&row=local-police&says=covered&q=a")
    (href,) = (a.get("href") for a in page.all("a") if "Topic:" in a.get("aria-label", ""))
    assert href.partition("?")[2] == "q=a"


def test_how_far_off_an_end_is_and_whether_one_is_missing(site_of):
    ends = {
        "acme": {"last_day": "2027-06-30"},
        "bolt": {"last_day": "2027"},
        "crane": {"withdrawn": "2021-01-01"},
        "dome": {},
    }
    some = [make.company(id, name=id.capitalize()) for id in ends if id != "acme"]
    some += [make.pledge(f"{id}/no-sales", versions=[make.version(ends=end or None)]) for id, end in ends.items()]
    page = site_of(*some).page("/companies")
    ends = [words(td) for td in page.all("td") if td.get("data-label") == "Next end date"]
    assert ["in " in end for end in ends] == [True, False, False, False]
    assert [bool(end) for end in ends] == [True, True, False, True]


def test_the_matrix_is_filtered_by_country_and_sector_and_says_so(site_of, three):
    site = site_of(*three)
    options = [words(option) for option in site.page("/topics/police-drones").all("option")]
    assert {"Norway", "Printing (NACE 18.1)"} <= set(options)
    page = site.page("/topics/police-drones?country=NO")
    chosen = [words(option) for option in page.all("option") if option.get("selected") is not None]
    assert "Norway" in chosen
    assert "Firm-A Optics Inc." in page.section("field")
    assert "Acme Optics Inc." not in page.section("field")
    assert {"/topics/police-drones#field", "/companies?topic=police-drones&country=NO"} <= set(page.links())


def test_where_nothing_is_known_of_countries_there_is_nothing_to_choose(site_of):
    page = site_of(make.pledge()).page("/topics/police-drones")
    assert list(page.all("select")) == []


BAD = {
    "country=Norway": ("country", "two letters"),
    "strength=mighty": ("strength", "full, broad, partial, narrow, none"),
    "state=x": ("state", "in force"),
    "finding=evil": ("finding", "possible breach"),
    "sort=price": ("sort", "name, strength, gravity, ending"),
    "topic=x": ("topic", "police-drones"),
    "row=x&says=nothing": ("row", "local-police, federal-police"),
    "row=local-police&says=x": ("says", "covered, unclear, lapsed, nothing"),
    "after=%21": ("after", "“next” or “previous”"),
    "after=W10": ("after", "this list"),
    "before=W10&after=W10": ("before", "nothing, where after is given"),
    "q=" + "a" * 201: ("q", "200 characters"),
    "as_of=soon": ("as_of", "2020-06-18"),
}


@pytest.mark.parametrize("query", BAD)
def test_what_cannot_be_asked_is_named_with_what_can(site_of, query):
    name, allowed = BAD[query]
    # Right in form, and there is no such topic, row or page.
    status = 404 if query in ("topic=x", "row=x&says=nothing", "after=W10") else 400
    page = site_of(make.pledge()).page(f"/companies?{query}", status)
    assert page.parameter == name
    assert allowed in page.text


def test_a_topic_tells_its_yardstick_and_who_says_so(seeded):
    page = seeded.page("/topics/police-facial-recognition")
    assert page.section("yardstick").count("Federal law enforcement") == 1
    assert "Sales" in page.section("yardstick")
    assert "the DEA tried out Microsoft's product" in page.section("reasons")
    assert "25 May 2020: George Floyd was killed" in page.section("background")
    assert "#source-cnet-2020-06-17" in page.links()
    assert page.section("sources").count("Threatpost") >= 1
    assert "/topics/police-facial-recognition" in seeded.page("/topics").links()


def test_an_unknown_topic_names_those_there_are(seeded):
    page = seeded.page("/topics/police-faces", 404)
    assert "/topics/police-facial-recognition" in page.links()


def test_what_is_published_shows_at_once_before_lists_have_caught_up(site_of):
    site = site_of(make.pledge())
    assert "sell only" in site.page("/").text
    published(
        site.database,
        make.pledge(versions=[make.version(scope=make.scope(action={"in": ["sell", "pilot"]}))]),
        at=clock(30),
    )
    page = site.page("/")
    assert "sell only" not in page.text
    assert "Something was just published" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.response.headers


@pytest.mark.parametrize("name", [LONG, ARABIC])
def test_long_and_right_to_left_names_stand_everywhere(site_of, name):
    site = site_of(make.company(name=name), make.pledge())
    for address in ("/", "/companies", "/topics/police-drones", f"/search?q={name.split()[0]}"):
        page = site.page(address)
        assert name in page.text
        assert [a for a in page.all("a") if words(a) == name and a.get("dir") == "auto"]


@pytest.mark.parametrize(
    "address",
    ["/lapsing", "/lapsing.ics", "/companies", "/topics/police-drones", "/api/v1/upcoming", "/api/v1/scorecards"],
)
def test_no_answer_is_kept_that_lists_out_of_step_gave(site_of, address):
    site = site_of(make.pledge())
    assert "s-maxage" in site.client.get(address).headers["Cache-Control"]
    published(site.database, make.pledge(versions=[ENDS_2027]), at=clock(30))
    assert site.client.get(address).headers["Cache-Control"] == "no-store"
    refresh(site.database, clock(60), UTC)
    response = site.client.get(address)
    assert "s-maxage" in response.headers["Cache-Control"]
    assert "2027" in response.text


QUERIES = st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=40) | st.sampled_from(TELLING), max_size=4)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["/", "/companies", "/topics/police-facial-recognition", "/search", "/topics"]), QUERIES)
def test_no_query_is_a_fault(seeded, address, query):
    response = seeded.client.get(address, query_string=query)
    assert response.status_code in (200, 302, 400, 404)
    if response.status_code == 400:
        assert any(f'data-parameter="{name}"' in response.text for name in PARAMETERS)


@pytest.mark.parametrize(("side", "words_of_it"), [("at_least", "at least 90"), ("at_most", "at most 90")])
def test_a_topic_says_which_way_its_goal_goes(site_of, side, words_of_it):
    goal = {"measure": "drones sold", "unit": "drones", side: "90"}
    site = site_of(make.topic(yardstick=make.yardstick(commitment="perform", target=goal)))
    [description] = [
        words(dd) for dd in site.page("/topics/police-drones").all("dd") if "drones sold" in words(dd).lower()
    ]
    assert words_of_it in description
