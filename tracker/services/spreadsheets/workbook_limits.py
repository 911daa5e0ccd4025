"""Looks into a workbook before it is opened: how large it would become, and which of its rows are hidden.

A workbook of some kilobytes may claim a cell in the last of a million rows, or repeat a row as often, and whoever
opens it makes room for all of them. What is larger than any list that we read is refused without opening it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "HiddenRows", "TableError", "chunks_of", "hidden_rows_of_xlsx", "refuse_bombs"]

MOST_ROWS = 50_000
MOST_COLUMNS = 300
_SPARE_ROWS = 1_000
"""Rows above and below the table: titles, notes."""
_MOST_UNPACKED = 250_000_000
_MOST_TEXT = 1_000_000_000
"""Characters of all cells together, each written out as often as it is shown."""
_MOST_RATIO = 400
_MOST_MEMBERS = 2_000
_CHUNK = 1 << 20
_KEPT = 200
_LONGEST_TAG = 8_000_000
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Of any element, however it is written: what reads the sheet afterwards is as lenient.
_PLACE = re.compile(rb"""\br\s*=\s*["'](?:([A-Za-z]{1,7})(\d{1,10})|(\d{1,10}))["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*(\d{1,9})")
_SHARED = re.compile(rb"<(?:\w+:)?si\b")
_HIDDEN = re.compile(rb"<row\b([^>]*)>")
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip


class TableError(Exception):
    """A file that cannot be read as a table; the message says why, and what to do."""


class HiddenRows(NamedTuple):
    """The numbers of hidden rows, by the name of their sheet."""

    by_sheet: dict[str, frozenset[int]]


def refuse_bombs(content: bytes) -> None:
    """Refuse a workbook that would be too large once opened; raises TableError.

    All members are looked at, whatever they are called: a workbook says itself which of them are its sheets.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise TableError("is too large once unpacked; save only the sheet with the list, or as CSV")
            names = [member.filename.lower() for member in members]
            if "xl/workbook.bin" in names or any(member.compress_type not in _PACKED_AS for member in members):
                raise TableError("is a workbook of another kind; save it as .xlsx, .ods or .csv")
            values = unpacked = 0
            for member in members:
                size, number = _looked_at(chunks_of(archive, member))
                unpacked, values = unpacked + size, values + number
                if unpacked > _MOST_UNPACKED:
                    raise TableError("is too large once unpacked; save only the sheet with the list, or as CSV")
            for member, name in zip(members, names, strict=True):
                if name == "content.xml":
                    _refuse_repeats(chunks_of(archive, member))
                elif name == "xl/sharedstrings.xml":
                    _refuse_shared(archive, member, values)
    except _DAMAGED as error:
        raise TableError(f"is not a workbook that can be opened ({error}); save it again") from None


def chunks_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The parts of a member as they are unpacked; no more of it than the limit, whatever its head claims."""
    size, member.file_size = 0, _MOST_UNPACKED + _CHUNK
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > _MOST_UNPACKED:
                raise TableError("is too large once unpacked; save only the sheet with the list, or as CSV")
            if size > 10_000_000 and size > _MOST_RATIO * max(member.compress_size, 1):
                raise TableError("is packed like no list of people’s work; save it again, or as CSV")
            yield chunk


def _looked_at(chunks: Iterator[bytes]) -> tuple[int, int]:
    """The size of a member, and how many values of cells are in it; one with a cell far outside of any list, for which
    all room up to it would be made, is refused."""
    rest = b""
    size = values = row = column = 0
    for chunk in chunks:
        size += len(chunk)
        values += len(_VALUE.findall(chunk))
        text = rest + chunk
        for match in _PLACE.finditer(text):
            row = max(row, int(match[2] or match[3]))
            column = max(column, _number(match[1] or b""))
        # A place stands in a tag, and within a tag there is no other “<”.
        rest = text[max(text.rfind(b"<"), 0) :]
        if len(rest) > _LONGEST_TAG:
            rest = b""
    # Empty rows that have a format reach to the end of many sheets; rows are made room for only up to the last value.
    if column > MOST_COLUMNS and row > 100:
        raise TableError(f"has more than {MOST_COLUMNS} columns; delete those that are not needed")
    if row * max(column, 1) > 30 * (MOST_ROWS + _SPARE_ROWS) and row > MOST_ROWS + _SPARE_ROWS:
        raise TableError(f"has cells beyond row {MOST_ROWS:,}; delete the empty rows below the list, and save it again")
    return size, values


def _refuse_shared(archive: zipfile.ZipFile, member: zipfile.ZipInfo, values: int) -> None:
    """Refuse long texts that are stored once and shown in many cells: each cell gets its own copy."""
    text = b"".join(chunks_of(archive, member))
    if b"<!" in text:
        raise TableError("is damaged: its texts have comments or a document type; save it again")
    starts = [match.start() for match in _SHARED.finditer(text)]
    lengths = [end - start for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    if max(lengths, default=0) * values <= _MOST_TEXT:
        return
    written = 0
    for sheet in archive.infolist():
        rest = b""
        for chunk in chunks_of(archive, sheet):
            indexes = [int(index) for index in _VALUE.findall(rest + chunk)]
            written += sum(lengths[index] for index in indexes if index < len(lengths))
            rest = chunk[-_KEPT:] if b">" not in chunk[-_KEPT:] else b""
        if written > _MOST_TEXT:
            raise TableError("shows long texts in very many cells; save it as CSV")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _Repeats:
    """Counts the cells and characters of an OpenDocument sheet with what is repeated, where rows have values."""

    def __init__(self) -> None:
        self.cells = self.signs = 0
        self._rows = self._columns = self._filled = self._signs = self._repeat = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("\n")[2]
        if local == "table-row":
            self._rows = _largest(attributes, "number-rows-repeated")
            self._columns = self._filled = self._signs = self._repeat = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._repeat = _largest(attributes, "number-columns-repeated")
            self._columns += self._repeat
            if any(key.endswith("\nvalue-type") for key in attributes):
                self._filled = self._columns
                self._signs += self._repeat * sum(map(len, attributes.values()))

    def text(self, data: str) -> None:
        self._signs += self._repeat * len(data)

    def end(self, name: str) -> None:
        if name.rpartition("\n")[2] == "table-row" and self._filled:
            self.cells += self._rows * self._filled
            self.signs += self._rows * self._signs
            if self.cells > MOST_COLUMNS * MOST_ROWS or self._filled > 20_000 or self.signs > _MOST_TEXT:
                raise TableError("repeats cells more often than any list does; delete what is not needed")


def _largest(attributes: dict[str, str], name: str) -> int:
    """How often something is repeated, whatever the name’s prefix stands for."""
    return max((int(value) for key, value in attributes.items() if key.endswith(name)), default=1)


def _refuse_repeats(chunks: Iterator[bytes]) -> None:
    counter = _Repeats()
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.CharacterDataHandler, parser.buffer_text = counter.text, True
    parser.StartDoctypeDeclHandler = _no_doctype
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _no_doctype(*_: object) -> None:
    raise TableError("declares its own kinds of text, as no spreadsheet does; save it again")


def hidden_rows_of_xlsx(content: bytes) -> dict[str, frozenset[int]]:
    """The hidden rows of each sheet of an XLSX workbook that was looked into before; raises TableError."""
    try:
        return _hidden_rows(content)
    except _DAMAGED as error:
        raise TableError(f"is damaged ({error}); save it again") from None


def _hidden_rows(content: bytes) -> dict[str, frozenset[int]]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        targets = dict(_attributes(archive.read("xl/_rels/workbook.xml.rels"), "Relationship", "Id", "Target"))
        hidden = {}
        for sheet, id in _attributes(archive.read("xl/workbook.xml"), "sheet", "name", "id"):
            path = targets.get(id, "").lstrip("/").removeprefix("xl/")
            if f"xl/{path}" in names:
                hidden[sheet] = frozenset(_hidden(chunks_of(archive, archive.getinfo(f"xl/{path}"))))
        return hidden


def _attributes(content: bytes, element: str, first: str, second: str) -> list[tuple[str, str]]:
    """Two attributes of each element of a name, in order."""
    pairs: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        if name.rpartition("\n")[2] == element and first in local and second in local:
            pairs.append((local[first], local[second]))

    parser = expat.ParserCreate(namespace_separator="\n")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.Parse(content, True)
    return pairs


def _hidden(chunks: Iterator[bytes]) -> Iterator[int]:
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        for match in _HIDDEN.finditer(text):
            number = re.search(rb'\br="(\d+)"', match[1])
            if number and re.search(rb'\b(?:hidden|zeroHeight)="(?:1|true)"', match[1]):
                yield int(number[1])
        rest = text[-_KEPT:]
