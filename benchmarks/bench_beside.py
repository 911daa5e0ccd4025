"""What one page costs beside other programs that show it: WordPress, Datasette, and a static file from nginx.

WordPress serves the text of the scorecard as a post, Datasette the same company's pledges from the site's own export,
nginx the bytes of the page as a file. All are as installed, with nothing in front of them. CPU time of all their
processes for each request, on connections of their own, in turns, the best of several rounds. What is not installed is
left out with a word: Datasette is ``datasette`` on the PATH, WordPress Debian's packages ``wordpress``, a theme such as
``wordpress-theme-twentytwentythree``, ``mariadb-server``, ``php-cli`` and ``php-mysql``. Exit code 1 if a stored page
costs more than a tenth of what Datasette or WordPress need. Nothing is asked of other addresses.
"""

import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_nginx import children, cpu_seconds
from bench_strangers import PAGE, site

from tests.servers.nginx import free_port, running_nginx

LIMIT = 0.1
ROUNDS, SECONDS = 5, 1.5
COMPANY, TOPIC = PAGE.strip("/").split("/")[1:]
SITE, STATIC, DATASETTE, WORDPRESS = "stored page of the site", "static file of nginx", "Datasette", "WordPress"
WORDPRESS_FILES = Path("/usr/share/wordpress")
PHP = "opcache.enable=1", "opcache.enable_cli=1", "display_errors=0"
CONFIGURATION = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_SITEURL', 'http://127.0.0.1:{port}'); define('WP_HOME', WP_SITEURL);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
# No mail to the administrator of the new site, and the text as it is.
INSTALLATION = """<?php
define('WP_INSTALLING', true);
function wp_new_blog_notification(...$all) {}
require 'wp-load.php';
require 'wp-admin/includes/upgrade.php';
wp_install('Pledges', 'admin', 'admin@pledges.example', true, '', 'of no use after this');
kses_remove_filters();
$text = file_get_contents($argv[1]);
echo wp_insert_post(['post_title' => 'Scorecard', 'post_content' => $text, 'post_status' => 'publish']);
"""


@dataclass(frozen=True)
class Server:
    """Where a page is served, and by which processes (with all that these start)."""

    port: int
    path: str
    processes: tuple[int, ...]

    def ask(self) -> bytes:
        """The page as it comes; AssertionError if it does not come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", self.path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, (self.path, answer.status)
        assert body, self.path
        return body

    def seconds(self) -> float:
        """CPU seconds of a request."""
        requests, begun, used = 0, time.monotonic(), sum(map(cpu_seconds, self.processes))
        while time.monotonic() - begun < SECONDS:
            self.ask()
            requests += 1
        return (sum(map(cpu_seconds, self.processes)) - used) / requests


@contextmanager
def started(server: Server, *command: str | Path, folder: Path) -> Iterator[Server]:
    """The server that a program is, when it answers."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with suppress(ConnectionError):
                    server.ask()
                    break
                time.sleep(0.1)
            yield Server(server.port, server.path, (*server.processes, process.pid))
        finally:
            process.terminate()


