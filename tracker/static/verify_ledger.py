#!/usr/bin/env python3
"""Check a copy of the ledger of a Pledge Tracker site: was anything in it altered, taken out or put in?

    python3 -I verify.py ledger.jsonl
    python3 -I verify.py new.jsonl --earlier ledger.jsonl
    python3 -I verify.py ledger.jsonl --hash 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef

One file, for Python 3.8 or newer, with nothing but its standard library; it opens no connection. It reads from - what
stands in a pipe. It names the first entry that is not as it was published, and ends with exit code 1; 0 is in order, 2
means that a file cannot be read.

Each line of the file is one publication, as canonical JSON (RFC 8785) with these fields:

    author, body, change, note   what was published: who wrote it, the record, why it changed, and a note
    publisher                    who published it
    salt                         32 random bytes, in hexadecimal
    entry                        the entry of the ledger: a text, itself canonical JSON
    sha256                       SHA-256 of that text

and an entry holds: v (1), position, at, kind, record, revision, content, approval, previous. All hashes are SHA-256, in
hexadecimal: content of the salt's bytes followed by canonical {author, body, change, note}; approval of the salt's
bytes followed by canonical {content, publisher}; previous is the hash of the entry before, of the first one 64 zeros.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from datetime import datetime
from typing import Any, BinaryIO, Iterator  # noqa: UP035 - for older Pythons too

LONGEST_LINE = 50_000_000
LARGEST_NUMBER = 2**53 - 1
GENESIS = "0" * 64
HEX = re.compile("[0-9a-f]{64}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
LINE_FIELDS = {"author", "body", "change", "entry", "note", "publisher", "salt", "sha256"}
ENTRY_FIELDS = {"v", "position", "at", "kind", "record", "revision", "content", "approval", "previous"}
CHANGES = ("new", "update", "correction", "clarification", "method")
PROVEN = """\
Proven: every text, author, reason, note and publisher matches its entry; every entry
contains the hash of the one before it; numbers have no gaps; each time is later than the last."""
NOT_PROVEN = """\
Not proven: that the records are true; who is behind a name; that the times are right; that nothing was left out
before publication; and, unless you kept an earlier copy or hash, that the site has not rewritten its whole
ledger or cut off its end. Keep this file, or at least the latest hash."""


class BadLineError(Exception):
    """What is wrong with an entry, in plain words."""


class UnreadableFileError(Exception):
    """A file that cannot be read at all."""


def canonical(data: Any) -> bytes:
    """Canonical JSON of what ``parsed`` gave, which has put the fields in order already."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def in_order(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of an object as RFC 8785 orders them: by the numbers of their UTF-16 code units."""
    ordered = dict(sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be")))
    if len(ordered) != len(pairs):
        raise BadLineError("a field appears twice")
    return ordered


def whole_number(text: str) -> int:
    """A number as records have them."""
    if len(text) > 17 or abs(int(text)) > LARGEST_NUMBER:
        raise BadLineError(f"it holds the number {text[:20]}…, which is too large to be exact")
    return int(text)


def no_number(text: str) -> Any:
    """Refuse what records never hold."""
    raise BadLineError(f"it holds the number {text[:20]}, which is not a whole number")


def parsed(text: str, what: str) -> dict[str, Any]:
    """A JSON object with its fields in canonical order; raises BadLineError for anything else."""
    try:
        data = json.loads(
            text, object_pairs_hook=in_order, parse_int=whole_number, parse_float=no_number, parse_constant=no_number
        )
        same = canonical(data) == text.encode()
    except (ValueError, RecursionError):
        raise BadLineError(f"{what} is not valid JSON in UTF-8") from None
    if not isinstance(data, dict):
        raise BadLineError(f"{what} is not a JSON object")
    if not same:
        raise BadLineError(f"{what} is not in canonical form: something was added, removed or moved")
    return data


def check_fields(data: dict[str, Any], fields: set[str], what: str) -> None:
    """That an object has these fields and no others."""
    missing, foreign = sorted(fields - set(data)), sorted(set(data) - fields)
    if missing:
        raise BadLineError(f"{what} lacks {', '.join(missing)}")
    if foreign:
        raise BadLineError(f"{what} has unknown fields: {', '.join(foreign)[:100]}")


def check_hash(value: object, what: str) -> None:
    """That a value is written as 32 bytes are."""
    if not isinstance(value, str) or not HEX.fullmatch(value):
        raise BadLineError(f"{what} is not 64 hexadecimal digits")


def check_types(line: dict[str, Any], entry: dict[str, Any]) -> None:
    """That each field holds what it must."""
    for name in ("author", "change", "publisher"):
        if not isinstance(line[name], str):
            raise BadLineError(f"its {name} is not text")
    if not isinstance(line["body"], dict):
        raise BadLineError("its record is missing")
    if line["note"] is not None and not isinstance(line["note"], str):
        raise BadLineError("its note is not text")
    for name in ("kind", "record", "at"):
        if not isinstance(entry[name], str):
            raise BadLineError(f"the field {name} of its entry is not text")
    for name in ("position", "revision"):
        if type(entry[name]) is not int or entry[name] < 1:
            raise BadLineError(f"the field {name} of its entry is not a whole number from 1")
    check_hash(line["salt"], "its salt")
    for name in ("content", "approval", "previous"):
        check_hash(entry[name], f"the field {name} of its entry")


def digest(salt: str, data: dict[str, Any]) -> str:
    """The salted hash of some data."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(data)).hexdigest()


class Ledger:
    """A ledger, checked line by line; holds only what the next line is judged by."""

    def __init__(self) -> None:
        self.count = 0
        self.hash = GENESIS
        self.first = self.at = ""
        self.numbers: dict[tuple[str, str], int] = {}
        self.alone = 0
        """How many entries were published by their own author."""

    def take(self, raw: bytes) -> None:
        """Check the next line; raises BadLineError."""
        line = parsed(line_text(raw), "the line")
        check_fields(line, LINE_FIELDS, "the line")
        if not isinstance(line["entry"], str):
            raise BadLineError("its entry is not text")
        entry = parsed(line["entry"], "its entry")
        if entry.get("v", 1) != 1 or type(entry.get("v", 1)) is not int:
            raise BadLineError("its entry has a version this program does not know; download the latest program")
        check_fields(entry, ENTRY_FIELDS, "its entry")
        check_types(line, entry)
        own = hashlib.sha256(line["entry"].encode()).hexdigest()
        if line["sha256"] != own:
            raise BadLineError("its hash does not match its entry: one of the two was changed")
        self.check_place(entry)
        check_seals(line, entry)
        self.check_revision(line, entry)
        self.count, self.hash, self.at = self.count + 1, own, entry["at"]
        self.first = self.first or self.at
        self.alone += line["author"] == line["publisher"]

    def check_place(self, entry: dict[str, Any]) -> None:
        """That the entry follows the one before it."""
        if entry["position"] != self.count + 1:
            before = f"entry {self.count}" if self.count else "nothing"
            raise BadLineError(
                f"it calls itself entry {entry['position']}, but follows {before}: entries were removed, "
                "inserted or moved"
            )
        if entry["previous"] != self.hash:
            raise BadLineError(
                "it does not contain the hash of the entry before it: one of the two was changed, or comes "
                "from another ledger"
            )
        if not MOMENT.fullmatch(entry["at"]):
            raise BadLineError("its time is not in the right form")
        try:
            datetime.strptime(entry["at"], "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007 - only whether there is such a time
        except ValueError:
            raise BadLineError(f"its time {entry['at']} does not exist") from None
        if entry["at"] <= self.at:
            raise BadLineError(f"its time {entry['at']} is not later than the entry before it, {self.at}")

    def check_revision(self, line: dict[str, Any], entry: dict[str, Any]) -> None:
        """That the text is of the record that the entry names, in its next revision."""
        for name, field in (("kind", "kind"), ("id", "record")):
            if line["body"].get(name) != entry[field]:
                raise BadLineError(
                    f"its entry is of {entry['kind']} {entry['record']}, but its text is about something else"
                )
        key = (entry["kind"], entry["record"])
        before = self.numbers.get(key, 0)
        if entry["revision"] != before + 1:
            raise BadLineError(f"it publishes revision {entry['revision']} of its record after revision {before}")
        if line["change"] not in CHANGES or (line["change"] == "new") != (before == 0):
            raise BadLineError(f"it calls revision {entry['revision']} of its record {line['change'][:40]!r}")
        self.numbers[key] = entry["revision"]


def check_seals(line: dict[str, Any], entry: dict[str, Any]) -> None:
    """That texts and names are those that the entry was sealed with."""
    content = {name: line[name] for name in ("author", "body", "change", "note")}
    if digest(line["salt"], content) != entry["content"]:
        raise BadLineError("its text, author, reason, note or salt is not what was published")
    if digest(line["salt"], {"content": entry["content"], "publisher": line["publisher"]}) != entry["approval"]:
        raise BadLineError("its publisher is not the one who published it")


def line_text(raw: bytes) -> str:
    """The text of a line of the file; raises BadLineError."""
    if not raw.endswith(b"\n"):
        raise BadLineError(
            "the file ends in the middle of it: download it again"
            if len(raw) <= LONGEST_LINE
            else "its line is too long"
        )
    try:
        return raw[:-1].decode()
    except UnicodeDecodeError:
        raise BadLineError("the line is not valid JSON in UTF-8") from None


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, none longer than may be."""
    while raw := file.readline(LONGEST_LINE + 1):
        yield raw


def named(raw: bytes) -> str:
    """What of a bad line tells people which record it is about; empty where nothing does."""
    match = re.search(
        rb'\\"kind\\":\\"([a-z]{1,20})\\".{0,200}?\\"record\\":\\"([a-z0-9./-]{1,120})\\"', raw[:LONGEST_LINE]
    )
    return f" ({match[1].decode()} {match[2].decode()})" if match else ""


def check(file: BinaryIO, earlier: BinaryIO | None = None, seen: str | None = None) -> tuple[Ledger, str]:
    """Check a ledger; what is wrong with its first bad entry, or empty. Reads one line at a time."""
    ledger = Ledger()
    old_lines = lines_of(earlier) if earlier else iter(())
    seen_met = seen is None or seen == GENESIS
    for number, raw in enumerate(lines_of(file), 1):
        old = next(old_lines, raw)
        try:
            ledger.take(raw)
        except BadLineError as bad:
            return ledger, f"entry {number}{named(raw)}: {bad}"
        if old != raw:
            return (
                ledger,
                f"entry {number}{named(raw)}: it differs from the earlier copy: one of the two was rewritten",
            )
        seen_met = seen_met or ledger.hash == seen
    if next(old_lines, None) is not None:
        gone = ledger.count + 1
        return (
            ledger,
            f"entry {gone}: the earlier copy has it, but this one ends before it: entries were cut off at the end",
        )
    if not seen_met:
        return ledger, f"no entry has the hash {seen}: the ledger was rewritten or cut off since then"
    return ledger, ""


def opened(path: str) -> BinaryIO:
    """A file to read; - is what is piped in."""
    try:
        return sys.stdin.buffer if path == "-" else open(path, "rb")
    except OSError as error:
        raise UnreadableFileError(f"{path}: {error.strerror}") from None


def main(arguments: list[str] | None = None) -> int:
    """Run the program; its exit code."""
    description, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=description, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="the ledger to check: ledger.jsonl, or - to read standard input")
    parser.add_argument("--earlier", metavar="FILE", help="an earlier copy, which the ledger must start with")
    parser.add_argument("--hash", metavar="HASH", help="a hash from earlier, which one of the entries must have")
    given = parser.parse_args(arguments)
    try:
        ledger, wrong = check(
            opened(given.file),
            opened(given.earlier) if given.earlier else None,
            given.hash.strip().lower() if given.hash else None,
        )
    except (UnreadableFileError, OSError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    print(report(ledger, wrong, bool(given.earlier), bool(given.hash)))
    return 1 if wrong else 0


def entries(count: int) -> str:
    """A number of entries, in words."""
    return "1 entry" if count == 1 else f"{count} entries"


def report(ledger: Ledger, wrong: str, earlier: bool, seen: bool) -> str:
    """The result in plain words."""
    if wrong:
        plain = wrong.encode("ascii", "backslashreplace").decode()
        shown = "".join(sign if sign.isprintable() else "?" for sign in plain)
        before = {0: "There are no entries before it", 1: "The entry before it is intact"}.get(
            ledger.count, f"The {ledger.count} entries before it are intact"
        )
        return f"NOT INTACT. {shown[0].upper()}{shown[1:]}.\n{before}; entries after it were not checked."
    if not ledger.count:
        return f"The ledger is empty, so there is nothing to prove.\n{NOT_PROVEN}"
    lines = [
        f"Intact: {entries(ledger.count)}, from {ledger.first} to {ledger.at}.",
        f"Latest hash: {ledger.hash}",
    ]
    if earlier:
        lines.append("It starts with your earlier copy, byte for byte.")
    if seen:
        lines.append("It contains the hash you gave.")
    if ledger.alone:
        lines.append(f"Published by the same name that wrote them: {entries(ledger.alone)}.")
    return "\n".join([*lines, "", PROVEN, "", NOT_PROVEN])


if __name__ == "__main__":
    sys.exit(main())
