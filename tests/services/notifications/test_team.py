"""The note to the newsroom's channel: once a day, numbers and a link only, tried again where the channel is away."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from tests.desk import draft_of, person, submitted
from tests.factories import source
from tests.stored import clock, published_world
from tracker.models import Job
from tracker.services.jobs import do_jobs
from tracker.services.notifications.team import NOTIFY, TeamDoer, ensure_team_note
from tracker.settings import Settings

CANARY = "An allegation that nobody has reviewed"


@pytest.fixture
def channel():
    """A channel on this machine that keeps what it is sent."""
    received, status = [], [200]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status[0])
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield received, status, f"json://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


# apprise loads a module that Python 3.13 no longer has, where it is there.
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_channel_gets_numbers_once_a_day(database, channel):
    received, status, url = channel
    moment, settings = clock(), Settings(notify_url=url, public_url="https://pledges.example")
    doers = {NOTIFY: TeamDoer(database, moment, settings)}
    published_world(database)
    ensure_team_note(database, Settings())
    with database.reading() as session:
        assert session.scalars(select(Job).where(Job.kind == NOTIFY)).all() == []
    ensure_team_note(database, settings)
    do_jobs(database, moment, doers)
    assert received == [], "nothing is open"
    ann = person(database)
    submitted(database, ann, draft_of(database, ann, source("gazette-9", title=CANARY)), at=moment)
    moment.move(timedelta(days=1))
    status[0] = 500
    do_jobs(database, moment, doers)
    status[0] = 200
    for _ in range(4):
        ensure_team_note(database, settings)
        moment.move(timedelta(hours=2))
        do_jobs(database, moment, doers)
    assert len(received) == 2, "once without success, then once"
    assert "1 to review" in received[-1]["message"]
    assert "https://pledges.example/desk/" in received[-1]["message"]
    assert CANARY not in str(received)
