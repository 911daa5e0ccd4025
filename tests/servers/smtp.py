"""A mail server on this machine for tests: keeps what it is sent, refuses, or dies in the middle."""

import base64
import socketserver
import ssl
import threading
from contextlib import suppress
from email import message_from_bytes, policy


class _Handler(socketserver.StreamRequestHandler):
    signed_in = False

    def handle(self):
        server = self.server
        server.connections += 1
        if server.mode == "away":
            return
        if server.implicit and not self._encrypt():
            return
        self._say("220 loopback")
        recipients = []
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].upper()
            if command.startswith(("EHLO", "HELO")):
                self._greet()
            elif command == "STARTTLS":
                self._say("220 go on")
                if not self._encrypt():
                    return
            elif command.startswith("AUTH PLAIN"):
                _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
                self.signed_in = {user: password} == server.accounts
                self._say("235 welcome" if self.signed_in else "535 wrong name or password")
            elif server.accounts and not self.signed_in and command not in ("QUIT", "NOOP"):
                self._say("530 sign in first")
            elif command.startswith("MAIL"):
                self._say("550 not your name" if server.mode == "sender" else "250 ok")
            elif command.startswith("RCPT"):
                recipients.append(line.partition(":")[2].split()[0].strip("<>"))
                self._say({"refuse": "550 nobody here", "later": "451 try later"}.get(server.mode, "250 ok"))
            elif command == "DATA":
                self._take(recipients)
                if server.mode == "dies after":
                    return
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def finish(self):
        super().finish()
        for part in (self.rfile, self.wfile, self.request):
            part.close()

    def _greet(self):
        encrypted = isinstance(self.request, ssl.SSLSocket)
        offers = ["loopback"]
        offers += ["STARTTLS"] if self.server.tls and not encrypted else []
        offers += ["AUTH PLAIN"] if self.server.accounts else []
        for offer in offers[:-1]:
            self._say(f"250-{offer}")
        self._say(f"250 {offers[-1]}")

    def _encrypt(self):
        """Whether the other side goes on: not where it does not trust the certificate."""
        try:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        except OSError:
            return False
        for part in (self.rfile, self.wfile):
            part.close()
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        return True

    def _take(self, recipients):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".").replace(b"\r\n", b"\n"))
        self.server.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.server.after_taking()
        if self.server.mode != "dies after":
            self._say("250 taken")

    def _say(self, text):
        # Whoever asked may have been killed meanwhile.
        with suppress(OSError):
            self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine while it is entered.

    With ``tls``, a context with a certificate, it offers STARTTLS, or speaks nothing else where ``implicit``; with
    ``accounts`` it takes mail of those alone who sign in.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, tls=None, *, implicit=False, accounts=None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tls, self.implicit, self.accounts = tls, implicit, accounts or {}
        self.received, self.mode, self.connections = [], "", 0
        self.after_taking = lambda: None

    @property
    def port(self):
        return self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
