"""The page of a draft of the wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.models import Draft
from tracker.records.reading.problems import field_name
from tracker.records.sentences import SENTENCES, placeholders, sentence_problem
from tracker.services.auth.roles import Actor
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.web.desk.drafts.form_page import DraftFormPage, draft_form
from tracker.web.desk.drafts.shared import Choices
from tracker.web.presenting.page import Page

__all__ = ["SENTENCE", "NewWordingPage", "WordingPage", "sentences_of", "wording_page"]

SENTENCE = "sentence-"
"""Begins the name of each sentence's box; its key follows."""
_MOST = 40


class SentenceRow(NamedTuple):
    """A sentence: the built-in text, the site's own (empty: the same), what may stand in braces, what is wrong."""

    key: str
    built_in: str
    own: str
    placeholders: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class NewWordingPage(Page):
    """Where one begins to change the wording."""

    template = "desk/site/new_site_wording.html"

    title: Annotated[str, "What the page is about."] = "Wording of the site"
    description: Annotated[str, "What the wording is."] = (
        "Scorecards and widgets are made of sentences. You can replace any of them with your own."
    )


@dataclass(frozen=True, kw_only=True)
class WordingPage(DraftFormPage, Page):
    """A draft of the wording."""

    template = "desk/site/site_wording.html"

    rows: Annotated[Sequence[SentenceRow], "The sentences that are found, or those with a text of the site's own."]
    matches: Annotated[int, "How many sentences match the words."]
    words: Annotated[str, "The words that sentences are looked for by."]
    problems: Annotated[Sequence[str], "What has to be fixed before it can be submitted."]
    refused: Annotated[str, "Why what was typed is not saved; empty where nothing was refused."]


def sentences_of(data: Mapping[str, object]) -> dict[str, str]:
    """The site's own sentences, as far as the data has any."""
    given = data.get("sentences")
    return {k: v for k, v in given.items() if isinstance(v, str)} if isinstance(given, dict) else {}


def wording_page(
    session: Session,
    actor: Actor,
    draft: Draft,
    words: str,
    *,
    typed: Mapping[str, str] | None = None,
    refused: str = "",
    choices: Choices | None = None,
) -> WordingPage:
    """The page with the sentences that hold the words; without words, with those that the site has changed."""
    own = sentences_of(draft.data) | dict(typed or {})
    keys = [key for key in SENTENCES if _matches(key, own.get(key, ""), words)] if words else list(own)
    faults = related_drafts(session, draft, actor).faults if own else ()
    here = url_for("desk.wording", id=draft.id)
    return WordingPage(
        title="Wording of the site",
        description="Sentences that scorecards and widgets are made of. Change those that do not suit your readers.",
        rows=[_row(key, own.get(key, "")) for key in keys[:_MOST]],
        matches=len(keys),
        words=words,
        problems=[f"{field_name(fault.path)}: {fault.message.about('this')}." for fault in faults],
        **draft_form(session, actor, draft, "wording", here, choices.seen if choices else None, choices),
        refused=refused,
    )


def _matches(key: str, own: str, words: str) -> bool:
    text = fold(f"{key} {SENTENCES[key]} {own}")
    return all(word in text for word in fold(words).split())


def _row(key: str, own: str) -> SentenceRow:
    built_in = SENTENCES.get(key, "")
    names = ", ".join(f"{{{name}}}" for name in sorted(placeholders(built_in))) if built_in else ""
    problem = sentence_problem(key, own) if own and key in SENTENCES else None
    return SentenceRow(key, built_in, own, names, f"{problem.about('This')}." if problem else "")
