"""Which sizes of a frame show how much follows from the texts of a widget, and is said in its style alone."""

import re

import pytest

from tests import factories as make

SCORECARD = "/embed/companies/acme/police-drones"


@pytest.fixture
def site(site_of):
    long = "Acme " + "Surveillance and Optics " * 4
    return site_of(
        make.company(name=long.strip()), make.company("beta", name="Beta"), make.check("beta"), make.pledge()
    )


def thresholds(text):
    """By width, the height below which a frame of less than that width has room for the main gap only."""
    block = re.search(r"@media ([^{]*)\{\.auto \.alerts li \+ li,", text)[1]
    thresholds_found = re.findall(r"\(width<(\d+)px\)and \(height<(\d+)px\)", block)
    return {int(width): int(height) for width, height in thresholds_found}


def test_narrower_frames_and_longer_texts_need_more_height(site):
    long, short = (thresholds(site.client.get(f"/embed/companies/{id}/police-drones").text) for id in ("acme", "beta"))
    heights = [height for _, height in sorted(long.items())]
    assert heights == sorted(heights, reverse=True)
    assert all(long[width] > short[width] for width in set(long) & set(short))
    assert len(set(long) & set(short)) >= 2


def heights(text):
    """By width, the heights that the style knows; what a narrower frame has too is not said again."""
    values, of_width = {}, {}
    for width, named in re.findall(r"@media\(width>=(\d+)px\)\{:root\{([^}]*)\}", text):
        values |= dict(re.findall(r"--(\w+):(\w+)", named))
        of_width[int(width)] = dict(values)
    return of_width


def test_every_width_from_200_pixels_has_its_heights(site):
    widths = list(heights(site.client.get(SCORECARD).text))
    assert widths == sorted(widths)
    assert widths[0] == 200
    assert {240, 280, 320, 360, 400} <= set(widths)


def test_the_style_knows_the_heights_of_parts_in_order(site):
    for width, named in heights(site.client.get(SCORECARD).text).items():
        parts = [int(named[step].removesuffix("px")) for step in "abcdefghijklmn"]
        assert parts == sorted(parts)
        assert len(set(parts)) >= 8
        assert named["wide"] == f"{width}px"


def test_only_comparisons_have_rules_for_sides(site):
    comparison = site.client.get("/embed/compare?topic=police-drones&company=acme&company=beta").text
    assert ".sides .did{display:none}" in comparison
    assert ".sides .did{display:none}" not in site.client.get(SCORECARD).text


@pytest.mark.parametrize("form", ["full", "compact", "line"])
def test_a_form_that_was_asked_for_does_not_depend_on_the_size(site, form):
    assert "max-height" not in site.client.get(f"{SCORECARD}?form={form}").text


def test_the_policy_allows_the_style_by_its_hash(site):
    response = site.client.get(SCORECARD)
    styles = re.findall("<style>", response.text)
    policy = response.headers["Content-Security-Policy"]
    assert len(styles) == 2
    assert len(re.findall(r"'sha256-", policy.partition("style-src")[2].partition(";")[0])) == 2
