"""A mail server on this machine for tests: keeps what it is sent, refuses, or dies in the middle."""

import socketserver
import threading
from email import message_from_bytes, policy


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        server.connections += 1
        if server.mode == "away":
            return
        self._say("220 loopback")
        recipients = []
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].upper()
            if command.startswith(("EHLO", "HELO")):
                self._say("250 loopback")
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

    def _take(self, recipients):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".").replace(b"\r\n", b"\n"))
        self.server.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if self.server.mode != "dies after":
            self._say("250 taken")

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine while it is entered."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received, self.mode, self.connections = [], "", 0

    @property
    def port(self):
        return self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
