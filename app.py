"""The site, built from the environment.

``app`` as a WSGI application, ``front_end`` as what ``tracker run`` serves (ASGI).
"""

from tracker import create_app
from tracker.logs import set_up_logs
from tracker.settings import Settings
from tracker.web.server import FrontEnd

_settings = Settings.from_env()
set_up_logs(_settings.log_format)
app = create_app(_settings)
front_end = FrontEnd(app)
