"""Settings, read once from the environment. No other module reads it."""

import os
import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from tracker.logs import LogFormat

__all__ = ["ROOT", "SettingError", "Settings", "SettingsError"]

ROOT = Path(__file__).parents[1]
"""The checkout: where templates, migrations and seeds stand."""
_LONGEST_LINE = 300
_FEWEST_SIGNS = 16
_FEWEST_WORKERS, _MOST_DEFAULT_WORKERS = 2, 8
_PROXIES = "use the number of your own proxies in front of the site, 0 to 9"


class SettingsError(ValueError):
    """Settings that cannot be used; the message names each with what would be right."""


class SettingError(SettingsError):
    """One setting that cannot be used; ``problem`` is what is wrong, without its name."""

    def __init__(self, name: str, problem: str):
        self.problem = problem
        super().__init__(f"{name.upper()} {problem}")


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


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"is “{text}”; use the site's web address, such as https://pledges.example.org")
    return text.rstrip("/")


def _time_zone(value: str | tzinfo) -> tzinfo:
    if isinstance(value, tzinfo):
        return value
    if value == "UTC":
        return UTC
    try:
        return ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError(f"is “{value}”, which is not a known time zone; use one such as Europe/Berlin") from None


def _line(text: str) -> str:
    if len(text) > _LONGEST_LINE or not text.isprintable():
        raise ValueError(f"is longer than {_LONGEST_LINE} characters or not a single line of plain text")
    return text


def _contact(text: str) -> str:
    if re.match(r"www\.[^@]*$", text, re.IGNORECASE):
        text = f"https://{text}"
    if not (re.fullmatch(r"[^@\s<>\"']+@[^@\s<>\"']+", text) or re.fullmatch(r"https?://[^\s<>\"']+", text)):
        raise ValueError(f"is “{text}”; use an email address, or a web address that starts with https://")
    return _line(text)


def _mail_address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>\"',;:()\[\]\\]+@[^@\s<>\"',;:()\[\]\\]+", text) or not text.isascii():
        raise ValueError(f"is “{text}”; use an email address such as desk@pledges.example")
    return _line(text)


def _token(text: str) -> str:
    if not (len(text) >= _FEWEST_SIGNS and text.isascii() and text.isprintable() and " " not in text):
        raise ValueError(f"has fewer than {_FEWEST_SIGNS} characters or blanks in it; use a long random word")
    return text


def _absolute(path: Path) -> Path:
    if not path.is_absolute():
        raise ValueError(f"is “{path}”; use a path that starts with /")
    return path


def _font_folder(path: Path) -> Path:
    if not path.is_absolute() or not path.is_dir():
        raise ValueError(f"is “{path}”; use the path of a folder, starting with /")
    return path


def _path_or_off(value: object) -> object:
    if isinstance(value, str):
        return None if value == "off" else _absolute(Path(value))
    return value


def _captures(value: object) -> object:
    """A folder, a bucket or “off”."""
    if isinstance(value, str) and value.startswith("s3:"):
        if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+(/[\w./-]*)?", value):
            raise ValueError(f"is “{value}”; use a path that starts with /, or s3://BUCKET/PREFIX")
        return value
    return _path_or_off(value)


def _networks(text: str) -> str:
    try:
        for part in text.replace(",", " ").split():
            ip_network(part, strict=False)
    except ValueError:
        raise ValueError(f"is “{text}”; use networks such as 10.20.0.0/16, separated by blanks") from None
    return text


def _host_and_port(text: str) -> str:
    if not re.fullmatch(r"[^\s:]+:\d{1,5}", text):
        raise ValueError(f"is “{text}”; use HOST:PORT, such as 127.0.0.1:3310")
    return text


