"""A site served as a process, editors who log every response they get, and a process that kills the site."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from tests.signed_in import account
from tracker.clock import SystemClock
from tracker.models import SignIn
from tracker.services.auth.roles import Actor, Role
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.auth.sessions import Origin, begin_session

# Much more than it takes: a machine that is busy with other things is no fault of the site's.
START_SECONDS = 120
ANSWER_SECONDS = 120

# What a killed site answers: nothing, or the beginning of something.
CUT_OFF = (OSError, http.client.HTTPException)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(_NoRedirect)


class Served:
    """The site of a database, in processes of its own."""

    def __init__(self, database, secrets):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.database, self.secrets = database, secrets
        url = database.url.render_as_string(hide_password=False)
        self.variables = {"DATABASE_URL": url, "SECRETS_DIR": str(secrets), "PORT": str(self.port)}
        self.process = None

    def start(self):
        """Start it; the seconds until it answers."""
        begun = time.monotonic()
        tracker = Path(sys.executable).with_name("tracker")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**os.environ, "HOST": "127.0.0.1", **self.variables}
        self.process = subprocess.Popen([tracker, "run"], env=environment, cwd="/", start_new_session=True, **quiet)
        while time.monotonic() - begun < START_SECONDS:
            with contextlib.suppress(*CUT_OFF):
                urllib.request.urlopen(f"{self.address}/healthz", timeout=5).close()
                return time.monotonic() - begun
            time.sleep(0.02)
        raise TimeoutError(f"the site did not answer within {START_SECONDS} seconds")

    def kill(self):
        """Kill all its processes at once, in the middle of whatever they do."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Person:
    """Somebody signed in to a served site, who sends forms and notes each answer that came whole."""

    def __init__(self, served, role, name):
        self.served, self.notes = served, []
        clock = SystemClock()
        keys = ready_keys(served.secrets, served.database)
        id = account(served.database, role, name, clock.now())
        self.actor = Actor(id, name, Role(role))
        with served.database.changing() as session:
            data = json.dumps({"csrf_token": "drill"})
            origin = Origin("127.0.0.1", "drill")
            self.token = begin_session(session, clock, keys, id, origin, proved="both", data=data)
            assert session.scalars(select(SignIn).order_by(SignIn.id.desc())).first().fresh_at
        self.csrf = URLSafeTimedSerializer(keys.session, salt="wtf-csrf-token").dumps("drill")

    def sends(self, path, fields):
        """Status and text of the answer; None where none came whole."""
        data = urllib.parse.urlencode({"csrf_token": self.csrf, **fields}).encode()
        headers = {"Cookie": f"desk={self.token}", "Origin": self.served.address}
        request = urllib.request.Request(self.served.address + path, data, headers)
        begun = time.monotonic()
        try:
            answer = answered(request)
        except CUT_OFF:
            answer = None
        self.notes.append((path, fields, answer and answer[0], time.monotonic() - begun))
        return answer

    def opens(self, path):
        """The text of a page."""
        request = urllib.request.Request(self.served.address + path, headers={"Cookie": f"desk={self.token}"})
        with OPENER.open(request, timeout=ANSWER_SECONDS) as response:
            return response.read().decode()


def answered(request):
    """Status and text of an answer, whatever its status; an error where it does not come whole."""
    try:
        response = OPENER.open(request, timeout=ANSWER_SECONDS)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        return response.status, response.read().decode()


def approval(submission):
    """Path and form of publishing a submission as it was shown."""
    fields = {f"shown-{submission.id}": submission.content_sha256, "decision": "publish", "note": ""}
    return f"/desk/review/{submission.id}", fields


def inputs(page):
    """The hidden inputs and the values of a page’s forms, enough to save what stands there."""
    return dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))


def at_once(*calls):
    """Make calls in threads that begin together; what they return, in order."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(i, call):
        barrier.wait()
        results[i] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
