"""A bucket on loopback that speaks as much of S3 as copies need; signatures are not checked."""

import contextlib
import re
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing is logged."""

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def target(self):
        """The objects, the key, the query and the body of a request; None where the bucket is broken."""
        parts = urlsplit(self.path)
        key, query = unquote(parts.path).removeprefix("/copies").lstrip("/"), parse_qs(parts.query, True)
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.server.bucket.broken:
            return self.answer(403)
        return self.server.bucket.objects, key, query, body

    def do_PUT(self):
        if target := self.target():
            objects, key, _, body = target
            if self.headers["If-None-Match"] == "*" and key in objects:
                return self.answer(412)
            objects[key] = body
            self.answer(200, ETag='"x"')

    def do_GET(self):
        if target := self.target():
            objects, key, query, _ = target
            if "list-type" in query:
                self.answer(200, _listed(objects, query.get("prefix", [""])[0]), Content_Type="application/xml")
            elif key in objects:
                self.answer(200, objects[key], ETag='"x"', Last_Modified=formatdate(0, usegmt=True))
            else:
                self.answer(404)

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        """Only “delete these”."""
        if target := self.target():
            keys = re.findall(r"<Key>(.*?)</Key>", target[3].decode())
            for key in keys:
                target[0].pop(key, None)
            done = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            self.answer(200, f"<DeleteResult>{done}</DeleteResult>".encode(), Content_Type="application/xml")


def _listed(objects, prefix):
    about = "<LastModified>2026-11-22T12:00:00.000Z</LastModified><ETag>x</ETag>"
    entries = "".join(
        f"<Contents><Key>{key}</Key>{about}<Size>{len(body)}</Size></Contents>"
        for key, body in sorted(objects.items())
        if key.startswith(prefix)
    )
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()


class Bucket:
    """What is in it, by key, all of it written long ago; whether it answers with a fault."""

    def __init__(self):
        self.objects, self.broken = {}, False


@contextlib.contextmanager
def bucket(monkeypatch):
    """A bucket by the name of “copies”, to which the variables of the environment lead."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.bucket = Bucket()
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("AWS_REGION", "test")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        yield server.bucket
        server.shutdown()
