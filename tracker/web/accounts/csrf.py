"""Forms of other sites are refused: by where they come from, and by a token that only our pages have (ASVS V3.5.1)."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.refusals import refused, signed_out, too_old
from tracker.web.accounts.sessions import desk_session, load_session, of_the_desk
from tracker.web.site import site

__all__ = ["guard_forms"]

_SAFE = ("GET", "HEAD", "OPTIONS")
_protect = CSRFProtect()


def guard_forms(app: Flask) -> None:
    """Have every request to the desk given its session, and every form checked before its view runs."""
    # Ours decides when; a token holds as long as its session; where a form comes from is asked below.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    _protect.init_app(app)
    app.before_request(_checked)


def _checked() -> Any:
    if not of_the_desk(request) or request.endpoint is None:
        return None
    current_app.config["WTF_CSRF_SECRET_KEY"] = auth_state().now.session
    load_session()
    if request.method in _SAFE:
        return None
    if not _from_here():
        detail = "This request came from another site, so we did nothing. If you meant to do this, open the page on this site and try again."
        return refused(403, "Request blocked", detail, None, "")
    try:
        _protect.protect()
    except CSRFError:
        gate = getattr(current_app.view_functions[request.endpoint], "gate", "")
        return signed_out() if desk_session().who is None and gate != "nothing" else too_old()
    return None


def _from_here() -> bool:
    """Whether nothing says that another site is behind it. Old browsers say neither; the token decides then."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    given = request.headers.get("Origin")
    ours = (request.host, urlsplit(site().settings.public_url).netloc)
    return given is None or (given != "null" and urlsplit(given).netloc in ours)
