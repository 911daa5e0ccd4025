"""The page shown while a long import is planned, or made into drafts."""

from dataclasses import dataclass
from typing import Annotated

from flask import url_for

from tracker.services.spreadsheets.import_jobs import Progress
from tracker.services.spreadsheets.table_imports import OpenImport
from tracker.web.desk.table_import.pages import ImportPage, common

__all__ = ["SECONDS_TO_RELOAD", "ProgressPage", "progress_page"]

SECONDS_TO_RELOAD = "3"
"""A page of work that goes on is shown anew by itself."""


@dataclass(frozen=True, kw_only=True)
class ProgressPage(ImportPage):
    """How far it has come. It is shown anew by itself, and by a link."""

    template = "desk/table_import/progress.html"

    what: Annotated[str, "What is being done."]
    done: Annotated[int, "Rows that are planned."]
    rows: Annotated[int, "All rows."]
    state: Annotated[str, "waiting, running or failed."]
    why: Annotated[str, "Why it failed, or failed the last time."]
    again: Annotated[str, "This page, shown anew."]
    retry: Annotated[str, "Where to begin anew after a failure."]


def progress_page(opened: OpenImport, step: str, progress: Progress) -> ProgressPage:
    """The page of a step that cannot be shown yet."""
    here = url_for("desk.import_step", id=opened.row.id, step=step)
    return ProgressPage(
        **common(opened, step, ""),
        what="Making drafts" if progress.making else "Reading and matching rows",
        done=0 if progress.making else progress.rows_done,
        rows=0 if progress.making else progress.rows,
        state=progress.state,
        why=progress.why,
        again=here,
        retry=url_for("desk.import_step", id=opened.row.id, step=step, again="yes"),
    )
