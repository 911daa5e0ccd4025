"""Addresses of static files, which change with the file: caches may keep what they hold for ever."""

import hashlib
from functools import cache
from urllib.parse import quote

from flask import request

from tracker.settings import ROOT

__all__ = ["static_url", "static_version"]

_FOLDER = ROOT / "tracker" / "static"


def static_url(filename: str) -> str:
    """The address of a file in ``static``, with a part of its hash."""
    return f"{request.script_root}{_path(filename)}"


@cache
def _path(filename: str) -> str:
    """Put together once: ``url_for`` takes as long for four of them as a query."""
    return f"/static/{quote(filename)}?v={static_version(filename)}"


@cache
def static_version(filename: str) -> str:
    """What the address of a file must have as ``v``. Raises OSError where there is no such file."""
    return hashlib.sha256((_FOLDER / filename).read_bytes()).hexdigest()[:10]
