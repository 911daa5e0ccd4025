"""Rejects characters that a database cannot store, for all routes: NUL and lone surrogates."""

import re

from flask import Flask, request
from werkzeug.exceptions import NotFound

from tracker.web.http.clocks import BadParameterError

__all__ = ["has_odd", "refuse_odd_addresses", "without_odd"]

_ODD = re.compile("[\0\ud800-\udfff]")


def has_odd(text: str) -> bool:
    """Whether a text contains a character that cannot be stored."""
    return _ODD.search(text) is not None


def without_odd(text: str) -> str:
    """The text without such characters, which cannot be seen or typed."""
    return _ODD.sub("", text)


def refuse_odd_addresses(app: Flask) -> None:
    """Have every address looked at before its view runs. What forms hold is looked at with their token."""
    app.before_request(_checked)


def _checked() -> None:
    if has_odd(request.path):
        raise NotFound
    for name, text in request.args.items(multi=True):
        if has_odd(name) or has_odd(text):
            raise BadParameterError(without_odd(name), without_odd(text), "text without control characters")
