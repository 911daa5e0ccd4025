"""The pages of the steps, and their variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from tracker.services.editing.topic_builder import Template
from tracker.services.reading.autocomplete import Candidate
from tracker.web.desk.drafts.form_page import DraftFormPage
from tracker.web.desk.drafts.shared import Choices
from tracker.web.desk.topics.checking import OpenPoint, ShownImpact
from tracker.web.desk.topics.dimension_words import DimensionQuestion
from tracker.web.desk.topics.goal import GoalBoxes
from tracker.web.desk.topics.grid import Grid, TermGroup
from tracker.web.desk.topics.reasons import ReasonBox, UnaskedBox
from tracker.web.desk.topics.sample import Sample
from tracker.web.desk.vocabularies.tree import EditResult, TermTree
from tracker.web.presenting.page import Link, Page

__all__ = [
    "CheckPage",
    "DimensionRow",
    "DimensionsPage",
    "KindPage",
    "QuestionPage",
    "ReasonsPage",
    "Refused",
    "StartPage",
    "StepLink",
    "StepPage",
    "StepQuery",
    "TermsPage",
    "YardstickPage",
]


class StepLink(NamedTuple):
    """A step in the index; ``mark`` is done, wait or draft; ``note`` says what is missing."""

    name: str
    text: str
    href: str
    mark: str
    note: str
    here: bool


class StepQuery(NamedTuple):
    """What of a step is to be shown: a list, a term of it, what it is searched for, a row or column, a promise."""

    list: str = ""
    term: str = ""
    words: str = ""
    cells: str = ""
    promise: str = "one"


class Refused(NamedTuple):
    """Why what was posted is not saved, and what was typed.

    ``key`` and ``candidates`` are those of a source, ``result`` is what the editor of terms says. ``data`` is the topic
    as the page would have it where somebody else changed the same, with the ``choices`` that this leaves.
    """

    message: str = ""
    typed: Mapping[str, str] = {}
    key: str = ""
    candidates: Sequence[Candidate] = ()
    result: EditResult | None = None
    data: Mapping[str, Any] | None = None
    choices: Choices | None = None


@dataclass(frozen=True, kw_only=True)
class StartPage(Page):
    """What a new topic begins from."""

    template = "desk/topics/start.html"

    draft: Annotated[str, "The id that the draft will have."]
    templates: Annotated[Sequence[tuple[Template, int, int]], "Templates, each with its numbers of rows and columns."]
    topics: Annotated[Sequence[Link], "Published topics to copy."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."]


@dataclass(frozen=True, kw_only=True)
class StepPage(DraftFormPage, Page):
    """What all steps have."""

    template = "desk/topics/step.html"

    step: Annotated[str, "The name of the step."]
    steps: Annotated[Sequence[StepLink], "The index."]
    heading: Annotated[str, "The heading of the step."]
    onward: Annotated[str, "The name of the step that follows; empty at the end."]
    refused: Annotated[str, "Why what was posted is not saved; empty where nothing was refused."]


@dataclass(frozen=True, kw_only=True)
class QuestionPage(StepPage):
    """Question and name."""

    template = "desk/topics/question.html"

    question: Annotated[str, "The question."]
    name: Annotated[str, "The name."]
    summary: Annotated[str, "What it is about."]
    published: Annotated[bool, "Whether it stands on the site, so that it can be taken down."]
    down_date: Annotated[str, "From which day it is taken down."]
    down_reason: Annotated[str, "Why it is taken down."]


@dataclass(frozen=True, kw_only=True)
class KindPage(StepPage):
    """What a complete pledge does."""

    template = "desk/topics/kind.html"

    commitments: Annotated[Mapping[str, tuple[str, str]], "Answers by key, each with an example."]
    chosen: Annotated[str, "The answer; empty as long as there is none."]


class DimensionRow(NamedTuple):
    """A dimension with what is chosen for it."""

    name: str
    question: DimensionQuestion
    used: bool
    word: str
    link: str
    list: str


@dataclass(frozen=True, kw_only=True)
class DimensionsPage(StepPage):
    """The dimensions, with the readers' words and the lists of terms."""

    template = "desk/topics/dimensions.html"

    rows: Annotated[Sequence[DimensionRow], "The dimensions in the order in which they are asked."]
    lists: Annotated[Sequence[tuple[str, str]], "Lists to take terms from."]
    reads: Annotated[Sequence[tuple[str, str]], "An example in words: linking word and term, of each used dimension."]


@dataclass(frozen=True, kw_only=True)
class TermsPage(StepPage):
    """The terms of one dimension."""

    template = "desk/topics/terms.html"

    tabs: Annotated[Sequence[tuple[Link, int, bool]], "The lists: a link, its number of terms, whether it is open."]
    dimension: Annotated[str, "The dimension whose terms these are."]
    tree: Annotated[TermTree | None, "Its terms; None as long as no dimension is chosen."]
    dimensions_path: Annotated[str, "Where dimensions are chosen."]


@dataclass(frozen=True, kw_only=True)
class YardstickPage(StepPage):
    """The complete pledge as a table."""

    template = "desk/topics/yardstick.html"

    grid: Annotated[Grid, "The table."]
    add_rows: Annotated[Sequence[TermGroup], "Terms to make rows of."]
    add_columns: Annotated[Sequence[TermGroup], "Terms to make columns of."]
    core: Annotated[Sequence[TermGroup], "Terms that hold for every point."]
    cells: Annotated[str, "The row or column whose terms are open, such as rows:police; empty for none."]
    cells_name: Annotated[str, "Its name."]
    cell_terms: Annotated[Sequence[TermGroup], "Its terms."]
    goal: Annotated[GoalBoxes | None, "What it reaches in numbers and by when; None where it asks not to do something."]
    promises: Annotated[Mapping[str, str], "What the invented company may have promised."]
    promise: Annotated[str, "The promise that the marks show."]
    sample: Annotated[Sample | None, "An invented company's scorecard; None as long as none can be computed."]


@dataclass(frozen=True, kw_only=True)
class ReasonsPage(StepPage):
    """The reasons."""

    template = "desk/topics/reasons.html"

    boxes: Annotated[Sequence[ReasonBox], "A box for the whole, and one for each row and column."]
    unasked: Annotated[Sequence[UnaskedBox], "A box for each point that is not asked."]
    typed: Annotated[Mapping[str, str], "What was typed and is not saved."]
    asked_key: Annotated[str, "The box whose source was not recognised; empty for none."]
    candidates: Annotated[Sequence[Candidate], "Sources that may be meant."]


@dataclass(frozen=True, kw_only=True)
class CheckPage(StepPage):
    """What is still open, and what would change for readers."""

    template = "desk/topics/check.html"

    points: Annotated[Sequence[OpenPoint], "What is still open, each with the step where it is fixed."]
    together: Annotated[str, "What would be published together, in words."]
    impact: Annotated[ShownImpact, "The published scorecards that would change."]
    submit: Annotated[str, "Where the draft is submitted."]
    whole: Annotated[str, "The preview of the topic's page."]
