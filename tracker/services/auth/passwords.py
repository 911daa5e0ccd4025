"""Password policy and hashing. Any characters, 15 to 128 of them, none trimmed (ASVS V6.2).

A password is rejected if it is, or is close to, what an attacker tries first: one or two common passwords with digits,
signs or repetitions around them; the site’s name, a company’s, or the person’s own.
"""

import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = ["LONGEST", "SHORTEST", "HashingBusyError", "Passwords", "password_problem", "personal_words"]

SHORTEST = 15
LONGEST = 128
_LIST = Path(__file__).with_name("common_passwords.txt")
_SEQUENCES = (
    "0123456789" * 13,
    "9876543210" * 13,
    "abcdefghijklmnopqrstuvwxyz" * 5,
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
)
_DIGITS_FOR_LETTERS = str.maketrans("013457@$", "oieastas")
_SHORTEST_WORD = 4
_LEAST_OWN = 8
"""The least number of characters that must be left once well-known names are removed."""
_AT_ONCE = 1
"""Concurrent hashings in one process. Each uses up to four cores for a moment."""
_SECONDS_TO_WAIT = 8.0
_NICENESS = 15
T = TypeVar("T")


class HashingBusyError(Exception):
    """Too many passwords are being checked at once: each takes 64 MB for a fraction of a second."""


def password_problem(password: str, context: Iterable[str]) -> str:
    """Why a password is rejected, in a sentence; empty if it is accepted.

    ``context`` are names that an attacker would try here.
    """
    if len(password) < SHORTEST:
        return (
            f"This has {len(password)} characters. Use at least {SHORTEST}. Four or five unrelated words are easy "
            "to remember."
        )
    if len(password) > LONGEST:
        return f"This has {len(password)} characters. Use no more than {LONGEST}."
    left, named = _without(_folded(password), context)
    if named and len(left) < _LEAST_OWN:
        return (
            f"This is too close to “{named}”, which people would guess first. Use words that have nothing to do "
            "with this site or with you."
        )
    if (
        _common(_folded(password))
        or _common(_folded(password.translate(_DIGITS_FOR_LETTERS)))
        or (named and _common(left))
    ):
        return "This is a very common password, or close to one. Use four or five unrelated words."
    return ""


def _folded(text: str) -> str:
    """The form that guessing programs compare: without case, spaces and punctuation."""
    return re.sub(r"[\W_]", "", text.casefold())


def _without(folded: str, context: Iterable[str]) -> tuple[str, str]:
    """The rest without the names, and the longest name that it contains."""
    contained = {(name, key) for name in context if len(key := _folded(name)) >= _SHORTEST_WORD and key in folded}
    left = folded
    for _, key in sorted(contained, key=lambda pair: -len(pair[1])):
        left = left.replace(key, "")
    return left, max(contained, key=lambda pair: len(pair[1]))[0] if contained else ""


def _common(folded: str) -> bool:
    """Whether it is at most two common passwords with nothing but runs, digits and repetitions besides."""
    return not folded or _pieces(folded) <= 2 or _repeated(folded)


def _repeated(text: str) -> bool:
    """Whether it is a repetition of a part of at most eight characters."""
    return any((text[:size] * len(text)).startswith(text) for size in range(1, min(8, len(text) // 2) + 1))


def _pieces(text: str) -> int:
    """The least number of common passwords that it can be cut into; digits and runs in between are free."""
    words = _common_passwords()
    least: list[int] = [0]
    for end in range(1, len(text) + 1):
        ways = [least[end - 1] + (0 if text[end - 1].isdigit() else len(text))]
        for start in range(max(0, end - 40), end - 2):
            piece = text[start:end]
            if _run(piece):
                ways.append(least[start])
            elif len(piece) >= _SHORTEST_WORD and piece in words:
                ways.append(least[start] + 1)
        least.append(min(ways))
    return least[-1]


def _run(piece: str) -> bool:
    """Whether it is one character again and again, or neighbours on the keyboard or in the alphabet."""
    return len(set(piece)) == 1 or any(piece in run for run in _SEQUENCES)


@cache
def _common_passwords() -> frozenset[str]:
    lines = _LIST.read_text("utf-8").splitlines()
    return frozenset(folded for line in lines if line[:1] != "#" and len(folded := _folded(line)) >= _SHORTEST_WORD)


class Passwords:
    """Hashing by argon2id (RFC 9106: 64 MB, 3 rounds, 4 lanes), a few at once.

    Each hash contains its parameters; a hash with outdated ones is replaced when its owner signs in.
    """

    def __init__(self, hasher: "PasswordHasher | None" = None):
        self._given = hasher
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords", initializer=_give_way)
        self._dummy = ""

    @property
    def hasher(self) -> "PasswordHasher":
        """The hasher; loaded when it is first needed."""
        if self._given is None:
            from argon2 import PasswordHasher  # noqa: PLC0415
            from argon2.profiles import RFC_9106_LOW_MEMORY  # noqa: PLC0415

            self._given = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        return self._given

    @property
    def parameters(self) -> str:
        """How passwords are hashed, for ``tracker doctor``."""
        hasher = self.hasher
        return f"argon2id, {hasher.memory_cost // 1024} MB, {hasher.time_cost} rounds, {hasher.parallelism} lanes"

    def hash(self, password: str) -> str:
        """The hash to store; raises HashingBusyError."""
        return self._done(partial(self.hasher.hash, password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right. Takes as long if there is no such account, or it has no password yet.

        Raises HashingBusyError.
        """
        if not self._dummy:
            self._dummy = self.hash("nobody has this password")
        # No account has a longer one; it is cut so that it costs no more than others.
        right = self._done(partial(self._matches, stored or self._dummy, password[: LONGEST + 1]))
        return right and stored is not None

    def _matches(self, stored: str, password: str) -> bool:
        from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415

        try:
            return self.hasher.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return False

    def _done(self, work: Callable[[], T]) -> T:
        """The result of ``work``, run in a thread of low priority; raises HashingBusyError."""
        job = self._threads.submit(work)
        try:
            return job.result(_SECONDS_TO_WAIT)
        except TimeoutError:
            if job.cancel():
                raise HashingBusyError from None
            return job.result()

    def outdated(self, stored: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self.hasher.check_needs_rehash(stored)


def _give_way() -> None:
    """Let threads that answer readers go first.

    Linux knows the priority of a thread; threads that it makes take it over.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def personal_words(email: str, names: Sequence[str]) -> set[str]:
    """What of a person’s address and names may not make up the password."""
    parts = re.split(r"[\W_]+", email) + [part for name in names for part in [name, *name.split()]]
    return {part for part in parts if len(part) >= _SHORTEST_WORD}
