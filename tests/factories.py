"""Builders of records with fields to override, about plainly invented companies, and a small world for them.

``pledge(versions=[version(ends={"after": "1 year"})])`` is a record; ``version`` and ``act`` are the plain data of its
parts. ``bundle(...)`` adds those records of the small world that are not given.
"""

from datetime import UTC, date, datetime
from typing import Any

from tracker.engine.assessing.assessment import assess
from tracker.engine.dossier import Dossier
from tracker.engine.findings import Assessment
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord, from_body

KNOWN_AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def _build(kind: str, base: dict[str, Any], fields: dict[str, Any]) -> AnyRecord:
    """A record of this kind; a field given as None is left out."""
    data = {"kind": kind, **base, **fields}
    return from_body({key: value for key, value in data.items() if value is not None})


def vocabulary(
    id: str, terms: dict[str, list[str]], continues: dict[str, list[str]] | None = None, **fields: Any
) -> AnyRecord:
    """A vocabulary from ``{term: its broader terms}`` and ``{action: what it continues as}``."""
    entries = [{"id": term, "name": term, "broader": broader} for term, broader in terms.items()]
    for entry in entries:
        entry["continues_as"] = (continues or {}).get(entry["id"], [])
    return _build("vocabulary", {"id": id, "name": id.title(), "terms": entries}, fields)


