"""Structured logs: one JSON object a line, with the request it belongs to. Nothing in them says who asked.

No address, cookie, query, form or account is logged, and of paths only those of public pages.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

__all__ = ["FIELDS", "LogFormat", "current_request", "set_up_logs"]

LogFormat = Literal["text", "json"]
FIELDS = "tracker_fields"
"""The name under which a log call's ``extra`` has further fields, as a dict."""
current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The id of the request that this thread is answering; empty outside of one."""


class _JsonLines(logging.Formatter):
    """A record as JSON. Line breaks in a message are escaped, so no message can pass for two."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if id := current_request.get():
            line["request"] = id
        line |= getattr(record, FIELDS, {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(form: LogFormat) -> None:
    """Write logs to standard error: as JSON with a line for each request, or as text with warnings only."""
    if form == "text":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("tracker").setLevel(logging.INFO)
