"""A passkey in software: what a browser and its device answer, right or wrong, to the options of a page."""

import base64
import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT_AND_VERIFIED, _HOLDS_A_KEY = 0x05, 0x40


def text(data):
    """Bytes as WebAuthn writes them."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class SoftPasskey:
    """A key pair, bound to a site when it is made."""

    def __init__(self, origin="http://localhost:8000", site="localhost"):
        self.origin, self.site = origin, site
        self.id = secrets.token_bytes(20)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def make(self, options, origin=None):
        """The credential for options to make one, as JSON."""
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(_PRESENT_AND_VERIFIED | _HOLDS_A_KEY) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options, origin)
        return self._credential(clientDataJSON=text(client), attestationObject=text(attestation))

    def use(self, options, origin=None):
        """The credential for options to use one, as JSON."""
        self.count += 1
        data, client = self._data(_PRESENT_AND_VERIFIED), self._client("webauthn.get", options, origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(clientDataJSON=text(client), authenticatorData=text(data), signature=text(signature))

    def _data(self, flags):
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind, options, origin):
        client_data = {
            "type": kind,
            "challenge": options["challenge"],
            "origin": origin or self.origin,
            "crossOrigin": False,
        }
        return json.dumps(client_data).encode()

    def _credential(self, **response):
        id = text(self.id)
        return json.dumps(
            {"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )
