"""A worker that makes copies of an internet of its own and may be killed: ``python -m tests.services.captures.crash``.

Arguments: the database, the folder, and where it kills itself (or “never”). Pauses and leases are short. By hand,
``crash.py drill URL FOLDER`` has three such workers do 400 jobs while they are killed 60 times.
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.capture.servers import Internet, always, answer
from tests.services.captures.kept import ANN, HTML, opened_quickly
from tracker.capture.stores import blobs
from tracker.clock import SystemClock
from tracker.services.captures import making
from tracker.services.captures.requests import ADDRESS_JOB, ask_for_address
from tracker.services.jobs import do_jobs
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.upkeep import asked_jobs, hosts

HOSTS = [f"h{number}.example" for number in range(40)]
LEASE = timedelta(seconds=1)


def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at(place):
    """Have this process die at a place of its work."""
    if place == "storing":
        blobs.os.replace = killed
    elif place == "stored":
        making.CaptureMaker._manifest = killed
    elif place == "keeping":
        making.finish = killed


def site(url, folder):
    return Database(url), Settings(captures=str(folder), capture_browser="off", public_url="https://pledges.example")


def work(url, folder, place, ahead=timedelta(0)):
    """Do all jobs, with a clock that is so far ahead."""
    asked_jobs.LEASE, hosts.HOST_PAUSE = LEASE, timedelta(milliseconds=20)
    making.open_file = opened_quickly
    net = Internet({host: always(answer(HTML, Content_Type="text/html")) for host in HOSTS})
    database, settings = site(url, folder)
    clock = _Ahead(ahead)
    maker = making.CaptureMaker(database, clock, settings, net.fetcher())
    kill_at(place)
    do_jobs(database, clock, {ADDRESS_JOB: maker.do_address})


def ask(url, folder, count):
    """Ask for copies, of each host in turn."""
    database, settings = site(url, folder)
    addresses = [f"http://{HOSTS[number % len(HOSTS)]}/{number}" for number in range(count)]
    with closing(database), database.changing() as session:
        for address in addresses:
            ask_for_address(session, settings, SystemClock().now(), ANN, address)


class _Ahead(SystemClock):
    def __init__(self, ahead):
        self.ahead = ahead

    def now(self):
        return super().now() + self.ahead


def forked(url, folder, place, ahead=timedelta(0)):
    """Do all jobs in a copy of this process, which is cheaper than a new one; how it ended."""
    child = os.fork()
    if child == 0:
        try:
            work(url, folder, place, ahead)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def started(url, folder, place):
    command = [sys.executable, "-m", "tests.services.captures.crash", url, str(folder), place]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def drill(url, folder, kills=60, jobs=400):
    """Kill workers at random moments."""
    ask(url, folder, jobs)
    workers = [started(url, folder, "never") for _ in range(3)]
    for _ in range(kills):
        time.sleep(random.uniform(0.8, 2.0))
        number = random.randrange(3)
        workers[number].kill()
        workers[number].wait()
        workers[number] = started(url, folder, "never")
    for worker in workers:
        worker.wait()
    time.sleep(LEASE.total_seconds())
    work(url, folder, "never")


if __name__ == "__main__":
    if sys.argv[1] == "drill":
        drill(sys.argv[2], Path(sys.argv[3]))
    else:
        work(*sys.argv[1:4])