@contextmanager
def datasette(folder: Path) -> Iterator[Server | None]:
    """The company's pledges in Datasette; None without it."""
    program = shutil.which("datasette")
    if program is None:
        yield None
        return
    export = folder / "export.sqlite"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/tracker.sqlite3",
        "SECRETS_DIR": f"{folder}/secrets",
    }
    tracker = Path(sys.executable).with_name("tracker")
    subprocess.run([tracker, "export", export], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = Server(free_port(), f"/export/pledges?company={COMPANY}&topic={TOPIC}", ())
    with started(server, program, "serve", "--immutable", export, "--port", str(server.port), folder=folder) as running:
        yield running


@contextmanager
def wordpress(folder: Path, page: str) -> Iterator[Server | None]:
    """The text of a page as a post in WordPress; None without it."""
    programs = [
        shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in ("mariadbd", "mariadb-install-db", "php")
    ]
    if not WORDPRESS_FILES.exists() or None in programs:
        yield None
        return
    mariadbd, install, php = map(str, programs)
    with mariadb(folder / "mariadb", mariadbd, install) as (database, socket):
        port, files = free_port(), folder / "wordpress"
        shutil.copytree(WORDPRESS_FILES, files, ignore=shutil.ignore_patterns("wp-config.php"))
        (files / "wp-config.php").write_text(CONFIGURATION.format(socket=socket, port=port))
        (files / "installation.php").write_text(INSTALLATION)
        text = folder / "post.html"
        text.write_text(re.sub(r"(?s).*?<main[^>]*>(.*)</main>.*", r"\1", page))
        settings = [part for setting in PHP for part in ("-d", setting)]
        ran = subprocess.run(
            [php, *settings, "installation.php", text], cwd=files, check=True, capture_output=True, text=True
        )
        server = Server(port, f"/?p={ran.stdout.strip()}", (database,))
        with started(server, php, *settings, "-S", f"127.0.0.1:{port}", "-t", files, folder=files) as running:
            yield running


@contextmanager
def mariadb(folder: Path, program: str, install: str) -> Iterator[tuple[int, Path]]:
    """The process and socket of a database for WordPress."""
    folder.mkdir()
    user = ["--user=root"] if os.getuid() == 0 else []
    common = ["--no-defaults", f"--datadir={folder}/data", *user]
    subprocess.run([install, *common, "--auth-root-authentication-method=normal"], check=True, capture_output=True)
    socket = folder / "socket"
    command = [program, *common, f"--socket={socket}", "--skip-networking", f"--pid-file={folder}/pid"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            create = [
                "mariadb",
                "--no-defaults",
                f"--socket={socket}",
                "--user=root",
                "--execute=CREATE DATABASE wordpress",
            ]
            while subprocess.run(create, capture_output=True, check=False).returncode:
                assert process.poll() is None, "MariaDB did not start"
                time.sleep(0.2)
            yield process.pid, socket
        finally:
            process.terminate()


def main() -> int:
    """Measure, print, compare with the limit."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        port = stack.enter_context(site(folder))
        servers: dict[str, Server | None] = {SITE: Server(port, PAGE, (next(children(os.getpid())),))}
        bytes_sent, page = whole_page(port)
        servers[DATASETTE] = stack.enter_context(datasette(folder))
        servers[WORDPRESS] = stack.enter_context(wordpress(folder, page))
        servers[STATIC] = stack.enter_context(static_file(folder, port, bytes_sent))
        best = measured({kind: server for kind, server in servers.items() if server})
    for kind in [kind for kind, server in servers.items() if not server]:
        print(f"{kind} is not installed, and not measured")
    shares = {kind: best[SITE] / best[kind] for kind in (DATASETTE, WORDPRESS) if kind in best}
    for kind, share in shares.items():
        print(f"a stored page costs {share:.3f} of a page of {kind} (at most {LIMIT})")
    return 1 if any(share > LIMIT for share in shares.values()) else 0


def whole_page(port: int) -> tuple[bytes, str]:
    """The page as it is sent to browsers, and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", PAGE)
    text = connection.getresponse().read().decode()
    connection.close()
    return Server(port, PAGE, ()).ask(), text


@contextmanager
def static_file(folder: Path, upstream: int, page: bytes) -> Iterator[Server | None]:
    """The bytes of the page as a file that nginx serves; None without it."""
    if not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        yield None
        return
    (folder / "files").mkdir()
    (folder / "files" / "page.html").write_bytes(page)
    port = free_port()
    more = f"server {{ listen 127.0.0.1:{port}; root {folder}/files; location / {{ etag on; }} }}"
    with running_nginx(folder, upstream, more=more) as (_, process):
        yield Server(port, "/page.html", (process.pid,))


def measured(servers: dict[str, Server]) -> dict[str, float]:
    """CPU seconds of a request to each."""
    best = dict.fromkeys(servers, float("inf"))
    for _ in range(ROUNDS):
        for kind, server in servers.items():
            best[kind] = min(best[kind], server.seconds())
    for kind, seconds in best.items():
        size = len(servers[kind].ask())
        print(f"{kind}: {seconds * 1000:.3f} ms of CPU a request, {size:,} bytes")
    return best


if __name__ == "__main__":
    sys.exit(main())
