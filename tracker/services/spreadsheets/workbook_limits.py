"""Looks into a workbook before it is opened: how large it would become, and which of its rows are hidden.

A workbook of some kilobytes may claim a cell in the last of a million rows, or repeat a row as often, and whoever
opens it makes room for all of them. What is larger than any list that we read is refused without opening it.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "HiddenRows", "TableError", "hidden_rows_of_xlsx", "refuse_bombs"]

MOST_ROWS = 50_000
MOST_COLUMNS = 300
_SPARE_ROWS = 1_000
"""Rows above and below the table: titles, notes."""
_MOST_UNPACKED = 250_000_000
_MOST_RATIO = 400
_MOST_MEMBERS = 2_000
_CHUNK = 1 << 20
_KEPT = 200
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"|<row\b[^>]*?\br="(\d{1,7})"')
_HIDDEN = re.compile(rb"<row\b([^>]*)>")
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


class TableError(Exception):
    """A file that cannot be read as a table; the message says why, and what to do."""


class HiddenRows(NamedTuple):
    """The numbers of hidden rows, by the name of their sheet."""

    by_sheet: dict[str, frozenset[int]]


def refuse_bombs(content: bytes) -> None:
    """Refuse a workbook that would be too large once unpacked; raises TableError."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED:
                raise TableError("is too large once unpacked; save only the sheet with the list, or as CSV")
            for member in members:
                packed = max(member.compress_size, 1)
                if member.file_size > 10_000_000 and member.file_size / packed > _MOST_RATIO:
                    raise TableError("is packed like no list of people’s work; save it again, or as CSV")
            names = [member.filename for member in members]
            for name in names:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                    _refuse_far_cells(_chunks(archive, name))
            if "content.xml" in names:
                _refuse_repeats(_chunks(archive, "content.xml"))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise TableError(f"is not a workbook that can be opened ({error}); save it again") from None
    except expat.ExpatError as error:
        raise TableError(f"is damaged ({error}); save it again") from None


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The parts of a member as they are unpacked; no more of it than the limit, whatever its head claims."""
    size = 0
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > _MOST_UNPACKED:
                raise TableError("is too large once unpacked; save only the sheet with the list, or as CSV")
            yield chunk


def _refuse_far_cells(chunks: Iterator[bytes]) -> None:
    """Refuse a sheet with a cell far outside of any list, for which all room up to it would be made."""
    rest = b""
    row = column = 0
    for chunk in chunks:
        text = rest + chunk
        for found in _CELL.finditer(text):
            row = max(row, int(found[2] or found[3]))
            column = max(column, (len(found[1] or b"") > 2 and 703) or _number(found[1] or b""))
        rest = text[-_KEPT:]
    # Empty rows that have a format reach to the end of many sheets; rows are made room for only up to the last value.
    if column > MOST_COLUMNS and row > 100:
        raise TableError(f"has more than {MOST_COLUMNS} columns; delete those that are not needed")
    if row * max(column, 1) > 30 * (MOST_ROWS + _SPARE_ROWS) and row > MOST_ROWS + _SPARE_ROWS:
        raise TableError(f"has cells beyond row {MOST_ROWS:,}; delete the empty rows below the list, and save it again")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Repeats:
    """Counts the cells of an OpenDocument sheet with what is repeated, where rows have values."""

    def __init__(self) -> None:
        self.cells = 0
        self._rows = self._columns = self._filled = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("\n")[2]
        if local == "table-row":
            self._rows = int(attributes.get(f"{_OFFICE}\nnumber-rows-repeated", 1))
            self._columns = self._filled = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._columns += int(attributes.get(f"{_OFFICE}\nnumber-columns-repeated", 1))
            if any(key.endswith("\nvalue-type") for key in attributes):
                self._filled = self._columns

    def end(self, name: str) -> None:
        if name.rpartition("\n")[2] == "table-row" and self._filled:
            self.cells += self._rows * self._filled
            if self.cells > MOST_COLUMNS * MOST_ROWS or self._filled > 20_000:
                raise TableError("repeats cells more often than any list does; delete what is not needed")


def _refuse_repeats(chunks: Iterator[bytes]) -> None:
    counter = _Repeats()
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.StartDoctypeDeclHandler = _no_doctype
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _no_doctype(*_: object) -> None:
    raise TableError("declares its own kinds of text, as no spreadsheet does; save it again")


def hidden_rows_of_xlsx(content: bytes) -> dict[str, frozenset[int]]:
    """The hidden rows of each sheet of an XLSX workbook that was looked into before."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        targets = dict(_attributes(archive.read("xl/_rels/workbook.xml.rels"), "Relationship", "Id", "Target"))
        hidden = {}
        for sheet, id in _attributes(archive.read("xl/workbook.xml"), "sheet", "name", "id"):
            path = targets.get(id, "").lstrip("/").removeprefix("xl/")
            if f"xl/{path}" in names:
                hidden[sheet] = frozenset(_hidden(_chunks(archive, f"xl/{path}")))
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
        for found in _HIDDEN.finditer(text):
            number = re.search(rb'\br="(\d+)"', found[1])
            if number and re.search(rb'\b(?:hidden|zeroHeight)="(?:1|true)"', found[1]):
                yield int(number[1])
        rest = text[-_KEPT:]
