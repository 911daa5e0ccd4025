"""What is still open in a topic that is being made, step by step, and what it would change for readers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.models import Draft
from tracker.records.building.topics import (
    SIDES,
    PlainTopic,
    cell_sets,
    dimensions_used,
    fully_left_out,
    points_asked,
    tables_of,
    yardstick_of,
)
from tracker.records.checking.parsing import read
from tracker.records.messages import Message
from tracker.records.reading.problems import Path
from tracker.services.auth.roles import Actor
from tracker.services.editing.topic_builder import TermList
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.services.publishing.impact import Impact, impact_of
from tracker.store.lists.titles import first_titles
from tracker.web.desk.record_text import plain_label
from tracker.web.presenting.links import page_path
from tracker.web.presenting.page import Link
from tracker.web.site import site

__all__ = ["OpenPoint", "ShownImpact", "impact_shown", "open_points"]

_MOST_SHOWN = 20
_MOST_TOPICS = 100
_FEW_POINTS, _MANY_POINTS = 2, 60


class OpenPoint(NamedTuple):
    """Something that is open: the step where it is fixed, a sentence, whether it must be fixed to submit."""

    step: str
    text: str
    href: str
    must: bool = True


class ShownImpact(NamedTuple):
    """Published scorecards that would change, each with what it would say; how many would stay as they are."""

    changed: Sequence[tuple[Link, Sequence[str]]]
    more: int
    unchanged: int


def open_points(session: Session, actor: Actor, draft: Draft, lists: Mapping[str, TermList]) -> list[OpenPoint]:
    """What is open, in the order of the steps; what only may be fixed comes with the rest."""
    missing = list(_missing(draft.data, lists))
    faults = [] if missing else _faults(session, actor, draft)
    return [
        OpenPoint(step, text, url_for("desk.topic_step", id=draft.id, step=step), must)
        for step, text, must in (*missing, *faults, *_advice(draft.data), *_same_name(session, draft))
    ]


def _missing(data: PlainTopic, lists: Mapping[str, TermList]) -> list[tuple[str, str, bool]]:
    missing = []
    if not data.get("question"):
        missing.append(("question", "Write the question that you ask of every company.", True))
    if not data.get("name"):
        missing.append(("question", "Give the topic a name.", True))
    if not yardstick_of(data).get("commitment"):
        missing.append(("kind", "Choose what a complete pledge does.", True))
    used = dimensions_used(data)
    if not used:
        missing.append(("dimensions", "Choose at least one dimension.", True))
    for name, words in used.items():
        if name not in lists or not lists[name].filled:
            missing.append(("terms", f"Add terms for “{words.get('name') or name}”.", True))
    for prefix, table in tables_of(data):
        for side, name in fully_left_out(table):
            sentence = f"Nothing is asked in the {side} “{name}”. Tick one of its points, or remove the {side}."
            missing.append(("second" if prefix else "yardstick", sentence, True))
        if not any(cell_sets(table, side) for side in SIDES):
            missing.append(("second" if prefix else "yardstick", "Choose the rows and columns of the table.", True))
        if not any(isinstance(one, dict) and one.get("text") for one in yardstick_of(table).get("reasons") or ()):
            missing.append(("reasons", f"Write why this {'second table' if prefix else 'topic'} matters.", True))
    return missing


def _advice(data: PlainTopic) -> list[tuple[str, str, bool]]:
    points = points_asked(data)
    advice = []
    if points > _MANY_POINTS:
        advice.append(("yardstick", f"The table has {points} points. Readers can take in 10 to 30.", False))
    if (question := str(data.get("question") or "")) and not question.endswith("?"):
        advice.append(("question", "The question does not end with a question mark.", False))
    reasons = [one for one in yardstick_of(data).get("reasons") or () if isinstance(one, dict)]
    without = sum(not one.get("sources") for one in reasons)
    if without:
        text = "1 reason has no source." if without == 1 else f"{without} reasons have no source."
        advice.append(("reasons", text, False))
    return [*advice, *_words_used_twice(data)]


def _words_used_twice(data: PlainTopic) -> Iterator[tuple[str, str, bool]]:
    words = Counter(str(it.get("name") or "").strip().casefold() for it in dimensions_used(data).values())
    for word, times in words.items():
        if word and times > 1:
            yield "dimensions", f"{times} dimensions are called “{word}”. Readers cannot tell them apart.", False


def _same_name(session: Session, draft: Draft) -> Iterator[tuple[str, str, bool]]:
    name = fold(str(draft.data.get("name") or ""))
    topics = first_titles(session, "topic", _MOST_TOPICS) if name else ()
    if any(fold(title) == name and id != draft.data.get("id") for id, title in topics):
        yield "question", "A published topic has this name already. Use another name, or edit that topic.", False


def _faults(session: Session, actor: Actor, draft: Draft) -> list[tuple[str, str, bool]]:
    """What the checks of records say, in the words of the steps."""
    faults = related_drafts(session, draft, actor).faults
    return [(_step(fault.path), _sentence(fault.path, fault.message), True) for fault in faults]


def _step(path: Path) -> str:
    match path:
        case ("dimensions", *_):
            return "dimensions"
        case ("yardstick", "reasons", *_):
            return "reasons"
        case ("yardstick", "commitment", *_):
            return "kind"
        case ("yardstick", *_):
            return "yardstick"
        case ("second_yardstick", *_):
            return "second"
    return "question"


def _sentence(path: Path, message: Message) -> str:
    if message.code == "draft-unfinished":
        return "A list of terms or a source that this topic uses is not finished yet. Open it and fill it in."
    return f"{plain_label(path)}: {message.about('this')}."


def impact_shown(session: Session, draft: Draft, lists: Mapping[str, TermList]) -> ShownImpact:
    """The published scorecards that the topic and its changed lists touch; nothing while a record is not whole."""
    drafts = [draft, *(used.draft for used in lists.values() if used.draft and used.draft.state != "published")]
    records = [record for one in drafts if (record := read(one.kind, one.data)[0])]
    if len(records) < len(drafts):
        return ShownImpact((), 0, 0)
    impact = impact_of(session, records, site().today, site().clock.now())
    return ShownImpact(_changed(impact), max(0, len(impact.changed) - _MOST_SHOWN) + impact.left_out, impact.unchanged)


def _changed(impact: Impact) -> list[tuple[Link, list[str]]]:
    shown = []
    for change_of_pair in impact.changed[:_MOST_SHOWN]:
        card = change_of_pair.after or change_of_pair.before
        name = f"{card.dossier.company.name}: {card.dossier.topic.name}" if card else change_of_pair.company
        said = [change.text for change in change_of_pair.changes if change.about != "headline"]
        shown.append(
            (Link(name, page_path(change_of_pair.company, change_of_pair.topic), change_of_pair.company), said)
        )
    return shown
