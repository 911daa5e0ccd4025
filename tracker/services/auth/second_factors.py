"""Second factors: codes of authenticator apps (RFC 6238), and one-time recovery codes that replace them.

A code is valid for 30 seconds, plus one step before and after, for clocks that are slightly off. Each code, and every
code before it, is accepted only once (RFC 6238, 5.2).
"""

import base64
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.account import Account, RecoveryCode
from tracker.services.auth.secret_keys import SecretKeys
from tracker.store.accounts.people import clear_recovery_codes, use_recovery_code_hash, use_totp_step

__all__ = [
    "RECOVERY_CODES",
    "STEP_SECONDS",
    "decrypt_secret",
    "encrypt_secret",
    "new_secret",
    "otpauth_uri",
    "qr_code",
    "renew_recovery_codes",
    "shown_key",
    "use_code",
    "use_recovery_code",
    "valid_step",
]

STEP_SECONDS = 30
RECOVERY_CODES = 10
_DIGITS = 6
_SECRET_BYTES = 20
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for each other."""
_CODE_LENGTH = 16
_PURPOSE = "recovery code"


def new_secret() -> str:
    """A secret for an authenticator app: 160 random bits, in base 32 as apps read it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def encrypt_secret(keys: SecretKeys, secret: str) -> str:
    """The secret encrypted, as the database keeps it."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 - loaded where it is needed, which is rarely

    return Fernet(keys.totp[0]).encrypt(secret.encode()).decode()


def decrypt_secret(keys: SecretKeys, sealed: str) -> str | None:
    """The secret; None where none of the site's keys opens it."""
    from cryptography.fernet import Fernet, InvalidToken, MultiFernet  # noqa: PLC0415

    try:
        return MultiFernet([Fernet(key) for key in keys.totp]).decrypt(sealed).decode()
    except InvalidToken:
        return None


def shown_key(secret: str) -> str:
    """The secret in groups of four, to type."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def otpauth_uri(secret: str, site_name: str, email: str) -> str:
    """The content of the QR code."""
    parameters = urlencode({"secret": secret, "issuer": site_name}, quote_via=quote)
    return f"otpauth://totp/{quote(site_name, safe='')}:{quote(email, safe='')}?{parameters}"


def qr_code(text: str) -> str:
    """A QR code as a data URI: black on white, whatever the page's colours."""
    import qrcode  # noqa: PLC0415
    from qrcode.image.svg import SvgPathFillImage  # noqa: PLC0415

    image = qrcode.make(text, image_factory=SvgPathFillImage, box_size=10, border=4)
    return f"data:image/svg+xml;base64,{base64.b64encode(image.to_string()).decode()}"


def valid_step(secret: str, code: str, now: datetime, after: int | None) -> int | None:
    """The time step that a code belongs to; None if it is wrong, expired, too new, or already used.

    ``after`` is the last step whose code was used. Spaces in the code do not count.
    """
    from cryptography.hazmat.primitives.hashes import SHA1  # noqa: PLC0415
    from cryptography.hazmat.primitives.twofactor import InvalidToken  # noqa: PLC0415
    from cryptography.hazmat.primitives.twofactor.hotp import HOTP  # noqa: PLC0415

    digits = re.sub(r"\s", "", code)
    if not (digits.isascii() and digits.isdecimal() and len(digits) == _DIGITS):
        return None
    hotp = HOTP(base64.b32decode(secret), _DIGITS, SHA1())  # noqa: S303 - what authenticator apps compute (RFC 6238)
    present = int(now.timestamp()) // STEP_SECONDS
    matched_step = None
    for step in (present - 1, present, present + 1):
        try:
            hotp.verify(digits.encode(), step)
        except InvalidToken:
            continue
        matched_step = step if after is None or step > after else matched_step
    return matched_step


def use_code(session: Session, clock: Clock, keys: SecretKeys, account: Account, code: str) -> bool:
    """Whether a code is right; if so it is used up. Of two concurrent requests with it, only one succeeds."""
    secret = decrypt_secret(keys, account.totp_secret) if account.totp_secret else None
    step = valid_step(secret, code, clock.now(), account.totp_step) if secret else None
    return step is not None and use_totp_step(session, account, step)


def renew_recovery_codes(session: Session, keys: SecretKeys, account_id: int) -> Sequence[str]:
    """Create ten codes, which replace the earlier ones; only their keyed hashes are stored."""
    clear_recovery_codes(session, account_id)
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, code_sha256=_digest(keys, code)) for code in codes)
    session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, _CODE_LENGTH, 4)) for code in codes]


def use_recovery_code(session: Session, clock: Clock, keys: SecretKeys, account_id: int, code: str) -> bool:
    """Whether a recovery code is right; if so it is used up."""
    return use_recovery_code_hash(session, account_id, _digest(keys, code), clock.now())


def _digest(keys: SecretKeys, code: str) -> str:
    return keys.digest(_PURPOSE, re.sub(r"[\W_]", "", code.lower()))
