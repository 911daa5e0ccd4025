"""Page variables of a merge: what was published, what the draft changes, and the conflicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.models.desk.draft import Draft
from tracker.records.changing.merge import Conflict, Merged, Side, merged
from tracker.records.checking.parsing import read
from tracker.records.kinds import body
from tracker.records.reading.problems import Path
from tracker.store.history import revision_body
from tracker.store.published import current_states, parsed
from tracker.web.desk.form.plain import PlainRecord
from tracker.web.desk.record_text import RecordDescriber, RecordSummary, names_in
from tracker.web.presenting.page import Page

__all__ = ["MergePage", "Three", "decided", "merge_page", "three_of"]

_SIDES: dict[str, Side] = {"mine": "mine", "theirs": "theirs", "base": "base"}


class Three(NamedTuple):
    """The three states of one record, as plain data, and the number of the revision published now."""

    base: PlainRecord
    mine: PlainRecord
    theirs: PlainRecord
    number: int


@dataclass(frozen=True)
class ConflictShown:
    """One thing that both changed, with what each side says; empty where it says nothing."""

    name: str
    field: str
    base: str
    mine: str
    theirs: str
    chosen: str


@dataclass(frozen=True, kw_only=True)
class MergePage(Page):
    """Both changes side by side, with what is to be decided."""

    template = "desk/drafts/merge.html"

    draft: Annotated[str, "The draft's page."]
    version: Annotated[int, "The draft's version, which saving names."]
    number: Annotated[int, "The revision that is published now, which saving names."]
    current: Annotated[bool, "Whether the draft begins from what is published now, so that nothing is to be done."]
    theirs: Annotated[Sequence[RecordSummary], "What was published meanwhile changes."]
    mine: Annotated[Sequence[RecordSummary], "What the draft changes."]
    conflicts: Annotated[Sequence[ConflictShown], "What both changed, each in another way."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."] = ""


def three_of(session: Session, draft: Draft) -> Three | None:
    """The three states of a draft's record; None where nothing is published under its id."""
    state = current_states(session, [draft.key]).get(draft.key)
    if state is None:
        return None
    base = revision_body(session, draft.key, draft.base_number) if draft.base_number else None
    return Three(body(parsed(base)) if base else {}, draft.data, body(parsed(state.body)), state.number)


def decided(three: Three, chosen: dict[str, str]) -> Merged:
    """The merged body by what was chosen, by the name of each conflict."""
    conflicts = merged(three.base, three.mine, three.theirs).conflicts
    sides: dict[Path, Side] = {
        conflict.path: _SIDES[side]
        for i, conflict in enumerate(conflicts)
        if (side := chosen.get(_name(i), "")) in _SIDES
    }
    return merged(three.base, three.mine, three.theirs, sides)


def merge_page(
    session: Session, draft: Draft, three: Three | None, chosen: dict[str, str], wrong: str = ""
) -> MergePage:
    """Both changes, with what was chosen so far."""
    conflicts = merged(three.base, three.mine, three.theirs).conflicts if three else ()
    sides = (three.base, three.mine, three.theirs) if three else ()
    records = [record for side in sides if (record := read(draft.kind, side)[0])]
    teller = RecordDescriber(draft.kind, *names_in(session, records))
    return MergePage(
        title="Merge two sets of changes",
        description=f"Someone else published changes to “{draft.title}” while you were editing. Choose what to keep.",
        draft=url_for("desk.draft", id=draft.id),
        version=draft.version,
        number=three.number if three else 0,
        current=three is None or three.number == draft.base_number,
        theirs=teller.differences(three.base, three.theirs) if three else (),
        mine=teller.differences(three.base, three.mine) if three else (),
        conflicts=[_shown(teller, i, conflict, chosen) for i, conflict in enumerate(conflicts)],
        wrong=wrong,
    )


def _name(i: int) -> str:
    return f"conflict-{i}"


def _shown(teller: RecordDescriber, i: int, conflict: Conflict, chosen: dict[str, str]) -> ConflictShown:
    name, path = _name(i), conflict.path
    base, mine, theirs = (teller.whole(path, side) for side in (conflict.base, conflict.mine, conflict.theirs))
    return ConflictShown(name, teller.label(path), base, mine, theirs, chosen.get(name, ""))
