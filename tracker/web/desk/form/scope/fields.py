"""Form fields for scopes and acts: trees of terms, as plain data of ``ScopeLabels`` and ``TermsByDimension``.

A form gives each such field its ``dimensions`` (the terms that the topic offers, see ``choices``), and an act’s field
the company’s ``products`` too. Without them all data is still shown, posted and kept. ``panes`` is what the template
shows: one a dimension. Errors can link to ``<id of the field>-<dimension>``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Unpack, cast

from flask import g, render_template
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.fields.core import Field
from wtforms.utils import unset_value

from tracker.engine.text import capital
from tracker.records.term_search import matching_terms
from tracker.records.types.company import Product
from tracker.records.types.vocabulary import Term
from tracker.services.publishing.checking.unanswered import PRESET
from tracker.web.desk.form.layouts.layout import FieldEntry
from tracker.web.desk.form.plain import FieldOptions, Filters, PlainValue, PostedData
from tracker.web.desk.form.scope.panes import MissingTerm, Pane, Search, Stray
from tracker.web.desk.form.scope.posted import (
    Given,
    given_labels,
    given_terms,
    kept_value,
    posted_acts,
    posted_scope,
)
from tracker.web.desk.form.scope.ranges import TypedRange, typed_range
from tracker.web.desk.form.scope.trees import (
    NOT_ANSWERED,
    WORDS,
    Node,
    TermsOf,
    TermTexts,
    rest_words,
    said,
    summary,
    tree,
)

__all__ = ["ScopeField", "TermsField", "TreesField"]

CHOICES = tuple((label.value, words) for label, words in WORDS.items())
REST_CHOICES = tuple(choice for choice in CHOICES if choice[0] != "except")
_NOT_USED = "not used by this topic"
_MOST_FOUND = 40
_MOST_ASKED = 100
_ASKED = re.compile(r"-(?:rest|asked-\d{1,2})$")


class TreesWidget:
    """Renders a field with all its dimensions; ``template`` of the field has the macros for one."""

    def __call__(self, field: "TreesField", **attributes: object) -> Markup:
        return Markup(render_template("desk/form/trees_field.html", field=field, listed=self._not_listed_yet(field)))  # noqa: S704 - a template of our own, which escapes

    @staticmethod
    def _not_listed_yet(field: "TreesField") -> list[TermsOf]:
        """Vocabularies whose names this page does not offer yet: one list of names serves all fields."""
        listed = g.setdefault("vocabularies_listed", set())
        fresh = {terms_of.vocabulary: terms_of for terms_of in field.dimensions if terms_of.vocabulary not in listed}
        listed.update(fresh)
        return list(fresh.values())


class TreesField(Field):
    """What both fields share: trees by dimension, the search in each, a term that is missing."""

    widget = TreesWidget()
    template: ClassVar[str]
    control: str
    entry: FieldEntry
    problems: list[str]
    pane_problems: dict[str, str]

    def __init__(
        self,
        label: str | None = None,
        *,
        dimensions: Iterable[TermsOf] = (),
        products: Iterable[Product] = (),
        **options: Unpack[FieldOptions],
    ):
        super().__init__(label, **options)
        self.dimensions, self.products = tuple(dimensions), tuple(products)
        self.searches: dict[str, str] = {}
        self.missing: dict[str, MissingTerm] = {}

    def process(self, formdata: PostedData, data: object = unset_value, extra_filters: Filters = None) -> None:
        """Read the data, and beside it what was typed into the searches and of missing terms."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            for terms_of in self.dimensions:
                self._read_beside(cast(MultiDict[str, str], formdata), terms_of.name)
                if terms_of.scale and (
                    typed := typed_range(
                        cast(MultiDict[str, str], formdata), f"{self.name}-{terms_of.name}", terms_of.scale
                    )
                ):
                    self.data = self.with_range(terms_of.name, typed)

    def with_range(self, dimension: str, typed: TypedRange) -> PlainValue:
        """The data with a range that was typed."""
        raise NotImplementedError

    def _read_beside(self, formdata: MultiDict[str, str], dimension: str) -> None:
        def typed(part: str) -> list[str]:
            return [" ".join(text.split()) for text in formdata.getlist(f"{self.name}-{dimension}-{part}")]

        self.searches[dimension] = "".join(typed("find")[:1])
        name, id, under, sure = (typed(part) for part in ("name", "id", "under", "sure"))
        self.missing[dimension] = MissingTerm(
            "".join(name[:1]), "".join(id[:1]), tuple([*under, "", ""][:2]), bool(sure)
        )

    def of(self, dimension: str) -> TermsOf | None:
        """What can be picked in a dimension; None where the topic does not use it."""
        return next((terms_of for terms_of in self.dimensions if terms_of.name == dimension), None)

    def pane_id(self, dimension: str) -> str:
        """Where a dimension stands on the page."""
        return f"{self.id}-{dimension}"

    def search(self, terms_of: TermsOf) -> Search:
        """What was looked for in a dimension, with the terms found."""
        text = self.searches.get(terms_of.name, "")
        matching, total = matching_terms(terms_of.terms.values(), text, _MOST_FOUND)
        return Search(text, tuple(term.id for term in matching), total)

    def _sought(self, terms_of: TermsOf, search: Search) -> list[str]:
        """Terms to show because they were found, or because a missing one may be one of them."""
        missing = self.missing.get(terms_of.name)
        return [*search.found, *(id for id, _, _ in (missing.alike if missing else ()))]

    def panes(self) -> list[Pane]:
        """The dimensions of the topic, in their order."""
        return [self.pane(terms_of) for terms_of in self.dimensions]

    def pane(self, terms_of: TermsOf) -> Pane:
        """One dimension as the form shows it."""
        raise NotImplementedError

    def _open(self, terms_of: TermsOf, holds_something: bool) -> bool:
        missing = self.missing.get(terms_of.name)
        in_use = self.searches.get(terms_of.name) or (missing and missing.begun)
        # Left out, the actor is the company, as it nearly always should be.
        return bool(holds_something or in_use or (terms_of.yardstick and terms_of.name != "actor"))

    def _stray(self, dimension: str, number: int, label: str, term: str, why: str) -> Stray:
        return Stray(f"{self.id}-{dimension}-other-{number}", dimension, label, term, why)


