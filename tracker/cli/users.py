"""Commands for accounts, for operators with access to the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from tracker.cli.opening import opened
from tracker.clock import SystemClock
from tracker.models.account import Account
from tracker.services.auth import people
from tracker.services.auth.people import INVITATION_DAYS, RESET_HOURS, NotPossibleError
from tracker.services.auth.roles import Role
from tracker.services.auth.secret_keys import SecretKeys, ready_keys
from tracker.settings import Settings
from tracker.store.accounts.people import accounts, find_by_email, has_second_factor

_CLOCK = SystemClock()
_ROLE = click.Choice([role.value for role in Role])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def user() -> None:
    """Make and keep accounts for the desk.

    Links that are made here are printed once, and sent to nobody: hand them on by a way that only their reader can
    read.

    \b
    Example:
      tracker user invite bob@news.example --name "Bob Example" --role editor
    """


@contextmanager
def _changing() -> Iterator[tuple[Session, SecretKeys, Settings]]:
    settings = Settings.from_env()
    with opened(settings) as database:
        keys = ready_keys(settings.secrets_folder, database)
        with database.changing() as session:
            yield session, keys, settings


def _account_of(session: Session, email: str) -> Account:
    account = find_by_email(session, email)
    if account is None:
        raise NotPossibleError(f"no account uses {email}; run “tracker user list” to see all accounts")
    return account


def link_address(settings: Settings, token: str) -> str:
    """The address of a one-time link."""
    return f"{settings.public_url}/account/link/{token}"


@user.command("setup-link")
def setup_link() -> None:
    """Create a setup link for the first account. Any earlier setup link stops working.

    \b
    Example:
      tracker user setup-link
    """
    with _changing() as (session, keys, settings):
        token = people.new_setup_link(session, _CLOCK, keys)
    if token is None:
        raise NotPossibleError(
            "this site already has accounts; use “tracker user invite” to add one, or “tracker user reset” to "
            "restore access"
        )
    click.echo(link_address(settings, token))


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name, shown to colleagues.")
@click.option("--role", type=_ROLE, default=Role.EDITOR.value, show_default=True, help="What the person can do.")
def invite(email: str, name: str, role: str) -> None:
    """Create an account and print an invite link.

    \b
    Example:
      tracker user invite bob@news.example --name "Bob Example" --role reviewer
    """
    with _changing() as (session, keys, settings):
        account, token = people.invite(session, _CLOCK, keys, None, email=email, name=name, role=role)
    click.echo(
        f"Invite link for {account.name} (works once, expires in {INVITATION_DAYS} days): "
        f"{link_address(settings, token)}"
    )


@user.command()
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Also remove the authenticator app, passkeys and recovery codes.")
def reset(email: str, second_factor: bool) -> None:
    """Create a password reset link. If the invite was never accepted, create a new invite link.

    Two-factor authentication stays the same. If the phone is lost, add --second-factor to reset it too.

    \b
    Example:
      tracker user reset bob@news.example
    """
    with _changing() as (session, keys, settings):
        account = _account_of(session, email)
        if second_factor:
            people.reset_second_factor(session, _CLOCK, keys, None, account.id)
        kind, token = people.new_link(session, _CLOCK, keys, None, account.id)
    holds = f"{RESET_HOURS} hour" if kind == "reset" else f"{INVITATION_DAYS} days"
    click.echo(f"Link for {account.name} (works once, expires in {holds}): {link_address(settings, token)}")


@user.command()
@click.argument("email")
@click.argument("role", type=_ROLE)
def role(email: str, role: str) -> None:
    """Change someone's role. They are signed out everywhere.

    \b
    Example:
      tracker user role bob@news.example admin
    """
    with _changing() as (session, _, _):
        people.change_role(session, _CLOCK, None, _account_of(session, email).id, role)
    click.echo(f"{email} now has the role {role}")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Deactivate an account: sign it out everywhere and cancel its links. What the person wrote stays.

    \b
    Example:
      tracker user deactivate bob@news.example
    """
    with _changing() as (session, _, _):
        people.deactivate(session, _CLOCK, None, _account_of(session, email).id)
    click.echo(f"{email} can no longer sign in")


@user.command()
@click.argument("email")
def activate(email: str) -> None:
    """Reactivate an account, with the same password and two-factor authentication as before.

    \b
    Example:
      tracker user activate bob@news.example
    """
    with _changing() as (session, _, _):
        people.reactivate(session, _CLOCK, None, _account_of(session, email).id)
    click.echo(f"{email} can sign in again")


@user.command("list")
def list_() -> None:
    """List all accounts with role and status.

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
        return "deactivated"
    if account.password_hash is None:
        return "invited"
    return "active" if factor else "without-second-factor"


@user.command("new-secrets")
@click.confirmation_option(
    prompt=(
        "Everyone will be signed out, all links will stop working and everyone will have to set up their "
        "authenticator app again. Continue?"
    )
)
def new_secrets() -> None:
    """Create new secret keys for the site, if they are lost or someone else has seen them.

    Signs everyone out and cancels all links, authenticator apps and recovery codes. Passwords and passkeys stay.
    Restart the site afterwards.

    \b
    Example:
      tracker user new-secrets
    """
    settings = Settings.from_env()
    with opened(settings) as database:
        ended = people.renew_secrets(database, _CLOCK, settings.secrets_folder)
    click.echo(
        f"New secret keys are in {settings.secrets_folder}. {ended} accounts will have to set up their "
        "authenticator app again. Now restart the site."
    )
