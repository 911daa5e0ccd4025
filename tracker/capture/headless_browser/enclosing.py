"""A closed-in place for the browser: no network, processes and users of its own, and it ends with who started it.

Debian's own tools (util-linux) make it, so that nothing of this program runs in there.
"""

import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

__all__ = ["NOBODY", "BrowserHere", "browser_here", "enclosed"]

NOBODY = 65534
"""Whom the browser runs as where this program is root."""
_BROWSERS = ("chromium-headless-shell", "chromium")
_SECONDS = 10


class BrowserHere(NamedTuple):
    """The browser of this machine, or what lacks for one: “off”, “no browser”, “no driver” or “no closed-in place”."""

    program: Path | None
    lacks: str


def browser_here(chosen: Path | None) -> BrowserHere:
    """The browser that pages are shown in: the ``chosen`` one, or Debian's where that is an empty path; None: none."""
    if chosen is None:
        return BrowserHere(None, "off")
    names = _BROWSERS if chosen == Path() else (str(chosen),)
    program = next((Path(path) for name in names if (path := shutil.which(name))), None)
    if program is None:
        return BrowserHere(None, "no browser")
    if find_spec("playwright") is None:
        return BrowserHere(None, "no driver")
    return BrowserHere(program, "") if _encloses() else BrowserHere(None, "no closed-in place")


def enclosed(command: list[str]) -> list[str]:
    """A command as it is run in the closed-in place: never as root, and killed with the process that starts it."""
    drop = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"] if os.geteuid() == 0 else []
    own = ["--user", "--map-user=1000", "--map-group=1000", "--net", "--ipc", "--pid", "--fork", "--kill-child"]
    return ["setpriv", "--pdeathsig", "KILL", "--no-new-privs", *drop, "unshare", *own, "--", *command]


@cache
def _encloses() -> bool:
    """Whether this machine has such a place, tried by a program that finds no network in it but an unused loopback."""
    try:
        tried = subprocess.run(  # noqa: S603 - tools of the system, by names of our own
            enclosed(["cat", "/proc/self/net/dev"]), capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    interfaces = [line.partition(b":")[0].strip() for line in tried.stdout.splitlines() if b":" in line]
    return tried.returncode == 0 and interfaces == [b"lo"]
