"""Vocabularies as trees: each term under its parents, with a text that says how a scope labels it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tracker.core.scales import Scale, cut
from tracker.core.scope import CompiledDimension, Dimension, Label, compile_dimension
from tracker.core.vocabulary import Vocabulary, bits
from tracker.engine.coverage.cells import CellLabel
from tracker.engine.text import listing
from tracker.records.types.vocabulary import Term

__all__ = [
    "MARKS",
    "NOT_ANSWERED",
    "WORDS",
    "Labels",
    "Node",
    "Rest",
    "TermTexts",
    "TermsOf",
    "anchor",
    "rest_words",
    "said",
    "summary",
    "tree",
]

WORDS = {
    Label.IN: "covered",
    Label.OUT: "not covered",
    Label.EXCEPT: "exception in the pledge",
    Label.UNCLEAR: "unclear",
}
"""What a label says, as the form has it."""
MARKS = {
    Label.IN: CellLabel.COVERED,
    Label.OUT: CellLabel.OPEN,
    Label.EXCEPT: CellLabel.OPEN,
    Label.UNCLEAR: CellLabel.UNCLEAR,
}
"""The shape that stands beside a label."""
UNANSWERED = "draft"
NOT_ANSWERED = "not answered yet"
WHOLE = 100
"""A vocabulary of so many terms is shown whole; of a larger one what matters, and what is looked for."""
FEW = 12
"""A branch that is named itself is open if it has no more narrower terms than these."""
MANY = 300
"""Of a larger vocabulary, the terms right below those that matter are shown as long as all are no more than these."""
DEEPEST = 8
"""Terms further down stand in one list: a page of 360 pixels has no room for more steps."""
_NAMED = 4

_LABELS = frozenset(label.value for label in Label)

Labels = Mapping[str, str]
"""A dimension's labels by term."""


@dataclass(frozen=True, eq=False)
class TermsOf:
    """What can be picked in one dimension: the topic's vocabulary with the readers' word for it.

    ``yardstick`` are the terms that its cells name; ``new`` those that are in a draft of the vocabulary only.
    ``vocabulary`` is the id of the record, to which a missing term would be added.
    """

    name: str
    word: str
    vocabulary: str
    terms: Mapping[str, Term]
    graph: Vocabulary
    yardstick: Collection[str] = field(default=frozenset())
    new: Collection[str] = field(default=frozenset())
    scale: Scale | None = None

    def with_ranges(self, texts: Iterable[str]) -> "TermsOf":
        """Of a scale: the same with these ranges to pick beside the yardstick's, from the lowest numbers up."""
        if self.scale is None:
            return self
        named = dict.fromkeys(text for text in (*texts, *self.yardstick) if self.scale.accepts(text))
        ranges = sorted(named, key=lambda text: self.scale.range(text)[:2] if self.scale else ())
        terms = {text: Term.model_construct(id=text, name=self.scale.shown(text)) for text in ranges}
        return replace(self, terms=terms, graph=cut(self.scale, ranges))

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        """Terms by the broader one that they stand right under."""
        below: dict[str, list[str]] = {}
        for term in self.terms.values():
            for up in dict.fromkeys(term.broader):
                below.setdefault(up, []).append(term.id)
        return below

    @cached_property
    def offered(self) -> list[tuple[str, str]]:
        """Names to offer while one types, each with what to type: the name, or the id where several have it."""
        names = [term.name for term in self.terms.values()]
        several = {name for name, times in Counter(names).items() if times > 1}
        offered = [term for term in self.terms.values() if not term.retired]
        return [(term.id if term.name in several else term.name, term.name) for term in offered]

    def name_of(self, term: str) -> str:
        """The name of a term; a range of a scale in numbers."""
        return self.scale.shown(term) if self.scale else self.terms[term].name

    @property
    def whole(self) -> bool:
        """Whether all of it is shown."""
        return len(self.terms) <= WHOLE

    def compiled(self, labels: Labels, rest: str) -> CompiledDimension:
        """Every term decided, as the engine does it; terms and labels that it does not know are left aside."""
        own_labels = {(term, Label(label)) for term, label in labels.items() if term in self.terms and label in _LABELS}
        given = Label(rest) if rest in _LABELS else None
        dimension = Dimension(frozenset(own_labels), given) if own_labels or given else None
        return compile_dimension(self.graph, self.name, dimension)


