"""Scope and act fields for a record’s form, whose terms come from the form’s context."""

from typing import Unpack

from wtforms.utils import unset_value

from tracker.services.publishing.checking.unanswered import left_open
from tracker.web.desk.form.context import context_of
from tracker.web.desk.form.layouts.layout import FieldEntry
from tracker.web.desk.form.plain import FieldOptions, Filters, PostedData
from tracker.web.desk.form.scope.fields import ScopeField, TermsField, TreesField

__all__ = ["ActField", "ReachField"]


class _OfRecord(TreesField):
    """A field for terms as an entry of a record's form: no data if nothing was entered."""

    def __init__(self, entry: FieldEntry, **options: Unpack[FieldOptions]):
        super().__init__(entry.label, **options)
        self.entry, self.required = entry, False
        self.id = f"f-{self.name}"
        self.problems: list[str] = []
        self.pane_problems: dict[str, str] = {}
        self.dimensions = tuple(context_of(self).dimensions)

    def process(self, formdata: PostedData, data: object = unset_value, extra_filters: Filters = None) -> None:
        """Take the record's data, then the posted values."""
        super().process(formdata, data, extra_filters)
        self.data = self.data or None

    @property
    def blank(self) -> bool:
        """Whether nothing was entered."""
        return self.data is None


class ReachField(_OfRecord, ScopeField):
    """The scope of a version."""

    control = "scope"

    def __init__(self, entry: FieldEntry, **options: Unpack[FieldOptions]):
        super().__init__(entry, **options)
        number = next((int(step) for step in self.name.split("-") if step.isdecimal()), 0)
        self.no_limit = left_open(context_of(self).no_limit, number)


class ActField(_OfRecord, TermsField):
    """The terms of an act, with the company’s products."""

    control = "terms"

    def __init__(self, entry: FieldEntry, **options: Unpack[FieldOptions]):
        super().__init__(entry, **options)
        self.products = tuple(context_of(self).products)
