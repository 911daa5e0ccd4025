"""The route of the preview of a public page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Response, g, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.records.ids import is_id
from tracker.services.auth.roles import Action
from tracker.services.publishing.page_preview import page_preview
from tracker.services.reading.scorecards import ScorecardQuery, snapshot_of
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.form_page import heading
from tracker.web.desk.drafts.views import opened
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import Link, Page, shown
from tracker.web.scorecard.corrections import corrections_of
from tracker.web.scorecard.pages import scorecard_page
from tracker.web.site import site

_MOST = 20


@dataclass(frozen=True, kw_only=True)
class NoPreviewPage(Page):
    """Why there is nothing to show yet."""

    template = "desk/no_preview.html"

    draft: Annotated[str, "The page of the draft."]


@dataclass(frozen=True)
class PreviewBanner:
    """What stands on top of a previewed page: where it leads back to, and further scorecards."""

    draft: str
    others: Sequence[Link]


@blueprint.get("/drafts/<id>/page")
@needs(Action.WRITE)
def page(id: str) -> AnyResponse:
    """The whole scorecard as readers would see it with the draft published."""
    company, topic = request.args.get("company", ""), request.args.get("topic", "")
    wanted = (company, topic) if is_id(company) and is_id(topic) else None
    with site().database.reading() as session:
        draft = opened(session, id)
        back = url_for("desk.draft", id=id)
        found = page_preview(session, current_actor(), draft, wanted, site().today, site().clock.now())
        if found.card is None:
            none = NoPreviewPage(title=heading(draft), description="There is no page to show yet.", draft=back)
            return Response(shown(none))
        query = ScorecardQuery()
        snapshot = snapshot_of(session, query, site().clock, site().settings.time_zone)
        own = (found.card.dossier.company.id, found.card.dossier.topic.id)
        path = url_for("desk.page", id=id)
        others = [
            Link(f"{pair[0]}, {pair[1]}", with_query(path, {"company": pair[0], "topic": pair[1]}))
            for pair in found.pairs[:_MOST]
            if pair != own
        ]
        g.preview = PreviewBanner(back, others)
        return Response(shown(scorecard_page(found.card, snapshot, query, corrections_of(session, snapshot, own[0]))))
