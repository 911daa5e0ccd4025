"""Choosing the kind of a new record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from tracker.records.kinds import KIND_WORDS
from tracker.services.auth.roles import Action
from tracker.web.accounts.auth_decorators import needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.form.layouts.all_kinds import KIND_HINTS
from tracker.web.desk.new_records import new_path
from tracker.web.presenting.page import Page, shown


@dataclass(frozen=True, kw_only=True)
class ChoosePage(Page):
    """The kinds of record that can be entered."""

    template = "desk/drafts/new.html"

    kinds: Annotated[Sequence[tuple[str, str, str]], "Each kind: its word, what it is, and where to enter one."]


@blueprint.get("/new")
@needs(Action.WRITE)
def choose() -> AnyResponse:
    """What can be entered, and what each is."""
    kinds = [(KIND_WORDS[kind], hint, new_path(kind)) for kind, hint in KIND_HINTS.items()]
    return Response(shown(ChoosePage(title="Create a new record", description="Choose a type of record.", kinds=kinds)))
