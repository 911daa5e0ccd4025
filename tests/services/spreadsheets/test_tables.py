"""Reading tables: encodings, separators, workbooks, and files that want to take too much."""

import csv
import io
import zipfile
from functools import cache

import pytest
import xlsxwriter

from tests.spreadsheet_files import text_of, workbook_of
from tracker.records.spreadsheet.problems import RowProblem
from tracker.services.spreadsheets import workbook_limits
from tracker.services.spreadsheets.problem_sheet import problem_sheet, problem_workbook
from tracker.services.spreadsheets.tables import TableError, read_table

ROWS = [["Company", "Words"], ["Müller & Söhne", 'He said “no”; then, "yes"\nand left'], ["Señor Ñandú", "–"]]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_whatever_its_encoding_and_separator(encoding, delimiter):
    read = read_table("list.csv", text_of(ROWS, delimiter, encoding))
    assert [cells for _, cells in read.rows()] == ROWS


def test_central_european_text_is_told_from_western():
    content = text_of(
        [["Firma", "Obietnica"], ["Przykładowa Spółka", "Będziemy chronić środowisko, życie i źródła"]] * 3,
        ";",
        "cp1250",
    )
    assert next(iter(read_table("x.csv", content).rows()))[1] == ["Firma", "Obietnica"]
    assert read_table("x.csv", content).encoding == "cp1250"


def test_rows_keep_their_numbers_and_empty_tails_are_no_rows():
    content = text_of([["a", "b", ""], [], ["", ""], ["1", "", ""], *[["", ""]] * 200])
    assert list(read_table("x.csv", content).rows()) == [(1, ["a", "b"]), (4, ["1"])]


def test_a_workbook_gives_values_for_formulas_and_tells_hidden_rows():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Pledges")
        sheet.write(2, 0, "Company")
        sheet.merge_range(3, 0, 3, 2, "merged")
        sheet.write_formula(4, 0, "=1+1", None, 2)
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.write(5, 0, 0.61)
        sheet.write(6, 0, "x" * 5000)
        book.add_worksheet("Notes").hide()
    read = read_table("x.xlsx", stream.getvalue())
    rows = list(read.rows())
    assert [(number, cells[0][:10]) for number, cells in rows] == [
        (3, "Company"), (4, "merged"), (5, "2"), (6, "0.61"), (7, "x" * 10),
    ]  # fmt: skip
    assert read.hidden["Pledges"] == {5}
    assert read.sheets == ("Pledges", "Notes")


def ods(rows):
    """An OpenDocument sheet."""
    body = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{OFFICE}:office:1.0" '
        f'xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", body)
    return stream.getvalue()


CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def test_an_opendocument_sheet_with_a_million_empty_rows_is_read():
    rows = "".join(f"<table:table-row>{CELL.format(text)}</table:table-row>" for text in ("Company", "A"))
    rows += '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    assert [cells for _, cells in read_table("x.ods", ods(rows)).rows()] == [["Company"], ["A"]]


def far_cell():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Company")
        sheet.write(1_048_575, 16_383, "far")
    return stream.getvalue()


@cache
def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    return stream.getvalue()


def repeated():
    return ods('<table:table-row table:number-rows-repeated="1000000">' + CELL.format("A") * 200 + "</table:table-row>")


