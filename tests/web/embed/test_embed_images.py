"""Badges and cards: names in all scripts, every side of a comparison, the words that they share with widgets."""

from html import unescape
from xml.etree import ElementTree

import pytest

from tests import factories as make
from tracker.web.embed.font_metrics import drawable, drawn

SCORECARD = "companies/microsoft/police-facial-recognition"
SCRIPTS = ["株式会社光学", "บริษัทเลนส์", "Optics \N{ROCKET} Labs", "شركة البصريات", "Ελλάδα AE", "L'Oréal"]


@pytest.fixture
def drawn_texts(monkeypatch):
    """What was drawn last, as SVG: the texts in it."""
    given = []
    monkeypatch.setattr(
        "tracker.web.embed.pictures.views.png_of", lambda svg, *size, **options: given.append(svg) or b"png"
    )

    def texts():
        root = ElementTree.fromstring(given[-1])
        return [unescape(element.text) for element in root.iter() if element.tag.endswith("}text")]

    return texts


def test_pictures_never_show_boxes_in_place_of_letters(site_of, drawn_texts):
    companies = [make.company(f"c{i}", name=name, aliases=["光学", f"Kogaku {i}"]) for i, name in enumerate(SCRIPTS)]
    site = site_of(
        *companies,
        *(make.check(f"c{i}") for i in range(len(SCRIPTS))),
        make.pledge("c0/no-sales", title="光学"),
        make.evidence("c0/deal", title="Sold 光学 to the police"),
    )
    pages = [f"companies/c{i}/police-drones" for i in range(len(SCRIPTS))]
    for page in [*pages, "pledges/c0/no-sales", "evidence/c0/deal"]:
        i = int(page.split("/c")[-1][0])
        name = drawable(SCRIPTS[i]) if drawn(SCRIPTS[i]) else f"Kogaku {i}"
        for folder in ("badge", "card"):
            assert site.client.get(f"/{folder}/{page}.png").status_code == 200
            assert all(drawable(text) == text for text in drawn_texts()), drawn_texts()
            assert any(name.split()[0] in text for text in drawn_texts())


def test_without_a_name_that_fonts_have_pictures_show_the_id(site_of, drawn_texts):
    site = site_of(
        make.company(name="株式会社光学", withdrawn={"date": "2026-11-20", "reason": "Twice."}), make.pledge()
    )
    assert site.client.get("/badge/companies/acme/police-drones.png").status_code == 410
    assert drawn_texts()[0] == "acme"
    # Readers of an SVG have fonts of their own.
    assert "株式会社光学" in site.client.get("/badge/companies/acme/police-drones.svg").text


def test_what_a_font_lacks_is_left_out():
    assert drawable("Sold 光学 機器 to A") == "Sold … to A"
    assert drawable("Optics \N{ROCKET} Labs") == "Optics Labs"
    assert drawable("L'Oréal – “é”") == "L'Oréal – “é”"


def test_a_comparisons_pictures_tell_of_each_side(seeded, drawn_texts):
    query = "topic=police-facial-recognition&company=amazon&company=microsoft&company=ibm&company=3m"
    badge = seeded.client.get(f"/badge/compare.svg?{query}").text
    assert "Microsoft: Federal law enforcement: not clearly covered" in badge
    assert seeded.client.get(f"/card/compare.png?{query}").status_code == 200
    texts = "\n".join(drawn_texts())
    for verdict in ("Amazon: ", "Microsoft: ", "3M: "):
        assert verdict in texts


def test_long_names_leave_room_for_the_verdict(site_of, drawn_texts):
    beta = make.company("beta"), make.check("beta")
    site = site_of(make.company(name="The Long Name " * 8 + "Inc."), *beta, make.pledge())
    site.client.get("/card/compare.png?topic=police-drones&company=acme&company=beta")
    assert any(text.startswith("The Long Name") and "…: " in text for text in drawn_texts())


def sizes(svg):
    """The sizes of all texts of a picture."""
    return [float(element.get("font-size")) for element in ElementTree.fromstring(svg).findall(".//{*}text")]


@pytest.mark.parametrize(
    "page",
    [
        "companies/microsoft/police-facial-recognition.svg?as_of=2020-06-18",
        "companies/ibm/police-facial-recognition.svg",
        "pledges/microsoft/police-sales.svg",
        "compare.svg?topic=police-facial-recognition&company=amazon&company=ibm&company=3m",
    ],
)
def test_nothing_on_a_card_is_too_small_to_read_at_a_quarter(seeded, page):
    assert min(sizes(seeded.client.get(f"/card/{page}").text)) >= 34


