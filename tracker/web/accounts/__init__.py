"""Accounts: signing in, one’s own profile, and user management."""

from flask import Flask

from tracker.settings import Settings
from tracker.web.accounts import one_time_links, people, views
from tracker.web.accounts.activity import views as activity_views
from tracker.web.accounts.auth_decorators import current_actor
from tracker.web.accounts.auth_state import AuthState
from tracker.web.accounts.blueprint import blueprint
from tracker.web.accounts.confirming import confirm_what_was_done
from tracker.web.accounts.context import desk_context
from tracker.web.accounts.profile import views as profile_views
from tracker.web.accounts.refusing.csrf import guard_forms
from tracker.web.accounts.refusing.refusals import refuse_politely
from tracker.web.accounts.sessions import DeskSessions

__all__ = [
    "activity_views",
    "add_accounts",
    "blueprint",
    "current_actor",
    "one_time_links",
    "people",
    "profile_views",
    "views",
]


def add_accounts(app: Flask, settings: Settings) -> None:
    """Add the pages, sessions in the database, and the guard of forms. Nothing is read or made yet."""
    app.extensions["auth_state"] = AuthState(settings.secrets_folder)
    app.session_interface = DeskSessions()
    app.register_blueprint(blueprint)
    app.context_processor(desk_context)
    guard_forms(app)
    confirm_what_was_done(app)
    refuse_politely(app)
