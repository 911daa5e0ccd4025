"""Reading tables: CSV and TSV as journalists have them, XLSX and ODS. Rows come one by one, with their numbers.

Cells come as text. Formulas are never calculated: of a workbook the value is read that was calculated last.
"""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import PurePath

from charset_normalizer import from_bytes
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from tracker.services.spreadsheets.open_document import CellSpan, rows_of_sheets
from tracker.services.spreadsheets.workbook_limits import (
    MOST_COLUMNS,
    MOST_ROWS,
    TableError,
    hidden_rows_of_xlsx,
    refuse_bombs,
)

__all__ = ["LARGEST", "SUFFIXES", "Row", "Table", "TableError", "read_table"]

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".ods")
LARGEST = 30_000_000
"""Bytes in one file."""
_SNIFFED = 20_000
_SAMPLED = 400_000
_LONGEST_CELL = 100_000
_OTHER_SUFFIXES = {
    ".xls": "is a workbook of an older form (.xls); open it, and save it as .xlsx or .csv",
    ".xlsm": "is a workbook with macros; save it as .xlsx or .csv without them",
    ".xlsb": "is a binary workbook; save it as .xlsx or .csv",
    ".numbers": "is a document of Numbers; export it as Excel (.xlsx) or CSV",
    ".gsheet": "is only a link to a sheet of Google; download the sheet as .xlsx or .csv",
}
_OTHER_KINDS = {
    rb"<(?:!doctype html|html|head|body|table|meta)\b": "a web page, not a spreadsheet",
    rb"<\?xml": "an XML document, not a spreadsheet",
    rb"%pdf-": "a PDF, not a spreadsheet",
    rb"\{\\rtf": "a text document, not a spreadsheet",
    rb"(?:\[\s*)?\{\s*\"": "JSON, not a spreadsheet",
    rb"\x1f\x8b|7z\xbc\xaf|rar!": "a packed file, not a spreadsheet",
}
_LAST_ROW = 1_048_576
"""Of a workbook. A text file may have millions of empty lines, which take as long to read as others."""
# Western and Central European text look alike to statistics; only in the latter these signs are letters.
_NO_LETTER_IN_WORD = re.compile(r"(?<=[^\W\d_])[¹³¿¼¾œžŸ\x9c\x9e](?=[^\W\d_])|\ufffd")
Row = tuple[int, list[str]]


@dataclass
class Table:
    """A file of one or more sheets; ``sheets`` are the names of those that can be read, visible ones first."""

    name: str
    sheets: tuple[str, ...]
    hidden: dict[str, frozenset[int]] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    spans: dict[str, Sequence[CellSpan]] = field(default_factory=dict)
    _text: str = ""
    _workbook: CalamineWorkbook | None = None

    def rows(self, sheet: str | None = None) -> Iterator[Row]:
        """The rows of a sheet that are not empty, each with its number; raises TableError where there are too many."""
        count = 0
        for number, cells in self._rows(sheet or self.sheets[0]):
            if number > _LAST_ROW:
                raise TableError(f"has more than {_LAST_ROW:,} rows, empty ones among them; delete those")
            if not any(cells):
                continue
            count += 1
            if count > MOST_ROWS + 10:
                raise TableError(f"has more than {MOST_ROWS:,} rows; split it into smaller files")
            if len(cells) > MOST_COLUMNS:
                raise TableError(f"has more than {MOST_COLUMNS} columns; delete those that are not needed")
            yield number, cells

    def _rows(self, sheet: str) -> Iterator[Row]:
        if self._workbook is None:
            yield from _csv_rows(self._text, self.delimiter)
            return
        if sheet not in self.sheets:
            raise TableError(f"has no sheet “{sheet}”; it has: {', '.join(self.sheets)}")
        try:
            opened = self._workbook.get_sheet_by_name(sheet)
            merged = _Merged(self.spans.get(sheet) or _spans(opened))
            for number, row in enumerate(opened.iter_rows(), 1):
                cells = merged.filled(number, [_text_of(value) for value in row])
                while cells and not cells[-1]:
                    cells.pop()
                yield number, cells
        except (CalamineError, OSError, ValueError) as error:
            raise TableError(
                f"has a damaged sheet ({error}); open it in a spreadsheet program, and save it again"
            ) from None


