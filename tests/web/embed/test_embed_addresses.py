"""Addresses given out keep their meaning when a company is assessed on a second topic; tags are a company's own."""

from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest

from tests import factories as make
from tests.stored import clock, published

SITE = "https://pledges.example"
PIN = "known_at=2026-11-22T12:10:00Z"
COMPANY, TOPIC = "/companies/acme", "/companies/acme/police-drones"
CLOCKS = ("", "as_of=2020-07-01", PIN, f"as_of=2020-07-01&{PIN}")
LIVE_AND_PINNED = (CLOCKS[0], CLOCKS[3])


def addresses():
    """Every kind of address: of widgets, pictures and oEmbed, live and pinned, with and without a topic."""
    addresses_given = []
    for path in (COMPANY, TOPIC):
        addresses_given += [f"/embed{path}?{clocks}" for clocks in CLOCKS]
        for clocks in LIVE_AND_PINNED:
            addresses_given += [f"/badge{path}.svg?{clocks}", f"/card{path}.svg?{clocks}"]
            addresses_given += [f"/oembed?url={quote(f'{SITE}{path}?{clocks}', safe='')}"]
            addresses_given += [f"/badge{path}.json?{clocks}", f"/picture{path}.svg?{clocks}"]
            addresses_given += [f"/embed{path}?show=timeline&{clocks}", f"/picture{path}.svg?show=timeline&{clocks}"]
    for clocks in LIVE_AND_PINNED:
        addresses_given += [f"/embed/topics/police-drones?{clocks}", f"/picture/topics/police-drones.svg?{clocks}"]
        addresses_given += [f"/embed/companies?{clocks}", f"/embed/companies?topic=police-drones&{clocks}"]
        addresses_given += [f"/embed/compare?topic=police-drones&company=acme&company=beta&{clocks}"]
        addresses_given += [f"/oembed?url={quote(f'{SITE}/companies?{clocks}', safe='')}"]
        addresses_given += [f"/oembed?url={quote(f'{SITE}/topics/police-drones?{clocks}', safe='')}&format=xml"]
    for path in (COMPANY, TOPIC):
        addresses_given += [f"/embed{path}?form=compact&theme=dark", f"/embed{path}?form=line"]
        addresses_given += [f"/embed{path}?accent=a00000&font=serif&radius=8"]
    addresses_given += ["/embed/pledges/acme/no-sales", "/embed/evidence/acme/deal", "/badge/evidence/acme/deal.svg"]
    return addresses_given


@pytest.fixture
def site(site_of):
    return site_of(make.company("beta"), make.check("beta"), make.pledge(), make.evidence(), public_url=SITE)


def second_topic():
    other = make.topic("body-cameras", name="Body cameras in schools")
    return other, make.pledge("acme/cameras", topic="body-cameras"), make.evidence("acme/lens", topics=["body-cameras"])


def test_all_kinds_of_addresses_mean_the_same_after_a_second_topic(site):
    assert len(addresses()) >= 30
    before = {address: site.client.get(address) for address in addresses()}
    published(site.database, *second_topic(), at=clock(20))
    for address, first in before.items():
        again = site.client.get(address)
        assert (first.status_code, again.status_code) == (200, 200), address
        assert "othing on record" not in again.text or "othing on record" in first.text, address
        text = unescape(again.text)
        assert "Camera drones" in text or "police-drones" in text or "badge/evidence" in address, address
        assert "Body cameras" not in text, address
        assert "body-cameras" not in text, address
    assert site.client.get(COMPANY).status_code == 200
    assert "Body cameras" in site.client.get(COMPANY).text


def test_a_widget_without_a_topic_says_which_one_it_took(site):
    assert "names no topic" not in site.client.get(f"/embed{COMPANY}").text
    published(site.database, *second_topic(), at=clock(20))
    assert "names no topic" in site.client.get(f"/embed{COMPANY}").text
    for address in (f"/embed{TOPIC}", f"/embed{COMPANY}?{PIN}"):
        assert "names no topic" not in site.client.get(address).text


@pytest.mark.parametrize("path", [COMPANY, TOPIC])
def test_what_is_given_out_names_the_topic(site, path):
    answer = site.client.get(f"/oembed?url={SITE}{path}").get_json()
    for text in (answer["html"], answer["thumbnail_url"]):
        assert "/acme/police-drones" in text
    page = unescape(site.client.get(f"/embed?url={path}").text)
    for given in (f'src="{SITE}/embed{TOPIC}"', f"{SITE}/card{TOPIC}.png", f"{SITE}/badge{TOPIC}.svg"):
        assert given in unescape(page)


@pytest.mark.parametrize("folder", ["/embed", "/badge", "/card"])
def test_a_publication_leaves_the_tags_of_other_companies_alone(site, folder):
    ending = "" if folder == "/embed" else ".svg"
    own, other = f"{folder}{TOPIC}{ending}", f"{folder}/companies/beta/police-drones{ending}"
    before = {address: site.client.get(address).headers["ETag"] for address in (own, other)}
    published(site.database, make.evidence("acme/second", title="Leased camera drones"), at=clock(20))
    assert site.client.get(other).headers["ETag"] == before[other]
    assert site.client.get(other, headers={"If-None-Match": before[other]}).status_code == 304
    assert site.client.get(own).headers["ETag"] != before[own]


def test_live_embeds_say_that_they_were_corrected_for_thirty_days(site):
    published(site.database, make.evidence(title="Leased camera drones"), at=clock(20), change="correction")
    assert "Corrected on 22 November 2026" in site.client.get(f"/embed{TOPIC}").text
    assert "Corrected" not in site.client.get("/embed/companies/beta/police-drones").text
    for table in ("/embed/topics/police-drones", "/embed/companies?topic=police-drones&q=acme"):
        assert "Corrected on 22 November 2026" in site.client.get(table).text
    assert "Corrected" not in site.client.get("/embed/companies?topic=police-drones&q=beta").text
    site.clock.move(timedelta(days=31))
    assert "Corrected" not in site.client.get("/embed/topics/police-drones").text


def test_embeds_of_a_day_say_whether_something_came_after_it(site):
    assert "Changed after 1 May 2020" in site.client.get(f"/embed{TOPIC}?as_of=2020-05-01").text
    assert "Nothing has changed since" in site.client.get(f"/embed{TOPIC}?as_of=2026-11-20").text
