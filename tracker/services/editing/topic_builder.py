"""Beginning a topic, and the lists of terms that it uses: each is a draft of its own, submitted with the topic."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.scales import Scale
from tracker.models import Draft
from tracker.records.building.terms import PlainVocabulary, terms_of
from tracker.records.building.topics import as_copy, dimensions_used
from tracker.records.ids import made_part
from tracker.records.kinds import body
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import Scale as PlainScale
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.auth.roles import Action, Actor, NotAllowedError, may
from tracker.services.editing.draft_merging import Seen, seen_body
from tracker.services.editing.drafts import WriteContext, begin_draft, discard_draft, edit_record, save_draft
from tracker.services.editing.free_ids import free_id
from tracker.services.intake.record_files import read_files
from tracker.settings import ROOT
from tracker.store.editing.drafts import CHANGEABLE, DraftFilter, drafts_of_records, drafts_where
from tracker.store.published import current_records, records_of_kinds

__all__ = [
    "BLANK",
    "SHIPPED_LISTS",
    "Template",
    "TermList",
    "begin_topic",
    "change_list",
    "discard_topic",
    "lists_of",
    "new_list",
    "shipped_list",
    "term_list",
    "topic_templates",
    "usable_lists",
]

BLANK = "blank"
_TEMPLATES = ROOT / "topic_templates"
_SHIPPED = ROOT / "seeds" / "vocabularies"
SHIPPED_LISTS = ("places", "actors")
"""Lists that come with the program and suit any topic: they are taken from ``seeds/`` where the site lacks them."""
_MOST_LISTS = 200


class Template(NamedTuple):
    """Records to begin a topic from: the topic, and the lists of terms that it uses."""

    id: str
    topic: Topic
    lists: tuple[VocabularyRecord, ...]


class TermList(NamedTuple):
    """A list of terms as the actor sees it: their own draft of it, else what is published.

    ``new`` is a list that nothing is published of yet.
    """

    id: str
    data: PlainVocabulary
    draft: Draft | None
    new: bool

    @property
    def name(self) -> str:
        """What the list is called."""
        return str(self.data.get("name") or self.id)

    @property
    def scale(self) -> Scale | None:
        """The scale, where it has numbers in place of terms; one without ends as long as they make no sense."""
        plain = self.data.get("scale")
        if not isinstance(plain, dict):
            return None
        try:
            return PlainScale.model_validate(plain).value()
        except ValidationError:
            return Scale("")

    @property
    def filled(self) -> bool:
        """Whether it has terms, or a scale."""
        return self.scale is not None or bool(terms_of(self.data))

    @property
    def may_change(self) -> bool:
        """Whether it is not in review."""
        return self.draft is None or self.draft.state in CHANGEABLE

    @property
    def version(self) -> int:
        """The version of the draft; 0 where there is none."""
        return self.draft.version if self.draft else 0


@cache
def topic_templates(folder: Path = _TEMPLATES) -> tuple[Template, ...]:
    """The templates that come with the program, in the order of their files."""
    templates = []
    for path in sorted(folder.glob("*.yaml")):
        records = read_files([path]).records
        topic = next(record for record in records if isinstance(record, Topic))
        lists = tuple(record for record in records if isinstance(record, VocabularyRecord))
        templates.append(Template(path.stem.partition("-")[2], topic, lists))
    return tuple(templates)


@cache
def shipped_list(id: str) -> VocabularyRecord:
    """A list that comes with the program."""
    return next(r for r in read_files([_SHIPPED / f"{id}.yaml"]).records if isinstance(r, VocabularyRecord))


def begin_topic(session: Session, actor: Actor, clock: Clock, start: str, id: str) -> Draft:
    """A draft of a new topic: blank, from ``template:ID``, or as a copy of ``topic:ID``.

    With an ``id`` that was begun before, that one. Raises LookupError for what there is not, NotAllowedError.
    """
    kind, _, named = start.partition(":")
    data: dict[str, Any] = {"kind": "topic"}
    if kind == "topic":
        record = next(iter(current_records(session, [("topic", named)])), None)
        if record is None:
            raise LookupError(named)
        data = as_copy(body(record))
    draft = begin_draft(session, actor, clock, "topic", WriteContext(data), id=id)
    if kind == "template" and draft.version == 1 and not dimensions_used(draft.data):
        template = next((one for one in topic_templates() if one.id == named), None)
        if template is None:
            raise LookupError(named)
        draft = _fill(session, actor, clock, draft, template)
    return draft


def _fill(session: Session, actor: Actor, clock: Clock, draft: Draft, template: Template) -> Draft:
    """Give a new topic what a template has, with lists of its own."""
    ids = {}
    for record in template.lists:
        plain = body(record)
        ids[record.id] = _begin_list(session, actor, clock, plain, str(plain["name"]), beside=draft).id
    for shared in {words.vocabulary for words in template.topic.dimensions.used().values()} - ids.keys():
        ensure_shipped(session, actor, clock, shared)
    data = as_copy(body(template.topic))
    for words in data["dimensions"].values():
        words["vocabulary"] = ids.get(words["vocabulary"], words["vocabulary"])
    data["question"] = template.topic.question
    return save_draft(session, actor, clock, draft.id, draft.version, WriteContext(data))


def ensure_shipped(session: Session, actor: Actor, clock: Clock, id: str, owner: int | None = None) -> None:
    """Begin a draft of a list that comes with the program, where the site has neither it nor a draft of it."""
    if term_list(session, actor, id, owner) is None and id in SHIPPED_LISTS:
        begin_draft(session, actor, clock, "vocabulary", WriteContext(body(shipped_list(id))), owner=owner)


def new_list(
    session: Session,
    actor: Actor,
    clock: Clock,
    name: str,
    *,
    scale: bool = False,
    owner: int | None = None,
    beside: Draft | None = None,
) -> str:
    """The id of a new list of terms, as yet empty, or of a new scale, in a draft ``beside`` that of a topic."""
    plain: dict[str, Any] = {"scale": {}} if scale else {"terms": []}
    return _begin_list(session, actor, clock, plain, name, owner, beside=beside).id


def _begin_list(
    session: Session,
    actor: Actor,
    clock: Clock,
    plain: Mapping[str, Any],
    name: str,
    owner: int | None = None,
    *,
    beside: Draft | None = None,
) -> TermList:
    id = free_id(session, "vocabulary", made_part(name) or "terms")
    data = {**plain, "kind": "vocabulary", "id": id, "name": name}
    draft = begin_draft(session, actor, clock, "vocabulary", WriteContext(data), owner=owner, beside=beside)
    return TermList(id, data, draft, new=True)


def term_list(session: Session, actor: Actor, id: str, owner: int | None = None) -> TermList | None:
    """A list by its id; None where there is neither a published one nor a draft that the actor may see.

    ``owner`` is whose draft of it counts: that of the topic that it is edited with; without one, the actor's own.
    """
    owner = owner or actor.account_id
    key = ("vocabulary", id)
    published = next(iter(current_records(session, [key])), None)
    others = may(actor.role, Action.READ_DRAFTS)
    drafts = drafts_of_records(session, [key], owner=owner, others=others)
    own = [draft for draft in drafts if draft.owner_id == owner] or drafts
    if own:
        return TermList(id, own[-1].data, own[-1], new=published is None)
    return TermList(id, body(published), None, new=False) if published else None


def lists_of(session: Session, actor: Actor, topic: Mapping[str, Any], owner: int | None = None) -> dict[str, TermList]:
    """The lists that a topic uses, by dimension, as far as there are such; ``owner`` is whose topic it is."""
    used = {name: str(words.get("vocabulary") or "") for name, words in dimensions_used(topic).items()}
    lists = {id: term_list(session, actor, id, owner) for id in set(used.values()) if id}
    return {name: terms_listed for name, id in used.items() if (terms_listed := lists.get(id))}


def change_list(
    session: Session,
    actor: Actor,
    clock: Clock,
    id: str,
    seen: Seen,
    change: Callable[[PlainVocabulary], PlainVocabulary],
    owner: int | None = None,
) -> Draft:
    """Save a change of a list in the owner's draft of it, which begins now if there is none.

    ``seen`` is what the page showed of it: version 0 where there was no draft. Raises DraftConflictError, LookupError,
    NotAllowedError, and what ``change`` raises.
    """
    current = term_list(session, actor, id, owner)
    if current is None:
        raise LookupError(id)
    draft = current.draft or edit_record(session, actor, clock, ("vocabulary", id), owner=owner)
    if not current.may_change:
        raise NotAllowedError("this list is in review; cancel the review to change it")
    seen = seen if seen.version else Seen(draft.version)
    data = dict(change(seen_body(session, draft, seen) or draft.data))
    work = WriteContext(data, draft.chosen_change or "update", draft.note, tuple(draft.confirmed))
    return save_draft(session, actor, clock, draft.id, seen, work)


def discard_topic(session: Session, actor: Actor, clock: Clock, id: str, version: int) -> Draft:
    """Delete the draft of a topic, and with it the drafts of new lists that nothing else uses.

    Raises as ``discard_draft`` does.
    """
    draft = discard_draft(session, actor, clock, id, version)
    others = drafts_where(session, DraftFilter(owner=draft.owner_id), most=_MOST_LISTS)
    for listed in lists_of(session, actor, draft.data, draft.owner_id).values():
        fresh = listed.draft if listed.new and listed.may_change else None
        if fresh and not any(f'"{listed.id}"' in other.body for other in others if other.id not in (id, fresh.id)):
            discard_draft(session, actor, clock, fresh.id, fresh.version)
    return draft


def usable_lists(session: Session, actor: Actor) -> list[tuple[str, str, int]]:
    """Lists that a dimension can take its terms from: id, name, number of terms; published ones, then own drafts."""
    records = [record for record in records_of_kinds(session, "vocabulary") if isinstance(record, VocabularyRecord)]
    published = {r.id: (r.id, r.name, len(r.terms)) for r in records if not r.taken_down}
    own = DraftFilter(owner=actor.account_id, kind="vocabulary")
    drafts = drafts_where(session, own, most=_MOST_LISTS)
    fresh = {
        str(draft.record_id): (str(draft.record_id), draft.title or str(draft.record_id), len(terms_of(draft.data)))
        for draft in drafts
        if draft.record_id
    }
    shipped = {id: (id, shipped_list(id).name, len(shipped_list(id).terms)) for id in SHIPPED_LISTS}
    return list(_by_name(shipped | published | fresh))


def _by_name(lists: Mapping[str, tuple[str, str, int]]) -> Iterable[tuple[str, str, int]]:
    return sorted(lists.values(), key=lambda one: one[1].lower())
