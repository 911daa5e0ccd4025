"""Invented records for the worked examples of the methodology page: plain data, one small case a finding."""

from datetime import date
from typing import Any, NamedTuple

__all__ = ["AS_OF", "CASES", "COMPANY", "TOPIC", "WORLD", "Case"]

Data = dict[str, Any]
COMPANY, TOPIC = "acme", "police-drones"
AS_OF = date(2021, 12, 31)
"""The day on which all cases are looked at."""


class Case(NamedTuple):
    """What one rule is shown by. ``finding`` is None where the record is context. ``records`` stand beside those of the world."""

    rule: int
    finding: str | None
    records: tuple[Data, ...]


def _vocabulary(id: str, **broader: list[str]) -> Data:
    """Terms with their broader ones; an underscore stands for a hyphen, and a name reads as its id."""
    terms = [
        {"id": name.replace("_", "-"), "name": _NAMES.get(name, name.replace("_", " ")), "broader": up}
        for name, up in broader.items()
    ]
    return {"kind": "vocabulary", "id": id, "name": id.capitalize(), "terms": terms}


_NAMES = {"US": "the United States", "company": "the company itself", "sell": "sales", "pilot": "pilots"}
_WORDS = {
    "actor": ("actors", "who acts"),
    "action": ("actions", "action"),
    "subject": ("drones", "product"),
    "counterparty": ("customers", "customer"),
    "place": ("places", "place"),
    "purpose": ("purposes", "purpose"),
}


def _source(id: str, title: str, publisher: str, **fields: Any) -> Data:
    source = {"kind": "source", "id": id, "title": title, "publisher": publisher, "date": "2021-09-01", "type": "claim"}
    return {**source, "url": f"https://papers.example/{id}", **fields}


WORLD: tuple[Data, ...] = (
    _vocabulary("actors", company=[]),
    _vocabulary("actions", sell=[], pilot=[], publish=[]),
    _vocabulary("drones", camera_drones=[], cargo_drones=[]),
    _vocabulary("customers", local_police=[], federal_police=[], schools=[]),
    _vocabulary("places", US=[]),
    _vocabulary("purposes", rescue=[], patrol=[]),
    {
        "kind": "topic",
        "id": TOPIC,
        "name": "Camera drones for the police",
        "question": "Who keeps camera drones from the police?",
        "dimensions": {name: {"vocabulary": used, "name": word} for name, (used, word) in _WORDS.items()},
        "yardstick": {
            "commitment": "refrain",
            "scope": {
                "action": {"in": ["sell", "pilot"]},
                "subject": {"in": ["camera-drones"]},
                "counterparty": {"in": ["local-police", "federal-police"]},
            },
            "core": {"subject": ["camera-drones"], "place": ["US"]},
            "rows": [
                {"id": "local-police", "name": "Local police", "terms": {"counterparty": ["local-police"]}},
                {"id": "federal-police", "name": "Federal police", "terms": {"counterparty": ["federal-police"]}},
            ],
            "columns": [{"id": "sell", "name": "Sales", "terms": {"action": ["sell"]}}],
            "reasons": [{"text": "Drones with cameras watch people."}],
        },
        "checked_until": {COMPANY: "2021-12-31"},
    },
    {"kind": "company", "id": COMPANY, "name": "Acme Optics"},
    _source("contract", "Contract for two drones", "Town of Example", type="record"),
    _source("gazette", "Police try out drones", "The Example Gazette"),
)


_CHECKED_EARLY: Data = {
    **next(record for record in WORLD if record["kind"] == "topic"),
    "checked_until": {COMPANY: "2021-05-01"},
}


def _pledge(**version: Any) -> Data:
    """A promise not to sell camera drones to the local police."""
    said = {
        "start": "2020-06-11",
        "speaker": "A. Person, president",
        "source": "gazette",
        "quote": "We will not sell camera drones to local police.",
        "scope": _scope(),
        **version,
    }
    pledge = {"kind": "pledge", "id": "acme/no-sales", "topic": TOPIC, "commitment": "refrain"}
    return {**pledge, "title": "No camera drones for local police", "versions": [said]}


def _scope(**dimensions: Data) -> Data:
    return {
        "action": {"in": ["sell"]},
        "subject": {"in": ["camera-drones"]},
        "counterparty": {"in": ["local-police"]},
        **dimensions,
    }


def _promise(**version: Any) -> Data:
    """A promise to publish a report by a day."""
    said = {
        "start": "2020-06-11",
        "speaker": "A. Person, president",
        "source": "gazette",
        "quote": "We will publish a report on all sales by the end of June 2021.",
        "deadline": "2021-06-30",
        **version,
    }
    pledge = {"kind": "pledge", "id": "acme/report", "topic": TOPIC, "commitment": "perform"}
    return {**pledge, "title": "A report on sales", "versions": [said]}


