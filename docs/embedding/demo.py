"""An article of an invented newspaper with every kind of embed live in it, beside a site with the seeds and an example.

The two are served from different origins, as in the world: the site at 127.0.0.1, the newspaper at localhost.
``make demo`` starts both; stop it with Ctrl+C.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tracker import create_app  # noqa: E402
from tracker.clock import SystemClock  # noqa: E402
from tracker.services.intake.importing import Import, import_files  # noqa: E402
from tracker.services.reading.scorecards import ScorecardQuery  # noqa: E402
from tracker.services.upkeep.startup import start  # noqa: E402
from tracker.settings import Settings  # noqa: E402
from tracker.store.database.connecting import Database  # noqa: E402

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLACE = re.compile(r"<!-- embed (\w+) (\S+?)(?: (pinned))? -->")
SITE_PORT, ARTICLE_PORT = 8000, 8001


def article(app: Flask, name: str = "article.html") -> str:
    """The article, each ``<!-- embed KIND ADDRESS -->`` in it replaced by what a newsroom pastes."""
    text = (HERE / name).read_text(encoding="utf-8")
    return PLACE.sub(lambda found: pasted(app, *found.groups()), text)


def pasted(app: Flask, kind: str, path: str, pinned: str | None = None) -> str:
    """One snippet, as the page “Embed this” gives it."""
    from tracker.services.reading.scorecards import snapshot_of  # noqa: PLC0415
    from tracker.web.embed.oembed import parse_url  # noqa: PLC0415
    from tracker.web.embed.responses import embedded  # noqa: PLC0415
    from tracker.web.embed.snippets import frame_of, oembed_html, snippets_of  # noqa: PLC0415

    site = app.extensions["site"]
    with app.test_request_context("/"), site.database.reading() as session:
        subject, look, clock_query = parse_url(site.settings.public_url + path)
        if pinned:
            moment = snapshot_of(session, clock_query, site.clock, site.settings.time_zone)
            clock_query = ScorecardQuery(moment.as_of, moment.pin)
        it = embedded(session, subject, clock_query)
        if kind == "oembed":
            return oembed_html(frame_of(it, look))
        return str(getattr(snippets_of(it, look), kind))


def newspaper(app: Flask) -> "WSGIApplication":
    """The newspaper's server: one article, made again for each request."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        found = environ["PATH_INFO"] == "/"
        body = article(app).encode() if found else b"not found"
        kind = "text/html" if found else "text/plain"
        start_response("200 OK" if found else "404 Not Found", [("Content-Type", f"{kind}; charset=utf-8")])
        return [body]

    return answer


@contextmanager
def serving(host: str, port: int, application: "WSGIApplication") -> Iterator[BaseWSGIServer]:
    """A server in a thread of its own; port 0 takes one that is free."""
    server = make_server(host, port, application, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    """Serve both until stopped."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/demo.sqlite3"
        database = Database(url)
        start(database, SystemClock())
        import_files(database, SystemClock(), [HERE.parent / "examples" / "targets"], Import("demo"))
        database.close()
        app = create_app(Settings(database_url=url, public_url=f"http://127.0.0.1:{SITE_PORT}"))
        with serving("127.0.0.1", SITE_PORT, app), serving("localhost", ARTICLE_PORT, newspaper(app)):
            print(f"The article: http://localhost:{ARTICLE_PORT}/")
            print(f"The site:    {app.extensions['site'].settings.public_url}/ (stop with Ctrl+C)", flush=True)
            try:
                Event().wait()
            except KeyboardInterrupt:
                return


if __name__ == "__main__":
    main()
