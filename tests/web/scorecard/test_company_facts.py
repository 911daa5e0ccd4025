"""A company with one topic has no page but its scorecard, which says what tells it from others."""

from tests import factories as make


def test_the_scorecard_names_country_sector_and_identifiers(site_of):
    company = make.company(country="DE", sector={"scheme": "NACE", "code": "18.1"}, identifiers={"wikidata": "Q95"})
    html = site_of(company, make.pledge()).client.get("/companies/acme", follow_redirects=True).text
    facts = html.partition("data-facts>")[2].partition("<")[0]
    assert all(fact in facts for fact in ("Germany", "NACE 18.1", "Q95"))


def test_without_any_nothing_is_said(site_of):
    assert "data-facts" not in site_of(make.pledge()).client.get("/companies/acme", follow_redirects=True).text
