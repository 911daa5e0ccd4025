"""What the golden site has besides: a company, a topic and a source that were taken down, and lists at their edges.

Its addresses filter, page and compare. See ``golden_pages``.
"""

from datetime import timedelta

from tests import factories as make
from tests.stored import NOON
from tests.web.golden_records import TOPIC
from tracker.models import ReaderReport

__all__ = ["ADDRESSES", "clarified", "records", "reports", "taken_down"]

_NIGHTS = f"topic={TOPIC}"
ADDRESSES = (
    # Taken down, moved, never assessed.
    "/companies/lost",
    f"/companies/lost/{TOPIC}",
    f"/embed/companies/lost/{TOPIC}",
    f"/badge/companies/lost/{TOPIC}.json",
    f"/compare?{_NIGHTS}&company=lost&company=gale",
    f"/api/v1/companies/lost/scorecard?{_NIGHTS}",
    "/pledges/lost/quiet",
    "/api/v1/pledges/lost/quiet",
    "/api/v1/pledges?company=bolt&fields=title",
    "/responses/lost/waiting",
    "/pledges/lost/nothing",
    "/pledges/bolt/gone",
    "/topics/gone",
    "/companies/bolt/gone",
    "/api/v1/companies/bolt/scorecard?topic=gone",
    "/initiatives/closed",
    "/pledges/closed/quiet",
    "/evidence/motor/both",
    "/sources/false",
    "/pledges/motor/signed",
    "/companies/breeze",
    f"/companies/breeze/{TOPIC}",
    f"/api/v1/companies/breeze/scorecard?{_NIGHTS}",
    "/pledges?company=breeze",
    "/changes?company=breeze",
    "/companies/idle",
    "/embed/companies/idle",
    "/api/v1/companies/idle/scorecard",
    f"/companies/idle/{TOPIC}",
    "/embed/companies/motor",
    "/api/v1/companies/motor/scorecard",
    # Days at the edges of lists.
    "/lapsing?company=gale",
    "/lapsing?company=motor",
    "/lapsing?as_of=2027-01-01&company=flint",
    "/lapsing?from=2026-12-01&to=2027-01-01&company=flint",
    "/lapsing?from=2027-01-02&to=2026-01-01",
    "/lapsing.ics?company=motor",
    "/lapsing?first=motor&as_of=2026-12-01",
    "/lapsing.ics?company=flint&as_of=2027-01-01",
    "/lapsing.ics?company=flint&from=2026-12-01&to=2027-01-01",
    "/companies/gale/night-flights/findings?after=5",
    "/search?q=night&first=20",
    "/companies/acme/police-drones/changes?from=2021-06-11&to=2021-06-11",
    "/companies/acme/police-drones/changes?from=2020-06-01&to=2021-06-11",
    "/companies/akme?known_at=2026-11-22T12:10:00Z",
    "/pledges/gale/told?known_at=2026-11-22T13:00:00Z",
    # Filters, orders and pages.
    "/companies?q=breeze&sort=gravity",
    f"/companies?{_NIGHTS}&row=cargo&says=nothing",
    f"/topics/{TOPIC}?country=DE",
    "/companies?state=withdrawn",
    f"/companies?{_NIGHTS}&finding=breach&sort=ending",
    "/companies?topic=police-drones&state=in+force&country=DE",
    "/companies?sector=NACE+30.3",
    "/companies?as_of=2021-06-01&sort=ending",
    "/pledges?company=gale&known_at=2026-11-22T12:10:00Z",
    "/search?q=night&as_of=2021-06-01",
    f"/matrix.csv?{_NIGHTS}&sector=NACE+30.3",
    f"/companies.csv?{_NIGHTS}&as_of=2021-06-01",
    "/pledges?changed_since=2026-11-22T12:05:00Z",
    "/evidence?topic=body-cameras",
    "/pledges/charter/no-flights?company=hull",
    "/pledges/motor/many",
    "/changes?change=correction",
    "/changes?change=clarification&changed_since=2026-11-22T12:05:00Z",
    "/changes/feed.json?change=clarification",
    "/evidence/motor/night",
    "/changes.atom?change=correction",
    "/changes?changed_since=2026-11-22T12:05:00Z&topic=police-drones",
    "/changes?known_at=2026-11-22T12:10:00Z&kind=check",
    "/search?q=drones&kind=topic",
    "/search?q=lost",
    f"/api/v1/findings?{_NIGHTS}&to=2021-12-31&per_page=3",
    f"/api/v1/dues?{_NIGHTS}&from=2024-01-01&per_page=3",
    f"/api/v1/gaps?{_NIGHTS}&changed_since=2026-11-22T12:05:00Z",
    "/api/v1/upcoming?per_page=100",
    "/api/v1/upcoming?per_page=101",
    "/api/v1/changes?company=motor&kind=pledge&per_page=2",
    "/api/v1/pledges?company=acme&company=bolt",
    f"/api/v1/companies/isle/scorecard?{_NIGHTS}&known_at=2026-11-22T12:10:00Z",
    f"/compare?{_NIGHTS}&company=gale&company=motor",
    f"/api/v1/findings?{_NIGHTS}&sort=changed&per_page=2",
    "/report/outcomes?number=abcd-ef01",
    "/report/outcomes?number=ABCDEF02",
    # Other days and moments, with days and moments that are just those of what is listed.
    "/companies.csv?as_of=2021-06-01&country=FR",
    "/companies.csv?as_of=2021-06-01&sector=NACE+30.3",
    "/companies.csv?as_of=2021-06-01&q=_",
    "/findings.csv?company=hull&from=2021-02-02&to=2021-02-02",
    "/findings.csv?company=hull&from=2021-02-02&to=2021-02-02&as_of=2022-06-01",
    "/dues.csv?country=DE&from=2027-03-31&to=2027-09-30&as_of=2026-12-01",
    "/gaps.csv?company=hull&to=2026-12-31&as_of=2026-12-01",
    "/lapsing.csv?company=motor&from=2027-03-31&to=2027-09-30",
    "/lapsing.ics?company=flint&from=2027-01-01&to=2027-01-31",
    "/api/v1/evidence?changed_since=2026-11-22T12:20:00Z",
    "/api/v1/checks?changed_since=2026-11-22T12:20:00Z",
    "/findings.csv?company=acme&changed_since=2026-11-22T12:20:00Z",
    "/findings.csv?company=acme&changed_since=2026-11-22T12:20:00Z&as_of=2022-06-01",
    # Exports.
    "/data/chosen/datapackage.zip?company=gale",
    "/data/chosen/datapackage.zip?company=bolt&topic=body-cameras",
    "/data/chosen/records.jsonl?company=lost",
    # Citations.
    "/cite.bib?of=/pledges/motor/many",
    "/cite?of=/evidence/acme/wrong",
    f"/cite?of=/companies/nobody/{TOPIC}",
)


