"""The site’s secret keys: generated at the first start, in files that only the site’s system account can read.

Each key has one purpose, so that it can be replaced alone: ``session`` signs cookies, ``token`` keys the hashes of
tokens in the database, ``totp`` encrypts the secrets of authenticator apps. ``totp.key`` may hold several lines: the
first encrypts, all decrypt.
"""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.store.accounts.people import any_account
from tracker.store.database.connecting import Database

__all__ = [
    "KEY_FILES",
    "KeysMissingError",
    "SecretKeys",
    "loose_permissions",
    "make_keys",
    "new_token",
    "put_keys_aside",
    "ready_keys",
]

KEY_FILES = ("session.key", "token.key", "totp.key")


class KeysMissingError(Exception):
    """Secrets that the accounts depend on are gone; the message says where they belong and what to do."""


@dataclass(frozen=True)
class SecretKeys:
    """The secrets, as they are used."""

    session: str
    token: bytes
    totp: tuple[str, ...]

    def digest(self, purpose: str, text: str) -> str:
        """The stored form of a secret text: its keyed SHA-256, with a key for each purpose."""
        return hmac.new(self.token, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def new_token() -> str:
    """A secret for a URL or a cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def ready_keys(folder: Path, database: Database) -> SecretKeys:
    """The secrets in a folder, created there if there are no accounts yet; otherwise raises KeysMissing."""
    missing = [name for name in KEY_FILES if not (folder / name).exists()]
    if missing:
        with database.reading() as session:
            needed = any_account(session)
        if needed:
            raise KeysMissingError(
                f"{', '.join(missing)} missing in {folder}, but this site already has accounts. Restore the folder from a "  # noqa: E501
                "backup, or point SECRETS_DIR to it. If it is lost, run “tracker user new-secrets”: "
                "everyone will then have to set up two-factor authentication again"
            )
        make_keys(folder)
    session_key, token_key, *totp = _lines(folder)
    return SecretKeys(session_key, bytes.fromhex(token_key), tuple(totp))


def _lines(folder: Path) -> Iterator[str]:
    for name in KEY_FILES:
        text = (folder / name).read_text("ascii").split()
        if not text:
            raise KeysMissingError(f"{folder / name} is empty; restore it from a backup")
        yield from text


def make_keys(folder: Path) -> None:
    """Create the missing ones. If several processes do so at once, those of the first are kept."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in KEY_FILES:
        random = secrets.token_bytes(32)
        text = base64.urlsafe_b64encode(random).decode() if name == "totp.key" else random.hex()
        if not (folder / name).exists():
            _put(folder / name, text + "\n")


def put_keys_aside(folder: Path, at: datetime) -> None:
    """Rename existing files, with the present time in the new name."""
    for name in KEY_FILES:
        if (folder / name).exists():
            (folder / name).rename(folder / f"{name}.before-{at:%Y%m%dT%H%M%S}")


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable for its owner only; an existing one stays."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


def loose_permissions(folder: Path) -> list[str]:
    """Which of the folder and files other users may enter, read or write."""
    paths = [folder, *(folder / name for name in KEY_FILES)]
    return [f"{path} ({path.stat().st_mode & 0o777:o})" for path in paths if path.stat().st_mode & 0o077]
