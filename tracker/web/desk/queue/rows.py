"""Rows of the queue: what each item is, its state, who works on it, its day, and the one action that fits it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.models import BundleEffect, ReaderReport, ReplyRequest
from tracker.models.base import read_instant
from tracker.records.kinds import KIND_WORDS
from tracker.services.auth.roles import Action, Actor, may
from tracker.store.accounts.people import public_names
from tracker.store.desk.queue import QueueItem
from tracker.store.desk.queue_rows import Member, QueueRows, queue_rows
from tracker.store.lists.records import titles
from tracker.web.desk.queue.record_rows import AnswerShown, Badge, links_of, of_record, state_of
from tracker.web.presenting.links import is_own_path, page_path
from tracker.web.presenting.page import Link
from tracker.web.site import site

__all__ = ["Badge", "QueueRow", "shown_rows"]

_LONGEST_TITLE = 140
_SOON = 2


@dataclass(frozen=True)
class QueueRow:
    """One row. ``key`` is what forms name it by, ``id`` its anchor; ``lines`` tell what it is.

    ``report`` is the number of a report that can be accepted here, ``edit`` where its subject can be edited; ``check``
    what can be marked as checked here, ``answer`` an answer that can be decided here, ``publish`` what can be
    published here, with its hashes. ``links`` lead to what else fits.
    """

    key: str
    title: str
    href: str
    lines: Sequence[str]
    quote: str
    effect: Sequence[str]
    alarm: str
    state: Badge
    age: str
    owner: str
    assignee: str
    reviewer: str
    due: str
    due_look: str
    comments: int
    talk: str
    id: str
    report: int
    edit: str
    check: str = ""
    answer: AnswerShown | None = None
    publish: Mapping[int, str] = field(default_factory=dict)
    links: Sequence[Link] = ()


class _Context(NamedTuple):
    actor: Actor
    names: Mapping[int, str]
    companies: Mapping[str, str]
    topics: Mapping[str, str]
    responses: Mapping[str, str]
    rows: QueueRows
    today: date
    now: datetime


def shown_rows(session: Session, actor: Actor, items: Sequence[QueueItem]) -> list[QueueRow]:
    """Items of one page as rows; the number of queries does not depend on how many there are."""
    bundles = [it.id for it in items if it.item == "bundle"]
    reports, requests = ([it.id for it in items if it.item == kind] for kind in ("report", "reply"))
    rows = queue_rows(session, bundles, reports, requests)
    people = {id for it in items for id in (it.owner_id, it.assignee_id, it.reviewer_id) if id}
    names = public_names(session, people | {id for ids in rows.approved.values() for id in ids})
    companies = titles(session, "company", {it.company_id for it in items if it.company_id})
    topics = titles(session, "topic", {it.topic_id for it in items if it.topic_id})
    responses = titles(session, "response", {it.response_id for it in rows.requests.values()})
    context = _Context(actor, names, companies, topics, responses, rows, site().today, site().clock.now())
    return [_row(item, context) for item in items]


def _row(item: QueueItem, context: _Context) -> QueueRow:
    members = context.rows.members.get(item.id, []) if item.item == "bundle" else []
    report = context.rows.reports.get(item.id) if item.item == "report" else None
    effect = context.rows.effects.get(item.id) if item.state == "submitted" else None
    note = context.rows.notes.get(item.id) if item.state == "returned" else None
    request = context.rows.requests.get(item.id) if item.item == "reply" else None
    due, due_look = _due(item.due_on, context.today)
    own_page = report.about if report and is_own_path(report.about) else ""
    return QueueRow(
        key=f"{item.item}:{item.id}",
        title=_title(item, context),
        href=_href(item, members, context),
        lines=of_record(item, request) or _lines(item, members, report, context),
        quote=f"{note.reviewer}: {note.note}" if note else "",
        effect=effect.lines if effect else (),
        alarm=_alarm(item, context) if effect and effect.alarming else "",
        state=state_of(item) or _STATES[item.state],
        age="" if item.item in ("check", "end") else _age(item.since, context.now),
        owner=_owner(item, context),
        assignee=context.names.get(item.assignee_id or 0, ""),
        reviewer=context.names.get(item.reviewer_id or 0, ""),
        due=due,
        due_look=due_look,
        comments=context.rows.comments.get((item.item, item.id), 0),
        talk=_talk(item, request, context),
        id=f"row-{item.item}-{item.id.replace(' ', '-')}",
        report=report.id if report else 0,
        edit=url_for("desk.at", path=own_page) if own_page else "",
        check=item.id if item.item == "check" else "",
        answer=AnswerShown(request.id, request.text, request.speaker) if request and request.text else None,
        publish=_publishable(item, effect, context),
        links=links_of(item, request),
    )


def _publishable(item: QueueItem, effect: BundleEffect | None, context: _Context) -> Mapping[int, str]:
    """What *Publish and next* would publish from here; nothing where one cannot, or must see more first."""
    if effect is None or effect.alarming or not may(context.actor.role, Action.REVIEW):
        return {}
    if item.own and not site().settings.one_person_site:
        return {}
    return context.rows.submissions.get(item.id, {})


def _talk(item: QueueItem, request: ReplyRequest | None, context: _Context) -> str:
    """Where comments are; of a question beside its record, once that is published."""
    if request:
        if request.response_id not in context.responses:
            return ""
        return url_for("desk.comments", subject="record", id=f"response:{request.response_id}")
    return url_for("desk.comments", subject=item.item, id=item.id) if item.item in ("bundle", "report") else ""


def _title(item: QueueItem, context: _Context) -> str:
    if item.item == "check":
        return f"{item.title}: {context.topics.get(item.topic_id or '', item.topic_id)}"
    if item.item == "reply":
        return f"{'Answer of' if item.state == 'answered' else 'Questions to'} {item.title}"
    title = " ".join(item.title.split())
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    word = KIND_WORDS.get(item.kind, item.kind)
    return title or ("Unnamed file" if item.item == "import" else f"Untitled {word}")


def _href(item: QueueItem, members: Sequence[Member], context: _Context) -> str:
    rows = context.rows
    if item.item == "report":
        return f"{url_for('desk.reports')}#report-{item.id}"
    if item.item == "import":
        return url_for("desk.import_step", id=item.id, step="file")
    if item.item == "reply":
        return url_for("desk.reply_request", id=item.id)
    if item.item == "address":
        return f"{url_for('desk.addresses')}#address-{item.id}"
    if item.item in ("check", "end"):
        return page_path(item.company_id or "", item.topic_id or "")
    if item.id in rows.row_counts:
        return url_for("desk.bundle", id=item.id)
    if item.id in rows.submissions and may(context.actor.role, Action.READ_DRAFTS):
        return url_for("desk.review", id=next(iter(rows.submissions[item.id])))
    return url_for("desk.draft", id=members[0].id) if members else url_for("desk.drafts")


def _lines(item: QueueItem, members: Sequence[Member], report: ReaderReport | None, context: _Context) -> list[str]:
    if report:
        kind = "Tip" if report.kind == "tip" else "Error or gap"
        about = f", about {report.about}" if report.about else ""
        return [f"{kind} from a reader, number {report.number}{about}"]
    if item.item == "import":
        return ["Spreadsheet, not imported yet"]
    if item.id in context.rows.row_counts:
        waiting, rows = context.rows.row_counts[item.id]
        return [f"Import, {rows:,} row{'' if rows == 1 else 's'}, {waiting:,} in review"]
    parts = [_contents(members)] if members else []
    company = context.companies.get(item.company_id or "", "") if item.kind != "company" else ""
    return [*([company] if company else []), *parts]


def _contents(members: Sequence[Member]) -> str:
    """“Pledge, new, with 1 new source and 1 company”."""
    lead, *others = members
    change = "new" if lead.base_number == 0 else "edit"
    counts: dict[str, int] = {}
    for member in others:
        word = f"{'new ' if member.base_number == 0 else 'edited '}{KIND_WORDS[member.kind]}"
        counts[word] = counts.get(word, 0) + 1
    beside = [f"{number} {word}" for word, number in counts.items()]
    with_others = f", with {' and '.join(filter(None, [', '.join(beside[:-1]), beside[-1]]))}" if beside else ""
    return f"{KIND_WORDS[lead.kind].capitalize()}, {change}{with_others}"


def _alarm(item: QueueItem, context: _Context) -> str:
    settings = site().settings
    if not settings.two_reviewers or settings.one_person_site:
        return "Would read as against a pledge, or as missed."
    approvers = [context.names.get(id, "") for id in sorted(context.rows.approved.get(item.id, ()))]
    if approvers:
        return f"Would read as against a pledge, or as missed. Approved by {', '.join(approvers)}; one more reviewer."
    return "Would read as against a pledge, or as missed. Needs two reviewers."


_STATES = {
    "submitted": Badge("wait", "m-wait", "To review"),
    "returned": Badge("back", "m-back", "Returned"),
    "editing": Badge("draft", "m-draft", "Draft"),
    "report": Badge("wait", "m-talk", "New"),
    "import": Badge("draft", "m-draft", "Unfinished"),
}


def _owner(item: QueueItem, context: _Context) -> str:
    if item.owner_id is None:
        return "From a reader" if item.item == "report" else "Nobody’s yet"
    return "Yours" if item.owner_id == context.actor.account_id else context.names.get(item.owner_id, "")


def _age(since: str, now: datetime) -> str:
    age = max(now - read_instant(since), now - now)
    if age.days >= 1:
        return f"for {age.days:,} day{'' if age.days == 1 else 's'}"
    hours = age.seconds // 3600
    return f"for {hours} hour{'' if hours == 1 else 's'}" if hours else "just now"


def _due(due_on: str | None, today: date) -> tuple[str, str]:
    if due_on is None:
        return "", ""
    due = date.fromisoformat(due_on)
    late = (today - due).days
    if late > 0:
        return f"{late:,} day{'' if late == 1 else 's'} late", "due"
    if late == 0:
        return "Today", "due"
    return ("Tomorrow" if late == -1 else day(due)), "due" if -late <= _SOON else ""