def records():
    """A company with a former name that promises at the edges of days, one that has nothing, and what is taken down."""
    ahead = make.version(
        deadline="2028-06-30",
        scope={},
        target={"measure": "share of quiet drones", "unit": "%", "at_least": "50"},
        milestones=[{"by": "2027-03", "at_least": "20"}, {"by": "2027-09-30", "at_least": "40"}],
    )
    return [
        make.topic("gone", name="A topic of the past", question="Who?"),
        make.pledge("bolt/gone", title="Of the past", topic="gone"),
        make.source("false", title="A false report"),
        make.initiative(
            "closed", name="A closed charter", source="law", signatories=[{"company": "motor", "since": "2020-01-01"}]
        ),
        make.pledge("closed/quiet", initiative="closed", topic=TOPIC, title="Quiet while it lasted"),
        make.evidence(
            "motor/both",
            topics=[TOPIC],
            nature="study",
            acts=None,
            title="A study of several",
            also_about=["hull", "lost"],
            sources=["law"],
        ),
        make.company("idle", name="Idle Ltd."),
        make.company("lost", name="Lost Ltd."),
        make.pledge(
            "lost/quiet", topic=TOPIC, title="Lost nights", versions=[make.version(ends={"last_day": "2027-02-01"})]
        ),
        make.response("lost/waiting", company="lost", answer="waiting", asked="2026-11-02", until="2027-02-02"),
        make.check("lost", topic=TOPIC),
        *_of_motor(ahead),
    ]