def _moved() -> Data:
    """A promise that was replaced by one for a later day."""
    later = {
        "start": "2021-03-01",
        "deadline": "2023-06-30",
        "quote": "We will publish a report on all sales by the end of June 2023.",
    }
    pledge = _promise()
    first = pledge["versions"][0]
    return {**pledge, "versions": [first, {**first, "change": "extended", **later}]}


def _sale(title: str, period: str, customer: str = "local-police", **fields: Any) -> Data:
    terms = {"action": ["sell"], "subject": ["camera-drones"], "counterparty": [customer], "place": ["US"]}
    act = {**terms, **fields.pop("act", {})}
    return _evidence(title, period, acts=[act], **fields)


def _statement(title: str, period: str, extent: str, pledge: str = "acme/report", **fields: Any) -> Data:
    return _evidence(title, period, fulfils=[{"pledge": pledge, "extent": extent}], **fields)


def _evidence(title: str, period: str, **fields: Any) -> Data:
    evidence = {"kind": "evidence", "id": "acme/case", "topics": [TOPIC], "nature": "conduct", "sources": ["contract"]}
    return {**evidence, "title": title, "period": period, **fields}


_RESCUE = _pledge(
    quote="We will not sell camera drones to local police, except for rescue.",
    scope=_scope(purpose={"except": ["rescue"]}),
)
_UNCLEAR = _pledge(
    quote="We will not sell camera drones to the police.",
    scope=_scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]}),
)

CASES: tuple[Case, ...] = (
    Case(1, "honoured", (_pledge(), _statement("An auditor looked into all sales of 2020 and 2021 and found none to local police", "2020-06-12/2021-08-31", "full", "acme/no-sales"))),
    Case(2, "exception used", (_RESCUE, _sale("Sold camera drones to a town’s police for rescue", "2020-09-01", act={"purpose": ["rescue"]}))),
    Case(3, None, (_pledge(), _sale("Sold camera drones to a school", "2020-09-01", "schools"))),
    Case(4, "prior conduct", (_pledge(), _sale("Sold camera drones to a town’s police", "2019"))),
    Case(5, "unaddressed", (_UNCLEAR, _sale("Sold camera drones to the federal police", "2019", "federal-police"))),
    Case(6, "after lapse", (_pledge(ends={"after": "1 year"}), _sale("Sold camera drones to a town’s police", "2021-09-01"))),
    Case(7, "loophole", (_pledge(), _sale("Sold camera drones to the federal police", "2020-09-01", "federal-police"))),
    Case(7, "possible loophole", (_pledge(), _sale("Sold camera drones to the federal police", "2020", "federal-police"))),
    Case(8, "breach", (_pledge(), _sale("Sold camera drones to a town’s police", "2020-09-01"))),
    Case(9, "possible breach", (_pledge(), _sale("Sold camera drones to a town’s police, one newspaper reports", "2020-09-01", sources=["gazette"]))),
    Case(9, "possible breach", (_UNCLEAR, _sale("Sold camera drones to the federal police", "2020-09-01", "federal-police"))),
    Case(10, "no pledge", (_sale("Sold camera drones to a town’s police", "2020-09-01"),)),
    Case(11, "met", (_promise(), _statement("Published the report", "2021-06-01", "full"))),
    Case(11, "met late", (_promise(), _statement("Published the report", "2021-08-15", "full"))),
    Case(11, "met, timing unclear", (_promise(), _statement("Published the report in the summer", "[2021-06-15..2021-07-15]", "full"))),
    Case(12, "dropped before due", (_promise(ends={"withdrawn": "2021-03-01"}),)),
    Case(12, "moved before due", (_moved(),)),
    Case(13, "missed", (_promise(), _statement("Said in July that there would be no report", "2021-07-20", "none"))),
    Case(14, "possibly missed", (_promise(), _statement("Would not publish the report, one newspaper reported in July", "2021-07-20", "none", sources=["gazette"]))),
    Case(15, "partly met", (_promise(), _statement("Published the first half of the report", "2021-07-01", "part"))),
    Case(16, "overdue", (_promise(),)),
    Case(16, "not checked since", (_promise(), _CHECKED_EARLY)),
    Case(17, "falls short so far", (_promise(deadline="2022-06-30", quote="We will publish a report on all sales by the end of June 2022."), _statement("Said in May that work on the report had not begun", "2021-05-10", "none"))),
    Case(17, "pending", (_promise(quote="We will publish a report on all sales by the end of June 2022.", deadline="2022-06-30"),)),
    Case(17, "under way", (_promise(deadline="2022-06-30", quote="We will publish a report on all sales by the end of June 2022."), _statement("Published the first half of the report", "2021-06-01", "part"))),
)  # fmt: skip
"""In the order of the rules."""
