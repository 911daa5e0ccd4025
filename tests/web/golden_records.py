"""A topic of the golden site in which as many fields and branches as possible have something to say.

A charter that some signed, a pledge without a day or without words of its own, goals in numbers that were changed,
records that do not count, copies that others hold, a company with all its numbers.
"""

from tests import factories as make

TOPIC = "night-flights"
COPY = {"capture": "abcdefghijkl", "sha256": "9f2c" * 16, "made": "2026-11-29", "by": "us"}
SUPPLIED = COPY | {
    "capture": "abcdefghijkm",
    "made": "2026-11-30",
    "by": "supplied",
    "supplier": "press office, by email",
}
WITHHELD = {"date": "2027-02-10", "class": "court", "reason": "A court ordered it."}
GONE = {"state": "gone", "from": "2027-02-03", "seen": "2027-02-10", "capture": "abcdefghijkn"}
CARD = f"/companies/gale/{TOPIC}"
PIN = "known_at=2026-11-22T12:10:00Z"
ADDRESSES = (
    f"/topics/{TOPIC}",
    CARD,
    f"{CARD}/changes?from=2020-01-01",
    f"/companies/hull/{TOPIC}",
    f"/companies/isle/{TOPIC}",
    f"/embed{CARD}",
    f"/embed/topics/{TOPIC}",
    f"/embed/companies/hull/{TOPIC}?form=line",
    f"/embed{CARD}?form=compact",
    f"/embed{CARD}?show=progress",
    f"/embed/companies/isle/{TOPIC}",
    f"/embed/companies/nobody/{TOPIC}",
    "/embed/pledges/gale/told",
    "/embed/pledges/gale/share?as_of=2020-12-31",
    "/embed/pledges/hull/tonight",
    "/embed/evidence/gale/early",
    "/embed/evidence/gale/two",
    f"/badge{CARD}.svg",
    f"/card{CARD}.svg",
    f"/picture/topics/{TOPIC}.svg",
    f"/embed?url={CARD}&pinned=yes",
    f"/oembed?url=https://pledges.example{CARD}&format=xml&maxwidth=500&maxheight=300",
    f"/oembed?url=https://pledges.example{CARD}&format=yaml",
    f"/compare?topic={TOPIC}&company=gale&company=hull",
    "/pledges/gale/quiet",
    "/pledges/gale/quiet?as_of=2020-12-31",
    "/pledges/gale/share",
    "/pledges/gale/told",
    "/pledges/charter/no-flights",
    "/evidence/gale/two",
    "/evidence/gale/amount",
    "/evidence/gale/upheld",
    "/evidence/gale/step",
    "/evidence/gale/right",
    "/responses/gale/asked",
    "/decisions/gale/moved",
    "/decisions/gale/dismissed",
    "/sources/kept",
    "/sources/copied",
    "/conditions/night-law?as_of=2021-02-01",
    "/conditions/night-law?as_of=2031-04-01",
    "/initiatives",
    "/initiatives/charter",
    "/initiatives/charter?as_of=2021-06-15",
    "/lapsing?company=hull",
    "/lapsing?year=2026",
    "/lapsing?year=2026&from=2026-12-01",
    "/lapsing?from=2026-12-01&to=2027-03-01",
    "/changes/feed.json?company=gale",
    "/changes.atom?kind=check",
    "/search?q=night&kind=pledge",
    "/search/feed.json?q=night",
    f"/cite?of={CARD}",
    f"/cite.bib?of=/pledges/gale/told&{PIN}",
    f"/cite.ris?of=/pledges/gale/told&{PIN}",
    f"/api/v1/findings?topic={TOPIC}&per_page=3",
    f"/api/v1/dues?topic={TOPIC}&per_page=3",
    f"/api/v1/scorecards?topic={TOPIC}&per_page=2",
    "/api/v1/upcoming?company=hull",
    "/api/v1/changes?company=gale&per_page=2",
    "/api/v1/sources/kept",
    f"/matrix.csv?topic={TOPIC}",
    "/dues.csv?company=gale",
    "/pledges.csv?company=gale",
    "/sitemap.xml",
    "/sitemaps/company-0.xml",
    "/robots.txt",
    "/report/outcomes",
)


def records():
    """The topic with two yardsticks, three companies and a charter."""
    return [
        *_sources(),
        _topic(),
        _gale(),
        *_pledges(),
        *_promises(),
        *_conduct(),
        *_beside(),
        make.company("hull"),
        make.pledge(
            "hull/tonight",
            topic=TOPIC,
            title="Tonight",
            versions=[
                make.version(
                    start={"condition": "night-law"}, announced="2020-01-05", reported="It will stop once it is law"
                )
            ],
        ),
        make.pledge(
            "hull/soon", topic=TOPIC, title="Soon over", versions=[make.version(ends={"last_day": "2027-03~"})]
        ),
        make.check("hull", topic=TOPIC, until="2026-10"),
        make.company("isle"),
        make.pledge("isle/turn", topic=TOPIC, versions=[make.version(ends={"last_day": "[2026-11-22..2027-01-10]"})]),
        make.check("isle", topic=TOPIC, until="2026-05-02"),
        *_charter(),
    ]


