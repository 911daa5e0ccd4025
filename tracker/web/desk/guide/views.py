"""The route of the guide."""

from dataclasses import dataclass
from typing import Annotated

from flask import Response
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.roles import Action
from tracker.web.accounts.auth_decorators import needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.guide.text import whole_guide
from tracker.web.presenting.page import Page, shown


@dataclass(frozen=True, kw_only=True)
class GuidePage(Page):
    """The whole guide."""

    template = "desk/guide.html"

    html: Annotated[Markup, "Its text."]


@blueprint.get("/guide")
@needs(Action.WRITE)
def guide() -> AnyResponse:
    """How articles become records, and what each field means."""
    page = GuidePage(
        title="Guide for editors",
        description="How to turn an article into records, and what each field means.",
        html=whole_guide(),
    )
    return Response(shown(page))
