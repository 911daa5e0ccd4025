"""Template context of the desk’s pages: navigation, the signed-in user, styles and scripts."""

from typing import Any, NamedTuple

from flask import request

from tracker.services.auth.roles import Action, Role, may
from tracker.web.accounts.auth_decorators import is_recently_verified
from tracker.web.accounts.sessions import SignedInPerson, desk_session
from tracker.web.http.headers import is_desk_path
from tracker.web.presenting.addresses.static_files import static_url
from tracker.web.presenting.navigation import NavigationItem

__all__ = ["DeskContext", "desk_context", "desk_file"]

_PLACES: tuple[tuple[str, str, Action | None], ...] = (
    ("Desk", "/desk/", None),
    ("Review", "/desk/review", Action.REVIEW),
    ("Drafts", "/desk/drafts", Action.WRITE),
    ("Records", "/desk/records", Action.WRITE),
    ("Reminders", "/desk/reminders", Action.WRITE),
    ("From readers", "/desk/reports", Action.ANSWER_READERS),
    ("Addresses", "/desk/addresses", Action.WRITE),
    ("Import", "/desk/import", Action.UPLOAD),
    ("Upload", "/desk/upload", Action.UPLOAD),
    ("People", "/desk/people", Action.MANAGE_PEOPLE),
    ("Site", "/desk/site", Action.MANAGE_SITE),
)


class DeskContext(NamedTuple):
    """``who`` is None, and there are no ``places``, if no one is signed in."""

    who: SignedInPerson | None
    places: list[NavigationItem]
    is_recently_verified: bool


def desk_context() -> dict[str, Any]:
    """For templates: ``desk``, which is None on public pages, and ``desk_file``, the address of a style or script."""
    context: DeskContext | None = None
    if is_desk_path(request.path):
        person = desk_session().who
        context = DeskContext(
            person, _places(person) if person and person.proved == "both" else [], is_recently_verified()
        )
    return {"desk": context, "desk_file": desk_file}


def desk_file(name: str) -> str:
    """The address of a file in static/desk, which changes with its content."""
    return static_url(f"desk/{name}")


def _places(person: SignedInPerson) -> list[NavigationItem]:
    """The pages that the role may open."""
    here, role = request.path, Role(person.role)
    return [
        NavigationItem(text, request.script_root + path, _here(path, here))
        for text, path, action in _PLACES
        if action is None or may(role, action)
    ]


def _here(path: str, here: str) -> str:
    if here.rstrip("/") == path.rstrip("/"):
        return "page"
    return "true" if path != "/desk/" and here.startswith(path + "/") else ""
