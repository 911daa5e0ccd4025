"""Addresses of static files, which change with the file: caches may keep what they hold for ever."""

import hashlib
from functools import cache

from flask import url_for

from tracker.settings import ROOT

__all__ = ["static_url", "static_version"]

_FOLDER = ROOT / "tracker" / "static"


def static_url(filename: str) -> str:
    """The address of a file in ``static``, with a part of its hash."""
    return url_for("static", filename=filename, v=static_version(filename))


@cache
def static_version(filename: str) -> str:
    """What the address of a file must have as ``v``. Raises OSError where there is no such file."""
    return hashlib.sha256((_FOLDER / filename).read_bytes()).hexdigest()[:10]
