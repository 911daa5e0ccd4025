"""Passkeys (WebAuthn): a phishing-resistant second factor, bound to this site’s address.

The library performs the ceremonies; this module chooses the options and stores the results. Options and credentials are
JSON texts, as scripts exchange them with the browser.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.account import Account, Passkey
from tracker.services.auth.account_events import AccountEventKind, log_event
from tracker.services.auth.people import NotPossibleError
from tracker.services.auth.roles import Actor
from tracker.services.auth.sessions import end_sessions_of
from tracker.store.accounts.people import passkey_exists, passkey_to_use, passkeys_of

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

__all__ = [
    "MOST_PASSKEYS",
    "RelyingParty",
    "add_passkey",
    "authentication_options",
    "registration_options",
    "remove_passkey",
    "verify_passkey",
]

MOST_PASSKEYS = 10
_LONGEST_NAME = 60


@dataclass(frozen=True)
class RelyingParty:
    """The site, as passkeys know it: by the address that readers use."""

    name: str
    origin: str

    @classmethod
    def of(cls, site_name: str, public_url: str) -> "RelyingParty":
        """From the settings."""
        parts = urlsplit(public_url)
        return cls(site_name, f"{parts.scheme}://{parts.netloc}")

    @property
    def id(self) -> str:
        """The host, which passkeys are bound to."""
        return urlsplit(self.origin).hostname or ""

    @property
    def has_name(self) -> bool:
        """Whether there can be passkeys: browsers bind them to a name, never to a number."""
        try:
            ipaddress.ip_address(self.id)
        except ValueError:
            return bool(self.id)
        return False


def registration_options(relying: RelyingParty, account: Account, passkeys: Sequence[Passkey]) -> tuple[str, str]:
    """The options for creating a passkey, and the challenge, which the session keeps until the browser answers."""
    from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415 - slow to load, rarely needed
    from webauthn.helpers.structs import (  # noqa: PLC0415
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=relying.id,
        rp_name=relying.name,
        user_name=account.email,
        user_id=bytes.fromhex(account.passkey_handle),
        user_display_name=account.name,
        exclude_credentials=_descriptors(passkeys),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(options), _text(options.challenge)


def add_passkey(
    session: Session, clock: Clock, relying: RelyingParty, account_id: int, challenge: str, credential: str, name: str
) -> Passkey:
    """Store a passkey that the browser created for the challenge. Raises NotPossibleError."""
    from webauthn import verify_registration_response  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=_bytes(challenge),
            expected_rp_id=relying.id,
            expected_origin=relying.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotPossibleError("We could not check the passkey. Please try again") from error
    id = _text(made.credential_id)
    if passkey_exists(session, id):
        raise NotPossibleError("This passkey is already in use")
    passkey = Passkey(
        account_id=account_id,
        credential_id=id,
        public_key=_text(made.credential_public_key),
        sign_count=made.sign_count,
        name=" ".join(name.split())[:_LONGEST_NAME] or "Passkey",
        created_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(passkey)
            session.flush()
    except IntegrityError:
        raise NotPossibleError("This passkey is already in use") from None
    return passkey


def authentication_options(relying: RelyingParty, passkeys: Sequence[Passkey]) -> tuple[str, str]:
    """The options for signing in with one of these passkeys, and the challenge."""
    from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

    options = generate_authentication_options(
        rp_id=relying.id,
        allow_credentials=_descriptors(passkeys),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options), _text(options.challenge)


def verify_passkey(
    session: Session, clock: Clock, relying: RelyingParty, account_id: int, challenge: str, credential: str
) -> bool:
    """Whether one of the account’s passkeys answered the challenge, for this site’s address."""
    from webauthn import verify_authentication_response  # noqa: PLC0415
    from webauthn.helpers import parse_authentication_credential_json  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        answer = parse_authentication_credential_json(credential)
        passkey = passkey_to_use(session, account_id, _text(answer.raw_id))
        if passkey is None:
            return False
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=_bytes(challenge),
            expected_rp_id=relying.id,
            expected_origin=relying.origin,
            credential_public_key=_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, RecursionError):
        return False
    passkey.sign_count, passkey.used_at = used.new_sign_count, clock.now()
    return True


def _descriptors(passkeys: Sequence[Passkey]) -> "list[PublicKeyCredentialDescriptor]":
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    return [PublicKeyCredentialDescriptor(id=_bytes(passkey.credential_id)) for passkey in passkeys]


def _text(data: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415

    return bytes_to_base64url(data)


def _bytes(text: str) -> bytes:
    from webauthn.helpers import base64url_to_bytes  # noqa: PLC0415

    return base64url_to_bytes(text)


def remove_passkey(session: Session, clock: Clock, actor: Actor, id: int, session_id: int) -> Passkey | None:
    """Remove one of the actor's own passkeys and end their other sessions; None where there is no such passkey."""
    passkey = next((passkey for passkey in passkeys_of(session, actor.account_id) if passkey.id == id), None)
    if passkey is not None:
        session.delete(passkey)
        end_sessions_of(session, actor.account_id, but=session_id)
        log_event(session, clock, actor, actor.account_id, AccountEventKind.PASSKEY_REMOVED, passkey.name)
    return passkey
