"""A site for a browser to look at, windows to look at it, and how to go on from one of its pages to another."""

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


class Window:
    """A page of its own, and the list that what its console says is added to."""

    def __init__(self, browser, listen, *, scripts, beginning):
        self.context, self.said = browser.new_context(java_script_enabled=scripts), []
        self.page = self.context.new_page()
        if beginning:
            self.page.add_init_script(beginning)
        listen(self.page, lambda text: self.said.append(text))  # noqa: PLW0108 - the list is another one for each test

    def shows(self, address, width, **looks):
        """Its page, at an address, in a window that looks so."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(media="screen", **{"color_scheme": "light", "forced_colors": "none"} | looks)
        self.page.goto(address)
        return self.page


class Windows:
    """Windows that tests use one after the other, and leave nothing in: to open one costs four times what a page does.

    ``listen(page, say)`` is what they do with their console; ``beginning`` is a script that each page begins with.
    """

    def __init__(self, browser, listen, beginning=None):
        self.browser, self.listen, self.beginning = browser, listen, beginning
        self.idle = {True: [], False: []}

    @contextmanager
    def lent(self, said):
        """Yield a function that shows an address in a window; what is said there is added to the list."""
        taken = []

        def show(address, width, *, scripts=True, own=False, **looks):
            idle = [] if own else self.idle[scripts]
            window = idle.pop() if idle else self._opened(scripts)
            taken.append((window, scripts, own))
            window.said = said
            return window.shows(address, width, **looks)

        yield show
        for window, scripts, own in taken:
            window.said = []
            if own:
                window.context.close()
            else:
                self.idle[scripts].append(window)

    def _opened(self, scripts):
        return Window(self.browser, self.listen, scripts=scripts, beginning=self.beginning)

    def close(self):
        """Close those that nobody uses."""
        for window in (*self.idle[True], *self.idle[False]):
            window.context.close()


def follow(target):
    """Click on what leads to another page, and wait until that has come: a click waits for no more than its start."""
    with target.page.expect_navigation():
        target.click()
