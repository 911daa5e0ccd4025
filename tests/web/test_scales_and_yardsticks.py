"""Pages of topics on a scale, and of topics that ask both to refrain and to act: every page of both is whole."""

import re

import pytest

from tests import factories as make
from tests.engine.coverage.test_yardsticks import FELLING, bundle, promise, target
from tests.web.checking import check_page, parsed, words
from tracker.services.intake.record_files import read_files
from tracker.settings import ROOT

MUTUAL = "/companies/sample-mutual/tobacco-insurance"


@pytest.fixture
def thresholds(site_of):
    return site_of(*read_files((ROOT / "docs" / "examples" / "thresholds",)).records)


@pytest.fixture
def two_tables(site_of):
    refrain = promise("acme/short-of-it", target=target("40"), deadline="2030")
    return site_of(*bundle(refrain, second=FELLING))


@pytest.fixture
def left_out(site_of):
    """Two companies on a topic that does not ask whether federal police pilot drones."""
    unasked = [{"row": "federal-police", "column": "pilot", "reason": "They run no trials."}]
    topic = make.topic(yardstick=make.yardstick(not_asked=unasked))
    base = {(record.kind, record.id): record for record in (*make.world(), topic)}
    return site_of(*base.values(), make.company("other"), make.pledge(), make.pledge("other/p", company="other"))


@pytest.mark.parametrize(
    "path",
    [
        MUTUAL,
        "/companies/example-insurance/tobacco-insurance",
        "/companies/example-insurance/tobacco-insurance/findings",
        "/topics/tobacco-insurance",
        "/compare?company=sample-mutual&company=example-insurance&topic=tobacco-insurance",
        "/pledges/example-insurance/tobacco",
        "/evidence/example-insurance/kiosks-2022",
        "/companies?topic=tobacco-insurance",
        "/search?q=tobacco",
    ],
)
def test_pages_of_a_topic_on_a_scale_speak_in_numbers(thresholds, path):
    answer = thresholds.client.get(path)
    assert answer.status_code == 200
    html = answer.text
    check_page(parsed(html))
    assert "&gt;= " not in html
    assert "..&lt;" not in html


def test_the_topic_names_its_rows_and_their_numbers(thresholds):
    html = thresholds.client.get("/topics/tobacco-insurance").text
    assert "15 to less than 50\u202f%" in html


@pytest.mark.parametrize(
    "path",
    [
        "/companies/acme/paper",
        "/topics/paper",
        "/companies/acme",
        "/companies?topic=paper",
        "/pledges/acme/short-of-it",
        "/embed/companies/acme",
    ],
)
def test_pages_of_a_topic_with_two_yardsticks_are_whole(two_tables, path):
    answer = two_tables.client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    if "/embed/" not in path:
        check_page(parsed(answer.text))


def test_a_scorecard_has_a_table_for_each_yardstick_and_says_by_how_much_less(two_tables):
    html = two_tables.client.get("/companies/acme/paper").text
    assert html.count('aria-label="Coverage table"') == 2
    assert "40\u202fpercentage points" in html


@pytest.mark.parametrize(
    ("path", "dashes"),
    [
        ("/companies/acme/police-drones", 4),  # the table, the table in short, their legends
        ("/compare?company=acme&company=other&topic=police-drones", 3),  # one for each, the legend
        ("/embed/companies/acme", 2),
    ],
)
def test_a_point_that_is_not_asked_is_a_dash_with_its_word_and_a_legend(left_out, path, dashes):
    answer = left_out.client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert len(re.findall(r'class="(?:state )?not-asked"', answer.text)) == dashes
    assert answer.text.count('href="#m-not-asked"') == dashes
    assert 'id="m-not-asked"' in answer.text
    if "/embed/" not in path:
        check_page(parsed(answer.text))


def test_a_point_that_is_not_asked_counts_nowhere_and_the_topic_lists_it_with_its_reason(left_out):
    data = left_out.client.get("/api/v1/companies/acme/scorecard").json
    assert (data["strength"]["cells"], len(data["cells"]), len(data["not_asked"])) == (3, 3, 1)
    assert "1 of 3" in left_out.client.get("/companies/acme/police-drones").text
    topic = left_out.client.get("/topics/police-drones").text
    assert "<dt>Not asked</dt>" in topic
    assert "They run no trials." in topic
    assert "not-asked" in left_out.client.get("/methodology").text


def test_a_point_that_is_not_asked_stands_in_lists_tables_and_the_words_of_pictures(left_out):
    lines = left_out.client.get("/api/v1/cells?company=acme").json["items"]
    assert [(it["row"], it["column"], it["reason"]) for it in lines if it["label"] == "not-asked"] == [
        ("federal-police", "pilot", "They run no trials.")
    ]
    assert left_out.client.get("/api/v1/cells?label=not-asked").json["items"][0] == lines[-1]
    assert len({frozenset(it) for it in lines}) == 1
    past = left_out.client.get("/api/v1/cells?company=acme&label=not-asked&as_of=2021-01-01").json["items"]
    assert [it["reason"] for it in past] == ["They run no trials."]
    rows = left_out.client.get("/matrix.json?topic=police-drones").json["items"]
    assert {it["federal-police/pilot"] for it in rows} == {"not-asked"}
    assert "not-asked" not in {it["federal-police/sell"] for it in rows}
    for table in ("cells.csv?label=not-asked", "compare.csv?company=acme&company=other&topic=police-drones"):
        assert left_out.client.get(f"/{table}").text.count("not-asked") == 2
    for picture in ("card/companies/acme", "picture/companies/acme", "picture/topics/police-drones"):
        assert "Not asked: " in left_out.client.get(f"/{picture}.svg", follow_redirects=True).text, picture


def test_at_a_glance_each_row_of_two_tables_says_how_it_stands(two_tables):
    page = two_tables.page("/companies/acme/paper")
    (table,) = page.find("div", class_="glance alone").iter("table")
    assert [words(cell) for cell in table.iter("td")] == ["in part", "in part", "not covered"]


def test_a_promise_with_a_deadline_is_told_by_its_day(two_tables):
    page = two_tables.page("/pledges/acme/short-of-it")
    assert "Not withdrawn, as far as we know (began 1 January 2020). Due by 31 December 2030" in page.text
    assert "In force" not in page.text
