"""Two companies of the golden site: one with sources of every kind and promises in numbers, one without a pledge."""

from tests import factories as make
from tests.web.golden_records import COPY, GONE, SUPPLIED, TOPIC

_CARD = "/companies/nave/police-drones"
_KNOWN = "2026-11-22T12:10:00Z"
_MOVED = {"state": "moved", "from": "2026-10-01", "seen": "2026-10-04", "to": "https://news.example/elsewhere"}
_LATER = SUPPLIED | {"capture": "abcdefghijkr", "made": "2026-12-03"}
_LAST = COPY | {"capture": "abcdefghijks", "made": "2026-12-01"}
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
    "/badge/pledges/gale/quiet.svg",
    "/embed/pledges/acme/no-sales?as_of=2019-01-01",
    "/embed/pledges/gale/told?as_of=2010-01-01",
    "/compare?topic=police-drones&company=nave&company=acme&company=flint&company=bolt",
    "/companies/acme/police-drones/changes",
    "/companies/acme/police-drones/changes?to=2021-12-31",
    "/companies/crane/police-drones/changes",
    "/topics/thin",
    "/topics/thin?country=DE",
    "/companies?topic=thin",
    "/companies/ember/thin",
    "/responses/nave/answer",
    f"/compare.csv?topic={TOPIC}&company=gale&company=breeze&company=hull",
    "/search.csv?q=night&company=gale",
    "/changes?known_at=2026-11-22",
    "/changes?known_at=2026-11-23&kind=decision",
    "/changes?known_at=2026-11-24",
    "/companies/motor/police-drones?as_of=2026-12-31",
    "/lapsing?topic=police-drones&company=nave",
    "/lapsing?topic=%21",
    "/lapsing?year=0000",
    "/pledges.csv?colour=red",
    "/pledges?changed_since=soon",
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
    "/embed?url=/pledges/nave/copied&width=400",
    f"/embed?url=/topics/{TOPIC}&per_page=many",
    "/evidence/gale/two?company=hull",
    "/evidence/gale/two?topic=police-drones",
    "/evidence/gale/two?pledge=gale/told",
    "/evidence/gale/two?pledge=gale/none",
    "/pledges/gale/quiet?show=progress",
    "/pledges/nave/share-1?show=progress",
    "/oembed?url=nothing",
    f"/oembed?url=https://pledges.example{_CARD}%3Fas_of=soon",
    "/api/v1/scorecards?colour=red",
    "/api/v1/pledges?company=",
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
        make.company("nave", country="DE"),
        make.company("ember", country="DE"),
        *_sources(),
        make.evidence("nave/deal", title="Sold drones to a sheriff", sources=[*sources], period="2020-09",
            acts=[make.act(), make.act(counterparty=["sheriff"])]),
        make.pledge("nave/copied", title="No sales", versions=[
            make.version(source="copied-only", also_in=["moved", "back"], events=[
                {"date": "2021-01", "title": "It was read out", "source": "shelf"}]),
        ]),
        *numbers,
        *_at_odds(),
        make.check("nave"),
        make.check("nave", topic=TOPIC, until="2026-05"),
        make.decision("nave/set-aside", pledge="nave/copied", evidence="nave/deal", computed="breach",
            decision="dismissed", reason="It was a toy.", date="2021-02"),
        make.evidence("ember/deal", title="Ember sold drones to a town", sources=["gazette-1"]),
        make.check("ember"),
        *_pacts(),
        *_on_little(),
        make.initiative(
            "empty", name="A pact of the future", source="law", signatories=[{"company": "hull", "since": "2030-01-01"}]
        ),
    ]  # fmt: skip


def _at_odds():
    """Pledges of which none, or no version beside the one that counts, is in force; a point that is covered in part."""
    over = [
        make.version(ends={"last_day": "2020-12-31"}),
        make.version(start="2021-02-01", change="extended", quote="Once more", ends={"withdrawn": "2021-09-01"}),
    ]
    doubted = [
        make.version(ends="self-judged"),
        make.version(start="2027-06-01", announced="2026-01-05", change="extended", quote="From then on for good"),
    ]
    guards = make.version(quote="No sales to guards", scope=make.scope(counterparty={"in": ["border-guard"]}))
    half = {"every": "6 months", "first": "2025-06-30"}
    unsure = make.version(
        quote="No pilots with some",
        scope=make.scope(
            action={"in": ["pilot"]}, counterparty={"in": ["local-police"], "unclear": ["federal-police"]}
        ),
        unclear_because=["nave/answer"],
    )
    return [
        make.pledge("nave/unsure", title="Unsure", versions=[unsure]),
        make.pledge("nave/over", title="Over twice", versions=over),
        make.pledge("nave/doubted", title="In doubt", versions=doubted),
        make.pledge("nave/guards", title="Guards", versions=[guards]),
        make.promise("nave/half", half, title="A report each half year"),
        make.evidence("nave/alleged", title="Said to have sold drones", period="2020-10", sources=["shelf"],
            outcomes=[make.outcome("2021-03-01", "alleged", source="moved")]),
        make.response("nave/answer", about=["nave/alleged"], answer="denied", text="We did not."),
    ]  # fmt: skip


def _on_little():
    """A topic of which two companies cover nothing, one of them no more; its rows name two things each."""
    rows = make.cells(
        local_police={"counterparty": ["local-police"], "place": ["US"]},
        federal_police={"counterparty": ["federal-police"], "place": ["US"]},
    )
    schools = make.scope(counterparty={"in": ["school"]})
    return [
        make.topic("thin", name="A topic on little", question="Who at all?", yardstick=make.yardstick(rows=rows)),
        make.pledge("nave/thin", topic="thin", title="Schools", versions=[make.version(scope=schools)]),
        make.pledge("ember/thin", topic="thin", title="Schools no more", versions=[
            make.version(scope=schools, ends={"withdrawn": "2021-01-01"})]),
        make.check("nave", topic="thin"),
    ]  # fmt: skip


def _sources():
    return [
        make.source("copied-only", copies=[COPY | {"capture": "abcdefghijkq"}, _LATER, _LAST], language="de"),
        make.source("moved", states=[_MOVED]),
        make.source("back", states=[GONE | {"capture": "abcdefghijkt"}, _BACK], publisher=None, author="B. Writer"),
        make.source("archived", url=None, archive_url="https://archive.example/archived", author="C. Writer"),
        make.source("shelf", url=None, location="Shelf 4", title=None, language="fr"),
        make.source("nowhere", url=None),
    ]


def _pacts():
    return [
        make.initiative(
            "pact", name="A quiet pact", source="law", signatories=[
                {"company": "hull", "since": "2020-01-01", "until": "2030-01-01"},
                {"company": "isle", "since": "2020-02-01", "until": "2026"},
                {"company": "ember", "since": "2020-03-01"},
            ],
        ),
        make.pledge("pact/quiet", initiative="pact", topic=TOPIC, title="Quiet together", versions=[
            make.version(start="2020-01-01", quote="We will be quiet", source="law"),
            make.version(start="2021-01-01", change="extended", quote="We will be quieter", source="law")]),
        make.pledge("pact/gone", initiative="pact", topic=TOPIC, title="Not a pledge", versions=[
            make.version(start="2020-01-01", quote="We said nothing", source="law")]),
    ]  # fmt: skip
