"""Answers of a WSGI application, made in a thread and sent by the event loop."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.web.server.asgi import Environ, Message, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["Reply", "answer", "send_reply"]

_log = logging.getLogger(__name__)
_SECONDS_FOR_A_PART = 60.0
"""A reader who takes longer for a part of a long answer, some 64 KB, is let go."""


Headers = list[tuple[str, str]]


class Reply(NamedTuple):
    """A whole answer."""

    status: str
    headers: Headers
    body: bytes


def answer(
    application: "WSGIApplication", environ: Environ, send: Send, loop: asyncio.AbstractEventLoop
) -> Reply | None:
    """Have the application answer; None where the answer was sent part by part, its length being unknown."""
    status, headers = "", Headers()

    def start_response(begun: str, with_headers: Headers, _: Any = None) -> Callable[[bytes], object]:
        nonlocal status, headers
        status, headers = begun, with_headers
        return _never_used

    parts = application(environ, start_response)
    try:
        if _is_long(status, headers):
            _send_parts(status, headers, parts, lambda message: _send_from_thread(send, message, loop))
            return None
        return Reply(status, headers, b"".join(parts))
    finally:
        if close := getattr(parts, "close", None):
            close()


async def send_reply(send: Send, reply: Reply) -> None:
    """Send a whole answer."""
    await send(_start(reply.status, reply.headers))
    await send({"type": "http.response.body", "body": reply.body, "more_body": False})


def _start(status: str, headers: Headers) -> Message:
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status[:3]), "headers": pairs}


def _is_long(status: str, headers: Headers) -> bool:
    return status.startswith("200") and not any(name.lower() == "content-length" for name, _ in headers)


def _send_parts(status: str, headers: Headers, parts: Iterable[bytes], send: Callable[[Message], None]) -> None:
    send(_start(status, headers))
    for part in parts:
        send({"type": "http.response.body", "body": part, "more_body": True})
    send({"type": "http.response.body", "body": b"", "more_body": False})


def _send_from_thread(send: Send, message: Message, loop: asyncio.AbstractEventLoop) -> None:
    async def in_time() -> None:
        await asyncio.wait_for(send(message), _SECONDS_FOR_A_PART)

    asyncio.run_coroutine_threadsafe(in_time(), loop).result()


def _never_used(_: bytes) -> object:
    raise NotImplementedError("WSGI's old way to write is not offered: no application here uses it")
