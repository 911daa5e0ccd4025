"""The site as a WSGI application, built from the environment: ``tracker run`` serves it."""

from tracker import create_app
from tracker.settings import Settings

app = create_app(Settings.from_env())
