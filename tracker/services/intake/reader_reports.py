"""What readers send: received within limits, decided by editors, erased after a stated time."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.desk.reader_report import REFUSALS, REPORT_KINDS, ReaderReport
from tracker.records.invisible import without_invisible
from tracker.services.auth.account_events import AccountEventKind, log_own
from tracker.services.auth.roles import Action, Actor, NotAllowedError, require
from tracker.services.auth.secret_keys import SecretKeys
from tracker.services.auth.throttling import AttemptOrigin
from tracker.store.database.connecting import Database
from tracker.store.reader_reports import (
    add_report,
    anything_to_erase,
    count_reports,
    erase_old,
    erase_one,
    forget_origins,
    lock_reports,
    report_by_id,
)

__all__ = [
    "KEPT_DAYS",
    "LIMITS",
    "LONGEST",
    "OUTCOMES",
    "UNDECIDED_DAYS",
    "ReportProblemsError",
    "TooManyReportsError",
    "decide_report",
    "erase_old_reports",
    "erase_report",
    "parsed_number",
    "receive_report",
]

KEPT_DAYS = 180
"""How long what a sender wrote is kept after a decision."""
UNDECIDED_DAYS = 365
"""How long it is kept where nobody decides."""
_ORIGIN_KEPT = timedelta(days=1)
OUTCOMES = ("accepted", *REFUSALS)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford’s base 32: no letters that can be taken for another or for a digit."""
_READ_AS = str.maketrans("OIL", "011")
_NUMBER = re.compile(f"[{_ALPHABET}]{{8}}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


LONGEST: Mapping[str, int] = {"about": 500, "text": 5000, "source": 2000, "name": 200, "email": 254}
"""How many characters each answer may have."""


@dataclass(frozen=True)
class _Limits:
    """How many reports are taken: from one origin and from everywhere within an hour, and not decided in all."""

    from_one: int = 5
    from_all: int = 120
    undecided: int = 1000
    within: timedelta = timedelta(hours=1)


LIMITS = _Limits()


class ReportProblemsError(ValueError):
    """What is wrong with a report, by the name of the answer."""

    def __init__(self, problems: Mapping[str, str]):
        self.problems = dict(problems)
        super().__init__("; ".join(problems.values()))


class TooManyReportsError(Exception):
    """No more reports are taken for now. ``own`` tells whether this sender sent too many."""

    def __init__(self, *, own: bool):
        self.own = own
        super().__init__("too many reports")


def receive_report(database: Database, clock: Clock, keys: SecretKeys, address: str, answers: Mapping[str, str]) -> str:
    """Keep a report and return its number. Raises ReportProblemsError or TooManyReportsError, with nothing kept.

    ``answers`` has ``kind`` and ``text``, and may have ``about``, ``source``, ``name`` and ``email``. ``address`` is
    the network address it came from, of which a keyed hash is kept for a day.
    """
    given = {name: _clean(answers.get(name, "")) for name in ("kind", *LONGEST)}
    if problems := _problems(given):
        raise ReportProblemsError(problems)
    now = clock.now()
    origin_key = keys.digest("report origin", AttemptOrigin.of_address(address).key)
    with database.reading() as session:
        # So that a flood of refused reports takes no lock.
        _refuse_beyond_limits(session, now, origin_key)
    with database.changing() as session:
        lock_reports(session)
        _refuse_beyond_limits(session, now, origin_key)
        forget_origins(session, now - _ORIGIN_KEPT)
        report = ReaderReport(number=_new_number(), received_at=now, origin_key=origin_key, outcome="open", **given)
        add_report(session, report)
        return report.number


def _refuse_beyond_limits(session: Session, now: datetime, origin_key: str) -> None:
    since = now - LIMITS.within
    if count_reports(session, LIMITS.from_one, since=since, origin_key=origin_key) >= LIMITS.from_one:
        raise TooManyReportsError(own=True)
    if (
        count_reports(session, LIMITS.from_all, since=since) >= LIMITS.from_all
        or count_reports(session, LIMITS.undecided, undecided=True) >= LIMITS.undecided
    ):
        raise TooManyReportsError(own=False)


def _clean(text: str) -> str:
    return without_invisible(_CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def _problems(given: Mapping[str, str]) -> dict[str, str]:
    problems = {}
    if given["kind"] not in REPORT_KINDS:
        problems["kind"] = "Choose what you want to tell us."
    if not given["text"]:
        problems["text"] = "Write what is wrong or what you know."
    for name, most in LONGEST.items():
        if len(given[name]) > most:
            problems[name] = f"This may have {most:,} characters; yours has {len(given[name]):,}. Please shorten it."
    if given["email"] and not _EMAIL.fullmatch(given["email"]) and "email" not in problems:
        problems["email"] = "An email address looks like name@example.org. Correct it, or leave the box empty."
    return problems


def _new_number() -> str:
    text = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def parsed_number(typed: str) -> str | None:
    """A number as it is stored, from what a person typed; None where it cannot be one."""
    text = re.sub(r"[\s\-–]", "", typed).upper().translate(_READ_AS)
    return f"{text[:4]}-{text[4:]}" if _NUMBER.fullmatch(text) else None


def decide_report(session: Session, actor: Actor, clock: Clock, id: int, outcome: str) -> None:
    """Accept a report, refuse it, or put it back (``open``). Raises NotAllowedError, LookupError or ValueError."""
    require(actor, Action.ANSWER_READERS)
    report = report_by_id(session, id)
    if report is None:
        raise LookupError(f"no report {id}")
    if outcome != "open" and outcome not in OUTCOMES:
        raise ValueError(f"no outcome {outcome}")
    if "open" not in (outcome, report.outcome) and outcome != report.outcome:
        raise NotAllowedError("it has been decided already; open it again first")
    if report.erased_at and outcome == "open":
        raise NotAllowedError("its text has been erased, so it cannot be looked at again")
    report.outcome = outcome
    decided = outcome != "open"
    report.decided_at = clock.now() if decided else None
    report.decided_by = actor.account_id if decided else None


def erase_report(session: Session, actor: Actor, clock: Clock, id: int) -> None:
    """Delete what the sender of a decided report wrote. Raises NotAllowedError or LookupError."""
    require(actor, Action.ANSWER_READERS)
    report = report_by_id(session, id)
    if report is None:
        raise LookupError(f"no report {id}")
    if report.decided_at is None:
        raise NotAllowedError("decide it first: accept it or refuse it")
    if erase_one(session, clock.now(), id):
        log_own(session, clock, actor, AccountEventKind.ERASED, f"report {report.number}")


def erase_old_reports(database: Database, clock: Clock) -> int:
    """Delete what was written in reports that were decided ``KEPT_DAYS`` ago, and old keys of origins; how many.

    So it is in those that were received ``UNDECIDED_DAYS`` ago and never decided. That it was done is an event.
    """
    now = clock.now()
    decided_before, undecided_before = now - timedelta(days=KEPT_DAYS), now - timedelta(days=UNDECIDED_DAYS)
    received_before = now - _ORIGIN_KEPT
    with database.reading() as session:
        if not anything_to_erase(session, decided_before, undecided_before, received_before):
            return 0
    with database.changing() as session:
        forget_origins(session, received_before)
        erased = erase_old(session, now, decided_before=decided_before, undecided_before=undecided_before)
        if erased:
            log_own(session, clock, None, AccountEventKind.ERASED, f"{erased} reports")
        return erased
