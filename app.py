"""The site, built from the environment.

``app`` as a WSGI application, ``front_end`` as what ``tracker run`` serves (ASGI).
"""

from tracker import create_app
from tracker.settings import Settings
from tracker.web.server import FrontEnd

app = create_app(Settings.from_env())
front_end = FrontEnd(app)
