"""Creating a record from within another’s form: once its draft has an id, the first draft refers to it."""

from flask import abort, url_for
from sqlalchemy.orm import Session

from tracker.models import Draft
from tracker.records.ids import OF_COMPANIES
from tracker.services.editing.drafts import DraftNotFoundError, WriteContext, begin_draft, open_draft, save_draft
from tracker.store.lists.titles import first_ids
from tracker.web.accounts.auth_decorators import current_actor
from tracker.web.desk.drafts.form_data import company_of, context_for, look_up, with_id
from tracker.web.desk.drafts.forms import Back, DraftQuery
from tracker.web.desk.form.fields import ReferenceField
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.parts import RowsField
from tracker.web.desk.form.plain import PlainRecord
from tracker.web.desk.form.record_form import RecordForm
from tracker.web.site import site

__all__ = ["begin_for", "fill_in", "first_data", "only_topic"]

_NAMED_IN = {
    "company": "name",
    "condition": "name",
    "initiative": "name",
    "source": "title",
    "pledge": "title",
    "evidence": "title",
    "response": "question",
}


def first_data(kind: str, words: str = "", company: str = "", topic: str = "") -> PlainRecord:
    """The values that a new record takes over from the draft that it was started from."""
    data: PlainRecord = {_NAMED_IN[kind]: words} if words and kind in _NAMED_IN else {}
    if kind in OF_COMPANIES and company:
        data["company"] = company
    if topic and kind in ("pledge", "decision"):
        data["topic"] = topic
    if topic and kind == "evidence":
        data["topics"] = [topic]
    return data


def only_topic(session: Session) -> str:
    """The topic, where there is just one."""
    ids = first_ids(session, "topic", 2)
    return ids[0] if len(ids) == 1 else ""


def begin_for(
    session: Session, parent: Draft, form: RecordForm, kind: str, field_name: str, back: tuple[Back, ...]
) -> str:
    """Begin a record that a field of another draft is to name; the address of its form.

    ``back`` are the drafts that the other one was begun from.
    """
    field = form.find(field_name)
    if kind not in LAYOUTS or not isinstance(field, ReferenceField):
        abort(404)
    actor, body = current_actor(), parent.data
    topics = body.get("topics") or [body.get("topic")]
    topic = topics[0] if isinstance(topics, list) and topics and isinstance(topics[0], str) else ""
    data = first_data(kind, field.data if isinstance(field.data, str) else "", company_of(body), topic)
    data = with_id(session, actor, None, kind, {"kind": kind, **data})
    begun = begin_draft(session, actor, site().clock, kind, WriteContext(data), beside=parent)
    return url_for("desk.draft", id=begun.id) + DraftQuery(back=(*back, Back(parent.id, field_name))).query()


def fill_in(session: Session, child: Draft, above: tuple[Back, ...]) -> str:
    """Enter the record in the field of the draft that this one was started from; returns the address to continue at."""
    *further, back = above
    actor, query = current_actor(), DraftQuery(back=tuple(further)).query()
    try:
        parent = open_draft(session, actor, back.draft)
    except DraftNotFoundError:
        return url_for("desk.home")
    form = RecordForm(
        parent.kind, parent.data, context_for(session, actor, parent.data), settled=parent.base_number > 0
    )
    field = _field(form, back.field)
    if child.record_id is None or field is None or child.kind not in field.kinds:
        return url_for("desk.draft", id=parent.id) + query
    look_up(session, actor, form)
    if field.named:  # another record has been chosen there since
        return f"{url_for('desk.draft', id=parent.id)}{query}#f-{back.field}"
    field.data = child.record_id
    work = WriteContext(form.body(), parent.chosen_change, parent.note, tuple(parent.confirmed))
    save_draft(session, actor, site().clock, parent.id, parent.version, work)
    return f"{url_for('desk.draft', id=parent.id)}{query}#f-{back.field}"


def _field(form: RecordForm, name: str) -> ReferenceField | None:
    """The field, or where it was a row that was blank and is not there any more, a new row."""
    field = form.find(name)
    if field is None:
        rows = form.find(name.rpartition("-")[0])
        field = rows.add() if isinstance(rows, RowsField) else None
    return field if isinstance(field, ReferenceField) else None
