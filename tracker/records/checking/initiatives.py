"""Whether an initiative lists each signatory once, and what names its pledges is about one of them."""

from collections.abc import Iterator

from tracker.records.bundle import Bundle
from tracker.records.messages import Message
from tracker.records.reading.problems import Path, listed
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge

__all__ = ["initiative_faults", "stranger_to"]

_MOST_NAMED = 10


def initiative_faults(bundle: Bundle, initiative: Initiative) -> Iterator[tuple[Path, Message]]:
    """A company that is listed twice, under former ids too."""
    ids = [bundle.present_id(signatory.company) for signatory in initiative.signatories]
    for i, id in enumerate(ids):
        if id in ids[:i]:
            yield ("signatories", i, "company"), Message("twice", {"what": f"“{id}”"})


def stranger_to(bundle: Bundle, pledge: Pledge, company: str) -> Message | None:
    """Why a company cannot have carried out a pledge: it is another's, or of an initiative that it never signed."""
    if pledge.initiative is None:
        if bundle.present_id(pledge.company_id) == bundle.present_id(company):
            return None
        return Message("pledge-of-another", {"company": pledge.company_id, "other": company})
    initiative = bundle.initiatives.get(pledge.initiative)
    if initiative is None:
        return None  # told of the pledge itself
    signatories = [bundle.present_id(signatory.company) for signatory in initiative.signatories]
    if bundle.present_id(company) in signatories:
        return None
    hint = f"; its signatories are {listed(signatories[:_MOST_NAMED])}" if signatories else "; it has no signatories"
    return Message("not-a-signatory", {"company": company, "initiative": initiative.id, "hint": hint})
