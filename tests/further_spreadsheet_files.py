"""Eight further lists in the structure, and with the mess, of public ones. All companies are invented."""

import zipfile
from io import BytesIO

from tests.more_spreadsheet_files import rows_of
from tests.spreadsheet_files import text_of, workbook_of

GOVERNMENT = """
Promise no.|Promise|Ministry|Category|Status|% complete|Last updated|Evidence|Evidence link|Comment
1|Build 5,000 homes for rent|Ministry of Sample Housing|Housing|In progress|45%|2024-03-01|2,250 homes are built|https://tracker.example/1|
2|Close every Sample coal plant by 2030|Example Energy Authority|Climate|Stalled|10%|2024-02-11|No plant was closed|https://tracker.example/2|waiting for a law
3|Not to raise fares|Sample Railways|Transport|Broken|0%|2023-12-01|Fares rose by 4 %|https://tracker.example/3|
4|Publish all contracts|Sample Railways|Transport|Kept|100%|2024-01-15|A register is open|https://tracker.example/4|
5|Hire 300 guards|Ministry of Sample Parks|Parks|Not started||||https://tracker.example/5|
"""  # noqa: E501
EXITS = """
Name|Grade|Action|Status of operations|Date of announcement|Announcement|Industry|Country|Employees in country|Logo|Magnet
Sample Burgers|A|Withdrawal|Completely halted engagements|5/16/2022|We have decided to exit the market and to sell the business|Consumer Discretionary|USA|62000|https://logos.example/1.png|
Sample Sodas|C|Scaling back|Reduced some operations|3/8/2022|We will suspend new investments|Consumer Staples|USA|20000|https://logos.example/2.png|
Beispiel Chemie|F|Digging in|Still operating|||Materials|Germany|700|https://logos.example/3.png|
Exemple Distribution|F|Digging in|Still operating|3/27/2022||Consumer Staples|France|45000||
Sample Cloud|B|Suspension|Suspended new sales|3/4/2022|We are suspending all new sales|Technology|USA|1000||
"""  # noqa: E501
NET_ZERO = """
name|entity_type|country|hq_sector|end_target|end_target_year|end_target_text|has_interim_target|2025 interim target (%)|2030 interim target (%)|interim_target_baseline_year|accountability_score|coverage_scope_3|source_url|last_updated
Sample Power|Company|DEU|Utilities|Net zero|2045|We will reach net zero emissions across our value chain by 2045|Yes|25|55|2019|3|Partial|https://power.example/climate|2024-05-02
Sample Cement|Company|CHE|Materials|Carbon neutral|2050|Carbon neutral by mid-century|Yes||30|2020|1|No|https://cement.example/esg.pdf|2024-05-02
Sample Air|Company|IRL|Transport|No target|||No||||0|Not Specified||2024-04-11
"""  # noqa: E501
TARGETS = """
Company|||Near term||||Long term||Net-zero|
Company Name|ISIN|LEI|Target Classification|Status|Target Wording|Target Year|Status|Target Year|Committed|Date Published
Sample Steel AG|XS0000SAMPL9|529900SAMPLEPRINT089|1.5°C|Targets Set|Sample Steel AG commits to reduce absolute scope 1 and 2 GHG emissions 50.4% by FY2032 from a FY2022 base year.|FY2032|Committed|2050|Yes|2023-05-11T00:00:00Z
Sample Paper Oy|||Well-below 2°C|Targets Set|Sample Paper Oy commits to reduce scope 3 emissions 25 % by 2030 from a 2019 base year.|2030|||No|2022-11-03T00:00:00Z
Sample Toys||||Commitment removed||||||2021-01-20T00:00:00Z
"""  # noqa: E501
DONATIONS = """
Filing ID|Donor|Donor type|Recipient|Recipient party|Transaction date|Amount|Transaction type|Election cycle|Memo
SA11AI-1|SAMPLE BANK PAC|PAC|Friends of Example|Blue|01/15/2021|$5,000.00|Contribution|2022|
SA11AI-2|Sample Bank PAC|PAC|Example for Congress|Red|03/31/2021|$2,500.00|Contribution|2022|
SB28A-7|Sample Bank PAC|PAC|Friends of Example|Blue|04/02/2021|($5,000.00)|Refund|2022|Contribution returned
SA11AI-9|Sample Telecom Corp.|Corporation|Example Party|Red|13/04/2021|-$1,000|Refund|2022|
SA11AI-11|Sample Telecom Corp.|Corporation|Example Party|Red|12/31/2020|10.000|Contribution|2020|
"""
LIEFERKETTEN = """
Prüfung der Lieferketten 2023

Unternehmen|Hauptsitz|Branche|Zusage|Datum der Zusage|Umsetzung bis|Zielwert|Bewertung|Geprüft am|Quelle|Bemerkung
Müller Schokolade GmbH|Deutschland|Süßwaren|Wir beziehen bis 2025 nur noch zertifizierten Kakao|03.05.2019|31.12.2025|100 %|teilweise erfüllt|14.11.2023|https://mueller.example/kakao|Fragebogen zurückgesandt
Beispiel Kaffee AG|Schweiz|Getränke|Existenzsichernde Löhne für alle Bauern|Juni 2020|2030|1.250,5|nicht erfüllt|14.11.2023|https://kaffee.example/löhne|
Größe & Söhne KG|Österreich|Textil|Keine Baumwolle aus Zwangsarbeit|01.02.2021|||k. A.|14.11.2023|siehe Schreiben vom 3.2.|keine Antwort
"""  # noqa: E501
FORM = """
Timestamp|Email Address|Which company is this about?|What did they promise? (exact words if possible)|Where did they say it? Please paste a link|When did they say it?|By when will they do it?|Has it been done?|Anything else?
2024/05/13 9:04:11 am GMT+2|ann@reader.example|Sample Foods|"We will use only cage-free eggs"|https://foods.example/eggs|2016-11-02|2025|I don't know|
2024/05/13 11:44:02 pm GMT+2|bo@reader.example|sample foods inc|cage free eggs by 2025|foods.example/eggs|||No|they never answer
2024/05/14 8:00:00 am GMT+2|cy@reader.example|Sample Hens|Free range by 2026|https://hens.example/a and https://news.example/b|last spring|2026|Partly|
"""  # noqa: E501
PARTIES = """
Company|Commitment|Target year|Link
Sample Ships|Zero-emission ships|2040|https://ships.example/zero
Sample Ports|Shore power in all ports|2030|https://ports.example/power



Withdrawn commitments
Company|Commitment|Withdrawn on|Reason
Sample Ferries|Electric ferries|2023-02-01|No money
"""


