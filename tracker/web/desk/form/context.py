"""The context of a form: what it needs besides the record."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from wtforms.fields import Field
from wtforms.meta import DefaultMeta

from tracker.records.types.company import Product
from tracker.records.types.topic import Topic
from tracker.services.publishing.checking.unanswered import LeftOpen
from tracker.web.desk.form.scope.trees import TermsOf

__all__ = ["FormContext", "FormMeta", "context_of"]


@dataclass(frozen=True)
class FormContext:
    """The day that it is; what the topics of the record let one pick, dimension by dimension.

    The company’s products. ``no_limit``: dimensions of a scope that the published versions leave out, so that
    they set no limit there. ``company`` are its names, the first that readers know; ``examples`` of what could be
    entered, by field, in the terms of the topic; where the ``guide``
    tells about a field, by its key.
    """

    today: date
    topics: Sequence[Topic] = ()
    dimensions: Sequence[TermsOf] = ()
    products: Sequence[Product] = ()
    no_limit: LeftOpen = ()
    company: Sequence[str] = ()
    examples: Mapping[str, str] = dataclasses.field(default_factory=dict)
    guide: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def guide_place(self, name: str) -> str:
        """Where the guide tells about the field of this name: of ``versions-0-quote`` at ``versions.quote``."""
        return self.guide.get(".".join(step for step in name.split("-") if not step.isdigit()), "")


class FormMeta(DefaultMeta):
    """WTForms’ settings of a form, which every field of it can ask; with the context."""

    csrf = False
    locales = False

    def __init__(self, context: FormContext):
        self.context = context


def context_of(field: Field) -> FormContext:
    """The context of the form that a field belongs to."""
    return cast(FormMeta, field.meta).context
