"""Page variables of an upload and its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for

from tracker.records.kinds import KIND_WORDS
from tracker.records.reading.problems import Problem
from tracker.services.editing.uploads import MOST_RECORDS, Uploaded
from tracker.web.history.revisions import CLASSES
from tracker.web.presenting.page import Link, Page

__all__ = ["LARGEST", "UploadPage", "UploadedPage", "upload_page", "uploaded_page"]

LARGEST = 10_000_000
"""Bytes in one upload."""


@dataclass(frozen=True, kw_only=True)
class UploadPage(Page):
    """The form, with what was wrong with the last try."""

    template = "desk/upload/upload.html"

    problems: Annotated[Sequence[Problem], "Why nothing was made of the files; none at first."]
    classes: Annotated[Sequence[tuple[str, str, str]], "Classes of change with what each means."]
    change: Annotated[str, "The class that was chosen."]
    note: Annotated[str, "The note as it was typed."]
    most: Annotated[int, "Records in one upload, at most."]
    megabytes: Annotated[int, "Size of one upload, at most."]


@dataclass(frozen=True, kw_only=True)
class UploadedPage(Page):
    """The drafts that were made."""

    template = "desk/upload/uploaded.html"

    drafts: Annotated[Sequence[Link], "The drafts, each with the id under which it is submitted."]
    versions: Annotated[Sequence[tuple[str, int]], "Draft and version, as submitting names them."]
    unchanged: Annotated[int, "Records that are published just so already."]
    problems: Annotated[Sequence[Problem], "What is still wrong with the drafts."]
    submit: Annotated[str, "Where to submit all of them."]


def upload_page(problems: Sequence[Problem] = (), change: str = "update", note: str = "") -> UploadPage:
    """The form."""
    return UploadPage(
        title="Upload record files",
        description="Each record in the files becomes one of your drafts and is reviewed like any other.",
        problems=problems,
        classes=[(key, *words) for key, words in CLASSES.items() if key != "new"],
        change=change,
        note=note,
        most=MOST_RECORDS,
        megabytes=LARGEST // 1_000_000,
    )


def uploaded_page(made: Uploaded) -> UploadedPage:
    """The result of the upload."""
    count = len(made.drafts)
    return UploadedPage(
        title=f"{count or 'No'} draft{'' if count == 1 else 's'} created",
        description="Nothing is public yet.",
        drafts=[
            Link(f"{KIND_WORDS[draft.kind].capitalize()}: {draft.title}", url_for("desk.draft", id=draft.id), draft.id)
            for draft in made.drafts
        ],
        versions=[(draft.id, draft.version) for draft in made.drafts],
        unchanged=made.unchanged,
        problems=made.problems,
        submit=url_for("desk.submit_uploaded"),
    )