@dataclass(frozen=True)
class Node:
    """A term in a tree. One that stands under several classes has its control where it comes first (not ``again``)."""

    term: Term
    again: bool
    open: bool
    new: bool
    asked: bool
    narrower: Sequence["Node"]

    @property
    def anchor(self) -> str:
        """The term as a part of an id on the page, which has no spaces."""
        return anchor(self.term.id)


def anchor(term: str) -> str:
    """A term or range as a part of an id on a page."""
    return term.replace(" ", "").replace(">", "over").replace("<", "under").replace("=", "-or-is-")


def tree(terms_of: TermsOf, wanted: Iterable[str], shown_terms: Iterable[str] = ()) -> list[Node]:
    """The terms to show under their classes, in the vocabulary's order.

    Branches that hold a term of the yardstick, a labelled one (``wanted``), one that was looked for (``found``) or a
    new one are open, and so are those that such a term heads if they are short. Others are closed.
    """
    if terms_of.scale:
        return [_range_node(terms_of, term) for term in terms_of.terms.values()]
    graph = terms_of.graph
    sought = [term for term in shown_terms if term in graph]
    named = graph.mask(t for t in {*wanted, *terms_of.yardstick, *terms_of.new, *sought} if t in graph)
    shown = (graph.all if terms_of.whole else _of_interest(terms_of, named)) & ~_not_offered(terms_of, named)
    return _Planting(terms_of, named, shown).level(_roots(terms_of, shown), 1)


def _not_offered(terms_of: TermsOf, named: int) -> int:
    """Retired terms that are not named, and have nothing below them that is named or still offered."""
    graph = terms_of.graph
    retired = graph.mask(term.id for term in terms_of.terms.values() if term.retired)
    kept = named | (graph.all & ~retired)
    return graph.mask(graph.terms[i] for i in bits(retired & ~named) if not graph.descendants[i] & kept)


def _range_node(terms_of: TermsOf, term: Term) -> Node:
    """A range stands by itself: which others it holds is in its numbers."""
    return Node(term, again=False, open=False, new=False, asked=term.id in terms_of.yardstick, narrower=[])


def _of_interest(terms_of: TermsOf, named: int) -> int:
    """Terms that matter with all above them, and those right below them where they are not too many."""
    shown = named
    for i in bits(named):
        shown |= terms_of.graph.ancestors[i]
        below = terms_of.narrower.get(terms_of.graph.terms[i], ())
        if shown.bit_count() + len(below) <= MANY:
            shown |= terms_of.graph.mask(below)
    for i in bits(shown):
        shown |= terms_of.graph.ancestors[i]
    return shown


def _roots(terms_of: TermsOf, shown: int) -> list[str]:
    return [term for term in terms_of.graph.names(shown) if not terms_of.terms[term].broader]


class _Planting:
    """One walk down a vocabulary, that remembers which terms it met."""

    def __init__(self, terms_of: TermsOf, named: int, shown: int):
        self.terms_of, self.named, self.shown = terms_of, named, shown
        self.met: set[str] = set()

    def level(self, ids: Iterable[str], depth: int) -> list[Node]:
        """Nodes side by side, each with its branch; at the deepest level branches follow in the same list."""
        nodes: list[Node] = []
        todo = list(ids)[::-1]
        while todo:
            id = todo.pop()
            below = self._below(id)
            if depth < DEEPEST:
                nodes.append(self._node(id, below, depth))
            else:
                todo += [] if id in self.met else below[::-1]
                nodes.append(self._node(id, [], depth))
        return nodes

    def _below(self, id: str) -> list[str]:
        index = self.terms_of.graph.index
        return [term for term in self.terms_of.narrower.get(id, ()) if self.shown >> index[term] & 1]

    def _node(self, id: str, below: list[str], depth: int) -> Node:
        graph, i = self.terms_of.graph, self.terms_of.graph.index[id]
        again = id in self.met
        self.met.add(id)
        is_open = bool(graph.descendants[i] & self.named) or (bool(self.named >> i & 1) and len(below) <= FEW)
        return Node(
            term=self.terms_of.terms[id],
            again=again,
            open=is_open,
            new=id in self.terms_of.new,
            asked=id in self.terms_of.yardstick,
            narrower=[] if again else self.level(below, depth + 1),
        )


