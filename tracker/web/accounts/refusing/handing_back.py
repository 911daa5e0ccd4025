"""Returns posted form data so that it can be sent again, without passwords and codes. Nothing is stored."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, request
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from tracker.web.accounts.refusing.request_source import says_own_page
from tracker.web.accounts.sessions import desk_session
from tracker.web.http.odd_characters import without_odd

__all__ = ["SentForm", "sent_form"]

_TYPED_AGAIN = {
    "password": "Password",
    "new_password": "New password",
    "code": "Two-factor code",
    "recovery_code": "Recovery code",
}
"""Secrets that can be typed a second time, by field."""
_SECRET = {*_TYPED_AGAIN, "credential", "csrf_token"}
"""By whole names: a box called “sector-code” is no secret."""
_ADDED = re.compile(r"^(draft|draft-version|do|kept|next|username)$|[.]rows$")
_LONGEST_NAME = 300
_MOST_BYTES = 20_000_000
_MOST_PARTS = 10_000
"""A body that was refused as too long is read up to here, so that its text comes back."""


@dataclass(frozen=True)
class SentForm:
    """A form as it was sent.

    ``secrets`` are fields that must be typed again, by name and label, ``files`` fields whose files must be chosen
    again. ``token`` is the one against forgery to send it again with; ``repeatable`` whether it can be sent again.
    """

    fields: Sequence[tuple[str, str]] = ()
    secrets: Sequence[tuple[str, str]] = ()
    files: Sequence[str] = ()
    token: str = ""
    repeatable: bool = False

    @property
    def texts(self) -> Sequence[tuple[str, str, str]]:
        """What the person typed or chose, to read and to copy: field, label and text, without what the page added."""
        typed = [(name, text) for name, text in self.fields if text.strip() and not _ADDED.search(name)]
        return [(name, _label(name), text) for name, text in typed]


def sent_form() -> SentForm:
    """The form of the present request; an empty one where none was sent, or one too long to be handed back."""
    if request.method != "POST":
        return SentForm()
    form, files = _read()
    pairs = [(name, without_odd(text)) for name, text in form.items(multi=True) if len(name) <= _LONGEST_NAME]
    secret = {name for name, text in pairs if text and name in _SECRET - {"csrf_token"}}
    token = _token(form.get("csrf_token", ""))
    return SentForm(
        fields=[(without_odd(name), text) for name, text in pairs if name not in _SECRET],
        secrets=[(name, label) for name, label in _TYPED_AGAIN.items() if name in secret],
        files=sorted({name for name, file in files if name == "files" and file}),
        token=token,
        # What a passkey answered is good once, and whose form it is must be known or still to be found out.
        repeatable=secret <= _TYPED_AGAIN.keys() and (bool(token) or desk_session().who is None),
    )


def _read() -> tuple[MultiDict[str, str], list[tuple[str, str | None]]]:
    try:
        form = request.form
    except HTTPException:
        request.max_content_length = request.max_form_memory_size = _MOST_BYTES
        request.max_form_parts = _MOST_PARTS
        try:
            form = request.form
        except HTTPException:
            return MultiDict(), []
    return form, [(name, file.filename) for name, file in request.files.items(multi=True)]


def _token(given: str) -> str:
    """A fresh token only for a form that had a good one, or that the browser says one of our own pages sent.

    As long as it is not known who sent it, such as while the database is away, the form keeps the token that it had.
    """
    if desk_session().who is None:
        return "" if g.get("session_is_loaded") else given
    return str(generate_csrf()) if g.get("has_good_token") or says_own_page() else ""


def _label(name: str) -> str:
    """A field's name as words: ``versions-0-taken_down`` is “Versions 1: taken down”."""
    parts = [str(int(part) + 1) if part.isdecimal() else part.replace("_", " ") for part in re.split("[-.]", name)]
    numbered = re.sub(r": (\d+)", r" \1", ": ".join(parts))
    return numbered[:1].upper() + numbered[1:]
