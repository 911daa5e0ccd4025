"""Every sentence that people read, filled with samples, and every label and help of the forms, as one text.

``python -m tests.records.golden_sentences`` writes it anew; the difference is what a reader of the change approves.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tracker.records.messages import MESSAGES, Message
from tracker.records.sentences import SENTENCES, placeholders
from tracker.web.desk.form.error_messages import field_message
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.layouts.layout import FieldEntry, Layout

GOLDEN = Path(__file__).parent / "sentences.golden.txt"
SAMPLES = {
    "amount": "49 %", "measure": "share of recycled paper", "year": "2023",
    "act": "1 June 2020", "acts": "2", "after": "in force", "allowed": "in, out", "answer": "declined to say", "answers": "answered",
    "as_of": "1 May 2024", "asked_by": "The Gazette", "because": "The pledge does not say.", "before": "not started", "cells": "24",
    "checked": "17 June 2020", "column": "Sales", "columns": "Sales and pilots", "companies": "acme, bolt", "company": "Acme",
    "computed": "Deadline missed", "condition": "a national law is in place", "counts": "3 points covered", "covered": "3", "covered_now": "50 % and more", "date": "17 June 2020",
    "deadline": "30 June 2023", "decided": "federal police", "description": "The topic.", "dimension": "customer", "dimensions": "customer",
    "doubts": "when it happened", "earlier": "2020-06-11", "end": "2020-06-10", "ends": "no end date given", "evidence": "acme/deal",
    "finding": "Done late", "first": "Acme", "found": "Done", "from_amount": "40 %", "given": "“soon”", "hint": "", "id": "acme", "inside": "sheriffs", "instance": " (report for 2022)",
    "it": "", "kind": "source", "last_day": "9 June 2021", "length": "1 year", "most": "300", "n": "3", "name": "Acme", "named": "local police",
    "names": "Acme and Bolt", "nature": "study", "new": "owners", "note": "The source corrected it.", "notes": " (no end date given)",
    "number": "2", "old": "parent", "other": "bolt", "outside": "federal police", "parts": "Acme covers this", "period": "2020",
    "pledge": "No sales to police", "pledges": "2", "points": "4", "possible": "7", "problem": "“soon” is not a date", "product": "hawk",
    "read": "14 records", "reason": "The day is certain.", "records": "14 records", "reporter": "The Gazette", "reviewed": "14 records",
    "row": "Local police", "rows": "federal police", "said": "It said it would not sell to police", "second": "Bolt",
    "sentence": "Done late: Published its report (2024).", "short": "will not sell to police", "sources": "9 sources", "start": "11 June 2020",
    "state": "in force", "subject": "Local police, Sales", "tag": "!x", "term": "sheriffs", "terms": "sheriffs and schools", "times": "2",
    "title": "Sold a drone", "to": "not to sell to police", "to_amount": "15 %", "topic": "police-drones", "unknown": "what", "until": " until a law is in place",
    "used": "actor, action", "versions": "2", "vocabulary": "customers", "way": "acme ← bolt ← acme", "what": "sell to police",
    "when": "June 2020", "who": "Acme", "why": "The pledge does not say.", "word": "Narrow",
}  # fmt: skip


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence of the catalogue, filled, by its key."""
    for key, text in SENTENCES.items():
        yield key, text.format(**{name: SAMPLES.get(name, f"[{name}]") for name in placeholders(text)})


def messages() -> Iterator[tuple[str, str]]:
    """Each message about records by its code: as files are told, then as forms say it."""
    for code, text in MESSAGES.items():
        message = Message(code, {name: SAMPLES.get(name, f"[{name}]") for name in placeholders(text) if name != "it"})
        yield f"{code}, file", str(message)
        yield f"{code}, form", field_message(("field",), message).message


def form_texts() -> Iterator[tuple[str, str]]:
    """Labels, choices and helps of the forms, by kind of record and field."""
    for kind, layout in LAYOUTS.items():
        yield from _layout(kind, layout)


def _layout(where: str, layout: Layout) -> Iterator[tuple[str, str]]:
    for section in layout.sections:
        for name, text in (("heading", section.title), ("intro", section.intro)):
            if text:
                yield f"{where}, {name}", text
        for entry in section.entries:
            yield from _entry(f"{where}.{entry.name}", entry)


def _entry(where: str, entry: FieldEntry) -> Iterator[tuple[str, str]]:
    for name, text in (("label", entry.label), ("help", entry.help), ("example", entry.example), ("one", entry.one)):
        if text:
            yield f"{where}, {name}", text
    for value, text in entry.choices.items():
        yield f"{where}, choice {value}", text
    if entry.holds:
        yield from _layout(where, entry.holds)


def golden_text() -> str:
    """All of it, one text a line."""
    parts = {"Sentences": sentences(), "Messages": messages(), "Forms": form_texts()}
    return "\n".join(
        f"# {title}\n" + "".join(f"{key}: {text}\n" for key, text in pairs) for title, pairs in parts.items()
    )


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z“])", text) if part.strip()]


if __name__ == "__main__":
    GOLDEN.write_text(golden_text(), encoding="utf-8")
