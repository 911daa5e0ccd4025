"""Citations of pages, in the forms that writers and programs use."""

import json
import re
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation as CiteprocCitation
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from tests import factories as make
from tests.stored import clock, published
from tracker.web.cite.citations import Citation

CARD = "/companies/acme/police-drones"


@pytest.fixture
def site(site_of):
    return site_of(make.pledge(title="50% & more_{x}"), make.evidence(), minutes=120)


def test_every_form_names_title_day_entry_and_a_permalink_that_stays(site):
    page = site.page(f"/cite?of={CARD}")
    texts = [page.text, *(site.file(f"/cite.{form}?of={CARD}").decode() for form in ("bib", "ris", "json"))]
    (item,) = json.loads(texts[3])
    assert item["issued"]["date-parts"] == [[2026, 11, 22]]
    assert item["title"] == "Acme Optics Inc.: Camera drones for the police"
    for text in texts:
        assert item["title"] in text
        assert "ledger entry 12" in text
        assert item["URL"] in text
    pinned = re.sub("^https?://[^/]+", "", item["URL"])
    before = site.page(pinned).text
    published(site.database, make.pledge(title="Other"), at=clock(90))
    assert site.page(pinned).text == before


def test_signs_of_bibtex_are_escaped(site):
    assert r"50\% \& more\_\{x\}" in site.file(f"/cite.bib?of=/pledges/{make.pledge().id}").decode()


PAGES = (
    *("/", "/companies", "/pledges", "/evidence", "/sources", "/topics/police-drones", "/companies/acme", "/data"),
    f"{CARD}?as_of=2020-06-18",
)
NO_PAGES = ("", "/nothing", "/companies/nobody", "https://elsewhere.example/", "/desk", "/pledges/../x")


@pytest.mark.parametrize("path", PAGES)
def test_pages_lead_to_their_citation(site, path):
    page = site.page(path)
    (link,) = {it for it in page.links() if it.startswith("/cite?")}
    assert site.page(link).links()
    assert ("as_of=2020-06-18" in link) == ("as_of" in path)
    assert [it.get("content") for it in page.all("meta", property="og:url")]


def test_the_citation_of_a_company_says_what_its_page_is(site):
    title = json.loads(site.file("/cite.json?of=/companies/acme"))[0]["title"]
    assert title.startswith(make.company().name)
    assert title != make.company().name


@pytest.mark.parametrize("path", NO_PAGES)
def test_what_is_no_page_is_not_cited(site, path):
    assert site.page(f"/cite?of={path}", 404).parameter == "of"
    assert site.client.get(f"/cite.bib?of={path}").status_code == 404


def test_the_scorecard_of_a_company_that_was_taken_down_is_no_page(site):
    mark = {"date": "2026-11-22", "reason": "The wrong company."}
    published(site.database, make.company(taken_down=mark), at=clock(90), change="correction", note="A mistake.")
    assert site.page(f"/cite?of={CARD}", 404).parameter == "of"


HARD = Citation(
    "A “title” 50% & more_{x} <b>\\ ~ $5 #1 – Größe",
    "Pledge & Co_Tracker",
    date(2026, 11, 2),
    12,
    "https://pledges.example/companies/acme?as_of=2026-11-02&known_at=2026-11-02T10:00:00Z",
)


def test_citeproc_formats_what_is_written_as_csl():
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(json.loads(HARD.csl())), formatter.plain)
    bibliography.register(CiteprocCitation([CitationItem(HARD.key)]))
    (text,) = map(str, bibliography.bibliography())
    assert text.startswith("Pledge & Co_Tracker (2026) A “title” 50% & more_{x} <b>")
    assert HARD.url in text


def test_programs_of_bibtex_and_ris_read_every_sign():
    library = bibtexparser.parse_string(HARD.bibtex(), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.key, fields["title"], fields["author"]) == (HARD.key, HARD.title, HARD.site)
    assert (fields["year"], fields["month"], fields["day"]) == ("2026", "nov", "2")
    (reference,) = rispy.loads(HARD.ris())
    assert (reference["title"], reference["authors"], reference["urls"]) == (HARD.title, [HARD.site], [HARD.url])
    assert (reference["year"], reference["date"]) == ("2026", "2026/11/02")