def read_table(name: str, content: bytes) -> Table:
    """The table in a file, by the ending of its name; raises TableError."""
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    if suffix not in SUFFIXES:
        raise TableError(_OTHER_SUFFIXES.get(suffix, "is not a spreadsheet; save it as .xlsx, .ods or .csv"))
    if len(content) > LARGEST:
        raise TableError(f"is larger than {LARGEST // 1_000_000} MB; split it into smaller files")
    if not content.strip():
        raise TableError("is empty")
    if content[:4] == b"PK\x03\x04":
        return _workbook(name, content)
    for signature, file_type in _OTHER_KINDS.items():
        if re.match(signature, content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()):
            raise TableError(f"is {file_type}; open it in a spreadsheet program, and save it as .xlsx or .csv")
    if suffix in (".xlsx", ".ods") or content[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError("is no workbook of today’s form, or has a password; save it as .xlsx or .csv without one")
    return _csv_table(name, content, suffix)


def _workbook(name: str, content: bytes) -> Table:
    refuse_bombs(content)
    try:
        workbook = load_workbook(BytesIO(content))
        sheets = [it for it in workbook.sheets_metadata if it.typ == SheetTypeEnum.WorkSheet]
    except (CalamineError, OSError, ValueError) as error:
        raise TableError(f"cannot be opened ({error}); save it again, without a password") from None
    sheets.sort(key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
    if not sheets:
        raise TableError("has no sheet with cells")
    hidden, spans = hidden_rows_of_xlsx(content), dict[str, Sequence[CellSpan]]()
    if not hidden:
        hidden, spans = rows_of_sheets(content)
    return Table(name, tuple(it.name for it in sheets), hidden, spans=spans, _workbook=workbook)


def _spans(sheet: CalamineSheet) -> list[CellSpan]:
    """The cells of a sheet that are merged over several rows."""
    ranges = sheet.merged_cell_ranges or ()
    return [CellSpan(first + 1, last + 1, left) for (first, left), (last, _) in ranges if last > first]


class _Merged:
    """Cells that stand for several rows, written into each of them."""

    def __init__(self, spans: Iterable[CellSpan]):
        self._begin: dict[int, list[CellSpan]] = {}
        for span in spans:
            self._begin.setdefault(span.first, []).append(span)
        self._now: dict[int, tuple[int, str]] = {}

    def filled(self, number: int, cells: list[str]) -> list[str]:
        """The cells of a row with what is merged over it; rows come in their order."""
        for column, (last, text) in self._now.items():
            if number <= last and text:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
        for span in self._begin.get(number, ()):
            if span.column < len(cells):
                self._now[span.column] = span.last, cells[span.column]
        return cells


def _text_of(value: object) -> str:
    """A cell’s value as text: days without a time that says nothing, whole numbers without a point."""
    match value:
        case str():
            return value if len(value) <= _LONGEST_CELL else value[:_LONGEST_CELL]
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
    return "" if value is None else str(value)


def _csv_table(name: str, content: bytes, suffix: str) -> Table:
    text, encoding = _decoded(content)
    if "\x00" in text[:_SNIFFED]:
        raise TableError("is not a text file; save it as .csv")
    delimiter = "\t" if suffix == ".tsv" else _delimiter(text)
    return Table(name, ("",), encoding=encoding, delimiter=delimiter, _text=text)


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 where it can be that, UTF-16 where it says so, else what fits best."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        # A byte order mark promises UTF-8: one that is broken in a place is still no other encoding.
        if content.startswith(b"\xef\xbb\xbf"):
            return content.decode("utf-8-sig", "replace"), "UTF-8"
    sample = content[:_SAMPLED]
    best = from_bytes(sample, cp_isolation=["cp1252", "cp1250", "mac_roman", "cp1251"]).best()
    encoding = best.encoding if best else "cp1252"
    if encoding in ("cp1250", "cp1252"):
        encoding = "cp1250" if _NO_LETTER_IN_WORD.search(sample.decode("cp1252", "replace")) else "cp1252"
    return content.decode(encoding, "replace"), encoding


def _delimiter(text: str) -> str:
    import clevercsv  # noqa: PLC0415 - asks about every sign of Unicode when it is loaded: a tenth of a start

    sample = text[:_SNIFFED]
    sample = sample[: sample.rfind("\n") + 1] or sample
    try:
        dialect = clevercsv.Sniffer().sniff(sample, delimiters=",;\t|")
    except clevercsv.Error:
        dialect = None
    if dialect and dialect.delimiter in (",", ";", "\t", "|"):
        return str(dialect.delimiter)
    first = sample.partition("\n")[0]
    return max(",;\t|", key=first.count)


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Rows by the number that a spreadsheet would give them: a row with a cell of several lines is one."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1):
            cells = list(row)
            while cells and not cells[-1].strip():
                cells.pop()
            yield number, cells
    except csv.Error as error:
        raise TableError(f"has a row that cannot be read ({error}): a quotation mark may be left open") from None
    finally:
        csv.field_size_limit(before)
