"""Converts between drafts and forms: form context, resolving names to records, generating ids."""

import json
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.models import Draft
from tracker.records.checking.parsing import read
from tracker.records.ids import made_id, with_product_ids
from tracker.records.kinds import AnyRecord, Key
from tracker.records.types.company import Company
from tracker.records.types.topic import Topic
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.editing.free_ids import free_id
from tracker.services.editing.missing_terms import usable_vocabularies
from tracker.services.publishing.checking.unanswered import AS_IN_FILES, AS_WRITTEN, LeftOpen, left_open_before
from tracker.services.reading.autocomplete import TERM, Candidate, candidates, matches, named
from tracker.store.editing.drafts import DraftFilter, drafts_of_records, drafts_where
from tracker.store.history import revision_body
from tracker.store.published import current_records
from tracker.store.searching.duplicates import likely_duplicates
from tracker.web.desk.form.combinations import combinations
from tracker.web.desk.form.context import FormContext
from tracker.web.desk.form.examples import example_texts
from tracker.web.desk.form.fields import Match, ReferenceField
from tracker.web.desk.form.plain import PlainMapping, PlainRecord
from tracker.web.desk.form.record_form import RecordForm
from tracker.web.desk.form.scope.choices import dimensions_of, vocabulary_ids
from tracker.web.desk.guide.text import guide_part
from tracker.web.desk.record_text import RecordDescriber, RecordSummary, names_in
from tracker.web.presenting.links import record_path
from tracker.web.site import site

__all__ = [
    "alike",
    "clash",
    "company_of",
    "confirmed_in",
    "context_for",
    "differences",
    "find",
    "form_for",
    "look_up",
    "match_of",
    "resolve",
    "with_id",
]


def company_of(body: PlainMapping) -> str:
    """The id of the company that a record is about, as far as it says so."""
    company, id = body.get("company"), body.get("id")
    if body.get("initiative"):
        return ""
    if isinstance(company, str) and company:
        return company
    return id.partition("/")[0] if isinstance(id, str) and "/" in id else ""


def context_for(session: Session, actor: Actor, body: PlainMapping) -> FormContext:
    """What the form of a record needs to know: its topics’ vocabularies, its company’s products."""
    given = body.get("topics") if body.get("kind") == "evidence" else [body.get("topic")]
    ids = [id for id in given if isinstance(id, str)] if isinstance(given, list) else []
    records = _records(session, actor, [("topic", id) for id in ids] + [("company", company_of(body))])
    topics = [topic for id in dict.fromkeys(ids) if isinstance(topic := records.get(("topic", id)), Topic)]
    company = records.get(("company", company_of(body)))
    dimensions = dimensions_of(topics, usable_vocabularies(session, actor, vocabulary_ids(topics)))
    return FormContext(
        today=site().today,
        topics=topics,
        dimensions=dimensions,
        products=company.products if isinstance(company, Company) else (),
        company=(company.name, *company.aliases) if isinstance(company, Company) else (),
        examples=example_texts(topics, dimensions, body.get("commitment")) if body.get("kind") == "pledge" else {},
        guide=guide.places if (guide := guide_part(str(body.get("kind")))) else {},
    )


def _records(session: Session, actor: Actor, keys: Iterable[Key]) -> dict[Key, AnyRecord]:
    """Records as the person may use them: with what the own drafts of them add."""
    wanted = {key for key in keys if key[1]}
    records = {record.key: record for record in current_records(session, wanted)}
    others = may(actor.role, Action.READ_DRAFTS)
    for draft in drafts_of_records(session, wanted, owner=actor.account_id, others=others):
        record, _ = read(draft.kind, draft.data)
        if record and (record.key not in records or draft.owner_id == actor.account_id):
            records[record.key] = record
    return records


def form_for(
    session: Session,
    actor: Actor,
    draft: Draft,
    posted: MultiDict[str, str] | None = None,
    before: PlainRecord | None = None,
) -> RecordForm:
    """The form of a draft, with what was posted over it; ``before`` is what the posted page showed at first."""
    before = data = draft.data if before is None else before
    if posted is not None:
        # What can be picked depends on the company and the topic: those that are chosen now.
        data = {**data, **RecordForm(draft.kind, before, FormContext(site().today), posted).body()}
    context = replace(context_for(session, actor, data), no_limit=_no_limit(session, draft))
    return RecordForm(draft.kind, before, context, posted, settled=draft.base_number > 0)


def _no_limit(session: Session, draft: Draft) -> LeftOpen:
    """Dimensions that a draft's scopes may leave out: as the published record does, or as it was written in a file."""
    if AS_WRITTEN in draft.confirmed:
        return AS_IN_FILES
    before = revision_body(session, draft.key, draft.base_number) if draft.base_number else None
    return left_open_before(json.loads(before) if before else None)


def match_of(candidate: Candidate) -> Match:
    """A candidate as a form shows it."""
    href = (
        f"/desk/drafts/{candidate.draft}"
        if candidate.draft
        else ""
        if candidate.kind == TERM
        else record_path(candidate.kind, candidate.id)
    )
    return Match(candidate.kind, candidate.id, candidate.title, candidate.detail, href)


