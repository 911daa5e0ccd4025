"""Pledge Tracker: what companies promised, what they did, and what the promise leaves out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from tracker.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings") -> "Flask":
    """The site. Flask is imported only here: commands do without it."""
    from flask import Flask  # noqa: PLC0415

    app = Flask(__name__)
    app.config["SITE_NAME"] = settings.site_name

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    return app
