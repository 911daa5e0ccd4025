"""Spreadsheets in the structure, and with the mess, of lists that people publish. All companies are invented."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter


def text_of(rows, delimiter=",", encoding="utf-8", newline="\r\n"):
    """A file of text."""
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return stream.getvalue().encode(encoding)


def workbook_of(**sheets):
    """A workbook of these sheets, with options for the first: ``merged`` and ``hidden`` rows."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, tuple):
                    sheet.write_formula(i, j, value[0], None, value[1])
                elif value != "":
                    sheet.write(i, j, value)
    book.close()
    return stream.getvalue()


def promise_list():
    """Promises of companies, as a campaign keeps them: semicolons, cp1252, dates in digits, a cell of two lines."""
    return text_of(
        [
            ["Company", "Country", "Promise", "Date announced", "Applies to", "Source", "Notes"],
            [
                "Müller Drohnen GmbH",
                "Germany",
                "No sales of camera drones to local police",
                "13.06.2019",
                "local-police",
                "https://mueller.example/presse/1?utm_source=x",
                "asked twice",
            ],
            [
                "Sample Optics, Inc.",
                "USA",
                "We have stopped all sales\nto police departments",
                "01.02.2020",
                "local-police; federal-police",
                "https://optics.example/news",
                "",
            ],
            [
                "Beispiel Robotik",
                "Switzerland",
                "No pilots with any police – “for now”",
                "2021",
                "police",
                "robotik.example/about",
                "n/a",
            ],
            [
                "Sample Optics, Inc.",
                "USA",
                "No sales to federal agencies either",
                "05.11.2020",
                "federal-police",
                "https://optics.example/news2",
                "",
            ],
            ["", "", "", "", "", "", ""],
        ],
        delimiter=";",
        encoding="cp1252",
    )


def exit_list():
    """Companies that left a market: a title above the table, grades, statuses, links in one cell, days with a time."""
    rows = [
        ["Who has stopped selling drones to the police? Last updated September 2022"],
        [],
        ["Name", "Country", "Industry", "Action", "Grade", "Magnitude", "Date of Last Action", "Link"],
        [
            "Sample Aerials",
            "France",
            "Drones",
            "suspended all sales to the police",
            "A",
            "sell",
            datetime.fromisoformat("2022-09-28 09:57:54"),
            "https://aerials.example/stop https://news.example/aerials",
        ],
        [
            "Sample Wings",
            "United Kingdom",
            "Drones",
            "no new contracts with the police",
            "B",
            "new contracts",
            date(2022, 3, 9),
            "https://wings.example/statement",
        ],
        [
            "Sample Blades",
            "South Korea",
            "Components",
            "still supplying the police",
            "F",
            "nothing",
            date(2022, 5, 1),
            "https://news.example/blades",
        ],
        [
            "Sample Gimbals",
            "China",
            "Components",
            ('=CONCATENATE("reduced"," sales")', "reduced sales"),
            "C",
            "sell",
            "",
            "https://news.example/gimbals",
        ],
    ]
    return workbook_of(**{"Companies": rows, "Notes": [["Grades: A left for good, F stays"]]})


HEADS = (
    "name actor_type country isin_id end_target end_target_text end_target_percentage_reduction "
    "end_target_baseline_year end_target_year end_target_status status_date source_url last_updated has_plan"
)
SNAPSHOT = """
Sample Cement|Company|DEU||Net zero|Net zero across all operations by 2050, as stated in the annual report|1|2019|2050|In corporate strategy|2022-06-01 00:00:00|https://cement.example/report|2022-06-13 10:00:00|Yes
Sample Steel|Company|IND||Emissions reduction target|Cut emissions by 61 % by 2035|0.61|2018|2035|Declaration / pledge|2022-06-01|https://steel.example/climate|2022-06-13 10:01:00|No
Sample Air|Company|USA||No target||||||||2022-06-13 10:02:00|
"""  # noqa: E501


def net_zero_snapshot():
    """A snapshot of targets: snake case, percentages as shares, years as numbers, many empty columns."""
    return text_of([HEADS.split(), *(line.split("|") for line in SNAPSHOT.strip().splitlines())])


def science_based_targets():
    """A list of approved targets: two rows of heads, one company in several rows, the same wording twice."""
    wording = (
        "Sample Paper commits to reduce absolute scope 1 and 2 GHG emissions 50% by FY2030 from a FY2019 base year."
    )
    return workbook_of(
        Targets=[
            ["Company", "", "Location", "Near term", "", "", "Target", "", ""],
            [
                "Name",
                "LEI",
                "",
                "Target Status",
                "Target Value",
                "Target Year",
                "Full Target Language",
                "Date Published",
                "Base Year",
            ],
            ["Sample Paper", "", "Finland", "Targets Set", 0.5, 2030, wording, date(2021, 5, 6), 2019],
            ["Sample Paper", "", "Finland", "Targets Set", 0.9, 2045, wording, date(2021, 5, 6), 2019],
            [
                "Sample Foods",
                "",
                "Brazil",
                "Committed",
                "",
                "",
                "Sample Foods has committed to set targets",
                date(2022, 1, 2),
                "",
            ],
        ]
    )


def donation_records():
    """Donations as an authority lists them: capitals, codes, amounts with signs, duplicated heads, risky cells."""
    return text_of(
        [
            ["CMTE_ID", "Contributor Name", "Recipient", "Amount", "Amount", "Transaction Date", "Filing URL", "Memo"],
            [
                "C0001",
                "SAMPLE OPTICS INC",
                "Local Police Fund",
                "$5,000.00",
                "5000",
                "06/13/2021",
                "https://filings.example/1",
                '=HYPERLINK("https://bad.example")',
            ],
            [
                "C0001",
                "SAMPLE OPTICS INC",
                "Federal Police Association",
                "$1,250.50",
                "1250.5",
                "06/14/2021",
                "https://filings.example/2",
                "",
            ],
            [
                "C0002",
                "SAMPLE WINGS",
                "Harbour Committee",
                "($200.00)",
                "-200",
                "13/31/2021",
                "https://filings.example/3",
                "refund",
            ],
        ]
    )
