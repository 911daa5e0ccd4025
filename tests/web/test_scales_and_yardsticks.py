"""Pages of topics on a scale, and of topics that ask both to refrain and to act: every page of both is whole."""

import pytest

from tests.engine.test_yardsticks import FELLING, bundle, promise, target
from tests.web.checking import check_page, parsed
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
