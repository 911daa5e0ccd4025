"""Two companies of the golden site: one with sources of every kind and promises in numbers, one without a pledge."""

from tests import factories as make
from tests.web.golden_records import COPY, GONE, TOPIC

_CARD = "/companies/nave/police-drones"
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