def government_promises():
    """Promises of public bodies with a status and percentages: what is stalled is not broken."""
    return text_of(rows_of(GOVERNMENT))


def exit_list():
    """What companies did in a market, with grades: dates with the month first, logos."""
    return text_of(rows_of(EXITS), encoding="utf-8-sig")


def net_zero_snapshot():
    """Targets with interim ones in a column a year, countries in three letters."""
    return text_of(rows_of(NET_ZERO), delimiter="\t")


def target_list():
    """Targets of two terms under two rows of heads, times in ISO 8601."""
    return workbook_of(Companies=rows_of(TARGETS))


def donation_records():
    """Donations and refunds: negative amounts in parentheses, one date that has the day first."""
    return text_of(rows_of(DONATIONS))


def german_audit():
    """An audit in German: a title above, cp1252, semicolons, decimal commas."""
    return text_of(rows_of(LIEFERKETTEN), delimiter=";", encoding="cp1252")


def form_answers():
    """Answers to an online form: times, addresses of readers, questions for heads."""
    return text_of(rows_of(FORM))


def two_tables():
    """Two tables one below the other on a sheet."""
    return workbook_of(Ships=rows_of(PARTIES))


_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def merged_and_hidden():
    """An ODS file whose companies are merged over their rows, with one row hidden and one that is filtered out."""
    head = "".join(map(_CELL.format, ("Company", "Pledge", "Since", "Link")))
    span = _CELL.format("Sample Mills").replace('"string"', '"string" table:number-rows-spanned="2"', 1)
    covered = "<table:covered-table-cell/>"
    rows = [
        ("", head),
        ("", span + "".join(map(_CELL.format, ("No forced labour", "2019", "https://mills.example/a")))),
        ("", covered + "".join(map(_CELL.format, ("Wages are published", "2020", "https://mills.example/b")))),
        (' table:visibility="collapse"', "".join(map(_CELL.format, ("Sample Secret", "Hidden", "2021", "")))),
        (' table:visibility="filter"', "".join(map(_CELL.format, ("Sample Filter", "Filtered", "2021", "")))),
    ]
    body = "".join(f"<table:table-row{more}>{cells}</table:table-row>" for more, cells in rows)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Mills">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", text)
    return stream.getvalue()
