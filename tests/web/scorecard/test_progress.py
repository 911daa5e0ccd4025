"""Progress pictures on the pages: each with its words, every value in a table, links to the records."""

import re
from html import unescape

import pytest

from tests import factories as make

TARGET = {
    "measure": "share of recycled paper",
    "unit": "%",
    "at_least": "80",
    "baseline": {"amount": "10", "on": "2013"},
}
SCORECARD, PLEDGE = "/companies/acme/police-drones", "/pledges/acme/paper"


def paper(id="acme/paper", **fields):
    said = {"start": "2014-05-01", "deadline": "2023-12-31", "target": TARGET, "short": "to use more of it"}
    return make.promise(id, title="Recycled paper", versions=[make.version(**{**said, "scope": {}, **fields})])


def report(number, value, on):
    says = [{"pledge": "acme/paper", "amount": value, "on": on}]
    return make.evidence(f"acme/paper-{number}", acts=[], fulfils=says, period=on, title=f"Reported {value} percent")


@pytest.fixture
def site(site_of):
    return site_of(
        make.company("beta"), make.check("beta"), paper(), report(1, "22", "2016"), report(2, "49", "2023-12-31")
    )


@pytest.mark.parametrize("path", [SCORECARD, PLEDGE])
def test_the_picture_stands_in_both_widths_with_words_and_a_table(site, path):
    text = unescape(site.client.get(path).text)
    drawn = re.findall(r'<svg class="chart (\w+)"[^>]*role="img" aria-labelledby="([\w-]+)"', text)
    assert [css for css, _ in drawn] == ["large", "small"]
    for _, id in drawn:
        assert re.search(rf'<title id="{id}">Share of recycled paper\. Reached: .*49.*Promised: 80', text)
    table = text[text.index("<caption") : text.index("</table>", text.index("<caption"))]
    for shown in ("2013", "10\u202f%", "22\u202f%", "49\u202f%", "The end of 2023", "80\u202f%"):
        assert shown in table
    assert re.findall(r'<a href="([^"?]+)', table) == ["/evidence/acme/paper-1", "/evidence/acme/paper-2"]


def test_a_pale_line_is_explained_where_there_is_one(site, site_of):
    assert "pale line" in site.client.get(SCORECARD).text
    exact = {**TARGET, "baseline": None}
    sure = site_of(paper(target=exact), report(1, "49", "2023-12-31"))
    assert "pale line" not in sure.client.get(SCORECARD).text


def test_first_screen_and_comparison_have_the_bar_with_its_words(site):
    for path in (SCORECARD, "/compare?topic=police-drones&company=acme&company=beta", "/embed/companies/acme"):
        assert re.search(r'<svg class="meter"[^>]*aria-label="Reached: 49', unescape(site.client.get(path).text)), path


def test_more_than_three_pictures_stand_on_the_pages_of_their_pledges(site_of):
    site = site_of(*(paper(f"acme/paper-{number}") for number in range(5)))
    text = site.client.get(SCORECARD).text
    assert text.count('<svg class="chart large"') == 3
    assert text.count('<a href="/pledges/acme/paper-4"') >= 1


def test_a_scorecard_without_numbers_has_no_picture(site_of):
    assert "chart" not in site_of(make.promise()).client.get(SCORECARD).text
