"""What can be wrong with the rows of a spreadsheet: a code for each kind, one heading and one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["HEADINGS", "NOTICES", "ProblemGroup", "RowProblem", "grouped", "row_list"]

HEADINGS: dict[str, tuple[str, str]] = {
    "column-missing": (
        "Column not in the sheet",
        "The mapping names a column that the sheet does not have. Check the sheet and the header row.",
    ),
    "formula": (
        "Formula in place of a value",
        "The cell holds a formula. Save the sheet with values, or type the value.",
    ),
    "sheet-error": ("Error of a formula", "The cell shows an error of the spreadsheet, such as #REF!. Type the value."),
    "date": ("Date cannot be read", "Write a date such as 3 April 2016, April 2016 or 2016-04-03."),
    "date-short-year": ("Year with two digits", "Write the year with four digits."),
    "date-ambiguous": ("Day or month first?", "Say for the column whether dates have the day or the month first."),
    "length": ("Length of time cannot be read", "Write a length such as 1 year, 18 months or annually."),
    "number": ("Number cannot be read", "Write digits only, such as 1200.5 or 61 %."),
    "negative": (
        "Amount below nothing",
        "It may be a refund, and would be published as if it had been given. Leave the row out, or write what it is.",
    ),
    "second-table": (
        "Another table below",
        "From this row on the sheet has another table. Save it as a sheet or file of its own; it is left out.",
    ),
    "heads-again": ("Column headers again", "The row repeats the headers; it is left out."),
    "address": ("No web address", "Write a web address that begins with https://."),
    "country": ("Country not recognised", "Write its name in English or its two letters, such as DE."),
    "choice": ("Value not allowed", "Say what this value means, or use an allowed value."),
    "term": ("Word without a term", "Choose the term that this word means, add it as a new term, or leave it out."),
    "company-missing": ("No company", "The row names no company."),
    "company-likely": ("Company not certain", "Choose this company or a new one."),
    "company-unknown": ("Unknown company ID", "No company on this site has this ID."),
    "company-contradicts": ("Company contradicts its identifier", "The name and the identifier are of two companies."),
    "source-missing": ("No source", "Give a web address in the row, or the list itself as the source of all rows."),
    "topic-missing": ("No topic", "Choose the topic of pledges and evidence."),
    "rater-missing": (
        "Whose rating is it?",
        "Say who rates, under “Values for all rows” or in a column of its own; or leave this column out.",
    ),
    "words-missing": ("No words of the pledge", "The row has fields of a pledge, but not what was promised."),
    "alike": (
        "Looks like a record we have",
        "Say whether it is the same: skip it, change that record, or make a new one.",
    ),
    "wording-changes": (
        "Changes what a published pledge says",
        "Say whether it is a new version of the pledge, a correction of ours, or to be left as it is.",
    ),
    "date-missing": ("No date", "A new version needs the day since when it holds, later than that of the one before."),
    "deadline-early": ("Deadline before the start", "The deadline is before the pledge was made. Check both dates."),
    "record-unknown": ("Unknown record ID", "No published record has this ID."),
    "taken-down": (
        "Record was taken down",
        "A record that says this was taken down. Leave the row out, or correct that record at the desk first.",
    ),
    "too-long": ("Text too long", "The cell is longer than the field allows."),
    "record": ("Not a valid record", "See what is wrong in each row."),
    "in-draft": ("In an unfinished draft", "Someone has a draft of this record. Publish or delete that first."),
    "rows-differ": ("Rows say different things", "Two rows say different things about one record; the first counts."),
    "company-near": ("Nearly the same new company", "Two new companies have nearly the same name."),
    "row-twice": ("The same row twice", "The row is identical to an earlier one. It counts once."),
    "row-note": (
        "Note below the table",
        "The row holds one text that begins as notes do, or stands far below; it is left out.",
    ),
    "not-used": ("Values without a record", "The row makes no record that has a place for them; they are left out."),
    "row-hidden": ("Hidden row", "The row is hidden in the workbook. It is imported anyway."),
    "no-extent": (
        "Extent missing",
        "The row has a day on which something was done, but neither an amount nor an extent.",
    ),
    "catch-all": (
        "Broad term of the complete pledge",
        "Several words are mapped to one term that the complete pledge covers.",
    ),
    "cell-cut": (
        "More cells than column headers",
        "The row has cells beyond the last column with a header. They are left out.",
    ),
}
"""By code: a heading, and what would be right."""
NOTICES = frozenset(
    (
        "rows-differ",
        "company-near",
        "row-twice",
        "row-hidden",
        "row-note",
        "not-used",
        "catch-all",
        "cell-cut",
        "second-table",
        "heads-again",
    )
)
"""Codes that keep no row out."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something that is wrong in a row: where, its code, what was found there, and details of this row.

    ``candidates`` are ids of records that may be meant.
    """

    row: int
    column: str
    code: str
    value: str = ""
    detail: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def notice(self) -> bool:
        """Whether the row is taken all the same."""
        return self.code in NOTICES

    @property
    def sentence(self) -> str:
        """What is wrong, and what would be right."""
        heading, right = HEADINGS[self.code]
        said = f" “{_cut(self.value)}”" if self.value else ""
        return f"{heading}{said}. {self.detail or right}"

    def __str__(self) -> str:
        column = f", column “{self.column}”" if self.column else ""
        return f"row {self.row}{column}: {self.sentence}"


class ProblemGroup(NamedTuple):
    """Problems of one kind in one column: rows in order, and the values that are wrong with how often each occurs."""

    code: str
    column: str
    problems: Sequence[RowProblem]
    values: Sequence[tuple[str, int]]

    @property
    def heading(self) -> str:
        """What is wrong."""
        return HEADINGS[self.code][0]

    @property
    def right(self) -> str:
        """What would be right."""
        return HEADINGS[self.code][1]

    @property
    def rows(self) -> list[int]:
        """The rows, each once."""
        return list(dict.fromkeys(problem.row for problem in self.problems))


@dataclass
class _Group:
    problems: list[RowProblem] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)


def grouped(problems: Iterable[RowProblem]) -> list[ProblemGroup]:
    """Problems by kind and column: what keeps rows out first, then the kinds with most rows."""
    groups: dict[tuple[str, str], _Group] = {}
    for problem in problems:
        group = groups.setdefault((problem.code, problem.column), _Group())
        group.problems.append(problem)
        if problem.value:
            group.values[problem.value] = group.values.get(problem.value, 0) + 1
    made = [
        ProblemGroup(*key, group.problems, sorted(group.values.items(), key=lambda pair: -pair[1]))
        for key, group in groups.items()
    ]
    return sorted(made, key=lambda group: (group.code in NOTICES, -len(group.problems), group.code, group.column))


def row_list(rows: Sequence[int], most: int = 12) -> str:
    """Row numbers in a line, cut after ``most``."""
    more = f" and {len(rows) - most:,} more" if len(rows) > most else ""
    return ", ".join(map(str, rows[:most])) + more


def _cut(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
