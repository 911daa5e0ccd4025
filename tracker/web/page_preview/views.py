"""The route of the preview of public pages: scorecards, and the pages of single records, topics and companies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, g, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.scorecard import Scorecard
from tracker.records.ids import is_id
from tracker.records.kinds import KIND_WORDS
from tracker.records.types.company import Company
from tracker.services.auth.roles import Action
from tracker.services.publishing.page_preview import PagePreview, page_preview
from tracker.services.reading.records import drafted_record_view
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, snapshot_of
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.browse.topics import drafted_topic_page
from tracker.web.desk.drafts.form_page import heading
from tracker.web.desk.drafts.views import opened
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import Link, Page, shown
from tracker.web.records.pages import record_page
from tracker.web.scorecard.corrections import corrections_of
from tracker.web.scorecard.pages import scorecard_page, topics_page
from tracker.web.site import site

blueprint = Blueprint("page_preview", __name__, url_prefix="/desk")
OWN = "own"
"""What the address says to see the page of the record itself."""


@dataclass(frozen=True, kw_only=True)
class NoPreviewPage(Page):
    """Why there is nothing to show yet."""

    template = "page_preview/no_page.html"

    draft: Annotated[str, "The page of the draft."]
    whole: Annotated[bool, "Whether the record is whole, so that there is only no page that it is on."]


@dataclass(frozen=True)
class PreviewBanner:
    """What stands on top of a previewed page: where it leads back to, and further pages with the draft."""

    draft: str
    others: Sequence[Link]


@blueprint.get("/drafts/<id>/page")
@needs(Action.WRITE)
def page(id: str) -> AnyResponse:
    """A public page as readers would see it with the draft published: a scorecard, else the record's own."""
    company, topic = request.args.get("company", ""), request.args.get("topic", "")
    wanted = (company, topic) if is_id(company) and is_id(topic) else None
    with site().database.reading() as session:
        draft = opened(session, id)
        preview = page_preview(session, current_actor(), draft, wanted, site().today, site().clock.now())
        snapshot = snapshot_of(session, ScorecardQuery(), site().clock, site().settings.time_zone)
        own = _own_page(session, snapshot, preview)
        asked_own = request.args.get("of") == OWN or (wanted is None and draft.kind in ("topic", "company"))
        card = None if own and asked_own else next(iter(preview.cards), None)
        back = url_for("desk.draft", id=id)
        made = _card_page(session, snapshot, card) if card else own
        if made is None:
            whole = bool(preview.records)
            made = NoPreviewPage(
                title=heading(draft), description="There is no page to show yet.", draft=back, whole=whole
            )
        else:
            others = _others(url_for("page_preview.page", id=id), preview, card, own is not None)
            g.preview = PreviewBanner(back, others)
        return Response(shown(made))


def _card_page(session: Session, snapshot: Snapshot, card: Scorecard) -> Page:
    corrections = corrections_of(session, snapshot, card.dossier.company.id)
    return scorecard_page(card, snapshot, ScorecardQuery(), corrections)


def _own_page(session: Session, snapshot: Snapshot, preview: PagePreview) -> Page | None:
    """The page of the drafted record itself; None for kinds without one, and for a company with one topic or none."""
    if not preview.records:
        return None
    record = preview.records[0]
    if topic := drafted_topic_page(session, snapshot, preview):
        return topic
    if isinstance(record, Company):
        cards = {card.dossier.topic.id: card for card in preview.cards if card.dossier.company.id == record.id}
        topics = [card.dossier.topic for card in cards.values()]
        return topics_page(record, topics, ScorecardQuery(), cards.__getitem__) if len(topics) > 1 else None
    if record.kind not in RECORD_FOLDERS:
        return None
    return record_page(drafted_record_view(session, snapshot, preview), snapshot, ScorecardQuery(), [])


def _others(path: str, preview: PagePreview, card: Scorecard | None, has_own: bool) -> list[Link]:
    """Links to the other pages with the draft: the record's own, and scorecards by company and topic."""
    kind = KIND_WORDS[preview.records[0].kind]
    own = [Link(f"the page of this {kind}", with_query(path, {"of": OWN}))] if has_own and card else []
    cards = [
        Link(
            f"{other.dossier.company.name}: {other.dossier.topic.name}",
            with_query(path, {"company": other.dossier.company.id, "topic": other.dossier.topic.id}),
        )
        for other in preview.cards
        if other is not card
    ]
    more = [
        Link(f"{pair[0]}, {pair[1]}", with_query(path, {"company": pair[0], "topic": pair[1]})) for pair in preview.more
    ]
    return [*own, *cards, *more[: len(preview.cards)]]
