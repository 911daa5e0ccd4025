"""A whole invented site of any size.

Companies that stand differently, pledges of every kind of end, acts by the dozen.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from invented_promises import promise, reported

from tracker.records.kinds import AnyRecord, body, from_body

PLEDGES, EVIDENCE, ACTS = 10, 10, 10
"""Of each company: pledges, pieces of evidence, and acts in each of these."""
TO_ACT = 3
"""Of so many pledges the first is a promise to act; most have a target in numbers, the rest yearly turns."""
TOPICS = 5
AMENDED = 100
"""Of so many companies the second is corrected, asked, and decided on; of ten such the sixth is withdrawn."""
_TERMS = {
    "parties": ("company", "reseller", "unrelated-party"),
    "deeds": ("sell", "license", "pilot", "market", "train"),
    "matters": ("widget-tracking", "gadget-tracking", "gizmo-tracking"),
    "customers": ("local-police", "federal-police", "border-guard", "army", "school", "prison"),
    "lands": ("US", "CA", "DE", "FR", "JP"),
}
_DIMENSIONS = ("actor", "action", "subject", "counterparty", "place")
_NAMES = ("Ar", "Bel", "Cor", "Dan", "El", "Fir", "Gal", "Hol", "Ir", "Jun", "Kel", "Lum", "Mar", "Nor", "Ost", "Pel")
_ENDINGS = ("amo", "bris", "codan", "dexia", "enta", "furia", "gonis", "halia", "inova", "justra", "kalis", "lyra")
_FORMS = ("Inc.", "GmbH", "S.A.", "Group", "Labs", "Systems", "Électronique")
_THINGS = ("cameras", "drones", "sensors", "scanners", "beacons", "gates", "archives", "maps", "plates", "voices")
_DEEDS = ("Sold", "Licensed", "Tried out", "Marketed", "Gave training on", "Delivered", "Offered", "Repaired")
_PLACES = ("a town", "two counties", "a ministry", "the border", "a university", "an airport", "a harbour", "a court")


def shared_records() -> list[AnyRecord]:
    """Vocabularies, a condition and its source, and five topics: the first is asked of every company."""
    records = [
        {"kind": "vocabulary", "id": id, "name": id.title(), "terms": [{"id": t, "name": t} for t in terms]}
        for id, terms in _TERMS.items()
    ]
    records.append(_source("law-gazette", "Bills of the year", "The Invented Gazette", "2019-01-01"))
    records.append({"kind": "condition", "id": "tracking-law", "name": "a tracking law is in place"})
    records += (_topic(n) for n in range(TOPICS))
    return [from_body(record) for record in records]


def _topic(n: int) -> dict[str, Any]:
    rows = [{"id": t, "name": t.title(), "terms": {"counterparty": [t]}} for t in _TERMS["customers"]]
    columns = [{"id": t, "name": t.title(), "terms": {"action": [t]}} for t in _TERMS["deeds"]]
    used = zip(_DIMENSIONS, _TERMS, strict=True)
    to_act = {
        "commitment": "perform",
        "scope": {"subject": {"in": ["widget-tracking", "gadget-tracking"]}, "place": {"in": ["US"]}},
        "rows": [{"id": t, "name": t.title(), "terms": {"subject": [t]}} for t in _TERMS["matters"][:2]],
        "target": {"measure": "share of widgets without tracking", "unit": "%", "at_least": "60"},
        "deadline": "2025",
        "reasons": [{"text": "Widgets matter."}],
    }
    return {
        "kind": "topic",
        "id": f"topic-{n}",
        "name": f"Tracking of widgets, part {n}",
        "question": "Who may buy tracked widgets?",
        "dimensions": {name: {"vocabulary": vocabulary, "name": name} for name, vocabulary in used},
        "yardstick": {
            "commitment": "refrain",
            "scope": {"actor": {"in": ["company", "reseller"], "out": ["unrelated-party"]}, "place": {"in": ["US"]}},
            "core": {"actor": ["company"], "subject": ["widget-tracking"], "place": ["US"]},
            "rows": rows,
            "columns": columns,
            "reasons": [{"text": "Widgets matter."}],
        },
        **({"second_yardstick": to_act} if n == 0 else {}),
    }


def _source(id: str, title: str, publisher: str, date: str) -> dict[str, Any]:
    url = f"https://news.example/{id}"
    return {
        "kind": "source",
        "id": id,
        "title": title,
        "publisher": publisher,
        "date": date,
        "type": "record",
        "url": url,
    }


def company_records(n: int) -> Iterator[AnyRecord]:
    """Everything about the ``n``-th company: the same for the same number."""
    chance = Random(n)
    id = f"invented-{n}"
    name = f"{chance.choice(_NAMES)}{chance.choice(_ENDINGS)} {n} {chance.choice(_FORMS)}"
    aliases = [f"{chance.choice(_NAMES)}{chance.choice(_ENDINGS)}"]
    summary = f"Makes {chance.choice(_THINGS)} and {chance.choice(_THINGS)}."
    yield from_body({"kind": "company", "id": id, "name": name, "aliases": aliases, "summary": summary})
    sources = [f"{id}-report-{i}" for i in range(2)]
    for source in sources:
        title = f"What is known of {chance.choice(_THINGS)} at {chance.choice(_PLACES)}"
        yield from_body(_source(source, title, "The Invented Times", f"20{chance.randint(15, 26)}-06-11"))
    own = ("topic-0", f"topic-{1 + n % (TOPICS - 1)}")
    if n % 10:
        for i in range(PLEDGES):
            if i % TO_ACT:
                yield from_body(_pledge(chance, f"{id}/pledge-{i}", own[i % 2], sources))
            else:
                yield from_body(promise(chance, f"{id}/pledge-{i}", own[i % 2], sources, n + i))
    for i in range(EVIDENCE):
        evidence = _evidence(chance, f"{id}/deed-{i}", own[i % 2], sources)
        if n % 10 and i % 4 < 2:  # it also says how far a promise on its topic had come
            told_of = chance.choice([j for j in range(0, PLEDGES, TO_ACT) if j % 2 == i % 2])
            year = int(evidence["period"][:4])
            evidence["fulfils"] = [reported(chance, f"{id}/pledge-{told_of}", n + told_of, year)]
        yield from_body(evidence)


def _pledge(chance: Random, id: str, topic: str, sources: list[str]) -> dict[str, Any]:
    start = f"20{chance.randint(16, 26)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    thing = chance.choice(_THINGS)
    ends: Any = chance.choice(("open", "unstated", "self-judged", "day", "length", "condition"))
    if ends == "day":
        ends = {"last_day": f"20{chance.randint(27, 30)}-0{chance.randint(1, 9)}-2{chance.randint(0, 8)}"}
    elif ends == "length":
        ends = {"after": f"{chance.randint(1, 9)} years"}
    elif ends == "condition":
        ends = {"condition": "tracking-law"}
    version = {
        "start": start,
        "speaker": "A. Person, president",
        "source": chance.choice(sources),
        "quote": f"We will not sell {thing} that track widgets to {chance.choice(_PLACES)} in this country",
        "short": f"not sell {thing} to {chance.choice(_PLACES)}",
        "ends": ends,
        "scope": {
            "action": _labels(chance, "deeds"),
            "subject": {"in": ["widget-tracking"]},
            "counterparty": _labels(chance, "customers"),
            "place": {"in": ["US"]},
        },
    }
    return {"kind": "pledge", "id": id, "topic": topic, "commitment": "refrain", "versions": [version]}


def _labels(chance: Random, vocabulary: str) -> dict[str, list[str]]:
    terms = list(_TERMS[vocabulary])
    chance.shuffle(terms)
    covered = chance.randint(1, len(terms) - 1)
    return {"in": terms[:covered], "unclear": terms[covered : covered + 1]}


def _evidence(chance: Random, id: str, topic: str, sources: list[str]) -> dict[str, Any]:
    year = chance.randint(2014, 2025)
    thing, place = chance.choice(_THINGS), chance.choice(_PLACES)
    return {
        "kind": "evidence",
        "id": id,
        "topics": [topic],
        "nature": "conduct",
        "title": f"{chance.choice(_DEEDS)} {thing} to {place}",
        "period": f"{year}-0{chance.randint(1, 9)}/{year + 1}-0{chance.randint(1, 9)}",
        "acts": [_act(chance) for _ in range(ACTS)],
        "sources": sources[: chance.randint(1, 2)],
        "summary": f"Invoices name {thing} and {chance.choice(_THINGS)}, delivered to {chance.choice(_PLACES)}.",
    }


def _act(chance: Random) -> dict[str, Any]:
    names = zip(_DIMENSIONS[1:], list(_TERMS.values())[1:], strict=True)
    return {name: [chance.choice(terms)] for name, terms in names}


def amendments(n: int) -> Iterator[AnyRecord]:
    """What comes later of the ``n``-th company, where it is one of those: corrected records, an answer, a decision."""
    if n % AMENDED != 1:
        return
    id = f"invented-{n}"
    by_id = {record.id: body(record) for record in company_records(n)}
    company = by_id[id] | {"former_ids": [f"was-{id}"], "summary": "Makes other things than it was said to."}
    if n % (10 * AMENDED) == 5 * AMENDED + 1:
        company["withdrawn"] = {"date": "2026-01-10", "reason": "It was entered twice."}
    yield from_body(company)
    yield from_body(by_id[f"{id}/deed-1"] | {"summary": "Invoices name other things than was said."})
    question = {"asked_by": "The Invented Times", "question": "Does it cover schools?", "answer": "declined"}
    answer = {"answered": "2026-01-10", "source": f"{id}-report-0", "about": [f"{id}/pledge-2"]}
    yield from_body({"kind": "response", "id": f"{id}/asked", **question, **answer})
    finding = {"topic": "topic-0", "evidence": f"{id}/deed-2", "pledge": f"{id}/pledge-2", "computed": "unaddressed"}
    why = {"decision": "confirmed", "reason": "Read again.", "date": "2026-01-11", "editor": "A. Editor"}
    yield from_body({"kind": "decision", "id": f"{id}/decided", **finding, **why})
