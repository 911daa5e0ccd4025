"""The preview panel: what a draft’s wording covers, which gaps remain, how known evidence is assessed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from tracker.engine.coverage.cells import NOT_ASKED, Cell, CellLabel
from tracker.engine.coverage.gaps import cell_text
from tracker.engine.findings import Finding
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import capital, listing, period
from tracker.records.messages import Message
from tracker.records.reading.problems import Path
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import Yardstick
from tracker.services.auth.roles import Actor
from tracker.services.editing.preview import (
    PREVIEWED,
    ActMeaning,
    EvidenceEffect,
    Preview,
    TopicPreview,
    VersionCoverage,
    preview,
)
from tracker.services.publishing.checking.unanswered import unanswered_dimensions
from tracker.web.desk.form.context import FormContext
from tracker.web.desk.form.error_messages import field_message
from tracker.web.desk.form.plain import PlainMapping, PlainValue
from tracker.web.desk.record_text import RecordDescriber
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link
from tracker.web.scorecard.coverage import (
    GridCell,
    GridRow,
    LegendEntry,
    cell_anchor,
    cell_shown,
    legend_of,
    reasons_in_words,
    rows_of,
    strip_words,
)
from tracker.web.scorecard.findings import act_words, heading
from tracker.web.scorecard.terms import end_words
from tracker.web.site import site

__all__ = ["Panel", "PanelTopic", "panel_markup", "panel_of", "tried_out"]

_ORDER = (*(label for label in CellLabel if label is not CellLabel.OPEN), CellLabel.OPEN, NOT_ASKED)


@dataclass(frozen=True)
class ShownReach:
    """How far one version reaches: a sentence, its cells as a strip, and for the version that is last as a table."""

    title: str
    range: str
    strip: Sequence[str]
    strip_words: str
    grid: Sequence[GridRow]


@dataclass(frozen=True)
class ShownFinding:
    """A finding in a word, of which pledge or deed, with its reasons."""

    word: str
    of: Link | None
    reasons: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ShownFall:
    """A deed on record: what the draft makes of it, and what was found before, where that is something else."""

    anchor: str
    title: Link
    when: str
    finding: ShownFinding | None
    why: str
    change: str


@dataclass(frozen=True)
class ShownAct:
    """An act of the draft in words, and what it means for each pledge."""

    number: int
    words: str
    findings: Sequence[ShownFinding]
    why: str


@dataclass(frozen=True)
class PanelTopic:
    """What a draft would mean on one topic."""

    id: str
    name: str
    rows: str
    columns: Sequence[str]
    marks: Sequence[LegendEntry]
    reaches: Sequence[ShownReach]
    aside: str
    gaps: Sequence[tuple[str, str]]
    amendment: Sequence[str]
    falls: Sequence[ShownFall]
    acts: Sequence[ShownAct]
    headline: str
    headline_was: str


@dataclass(frozen=True)
class Panel:
    """The whole panel. ``status`` says the most important in one or two sentences, for those who hear it read."""

    notes: Sequence[str]
    topics: Sequence[PanelTopic]
    status: str


def panel_of(preview: Preview) -> Panel:
    """A preview for readers."""
    topics = [_topic(topic) for topic in preview.topics]
    status = " ".join(text for topic in preview.topics for text in _status(topic))
    return Panel(preview.notes, topics, status or "Nothing to preview yet.")


def _topic(preview: TopicPreview) -> PanelTopic:
    card = preview.after
    yardstick = _yardstick_of(card, preview.record)
    reaches = [_reach(card, yardstick, reach, i == 0, len(preview.reaches)) for i, reach in enumerate(preview.reaches)]
    cells = {cell.shown.mark for reach in reaches for row in reach.grid for cell in row.cells}
    headline, was = (" ".join(one.headline) if one else "" for one in (card, preview.before))
    return PanelTopic(
        id=card.dossier.topic.id,
        name=card.dossier.topic.name,
        rows=listing(_dimension_words(card, yardstick)),
        columns=[column.name for column in yardstick.table_columns],
        marks=legend_of(card.dossier.wording, [mark for mark in _ORDER if mark in cells]),
        reaches=reaches,
        aside=_aside(preview.record, yardstick.commitment) if isinstance(preview.record, Pledge) else "",
        gaps=[(line.heading, line.text) for line in card.gap_lines],
        amendment=card.amendment_lines,
        falls=[_fall(card, fall) for fall in preview.falls],
        acts=[_act(card, act) for act in preview.acts],
        headline=headline,
        headline_was=was if was != headline else "",
    )


def _yardstick_of(card: Scorecard, record: object) -> Yardstick:
    """The yardstick that asks for pledges of this kind, else the first."""
    topic = card.dossier.topic
    own = topic.yardstick_for(record.commitment) if isinstance(record, Pledge) else None
    return own or topic.yardstick


def _dimension_words(card: Scorecard, yardstick: Yardstick) -> Iterable[str]:
    """What the rows of the table are: customers, say."""
    named = {name for row in yardstick.table_rows for name in card.dossier.dimensions if row.terms.of(name)}
    return (capital(card.dossier.word(name)) for name in card.dossier.dimensions if name in named)


def _aside(pledge: Pledge, commitment: str) -> str:
    if pledge.commitment == commitment:
        return ""
    verb = "refrain from something" if commitment == "refrain" else "do something"
    return (
        f"This topic is about promises to {verb}. This pledge is the other kind, so it does not count towards coverage."
    )


def _reach(card: Scorecard, yardstick: Yardstick, reach: VersionCoverage, first: bool, of: int) -> ShownReach:
    count = len(reach.cells)
    kinds = f"{count} point{'' if count == 1 else 's'}"
    perhaps = f", up to {reach.possible} if unclear points count" if reach.possible > reach.covered else ""
    shown = [cell_shown(card.dossier.wording, cell) for cell in reach.cells]
    return ShownReach(
        title=f"Version {reach.number}" if of > 1 else "",
        range=f"Clearly covers {reach.covered or 'none'} of {kinds}{perhaps}.",
        strip=sorted((one.mark for one in shown), key=_ORDER.index),
        strip_words=strip_words(card.dossier.wording, reach.cells),
        grid=_grid(card, yardstick, reach.cells) if first else (),
    )


def _grid(card: Scorecard, yardstick: Yardstick, cells: Sequence[Cell]) -> list[GridRow]:
    return rows_of(card, yardstick, [_cell(card, cell) for cell in cells])


def _cell(card: Scorecard, cell: Cell) -> GridCell:
    """A cell as on the scorecard, but for links: its sources are in the panel or in the form beside it."""
    titles = {evidence.id: evidence.title for evidence in card.dossier.evidence}
    return GridCell(
        anchor=cell_anchor(cell.row, cell.column),
        column=cell.column.name,
        shown=cell_shown(card.dossier.wording, cell),
        text=cell_text(card.dossier, replace(cell, lapsed=None), card.as_of),
        reasons=reasons_in_words(card, cell),
        ends=end_words(card, cell.force) if cell.force else "",
        words=None,
        evidence=[Link(titles[id], f"#{_anchor(id)}", id) for id in cell.evidence],
        replies=(),
    )


def _anchor(evidence: str) -> str:
    return f"falls-{evidence}"


def _fall(card: Scorecard, fall: EvidenceEffect) -> ShownFall:
    own, evidence = fall.by_draft, fall.evidence
    now = _name(card, fall.gravest)
    change = ""
    if fall.changed:
        was = card.dossier.wording(f"finding.{fall.was or 'none'}.heading")
        change = f"Now: {was}. With this draft: {now}."
    elif own is not None and now != _name(card, own):
        change = f"Under another pledge: {now}."
    return ShownFall(
        anchor=_anchor(evidence.id),
        title=Link(evidence.title, record_path("evidence", evidence.id), evidence.id),
        when=capital(period(evidence.period)),
        finding=_finding(card, own, None) if own else None,
        why=fall.why or ("" if own else "This pledge gives no finding."),
        change=change,
    )


def _name(card: Scorecard, finding: Finding | None) -> str:
    return heading(card.dossier, finding) if finding else card.dossier.wording("finding.none.heading")


def _finding(card: Scorecard, finding: Finding, of: Link | None) -> ShownFinding:
    return ShownFinding(heading(card.dossier, finding), of, finding.reasons)


def _act(card: Scorecard, meaning: ActMeaning) -> ShownAct:
    return ShownAct(
        number=meaning.number,
        words=_act_words(card, meaning),
        findings=[_finding(card, finding, _pledge(finding)) for finding in meaning.findings],
        why="" if meaning.findings else meaning.why,
    )


def _act_words(card: Scorecard, meaning: ActMeaning) -> str:
    if meaning.act is None:
        return "What it says about promises to do something"
    return act_words(card.dossier, meaning.act) or "Nothing chosen yet, so everything is unknown."


def _pledge(finding: Finding) -> Link | None:
    if finding.pledge is None:
        return None
    title = finding.pledge.title or finding.pledge.id
    version = f", version {finding.force.number}" if finding.force and len(finding.pledge.versions) > 1 else ""
    return Link(title + version, record_path("pledge", finding.pledge.id), finding.pledge.id)


def _status(preview: TopicPreview) -> Iterable[str]:
    if preview.reaches:
        first = preview.reaches[0]
        yield (
            f"Covers {first.covered} of {len(first.cells)} points, up to {first.possible} if unclear points "
            f"count. Gaps left: {preview.gaps_left}."
        )
        counts = Counter(fall.by_draft.message_key for fall in preview.falls if fall.by_draft)
        if counts:
            wording = preview.after.dossier.wording
            yield f"Evidence: {listing(wording.counted(key, count) for key, count in counts.items())}."
    for act in preview.acts:
        names = dict.fromkeys(_name(preview.after, finding) for finding in act.findings or (None,))
        yield f"{f'Act {act.number}' if act.number else 'Promises'}: {'; '.join(names)}."


def panel_markup(previewed: Preview | None) -> Markup:
    """The preview panel; empty for kinds without a preview."""
    if previewed is None:
        return Markup("")
    return Markup(render_template("desk/preview/panel.html", it=panel_of(previewed)))  # noqa: S704 - a template of our own, which escapes


def tried_out(session: Session, actor: Actor, kind: str, body: PlainMapping, context: FormContext) -> Preview | None:
    """What a draft would mean; None for kinds that are not tried out, and for what is taken down and counts nowhere.

    Dimensions of a scope that nobody has answered yet count as unclear, never as covering all.
    """
    if kind not in PREVIEWED or body.get("taken_down"):
        return None
    teller = RecordDescriber(kind, {}, {}, {})

    def tell(path: Path, message: Message) -> str:
        where, words = field_message(path, message)
        return ": ".join(text for text in (teller.label(where), words) if text)

    tried, notes = _unclear_where_unanswered(kind, body, context)
    previewed = preview(session, actor, site().clock, site().settings.time_zone, kind, tried, tell)
    return replace(previewed, notes=[*previewed.notes, *notes])


def _unclear_where_unanswered(kind: str, body: PlainMapping, context: FormContext) -> tuple[PlainMapping, list[str]]:
    """A pledge with what nobody has answered yet set to unclear, and notes that say so."""
    if kind != "pledge":
        return body, []
    given = body.get("versions")
    versions: list[PlainValue] = list(given) if isinstance(given, (list, tuple)) and given else [{}]
    words = {terms_of.name: terms_of.word for terms_of in context.dimensions}
    left_open = list(unanswered_dimensions({"versions": versions}, words, context.no_limit))
    for number, name in left_open:
        version = versions[number]
        if isinstance(version, Mapping):
            scope = version.get("scope")
            labels = {**(scope if isinstance(scope, Mapping) else {}), name: {"rest": "unclear"}}
            versions[number] = {**version, "scope": labels}
    names = listing(dict.fromkeys(words[name] for _, name in left_open))
    notes = [f"Scope not answered yet, so shown as unclear: {names}."] if names else []
    return {**body, "versions": versions}, notes
