"""Types of the form layer: plain data of records, form fields, and the arguments that WTForms passes to them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypedDict, cast

from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from tracker.web.desk.form.layouts.layout import FieldEntry

if TYPE_CHECKING:
    from wtforms.meta import _MultiDictLikeWithGetlist, _SupportsGettextAndNgettext

__all__ = [
    "AnyUnboundField",
    "FieldOptions",
    "Filters",
    "FormField",
    "PlainMapping",
    "PlainRecord",
    "PlainValue",
    "PostedData",
    "form_fields",
]

PlainValue: TypeAlias = "str | int | float | Sequence[PlainValue] | Mapping[str, PlainValue] | None"
"""A value as JSON has it. A draft may hold any, whatever its kind of record allows."""
PlainMapping: TypeAlias = Mapping[str, PlainValue]
PlainRecord: TypeAlias = dict[str, PlainValue]
"""A record, or a part of one, by field."""
PostedData: TypeAlias = "_MultiDictLikeWithGetlist | None"
Filters: TypeAlias = Sequence[Callable[[Any], Any]] | None
AnyUnboundField: TypeAlias = "UnboundField[Any]"


class FieldOptions(TypedDict, total=False):
    """The arguments that WTForms gives to a field when it is bound to a form."""

    id: str | None
    name: str | None
    _form: BaseForm | None
    _prefix: str
    _translations: "_SupportsGettextAndNgettext | None"
    _meta: DefaultMeta | None


class FormField(Protocol):
    """A field of the desk's forms: an input, a part, rows, or trees of terms."""

    name: str
    id: str
    entry: FieldEntry
    control: str
    problems: list[str]
    object_data: Any

    @property
    def data(self) -> Any:
        """The plain data; None where nothing was entered."""


def form_fields(form: BaseForm) -> Mapping[str, FormField]:
    """The fields of a form by name; its builder makes no others."""
    return cast(Mapping[str, FormField], form._fields)
