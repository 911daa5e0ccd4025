"""House style by address: links and letters follow a host, marks and their colours never do."""

import base64
import hashlib
import re

import pytest

from tracker.web.embed.house_style import contrast, parse_house_style, readable

SCORECARD = "/companies/microsoft/police-facial-recognition"
STATES = ("--covered", "--unclear", "--open")


@pytest.mark.parametrize("accent", ["ffffff", "ffe000", "000000", "ff0000", "7f7f7f", "0a5568"])
@pytest.mark.parametrize("paper", ["fcfbf8", "171614"])
def test_any_accent_can_be_read(accent, paper):
    assert contrast(readable(accent, paper), paper) >= 4.5


def test_an_accent_that_can_be_read_stays_as_it_is():
    assert readable("0a5568", "fcfbf8") == "0a5568"


@pytest.mark.parametrize(
    "options",
    [
        {"accent": "red"},
        {"accent": "#12345"},
        {"accent": "}*{x:y"},
        {"font": "Comic Sans"},
        {"radius": "-1"},
        {"radius": "1e9"},
        {"radius": "٣"},
    ],
)
def test_what_cannot_be_used_is_left_out(seeded, options):
    assert parse_house_style(options).css == ""
    assert (
        seeded.client.get(f"/embed{SCORECARD}", query_string=options).data
        == seeded.client.get(f"/embed{SCORECARD}").data
    )


def test_a_style_is_allowed_by_its_hash_and_touches_no_state(seeded):
    response = seeded.client.get(f"/embed{SCORECARD}?accent=cc0066&font=serif&radius=99")
    plain, own = re.findall(r"<style>(.*?)</style>", response.text)
    digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]
    assert "border-radius:16px" in own
    assert not any(state in own for state in STATES)
    assert all(state in plain for state in STATES)
    assert response.headers["ETag"] != seeded.client.get(f"/embed{SCORECARD}").headers["ETag"]


def test_snippets_keep_the_style(seeded):
    text = seeded.client.get(f"/embed?url={SCORECARD}&accent=%23CC0066&font=sans&radius=4&width=320&form=full").text
    assert "form=full&amp;amp;accent=cc0066&amp;amp;font=sans&amp;amp;radius=4" in text
    assert 'width="320"' in text
