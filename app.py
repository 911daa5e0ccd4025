"""The site, built from the environment.

``app`` as a WSGI application, ``front`` as what ``tracker run`` serves (ASGI).
"""

from tracker import create_app
from tracker.settings import Settings
from tracker.web.server import Front

app = create_app(Settings.from_env())
front = Front(app)