def _known_as(terms_of: TermsOf) -> str:
    return f"not {'a range of the scale' if terms_of.scale else 'in the vocabulary'} “{terms_of.vocabulary}”"


def _count(nodes: Sequence[Node]) -> int:
    return sum((not node.again) + _count(node.narrower) for node in nodes)


class ScopeField(TreesField):
    """A scope: in each dimension a tree in which a term inherits or has a label of its own."""

    template = "desk/form/_scope.html"
    choices, labels = CHOICES, dict(CHOICES)
    rest_choices, rest_labels = REST_CHOICES, dict(REST_CHOICES)
    no_limit: frozenset[str] = frozenset()

    def process(self, formdata: PostedData, data: object = unset_value, extra_filters: Filters = None) -> None:
        """Read the data, and the answers that are posted under names of their own, as radio buttons need them."""
        posted = cast(MultiDict[str, str], formdata) if formdata is not None else MultiDict()
        names = [name for name in posted if name.startswith(f"{self.name}-") and _ASKED.search(name)]
        self.asked = [value for name in names for value in posted.getlist(name)]
        super().process(formdata, data, extra_filters)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the posted labels; a form that did not show the field changes nothing."""
        if valuelist:
            self.data = posted_scope([*valuelist, *self.asked], self.data)

    @property
    def unanswered(self) -> list[str]:
        """Dimensions of the topic of which nobody has said what the pledge covers."""
        return [terms_of.name for terms_of in self.dimensions if not self.answered(terms_of.name)]

    def set_no_limit(self) -> None:
        """Answer everything that is not answered yet: the pledge sets no limit there."""
        scope = dict(self.data) if isinstance(self.data, Mapping) else {}
        self.data = {**scope, **{name: {"rest": "in"} for name in self.unanswered}}

    def answered(self, dimension: str) -> bool:
        """Whether it was said what the pledge covers in a dimension, be it that nothing limits it."""
        given = self.given.get(dimension, Given())
        return bool(given.labels or given.rest) or dimension in PRESET or dimension in self.no_limit

    @property
    def given(self) -> dict[str, Given]:
        """What the data says in each dimension."""
        return given_labels(self.data)[0]

    @property
    def kept(self) -> str:
        """What no control stands for, as a value to post along."""
        return kept_value(given_labels(self.data)[1])

    def with_range(self, dimension: str, typed: TypedRange) -> PlainValue:
        """The labels with that of a range that was typed; a range that has one already keeps it."""
        scope = dict(self.data) if isinstance(self.data, Mapping) else {}
        given = self.given.get(dimension, Given())
        if typed.text in given.labels:
            return scope
        labels = scope.get(dimension)
        before = dict(labels) if isinstance(labels, Mapping) else {}
        listed = before.get(typed.mark)
        return {**scope, dimension: {**before, typed.mark: [*(listed if isinstance(listed, list) else []), typed.text]}}

    def pane(self, terms_of: TermsOf) -> Pane:
        """One dimension as the form shows it."""
        given = self.given.get(terms_of.name, Given())
        terms_of = terms_of.with_ranges(given.labels)
        search = self.search(terms_of)
        own_labels = {term: label for term, label in given.labels.items() if term in terms_of.terms}
        nodes = tree(terms_of, own_labels, self._sought(terms_of, search))
        answered = self.answered(terms_of.name)
        shown_marks = said(terms_of, own_labels, given.rest, _ids(nodes))
        return Pane(
            id=self.pane_id(terms_of.name),
            terms_of=terms_of,
            heading=capital(terms_of.word),
            open=self._open(terms_of, bool(given.labels or given.rest)) or not answered,
            summary=summary(terms_of, own_labels, given.rest) if answered else NOT_ANSWERED,
            answered=answered,
            questions={
                term: f"{self.name}-{terms_of.name}-asked-{number}" for number, term in enumerate(_asked_terms(nodes))
            },
            nodes=nodes,
            shown=_count(nodes),
            search=search,
            missing=self.missing.get(terms_of.name, MissingTerm()),
            strays=list(self._strays(terms_of, given)),
            said=shown_marks if answered else {term: _nothing_said(one) for term, one in shown_marks.items()},
            rest=rest_words(terms_of, own_labels, given.rest),
        )

    def _strays(self, terms_of: TermsOf, given: Given) -> Iterable[Stray]:
        unknown = [
            (label, term, _known_as(terms_of)) for term, label in given.labels.items() if term not in terms_of.terms
        ]
        second = [(label, term, "marked twice") for label, term in given.second]
        for number, (label, term, why) in enumerate([*unknown, *second]):
            yield self._stray(terms_of.name, number, label, term, why)

    def strays(self) -> list[Stray]:
        """Labels in dimensions that the topic does not use."""
        return [
            self._stray(name, number, label, term, _NOT_USED)
            for name, given in self.given.items()
            if self.of(name) is None
            for number, (label, term) in enumerate(
                [*((label, term) for term, label in given.labels.items()), *given.second, *_rest_row(given)]
            )
        ]


def _rest_row(given: Given) -> list[tuple[str, str]]:
    """The rest as a row of its own, posted as it is kept."""
    return [("rest", given.rest)] if given.rest else []


def _nothing_said(said: TermTexts) -> TermTexts:
    return replace(said, answered=False, inherited=NOT_ANSWERED)


def _asked_terms(nodes: Sequence[Node]) -> list[str]:
    """The terms that are asked about one by one: those of the complete pledge, each where it comes first."""
    terms: list[str] = []
    for node in nodes:
        terms += [node.term.id] if node.asked and not node.again else []
        terms += _asked_terms(node.narrower)
    return terms[:_MOST_ASKED]


def _ids(nodes: Sequence[Node]) -> list[str]:
    ids: dict[str, None] = {}
    for node in nodes:
        ids.setdefault(node.term.id)
        ids.update(dict.fromkeys(_ids(node.narrower)))
    return list(ids)


class TermsField(TreesField):
    """An act, or a cell of a yardstick: in each dimension the terms that hold together.

    With products of the company.
    """

    template = "desk/form/_terms.html"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the posted terms; a form that did not show the field changes nothing."""
        if valuelist:
            self.data = posted_acts(valuelist, self.data)

    @property
    def given(self) -> dict[str, list[str]]:
        """The terms in each dimension, and the products."""
        return given_terms(self.data)[0]

    @property
    def kept(self) -> str:
        """What no control stands for, as a value to post along."""
        return kept_value(given_terms(self.data)[1])

    def with_range(self, dimension: str, typed: TypedRange) -> PlainValue:
        """The act with a range that was typed."""
        act = dict(self.data) if isinstance(self.data, Mapping) else {}
        return {**act, dimension: list(dict.fromkeys([*self.given.get(dimension, []), typed.text]))}

    def pane(self, terms_of: TermsOf) -> Pane:
        """One dimension as the form shows it."""
        given = self.given.get(terms_of.name, [])
        terms_of = terms_of.with_ranges(given)
        search = self.search(terms_of)
        picked = [term for term in given if term in terms_of.terms]
        unknown = [term for term in given if term not in terms_of.terms]
        nodes = tree(terms_of, picked, self._sought(terms_of, search))
        return Pane(
            id=self.pane_id(terms_of.name),
            terms_of=terms_of,
            heading=capital(terms_of.word),
            open=self._open(terms_of, bool(given)),
            summary=_picked_words(terms_of, picked),
            nodes=nodes,
            shown=_count(nodes),
            search=search,
            missing=self.missing.get(terms_of.name, MissingTerm()),
            strays=[self._stray(terms_of.name, i, "", t, _known_as(terms_of)) for i, t in enumerate(unknown)],
            picked=frozenset(picked),
        )

    def strays(self) -> list[Stray]:
        """Terms in dimensions that the topic does not use, and products that the company does not have."""
        offered = {product.id for product in self.products}
        return [
            self._stray(
                name, number, "", term, _NOT_USED if name != "products" else "not one of this company’s products"
            )
            for name, terms in self.given.items()
            if self.of(name) is None
            for number, term in enumerate(terms)
            if name != "products" or term not in offered
        ]

    @property
    def picked_products(self) -> list[str]:
        """The products that the act names."""
        return self.given.get("products", [])


def _picked_words(terms_of: TermsOf, picked: Sequence[str]) -> str:
    if picked:
        return ", ".join(_name(terms_of.terms[term]) for term in picked)
    return "none chosen: the company itself" if terms_of.name == "actor" else "none chosen: not known"


def _name(term: Term) -> str:
    return term.name
