"""Drafts of kinds without a form: shown as text, changed by uploading a file."""

from dataclasses import dataclass
from typing import Annotated

import yaml
from flask import url_for
from sqlalchemy.orm import Session

from tracker.models import Draft
from tracker.records.kinds import KIND_WORDS
from tracker.records.reading.problems import field_name
from tracker.services.auth.roles import Actor
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.store.editing.drafts import CHANGEABLE
from tracker.web.presenting.page import Page

__all__ = ["PlainPage", "plain_page"]


@dataclass(frozen=True, kw_only=True)
class PlainPage(Page):
    """A draft as text."""

    template = "desk/form/plain.html"

    text: Annotated[str, "The record as it stands in a file."]
    problems: Annotated[list[tuple[str, str]], "What is wrong: fields and messages."]
    version: Annotated[int, "The version of the draft."]
    can_save: Annotated[bool, "Whether it can be submitted or thrown away."]
    submit: Annotated[str, "Where to submit it."]
    discard: Annotated[str, "Where to throw it away."]
    upload: Annotated[str, "Where to upload a changed file."]


def plain_page(session: Session, actor: Actor, draft: Draft) -> PlainPage:
    """The page of a draft of a topic, a vocabulary or the wording."""
    word = KIND_WORDS[draft.kind]
    text = yaml.safe_dump([draft.data], sort_keys=False, allow_unicode=True, width=100)
    return PlainPage(
        title=draft.title or f"New {word}",
        description=f"Draft of a {word}. Only people signed in to the desk can see it.",
        text=text,
        problems=[
            (field_name(fault.path), str(fault.message)) for fault in related_drafts(session, draft, actor).faults
        ],
        version=draft.version,
        can_save=draft.state in CHANGEABLE,
        submit=url_for("desk.submit", id=draft.id),
        discard=url_for("desk.discard", id=draft.id),
        upload=url_for("desk.upload"),
    )
