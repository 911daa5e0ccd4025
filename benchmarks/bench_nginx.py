"""What a public page costs nginx, set up as documented, beside a static file of the same bytes.

Both in one run and in turns, over connections that stay open, the best of several rounds. The limit is for CPU time of
nginx, which other programs on the machine do not change; requests a second are printed beside it. Exit code 1 over it.
"""

import gzip
import http.client
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_strangers import PAGE, site

from tests.nginx import free_port, running_nginx

LEAST = 0.8
ROUNDS, SECONDS, BATCHES, BATCH = 5, 2.0, 20, 50
TICK = os.sysconf("SC_CLK_TCK")
STATIC = "/page.html"


def cpu_seconds(process: int) -> float:
    """CPU time of the children of a process: of nginx's workers."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    fields = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children]
    return sum(int(it[11]) + int(it[12]) for it in fields) / TICK


def ask(port: int, path: str) -> int:
    """Many requests over one connection; how many bytes came."""
    request = f"GET {path} HTTP/1.1\r\nHost: pledges.example\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    last = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    size = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for number in range(BATCHES):
            end = number == BATCHES - 1
            connection.sendall(request * (BATCH - end) + last * end)
            size += _read(connection, None if end else BATCH)
    return size


def _read(connection: socket.socket, answers: int | None) -> int:
    """Read so many answers, or all that come until the end; the bytes."""
    seen = size = 0
    rest = b""
    while answers is None or seen < answers:
        part = connection.recv(1 << 18)
        if not part:
            break
        size += len(part)
        text = rest + part
        seen += text.count(b"HTTP/1.1 200")
        rest = text[-11:]
    return size


def main() -> int:
    """Measure, print, compare with the limit."""
    with tempfile.TemporaryDirectory() as name, site(Path(name)) as upstream:
        folder = Path(name)
        folder.chmod(0o755)
        static_port = free_port()
        static = f"server {{ listen 127.0.0.1:{static_port}; root {folder}/files; gzip_static off; "
        static += "location / { add_header Content-Encoding gzip; add_header ETag x; } }"
        with running_nginx(folder, upstream, more=static) as (port, process):
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", PAGE, headers={"Accept-Encoding": "gzip"})
            body = connection.getresponse().read()
            (folder / "files").mkdir()
            (folder / "files" / STATIC.strip("/")).write_bytes(body)
            print(f"{PAGE}: {len(body):,} bytes compressed, {len(gzip.decompress(body)):,} not")
            share = measured(process.pid, {"page": (port, PAGE), "static file": (static_port, STATIC)})
    print(f"{share:.2f} of the requests of a static file for the same CPU time (at least {LEAST})")
    return 0 if share >= LEAST else 1


def measured(process: int, places: dict[str, tuple[int, str]]) -> float:
    """How many requests for the page nginx answers in the time of one for the static file."""
    best, rates = dict.fromkeys(places, float("inf")), dict.fromkeys(places, 0.0)
    for _ in range(ROUNDS):
        for what, (port, path) in places.items():
            requests, begun, used = 0, time.monotonic(), cpu_seconds(process)
            while time.monotonic() - begun < SECONDS:
                ask(port, path)
                requests += BATCHES * BATCH
            rates[what] = max(rates[what], requests / (time.monotonic() - begun))
            best[what] = min(best[what], (cpu_seconds(process) - used) / requests)
    for what in places:
        print(f"{what}: {best[what] * 1e6:.0f} µs of CPU a request, {rates[what]:,.0f} requests/s from one client")
    return best["static file"] / best["page"]


if __name__ == "__main__":
    sys.exit(main())
