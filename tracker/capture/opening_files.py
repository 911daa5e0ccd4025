"""Opening what came: starts the closed-in process for a file, and takes from it only what it may give."""

import json
import os
import signal
import stat
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tracker.capture.sandbox import run
from tracker.core.captures.captures import Readable

__all__ = ["CannotOpenError", "Opened", "open_file", "picture"]

_MOST_RESULT = 60_000_000
_MOST_PICTURE = 30_000_000
_TOO_COSTLY = (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ)


class CannotOpenError(Exception):
    """A file was not opened; the message is one of the reasons of captures, or “not opened” where nothing closes in."""


class Opened(BaseModel):
    """What a file has to say. It was read by a process that the file may have taken over: data, and nothing more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    readable: Readable
    texts: list[str] = Field(max_length=200)
    main: str = ""
    details: dict[str, Any] = {}
    flags: list[str] = Field(default=[], max_length=50)
    pictures: int = Field(default=0, ge=0, le=200)
    tool: str = Field(max_length=200)


def open_file(
    path: Path, media_type: str, folder: Path, *, address: str = "", charset: str = "", unconfined: bool = False
) -> Opened:
    """Open a file in a process of its own, in an empty folder, where pictures of pages are afterwards.

    Raises CannotOpenError.
    """
    arguments = [str(path.absolute()), media_type, address, charset, "yes" if unconfined else "no"]
    ended = run("tracker.capture.opener", arguments, folder)
    if ended.late or ended.code in _TOO_COSTLY or "MemoryError" in ended.errors or "bad_alloc" in ended.errors:
        raise CannotOpenError("too costly to open")
    if ended.code:
        raise CannotOpenError("cannot be opened")
    try:
        result = json.loads(_read(folder / "result.json", _MOST_RESULT))
        if isinstance(result, dict) and "refused" in result:
            raise CannotOpenError(str(result["refused"]))
        return Opened.model_validate(result)
    except (OSError, ValueError, ValidationError):
        raise CannotOpenError("cannot be opened") from None


def picture(folder: Path, number: int) -> bytes:
    """The picture of a page of the file that was opened in a folder."""
    return _read(folder / f"picture-{number}.jpg", _MOST_PICTURE)


def _read(path: Path, most: int) -> bytes:
    """A plain file: a link would have this process read for the other what it cannot."""
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise ValueError("no plain file")
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError("too long")
    return content