def _of_motor(ahead):
    return [
        make.company("motor", name="Motor & Sons", names=[{"name": "Breezeway", "until": "2015"}], country="DE"),
        make.promise("motor/many", topic=TOPIC, title="Terms & more_{1}, 50 %; soon", versions=[ahead]),
        make.pledge(
            "motor/signed",
            topic=TOPIC,
            title="As signed",
            versions=[
                make.version(
                    start="[..2020-02-01]",
                    reported="It says so",
                    also_in=["false"],
                    scope=make.scope(place={"in": ["US"]}),
                )
            ],
        ),
        make.pledge("motor/ended", title="Ended", versions=[make.version(ends={"withdrawn": "2021-01-01"})]),
        make.pledge("motor/today", title="Over today", versions=[make.version(ends={"last_day": "2026-11-23"})]),
        make.response("motor/silent", company="motor", answer="waiting", asked="2026-11-03", until="2027-02-03"),
        make.response("motor/spoke", company="motor", answer="waiting", asked="2026-11-04", until="2027-02-04"),
        _told_at_length(
            title="Flew over a school and a town by night 1",
            summary="It flew over a school, a town and a river, and nobody was asked before.",
            acts=[make.act(counterparty=["school", "sheriff"], place=["US", "DE"])],
            sources=["law", "kept"],
            quotes=[{"text": "We flew", "speaker": "A. Pilot", "source": "law"}],
        ),
        make.check("motor"),
        make.check("motor", topic=TOPIC, until="2026-11"),
    ]


def _told_at_length(**fields):
    return make.evidence("motor/night", topics=[TOPIC], period="2021-04", **fields)


def clarified():
    """A record of which all that can differ does: texts, words that came and went, their order, parts."""
    return _told_at_length(
        title="Flew over a school and a city by night 1",
        summary="It flew over a town, a river and a bridge, and everybody was asked before.",
        acts=[make.act(action=["sell", "pilot"], counterparty=["school", "border-guard"])],
        sources=["kept", "law"],
        outcomes=[make.outcome("2021-06-01", "denied", source="law")],
    )


def taken_down():
    """Some of these records as they are taken down later, and one of an answer that has come."""
    mark = {"date": "2026-11-22", "reason": "It was about somebody else."}
    return [
        make.topic("gone", name="A topic of the past", question="Who?", taken_down=mark),
        make.source("false", title="A false report", taken_down=mark),
        make.initiative(
            "closed",
            name="A closed charter",
            source="law",
            signatories=[{"company": "motor", "since": "2020-01-01"}],
            taken_down=mark,
        ),
        make.company("lost", name="Lost Ltd.", taken_down=mark),
        make.pledge("pact/gone", initiative="pact", topic=TOPIC, title="Not a pledge", taken_down=mark),
        make.response("motor/silent", company="motor", answer="waiting", until="2027-02-03", taken_down=mark),
        make.response("motor/spoke", company="motor", answer="full", asked="2026-11-04", text="It ends today."),
    ]


def reports(decided_by):
    """Reports of readers, another number of each outcome; what was written in them shows nowhere."""
    outcomes = ("open", "accepted", "known", "no document", "other subject", "no error", "unwanted")
    named = [outcome for times, outcome in enumerate(outcomes, 1) for _ in range(times)]
    return [
        ReaderReport(
            number=f"ABCD-EF{number:02}", kind="error", about="", text="Words of a reader", source="", name="May",
            email="may@mail.example", received_at=NOON, origin_key=None, outcome=outcome,
            **({} if outcome == "open" else {"decided_at": NOON - timedelta(days=number), "decided_by": decided_by}),
        )
        for number, outcome in enumerate(named, 1)
    ]  # fmt: skip
