"""Badges and cards: names in all scripts, every side of a comparison, the words that they share with widgets."""

from html import unescape
from xml.etree import ElementTree

import pytest

from tests import factories as make
from tracker.web.embed.font_metrics import drawable, drawn

SCRIPTS = ["株式会社光学", "บริษัทเลนส์", "Optics \N{ROCKET} Labs", "شركة البصريات", "Ελλάδα AE", "L'Oréal"]


@pytest.fixture
def drawn_texts(monkeypatch):
    """What was drawn last, as SVG: the texts in it."""
    given = []
    monkeypatch.setattr("tracker.web.embed.images.png_of", lambda svg, *size, **options: given.append(svg) or b"png")

    def texts():
        root = ElementTree.fromstring(given[-1])
        return [unescape(element.text) for element in root.iter() if element.tag.endswith("}text")]

    return texts


def test_pictures_never_show_boxes_in_place_of_letters(site_of, drawn_texts):
    companies = [make.company(f"c{i}", name=name, aliases=["光学", f"Kogaku {i}"]) for i, name in enumerate(SCRIPTS)]
    site = site_of(
        *companies,
        *(make.pledge(f"c{i}/no-sales", title="光学") for i in range(len(SCRIPTS))),
        make.evidence("c0/deal", title="Sold 光学 to the police"),
    )
    pages = [f"companies/c{i}/police-drones" for i in range(len(SCRIPTS))]
    for page in [*pages, "pledges/c0/no-sales", "evidence/c0/deal"]:
        i = int(page.split("/c")[-1][0])
        name = drawable(SCRIPTS[i]) if drawn(SCRIPTS[i]) else f"Kogaku {i}"
        for folder in ("badge", "card"):
            assert site.client.get(f"/{folder}/{page}.png").status_code == 200
            assert all(drawable(text) == text for text in drawn_texts()), drawn_texts()
            assert name in drawn_texts()


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
    assert "Amazon: 1 of 25 covered; Microsoft: 1 of 25 covered" in badge
    assert seeded.client.get(f"/card/compare.png?{query}").status_code == 200
    told = "\n".join(drawn_texts())
    for verdict in ("Amazon: ", "1 of 25", "3M: "):
        assert verdict in told


def test_long_names_leave_room_for_the_verdict(site_of, drawn_texts):
    site = site_of(
        make.company(name="The Long Name " * 8 + "Inc."), make.company("beta"), make.pledge("beta/none"), make.pledge()
    )
    site.client.get("/card/compare.png?topic=police-drones&company=acme&company=beta")
    assert any(text.startswith("The Long Name") and text.endswith("…: 1 of 4 covered") for text in drawn_texts())
