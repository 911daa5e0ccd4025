"""A site for a browser to look at, and how to go on from one of its pages to another."""

import threading
from contextlib import contextmanager

from werkzeug.serving import make_server


@contextmanager
def running(app):
    """Yield the address at which an application answers; at the end its database is closed too."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        app.extensions["site"].database.close()


def follow(target):
    """Click on what leads to another page, and wait until that has come: a click waits for no more than its start."""
    with target.page.expect_navigation():
        target.click()
