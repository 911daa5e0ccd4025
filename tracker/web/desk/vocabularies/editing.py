"""Buttons of the editor of terms: what each one does to a list, and what is said of it afterwards."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy.orm import Session

from tracker.records.building.terms import (
    PlainVocabulary,
    TermEditError,
    TermNames,
    add_lines,
    add_term,
    broader_of,
    change_term,
    merge_terms,
    move_term,
    name_of,
    remove_term,
    retire_term,
    term_called,
    terms_of,
)
from tracker.records.checking.parsing import read
from tracker.records.reading.problems import explain
from tracker.records.term_search import SimilarTerm, similar_terms
from tracker.records.types.vocabulary import Scale, VocabularyRecord
from tracker.services.auth.roles import Actor
from tracker.services.editing.draft_merging import DraftConflictError, Seen
from tracker.services.editing.term_use import MOST_REPLACED, TooManyUsesError, replace_term, use_of_term
from tracker.services.editing.topic_builder import TermList, change_list, term_list
from tracker.web.accounts.auth_decorators import current_actor
from tracker.web.desk.drafts.forms import parse_version
from tracker.web.desk.drafts.shared import CHOOSE, choices_of, parse_seen
from tracker.web.desk.times import moment_words
from tracker.web.desk.vocabularies.tree import EditResult
from tracker.web.site import site

__all__ = ["VERB", "SimilarTermError", "TermStep", "act_on_terms", "changed_meanwhile", "parse_list_seen"]

VERB = "term"
"""Begins what every button of the editor says; what it is to do follows after a colon."""


class SimilarTermError(Exception):
    """A new term looks like others, which the person is asked about; nothing is added yet."""

    def __init__(self, alike: Sequence[SimilarTerm]):
        super().__init__("similar terms")
        self.alike = list(alike)


class TermStep(NamedTuple):
    """What was done: the term to show next (empty: none), and a sentence about it."""

    term: str = ""
    said: str = ""


def act_on_terms(session: Session, list_id: str, act: str, form: Mapping[str, str], owner: int) -> TermStep:
    """Do what a button says, in the owner's draft of the list.

    Raises TermEditError, SimilarTermError, and what ``change_list`` raises; nothing is written then.
    """
    current = term_list(session, current_actor(), list_id, owner)
    if current is None:
        raise LookupError(list_id)
    verb, _, value = act.partition(":")
    handler = _ACTS.get(verb)
    return handler(_Edit(session, current_actor(), owner, current, form, value)) if handler else TermStep()


def parse_list_seen(form: Mapping[str, str]) -> Seen:
    """What the page showed of the list, and what was chosen where two people changed the same."""
    return parse_seen(form)._replace(version=parse_version(form, "list_version"), typed=False)


def changed_meanwhile(
    session: Session, conflict: DraftConflictError, seen: Seen, form: Mapping[str, str], do: str
) -> EditResult:
    """What is told where somebody else changed the same: what is to be chosen, and the button ``do`` that saves it."""
    choices = choices_of(session, conflict, seen)
    if choices:
        return EditResult(wrong=CHOOSE, typed=form, choices=choices, do=do)
    moment = moment_words(conflict.current.updated_at)
    sentence = (
        f"Not saved yet: someone changed this list ({moment}) after you opened the page. Save again to use yours."
    )
    return EditResult(wrong=sentence, typed=form)


class _Edit(NamedTuple):
    session: Session
    actor: Actor
    owner: int
    used: TermList
    form: Mapping[str, str]
    value: str

    def text(self, name: str) -> str:
        """A field of one line."""
        return " ".join(self.form.get(name, "").split())

    def lines(self, name: str) -> tuple[str, ...]:
        """A field with one entry per line."""
        return tuple(line.strip() for line in self.form.get(name, "").splitlines() if line.strip())

    def terms(self, *names: str) -> list[str]:
        """The terms that fields name, by id or name; raises TermEditError for what is no term."""
        ids = []
        for text in filter(None, map(self.text, names)):
            id = term_called(self.used.data, text)
            if not id:
                raise TermEditError(f"There is no term called “{text}”. Choose a term of this list.")
            ids.append(id)
        return list(dict.fromkeys(ids))

    def save(self, change: Callable[[PlainVocabulary], PlainVocabulary]) -> None:
        """Write a change of the list."""
        seen = parse_list_seen(self.form)
        change_list(self.session, self.actor, site().clock, self.used.id, seen, change, self.owner)


def _add(edit: _Edit) -> TermStep:
    if edit.value != "sure":
        _ask_about_similar(edit)
    added: list[str] = []

    def change(data: PlainVocabulary) -> PlainVocabulary:
        data, id = add_term(data, edit.text("new_name"), edit.terms("new_under"), edit.lines("new_aliases"))
        added.append(id)
        return data

    edit.save(change)
    return TermStep(said=f"Added “{edit.text('new_name')}”.")


def _ask_about_similar(edit: _Edit) -> None:
    record, _ = read("vocabulary", {**edit.used.data, "name": edit.used.name, "id": edit.used.id})
    terms = record.terms if isinstance(record, VocabularyRecord) else ()
    alike = similar_terms(terms, edit.text("new_name"), "")
    exact = term_called(edit.used.data, edit.text("new_name"))
    if alike and not exact:
        raise SimilarTermError(alike)


def _alias(edit: _Edit) -> TermStep:
    """What was typed as a new term is another name of one that is there."""
    term = next((term for term in terms_of(edit.used.data) if term["id"] == edit.value), None)
    if term is None:
        raise TermEditError("This term is not in the list any more. Reload the page.")
    aliases = (*(term.get("aliases") or ()), edit.text("new_name"))
    names = TermNames(name_of(term), term.get("phrase") or "", tuple(aliases), term.get("note") or "")
    edit.save(lambda data: change_term(data, edit.value, names))
    return TermStep(said=f"“{edit.text('new_name')}” is now another name of “{name_of(term)}”.")


def _paste(edit: _Edit) -> TermStep:
    counts: list[int] = []

    def change(data: PlainVocabulary) -> PlainVocabulary:
        data, added = add_lines(data, edit.form.get("lines", ""), edit.terms("lines_under"))
        counts.append(added)
        return data

    if not edit.lines("lines"):
        raise TermEditError("Paste the terms into the box, one per line.")
    edit.save(change)
    added, skipped = counts[-1], len(edit.lines("lines")) - counts[-1]
    there = f" In the list already: {skipped} line{'' if skipped == 1 else 's'}." if skipped else ""
    return TermStep(said=f"{added} term{'' if added == 1 else 's'} added.{there}")


def _save(edit: _Edit) -> TermStep:
    id = edit.text("term")
    names = TermNames(
        edit.text("term_name"), edit.text("term_phrase"), edit.lines("term_aliases"), edit.form.get("term_note", "")
    )
    under = [*edit.terms("term_under", "term_also"), *_further(edit.used.data, id)]
    keep = bool(edit.form.get("keep_old_name"))
    edit.save(lambda data: move_term(change_term(data, id, names, keep_old_name=keep), id, under))
    return TermStep(said=f"Saved “{names.name}”.")


def _further(data: PlainVocabulary, id: str) -> list[str]:
    """Broader terms beyond the two that have a field."""
    return next((broader_of(term)[2:] for term in terms_of(data) if term["id"] == id), [])


def _below(edit: _Edit) -> TermStep:
    edit.save(lambda data: add_term(data, edit.text("below_name"), [edit.text("term")])[0])
    return TermStep(edit.text("term"), f"Added “{edit.text('below_name')}”.")


def _merge(edit: _Edit) -> TermStep:
    id, into = edit.text("term"), next(iter(edit.terms("merge_into")), "")
    if not into:
        raise TermEditError("Choose the term to merge it into.")
    edit.save(lambda data: merge_terms(data, id, into))
    try:
        use = replace_term(edit.session, edit.actor, site().clock, edit.used, id, into)
    except TooManyUsesError:
        raise TermEditError(
            f"More than {MOST_REPLACED} published records use this term, so it cannot be merged. Retire it instead."
        ) from None
    said = f"Merged into “{_name(edit, into)}”. The old name stays as another name."
    if use.published:
        said += f" Drafts of {_records(len(use.published))} that used it are ready. Submit them before this list."
    return TermStep(into, said)


def _records(number: int) -> str:
    return "1 published record" if number == 1 else f"{number} published records"


def _retire(edit: _Edit) -> TermStep:
    id = edit.text("term")
    edit.save(lambda data: retire_term(data, id))
    return TermStep(said=f"“{_name(edit, id)}” is retired. Forms no longer offer it.")


def _offer(edit: _Edit) -> TermStep:
    id = edit.text("term")
    edit.save(lambda data: retire_term(data, id, retired=False))
    return TermStep(said=f"Forms offer “{_name(edit, id)}” again.")


def _remove(edit: _Edit) -> TermStep:
    id = edit.text("term")
    use = use_of_term(edit.session, edit.actor, edit.used, id)
    if use.published or use.drafts:
        where = _records(len(use.published)) if use.published else f"your draft “{use.drafts[0].title}”"
        raise TermEditError(f"“{_name(edit, id)}” is used in {where}. Merge it into another term, or retire it.")
    edit.save(lambda data: remove_term(data, id))
    return TermStep(said=f"Removed “{_name(edit, id)}”.")


def _scale(edit: _Edit) -> TermStep:
    typed = {name: edit.text(f"scale_{name}") for name in ("unit", "from", "to")}
    plain = {name: text for name, text in typed.items() if text}
    try:
        Scale.model_validate(plain)
    except ValidationError as error:
        _, message = explain(error, plain)[0]
        raise TermEditError(f"{message.about('The number')}.") from None
    edit.save(lambda data: {**{name: it for name, it in data.items() if name != "terms"}, "scale": plain})
    return TermStep(said="Saved the scale.")


def _name(edit: _Edit, id: str) -> str:
    return next((name_of(term) for term in terms_of(edit.used.data) if term["id"] == id), id)


_ACTS: dict[str, Callable[[_Edit], TermStep]] = {
    "add": _add,
    "alias": _alias,
    "paste": _paste,
    "save": _save,
    "below": _below,
    "merge": _merge,
    "retire": _retire,
    "offer": _offer,
    "remove": _remove,
    "scale": _scale,
}