def _sources():
    return [
        make.source("law", type="record", publisher="The Parliament", language="de", title="Nachtflüge"),
        make.source("kept", copies=[COPY | {"withheld": WITHHELD}, SUPPLIED], states=[GONE], author="A. Writer"),
        make.source(
            "copied",
            derived_from=["kept"],
            publisher=None,
            note="It copies the other.",
            url=None,
            location="In the town’s archive",
            archive_url="https://archive.example/copied",
        ),
        make.condition(
            "night-law",
            name="nights are quiet",
            explanation="A law on nights.",
            developments=(
                make.development("2021-03", "no", source="law"),
                make.development("2031-03-01", "yes", source="law"),
            ),
        ),
    ]


def _gale():
    return make.company(
        "gale",
        name="Gale Æronautics",
        aliases=["GALE"],
        country="FR",
        website="https://gale.example",
        sector={"scheme": "NACE", "code": "30.3", "name": "Aircraft"},
        identifiers={"lei": "529900T8BM49AURSDO55"},
        names=[{"name": "Breeze", "until": "2012"}],
        former_ids=["breeze"],
        products=[{"id": "owl", "name": "Owl 3", "subjects": ["camera-drones"]}],
    )


def _topic():
    rows = make.cells(local_police={"counterparty": ["local-police"]}, schools={"counterparty": ["school"]})
    fewer = {
        "commitment": "perform",
        "scope": {"subject": {"in": ["cargo-drones"]}, "action": {"out": ["lease"]}},
        "rows": make.cells(cargo={"subject": ["cargo-drones"]}),
        "deadline": "2027",
        "target": {"measure": "share of quiet drones", "unit": "%", "at_most": "5"},
        "reasons": [{"text": "Cargo is loud.", "sources": ["law"]}],
    }
    scope = {
        "action": {"in": ["sell", "pilot"]},
        "subject": {"in": ["camera-drones"]},
        "counterparty": {"in": ["local-police", "school"]},
        "place": {"in": ["US"], "unclear": ["DE"]},
    }
    core = {"subject": ["camera-drones"], "place": ["US"]}
    left_out = [{"row": "schools", "column": "pilot", "reason": "Schools fly nothing."}]
    return make.topic(
        TOPIC,
        name="UAV flights over towns at night",
        question="Who keeps drones from towns at night?",
        yardstick=make.yardstick(scope=scope, core=core, rows=rows, not_asked=left_out),
        second_yardstick=fewer,
        background=[{"text": "A town was loud.", "date": "2019-05", "sources": ["law", "kept"]}],
        checked_until={"gale": "2026-11-01"},
    )


def _pledges():
    quiet = make.version(
        start="2020-03",
        ends={"last_day": "2027-03~"},
        verification="own report",
        also_in=["kept"],
        language="fr",
        quote="Pas de vols de nuit",
        source="law",
        channel="press release",
        scope=make.scope(counterparty={"in": ["local-police"], "unclear": ["school"]}),
        events=[
            {"date": "2020-04-02", "title": "The page was moved", "source": "kept"},
            {"date": "2031-01-01", "title": "The page will go"},
        ],
    )
    wider = make.version(
        start="2021-01-01",
        change="widened",
        quote="None at all",
        source="law",
        scope=make.scope(counterparty={"rest": "in", "except": ["border-guard"]}),
        verification="independent",
        ends={"condition": "night-law"},
    )
    version = make.version(
        start="[..2019-05-14]",
        reported="It says that it flies by day",
        source="copied",
        ends={"withdrawn": "2022-05-01", "stated": "self-judged"},
        note="We know it from a report.",
    )
    return [
        make.pledge("gale/quiet", topic=TOPIC, title="Quiet nights", versions=[quiet, wider]),
        make.pledge("gale/told", topic=TOPIC, versions=[version], same_text_as=["gale/quiet"]),
        make.pledge(
            "gale/terms",
            topic=TOPIC,
            title="Terms",
            restates="gale/quiet",
            versions=[make.version(start="2021-03-01", scope=make.scope(place={"in": ["US-CA"]}), ends="unstated")],
        ),
    ]


