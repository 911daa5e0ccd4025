"""The commands for accounts, for whoever has the terminal: they answer for the machine, and so for who gets in."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from tracker.cli.opening import opened
from tracker.clock import SystemClock
from tracker.models.account import Account
from tracker.services import people
from tracker.services.keys import Keys, ready_keys
from tracker.services.people import INVITATION_DAYS, RESET_HOURS, NotPossible
from tracker.services.roles import Role
from tracker.settings import Settings
from tracker.store.accounts import accounts, find_by_email, has_second_factor

_CLOCK = SystemClock()
_ROLE = click.Choice([role.value for role in Role])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def user() -> None:
    """Make and keep accounts for the desk.

    Links that are made here are printed once, and sent to nobody: hand them on by a way that only their reader can read.

    \b
    Example:
      tracker user invite bob@news.example --name "Bob Example" --role editor
    """


@contextmanager
def _changing() -> Iterator[tuple[Session, Keys, Settings]]:
    settings = Settings.from_env()
    with opened(settings) as database:
        keys = ready_keys(settings.secrets_folder, database)
        with database.changing() as session:
            yield session, keys, settings


def _found(session: Session, email: str) -> Account:
    account = find_by_email(session, email)
    if account is None:
        raise NotPossible(f"nobody signs in as {email}: “tracker user list” names everybody")
    return account


def link_address(settings: Settings, token: str) -> str:
    """The address of a one-time link."""
    return f"{settings.public_url}/account/link/{token}"


@user.command("setup-link")
def setup_link() -> None:
    """Make a link to the first account of a site; the one before then holds no more.

    \b
    Example:
      tracker user setup-link
    """
    with _changing() as (session, keys, settings):
        token = people.new_setup_link(session, _CLOCK, keys)
    if token is None:
        raise NotPossible(
            "there are accounts already: “tracker user invite” makes another one, “tracker user reset” lets one in again"
        )
    click.echo(link_address(settings, token))


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name, for colleagues.")
@click.option("--role", type=_ROLE, default=Role.EDITOR.value, show_default=True, help="What the person may do.")
def invite(email: str, name: str, role: str) -> None:
    """Make an account, and a link by which its owner sets a password.

    \b
    Example:
      tracker user invite bob@news.example --name "Bob Example" --role reviewer
    """
    with _changing() as (session, keys, settings):
        account, token = people.invite(session, _CLOCK, keys, None, email=email, name=name, role=role)
    click.echo(f"For {account.name}, once, within {INVITATION_DAYS} days: {link_address(settings, token)}")


@user.command()
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Take away app, passkeys and recovery codes too.")
def reset(email: str, second_factor: bool) -> None:
    """Make a link by which somebody sets another password; an invitation that was not accepted is made anew.

    The second factor stays as it is, and is asked for, unless you say --second-factor: for a lost phone.

    \b
    Example:
      tracker user reset bob@news.example
    """
    with _changing() as (session, keys, settings):
        account = _found(session, email)
        if second_factor:
            people.reset_second_factor(session, _CLOCK, None, account.id)
        kind, token = people.new_link(session, _CLOCK, keys, None, account.id)
    holds = f"{RESET_HOURS} hour" if kind == "reset" else f"{INVITATION_DAYS} days"
    click.echo(f"For {account.name}, once, within {holds}: {link_address(settings, token)}")


@user.command()
@click.argument("email")
@click.argument("role", type=_ROLE)
def role(email: str, role: str) -> None:
    """Give somebody another role; their sessions end.

    \b
    Example:
      tracker user role bob@news.example admin
    """
    with _changing() as (session, _, _):
        people.change_role(session, _CLOCK, None, _found(session, email).id, role)
    click.echo(f"{email} is {role} now")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """End an account, its sessions and links. What the person wrote stays.

    \b
    Example:
      tracker user deactivate bob@news.example
    """
    with _changing() as (session, _, _):
        people.deactivate(session, _CLOCK, None, _found(session, email).id)
    click.echo(f"{email} cannot sign in any more")


@user.command()
@click.argument("email")
def activate(email: str) -> None:
    """Open an account again, with the password and second factor that it had.

    \b
    Example:
      tracker user activate bob@news.example
    """
    with _changing() as (session, _, _):
        people.reactivate(session, _CLOCK, None, _found(session, email).id)
    click.echo(f"{email} can sign in again")


@user.command("list")
def list_() -> None:
    """Name everybody, with role and state.

    \b
    Example:
      tracker user list
    """
    with opened(Settings.from_env()) as database, database.reading() as session:
        for account in accounts(session):
            factor = has_second_factor(session, account.id)
            click.echo(f"{account.email}  {account.role}  {_state(account, factor)}  {account.name}")


def _state(account: Account, factor: bool) -> str:
    if not account.active:
        return "ended"
    if account.password_hash is None:
        return "invited"
    return "active" if factor else "without-second-factor"


@user.command("new-secrets")
@click.confirmation_option(prompt="All sessions and links end, and everybody sets up their app anew. Go on?")
def new_secrets() -> None:
    """Make the site's secrets anew, where they are lost or were read by somebody.

    All sessions, links, apps and recovery codes end; passwords and passkeys stay. Restart the site afterwards.

    \b
    Example:
      tracker user new-secrets
    """
    settings = Settings.from_env()
    with opened(settings) as database:
        ended = people.renew_secrets(database, _CLOCK, settings.secrets_folder)
    click.echo(
        f"New secrets in {settings.secrets_folder}; {ended} accounts set up their app anew. Now restart the site."
    )
