"""What a form shows of one dimension: its terms, the search in them, a term that is missing, what no tree has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.web.desk.form.scope.trees import Node, Rest, TermsOf, TermTexts

__all__ = ["MissingTerm", "Pane", "Search", "Stray"]


class Search(NamedTuple):
    """What was typed to find a term, the ids found, and how many there are in all."""

    text: str = ""
    found: tuple[str, ...] = ()
    total: int = 0


@dataclass
class MissingTerm:
    """What was typed of a term that the vocabulary lacks; ``alike`` and ``error`` say why it was not added yet."""

    name: str = ""
    id: str = ""
    under: tuple[str, ...] = ("", "")
    sure: bool = False
    error: str = ""
    alike: Sequence[tuple[str, str, str]] = ()

    @property
    def begun(self) -> bool:
        """Whether anything of it is there, so that its inputs stand open."""
        return bool(self.name or self.id or any(self.under) or self.error)


class Stray(NamedTuple):
    """Something in the data that no tree has: it is shown by itself, and stays until it is removed."""

    id: str
    name: str
    label: str
    term: str
    why: str


@dataclass(frozen=True)
class Pane:
    """One dimension as the form shows it.

    Of a scope: whether it is ``answered``, and the terms that are asked about one by one, each with the name of its
    inputs.
    """

    id: str
    terms_of: TermsOf
    heading: str
    open: bool
    summary: str
    nodes: Sequence[Node]
    shown: int
    search: Search
    missing: MissingTerm
    strays: Sequence[Stray]
    said: Mapping[str, TermTexts] = field(default_factory=dict)
    rest: Rest | None = None
    answered: bool = True
    questions: Mapping[str, str] = field(default_factory=dict)
    picked: frozenset[str] = frozenset()
