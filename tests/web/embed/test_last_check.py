"""How far the record was checked stands in every output, however small; nothing is said for lack of a check."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from tests import factories as make
from tracker.records.sentences import SENTENCES

CARD = "/companies/acme/police-drones"
BOTH = "/compare{}?topic=police-drones&company=acme&company=beta"
SITE = "https://pledges.example"
OUTPUTS = {
    "scorecard": CARD,
    "company": "/companies/acme",
    "list line": "/companies",
    "topic line": "/topics/police-drones",
    "matrix": "/topics/police-drones?view=matrix",
    "home": "/",
    "comparison": BOTH.format(""),
    "widget": f"/embed{CARD}",
    "compact widget": f"/embed{CARD}?form=compact",
    "line widget": f"/embed{CARD}?form=line",
    "badge": f"/badge{CARD}.svg",
    "badge as text": f"/badge{CARD}.json",
    "card": f"/card{CARD}.svg",
    "card as pixels": f"/card{CARD}.png",
    "oEmbed": f"/oembed?url={quote(SITE + CARD, safe='')}",
    "compared widget": f"/embed{BOTH.format('')}",
    "compared badge": f"/badge{BOTH.format('.svg')}",
    "compared card": f"/card{BOTH.format('.svg')}",
    "pledge": "/pledges/acme/no-sales",
    "pledge widget": "/embed/pledges/acme/no-sales",
    "pledge badge": "/badge/pledges/acme/no-sales.svg",
    "data": "/api/v1/companies/acme/scorecard?topic=police-drones",
}
WITH_ALT = ("scorecard", "company", "comparison", "pledge")
SAID_FOR_LACK = [
    SENTENCES["nothing.heading"],
    SENTENCES["finding.overdue.heading"],
    SENTENCES["promise.none"].partition("{company}")[0],
]


@pytest.fixture
def pictures_as_text(monkeypatch):
    """What is drawn are the words that pictures are given."""
    monkeypatch.setattr("tracker.web.embed.pictures.views.png_of", lambda svg, *size, **options: svg.encode())


def shown(site, path):
    """All that readers of an output may see or hear, and its alternative text."""
    response = site.client.get(path)
    assert response.status_code == 200, path
    text = re.sub(r"<style.*?</style>|<form.*?</form>", " ", response.text, flags=re.DOTALL)
    alt = re.search(r'og:image:alt" content="([^"]*)"', response.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()), alt and unescape(alt[1])


def site_with(site_of, *records):
    return site_of(make.company("beta"), make.pledge("beta/no-sales"), make.pledge(), *records, public_url=SITE)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.usefixtures("pictures_as_text")
def test_every_output_says_how_far_the_record_was_checked(site_of, output):
    checks = (make.check(until="2026-10-15"), make.check("beta", until="2026-10-15"))
    text, alt = shown(site_with(site_of, *checks), OUTPUTS[output])
    assert "15 October 2026" in text or '"checked_until":"2026-10-15"' in text
    if output in WITH_ALT:
        assert "15 October 2026" in alt


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.usefixtures("pictures_as_text")
def test_nothing_is_said_for_lack_of_a_record_where_nobody_checked(site_of, output):
    overdue = make.promise(deadline="2021-06-30", title="The report")
    text, alt = shown(site_with(site_of, overdue), OUTPUTS[output])
    assert not [said for said in SAID_FOR_LACK if said in f"{text} {alt}"]


def test_it_is_said_once_somebody_checked(site_of):
    overdue = make.promise(deadline="2021-06-30", title="The report")
    site = site_with(site_of, overdue, make.check(until="2026-10-15"), make.check("beta", until="2026-10-15"))
    text, _ = shown(site, OUTPUTS["comparison"])
    assert SENTENCES["nothing.heading"] in text
    assert SENTENCES["finding.overdue.heading"] in shown(site, CARD)[0]


@pytest.mark.parametrize("output", [name for name in OUTPUTS if "pledge" not in name])
@pytest.mark.usefixtures("pictures_as_text")
def test_a_deadline_after_the_last_check_is_not_overdue_anywhere(site_of, output):
    promise = make.promise(deadline="2026-11-01", title="The report")
    checks = (make.check(until="2026-10-15"), make.check("beta", until="2026-10-15"))
    text, _ = shown(site_with(site_of, promise, *checks), OUTPUTS[output])
    assert SENTENCES["finding.overdue.heading"] not in text
    assert '"overdue"' not in text
