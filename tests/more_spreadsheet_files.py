"""Five more lists in the structure, and with the mess, of public ones. All companies are invented."""

import re

from tests.spreadsheet_files import text_of, workbook_of

REGISTER = """
Register of commitments and undertakings
Last updated: 3 March 2024. † varied since

Case no.|Undertaking|Sector|Date of decision|Commitments|Duration|Expiry date|Status|Link to decision
AT.40001|Sample Rail AG|Transport|14/06/2017|To give access to spare parts.⏎To publish prices every year.|5 years|13/06/2022|Expired|https://register.example/cases/40001
AT.40002 †|Sample Signals SpA; Sample Rail AG|Transport|02/11/2019|Not to bundle maintenance with sales|8 years||In force|https://register.example/cases/40002
AT.40003|Beispiel Daten GmbH|Technology|30/01/2021|Will not combine data of its services without consent|10 years|29/01/2031|In force|register.example/cases/40003
AT.40004|Société Exemple|Énergie|05/05/2018|Cession of two plants|n/a||Released 2020|https://register.example/cases/40004
"""  # noqa: E501
PLASTIC = """
Company||Reusable, recyclable or compostable packaging|||Recycled content|||Report
Name|HQ|2025 target|2022|2023|2025 target|2022|2023|Link
Sample Drinks plc*|UK|100%|0.62|0.64|25%|9.5%|<12%|https://drinks.example/plastics
Sample Snacks|USA|1|n/r|71 %|0.2||0.07|https://snacks.example/2023.pdf
Beispiel Kosmetik|Germany|100 %|55%|58%|30%|11%|N/A|https://kosmetik.example/b
* joined in 2021
"""
DIVERSITY = """
company_name|what they said (June 2020)|amount pledged|by when|status as of May 2022|source 1|source 2|notes
Sample Bank|“We will invest $1 billion over five years in small businesses”|$1,000,000,000|2025|ongoing – no breakdown published|https://bank.example/pledge|https://news.example/bank|asked by e-mail, no answer
SAMPLE SHOES, INC.|double the number of minorities in leadership||by 2025|report published|https://shoes.example/news||=SUM(A1:A2)
Sample Streaming|$100m to communities|$100M||paid out $42m|streaming.example/100|https://news.example/streaming?utm_campaign=x|🙂
sample streaming|$100m to communities|$100M||paid out $42m|streaming.example/100||duplicate?
"""  # noqa: E501
PRINCIPLES = """
Organisation|Parent company|Country|Commitment|Signatory of|Date joined|Framework published?|Framework link|Comment
Sample Models|Sample Holdings|United States|Will publish a safety framework and not deploy models above its thresholds|Open Model Charter|21 May 2024|Yes|https://models.example/framework.pdf|
Exemple IA||France|Publish a safety framework|Open Model Charter|21 May 2024|No||
Beispiel Robotik||CH||Open Model Charter|Feb 2025|in preparation|https://robotik.example/|left in 2026
"""  # noqa: E501
COCOA = """
Company|Country of HQ|Commitment|Target year|Interim target year|Interim value|Traceability 2022 (%)|Traceability 2023 (%)|CFI signatory since|Responded to questionnaire?|Date of response|URL
Sample Chocolate|Belgium|No deforestation in our direct and indirect cocoa supply chain|2025|2023|80%|74|82|2017|Yes|12/04/2024|https://chocolate.example/forests
Sample Trading Co|Singapore|100% of directly sourced cocoa free of deforestation|end of 2025|||61|n.a.|2018-11|Partial|2024-05-02|https://trading.example/cocoa
Cacao Exemple|Côte d’Ivoire|Zéro déforestation d’ici 2030|2030||||||No response||https://cacao.example/
"""  # noqa: E501


def rows_of(text, *, numbers=False):
    lines = [line.replace("⏎", "\n").split("|") for line in text.strip("\n").split("\n")]
    if not numbers:
        return lines
    return [[float(cell) if re.fullmatch(r"\d+(?:\.\d+)?", cell) else cell for cell in line] for line in lines]


def commitments_register():
    """Commitments before an authority: a title and notes above, semicolons, cp1252, two companies in a cell."""
    return text_of(rows_of(REGISTER), delimiter=";", encoding="cp1252")


def plastic_tracker():
    """Targets and what was reached, year by year: two rows of heads, footnotes, shares and percentages mixed."""
    return workbook_of(**{"Data": rows_of(PLASTIC, numbers=True), "Read me": [["Source: annual reports"]]})


def diversity_pledges():
    """What companies said in one summer, with amounts, links and remarks; one row twice."""
    return text_of(rows_of(DIVERSITY), encoding="utf-8-sig")


def ai_principles():
    """Companies that signed a charter, with what they promised and whether they did."""
    return text_of(rows_of(PRINCIPLES), delimiter="\t")


def cocoa_promises():
    """Promises for a supply chain, with figures of years and answers to a questionnaire."""
    return workbook_of(Sheet1=rows_of(COCOA, numbers=True))