def test_the_gap_is_the_largest_text_below_the_name(seeded):
    svg = ElementTree.fromstring(seeded.client.get(f"/card/{SCORECARD}.svg?as_of=2020-06-18").text)
    texts = {element.text: float(element.get("font-size")) for element in svg.findall(".//{*}text")}
    gap = {text: size for text, size in texts.items() if text.startswith(("Federal law enforcement", "not clearly"))}
    assert len(gap) == 2
    assert {text for text, size in texts.items() if size > min(gap.values())} == {"Microsoft"}


def test_a_card_at_300_pixels_says_promise_gap_record_and_age_of_the_check(seeded):
    svg = ElementTree.fromstring(seeded.client.get(f"/card/{SCORECARD}.svg?as_of=2020-06-18").text)
    texts = svg.findall(".//{*}text")
    said = " ".join(element.text for element in texts)
    for fact in ("not to sell facial recognition", "Federal law enforcement", "2 earlier acts", "18 June 2020"):
        assert fact in said
    assert not any(element.text.endswith("…") for element in texts)


def test_a_badge_is_two_lines_in_both_colour_schemes(seeded):
    svg = seeded.client.get(f"/badge/{SCORECARD}.svg").text
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height")) == ("300", "40")
    assert "prefers-color-scheme:dark" in svg
    name, gap, checked = [element.text for element in root.findall(".//{*}text")]
    title = root.findtext("{*}title")
    assert name in title
    assert gap.partition(":")[0] in title
    assert checked.partition("checked ")[2] in title


@pytest.mark.parametrize("name", ["Acme", "Acme Surveillance and Optics", "שם ארוך מאוד של חברה"])
def test_a_badge_always_says_the_whole_day_of_the_last_check(site_of, name):
    site = site_of(
        make.company(name=name), make.pledge(), make.check(until="2026-09-30"), make.topic("t", name="Other")
    )
    for address in ("companies/acme/police-drones", "companies/acme", "pledges/acme/no-sales"):
        root = ElementTree.fromstring(site.client.get(f"/badge/{address}.svg").text)
        second = [one.text for one in root.iter() if one.tag.endswith("}text")][-1]
        assert second.endswith("checked 30 September 2026")


@pytest.mark.parametrize("name", ["شركة البصريات", "חברה", "บริษัทเลนส์"])
def test_joined_letters_are_not_pulled_apart(site_of, name):
    site = site_of(make.company(name=name), make.pledge())
    root = ElementTree.fromstring(site.client.get("/badge/companies/acme/police-drones.svg").text)
    names = [element for element in root.findall(".//{*}text") if element.text in name]
    assert names
    assert not any(element.get("textLength") for element in names)


@pytest.mark.parametrize(("address", "status"), [("companies/nobody/x", 404), ("companies/acme/police-drones", 410)])
@pytest.mark.parametrize("width", ["", "?width=600"])
def test_what_cannot_be_shown_has_the_size_asked_for(site_of, address, status, width):
    site = site_of(make.company(withdrawn={"date": "2026-11-20", "reason": "Twice."}), make.pledge())
    response = site.client.get(f"/card/{address}.png{width}")
    assert response.status_code == status
    wide = 600 if width else 1200
    assert [int.from_bytes(response.data[i : i + 4], "big") for i in (16, 20)] == [wide, wide * 630 // 1200]
    assert "nothing" not in site.client.get(f"/card/{address}.svg").text.lower()


def test_a_badge_that_shortens_a_line_ends_it_after_a_word_and_says_all_in_its_alt_text(site_of):
    title = "Sold uncommonly long-winded surveillance arrangements to the metropolitan constabulary"
    site = site_of(make.pledge(), make.evidence(title=title, period="2020-07-01"))
    root = ElementTree.fromstring(site.client.get("/badge/companies/acme/police-drones.svg").text)
    shortened = [one.text for one in root.iter() if one.tag.endswith("}text") and one.text.endswith("…")]
    assert shortened
    alt = root.attrib["aria-label"]
    for line in shortened:
        assert set(line.rstrip("…").split()) <= set(alt.replace(".", " ").replace(";", " ").split())
    assert title in alt
