"""Servers of the internet as a fetcher sees it, at the other end of a pair of sockets: no network is used."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.stored import NOON
from tracker.capture.network.fetching import Fetcher

PUBLIC = "93.184.216.34"


class Internet:
    """Hosts by name: each a function that takes the request’s bytes and gives the answer, in parts as they come."""

    def __init__(self, hosts=None, addresses=None):
        self.hosts, self.addresses, self.connected, self.requests = hosts or {}, addresses or {}, [], []
        self.secure = {}

    def resolve(self, host, port):
        """As resolvers do, odd spellings of IPv4 addresses among them."""
        if host in self.addresses:
            answers = self.addresses[host]
            return answers.pop(0) if answers and isinstance(answers[0], list) else answers
        if ":" in host:
            return [host]
        with suppress(OSError):
            return [socket.inet_ntoa(socket.inet_aton(host))]
        if host in self.hosts:
            return [PUBLIC]
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    def connect(self, address, port, seconds):
        """A connection to whoever the request names."""
        self.connected.append((address, port))
        near, far = socket.socketpair()
        threading.Thread(target=self._serve, args=(far, port), daemon=True).start()
        return near

    def _serve(self, far, port):
        with suppress(OSError), far:
            if port == 443:
                far = self.secure["context"].wrap_socket(far, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                request += far.recv(65_536)
            self.requests.append(request)
            host = request.split(b"Host: ")[1].split(b"\r\n")[0].decode()
            for part in self.hosts[host](request):
                far.sendall(part)
            far.close()

    def fetcher(self, **options):
        """A fetcher that knows no other internet."""
        hands = {"resolve": self.resolve, "connect": self.connect, **options}
        return Fetcher("Tracker/1 (+https://pledges.example/about)", lambda: NOON, **hands)


def answer(body=b"", status="200 OK", **headers):
    """A whole answer; two underscores in a name stand for a hyphen."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if not {"Content_Length", "Transfer_Encoding"} & headers.keys():
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(*parts):
    """A host that gives the same answer to all."""
    return lambda request: parts


def redirect(to, status="302 Found"):
    """A host that leads elsewhere."""
    return always(answer(status=status, Location=to))


def certificate(folder, name="acme.example", days=(-1, 1)):
    """A key with a certificate of its own making: the file for the server, the context that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    first, last = (datetime.now(UTC) + timedelta(days=day) for day in days)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), first, last)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = builder.sign(key, hashes.SHA256())
    file = folder / f"{name}{days[1]}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return server, client
