"""A site that keeps copies of an internet of its own."""

import contextlib
import socket
import threading

from tests.capture.servers import Internet, always, answer
from tests.stored import clock
from tracker.capture.opening_files import Opened
from tracker.services.captures import making
from tracker.services.captures.making import CaptureMaker
from tracker.services.captures.requests import ADDRESS_JOB, FILE_JOB, Asker, ask_for_address, ask_for_file, progress
from tracker.services.jobs import do_jobs
from tracker.settings import Settings

ANN = Asker(None, "ann")
ADDRESS = "http://acme.example/pledge"
WORDS = "We will not sell drones that carry weapons to any police force. " * 5
HTML = f"<!doctype html><html lang=en><h1>Our pledge</h1><p>{WORDS}".encode()


def page(content=HTML, **headers):
    """Acme’s site with one page."""
    return Internet({"acme.example": always(answer(content, Content_Type="text/html", **headers))})


def opened_quickly(path, media_type, folder, **_):
    """Opens as the closed-in process would, without one."""
    text = path.read_text("utf-8", "replace")
    return Opened(readable="text", texts=[text], main=text, details={"headings": []}, tool="test")


class Copies:
    """A database, a folder, and whoever is asked."""

    def __init__(self, database, folder, net=None, monkeypatch=None, **settings):
        self.database, self.net = database, net or page()
        options = {"captures": str(folder / "captures"), "capture_browser": "off", **settings}
        self.settings = Settings(public_url="https://pledges.example", **options)
        if monkeypatch:
            monkeypatch.setattr(making, "open_file", opened_quickly)

    def ask(self, address=ADDRESS, asker=ANN, minutes=0, previous=None):
        with self.database.changing() as session:
            return ask_for_address(session, self.settings, clock(minutes).now(), asker, address, previous)

    def send(self, name, content, asker=ANN, minutes=0):
        with self.database.changing() as session:
            return ask_for_file(
                session, self.settings, clock(minutes).now(), asker, name, content, supplier="a reader", address=""
            )

    def maker(self, minutes=0):
        return CaptureMaker(self.database, clock(minutes), self.settings, self.net.fetcher())

    def work(self, minutes=0):
        maker = self.maker(minutes)
        return do_jobs(self.database, clock(minutes), {ADDRESS_JOB: maker.do_address, FILE_JOB: maker.do_file})

    def progress(self, key, minutes=0):
        with self.database.reading() as session:
            return progress(session, key, clock(minutes).now())

    def captured(self, address=ADDRESS, minutes=0):
        key = self.ask(address, minutes=minutes)
        self.work(minutes)
        return self.progress(key, minutes).capture

    @property
    def store(self):
        return self.maker().store


@contextlib.contextmanager
def scanner(reply):
    """A scanner on loopback that says the same of every file; its port and what it was sent."""
    got = []

    def serve(server):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection:
                    data = b""
                    while not data.endswith(b"\0\0\0\0"):
                        data += connection.recv(65_536)
                    got.append(data)
                    connection.sendall(reply)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        yield server.getsockname()[1], got
