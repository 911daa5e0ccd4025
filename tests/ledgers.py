"""Ledgers as they are downloaded, made without a database, and taken apart for tampering."""

import importlib.util
import io
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from tracker.models.hashing import GENESIS, approval_digest, content_digest, entry_digest, entry_text
from tracker.records.kinds import canonical, digest
from tracker.settings import ROOT
from tracker.store.ledger import ledger_line

PROGRAM = ROOT / "tracker" / "static" / "verify_ledger.py"
_SPEC = importlib.util.spec_from_file_location("verify_ledger", PROGRAM)
verifier = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(verifier)

BEGUN = datetime(2026, 11, 22, 12, tzinfo=UTC)


def wrong(data, earlier=None, seen=None):
    """What the program that checks copies finds; empty for nothing."""
    return verifier.check(io.BytesIO(data), io.BytesIO(earlier) if earlier is not None else None, seen)[1]


def company(name, id="acme", **fields):
    """The body of an invented company."""
    return {"id": id, "kind": "company", "name": name, **fields}


def publication(body, change="new", note=None, author="ann", publisher="bob", salt=None):
    """What is published at once: a body with who, why and a salt."""
    return {
        "author": author,
        "body": body,
        "change": change,
        "note": note,
        "publisher": publisher,
        "salt": salt or digest(canonical(body)),
    }


def sealed(publications, begun=BEGUN):
    """Lines of a sound ledger as plain data, by the program's own hashing."""
    lines, previous, numbers = [], GENESIS, {}
    for position, it in enumerate(publications, 1):
        key = (it["body"]["kind"], it["body"]["id"])
        numbers[key] = numbers.get(key, 0) + 1
        body = canonical(it["body"]).decode()
        content = content_digest(it["salt"], author=it["author"], body=body, change=it["change"], note=it["note"])
        approval = approval_digest(it["salt"], content, it["publisher"])
        at = begun + timedelta(seconds=position)
        entry = entry_text(position, at, key, numbers[key], content, approval, previous)
        previous = entry_digest(entry)
        lines.append({**it, "entry": entry, "sha256": previous})
    return lines


def written(lines):
    """Lines as the site writes them."""
    texts = [None if line["body"] is None else canonical(line["body"]).decode() for line in lines]
    return b"".join(
        ledger_line(SimpleNamespace(**{**line, "body": text})) for line, text in zip(lines, texts, strict=True)
    )


def entry_of(line):
    """The entry of a line as data."""
    return json.loads(line["entry"])


def with_entry(line, seal=True, **changes):
    """A line whose entry says something else; with ``seal`` its hash is made to fit."""
    entry = canonical({**entry_of(line), **changes}).decode()
    return {**line, "entry": entry, "sha256": entry_digest(entry) if seal else line["sha256"]}
