"""The page on which several bundles are published at once: one summary of what readers would see change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.records.search_text import title
from tracker.services.auth.roles import Actor
from tracker.services.desk.bulk_review import publishable_bundles
from tracker.services.desk.items import Item
from tracker.services.publishing.whole_bundles import TwoPeople
from tracker.store.published import parsed
from tracker.web.desk.review.pages import TouchedShown, impact_fields
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = ["BulkPublishPage", "bulk_publish_page"]


@dataclass(frozen=True, kw_only=True)
class BulkPublishPage(Page):
    """Bundles that would be published together."""

    template = "desk/queue/bulk_publish.html"

    bundles: Annotated[Sequence[Link], "What leads each bundle, with its review."]
    left: Annotated[Sequence[tuple[str, str]], "What was selected and cannot be published, with the reason."]
    records: Annotated[int, "How many records in all."]
    shown: Annotated[Mapping[int, str], "What an approval names: submissions with their hashes."]
    items: Annotated[Sequence[str], "What was selected, as forms name it."]
    touched: Annotated[Sequence[TouchedShown], "Scorecards that would change."]
    alarming: Annotated[bool, "Whether something would read as against a pledge, or as missed."]
    unchanged: Annotated[int, "Scorecards that were computed and would stay as they are."]
    left_out: Annotated[int, "Scorecards that may change and were not computed."]
    fresh: Annotated[bool, "Whether this person has proved lately who they are."]
    confirm: Annotated[str, "Where to prove it, coming back here."]
    back: Annotated[str, "The page of the queue that this came from."]
    note: Annotated[str, "The note as it was typed."]
    wrong: Annotated[str, "Why nothing was published; empty at first."]


def bulk_publish_page(
    session: Session,
    actor: Actor,
    items: Sequence[Item],
    people: TwoPeople,
    *,
    fresh: bool,
    confirm: str,
    back: str,
    note: str = "",
    wrong: str = "",
) -> BulkPublishPage:
    """The summary of all that can be published of what was selected."""
    publishable = publishable_bundles(session, site().clock, actor, items, people)
    impact = impact_fields(session, publishable.leads[0].id if publishable.leads else 0, publishable.records)
    bundles = [Link(title(parsed(lead.body)), url_for("desk.review", id=lead.id)) for lead in publishable.leads]
    return BulkPublishPage(
        title=f"Publish {len(bundles)} bundle{'' if len(bundles) == 1 else 's'}",
        description="All of it is published together, or nothing.",
        bundles=bundles,
        left=publishable.left,
        records=len(publishable.submissions),
        shown=publishable.hashes,
        items=[f"{item.kind}:{item.id}" for item in items],
        touched=impact["touched"],
        alarming=impact["alarming"],
        unchanged=impact["unchanged"],
        left_out=impact["left_out"],
        fresh=fresh,
        confirm=confirm,
        back=back,
        note=note,
        wrong=wrong,
    )
