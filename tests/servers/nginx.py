"""nginx with the configuration from the documentation, on loopback ports and in a folder of a test."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest

from tracker.settings import ROOT

CONFIGURATION = ROOT / "docs" / "deployment" / "nginx.conf"
_START_SECONDS = 30
_OUTER = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    tcp_nopush on;
    {more}
    include {folder}/tracker.conf;
}}
"""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def replaced(text, *pairs):
    """The text with each part, which must be there once or more, in place of another."""
    for part, other in pairs:
        assert part in text, part
        text = text.replace(part, other)
    return text


@contextmanager
def running_nginx(folder, *ports, more=""):
    """Yield its port and its process, before sites on these ports."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        pytest.skip("nginx is missing: see .ci/system-packages")
    port = free_port()
    upstream = "server 127.0.0.1:8000 max_fails=1 fail_timeout=1s;"
    text = replaced(
        CONFIGURATION.read_text(),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        (upstream, "".join(upstream.replace("8000", str(it)) for it in ports)),
        ("/var/cache/nginx/tracker", f"{folder}/cache"),
    )
    (folder / "tracker.conf").write_text(text)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(_OUTER.format(folder=folder, user=user, more=more))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:
            _wait_for(process, port)
            yield port, process
        finally:
            process.terminate()


def _wait_for(process, port):
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("nginx did not start")