def rewritten(content, name=lambda name: name, data=lambda data: data):
    """A workbook with other names or other content of its members."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(name(member), data(old.read(member)))
    return stream.getvalue()


def far_cell_in_other_quotes():
    return rewritten(far_cell(), data=lambda data: data.replace(b'r="XFD1048576"', b"r = 'xfd1048576' x='>'"))


def far_cell_elsewhere():
    return rewritten(far_cell(), name=lambda name: name.replace("xl/worksheets/", "xl/Worksheets/"))


def lying_about_its_size():
    content, head = bomb(), (20_000_000).to_bytes(4, "little")
    assert content.count(head) == 2
    return content.replace(head, (1000).to_bytes(4, "little"))


def repeated_text():
    return ods(
        '<table:table-row table:number-rows-repeated="50000">' + CELL.format("A" * 50_000) + "</table:table-row>"
    )


def shared_text():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(200):
            sheet.write_string(row, 0, "long")
    return rewritten(stream.getvalue(), data=lambda data: data.replace(b">long<", b">" + b"A" * 6_000_000 + b"<"))


def binary():
    return rewritten(workbook_of(A=[["1"]]), name=lambda name: name.replace("workbook.xml", "workbook.bin"))


def with_password():
    content = bytearray(workbook_of(A=[["1"]]))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        *(far_cell, far_cell_in_other_quotes, far_cell_elsewhere, bomb, lying_about_its_size),
        *(repeated, repeated_text, shared_text, binary, with_password),
    ],
)
def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_does(content, monkeypatch):
    monkeypatch.setattr(workbook_limits, "_MOST_UNPACKED", 15_000_000)  # bombs of the real size take seconds
    with pytest.raises(TableError):
        read_table("x.xlsx", content())


def test_a_long_text_in_some_cells_and_numbers_are_no_bomb():
    rows = [["x" * 30_000, str(number)] for number in range(40)]
    assert [cells for _, cells in read_table("x.xlsx", workbook_of(A=rows)).rows()] == rows


def test_too_many_rows_or_columns_are_refused_by_their_number():
    with pytest.raises(TableError):
        list(read_table("x.csv", b"a,b\n" + b"1,2\n" * 50_100).rows())
    with pytest.raises(TableError):
        list(read_table("x.csv", b",".join([b"a"] * 400)).rows())
    with pytest.raises(TableError):
        list(read_table("x.csv", b"a,b" + b"\n" * 1_100_000 + b"1,2").rows())


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1"])  # noqa: RUF001
def test_no_exported_cell_is_calculated(text):
    sheet = problem_sheet(read_table("x.csv", text_of([["a"], [f"x{text}"], [text]])), None, 1, [])
    cells = [cell for row in csv.reader(io.StringIO(sheet.lstrip("\ufeff"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_workbook_of_problems_has_every_cell_as_it_was():
    rows = [["Company", "Number"], ["=1+1", "0012"], ["March 1", "1e5"], [], ["ünd", "2020-01-02"]]
    problems = [RowProblem(3, "Number", "number", "1e5")]
    content = problem_workbook(read_table("x.csv", text_of(rows)), None, 1, problems)
    read = dict(read_table("x.xlsx", content).rows())
    assert [read[number][:2] for number in (1, 2, 3, 5)] == [row for row in rows if row]
    assert (read[1][2], "1e5" in read[3][2]) == ("problem", True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_sheets_are_chosen_by_name():
    read = read_table("x.xlsx", workbook_of(A=[["1"]], B=[["2"]]))
    assert [cells for _, cells in read.rows("B")] == [["2"]]
    with pytest.raises(TableError):
        list(read.rows("C"))


def _edited(**parts):
    """A workbook with parts of it as bytes, or without one that is None."""
    stream, source = (
        io.BytesIO(),
        io.BytesIO(workbook_of(Sheet1=[["Company", "Promise"], ["Sample Print", "No"]])),
    )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name))
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "parts",
    [{"sheet1": None}, {"sheet1": b""}, {"sheet1": b"<worksheet><sheetData><row"}, {"sheet1": b"\x00\xff"},
     {"sharedStrings": None}, {"workbook": None}, {"workbook": b"<"}],
)  # fmt: skip
def test_a_workbook_with_a_broken_part_is_refused_with_what_to_do(parts):
    with pytest.raises(TableError, match="save it again"):
        list(read_table("a.xlsx", _edited(**parts)).rows())


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older form"), ("a.numbers", b"PK", "Numbers"),
        ("a.csv", b"<html><table></table></html>", "web page"), ("a.csv", b"%PDF-", "a PDF"),
        ("a.xlsx", b"\xef\xbb\xbf\n<!DOCTYPE html><p>", "web page"), ("a.ods", b"<?xml version", "XML"),
        ("a.csv", b'[{"company": "Sample"}]', "JSON"), ("a.csv", b"\x1f\x8b\x08\x00", "packed"),
    ],
)  # fmt: skip
def test_other_kinds_of_files_are_called_by_their_names(name, content, what):
    with pytest.raises(TableError, match=what):
        read_table(name, content)
