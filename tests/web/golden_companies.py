"""Two companies of the golden site: one with sources of every kind and promises in numbers, one without a pledge."""

from tests import factories as make
from tests.web.golden_records import COPY, GONE, TOPIC

_CARD = "/companies/nave/police-drones"
_KNOWN = "2026-11-22T12:10:00Z"
_MOVED = {"state": "moved", "from": "2026-10-01", "seen": "2026-10-04", "to": "https://news.example/elsewhere"}
_BACK = GONE | {"state": "there again", "capture": "abcdefghijkp"}
ADDRESSES = (
    _CARD,
    f"{_CARD}?as_of=2030-01-01",
    "/companies/ember/police-drones",
    "/compare?topic=police-drones&company=nave&company=crane&company=ember&as_of=2030-01-01",
    "/topics/bare",
    "/topics/bare?as_of=2020-01-01",
    "/initiatives/pact",
    "/initiatives/pact?as_of=2019-12-31",
    "/initiatives/empty",
    "/sources/copied-only",
    "/sources/moved",
    "/sources/back",
    "/sources/archived",
    "/sources/shelf",
    "/sources/nowhere",
    "/pledges/nave/copied",
    "/embed/pledges/gale/quiet",
    "/responses/gale/dealer",
    "/embed?url=/nothing/here",
    f"/cite?of={_CARD}",
    # Both clocks, and filters of embeds.
    f"/?as_of=2025-01-01&known_at={_KNOWN}",
    f"{_CARD}/changes?as_of=2021-12-31",
    f"{_CARD}/changes?from=2020-06-01&to=2021-12-31&as_of=2022-01-01&known_at={_KNOWN}",
    f"{_CARD}/changes?from=2022-01-01&to=2021-12-31",
    "/compare?topic=police-drones&company=acme&company=bolt&as_of=2020-07-15",
    f"/embed/topics/{TOPIC}?per_page=50",
    f"/embed/companies?topic={TOPIC}&strength=narrow",
    f"/embed{_CARD}?known_at={_KNOWN}",
    f"/embed{_CARD}?as_of=2026-11-23",
    f"/embed/topics/{TOPIC}?as_of=2026-11-22",
    f"/badge{_CARD}.json?as_of=2021-01-01",
    f"/badge{_CARD}.svg?as_of=2021-01-01",
    "/embed/pledges/charter/no-flights?company=hull",
    "/embed/evidence/gale/two?company=hull",
    "/embed/evidence/gale/two?topic=police-drones",
    f"/embed?url=/topics/{TOPIC}&per_page=2",
    "/embed?url=/pledges/nave/share-1",
    "/embed?url=/pledges/nave/copied&show=progress",
)


def records():
    """Sources to be found in one way each, or in none; a second charter, a topic on which nobody was assessed."""
    sources = ("copied-only", "moved", "back", "archived", "shelf", "nowhere")
    goal = {"measure": "share of drones without cameras", "unit": "%", "at_least": "50"}
    numbers = [
        make.promise(
            f"nave/share-{number}",
            title=f"Share {number}",
            versions=[make.version(deadline="2028-06-30", scope={}, target=goal | {"measure": f"share {number}"})],
        )
        for number in range(1, 6)
    ]
    return [
        make.topic("bare", name="A topic without companies", question="Who else?"),
        make.company("nave"),
        make.company("ember"),
        make.source("copied-only", copies=[COPY | {"capture": "abcdefghijkq"}], language="de"),
        make.source("moved", states=[_MOVED]),
        make.source("back", states=[_BACK], publisher=None, author="B. Writer"),
        make.source("archived", url=None, archive_url="https://archive.example/archived", author="C. Writer"),
        make.source("shelf", url=None, location="Shelf 4", title=None, language="fr"),
        make.source("nowhere", url=None),
        make.evidence("nave/deal", title="Sold drones to a sheriff", sources=[*sources], period="2020-09",
            acts=[make.act(), make.act(counterparty=["sheriff"])]),
        make.pledge("nave/copied", title="No sales", versions=[
            make.version(source="copied-only", also_in=["moved", "back"], events=[
                {"date": "2021-01", "title": "It was read out", "source": "shelf"}]),
        ]),
        *numbers,
        make.check("nave"),
        make.check("nave", topic=TOPIC, until="2026-05"),
        make.evidence("ember/deal", title="Ember sold drones to a town", sources=["gazette-1"]),
        make.check("ember"),
        make.initiative(
            "pact", name="A quiet pact", source="law", signatories=[{"company": "hull", "since": "2020-01-01"}]
        ),
        make.pledge("pact/quiet", initiative="pact", topic=TOPIC, title="Quiet together", versions=[
            make.version(start="2020-01-01", quote="We will be quiet", source="law")]),
        make.initiative(
            "empty", name="A pact of the future", source="law", signatories=[{"company": "hull", "since": "2030-01-01"}]
        ),
    ]  # fmt: skip
