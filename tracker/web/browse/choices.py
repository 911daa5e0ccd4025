"""Choices in the forms above lists, and those of country and sector, which lists and matrix have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.records.types.parts.identifiers import COUNTRIES
from tracker.store.lists.companies import CompanyFields

__all__ = ["Choice", "field_choices"]


@dataclass(frozen=True)
class Choice:
    """A field of the form: its name in the address, its label, what can be chosen, and what is."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str

    @property
    def words(self) -> str:
        """What is chosen, as readers see it."""
        return dict(self.options).get(self.chosen, self.chosen)


def field_choices(fields: CompanyFields, country: str, sector: str) -> list[Choice]:
    """Choices of country and sector, each where there is something to choose, or something was chosen."""
    countries = sorted(((code, COUNTRIES[code]) for code in fields.countries), key=lambda pair: pair[1])
    choices = [
        Choice("country", "Country", [("", "Any"), *countries], country),
        Choice("sector", "Sector", [("", "Any"), *fields.sectors.items()], sector),
    ]
    return [choice for choice in choices if choice.chosen or len(choice.options) > 1]
