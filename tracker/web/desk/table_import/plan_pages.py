"""Page variables of the last steps of an import: problems by kind, and what would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.records.changing.diff import body_differences
from tracker.records.changing.reverting import difference_name
from tracker.records.kinds import KIND_WORDS, kind_words
from tracker.records.spreadsheet.planning.plan import OUTCOMES, Plan, PlannedRecord
from tracker.records.spreadsheet.problems import ProblemGroup, grouped, row_list
from tracker.services.publishing.checking.draft_problems import title
from tracker.services.spreadsheets.effects import GRAVE, Effects, effects_of, wording_of
from tracker.services.spreadsheets.plans import records_of_interest
from tracker.services.spreadsheets.table_imports import OpenImport
from tracker.store.lists.records import titles
from tracker.web.desk.record_text import RecordDescriber, RecordSummary, names_in
from tracker.web.desk.table_import.pages import ImportPage, common
from tracker.web.embed.summary import EmbedSummary, scorecard_summary
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link
from tracker.web.site import site

__all__ = ["ChangesPage", "ProblemsPage", "changes_page", "effect_sentences", "likely_companies", "problems_page"]

_MOST_SHOWN = 50
_MOST_FIXES = 25
_SAMPLE = 10
_MOST_CARDS = 300
_MOST_ROWS = 5
_FIXED_HERE = frozenset(("date", "date-short-year", "number", "address", "country", "choice", "formula", "sheet-error"))
"""Values that can be read as something else, typed on the page."""


class Fix(NamedTuple):
    """A value that cannot be read, in how many cells."""

    number: int
    column: str
    said: str
    times: int


class GroupShown(NamedTuple):
    """Problems of one kind in one column."""

    code: str
    heading: str
    right: str
    column: str
    rows: str
    times: int
    notice: bool
    details: Sequence[tuple[int, str, str]]
    more: int
    fixes: Sequence[Fix]


class CompanyChoice(NamedTuple):
    """A name that may be one of some companies."""

    number: int
    name: str
    likely: Sequence[tuple[str, str]]
    chosen: str


class AlikeRow(NamedTuple):
    """A row that looks like records we have."""

    row: int
    likes: Sequence[Link]
    chosen: str


class VersionRow(NamedTuple):
    """A row that would change what a published pledge says, and how."""

    row: int
    change: str
    chosen: str


@dataclass(frozen=True, kw_only=True)
class ProblemsPage(ImportPage):
    """Everything that is wrong, by kind, so that each is put right once."""

    template = "desk/table_import/problems.html"

    groups: Annotated[Sequence[GroupShown], "Problems by kind and column."]
    companies: Annotated[Sequence[CompanyChoice], "Names that may be companies on record."]
    more_companies: Annotated[int, "Further such names."]
    alike: Annotated[Sequence[AlikeRow], "Rows that look like records we have."]
    more_alike: Annotated[int, "Further such rows."]
    versions: Annotated[Sequence[VersionRow], "Rows that change what a published pledge says."]
    more_versions: Annotated[int, "Further such rows."]
    versions_all: Annotated[str, "What becomes of all such rows."]
    alike_all: Annotated[str, "What becomes of all such rows."]
    hidden: Annotated[str, "What becomes of hidden rows; empty where there are none."]
    taken: Annotated[int, "Rows without a problem."]
    left_out: Annotated[int, "Rows with one."]
    problem_sheets: Annotated[Sequence[tuple[str, str]], "Forms of the sheet with its problems, and where they are."]
    columns: Annotated[str, "Where the columns are."]
    file: Annotated[str, "Where the topic is chosen."]


def likely_companies(plan: Plan) -> dict[str, list[str]]:
    """The names that may be companies on record, with the ids of these."""
    names: dict[str, list[str]] = {}
    for problem in plan.problems:
        if problem.code == "company-likely":
            names.setdefault(problem.value, list(problem.candidates))
    return names


def problems_page(session: Session, opened: OpenImport, plan: Plan, refused: str = "") -> ProblemsPage:
    """The third step."""
    numbers = iter(range(10_000))
    groups = [_group(group, numbers, opened.row.id) for group in grouped(plan.problems)]
    likely = likely_companies(plan)
    changing = {it.row: it for it in plan.problems if it.code == "wording-changes"}
    alike = [row for row in plan.rows if row.outcome == "alike" and row.row not in changing]
    return ProblemsPage(
        **common(opened, "problems", refused),
        groups=groups,
        companies=[
            CompanyChoice(
                number, name, [(id, _called(session, id)) for id in ids], opened.mapping.companies.get(name, "")
            )
            for number, (name, ids) in enumerate(list(likely.items())[:_MOST_SHOWN])
        ],
        more_companies=max(0, len(likely) - _MOST_SHOWN),
        alike=[
            AlikeRow(
                row.row,
                [Link(id, record_path(kind, id), id) for kind, id in row.alike],
                opened.decisions.rows.get(row.row, ""),
            )
            for row in alike[:_MOST_SHOWN]
        ],
        more_alike=max(0, len(alike) - _MOST_SHOWN),
        versions=[
            VersionRow(row, it.detail, opened.decisions.versions.get(row, ""))
            for row, it in list(changing.items())[:_MOST_SHOWN]
        ],
        more_versions=max(0, len(changing) - _MOST_SHOWN),
        versions_all=opened.mapping.versions,
        alike_all=opened.mapping.alike,
        hidden=opened.mapping.hidden_rows if opened.table.hidden.get(opened.mapping.sheet or "") else "",
        taken=len(plan.rows) - plan.count("refused") - plan.count("alike"),
        left_out=plan.count("refused") + plan.count("alike"),
        problem_sheets=[
            (name, url_for("desk.import_problem_sheet", id=opened.row.id, form=form))
            for name, form in (("Excel", "xlsx"), ("CSV", "csv"))
        ],
        columns=url_for("desk.import_step", id=opened.row.id, step="columns"),
        file=url_for("desk.import_step", id=opened.row.id, step="file"),
    )


def _called(session: Session, id: str) -> str:
    return titles(session, "company", [id]).get(id, id)


def _group(group: ProblemGroup, numbers: Iterator[int], id: str) -> GroupShown:
    fixable = group.code in _FIXED_HERE and group.column
    fixes = [
        Fix(next(numbers), group.column, said, times) for said, times in (group.values[:_MOST_FIXES] if fixable else ())
    ]
    shown = [(it.row, it.sentence, url_for("desk.import_row", id=id, number=it.row)) for it in group.problems[:_SAMPLE]]
    return GroupShown(
        group.code,
        group.heading,
        group.right,
        group.column,
        row_list(group.rows),
        len(group.problems),
        group.problems[0].notice,
        shown,
        max(0, len(group.problems) - _SAMPLE),
        fixes,
    )


class DifferenceShown(NamedTuple):
    """A field as it is published and as the file has it: its name in the form, and whether it is taken."""

    name: str
    field: str
    old: str
    new: str
    taken: bool


class ChangedRecord(NamedTuple):
    """A record that would change: what it is, its rows, and each field as it is and as it would be."""

    title: str
    href: str
    rows: Sequence[tuple[int, str]]
    fields: Sequence[DifferenceShown]


class SampleRecord(NamedTuple):
    """A record as it would be, in words."""

    kind: str
    title: str
    state: str
    rows: Sequence[RecordSummary]


class SampleRow(NamedTuple):
    """A row of the sample, with its records."""

    row: int
    href: str
    records: Sequence[SampleRecord]


@dataclass(frozen=True, kw_only=True)
class ChangesPage(ImportPage):
    """What would happen, before anything does."""

    template = "desk/table_import/changes.html"

    counts: Annotated[Sequence[tuple[int, str]], "Rows by what becomes of them."]
    made: Annotated[str, "The records that would be drafts, in words."]
    drafts: Annotated[int, "How many drafts there would be."]
    effects: Annotated[Sequence[str], "What readers would see change, a sentence each."]
    alarms: Annotated[Sequence[str], "What would read as going against a pledge, or as missed."]
    all_computed: Annotated[bool, "Whether that was looked at for all scorecards."]
    changed: Annotated[Sequence[ChangedRecord], "Records that would change."]
    more_changed: Annotated[int, "Further ones."]
    sample: Annotated[Sequence[SampleRow], "Ten rows as records."]
    cards: Annotated[Sequence[tuple[str, EmbedSummary]], "Scorecards that would follow, by company and topic."]
    corrects: Annotated[bool, "Whether published pledges are corrected, which the note must explain."]
    name: Annotated[str, "A name for the bundle."]


def changes_page(session: Session, opened: OpenImport, plan: Plan, refused: str = "") -> ChangesPage:
    """The last step."""
    writes = plan.writes
    today, now = site().today, site().clock.now()
    records, left_out = records_of_interest(plan, _MOST_CARDS)
    effects = effects_of(session, records, today, now, most=_MOST_CARDS, samples=3)
    effects.left_out += left_out
    changed = [it for it in plan.records.values() if it.state == "changed" or " ".join(it.key) in opened.decisions.left]
    sentences, alarms = effect_sentences(effects)
    return ChangesPage(
        **common(opened, "changes", refused),
        counts=[(plan.count(outcome), _OUTCOMES[outcome]) for outcome in OUTCOMES],
        made=_counts_made(writes),
        drafts=len(writes),
        effects=sentences,
        alarms=alarms,
        all_computed=not effects.left_out,
        changed=[_changed(it, opened) for it in changed[:_MOST_SHOWN]],
        more_changed=max(0, len(changed) - _MOST_SHOWN),
        sample=_sample(session, plan, opened.row.id),
        cards=[
            (f"{it.dossier.company.name}: {it.dossier.topic.name}", scorecard_summary(it)) for it in effects.samples
        ],
        corrects=any(it.change == "correction" for it in writes),
        name=f"{opened.mapping.name or opened.row.file_name}, {today.isoformat()}",
    )


_OUTCOMES = {
    "new": "new", "changed": "changed", "unchanged": "unchanged", "alike": "to decide", "refused": "left out",
}  # fmt: skip


def effect_sentences(effects: Effects) -> tuple[list[str], list[str]]:
    """What readers would see change, and among it what says something against a company."""
    sentences = [
        f"{effects.new:,} scorecard{'' if effects.new == 1 else 's'} would be new, {effects.changed:,} would change, "
        f"{effects.unchanged:,} would stay as they are."
    ]
    if effects.left_out:
        sentences.append(f"{effects.left_out:,} more scorecards were not computed: what they would say is not known.")
    alarms: list[str] = []
    for kind, number in effects.added.items():
        names = ", ".join(effects.where[kind][:5])
        (alarms if kind in GRAVE else sentences).append(f"Would add {wording_of(kind, number)} ({names}).")
    sentences += [f"Would remove {wording_of(kind, number)}." for kind, number in effects.removed.items()]
    return sentences, alarms


def _counts_made(writes: Sequence[PlannedRecord]) -> str:
    made: dict[tuple[str, str], int] = {}
    for planned in writes:
        made[planned.state, planned.key[0]] = made.get((planned.state, planned.key[0]), 0) + 1
    return ", ".join(f"{number:,} {state} {kind_words(kind, number)}" for (state, kind), number in made.items())


def _changed(planned: PlannedRecord, opened: OpenImport) -> ChangedRecord:
    left = opened.decisions.left.get(" ".join(planned.key), ())
    rows = [
        DifferenceShown(
            f"{' '.join(planned.key)} {name}",
            row.field.replace("_", " "),
            _value_text(row.old),
            _value_text(row.new),
            True,
        )
        for row in body_differences(planned.before, planned.body)
        if (name := difference_name(row)) not in left
    ]
    rows += [
        DifferenceShown(f"{' '.join(planned.key)} {name}", name.replace(".", " › "), "", "", False) for name in left
    ]
    links = [(row, url_for("desk.import_row", id=opened.row.id, number=row)) for row in planned.rows[:_MOST_ROWS]]
    return ChangedRecord(title(planned.key[0], planned.body), record_path(*planned.key), links, rows)


def _value_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_value_text, value))
    if isinstance(value, dict):
        return "; ".join(f"{str(name).replace('_', ' ')}: {_value_text(part)}" for name, part in value.items())
    return str(value)


def _sample(session: Session, plan: Plan, id: str) -> list[SampleRow]:
    """The first rows, each record with its names and values in words."""
    rows = [row for row in plan.rows if row.records][:_SAMPLE]
    keys = dict.fromkeys(key for row in rows for key in row.records)
    records = [plan.records[key].record for key in keys if key in plan.records]
    names = names_in(session, records, records)
    return [
        SampleRow(
            row.row,
            url_for("desk.import_row", id=id, number=row.row),
            [_as_sample(plan.records[key], names) for key in row.records if key in plan.records],
        )
        for row in rows
    ]


def _as_sample(planned: PlannedRecord, names: Any) -> SampleRecord:
    rows = RecordDescriber(planned.key[0], *names).differences(None, planned.body)
    return SampleRecord(
        KIND_WORDS[planned.key[0]].capitalize(), title(planned.key[0], planned.body), planned.state, rows
    )
