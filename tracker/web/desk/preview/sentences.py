"""The promise in one sentence, finished as readers would have it, beside the box in which it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.engine.sentences.pledge_sentence import pledge_phrase
from tracker.services.editing.preview import Preview
from tracker.web.desk.form.parts import PartField
from tracker.web.desk.form.record_form import RecordForm

__all__ = ["FinishedSentence", "finished_sentences", "suggestion"]


@dataclass(frozen=True)
class FinishedSentence:
    """What readers would see of a line; empty where none was written. ``suggestion`` is what could be written."""

    text: str
    suggestion: str


def finished_sentences(form: RecordForm, previewed: Preview | None) -> dict[str, FinishedSentence]:
    """By the ids of the boxes, which every version has; a suggestion is made for the last one only."""
    rows = [row for row in (form.versions.entries if form.versions else ()) if isinstance(row, PartField)]
    sentences = {}
    for number, row in enumerate(rows, 1):
        field = row.form["short"]
        offered = suggestion(previewed) if number == len(rows) else ""
        line = str(field.data or "")
        sentences[str(field.id)] = FinishedSentence(
            _finished(line, form.context.company), offered if offered != line else ""
        )
    return sentences


def suggestion(previewed: Preview | None) -> str:
    """The line that the draft’s scope and target give; empty where they give none."""
    suggested = [topic.suggested for topic in (previewed.topics if previewed else ())]
    return next(filter(None, suggested), "")


def _finished(line: str, names: Sequence[str]) -> str:
    if not line:
        return ""
    company = next(iter(names), "The company")
    phrase = pledge_phrase(line, _names(names))
    return f"{company} has pledged: “{phrase.text}”." if phrase.quoted else f"{company} has pledged {phrase.text}."


def _names(names: Sequence[str]) -> Iterable[str]:
    return names or ("The company",)
