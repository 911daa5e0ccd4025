"""What an export says of itself."""

from dataclasses import dataclass
from datetime import date

__all__ = ["About"]


@dataclass(frozen=True)
class About:
    """The site, its address and licence; the day, the ledger position and its time that the export shows."""

    site: str
    address: str
    licence: str
    day: date
    position: int
    at: str

    @property
    def title(self) -> str:
        """The title of the whole."""
        return f"{self.site}: all data, {self.day.isoformat()}"

    @property
    def description(self) -> str:
        """What it is, and of which moment."""
        return (
            "Public promises of companies, evidence of what they did, and what published rules say about both. "
            f"As of {self.day.isoformat()}, ledger entry {self.position}. Uncertain dates are written in EDTF."
        )
