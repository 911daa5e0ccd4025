"""One field that a column of a spreadsheet can fill."""

from typing import Literal, NamedTuple

__all__ = ["Form", "TableField"]

Form = Literal["line", "text", "day", "due", "number", "address", "country", "choice", "terms", "lines", "length"]
"""How a cell is read. ``due`` is a day by which something is to be done; ``lines`` are several lines in one cell;
``length`` is a length of time."""


class TableField(NamedTuple):
    """One field: its key, what people call it, how its cells are read, and the allowed values of a choice.

    ``heads`` are words by which a column's head is recognised, the most telling first.
    """

    key: str
    label: str
    form: Form
    heads: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The record that it belongs to."""
        return self.key.partition(".")[0]
