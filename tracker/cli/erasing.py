"""The command that erases what an email address left."""

import click

from tracker.cli.opening import opened
from tracker.cli.progress import count
from tracker.clock import SystemClock
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.intake.personal_data import erase_address
from tracker.settings import Settings


@click.command()
@click.argument("email")
def forget(email: str) -> None:
    """Erase what an email address left: reports, requests to it, what it follows, mails to it. Accounts stay.

    What was published stays. The activity log says that it was done, without the address.

    \b
    Example:
      tracker forget ria@mail.example
    """
    settings = Settings.from_env()
    with opened(settings) as database:
        keys = ready_keys(settings.secrets_folder, database)
        with database.changing() as session:
            erased = erase_address(session, None, SystemClock(), keys, email)
    click.echo(
        f"erased: {count(erased.reports, 'report')}, {count(erased.requests, 'request')}, "
        f"{count(erased.follows, 'follow')}, {count(erased.mails, 'mail')}"
    )
