"""What a cell of an exported file holds: in a workbook and in a CSV file."""

import csv
import zipfile
from xml.etree import ElementTree

from tests.stored import clock
from tracker.services.exporting import workbook
from tracker.services.exporting.about import About
from tracker.services.exporting.columns import value
from tracker.services.exporting.csv_package import CsvPackage
from tracker.services.exporting.tables import TABLES

ABOUT = About("Site", "https://pledges.example", "CC BY 4.0", clock().now().date(), 1, "2026-11-22T12:00:00Z")
TOPICS = next(table for table in TABLES if table.name == "topics")


def test_a_value_is_plain_a_list_of_texts_or_json():
    given = (None, 0, False, "", ["a", 1], [], ["a", ["b"]], {"a": "ü"})
    assert [value(it) for it in given] == [None, 0, False, "", "a; 1", "", '["a", ["b"]]', '{"a": "ü"}']


def row_of(*cells):
    return [*cells, *[None] * (len(TOPICS.columns) - len(cells))]


def cells_of(archive, sheet):
    """The rows of a sheet: each cell with its type (s of shared texts) and its text."""
    spaces = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    rows = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml")).findall(".//row", spaces)
    return [[(it.get("r"), it.get("t"), "".join(it.itertext())) for it in row.findall("c", spaces)] for row in rows]


def test_cells_of_a_workbook_are_texts_whole_numbers_and_truth_values(tmp_path):
    book = workbook.Workbook(tmp_path / "book.xlsx", ABOUT)
    book.begin(TOPICS)
    long = "a" * 32_767
    book.add([row_of("=1+1", 0, True, False, None, "", "0"), row_of(long, 7), row_of(long + "b")])
    book.end(TOPICS)
    book.close()
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        about, columns, topics = (cells_of(archive, number) for number in (1, 2, 3))
    assert [text for row in about for *_, text in row] == [ABOUT.title, ABOUT.description, ABOUT.address, "CC BY 4.0"]
    lines = [[text for *_, text in row] for row in columns]
    assert lines[0] == ["table", "column", "type", "description"]
    assert lines[1:] == [[table.name, *it] for table in TABLES for it in table.columns]
    assert [text for *_, text in topics[0]] == [column.name for column in TOPICS.columns]
    text = "inlineStr"
    assert topics[1:] == [
        [("A2", text, "=1+1"), ("B2", None, "0"), ("C2", "b", "1"), ("D2", "b", "0"), ("G2", text, "0")],
        [("A3", text, long), ("B3", None, "7")],
        [("A4", text, long[:-1] + "…")],
    ]


def test_no_cell_of_a_csv_file_is_a_formula(tmp_path):
    package = CsvPackage(tmp_path, ABOUT)
    package.begin(TOPICS)
    package.add([row_of("=1+1", "-5", "@sum", 0, True, False, None, "", "it’s")])
    package.end(TOPICS)
    with (tmp_path / "topics.csv").open(newline="") as file:
        assert list(csv.reader(file))[1][:9] == ["'=1+1", "-5", "'@sum", "0", "true", "false", "", "", "it’s"]


def test_rows_that_do_not_fit_a_sheet_go_on_in_the_next(tmp_path):
    book = workbook.Workbook(tmp_path / "book.xlsx", ABOUT, most_rows=3)
    book.begin(TOPICS)
    book.add([row_of("=1+1")] * 5)
    book.end(TOPICS)
    book.close()
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        sheets = archive.read("xl/workbook.xml").decode()
        assert [f'name="{name}"' in sheets for name in ("topics", "topics (2)", "topics (3)", "topics (4)")] == [
            True, True, True, False,
        ]  # fmt: skip
        assert [len(cells_of(archive, number)) for number in (3, 4, 5)] == [3, 3, 2]
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())
