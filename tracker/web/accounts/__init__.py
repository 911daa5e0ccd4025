"""Accounts: signing in, what belongs to one’s own account, and the people of the desk."""

from flask import Flask

from tracker.settings import Settings
from tracker.web.accounts import links, own, people, views
from tracker.web.accounts.blueprint import blueprint
from tracker.web.accounts.forgery import guard_forms
from tracker.web.accounts.frame import desk_frame
from tracker.web.accounts.gate import current_actor
from tracker.web.accounts.office import Office
from tracker.web.accounts.refusals import refuse_politely
from tracker.web.accounts.sessions import DeskSessions

__all__ = ["add_accounts", "blueprint", "current_actor", "links", "own", "people", "views"]


def add_accounts(app: Flask, settings: Settings) -> None:
    """Add the pages, sessions in the database, and the guard of forms. Nothing is read or made yet."""
    app.extensions["office"] = Office(settings.secrets_folder)
    app.session_interface = DeskSessions()
    app.register_blueprint(blueprint)
    app.context_processor(desk_frame)
    guard_forms(app)
    refuse_politely(app)
