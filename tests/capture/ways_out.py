"""Ways out of the sandbox, tried by a process that is closed in: ``python -m tests.capture.ways_out FILE``."""

import json
import os
import socket
import sys
from pathlib import Path

from tracker.capture.sandbox import confine, system_paths


def listen_by_name():
    with socket.socket(socket.AF_UNIX) as there:
        there.connect(sys.argv[2])


def connect():
    with socket.create_connection(("127.0.0.1", int(sys.argv[3])), 2):
        pass


def start_another():
    if os.fork() == 0:
        os._exit(0)


WAYS = {
    "read": lambda: Path("/etc/passwd").read_text(),
    "list": lambda: os.listdir("/root"),
    "see the database": lambda: Path(sys.argv[2]).parent.joinpath("secret").read_text(),
    "write beside": lambda: Path(sys.argv[2]).parent.joinpath("new").write_text("x"),
    "write the file": lambda: Path(sys.argv[1]).write_text("x"),
    "link": lambda: os.symlink("/etc/passwd", "picture-1.jpg"),
    "connect": connect,
    "connect to a socket that is a file": listen_by_name,
    "start another process": start_another,
    "become a program": lambda: os.execv("/bin/true", ["/bin/true"]),
    "take memory": lambda: bytes(800 << 20),
    "stop the one that started it": lambda: os.kill(os.getppid(), 0),
}


def outcome(way):
    try:
        way()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "out"


if __name__ == "__main__":
    confinement = confine([*system_paths(), Path(sys.argv[1])], Path.cwd())
    outcomes = {name: outcome(way) for name, way in WAYS.items()}
    own = {"read its file": Path(sys.argv[1]).read_text(), "holds": confinement.holds}
    Path("result.json").write_text(json.dumps({**outcomes, **own}))
