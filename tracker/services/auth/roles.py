"""Roles and the actions that each allows at the desk (ASVS V8.1.1). Route tests are generated from this table."""

from enum import StrEnum
from typing import NamedTuple

__all__ = ["ROLES", "Action", "Actor", "NotAllowedError", "Role", "may", "require"]


class Role(StrEnum):
    """What a person is at the desk."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Action(StrEnum):
    """What can be done at the desk. The words complete “You can …” and “An editor cannot …” alike."""

    WRITE = "write drafts and submit them"
    READ_DRAFTS = "read everyone’s drafts"
    EDIT_DRAFTS = "edit everyone’s drafts"
    UPLOAD = "upload record files to create drafts"
    ANSWER_READERS = "read what readers report and decide on it"
    REVIEW = "review other people’s submissions: publish them or return them"
    ERASE = "erase kept copies for good"
    MANAGE_SITE = "change the site’s name, owner, contact, licence and time zone"
    MANAGE_PEOPLE = "invite people, change roles and deactivate accounts"


ROLES: dict[Role, frozenset[Action]] = {
    Role.CONTRIBUTOR: frozenset({Action.WRITE}),
    Role.EDITOR: frozenset(set(Action) - {Action.REVIEW, Action.ERASE, Action.MANAGE_SITE, Action.MANAGE_PEOPLE}),
    Role.REVIEWER: frozenset(set(Action) - {Action.ERASE, Action.MANAGE_SITE, Action.MANAGE_PEOPLE}),
    Role.ADMIN: frozenset(Action),
}
"""What each role may do."""


class Actor(NamedTuple):
    """Someone who is signed in: the account, the name that the public reads, the role."""

    account_id: int
    name: str
    role: Role


class NotAllowedError(Exception):
    """This person may not do this; the message says why, and who may. ``action`` is what their role does not allow."""

    def __init__(self, message: str, action: Action | None = None):
        super().__init__(message)
        self.action = action


def may(role: Role, action: Action) -> bool:
    """Whether a role allows an action."""
    return action in ROLES[role]


def require(actor: Actor, action: Action) -> None:
    """Raise NotAllowedError where the actor's role does not allow the action."""
    if not may(actor.role, action):
        able = [role for role in Role if may(role, action)]
        who = f"{_article(able[0])} {' or '.join(able)}"
        article = _article(actor.role)
        raise NotAllowedError(f"{article} {actor.role} cannot {action.value}. Ask {who}", action)


def _article(role: Role) -> str:
    return "an" if role in (Role.EDITOR, Role.ADMIN) else "a"
