"""ASGI, the interface between server and application, as types; and a request of it as WSGI’s."""

import io
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote_to_bytes

__all__ = ["Environ", "Message", "Receive", "Scope", "Send", "environ_of"]

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]

_PLAIN_NAMES = {"content-length": "CONTENT_LENGTH", "content-type": "CONTENT_TYPE"}


def environ_of(scope: Scope, body: bytes) -> Environ:
    """The request as PEP 3333 has it, with its whole body."""
    server, client = scope.get("server") or ("", 0), scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        # One with an underscore would pass for the header with a hyphen, which proxies set.
        if "_" not in name:
            key = _PLAIN_NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
            environ[key] = _joined(name, environ[key], value) if key in environ else value
    return environ


def _joined(name: str, former: str, value: str) -> str:
    """A header that was sent more than once."""
    return f"{former}{'; ' if name == 'cookie' else ','}{value}"
