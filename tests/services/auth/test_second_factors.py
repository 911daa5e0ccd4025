"""Codes of apps by the published examples, and codes that are used up."""

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.signed_in import account
from tests.stored import clock
from tests.web.empty_site import code_at
from tracker.services.auth.second_factors import (
    encrypt_secret,
    new_secret,
    otpauth_uri,
    qr_code,
    renew_recovery_codes,
    shown_key,
    use_code,
    use_recovery_code,
    valid_step,
)
from tracker.services.auth.secret_keys import ready_keys
from tracker.store.accounts.people import account_of, unused_codes

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds, code):
    # RFC 6238, appendix B, for SHA-1, the last six of eight digits.
    now = datetime.fromtimestamp(seconds, UTC)
    assert valid_step(RFC_SECRET, code, now, None) == seconds // 30


@pytest.mark.parametrize(("off", "good"), [(-90, False), (-31, True), (-30, True), (0, True), (30, True), (90, False)])
def test_a_clock_may_be_off_by_one_step(off, good):
    now = datetime.fromtimestamp(1_800_000_015, UTC)
    step = valid_step(RFC_SECRET, code_at(RFC_SECRET, now.timestamp() + off), now, None)
    assert (step is not None) is good


def test_a_step_that_was_used_and_those_before_it_are_over():
    now = datetime.fromtimestamp(1_800_000_015, UTC)
    step = 1_800_000_015 // 30
    codes = {at: code_at(RFC_SECRET, at * 30) for at in (step - 1, step, step + 1)}
    assert [valid_step(RFC_SECRET, code, now, step) for code in codes.values()] == [None, None, step + 1]


def test_secrets_are_long_and_readable():
    secret = new_secret()
    assert len(base64.b32decode(secret)) == 20
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", shown_key(secret))
    assert otpauth_uri("ABC", "Pledges: a & b", "ann@news.example") == (
        "otpauth://totp/Pledges%3A%20a%20%26%20b:ann%40news.example?secret=ABC&issuer=Pledges%3A%20a%20%26%20b"
    )
    picture = base64.b64decode(qr_code("x").partition(",")[2]).decode()
    assert "<svg" in picture
    assert "script" not in picture


@pytest.fixture
def ann(database, tmp_path):
    """The id of an account with an app, the site's keys, a clock."""
    keys = ready_keys(tmp_path / "secrets", database)
    return account(database, at=clock().now(), totp_secret=encrypt_secret(keys, RFC_SECRET)), keys, clock()


def taken(database, take):
    with database.changing() as session:
        return take(session)


def test_of_eight_concurrent_requests_with_one_code_one_signs_in(database, ann):
    id, keys, now = ann
    code = code_at(RFC_SECRET, now.now().timestamp())

    def try_once(_):
        return taken(database, lambda session: use_code(session, now, keys, account_of(session, id), code))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(8))) == 1


def test_of_eight_concurrent_requests_with_one_recovery_code_one_signs_in(database, ann):
    id, keys, now = ann
    codes = taken(database, lambda session: renew_recovery_codes(session, keys, id))

    def try_once(_):
        return taken(database, lambda session: use_recovery_code(session, now, keys, id, codes[0]))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(8))) == 1
    assert taken(database, lambda session: unused_codes(session, id)) == 9


def test_new_recovery_codes_end_the_old_ones(database, ann):
    id, keys, now = ann
    old = taken(database, lambda session: renew_recovery_codes(session, keys, id))
    new = taken(database, lambda session: renew_recovery_codes(session, keys, id))
    assert not set(old) & set(new)
    assert not taken(database, lambda session: use_recovery_code(session, now, keys, id, old[0]))
    assert taken(database, lambda session: use_recovery_code(session, now, keys, id, new[0].upper().replace("-", " ")))
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", code) for code in new)


def test_a_secret_that_no_key_opens_lets_nobody_in(database, ann):
    id, keys, now = ann
    other = replace(keys, totp=(base64.urlsafe_b64encode(b"k" * 32).decode(),))
    code = code_at(RFC_SECRET, now.now().timestamp())
    assert not taken(database, lambda session: use_code(session, now, other, account_of(session, id), code))
