"""The redirect target after signing in or verifying: a page of this site’s desk only (ASVS V3.7.2)."""

import re
from urllib.parse import unquote, urlsplit

from flask import request, url_for

__all__ = ["asked_for", "next_url"]

_OWN = re.compile(r"/(desk|account)(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?", re.ASCII)
_LONGEST = 7000


def asked_for() -> str:
    """The path of the present request, to come back to; of a form that was sent, the page that it stands on."""
    path = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else request.path
    return path if next_url(path, "") else url_for("desk.home")


def next_url(given: str, otherwise: str | None = None) -> str:
    """The requested path, if it is one of the desk’s; else the desk (or ``otherwise``)."""
    fallback = url_for("desk.home") if otherwise is None else otherwise
    if len(given) > _LONGEST or not _OWN.fullmatch(given):
        return fallback
    path = unquote(urlsplit(given).path)
    # What a browser or a proxy may read as another place: written out, doubled, or going up.
    plain = path.isprintable() and "\\" not in path and "//" not in path and "%" not in path
    return given if plain and not {".", ".."} & set(path.split("/")) else fallback
