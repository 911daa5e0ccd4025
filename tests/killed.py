"""Processes that are killed: work in one of its own, which ends as by kill -9."""

import os
import signal
import time
from contextlib import suppress

from sqlalchemy import event

from tracker.store.database.connecting import Database


def url_of(database):
    """The address of a database, for another process."""
    return database.url.render_as_string(hide_password=False)


def begun(work):
    """Begin ``work`` in a process of its own; its number."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def ended(pid):
    """Wait for a process: its exit code, or minus the signal that killed it."""
    for _ in range(3000):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    raise AssertionError("the process did not end")


def killed_at(database, place, work):
    """Do ``work(database)`` in a process that is killed: before a statement that begins with ``place`` is sent, before
    the ``commit``, or ``after`` all of it.
    """
    url = url_of(database)

    def whole():
        own = Database(url)

        def die(*_):
            os.kill(os.getpid(), signal.SIGKILL)

        def die_at(_connection, _cursor, statement, *_):
            if statement.startswith(place):
                die()

        if place == "commit":
            event.listen(own.engine, "commit", die)
        else:
            event.listen(own.engine, "before_cursor_execute", die_at)
        work(own)
        die()

    assert ended(begun(whole)) == -signal.SIGKILL