def _local_address(chosen: dict[str, Any]) -> str:
    """Where a browser on this machine finds the site."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(chosen["host"], chosen["host"])  # noqa: S104 - compared, not bound to
    return f"http://[{host}]:{chosen['port']}" if ":" in host else f"http://{host}:{chosen['port']}"


Line = Annotated[str, AfterValidator(_line)]


class Settings(BaseSettings):
    """What an installation can choose. Each field is the environment variable of its name in capitals.

    A description says what would be right, where the type cannot say it in its own message.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, validate_default=False)

    database_url: Annotated[str, AfterValidator(_database_url)] = f"sqlite:///{ROOT / 'var' / 'tracker.sqlite3'}"
    database_read_url: Annotated[str, AfterValidator(_database_url)] = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="use a whole number from 1 to 65535")] = 8000
    public_url: Annotated[str, AfterValidator(_public_url)] = Field(default_factory=_local_address)
    site_name: Line = "Pledge Tracker"
    time_zone: Annotated[tzinfo, BeforeValidator(_time_zone)] = UTC
    one_person_site: Annotated[bool, Field(description="use yes or no")] = False
    two_reviewers: Annotated[bool, Field(description="use yes or no")] = False
    site_owner: Line = ""
    contact: Annotated[str, AfterValidator(_contact)] = ""
    answer_days: Annotated[int | None, Field(ge=1, le=365, description="use a whole number of days from 1 to 365")] = (
        None
    )
    data_licence: Line = ""
    secrets_dir: Annotated[Path, AfterValidator(_absolute)] | None = None
    exports_dir: Annotated[Path, AfterValidator(_absolute)] | None = None
    captures: Annotated[Path | str | None, BeforeValidator(_captures)] = Path()
    capture_space: Annotated[int, Field(ge=1, le=100_000, description="use a whole number of gigabytes, 1 or more")] = (
        20
    )
    capture_refuse: Annotated[str, AfterValidator(_networks)] = ""
    capture_browser: Annotated[Path | None, BeforeValidator(_path_or_off)] = Path()
    open_without_sandbox: Annotated[bool, Field(description="use yes or no")] = False
    clamd: Annotated[str, AfterValidator(_host_and_port)] = ""
    seeds: Annotated[Literal["example", "none"], Field(description="use none to start empty")] = "example"
    fonts_dir: Annotated[Path, AfterValidator(_font_folder)] | None = None
    trusted_proxies: Annotated[int, Field(ge=0, le=9, description=_PROXIES)] = 0
    workers: Annotated[int | None, Field(ge=1, le=64, description="use a whole number of processes, 1 to 64")] = None
    threads: Annotated[int, Field(ge=1, le=6, description="use a whole number of threads, 1 to 6")] = 3
    log_format: Annotated[LogFormat, Field(description="use text or json")] = "text"
    metrics_token: Annotated[str, AfterValidator(_token)] = ""
    smtp_host: Line = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535, description="use a whole number from 1 to 65535")] = 587
    smtp_security: Annotated[Literal["starttls", "tls", "none"], Field(description="use starttls, tls or none")] = (
        "starttls"
    )
    smtp_user: Line = ""
    smtp_password: Line = ""
    mail_from: Annotated[str, AfterValidator(_mail_address)] = ""
    notify_url: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A blank variable counts as not set; white space around a value does not belong to it."""
        values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in values.items() if value != ""}

    @property
    def sends_mail(self) -> bool:
        """Whether the site sends mail: it has a mail server and an address to send from."""
        return bool(self.smtp_host and self.mail_from)

    @property
    def processes(self) -> int:
        """How many processes answer requests: one for each core, two at least, so that one can do slow work."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return self.workers or max(_FEWEST_WORKERS, min(cores, _MOST_DEFAULT_WORKERS))

    @property
    def secrets_folder(self) -> Path:
        """Where the site keeps its own secrets: where SECRETS_DIR says, else beside the SQLite file, else in var/."""
        return self.secrets_dir or self._beside / "secrets"

    @property
    def exports_folder(self) -> Path:
        """Where dated files of all data are: where EXPORTS_DIR says, else beside the SQLite file, else in var/."""
        return self.exports_dir or self._beside / "exports"

    @property
    def captures_place(self) -> Path | str | None:
        """Where kept copies are: the folder or the bucket (``s3://…``) that CAPTURES names, else a folder beside the
        SQLite file or in var/; None: none are kept."""
        return self._beside / "captures" if self.captures == Path() else self.captures

    @property
    def _beside(self) -> Path:
        url = make_url(self.database_url)
        return Path(url.database).absolute().parent if url.database and url.drivername == "sqlite" else ROOT / "var"

    def completed(self, answers: Mapping[str, str | int | None]) -> "Settings":
        """With what was answered in the browser where neither the environment nor the caller set a value.

        Answers are of the fields' names; raises SettingError where one is no value of its field.
        """
        given = {name: answer for name, answer in answers.items() if answer and name not in self.model_fields_set}
        return self.model_copy(update={name: _read_setting(name, answer) for name, answer in given.items()})

    @classmethod
    def from_env(cls) -> "Settings":
        """Read the environment; raise SettingsError naming every wrong value."""
        try:
            return cls()
        except ValidationError as error:
            # A default that depends on a wrong value is reported as well: the wrong value itself is enough.
            details = [d for d in error.errors() if d["type"] != "default_factory_not_called"]
            names = [str(d["loc"][0]) for d in details]
            problems = [f"{name.upper()} {_problem(name, d)}" for name, d in zip(names, details, strict=True)]
            raise SettingsError("; ".join(problems)) from None


def _read_setting(name: str, answer: str | int) -> object:
    """The value of a setting that was typed; raises SettingError with what would be right."""
    try:
        return getattr(Settings.model_validate({name: answer}), name)
    except ValidationError as error:
        detail = next(d for d in error.errors() if d["loc"][:1] == (name,))
        raise SettingError(name, _problem(name, detail)) from None


def _problem(name: str, detail: ErrorDetails) -> str:
    """What is wrong with a setting: the words of its own check, else its value and what would be right."""
    by_its_check = detail.get("ctx", {}).get("error")
    return str(by_its_check or f"is “{detail['input']}”; {Settings.model_fields[name].description}")
