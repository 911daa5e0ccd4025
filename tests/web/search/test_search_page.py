"""The page of search: words, phrases, typos, kinds, pages, and what it says where it finds nothing."""

from tests import factories as make
from tests.web.checking import words


def marks(page):
    """What is marked on the page."""
    return {words(mark).casefold() for mark in page.all("mark")}


def test_results_stand_by_kind_with_the_words_marked(seeded):
    page = seeded.page("/search?q=federal+agencies")
    assert next(words(h2) for h2 in page.all("h2")) in ("Pledges", "Topics", "Evidence")
    assert {"federal", "agencies"} & marks(page) or "federal agencies" in marks(page)
    assert any(link.startswith("/evidence/microsoft/") for link in page.links())


def test_a_phrase_stands_together(seeded):
    page = seeded.page("/search?q=%22national+law%22")
    assert "national law" in marks(page)
    assert "No results for" in seeded.page("/search?q=%22law+national%22").text


def test_a_mistyped_name_is_read_as_the_one_that_is_meant(seeded):
    page = seeded.page("/search?q=micrsoft")
    assert "We found nothing for “micrsoft”, so we searched for “microsoft”." in page.text
    assert "/companies/microsoft" in page.links()


def test_the_box_is_on_every_page_and_keeps_what_was_typed(seeded):
    for address in ("/", "/companies", "/topics", "/search?q=ibm", "/nothing"):
        page = seeded.page(address, 404 if address == "/nothing" else 200)
        form = page.find("form", role="search")
        (box,) = [field for field in form.iter("input") if field.get("name") == "q"]
        assert box.get("value") == ("ibm" if address.endswith("ibm") else "")
        assert form.get("action") == "/search"


def test_kinds_and_companies_narrow_it(seeded):
    page = seeded.page("/search?q=recognition&kind=source")
    assert [words(h2) for h2 in page.all("h2")] == ["Sources"]
    ours = seeded.page("/search?q=recognition&company=ibm")
    assert "of IBM" in ours.text
    assert "/search?q=recognition" in ours.links()


def test_further_results_stand_on_further_pages(site_of):
    site = site_of(*(make.evidence(f"acme/deal-{i}") for i in range(30)))
    first = site.page("/search?q=town&kind=evidence")
    (following,) = [a.get("href") for a in first.all("a", rel="next")]
    second = site.page(following)
    deals = [{link for link in page.links() if link.startswith("/evidence/")} for page in (first, second)]
    assert (len(deals[0]), len(deals[1]), deals[0] & deals[1]) == (20, 10, set())
    assert "Back to the first results" in site.page("/search?q=town&kind=evidence&first=900").text


def test_without_words_it_says_how(seeded):
    for address in ("/search", "/search?q=", "/search?q=zzzzqqq"):
        page = seeded.page(address)
        assert "Use quotation marks" in page.text
        assert "/companies" in page.links()


def test_any_text_is_a_query(seeded):
    for text in (
        '"',
        "a OR b",
        "NEAR(",
        "*",
        "-x",
        "title:x",
        "'",
        "%00",
        "\\",
        "{{ 7*7 }}",
        "<b>",
        "\N{FULLWIDTH PERCENT SIGN}",
        "🙂",
        "a" * 300,
    ):
        assert "Search" in seeded.client.get("/search", query_string={"q": text}).text
        assert seeded.client.get("/search", query_string={"q": text}).status_code == 200


def test_what_cannot_be_asked_is_named_with_what_can(seeded):
    bad = {"kind": "person", "company": "A B", "first": "-1", "q": "a" * 301}
    for name, value in bad.items():
        assert seeded.page("/search", 400, query_string={"q": "x", **{name: value}}).parameter == name
