"""CSRF protection: by the origin of the request, and by a token in our own forms (ASVS V3.5.1)."""

from typing import Any

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.refusing.refusals import from_another_site, odd_characters, signed_out, too_old
from tracker.web.accounts.refusing.request_source import from_elsewhere
from tracker.web.accounts.sessions import desk_session, load_session
from tracker.web.http.headers import is_desk_path
from tracker.web.http.odd_characters import has_odd

__all__ = ["guard_forms"]

_SAFE = ("GET", "HEAD", "OPTIONS")
_protect = CSRFProtect()


def guard_forms(app: Flask) -> None:
    """Have every request to the desk given its session, and every form checked before its view runs."""
    # Ours decides when; a token is valid as long as its session; the origin of a form is checked below.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    _protect.init_app(app)
    app.before_request(_checked)


def _checked() -> Any:
    if not is_desk_path(request.path) or request.endpoint is None:
        return None
    current_app.config["WTF_CSRF_SECRET_KEY"] = auth_state().now.session
    load_session()
    if request.method in _SAFE:
        return None
    if from_elsewhere():
        return from_another_site()
    if _is_too_large():
        return signed_out()
    try:
        _protect.protect()
    except CSRFError:
        access = getattr(current_app.view_functions[request.endpoint], "access", "")
        return signed_out() if desk_session().who is None and access != "nothing" else too_old()
    g.has_good_token = True
    odd = any(has_odd(name) or has_odd(text) for name, text in request.form.items(multi=True))
    return odd_characters() if odd else None


def _is_too_large() -> bool:
    """Lift the limit for a view that takes more; whether a stranger sent more than is read of strangers."""
    larger = getattr(current_app.view_functions[str(request.endpoint)], "takes", None)
    if larger is None:
        return False
    who = desk_session().who
    if who is not None and who.proved == "both":
        request.max_content_length, request.max_form_parts = larger
        return False
    return (request.content_length or 0) > int(current_app.config["MAX_CONTENT_LENGTH"])