def _promises():
    """More than a page shows open; a goal in numbers that was made smaller, with figures of its own and of others."""
    first = {
        "measure": "share of quiet drones",
        "unit": "%",
        "at_least": "80",
        "baseline": {"amount": "10", "on": "2019"},
    }
    share = [
        make.version(
            start="2020-05",
            deadline="2024-12-31",
            target=first,
            scope={},
            quote="80 % by then",
            milestones=[{"by": "2022-12-31", "at_least": "40"}],
        ),
        make.version(
            start="2023-02-01",
            change="narrowed",
            deadline="2028-12-31",
            scope={},
            quote="60 % will do",
            target={**first, "at_least": "60"},
        ),
    ]
    others = [
        make.promise(f"gale/step-{number}", topic=TOPIC, deadline=f"202{number}-06-30", title=f"Step {number}")
        for number in range(1, 7)
    ]
    return [make.promise("gale/share", topic=TOPIC, title="Quieter drones", versions=share), *others]


def _conduct():
    def deed(id, **fields):
        return make.evidence(f"gale/{id}", topics=[TOPIC], **{"title": f"Deed {id}", **fields})

    two = [
        make.act(products=["owl"], period="2021-07-04"),
        make.act(counterparty=["school"], place=["DE"], period="2021-09"),
    ]
    said = [{"text": "Nous volons", "speaker": "B. Pilot", "language": "fr", "source": "law"}]
    return [
        deed("two", acts=two, period="2021", quotes=said, summary="It flew twice.", sources=["law"]),
        deed(
            "right",
            period="2021-11",
            outcomes=[make.outcome("2022-03-01", "put right", note="It said so.", source="law")],
        ),
        deed("report", period="2022-03-05", sources=["kept", "copied"]),
        deed(
            "upheld",
            period="2021-04-01",
            sources=["kept"],
            outcomes=[make.outcome("2021-06-01", "not upheld", source="law", independent="yes")],
        ),
        deed("retracted", period="2021-04-02", sources=["kept"], outcomes=[make.outcome("2021-07", "retracted")]),
        deed("school", period="2021-08-08", acts=[make.act(counterparty=["school"])], sources=["kept"]),
        deed("early", period="2018-02"),
        deed("foreign", period="2021-05-05", acts=[make.act(counterparty=["border-guard"])]),
        deed(
            "amount",
            period="2022-12-31",
            acts=None,
            title="38 % were quiet",
            fulfils=[{"pledge": "gale/share", "amount": "38", "on": "2022-12-31", "version": 1}],
        ),
        deed(
            "others",
            period="2025",
            acts=None,
            title="44 % were quiet",
            sources=["kept"],
            fulfils=[{"pledge": "gale/share", "amount": "44", "on": "2025"}],
        ),
        deed("step", period="2021-05-01", acts=None, fulfils=[make.fulfilment("part-only", "gale/step-1")]),
        deed("rating", nature="assessment", acts=None, assessment=make.RATING, sources=["kept"]),
        deed("court", nature="proceeding", acts=None, title="A lawsuit on nights", sources=["law"]),
    ]


def _beside():
    return [
        make.response(
            "gale/asked",
            asked="2022-03-06",
            until="2022-03-20",
            answer="denied",
            answered="2022-03-21",
            text="We did not.",
            speaker="C. Press, head of press",
            about=["gale/report"],
            source="law",
        ),
        make.response(
            "gale/dealer",
            respondent="A dealer",
            answer="partly",
            summary="It sold some.",
            source="kept",
            about=["gale/two"],
        ),
        make.response("gale/open", answer="waiting", asked="2026-11-02", until="2026-12~", source="law"),
        make.decision(
            "gale/moved",
            topic=TOPIC,
            pledge="gale/quiet",
            evidence="gale/report",
            computed="possible breach",
            decision="downgraded",
            to="unaddressed",
            reason="The town is not named.",
            date="2022-05-01",
        ),
        make.decision(
            "gale/dismissed",
            topic=TOPIC,
            pledge="charter/no-flights",
            evidence="gale/early",
            computed="prior conduct",
            decision="dismissed",
            reason="It was another drone.",
            date="2022-06",
        ),
    ]


def _charter():
    signed = [
        {"company": "gale", "since": "2020-01-01", "source": "law"},
        {"company": "hull", "since": "2020-02-01", "until": "2022-01-31"},
        {"company": "isle", "since": "2021-06"},
    ]
    yearly = {"every": "1 year", "first": "2019-12-31"}
    return [
        make.initiative(
            "charter", name="Night charter", source="law", summary="Several signed it.", signatories=signed
        ),
        make.promise("charter/yearly", yearly, initiative="charter", topic=TOPIC, title="A yearly count"),
        make.pledge(
            "charter/no-flights",
            initiative="charter",
            topic=TOPIC,
            title="No night flights",
            versions=[make.version(start="2020-01-01", quote="None of us flies at night", source="law")],
        ),
        make.evidence(
            "hull/count",
            title="Counted",
            topics=[TOPIC],
            acts=None,
            period="2021-12-20",
            sources=["law"],
            fulfils=[make.fulfilment(pledge="charter/yearly", due="2021-12-31")],
        ),
        make.evidence("hull/flew", title="Flew at night", topics=[TOPIC], period="2021-02-02", sources=["law"]),
    ]
