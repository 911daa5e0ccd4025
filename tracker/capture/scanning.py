"""Asking a scanner for malware (clamd) about a file, before anything opens it."""

import socket
import struct

__all__ = ["ScannerError", "is_infected"]

_SECONDS = 30
_AT_ONCE = 1 << 20
_LONGEST_ANSWER = 4_096


class ScannerError(Exception):
    """The scanner that the operator asks for does not answer: nothing is opened without it."""


def is_infected(content: bytes, host: str, port: int) -> bool:
    """Whether the scanner names anything in a file; raises ScannerError."""
    try:
        with socket.create_connection((host, port), _SECONDS) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _AT_ONCE):
                part = content[start : start + _AT_ONCE]
                connection.sendall(struct.pack(">I", len(part)) + part)
            connection.sendall(struct.pack(">I", 0))
            answer = b""
            while b"\0" not in answer and len(answer) < _LONGEST_ANSWER and (more := connection.recv(_LONGEST_ANSWER)):
                answer += more
    except OSError as error:
        raise ScannerError(str(error)) from error
    words = answer.rstrip(b"\0\n ")
    if words.endswith(b" FOUND"):
        return True
    if words.endswith(b" OK"):
        return False
    raise ScannerError(words.decode("utf-8", "replace"))
