"""The pages of the steps, made from a draft of a topic and its lists of terms."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import listing
from tracker.models import Draft
from tracker.records.building.terms import terms_of
from tracker.records.building.topics import (
    SIDES,
    PlainTopic,
    cell_sets,
    core_terms,
    dimensions_used,
    points_asked,
    swapped,
    tables_of,
    yardstick_of,
)
from tracker.services.auth.roles import Actor
from tracker.services.editing.sample_scorecard import PROMISES, sample_scorecard
from tracker.services.editing.topic_builder import TermList, lists_of, topic_templates, usable_lists
from tracker.store.lists.titles import first_titles
from tracker.web.desk.drafts.form_page import draft_form, heading
from tracker.web.desk.topics.checking import OpenPoint, impact_shown, open_points
from tracker.web.desk.topics.dimension_words import COMMITMENTS, DIMENSION_WORDS
from tracker.web.desk.topics.goal import goal_boxes
from tracker.web.desk.topics.grid import core_dimensions, first_choice, grid_to_edit, term_groups
from tracker.web.desk.topics.pages import (
    CheckPage,
    DimensionRow,
    DimensionsPage,
    KindPage,
    QuestionPage,
    ReasonsPage,
    Refused,
    StartPage,
    StepLink,
    StepPage,
    StepQuery,
    TermsPage,
    YardstickPage,
)
from tracker.web.desk.topics.reasons import reason_boxes, unasked_boxes
from tracker.web.desk.topics.sample import sample_of
from tracker.web.desk.topics.steps import NEW_LIST, STEPS, steps_of
from tracker.web.desk.vocabularies.tree import term_tree
from tracker.web.presenting.page import Link
from tracker.web.site import site

__all__ = ["start_page", "step_page"]

_MOST_TOPICS = 100
Common = dict[str, Any]
"""What all pages of steps are given, by name."""


def start_page(session: Session, draft: str, wrong: str = "") -> StartPage:
    """The page that offers what to begin from."""
    shapes = [(one, len(one.topic.yardstick.rows), len(one.topic.yardstick.columns)) for one in topic_templates()]
    return StartPage(
        title="New topic",
        description="A topic is one question that you ask of every company.",
        draft=draft,
        templates=shapes,
        topics=[Link(title, f"topic:{id}", id) for id, title in first_titles(session, "topic", _MOST_TOPICS)],
        wrong=wrong,
    )


def step_page(session: Session, actor: Actor, draft: Draft, step: str, query: StepQuery, refused: Refused) -> StepPage:
    """The page of a step of a draft."""
    data, typed = draft.data if refused.data is None else refused.data, refused.typed
    lists = lists_of(session, actor, data, draft.owner_id)
    common = _common(session, actor, draft, step, lists, refused)
    match step:
        case "question":
            question, name, summary = (typed.get(n, str(data.get(n) or "")) for n in ("question", "name", "summary"))
            gone = data.get("taken_down")
            down = {f"down_{n}": str(gone.get(n, "")) if isinstance(gone, dict) else "" for n in ("date", "reason")}
            down = {name: typed.get(name, text) for name, text in down.items()}
            published = draft.base_number > 0
            return QuestionPage(question=question, name=name, summary=summary, published=published, **(common | down))
        case "kind":
            chosen = "both" if "second_yardstick" in data else str(yardstick_of(data).get("commitment") or "")
            return KindPage(commitments=COMMITMENTS, chosen=chosen, **common)
        case "dimensions":
            return _dimensions_page(session, actor, data, common)
        case "terms":
            return _terms_page(session, draft, lists, query, refused, common)
        case "yardstick":
            return _yardstick_page(data, lists, query, common)
        case "second":
            return _yardstick_page(swapped(data), lists, query, common)
        case "reasons":
            boxes = reason_boxes(session, actor, data)
            key, candidates = refused.key, refused.candidates
            unasked = unasked_boxes(data)
            return ReasonsPage(
                boxes=boxes, unasked=unasked, typed=typed, asked_key=key, candidates=candidates, **common
            )
    return CheckPage(
        points=open_points(session, actor, draft, lists),
        together=_together(draft, lists),
        impact=impact_shown(session, draft, lists),
        submit=url_for("desk.submit", id=draft.id),
        whole=url_for("page_preview.page", id=draft.id),
        **common,
    )


def _common(
    session: Session, actor: Actor, draft: Draft, step: str, lists: Mapping[str, TermList], refused: Refused
) -> Common:
    order = list(steps_of(draft.data))
    following = order[order.index(step) + 1 : order.index(step) + 2]
    return {
        "title": heading(draft),
        "subtitle": STEPS[step],
        "description": "A draft of a topic. Only people signed in to the desk can see it.",
        "step": step,
        "steps": _index(session, actor, draft, step, lists),
        "heading": STEPS[step],
        "onward": STEPS[following[0]] if following else "",
        **draft_form(
            session,
            actor,
            draft,
            "topic",
            url_for("desk.topic_step", id=draft.id, step=step),
            refused.choices.seen if refused.choices else None,
            refused.choices,
        ),
        "refused": refused.message,
    }


def _index(session: Session, actor: Actor, draft: Draft, here: str, lists: Mapping[str, TermList]) -> list[StepLink]:
    missing: dict[str, list[OpenPoint]] = {}
    for point in open_points(session, actor, draft, lists):
        missing.setdefault(point.step, []).append(point)
    links = []
    for name, text in steps_of(draft.data).items():
        lacking = [point for point in missing.get(name, ()) if point.must]
        # Without a dimension there is no list of terms to be complete.
        begun = name != "check" and (name != "terms" or dimensions_used(draft.data))
        mark = "wait" if lacking else "done" if begun else "draft"
        href = url_for("desk.topic_step", id=draft.id, step=name)
        links.append(StepLink(name, text, href, mark, _note(name, draft.data, lacking), name == here))
    return links


def _note(step: str, data: PlainTopic, lacking: Sequence[OpenPoint]) -> str:
    if lacking:
        return "to fill in" if len(lacking) == 1 else f"{len(lacking)} to fill in"
    if step in ("yardstick", "second"):
        points = points_asked(swapped(data) if step == "second" else data)
        return f"{points} point{'' if points == 1 else 's'}"
    return ""


def _dimensions_page(session: Session, actor: Actor, data: PlainTopic, common: Common) -> StepPage:
    used = dimensions_used(data)
    rows = []
    for name, question in DIMENSION_WORDS.items():
        words = used.get(name, {})
        rows.append(
            DimensionRow(
                name,
                question,
                name in used,
                str(words.get("name") or question.word),
                str(words.get("link") or ("" if name in used else question.link)),
                str(words.get("vocabulary") or question.shipped or NEW_LIST),
            )
        )
    lists = [(id, f"{name}, {_count(terms)}") for id, name, terms in usable_lists(session, actor)]
    reads = [(row.link, row.question.example) for row in rows if row.used]
    return DimensionsPage(rows=rows, lists=lists, reads=reads, **common)


def _terms_page(
    session: Session,
    draft: Draft,
    lists: Mapping[str, TermList],
    query: StepQuery,
    refused: Refused,
    common: Common,
) -> StepPage:
    here = url_for("desk.topic_step", id=draft.id, step="terms")
    used = dimensions_used(draft.data)
    current = query.list if query.list in lists else next(iter(lists), "")
    tabs = []
    for name, term_list in lists.items():
        link = Link(str(used[name].get("name") or name).capitalize(), f"{here}?list={name}")
        tabs.append((link, len(terms_of(term_list.data)), name == current))
    tree = (
        term_tree(
            session,
            lists[current],
            in_table=_asked_terms(draft.data, current),
            term=query.term,
            words=query.words,
            result=refused.result,
            href=lambda id: f"{here}?list={current}&term={id}#term-{id}",
        )
        if current
        else None
    )
    dimensions = url_for("desk.topic_step", id=draft.id, step="dimensions")
    return TermsPage(tabs=tabs, dimension=current, tree=tree, dimensions_path=dimensions, **common)


def _asked_terms(data: PlainTopic, dimension: str) -> set[str]:
    """The terms of a dimension that rows, columns or the core name."""
    tables = [table for _, table in tables_of(data)]
    places = [core_terms(table) for table in tables]
    places += [cells["terms"] for table in tables for side in SIDES for cells in cell_sets(table, side)]
    return {id for terms in places for id in terms.get(dimension, ())}


def _yardstick_page(data: PlainTopic, lists: Mapping[str, TermList], query: StepQuery, common: Common) -> YardstickPage:
    here = common["action"]
    promise = query.promise if query.promise in PROMISES else "one"
    plain = {used.id: used.data for used in lists.values()}
    card = sample_scorecard(data, plain, promise, site().today, site().clock.now())
    side, _, id = query.cells.partition(":")
    opened = next((cells for cells in cell_sets(data, side) if cells["id"] == id), None) if side in SIDES else None
    every = list(dimensions_used(data))
    return YardstickPage(
        grid=grid_to_edit(data, lists, card, here),
        add_rows=term_groups(data, lists, first_choice(data, lists, "rows"), only=every),
        add_columns=term_groups(data, lists, first_choice(data, lists, "columns"), only=every),
        core=term_groups(data, lists, core_terms(data), only=core_dimensions(data)) if card or core_terms(data) else (),
        cells=query.cells if opened else "",
        cells_name=str(opened.get("name") or "") if opened else "",
        cell_terms=term_groups(data, lists, opened["terms"], only=every) if opened else (),
        goal=goal_boxes(data, site().today),
        promises=PROMISES,
        promise=promise,
        sample=sample_of(card) if card else None,
        **common,
    )


def _together(draft: Draft, lists: Mapping[str, TermList]) -> str:
    """What is published with the topic."""
    new = sum(used.new for used in lists.values())
    changed = sum(bool(used.draft) and not used.new for used in lists.values())
    parts = ["1 topic" if draft.base_number == 0 else "1 changed topic"]
    parts += [f"{new} new list{'' if new == 1 else 's'} of terms"] if new else []
    parts += [f"changes of {changed} list{'' if changed == 1 else 's'} of terms"] if changed else []
    return listing(parts)


def _count(terms: int) -> str:
    return "1 term" if terms == 1 else f"{terms} terms"