def cells(**rows: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Rows or columns of a yardstick from ``id={dimension: terms}``; an underscore in an id stands for a hyphen."""
    return [
        {"id": id.replace("_", "-"), "name": id.replace("_", " ").capitalize(), "terms": terms}
        for id, terms in rows.items()
    ]


def yardstick(**fields: Any) -> dict[str, Any]:
    """Plain data of a yardstick: four cells, police of two kinds and two actions."""
    base = {
        "commitment": "refrain",
        "scope": {
            "actor": {"in": ["company", "reseller"], "out": ["unrelated-party"]},
            "action": {"in": ["sell", "pilot", "existing-contract"]},
            "subject": {"in": ["camera-drones"]},
            "counterparty": {"in": ["local-police", "federal-police"]},
            "place": {"in": ["US"]},
        },
        "core": {"actor": ["company"], "subject": ["camera-drones"], "place": ["US"]},
        "rows": cells(
            local_police={"counterparty": ["local-police"]}, federal_police={"counterparty": ["federal-police"]}
        ),
        "columns": cells(sell={"action": ["sell"]}, pilot={"action": ["pilot"]}),
        "reasons": [{"text": "Drones with cameras watch people."}],
    }
    return {**base, **fields}


def topic(id: str = "police-drones", **fields: Any) -> AnyRecord:
    """The topic of the small world: camera drones for the police."""
    words = {
        "actor": "actors",
        "action": "actions",
        "subject": "drones",
        "counterparty": "customers",
        "place": "places",
    }
    base = {
        "id": id,
        "name": "Camera drones for the police",
        "question": "Who keeps camera drones from the police?",
        "dimensions": {name: {"vocabulary": used, "name": name} for name, used in words.items()},
        "yardstick": yardstick(),
    }
    return _build("topic", base, fields)


def company(id: str = "acme", **fields: Any) -> AnyRecord:
    """An invented company."""
    return _build("company", {"id": id, "name": f"{id.title()} Optics Inc."}, fields)


def check(company: str = "acme", **fields: Any) -> AnyRecord:
    """A look at the record of a company that brought nothing new."""
    return _build("check", {"company": company, "topic": "police-drones", "until": "2026-11-01"}, fields)


def source(id: str = "gazette-1", **fields: Any) -> AnyRecord:
    """A press report that can be found."""
    base = {
        "id": id,
        "title": f"A report, {id}",
        "publisher": id.rpartition("-")[0] or id,
        "date": "2020-06-01",
        "type": "claim",
        "url": f"https://news.example/{id}",
    }
    return _build("source", base, fields)


def document(id: str = "contract-1", **fields: Any) -> AnyRecord:
    """The company's own document, dated after what the tests tell of."""
    return source(id, **{"type": "record", "date": "2022-01-01", **fields})


def condition(id: str = "drone-law", developments: tuple[dict[str, Any], ...] = (), **fields: Any) -> AnyRecord:
    """An event that a pledge waits for."""
    return _build(
        "condition", {"id": id, "name": "a drone law is in place", "developments": list(developments)}, fields
    )


def development(date: str, meets: str = "yes", **fields: Any) -> dict[str, Any]:
    """Plain data of something that meets a condition, or not."""
    return {
        "date": date,
        "title": "A bill",
        "meets": meets,
        "why": "Its text says so.",
        "source": "gazette-1",
        **fields,
    }


def version(**fields: Any) -> dict[str, Any]:
    """Plain data of a version: from 11 June 2020, no sales of camera drones to local police in the US."""
    base = {
        "start": "2020-06-11",
        "speaker": "A. Person, president",
        "source": "gazette-1",
        "quote": "We will not sell camera drones to the police",
        "scope": scope(),
    }
    data = {**base, **fields}
    if "reported" in fields and "quote" not in fields:
        del data["quote"]
    return {key: value for key, value in data.items() if value is not None}


def scope(**dimensions: dict[str, Any] | None) -> dict[str, Any]:
    """Plain data of the scope of ``version`` with dimensions replaced; None leaves one out."""
    base: dict[str, Any] = {
        "action": {"in": ["sell"]},
        "subject": {"in": ["camera-drones"]},
        "counterparty": {"in": ["local-police"]},
        "place": {"in": ["US"]},
    }
    return {name: labels for name, labels in {**base, **dimensions}.items() if labels is not None}


def pledge(id: str = "acme/no-sales", **fields: Any) -> AnyRecord:
    """A pledge to refrain with one version."""
    return _build(
        "pledge", {"id": id, "topic": "police-drones", "commitment": "refrain", "versions": [version()]}, fields
    )


def promise(id: str = "acme/report", deadline: Any = "2021-06-30", **fields: Any) -> AnyRecord:
    """A pledge to perform with one version."""
    versions = fields.pop("versions", None) or [version(deadline=deadline, scope={}, quote="We will publish a report")]
    return pledge(id, commitment="perform", versions=versions, **fields)


def initiative(id: str = "charter", since: str = "2020-01-01", **fields: Any) -> AnyRecord:
    """An initiative that acme has signed."""
    signatories = [{"company": "acme", "since": since}]
    base = {"id": id, "name": "Open Charter", "source": "gazette-1", "signatories": signatories}
    return _build("initiative", base, fields)


def act(**terms: Any) -> dict[str, Any]:
    """Plain data of an act: a sale of camera drones to local police in the US. None leaves a dimension out."""
    base = {"action": ["sell"], "subject": ["camera-drones"], "counterparty": ["local-police"], "place": ["US"]}
    return {name: value for name, value in {**base, **terms}.items() if value is not None}


def evidence(id: str = "acme/deal", **fields: Any) -> AnyRecord:
    """Conduct of one act that rests on a company's document."""
    base = {
        "id": id,
        "topics": ["police-drones"],
        "nature": "conduct",
        "title": "Sold camera drones to a town’s police",
        "period": "2020-07-01",
        "acts": [act()],
        "sources": ["contract-1"],
    }
    return _build("evidence", base, fields)


RATING = {"by": "Example Ratings", "value": "C", "scale": "A (best) to F"}
"""What somebody else says of a company."""


def fulfilment(extent: str = "full", pledge: str = "acme/report", **fields: Any) -> dict[str, Any]:
    """Plain data of the statement that a pledge was carried out, or not."""
    return {"pledge": pledge, "extent": extent, **fields}


def outcome(date: str, word: str, **fields: Any) -> dict[str, Any]:
    """Plain data of what became of a matter."""
    return {"date": date, "outcome": word, "source": "gazette-1", **fields}


def response(id: str = "acme/silent", **fields: Any) -> AnyRecord:
    """A refusal to answer."""
    base = {
        "id": id,
        "asked_by": "The Gazette",
        "question": "Does it reach the federal police?",
        "answer": "declined",
        "answered": "2020-06-12",
        "source": "gazette-1",
    }
    return _build("response", base, fields)


def decision(id: str = "acme/decision-1", **fields: Any) -> AnyRecord:
    """An editor's confirmation of a breach by ``evidence`` of ``pledge``."""
    base = {
        "id": id,
        "topic": "police-drones",
        "evidence": "acme/deal",
        "pledge": "acme/no-sales",
        "computed": "breach",
        "decision": "confirmed",
        "reason": "The contract is plain.",
        "date": "2020-08-01",
        "editor": "E. Ditor",
    }
    return _build("decision", base, fields)


def world() -> list[AnyRecord]:
    """The records that all others rest on: vocabularies, topic, company, sources, a condition."""
    return [
        vocabulary("actors", {"company": [], "reseller": [], "unrelated-party": []}),
        vocabulary(
            "actions",
            {"sell": [], "lease": ["sell"], "existing-contract": [], "pilot": [], "market": []},
            {"sell": ["existing-contract"]},
        ),
        vocabulary("drones", {"drones": [], "camera-drones": ["drones"], "cargo-drones": ["drones"]}),
        vocabulary(
            "customers",
            {
                "police": [],
                "local-police": ["police"],
                "sheriff": ["local-police"],
                "federal-police": ["police"],
                "border-control": [],
                "border-guard": ["federal-police", "border-control"],
                "school": [],
            },
        ),
        vocabulary("places", {"US": [], "US-CA": ["US"], "DE": []}),
        topic(),
        company(),
        source(),
        document(),
        condition(),
    ]


def bundle(*records: AnyRecord) -> Bundle:
    """These records, with those of the small world that are not among them."""
    return Bundle([*world(), *records])


def dossier(*records: AnyRecord, company: str = "acme", topic: str = "police-drones") -> Dossier:
    """What a scorecard is computed from."""
    return Dossier.of(bundle(*records), company, topic)


def scorecard(
    *records: AnyRecord, as_of: str = "2021-12-31", company: str = "acme", topic: str = "police-drones"
) -> Scorecard:
    """The scorecard of these records on a day."""
    return compute(dossier(*records, company=company, topic=topic), date.fromisoformat(as_of), KNOWN_AT)


def assessment(*records: AnyRecord, as_of: str = "2021-12-31") -> Assessment:
    """The findings of these records on a day, without sentences."""
    return assess(dossier(*records), date.fromisoformat(as_of), lambda finding: [])


def findings(*records: AnyRecord, as_of: str = "2021-12-31") -> list[str]:
    """The words of the findings of these records on a day, gravest first."""
    return [finding.finding for finding in assessment(*records, as_of=as_of).findings]
