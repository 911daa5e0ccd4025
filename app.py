"""The site, built from the environment.

``app`` as a WSGI application, ``front_end`` as what ``tracker run`` serves (ASGI), and
``renewal`` as what ``tracker work`` does to its stored answers.
"""

from tracker import create_app
from tracker.collector import collect_seldom
from tracker.logs import set_up_logs
from tracker.settings import Settings
from tracker.web.http.caches.renewing import Renewal
from tracker.web.server import FrontEnd

_settings = Settings.from_env()
set_up_logs(_settings.log_format)
app = create_app(_settings)
front_end = FrontEnd(app)
renewal = Renewal(app)
collect_seldom(settled=True)
