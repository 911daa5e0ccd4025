"""Page variables for signing in and for the profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from tracker.services.auth.passwords import LONGEST, SHORTEST
from tracker.web.presenting.page import Page

__all__ = [
    "AccountPage",
    "AuthenticatorPage",
    "CodesPage",
    "ConfirmPage",
    "LinkPage",
    "PasskeyPage",
    "PasswordPage",
    "Session",
    "SignInPage",
    "TwoFactorPage",
    "password_rule",
]

Title = Annotated[str, "What the page is about: its h1."]
Description = Annotated[str, "What it is for, in a sentence or two."]
Wrong = Annotated[Mapping[str, str], "What is wrong, by field; under an empty name what no field is about."]


def password_rule() -> str:
    """What a password must be, in a sentence."""
    return (
        f"Use {SHORTEST} to {LONGEST} characters of any kind. Four or five unrelated words work well. You can use "
        "a password manager."
    )


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """Name and password."""

    template = "accounts/sign_in.html"

    title: Title = "Sign in"
    description: Description = "For the people who write and review this site’s records."
    email: Annotated[str, "The name that was typed."] = ""
    next: Annotated[str, "Where to go afterwards."]
    wrong: Wrong = field(default_factory=dict)
    notice: Annotated[str, "What happened just now, such as that a password was set."] = ""


@dataclass(frozen=True, kw_only=True)
class TwoFactorPage(Page):
    """The second factor, after the password."""

    template = "accounts/two_factor.html"

    title: Title = "Two-factor authentication"
    description: Description = "Enter a code from your authenticator app, or use a passkey."
    next: Annotated[str, "Where to go afterwards."]
    wrong: Wrong = field(default_factory=dict)
    passkey_options: Annotated[str, "What the browser needs to use a passkey; empty where there is none."]


@dataclass(frozen=True, kw_only=True)
class ConfirmPage(Page):
    """The second factor once more, before something that weighs."""

    template = "accounts/confirm.html"

    title: Title = "Verify it’s you"
    description: Description = (
        "To publish, or to change people, roles or your own account, enter your two-factor code again. You will "
        "not be asked again for ten minutes."
    )
    next: Annotated[str, "Where to go afterwards."]
    wrong: Wrong = field(default_factory=dict)
    passkey_options: Annotated[str, "What the browser needs to use a passkey; empty where there is none."]


@dataclass(frozen=True, kw_only=True)
class AuthenticatorPage(Page):
    """Setting up an authenticator app."""

    template = "accounts/authenticator.html"

    title: Title = "Set up two-factor authentication"
    description: Description = (
        "Each time you sign in, you will enter a code from an app as well as your password. Someone who "
        "learns your password still cannot sign in."
    )
    picture: Annotated[str, "The QR code, as the address of a picture."]
    uri: Annotated[str, "The same as a link, which opens an app on the same device."]
    key: Annotated[str, "The same key as text."]
    replaces: Annotated[bool, "Whether there is one already, which this one replaces."]
    wrong: Wrong = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CodesPage(Page):
    """Recovery codes: shown once, when they are made."""

    template = "accounts/recovery_codes.html"

    title: Title = "Recovery codes"
    description: Description = "Use one of these to sign in if you do not have your phone. Each code works once."
    codes: Annotated[Sequence[str], "The codes; none where they are not being made."] = ()
    left: Annotated[int, "How many are unused."]
    onward: Annotated[str, "Where to go once the codes are saved."] = ""


@dataclass(frozen=True, kw_only=True)
class LinkPage(Page):
    """Where a one-time link leads: to a name and a password."""

    template = "accounts/link.html"

    kind: Annotated[str, "setup, invitation or reset."]
    email: Annotated[str, "The name to sign in with."] = ""
    name: Annotated[str, "The name for colleagues."] = ""
    public_name: Annotated[str, "The name for the public."] = ""
    rule: Annotated[str, "What a password must be."] = field(default_factory=password_rule)
    wrong: Wrong = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PasswordPage(Page):
    """Changing one’s password."""

    template = "accounts/password.html"

    title: Title = "Change your password"
    description: Description = "You will be signed out on all other devices."
    rule: Annotated[str, "What a password must be."] = field(default_factory=password_rule)
    email: Annotated[str, "The name to sign in with, for password managers."]
    wrong: Wrong = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PasskeyPage(Page):
    """Adding a passkey."""

    template = "accounts/passkey.html"

    title: Title = "Add a passkey"
    description: Description = (
        "A passkey is stored on your device or security key. It works only on this site’s real address, so a fake "
        "site cannot trick you into using it."
    )
    options: Annotated[
        str, "What the browser needs to make one; empty where the site has no name that one could be bound to."
    ]
    name: Annotated[str, "The name that was typed for it."] = ""
    wrong: Wrong = field(default_factory=dict)


@dataclass(frozen=True)
class Session:
    """A session, as its owner or an admin sees it."""

    id: int
    browser: str
    address: str
    seen: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class AccountPage(Page):
    """What belongs to one’s own account."""

    template = "accounts/account.html"

    title: Title = "Your account"
    description: Description = "Your names, how you sign in, and your signed-in devices."
    email: Annotated[str, "The name to sign in with."]
    name: Annotated[str, "The name for colleagues."]
    public_name: Annotated[str, "The name for the public."]
    role: Annotated[str, "The role."]
    rights: Annotated[Sequence[str], "What the role may do."]
    passkeys: Annotated[Sequence[tuple[int, str, str]], "Passkeys: id, name, when it was used last."]
    codes_left: Annotated[int, "How many recovery codes are unused."]
    sessions: Annotated[Sequence[Session], "Where the person is signed in."]
    mails: Annotated[bool, "Whether the site sends mail."]
    notices: Annotated[str, "How the person is reminded by mail: daily or none."]
    events: Annotated[Sequence[tuple[str, str, str]], "What was done to the account: when, what, by whom."]
    wrong: Wrong = field(default_factory=dict)
    notice: Annotated[str, "What was done just now."] = ""
