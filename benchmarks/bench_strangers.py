"""How a site answers readers while strangers keep it busy: slow bodies, sign-ins, a held write lock.

Starts ``tracker run`` on a database of its own and measures the 99th percentile of a kept page and of ``/healthz``.
Exit code 1 if a page takes longer than ten times its idle time and than 50 ms, or if anything is not answered.
"""

import http.client
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from tracker.store.database.connecting import Database

PAGE = "/companies/amazon/police-facial-recognition"
SECONDS, SLOW, SIGN_INS = 4.0, 40, 60
LEAST_LIMIT_MS = 50.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def site(folder: Path) -> Iterator[int]:
    """The port of a site that is running."""
    port = random.randrange(20_000, 30_000)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/tracker.sqlite3", "PORT": str(port)}
    environment |= {"SECRETS_DIR": f"{folder}/secrets", "HOST": "127.0.0.1"}
    tracker = Path(sys.executable).with_name("tracker")
    with subprocess.Popen([tracker, "run"], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        while "running at" not in (line := process.stdout.readline()):
            assert line, "the site did not start"
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()


def _wait(port: int) -> None:
    """Until a worker takes connections."""
    for _ in range(600):
        with suppress(ConnectionError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.1)


def p99(port: int, path: str, seconds: float) -> float:
    """Milliseconds; infinite if an answer is not 200."""
    times = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begun = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                return float("inf")
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.002)
    return sorted(times)[int(len(times) * 0.99)]


@contextmanager
def slow_bodies(port: int, _folder: Path) -> Iterator[None]:
    """Strangers who begin to send a form and never end."""
    head = b"POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nx"
    strangers = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for stranger in strangers:
        stranger.sendall(head)
    yield
    for stranger in strangers:
        stranger.close()


@contextmanager
def sign_ins(port: int, _folder: Path) -> Iterator[None]:
    """Many people who sign in at once."""
    threads = [threading.Thread(target=_sign_in, args=(port, number)) for number in range(SIGN_INS)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def _sign_in(port: int, number: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/account/sign-in")
        answer = connection.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
        fields = {"csrf_token": token[1] if token else "", "email": f"n{number}@news.example", "password": "x" * 20}
        connection.request("POST", "/account/sign-in", urlencode(fields), {**FORM, "Cookie": cookie})
        connection.getresponse().read()


@contextmanager
def held_lock(_port: int, folder: Path) -> Iterator[None]:
    """A long import, which holds the write lock."""
    database = Database(f"sqlite:///{folder}/tracker.sqlite3")
    with database.locked():
        yield
    database.close()


def main() -> int:
    """Measure, print, and say whether a limit is broken."""
    strangers: list[Callable[[int, Path], AbstractContextManager[None]]] = [slow_bodies, sign_ins, held_lock]
    with tempfile.TemporaryDirectory() as name, site(Path(name)) as port:
        for _ in range(20):  # both workers make the page
            p99(port, PAGE, 0.05)
        idle = p99(port, PAGE, SECONDS)
        limit = max(10 * idle, LEAST_LIMIT_MS)
        print(f"{'idle':12} page {idle:7.1f} ms")
        broken = False
        for busy in strangers:
            with busy(port, Path(name)):
                page, health = p99(port, PAGE, SECONDS), p99(port, "/healthz", 1)
            broken |= page > limit or health > limit
            print(
                f"{getattr(busy, '__name__', ''):12} page {page:7.1f} ms, /healthz {health:7.1f} ms (limit "
                f"{limit:.0f} ms)"
            )
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
