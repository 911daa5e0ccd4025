"""Make docs/scorecard.png, the picture in the README, from a running site (make picture)."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

PAGE = "/companies/microsoft/police-facial-recognition?as_of=2020-06-18"
SIZE = {"width": 1080, "height": 980}
PICTURE = Path(__file__).parent / "scorecard.png"


def main() -> None:
    """Start a site of its own on a free port, take the picture, stop the site."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        settings = {"DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "PORT": str(port)}
        command = [str(Path(sys.executable).parent / "tracker"), "run"]
        site = subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
        try:
            _wait_for(f"http://127.0.0.1:{port}/readyz")
            _take(f"http://127.0.0.1:{port}{PAGE}")
        finally:
            site.terminate()
            site.wait(20)


def _wait_for(address: str, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.2)
    raise SystemExit(f"the site did not answer at {address} within {seconds:g} seconds")


def _take(address: str) -> None:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(address)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