@dataclass(frozen=True)
class TermTexts:
    """What a scope says of a term: its own label (empty: none), the decided one, and what it inherits.

    ``inherited`` is the label without its own, and where that comes from: “as its class: covered”. Where nothing was
    ``answered`` in the dimension, nothing is said.
    """

    own: str
    decided: Label
    inherited: str
    answered: bool = True

    @property
    def mark(self) -> str:
        """The shape of the decided label; that of work to be done where nobody has answered yet."""
        return MARKS[self.decided] if self.answered else UNANSWERED


def said(terms_of: TermsOf, labels: Labels, rest: str, terms: Iterable[str]) -> dict[str, TermTexts]:
    """What a scope's labels in a dimension say of some terms.

    Decided by the engine's own rules (SCOPE-3 to SCOPE-7).
    """
    compiled = terms_of.compiled(labels, rest)
    return {
        term: TermTexts(
            own=labels.get(term, ""),
            decided=compiled.decided(term)[0],
            inherited=_inherited(terms_of, labels, rest, term, compiled),
        )
        for term in terms
    }


def _inherited(terms_of: TermsOf, labels: Labels, rest: str, term: str, compiled: CompiledDimension) -> str:
    if term in labels:
        compiled = _without(terms_of, labels, rest, term)
    label, by = compiled.decided(term)
    if by is None:
        return f"default: {WORDS[label]}"
    if by == term:  # a label that nobody gave: the company itself, what goes on under an existing contract
        return f"default: {WORDS[label]}"
    if len(terms_of.terms[term].broader) == 1:
        return f"inherited: {WORDS[label]}"
    return f"inherited: {WORDS[label]} (from {terms_of.name_of(by)})"


def _without(terms_of: TermsOf, labels: Labels, rest: str, term: str) -> CompiledDimension:
    """What decides a term once its own label is gone: the labels above it and the rest that is left.

    All others do not.
    """
    left = {t: label for t, label in labels.items() if t != term and t in terms_of.terms and label in _LABELS}
    above = {other: label for other, label in left.items() if terms_of.graph.covers(other, term)}
    if left and rest not in _LABELS:
        rest = Label.OUT if Label.IN in left.values() else Label.IN
    return terms_of.compiled(above, rest)


@dataclass(frozen=True)
class Rest:
    """What holds for all other terms: as given (empty: not), decided, and what it would be without being given."""

    own: str
    decided: Label
    inherited: str

    @property
    def mark(self) -> str:
        """The shape of the decided label."""
        return MARKS[self.decided]


def rest_words(terms_of: TermsOf, labels: Labels, rest: str) -> Rest:
    """What holds for the terms that no label reaches."""
    usual = terms_of.compiled(labels, "").rest
    why = "because something is covered" if usual is Label.OUT else "because nothing limits it"
    if terms_of.name == "actor" and usual is Label.UNCLEAR:
        why = "because nobody is named"
    return Rest(rest, terms_of.compiled(labels, rest).rest, f"default: {WORDS[usual]}, {why}")


def summary(terms_of: TermsOf, labels: Labels, rest: str) -> str:
    """What a scope says in a dimension, in one line."""
    by_label = {label: [t for t, own in labels.items() if own == label and t in terms_of.terms] for label in Label}
    parts = [f"{WORDS[label]}: {_names(terms_of, terms)}" for label, terms in by_label.items() if terms]
    if not parts and rest not in _LABELS:
        if terms_of.name == "actor" and "company" in terms_of.terms:
            return "not set: the company is covered, others are unclear"
        return "not set: everything is covered"
    return "; ".join([*parts, f"everything else: {WORDS[terms_of.compiled(labels, rest).rest]}"])


def _names(terms_of: TermsOf, terms: Sequence[str]) -> str:
    names = [terms_of.name_of(term) for term in terms]
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return listing(names)
