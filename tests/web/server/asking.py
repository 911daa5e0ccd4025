"""Requests to the site as its server makes them (ASGI), without a network."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Answered:
    """What a server would send."""

    messages: list = field(default_factory=list)

    async def take(self, message):
        """As ``send`` of ASGI."""
        self.messages.append(message)

    @property
    def status(self):
        return self.messages[0]["status"]

    @property
    def headers(self):
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.messages[1:])


def scope_of(method, path, query=b"", headers=()):
    """A request's scope."""
    named = [(name.lower().encode(), value.encode()) for name, value in headers]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(b"host", b"localhost"), *named],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 8000),
    }


async def ask(front_end, method, path, *, parts=(b"",), headers=(), query=b""):
    """The answer to a request whose body comes in ``parts``; ``None`` in place of one is a wait without end."""
    left = list(parts)

    async def receive():
        part = left.pop(0)
        if part is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    answered = Answered()
    await front_end(scope_of(method, path, query, headers), receive, answered.take)
    return answered
