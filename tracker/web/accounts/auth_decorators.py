"""Access control for views: who is signed in, what their role allows, whether they recently showed a second factor.

Every view of the desk and of accounts is marked with ``needs``, ``signed_in``, ``password_verified`` or
``open_to_all``; a test asserts this and tries each route as each role.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import redirect, request, url_for

from tracker.services.auth.roles import Action, Actor, Role, require
from tracker.web.accounts.next_url import asked_for
from tracker.web.accounts.refusing.refusals import not_recently_verified, signed_out
from tracker.web.accounts.sessions import SignedInPerson, desk_session

__all__ = [
    "current_actor",
    "current_session",
    "is_recently_verified",
    "needs",
    "open_to_all",
    "password_verified",
    "recently_verified",
    "signed_in",
    "takes",
    "verify_path",
]

View = TypeVar("View", bound=Callable[..., Any])


def current_session() -> SignedInPerson:
    """Who is signed in. Only for views behind the gate."""
    signed_in_person = desk_session().who
    if signed_in_person is None:
        raise RuntimeError(f"the view of {request.endpoint} asks who is there, but has no gate")
    return signed_in_person


def current_actor() -> Actor:
    """Who is signed in, as every service that writes takes it. Only for views behind the gate."""
    person = current_session()
    return Actor(person.account_id, person.public_name, Role(person.role))


def is_recently_verified() -> bool:
    """Whether the signed-in person verified a second factor within the last ten minutes."""
    person = desk_session().who
    return person is not None and person.proved == "both" and person.is_recently_verified


def verify_path(back: str) -> str:
    """Where to show a second factor, to come back to a page of the desk afterwards."""
    return url_for("accounts.confirm", next=back)


def needs(action: Action) -> Callable[[View], View]:
    """A view for those whose role allows an action. Others read why not; the anonymous sign in first."""

    def gated(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **values: Any) -> Any:
            if (answer := _without_both()) is not None:
                return answer
            require(current_actor(), action)
            return view(*args, **values)

        return _marked(cast(View, checked), action.name)

    return gated


def signed_in(view: View) -> View:
    """A view for everyone who is signed in, whatever their role."""

    @wraps(view)
    def checked(*args: Any, **values: Any) -> Any:
        answer = _without_both()
        return view(*args, **values) if answer is None else answer

    return _marked(cast(View, checked), "signed in")


def password_verified(view: View) -> View:
    """A view for those who gave the right password, whether or not they showed a second factor yet."""

    @wraps(view)
    def checked(*args: Any, **values: Any) -> Any:
        if desk_session().who is None:
            return _to_sign_in()
        return view(*args, **values)

    return _marked(cast(View, checked), "password")


def open_to_all(view: View) -> View:
    """A view for everyone."""
    return _marked(view, "nothing")


def recently_verified(view: View) -> View:
    """Below one of the others: a view that wants a second factor shown within the last ten minutes.

    To open a page one is sent to show it and comes back. What is sent without it is not done: the answer says so, and
    keeps what was sent.
    """

    @wraps(view)
    def checked(*args: Any, **values: Any) -> Any:
        if is_recently_verified():
            return view(*args, **values)
        if request.method in ("GET", "HEAD"):
            return redirect(verify_path(asked_for()))
        return not_recently_verified()

    # A function may carry attributes; tests read it off the routes.
    checked.fresh = True  # type: ignore[attr-defined]
    return cast(View, checked)


def takes(size: int, parts: int) -> Callable[[View], View]:
    """A view that takes more than other forms hold: so many bytes and fields, from people who are signed in alone."""

    def marked(view: View) -> View:
        # Read where the body of a request is, before the view runs.
        view.takes = (size, parts)  # type: ignore[attr-defined]
        return view

    return marked


def _marked(view: View, access: str) -> View:
    # As above.
    view.access = access  # type: ignore[attr-defined]
    return view


def _without_both() -> Any:
    """The answer for those who are not signed in all the way; None for those who are."""
    person = desk_session().who
    if person is None:
        return _to_sign_in()
    if person.proved != "both":
        opened = request.method in ("GET", "HEAD")
        return redirect(url_for("accounts.two_factor", next=asked_for())) if opened else signed_out()
    return None


def _to_sign_in() -> Any:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=asked_for()))
    return signed_out()
