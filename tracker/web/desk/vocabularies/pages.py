"""The page of a list of terms by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.models import Draft
from tracker.records.messages import Message
from tracker.records.reading.problems import Path, field_name
from tracker.services.auth.roles import Actor
from tracker.services.editing.topic_builder import TermList
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.web.desk.drafts.form_page import DraftFormPage, draft_form, heading
from tracker.web.desk.vocabularies.tree import EditResult, TermTree, term_tree
from tracker.web.presenting.page import Page

__all__ = ["NewVocabularyPage", "VocabularyPage", "vocabulary_page"]


@dataclass(frozen=True, kw_only=True)
class NewVocabularyPage(Page):
    """What a new list of terms is called."""

    template = "desk/vocabularies/new.html"

    title: Annotated[str, "What the page is about."] = "New list of terms"
    description: Annotated[str, "What a list is for."] = (
        "Terms name what pledges and evidence are about, such as customers or products. Topics can share a list."
    )
    wrong: Annotated[str, "What was wrong with the last try; empty at first."] = ""


@dataclass(frozen=True, kw_only=True)
class VocabularyPage(DraftFormPage, Page):
    """A draft of a list of terms."""

    template = "desk/vocabularies/page.html"

    name: Annotated[str, "The name of the list."]
    note: Annotated[str, "Where the terms come from."]
    tree: Annotated[TermTree, "The terms, and what can be done with them."]
    problems: Annotated[list[str], "What has to be fixed before it can be submitted."]


def vocabulary_page(
    session: Session,
    actor: Actor,
    draft: Draft,
    *,
    term: str = "",
    words: str = "",
    result: EditResult | None = None,
    typed: Mapping[str, str] | None = None,
) -> VocabularyPage:
    """The page of a draft, with a term opened where one is asked for."""
    data, given = draft.data, typed or {}
    used = TermList(draft.record_id or "", data, draft, new=draft.base_number == 0)
    here = url_for("desk.vocabulary", id=draft.id)
    faults = related_drafts(session, draft, actor).faults
    return VocabularyPage(
        title=heading(draft),
        description="A list of terms that pledges and evidence are described with.",
        name=given.get("name", str(data.get("name") or "")),
        note=given.get("note", str(data.get("note") or "")),
        tree=term_tree(
            session, used, term=term, words=words, result=result, href=lambda id: f"{here}?term={id}#term-{id}"
        ),
        problems=[_problem_text(fault.path, fault.message) for fault in faults],
        **draft_form(
            session, actor, draft, "vocabulary", here, result.choices.seen if result and result.choices else None
        ),
    )


def _problem_text(path: Path, message: Message) -> str:
    """What is wrong, in the words of this page."""
    if path == ("name",):
        return "Name: enter the name of the list."
    if path == ("terms",) and message.code in ("missing", "too-few"):
        return "Terms: add at least one."
    return f"{field_name(path).replace('_', ' ').capitalize()}: {message.about('this')}"
