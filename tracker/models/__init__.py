"""Tables, one module a subject. Rows that can be re-made from others say so."""

from tracker.models.base import Base
from tracker.models.ledger import Ledger
from tracker.models.record import Record, Reference
from tracker.models.revision import Revision
from tracker.models.search import NameWord
from tracker.models.standing import Derived, Ending, Stale, Standing

__all__ = [
    "Base",
    "Derived",
    "Ending",
    "Ledger",
    "NameWord",
    "Record",
    "Reference",
    "Revision",
    "Stale",
    "Standing",
]
