"""A draft that several people write: who changed what, what both changed, and what a save means for its review."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.text import listing
from tracker.models import Draft
from tracker.records.changing.merge import Conflict, Side
from tracker.records.checking.parsing import read
from tracker.records.reading.problems import Path
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.editing.draft_merging import RECORD, DraftConflictError, Edit, Seen, edits_since
from tracker.store.accounts.people import account_of
from tracker.store.editing.drafts import CHANGEABLE
from tracker.web.desk.drafts.forms import CHANGE_WORDS, parse_version
from tracker.web.desk.form.plain import PlainRecord, PlainValue
from tracker.web.desk.record_text import RecordDescriber, names_in
from tracker.web.desk.times import moment_words

__all__ = [
    "CHOOSE",
    "Choices",
    "EditShown",
    "choices_of",
    "edits_shown",
    "edits_told",
    "is_seen_field",
    "owner_note",
    "parse_seen",
]

_SIDES: dict[str, Side] = {"mine": "mine", "theirs": "theirs", "base": "base"}
_CHOICE = "keep-"
CHOOSE = "Not saved yet: someone changed the same after you opened this page. Choose what to keep."
_SEEN = ("draft-version", "draft-typed", "draft-settled")
"""Fields in which a page says what it shows of a draft."""
_MOST_CHOICES = 200
_BESIDE_RECORD = {"note": "What changed and why", "change": "Type of change", "confirmed": "Combinations in acts"}


class Choice(NamedTuple):
    """One thing that two people changed, each in another way, with what each side says; empty where it says nothing."""

    name: str
    field: str
    base: str
    mine: str
    theirs: str


class Choices(NamedTuple):
    """What is to be chosen before a page can be saved: it still shows ``seen``; the draft is at ``settled_at``."""

    seen: Seen
    settled_at: int
    fields: Sequence[Choice]


class EditShown(NamedTuple):
    """Who changed which fields, and when they saved last."""

    who: str
    at: str
    fields: str


def parse_seen(posted: Mapping[str, str]) -> Seen:
    """What a posted page showed of its draft, and what was chosen where two people changed the same."""
    sides = {
        number: _SIDES[side]
        for number in range(_MOST_CHOICES)
        if (side := posted.get(f"{_CHOICE}{number}", "")) in _SIDES
    }
    version, settled = (parse_version(posted, name) for name in ("draft-version", "draft-settled"))
    return Seen(version, posted.get("draft-typed") == "1", sides, settled)


def is_seen_field(name: str) -> bool:
    """Whether a posted field says what the page showed, or what was chosen."""
    return name in _SEEN or name.startswith(_CHOICE)


def choices_of(
    session: Session, conflict: DraftConflictError, seen: Seen, names: Mapping[str, str] | None = None
) -> Choices | None:
    """What is to be chosen; None where what the page showed is not kept, so that nothing can be compared.

    ``names`` are what is called otherwise than by its id, besides what the record names.
    """
    if not conflict.conflicts:
        return None
    draft = conflict.current
    teller = _teller(session, draft.kind, [draft.data], names)
    fields = [_choice(teller, number, one) for number, one in enumerate(conflict.conflicts[:_MOST_CHOICES])]
    return Choices(seen, draft.version, fields)


def _choice(teller: RecordDescriber, number: int, conflict: Conflict) -> Choice:
    base, mine, theirs = (
        _value_text(teller, conflict.path, value) for value in (conflict.base, conflict.mine, conflict.theirs)
    )
    return Choice(f"{_CHOICE}{number}", _label(teller, conflict.path), base, mine, theirs)


def _label(teller: RecordDescriber, path: Path) -> str:
    return teller.label(path[1:]) if path[0] == RECORD else _BESIDE_RECORD[str(path[0])]


def _value_text(teller: RecordDescriber, path: Path, value: PlainValue) -> str:
    if path[0] == RECORD:
        return teller.whole(path[1:], value)
    return CHANGE_WORDS[value][0] if path[0] == "change" and value in CHANGE_WORDS else str(value or "")


def edits_shown(session: Session, actor: Actor, draft: Draft, since: int = 0) -> list[EditShown]:
    """Who changed what of a draft that several people wrote; after a version, what others than the actor changed."""
    if len(draft.writers) < 2:
        return []
    edits = edits_since(session, draft, since)
    if since:
        edits = [edit for edit in edits if edit.account_id != actor.account_id]
    teller = _teller(session, draft.kind, [edit.new[RECORD] for edit in edits[-1:]])
    return [_edit_shown(session, teller, edit) for edit in edits]


def _edit_shown(session: Session, teller: RecordDescriber, edit: Edit) -> EditShown:
    labels = [row.label for row in teller.differences(edit.old.get(RECORD, {}), edit.new[RECORD])]
    labels += [words for name, words in _BESIDE_RECORD.items() if edit.old.get(name) != edit.new.get(name)]
    return EditShown(_name(session, edit.account_id), moment_words(edit.at), listing(list(dict.fromkeys(labels))))


def edits_told(edits: Iterable[EditShown]) -> str:
    """The same in a sentence for each person."""
    return " ".join(f"{edit.who} changed {edit.fields} ({edit.at})." for edit in edits)


def owner_note(session: Session, actor: Actor, draft: Draft) -> str:
    """What a save means for someone who has not written on the draft; empty for its writers."""
    if not draft.version or actor.account_id in draft.writers or draft.state not in CHANGEABLE:
        return ""
    if not may(actor.role, Action.EDIT_DRAFTS):
        return ""
    owner = _name(session, draft.owner_id)
    return f"This is {owner}’s draft. If you save a change, you are one of its authors and cannot review it."


def _name(session: Session, account_id: int) -> str:
    account = account_of(session, account_id)
    return account.name if account else "Someone"


def _teller(
    session: Session, kind: str, bodies: Iterable[PlainRecord], more: Mapping[str, str] | None = None
) -> RecordDescriber:
    records = [record for body in bodies if (record := read(kind, body)[0])]
    names, dimensions, scales = names_in(session, records)
    return RecordDescriber(kind, {**(more or {}), **names}, dimensions, scales)
