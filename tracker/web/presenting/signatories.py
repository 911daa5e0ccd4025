"""How many signed an initiative."""

from datetime import date

from tracker.engine.text import listing
from tracker.records.types.initiative import Initiative, Signatory

__all__ = ["has_left", "signatory_count", "signed_by"]


def signed_by(initiative: Initiative, day: date) -> list[Signatory]:
    """Those who had signed by a day, or may have, whether or not they left again."""
    return [it for it in initiative.signatories if not it.since.certainly_after(day)]


def has_left(signatory: Signatory, day: date) -> bool:
    """Whether it was certainly not bound any more on a day."""
    return signatory.until is not None and signatory.until.latest <= day


def signatory_count(initiative: Initiative, day: date) -> str:
    """``5 signatories and 1 former``; those of whom only a later day is certain are counted apart."""
    signed = [it for it in signed_by(initiative, day) if not has_left(it, day)]
    certain = sum(it.since.latest <= day for it in signed)
    perhaps, gone = len(signed) - certain, len(signed_by(initiative, day)) - len(signed)
    parts = [f"{certain} signator{'y' if certain == 1 else 'ies'}"]
    parts += [f"{perhaps} that may have signed by then"] if perhaps else []
    return listing([*parts, f"{gone} former"] if gone else parts)
