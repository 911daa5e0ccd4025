"""Any number of plainly invented records, the same ones each time, as one would enter them."""

from collections.abc import Iterator

from tracker.records.kinds import AnyRecord, from_body

_VOCABULARIES = {
    "parties": ["company", "reseller"],
    "deeds": ["sell", "license", "pilot", "market", "train"],
    "matters": ["widget-tracking", "gadget-tracking"],
    "customers": ["police", "local-police", "federal-police", "school"],
    "lands": ["US", "CA", "DE", "FR"],
}


def invented_records(count: int) -> Iterator[AnyRecord]:
    """About ``count`` records: of every ten, one company, two sources, three pledges and four pieces of evidence."""
    for id, terms in _VOCABULARIES.items():
        yield from_body(
            {"kind": "vocabulary", "id": id, "name": id.title(), "terms": [{"id": t, "name": t} for t in terms]}
        )
    for n in range(5):
        yield _topic(n)
    for company in range((count - len(_VOCABULARIES) - 5) // 10):
        yield from _company(company)


def _topic(n: int) -> AnyRecord:
    names = zip(("actor", "action", "subject", "counterparty", "place"), _VOCABULARIES, strict=True)
    return from_body(
        {
            "kind": "topic",
            "id": f"topic-{n}",
            "name": f"Topic {n}",
            "question": "Who may buy tracked widgets?",
            "dimensions": {name: {"vocabulary": vocabulary, "name": name} for name, vocabulary in names},
            "yardstick": {
                "commitment": "refrain",
                "scope": {"subject": {"in": ["widget-tracking"]}},
                "rows": [{"id": "police", "name": "Police", "terms": {"counterparty": ["police"]}}],
                "columns": [{"id": "sell", "name": "Sell", "terms": {"action": ["sell"]}}],
                "reasons": [{"text": "Widgets matter."}],
            },
        }
    )


def _company(n: int) -> Iterator[AnyRecord]:
    company = f"invented-{n}"
    sources = [f"{company}-report-{i}" for i in range(2)]
    yield from_body({"kind": "company", "id": company, "name": f"Invented {n} Inc.", "summary": "Makes widgets. " * 4})
    for i, source in enumerate(sources):
        body = {
            "title": f"What Invented {n} does, part {i}",
            "publisher": "The Invented Times",
            "date": "2020-06-1" + str(i),
        }
        yield from_body(
            {"kind": "source", "id": source, "type": "claim", "url": f"https://news.example/{source}", **body}
        )
    for i in range(3):
        yield _pledge(company, i, sources)
    for i in range(4):
        yield _evidence(company, i, sources)


def _pledge(company: str, i: int, sources: list[str]) -> AnyRecord:
    return from_body(
        {
            "kind": "pledge",
            "id": f"{company}/pledge-{i}",
            "topic": f"topic-{i}",
            "commitment": "refrain",
            "versions": [
                {
                    "start": f"20{18 + i}-06-11",
                    "speaker": "A. Person, president",
                    "channel": "public event",
                    "source": sources[i % 2],
                    "quote": (
                        "We will not sell tracked widgets to the police of this country until there is a law in place"
                    ),
                    "ends": {"after": "1 year"},
                    "scope": {
                        "action": {"in": ["sell"], "unclear": ["market", "pilot"]},
                        "subject": {"in": ["widget-tracking"]},
                        "counterparty": {"in": ["local-police"], "unclear": ["federal-police"]},
                        "place": {"in": ["US"]},
                    },
                }
            ],
        }
    )


def _evidence(company: str, i: int, sources: list[str]) -> AnyRecord:
    return from_body(
        {
            "kind": "evidence",
            "id": f"{company}/deed-{i}",
            "topics": [f"topic-{i}"],
            "nature": "conduct",
            "title": "Marketed tracked widgets to federal police, which tried them out",
            "period": f"201{i + 5}-09/201{i + 6}-12",
            "acts": [
                {
                    "action": ["market", "pilot"],
                    "subject": ["widget-tracking"],
                    "counterparty": ["federal-police"],
                    "place": ["US"],
                },
                {"action": ["market"], "subject": ["gadget-tracking"], "counterparty": ["school"], "place": ["US"]},
            ],
            "sources": sources,
            "summary": "Demonstrations and training at the company's office. " * 3,
        }
    )
