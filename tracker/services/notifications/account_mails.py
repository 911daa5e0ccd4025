"""Mails about accounts: invitations and password resets."""

from tracker.models import Account
from tracker.services.auth.people import INVITATION_DAYS, RESET_HOURS
from tracker.services.notifications.outbox import Message
from tracker.settings import Settings

__all__ = ["link_message"]

_INVITATION = """\
You are invited to the desk of {site}.

Open this link to choose a password and to set up two-factor authentication. It works once, within {days} days:
{link}

If you do not expect this, you need not do anything."""
_RESET = """\
An admin of {site} made this link for you to choose a new password. It works once, within {hours} hour:
{link}

If you did not ask for it, tell an admin."""


def link_message(account: Account, kind: str, link: str, settings: Settings) -> Message:
    """The mail with a one-time link, an invitation or a reset."""
    text = _INVITATION if kind == "invitation" else _RESET
    subject = (
        f"Invitation to {settings.site_name}" if kind == "invitation" else f"New password for {settings.site_name}"
    )
    words = text.format(site=settings.site_name, days=INVITATION_DAYS, hours=RESET_HOURS, link=link)
    return Message(account.email, subject, words)
