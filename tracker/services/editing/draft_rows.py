"""The columns of a draft, from what was typed."""

import json
from collections.abc import Mapping
from typing import Any

from tracker.clock import Clock
from tracker.models.desk.draft import Draft
from tracker.models.revision import CHANGES
from tracker.services.auth.roles import Actor
from tracker.services.editing.draft_merging import WriteContext
from tracker.services.publishing.checking.draft_problems import title as draft_title

__all__ = ["LONGEST_NOTE", "draft_columns", "plain_text", "unsaved_draft"]

_LONGEST_TITLE = 300
LONGEST_NOTE = 5000


def draft_columns(kind: str, base_number: int, work: WriteContext) -> dict[str, Any]:
    """The columns that hold what was typed."""
    data = {**work.body, "kind": kind}
    id = data.get("id")
    note = work.note.strip()[:LONGEST_NOTE] if work.note else None
    change = work.change if work.change in CHANGES and work.change != "new" else "update"
    return {
        "record_id": id if isinstance(id, str) and 0 < len(id) <= 120 else None,
        "company_id": _company(kind, data),
        "title": draft_title(kind, data)[:_LONGEST_TITLE],
        "body": plain_text(data),
        "change": change if base_number else "new",
        "change_chosen": not base_number or work.change in CHANGES,
        "note": note or None,
        "confirmed": sorted(set(work.confirmed)),
    }


def plain_text(data: Mapping[str, Any]) -> str:
    """Plain data as a draft keeps it."""
    return json.dumps(data, ensure_ascii=False)


def _company(kind: str, data: Mapping[str, Any]) -> str | None:
    """The company that a draft is about, as far as it says so."""
    id, named = data.get("id"), data.get("company")
    if data.get("initiative"):
        return None
    if kind == "company":
        company_id = id
    elif kind in ("pledge", "evidence", "response", "decision", "check"):
        company_id = named or (id.partition("/")[0] if isinstance(id, str) else None)
    else:
        company_id = None
    return company_id if isinstance(company_id, str) and 0 < len(company_id) <= 120 else None


def unsaved_draft(actor: Actor, clock: Clock, kind: str, data: Mapping[str, Any], *, id: str) -> Draft:
    """A draft that is stored nowhere yet, to show its form: version 0."""
    now = clock.now()
    return Draft(
        id=id,
        kind=kind,
        record_id=None,
        company_id=None,
        title="",
        owner_id=actor.account_id,
        writers=[actor.account_id],
        base_number=0,
        body=json.dumps({"kind": kind, **data}),
        change="new",
        change_chosen=True,
        private_note=None,
        note=None,
        confirmed=[],
        version=0,
        state="editing",
        created_at=now,
        updated_at=now,
    )
