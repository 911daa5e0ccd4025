"""Doctor’s checks of accounts: secret files, password hashing, whether somebody can manage users."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.services.auth.passwords import Passwords
from tracker.services.auth.secret_keys import KEY_FILES, loose_permissions
from tracker.store.accounts.people import active_admins, count_accounts

__all__ = ["CheckFields", "account_checks"]

CheckFields = tuple[str, str, str, str]
"""Subject, state, message and advice of a check."""


def account_checks(session: Session, folder: Path) -> Iterator[CheckFields]:
    """The checks of accounts."""
    there = count_accounts(session)
    yield _secrets(folder, needed=there > 0)
    yield "passwords", "ok", Passwords().parameters, ""
    yield _people(session, there)


def _secrets(folder: Path, *, needed: bool) -> CheckFields:
    try:
        missing = [name for name in KEY_FILES if not (folder / name).exists()]
        loose = [] if missing else loose_permissions(folder)
    except OSError as error:
        advice = "run “tracker doctor” as the user that runs the site"
        return "secrets", "warning", f"cannot read {folder}: {error.strerror}", advice
    if missing and needed:
        advice = (
            "restore the folder from a backup, or point SECRETS_DIR to it; if it is lost, run “tracker user "
            "new-secrets”"
        )
        return "secrets", "problem", f"{', '.join(missing)} missing in {folder}", advice
    if missing:
        return "secrets", "ok", f"none yet; they are created in {folder} on first start", ""
    if loose:
        advice = f"chmod 700 {folder}; chmod 600 {folder}/*.key"
        return "secrets", "problem", f"other users can read {', '.join(loose)}", advice
    return "secrets", "ok", f"in {folder}, readable only by their owner", ""


def _people(session: Session, there: int) -> CheckFields:
    admins = active_admins(session)
    message = f"{there} in total, {len(admins)} {'admin' if len(admins) == 1 else 'admins'}"
    if not there:
        return "accounts", "ok", "none yet; “tracker run” prints a setup link for the first one", ""
    if not admins:
        return "accounts", "problem", message, "make someone an admin: “tracker user role EMAIL admin”"
    ready = [admin for admin in admins if admin.password_hash and admin.totp_secret]
    if not ready:
        return (
            "accounts",
            "warning",
            f"{message}, none of them can sign in yet",
            "“tracker user reset EMAIL” creates a password reset link",
        )
    if len(ready) == 1 and there > 1:
        return (
            "accounts",
            "warning",
            f"{message}, only one can sign in",
            "add a second admin, who can restore access if the first is locked out",
        )
    return "accounts", "ok", message, ""
