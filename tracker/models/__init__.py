"""Tables, one module a subject. Rows that can be re-made from others say so."""

from tracker.models.base import Base
from tracker.models.ledger import Ledger
from tracker.models.record import Record, Reference
from tracker.models.revision import Revision

__all__ = ["Base", "Ledger", "Record", "Reference", "Revision"]
