"""Which subjects a publication concerns (``store.concerning``): wide enough that no answer is ever stale."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from tracker.records.checking.references import references
from tracker.records.kinds import AnyRecord
from tracker.records.types.company import Company
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import Topic
from tracker.store.concerning import EVERYTHING, about, all_of, itself, last_concerning, naming
from tracker.store.initiatives import ever_signed
from tracker.store.published import FORMER_ID, TAKEN_DOWN

__all__ = ["LastPositions", "subjects_of"]

_ABOUT = ("pledge", "evidence", "response", "decision", "check")
"""Kinds that are about the companies which they name; an initiative bears on its signatories."""


def subjects_of(record: AnyRecord) -> set[str]:
    """All that a revision of this record concerns, but for the companies that an initiative's pledge bears on."""
    named = [(kind, it.id, it.path) for it in references(record) for kind in it.kinds]
    subjects = {EVERYTHING, itself(record.key), all_of(record.kind)}
    # The companies that a topic was checked for may be thousands; what rests on that rests on the topic.
    subjects |= {naming((kind, id)) for kind, id, path in named if path[0] != "checked_until"}
    if isinstance(record, Company | Topic) and record.taken_down:
        subjects.add(naming((TAKEN_DOWN, record.kind)))
    match record:
        case Company():
            subjects |= {naming((FORMER_ID, id)) for id in record.former_ids}
            subjects |= {about(id) for id in (record.id, *record.former_ids, *(it.company for it in record.owners))}
        case Initiative():
            subjects |= {about(id) for kind, id, _ in named if kind == "company"}
        case _ if record.kind in _ABOUT:
            subjects |= {about(id) for kind, id, _ in named if kind == "company"}
    return subjects


class LastPositions:
    """Gathers, over publications in the order of the ledger, where each subject was concerned last."""

    def __init__(self) -> None:
        self.by_subject: dict[str, int] = {}
        self._by_initiative: dict[str, int] = {}
        self._some_taken = False

    def add(self, revisions: Iterable[AnyRecord], position: int) -> None:
        """Add a publication: the record as it is now, and as it was before, where it was published before."""
        for record in revisions:
            self.by_subject.update(dict.fromkeys(subjects_of(record), position))
            if isinstance(record, Pledge) and record.initiative:
                self._by_initiative[record.initiative] = position

    def taken(self) -> dict[str, int]:
        """By subject what was gathered since the last call, to be written before what comes later is."""
        gathered, self.by_subject, self._some_taken = self.by_subject, {}, True
        return gathered

    def complete(self, session: Session) -> dict[str, int]:
        """The rest by subject, with the companies that initiatives' pledges bear on.

        Read after all references, and all that was taken, are written.
        """
        for initiative, position in self._by_initiative.items():
            for company in ever_signed(session, initiative):
                subject = about(company)
                before = self.by_subject.get(subject, 0)
                if not before and self._some_taken:
                    before = last_concerning(session, (subject,))
                self.by_subject[subject] = max(position, before)
        return self.by_subject
