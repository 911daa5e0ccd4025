"""The page about the ledger and its variables."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.services.reading.scorecards import Snapshot
from tracker.settings import ROOT
from tracker.store.ledger import head_at
from tracker.web.presenting.addresses.clock_query import instant
from tracker.web.presenting.links import absolute
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["VERIFIER", "LedgerPage", "ledger_page", "verifier_hash"]

VERIFIER = ROOT / "tracker" / "static" / "verify_ledger.py"


@dataclass(frozen=True, kw_only=True)
class LedgerPage(Page):
    """Everything that was published, and how anyone checks that it still is what was published."""

    template = "ledger/ledger.html"

    entries: Annotated[int, "How many entries there are at the moment asked for."]
    newest_hash: Annotated[str, "The hash of the last of them; empty where there is none."]
    newest_day: Annotated[str, "The day of the last of them, in words; empty where there is none."]
    newest_at: Annotated[str, "Its moment, as programs write it."]
    ledger_url: Annotated[str, "Where all of it is."]
    verifier_url: Annotated[str, "Where the program is."]
    verifier_sha256: Annotated[str, "The hash of the program."]
    one_person: Annotated[bool, "Whether one person may write and publish."]


def ledger_page(session: Session, snapshot: Snapshot) -> LedgerPage:
    """The page as of a moment of the record."""
    settings = site().settings
    head = head_at(session, snapshot.position)
    return LedgerPage(
        title="Public ledger",
        description="Everything we have ever published, in order. Each entry is sealed and linked to the one before. "
        "Anyone can download it and check that nothing has been changed or removed.",
        canonical=url_for("ledger.ledger"),
        entries=head.position,
        newest_hash=head.sha256 if head.at else "",
        newest_day=day(head.at.astimezone(settings.time_zone).date()) if head.at else "",
        newest_at=instant(head.at) if head.at else "",
        ledger_url=absolute(url_for("ledger.lines")),
        verifier_url=absolute(url_for("ledger.verifier")),
        verifier_sha256=verifier_hash(),
        one_person=settings.one_person_site,
    )


@cache
def verifier_hash() -> str:
    """The hash of the program that checks a copy."""
    return hashlib.sha256(VERIFIER.read_bytes()).hexdigest()
