"""Answers of companies: taken once by the link in a request, word for word, and kept for a check of who sent them."""

import hashlib
import re
from collections.abc import Mapping

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import ReplyRequest
from tracker.records.invisible import without_invisible
from tracker.services.auth.secret_keys import SecretKeys
from tracker.services.replies.asking import link_digest
from tracker.store.correspondence.reply_requests import answer_came, reply_request_by_token, use_reply_link
from tracker.store.database.connecting import Database

__all__ = ["LONGEST_ANSWER", "AnswerProblemsError", "LinkGoneError", "receive_answer", "request_by_link"]

LONGEST_ANSWER: Mapping[str, int] = {"text": 5000, "name": 120, "function": 150}
"""How many characters each box of the form may have."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PRIVATE = re.compile("[\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LONGEST_TOKEN = 100


class LinkGoneError(Exception):
    """No link with this token takes an answer: forged, used, taken back or expired; which of these is not said."""


class AnswerProblemsError(ValueError):
    """What is wrong with an answer, by the name of the box."""

    def __init__(self, problems: Mapping[str, str]):
        self.problems = dict(problems)
        super().__init__("; ".join(problems.values()))


def request_by_link(session: Session, clock: Clock, keys: SecretKeys, token: str) -> ReplyRequest:
    """The request whose link takes an answer now. Raises LinkGoneError."""
    request = reply_request_by_token(session, link_digest(keys, token)) if len(token) <= _LONGEST_TOKEN else None
    if request is None or request.state != "waiting" or request.expires_at <= clock.now():
        raise LinkGoneError
    return request


def receive_answer(database: Database, clock: Clock, keys: SecretKeys, token: str, typed: Mapping[str, str]) -> None:
    """Keep an answer and end its link, in one transaction. Raises AnswerProblemsError or LinkGoneError.

    The same answer by the same link once more, as a browser may send it, changes nothing and is no error.
    """
    if len(token) > _LONGEST_TOKEN:
        raise LinkGoneError
    given = {"text": _text(typed.get("text", ""))}
    given |= {name: " ".join(_text(typed.get(name, "")).split()) for name in ("name", "function")}
    digest = _digest(keys, token, given)
    with database.reading() as session:
        if answer_came(session, digest):
            return
        request_by_link(session, clock, keys, token)
    if problems := _problems(given, agreed=bool(typed.get("agreed"))):
        raise AnswerProblemsError(problems)
    speaker = f"{given['name']}, {given['function']}"
    with database.changing() as session:
        kept = use_reply_link(
            session, link_digest(keys, token), clock.now(), text=given["text"], speaker=speaker, answer_sha256=digest
        )
        if kept is None and not answer_came(session, digest):
            raise LinkGoneError


def _text(text: str) -> str:
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return without_invisible(_PRIVATE.sub("", plain)).strip()


def _digest(keys: SecretKeys, token: str, given: Mapping[str, str]) -> str:
    """What tells the same answer by the same link; nobody can guess an answer by it, as it is keyed."""
    whole = hashlib.sha256("\x00".join((token, given["name"], given["function"], given["text"])).encode()).hexdigest()
    return keys.digest("reply", whole)


def _problems(given: Mapping[str, str], *, agreed: bool) -> dict[str, str]:
    missing = {
        "text": "Write your answer.",
        "name": "Write your name. It is published with the answer.",
        "function": "Write your function, such as head of public policy. It is published with the answer.",
    }
    problems = {name: words for name, words in missing.items() if not given[name]}
    for name, most in LONGEST_ANSWER.items():
        if len(given[name]) > most:
            problems[name] = f"This may have {most:,} characters; yours has {len(given[name]):,}. Please shorten it."
    if not agreed:
        problems["agreed"] = "Confirm that you answer for the company and that this may be published."
    return problems
