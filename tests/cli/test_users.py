"""The commands for accounts, and the link that a start prints."""

import re

import pytest
from click.testing import CliRunner

from tests.signed_in import account
from tests.stored import clock
from tracker.cli import main
from tracker.clock import SystemClock
from tracker.services.auth.people import link_for
from tracker.services.auth.secret_keys import make_keys, ready_keys
from tracker.store.accounts.people import account_of, find_by_email

LINK = re.compile(r"https://pledges\.example/account/link/([\w-]{43})\n")
BOB = ("invite", "bob@news.example", "--name", "Bob Example", "--role", "reviewer")


@pytest.fixture
def user(database, tmp_path):
    """A function that runs a command on accounts; it gives what is printed, or the one line that says why not."""
    environment = {
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
        "PUBLIC_URL": "https://pledges.example",
        "SECRETS_DIR": str(tmp_path / "secrets"),
    }

    def run(*arguments):
        result = CliRunner().invoke(main, ["user", *arguments], env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.output if result.exit_code == 0 else result.stderr.strip().splitlines()[-1]

    run.keys = lambda: ready_keys(tmp_path / "secrets", database)
    run.folder = tmp_path / "secrets"
    return run


def kind_of(database, user, printed):
    (token,) = LINK.findall(printed)
    with database.changing() as session:
        link = link_for(session, SystemClock(), user.keys(), token)
        return link and link[0].kind


def test_a_set_up_link_is_made_as_long_as_there_is_no_account(database, user):
    first, second = user("setup-link"), user("setup-link")
    assert (kind_of(database, user, first), kind_of(database, user, second)) == (None, "setup")
    account(database, at=clock().now())
    assert "this site already has accounts; use “tracker user invite”" in user("setup-link")


def test_somebody_is_invited_helped_in_given_a_role_and_ended(database, user):
    make_keys(user.folder)
    account(database, "admin", "ada", clock().now())
    printed = user(*BOB)
    assert printed.startswith("Invite link for Bob Example (works once, expires in 7 days): ")
    assert kind_of(database, user, printed) == "invitation"
    assert user("list").splitlines()[-1] == "bob@news.example  reviewer  invited  Bob Example"
    assert "expires in 7 days" in user("reset", "bob@news.example")
    with database.changing() as session:
        bob = find_by_email(session, "bob@news.example")
        bob.password_hash, bob.totp_secret = "a hash", "sealed"
    assert kind_of(database, user, user("reset", "BOB@news.example")) == "reset"
    with database.reading() as session:
        assert account_of(session, bob.id).totp_secret == "sealed"
    assert "expires in 1 hour" in user("reset", "bob@news.example", "--second-factor")
    assert user("list").splitlines()[-1] == "bob@news.example  reviewer  without-second-factor  Bob Example"
    assert user("role", "bob@news.example", "admin") == "bob@news.example now has the role admin\n"
    assert user("deactivate", "bob@news.example") == "bob@news.example can no longer sign in\n"
    assert user("list").splitlines()[-1] == "bob@news.example  admin  deactivated  Bob Example"
    assert "Reactivate it first" in user("reset", "bob@news.example")
    assert user("activate", "bob@news.example") == "bob@news.example can sign in again\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("reset", "eve@news.example"), "no account uses eve@news.example; run “tracker user list”"),
        (("deactivate", "ada@news.example"), "is the only admin"),
        (("role", "ada@news.example", "editor"), "is the only admin"),
        (("role", "ada@news.example", "owner"), "is not one of 'contributor', 'editor', 'reviewer', 'admin'"),
        (("invite", "ada@news.example", "--name", "X"), "already has an account"),
        (("invite", "nobody", "--name", "X"), "Enter an email address"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(database, user, arguments, words):
    account(database, "admin", "ada", clock().now())
    make_keys(user.folder)
    assert words in user(*arguments)


def test_lost_secrets_are_said_and_can_be_made_anew(database, user):
    user(*BOB)
    (user.folder / "token.key").unlink()
    said = user("reset", "bob@news.example")
    assert "token.key missing in" in said
    assert "SECRETS_DIR" in said
    assert "Now restart the site." in user("new-secrets", "--yes")
    assert kind_of(database, user, user("reset", "bob@news.example")) == "invitation"


def test_nothing_is_shown_of_secrets(user):
    user(*BOB)
    shown = user("list")
    for path in user.folder.iterdir():
        assert path.read_text().strip() not in shown