def look_up(session: Session, actor: Actor, form: RecordForm) -> None:
    """Show beside each reference in a form which record it names."""
    fields = [field for field in form.references() if isinstance(field.data, str)]
    matches_by_key = named(session, actor, {(kind, field.data) for field in fields for kind in field.kinds})
    for field in fields:
        match = next(
            (matches_by_key[kind, field.data] for kind in field.kinds if (kind, field.data) in matches_by_key), None
        )
        field.looked_up, field.named = True, match_of(match) if match else None


def resolve(session: Session, actor: Actor, form: RecordForm) -> None:
    """Put ids for names that mean just one record, whatever they were typed as."""
    fields = [field for field in form.references() if isinstance(field.data, str)]
    matches_by_key = named(session, actor, {(kind, field.data) for field in fields for kind in field.kinds})
    for field in fields:
        if not any((kind, field.data) in matches_by_key for kind in field.kinds):
            best = matches(session, actor, field.kinds, field.data)
            field.data = best.id if best else field.data


def find(session: Session, actor: Actor, field: ReferenceField, company: str) -> None:
    """Look for the words in a field."""
    matches = candidates(session, actor, field.kinds, str(field.data or ""), company=company)
    field.matches = [match_of(one) for one in matches]


def confirmed_in(form: RecordForm, posted: MultiDict[str, str], before: Iterable[str]) -> tuple[str, ...]:
    """The answers whether all combinations are true.

    Those posted, and those given before of acts that stand as they did.
    """
    acts = form.find("acts")
    earlier = set(before)
    answers = earlier & {AS_WRITTEN}
    for number, row in enumerate(getattr(acts, "entries", ())):
        answer = posted.get(f"acts-{number}.together")
        for _, shown in combinations([row.data], row.meta.context):
            if answer == shown.mark or (answer is None and shown.mark in earlier):
                answers.add(shown.mark)
    return tuple(sorted(answers))


def clash(session: Session, actor: Actor, draft: Draft) -> Match | None:
    """The published record that has the id of a new one."""
    if draft.base_number or not draft.record_id:
        return None
    published = current_records(session, [draft.key])
    return match_of(named(session, actor, [draft.key])[draft.key]) if published else None


def alike(session: Session, actor: Actor, draft: Draft) -> list[Match]:
    """Records that a new one may be the same as, with the reasons."""
    if draft.base_number:
        return []
    twins = likely_duplicates(session, draft.data, draft=draft.id, drafts=may(actor.role, Action.READ_DRAFTS))
    return [
        Match(
            twin.kind,
            twin.id,
            twin.title,
            "; ".join(twin.reasons),
            f"/desk/drafts/{twin.draft}" if twin.draft else record_path(twin.kind, twin.id),
        )
        for twin in twins
    ]


def differences(session: Session, kind: str, old: PlainMapping, new: PlainMapping) -> list[RecordSummary]:
    """From one state of a draft to another, in the words of its form."""
    records = [record for data in (old, new) if (record := read(kind, data)[0])]
    return RecordDescriber(kind, *names_in(session, records)).differences(old, new)


def with_id(session: Session, actor: Actor, draft: Draft | None, kind: str, body: PlainRecord) -> PlainRecord:
    """The record with an ID generated from its other fields, unless one was entered or another draft names it."""
    if kind == "company":
        body = with_product_ids(body)
    if draft is not None and draft.base_number:
        return body
    before = draft.data if draft else {}
    typed, had = body.get("id"), before.get("id")
    if typed and (typed != had or not _is_made(kind, str(had), before)):
        return body
    made = made_id(kind, body)
    if had and (not made or _stays(session, actor, draft, (kind, str(had)), made)):
        return {**body, "id": had}
    if made and kind != "company":  # a company of the same name is reported as a duplicate instead
        made = free_id(session, kind, made, but=draft.id if draft else "")
    return _normal({**body, "id": made}) if made else body


def _stays(session: Session, actor: Actor, draft: Draft | None, key: Key, made: str) -> bool:
    """Whether a draft keeps the id that was made for it.

    It does if another draft names it, or as long as it would be made so again and no other record was published under
    it meanwhile.
    """
    if _is_named(session, actor, draft, key[1]):
        return True
    return _unnumbered(key[1], made) and (key[0] == "company" or not current_records(session, [key]))


def _normal(body: PlainRecord) -> PlainRecord:
    """Without a company that the id names."""
    if body.get("company") and str(body["id"]).partition("/")[0] == body["company"]:
        return {name: value for name, value in body.items() if name != "company"}
    return body


def _is_made(kind: str, id: str, body: PlainMapping) -> bool:
    return _unnumbered(id, made_id(kind, body))


def _unnumbered(id: str, made: str) -> bool:
    """Whether an id is the one that is made, or that with a number behind it."""
    return id == made or (id.startswith(f"{made}-") and id.removeprefix(f"{made}-").isdecimal())


def _is_named(session: Session, actor: Actor, draft: Draft | None, id: str) -> bool:
    """Whether another draft of the person names the record by this id."""
    drafts = drafts_where(session, DraftFilter(owner=actor.account_id), most=500)
    return any(f'"{id}"' in other.body for other in drafts if draft is None or other.id != draft.id)
