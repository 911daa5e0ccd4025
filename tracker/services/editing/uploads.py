"""Record files uploaded as drafts: how topics, vocabularies and site wording are edited and sent to review."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.desk.draft import Draft
from tracker.records.kinds import AnyRecord, body, canonical
from tracker.records.reading.problems import Problem, field_name
from tracker.services.auth.roles import Action, Actor, require
from tracker.services.editing.drafts import WriteContext, begin_draft, edit_record, save_draft
from tracker.services.intake.record_files import MOST_PROBLEMS, ReadResult, read_files
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.checking.unanswered import AS_WRITTEN
from tracker.store.editing.drafts import own_draft
from tracker.store.published import current_records, current_states

__all__ = ["MOST_RECORDS", "File", "UploadRefusedError", "Uploaded", "drafts_from", "read_uploads"]

MOST_RECORDS = 500
"""Records in one upload: each comes to be reviewed by a person."""


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


class UploadRefusedError(Exception):
    """Files of which no drafts can be made, with every problem; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = list(problems)
        super().__init__(f"{len(self.problems)} problems")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The drafts that were made; how many records are published just so already.

    What is still wrong with the drafts.
    """

    drafts: tuple[Draft, ...]
    unchanged: int
    problems: tuple[Problem, ...]


def read_uploads(files: Sequence[File]) -> ReadResult:
    """The records of files that were sent, and everything that is wrong in them; raises UploadRefused."""
    with tempfile.TemporaryDirectory(prefix="tracker-upload-") as folder:
        places = {}
        for number, file in enumerate(files):
            # Only the ending of the name given counts; it is never part of a path.
            path = Path(folder, f"{number}{_suffix(file.name)}")
            path.write_bytes(file.content)
            places[str(path)] = _shown(file.name)
        files_read = read_files(map(Path, places))
    problems = [
        Problem(
            places.get(p.file, ""),
            p.line,
            _plain(p.record),
            _plain(p.field),
            _plain(p.message.replace(folder, "")),
            p.code,
        )
        for p in files_read.problems
    ]
    if not files:
        problems.append(Problem("", 0, "", "", "no file was selected"))
    if len(files_read.records) > MOST_RECORDS:
        message = f"contains {len(files_read.records)} records; the limit per upload is {MOST_RECORDS}"
        problems.append(Problem("", 0, "", "", message))
    if problems:
        raise UploadRefusedError(problems)
    return files_read


def drafts_from(
    session: Session, actor: Actor, clock: Clock, records: Sequence[AnyRecord], work: WriteContext
) -> Uploaded:
    """A draft of each record that says something else than what is published, all of them or none.

    ``work`` gives the class of change and the note for all. Raises UploadRefusedError, NotAllowedError.
    """
    require(actor, Action.UPLOAD)
    states = current_states(session, [record.key for record in records])
    changed = [r for r in records if r.key not in states or states[r.key].body != canonical(body(r)).decode()]
    begun = [draft for r in changed if (draft := own_draft(session, actor.account_id, r.key))]
    if begun:
        raise UploadRefusedError([Problem("", 0, " ".join(draft.key), "", _in_the_way(draft)) for draft in begun])
    drafts = []
    for record in changed:
        own = work._replace(body=body(record), confirmed=(*work.confirmed, AS_WRITTEN))
        if record.key in states:
            draft = edit_record(session, actor, clock, record.key)
            drafts.append(save_draft(session, actor, clock, draft.id, draft.version, own))
        else:
            drafts.append(begin_draft(session, actor, clock, record.kind, own))
    return Uploaded(tuple(drafts), len(records) - len(changed), tuple(_problems(session, changed)[:MOST_PROBLEMS]))


def _problems(session: Session, records: Sequence[AnyRecord]) -> list[Problem]:
    """What would keep these records from being published together now."""
    before = current_records(session, [record.key for record in records])
    faults = faults_among_published(session, records, before)
    return [
        Problem("", 0, " ".join(f.key), field_name(f.path).replace("_", " "), str(f.message), f.message.code)
        for f in faults
    ]


def _suffix(name: str) -> str:
    suffix = Path(name.replace("\\", "/")).suffix.lower()
    return suffix if suffix in (".yaml", ".yml", ".json") else ".other"


def _in_the_way(draft: Draft) -> str:
    if draft.state == "submitted":
        return "your draft of it is in review; cancel the review, or upload this after it is published"
    return "you already have a draft of it; finish or delete it first"


def _plain(text: str) -> str:
    """Words from a file without signs that no page may hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _shown(name: str) -> str:
    """The name for messages: its last part, on one line."""
    return "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())[:100]
