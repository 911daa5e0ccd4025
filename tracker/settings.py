"""Settings, read once from the environment. No other module reads it."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

__all__ = ["ROOT", "Settings", "SettingsError"]

ROOT = Path(__file__).parents[1]
"""The checkout: where templates, migrations and seeds stand."""
_LONGEST_LINE = 300


class SettingsError(ValueError):
    """Settings that cannot be used; the message names each with what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation can choose. Each field is the environment variable of its name in capitals."""

    database_url: str = f"sqlite:///{ROOT / 'var' / 'tracker.sqlite3'}"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    site_name: str = "Pledge Tracker"
    time_zone: tzinfo = UTC
    one_person_site: bool = False
    site_owner: str = ""
    contact: str = ""
    answer_days: int | None = None
    data_licence: str = ""
    secrets_dir: Path | None = None
    trusted_proxies: int = 0

    @property
    def secrets_folder(self) -> Path:
        """Where the site keeps its own secrets: where SECRETS_DIR says, else beside the SQLite file, else in var/."""
        if self.secrets_dir:
            return self.secrets_dir
        url = make_url(self.database_url)
        beside = Path(url.database).absolute().parent if url.database and url.drivername == "sqlite" else ROOT / "var"
        return beside / "secrets"

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read ``environment`` (by default the process's); raise SettingsError naming every wrong value."""
        environment = os.environ if environment is None else environment
        chosen: dict[str, Any] = {}
        wrong: list[str] = []
        for name, parse in _PARSERS.items():
            text = environment.get(name.upper(), "").strip()
            if text:
                try:
                    chosen[name] = parse(text)
                except ValueError as error:
                    wrong.append(f"{name.upper()} {error}")
        if wrong:
            raise SettingsError("; ".join(wrong))
        if "public_url" not in chosen:
            chosen["public_url"] = _local_address(chosen.get("host", "127.0.0.1"), chosen.get("port", 8000))
        return cls(**chosen)


def _local_address(host: str, port: int) -> str:
    """Where a browser on this machine finds the site."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _database_url(text: str) -> str:
    # Some hosts still hand out the older spelling.
    text = text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    right = "use sqlite:///PATH or postgresql://USER:PASSWORD@HOST/DATABASE"
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError(f"is not a database URL; {right}") from None
    if url.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise ValueError(f"starts with “{url.drivername}”, which is not supported; {right}")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError(f"does not name a file; {right}")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValueError(f"is “{text}”; use a whole number from 1 to 65535")
    return int(text)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"is “{text}”; use the site's web address, such as https://pledges.example.org")
    return text.rstrip("/")


def _time_zone(text: str) -> tzinfo:
    if text == "UTC":
        return UTC
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        raise ValueError(f"is “{text}”, which is not a known time zone; use one such as Europe/Berlin") from None


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError(f"is “{text}”; use yes or no")
    return text.lower() == "yes"


def _line(text: str) -> str:
    if len(text) > _LONGEST_LINE or not text.isprintable():
        raise ValueError(f"is longer than {_LONGEST_LINE} characters or not a single line of plain text")
    return text


def _contact(text: str) -> str:
    if not (re.fullmatch(r"[^@\s<>\"']+@[^@\s<>\"']+", text) or re.fullmatch(r"https?://[^\s<>\"']+", text)):
        raise ValueError(f"is “{text}”; use an email address, or a web address that starts with https://")
    return _line(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= 365):
        raise ValueError(f"is “{text}”; use a whole number of days from 1 to 365")
    return int(text)


def _folder(text: str) -> Path:
    if not Path(text).is_absolute():
        raise ValueError(f"is “{text}”; use a path that starts with /")
    return Path(text)


def _proxies(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) == 1):
        raise ValueError(f"is “{text}”; use the number of your own proxies in front of the site, 0 to 9")
    return int(text)


_PARSERS: dict[str, Callable[[str], Any]] = {
    "database_url": _database_url,
    "host": str,
    "port": _port,
    "public_url": _public_url,
    "site_name": str,
    "time_zone": _time_zone,
    "one_person_site": _yes_or_no,
    "site_owner": _line,
    "contact": _contact,
    "answer_days": _days,
    "data_licence": _line,
    "secrets_dir": _folder,
    "trusted_proxies": _proxies,
}
