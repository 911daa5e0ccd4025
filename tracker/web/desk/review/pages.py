"""Page variables of a review: the changes, sources, impact for readers, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import day, when
from tracker.models.draft import Draft, Review, Submission
from tracker.records.checking.checks import Fault
from tracker.records.checking.references import references
from tracker.records.kinds import KIND_WORDS, AnyRecord, body
from tracker.records.reading.problems import field_name
from tracker.records.search_text import title
from tracker.records.types.source import Source
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.publishing.impact import MOST_COMPUTED, Impact, Touched, impact_of
from tracker.services.publishing.review import SubmissionBundle, bundle_of
from tracker.store.accounts.people import public_names
from tracker.store.editing.bundles import bundle_counts
from tracker.store.editing.drafts import pending_submissions, submissions_of
from tracker.store.history import revision_body
from tracker.store.published import current_records, parsed
from tracker.web.desk.form.plain import PlainValue
from tracker.web.desk.record_text import RecordDescriber, RecordSummary, names_in
from tracker.web.embed.summary import EmbedSummary, scorecard_summary
from tracker.web.history.revisions import CLASSES
from tracker.web.presenting.links import page_path, record_path
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = ["ReviewListPage", "ReviewPage", "moment_words", "review_list_page", "review_page", "waiting_bundles"]

PER_PAGE = 50


@dataclass(frozen=True)
class PendingSubmission:
    """A submission in the list."""

    title: str
    href: str
    kind: str
    word: str
    author: str
    at: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class ReviewListPage(Page):
    """What waits for review, the oldest first."""

    template = "desk/review_list.html"

    waiting: Annotated[Sequence[PendingSubmission], "Submissions; own ones are for somebody else to publish."]
    bundles: Annotated[Sequence[tuple[Link, str]], "Bundles with rows that wait, and how many; on the first page."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]


@dataclass(frozen=True)
class SourceShown:
    """A source that a record names, with its links; ``new`` where it is published together with the record."""

    title: str
    publisher: str
    day: str
    kind: str
    url: str
    archive_url: str
    href: str
    new: bool
    quotes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RecordShown:
    """One of the records that would be published: its changes and its sources."""

    id: int
    hash: str
    title: str
    kind: str
    word: str
    meaning: str
    note: str
    private_note: str
    author: str
    at: str
    public: str
    pages: Sequence[Link]
    is_new: bool
    rows: Sequence[RecordSummary]
    sources: Sequence[SourceShown]
    stale: bool
    merge: str


@dataclass(frozen=True)
class TouchedShown:
    """One scorecard before and after, as headline, widget and list of changes."""

    company: str
    topic: str
    href: str
    before: EmbedSummary | None
    after: EmbedSummary | None
    changes: Sequence[str]
    gone: Sequence[str]


class Earlier(NamedTuple):
    """What became of an earlier submission of the same draft."""

    at: str
    who: str
    verdict: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """One submission and whatever must be published with it."""

    template = "desk/review.html"

    draft: Annotated[str, "The page of its draft."]
    whole: Annotated[str, "The public page as it would be with the draft."]
    records: Annotated[Sequence[RecordShown], "The records that would be published, the one asked for first."]
    problems: Annotated[Sequence[tuple[str, str, str]], "Why it cannot be published now: record, field, what is wrong."]
    touched: Annotated[Sequence[TouchedShown], "Scorecards that would change."]
    gone: Annotated[Sequence[str], "Addresses of records that would be taken down: pages and embeds."]
    unchanged: Annotated[int, "Scorecards that were computed and would stay as they are."]
    left_out: Annotated[int, "Scorecards that may change and were not computed."]
    further: Annotated[str, "The page that computes further ones."]
    skipped: Annotated[int, "How many were left to pages before."]
    most: Annotated[int, "How many are computed at most."]
    earlier: Annotated[Sequence[Earlier], "Earlier submissions of the draft and what became of them."]
    decided: Annotated[Earlier | None, "What became of this one; None while it waits."]
    next: Annotated[Link | None, "What else is in review that this person may publish; None where nothing is."]
    may_decide: Annotated[bool, "Whether this person may return and publish."]
    own: Annotated[bool, "Whether this person wrote a part of it, so that somebody else must publish."]
    one_person: Annotated[bool, "Whether the site is run by one person, who publishes their own."]
    fresh: Annotated[bool, "Whether this person has proved lately who they are, as publishing asks."]
    confirm: Annotated[str, "Where to prove it, coming back here."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."] = ""
    typed: Annotated[str, "The note as it was typed."] = ""


def moment_words(at: datetime) -> str:
    """A moment in the site's time zone."""
    local = at.astimezone(site().settings.time_zone)
    return f"{day(local.date())}, {local:%H:%M}"


def review_list_page(session: Session, actor: Actor, after: int) -> ReviewListPage:
    """The submissions that wait, on from one of them."""
    submissions = pending_submissions(session, after=after, most=PER_PAGE + 1)
    shown = submissions[:PER_PAGE]
    more = url_for("desk.review_list", after=shown[-1][0].id) if len(submissions) > PER_PAGE else ""
    waiting = [_waiting(submission, draft, actor) for submission, draft in shown]
    return ReviewListPage(
        title="To review",
        description="Submissions waiting for review, oldest first.",
        waiting=waiting,
        bundles=[] if after else waiting_bundles(session),
        next_path=more,
    )


def waiting_bundles(session: Session, *, but_of: int | None = None) -> list[tuple[Link, str]]:
    """Bundles with rows that wait for review, each one line; without those of one person."""
    waiting = bundle_counts(session, states=("submitted",))
    bundles = [it for it in waiting if it.bundle.owner_id != but_of]
    names = public_names(session, {it.bundle.owner_id for it in bundles})
    return [
        (
            Link(it.bundle.title, url_for("desk.bundle", id=it.bundle.id, filter="waiting")),
            f"{it.submitted:,} of {it.rows:,} row{'' if it.rows == 1 else 's'}, "
            f"by {names.get(it.bundle.owner_id, '')}, {moment_words(it.bundle.created_at)}",
        )
        for it in bundles
    ]


def _waiting(submission: Submission, draft: Draft, actor: Actor) -> PendingSubmission:
    return PendingSubmission(
        title=draft.title or submission.record_id,
        href=url_for("desk.review", id=submission.id),
        kind=KIND_WORDS[submission.kind],
        word=CLASSES[submission.change][0],
        author=submission.author,
        at=moment_words(submission.at),
        own=_wrote(actor, submission),
    )


def _wrote(actor: Actor, submission: Submission) -> bool:
    return actor.account_id in {submission.author_id, *submission.writers}


def review_page(
    session: Session,
    actor: Actor,
    submission: Submission,
    review: Review | None,
    *,
    fresh: bool,
    confirm: str,
    wrong: str = "",
    typed: str = "",
    skip: int = 0,
) -> ReviewPage:
    """Everything that a reviewer decides by, computed from what is published now."""
    together = bundle_of(session, submission) if review is None else SubmissionBundle((submission,), (), ())
    records = together.records
    return ReviewPage(
        title=f"Review: {title(records[0])}",
        description=f"{KIND_WORDS[submission.kind].capitalize()}, submitted by {submission.author}.",
        draft=url_for("desk.draft", id=submission.draft_id),
        whole=url_for("previewing.page", id=submission.draft_id),
        records=[
            _record(session, part, record, records, together, review is not None and review.verdict == "published")
            for part, record in zip(together.submissions, records, strict=True)
        ],
        problems=[_problem(fault) for fault in together.faults],
        gone=_disappearing(session, records) if review is None else (),
        **_impact_fields(session, submission, records if review is None else (), skip),
        earlier=[
            _earlier(verdict)
            for before, verdict in submissions_of(session, submission.draft_id)
            if before.id != submission.id and verdict
        ],
        decided=_earlier(review) if review else None,
        next=_next(session, actor, submission) if review else None,
        may_decide=may(actor.role, Action.REVIEW),
        own=any(_wrote(actor, part) for part in together.submissions),
        one_person=site().settings.one_person_site,
        fresh=fresh,
        confirm=confirm,
        wrong=wrong,
        typed=typed,
    )


def _impact_fields(session: Session, submission: Submission, records: Sequence[AnyRecord], skip: int) -> dict[str, Any]:
    """What would change for readers; nothing where there is nothing left to decide."""
    impact = Impact((), 0, 0)
    if records:
        impact = impact_of(session, records, site().today, site().clock.now(), skip=skip)
    return {
        "touched": [_touched(touched) for touched in impact.changed],
        "unchanged": impact.unchanged,
        "left_out": impact.left_out,
        "further": url_for("desk.review", id=submission.id, skip=skip + MOST_COMPUTED) + "#impact",
        "skipped": skip,
        "most": MOST_COMPUTED,
    }


def _next(session: Session, actor: Actor, submission: Submission) -> Link | None:
    """The next submission that somebody else wrote: after this one, else the oldest."""
    waiting = [it for it in pending_submissions(session, most=PER_PAGE) if not _wrote(actor, it[0])]
    following = [it for it in waiting if it[0].id > submission.id] or waiting
    return Link(following[0][1].title, url_for("desk.review", id=following[0][0].id)) if following else None


def _pages(record: AnyRecord) -> list[Link]:
    """The scorecards that a published record is on, as far as it names them."""
    company = getattr(record, "company", None) or record.id.partition("/")[0]
    topics = getattr(record, "topics", None) or [getattr(record, "topic", "")]
    if getattr(record, "initiative", None) or record.kind not in ("pledge", "evidence", "decision", "check"):
        return []
    return [Link("See the scorecard", page_path(company, topic)) for topic in topics if topic]


def _problem(fault: Fault) -> tuple[str, str, str]:
    return " ".join(fault.key), field_name(fault.path).replace("_", " "), str(fault.message)


_VERDICTS = {
    "published": "Published",
    "returned": "Returned for changes",
    "taken back": "Review cancelled",
}
"""What became of a submission, by the word that is stored."""


def _earlier(review: Review) -> Earlier:
    return Earlier(moment_words(review.at), review.reviewer, _VERDICTS[review.verdict], review.note or "")


def _record(
    session: Session,
    submission: Submission,
    record: AnyRecord,
    together: Sequence[AnyRecord],
    shown: SubmissionBundle,
    decided: bool,
) -> RecordShown:
    word, meaning = CLASSES[submission.change]
    base = revision_body(session, submission.key, submission.base_number) if submission.base_number else None
    old = body(parsed(base)) if base else None
    return RecordShown(
        id=submission.id,
        hash=submission.content_sha256,
        title=title(record),
        kind=KIND_WORDS[record.kind],
        word=word,
        meaning=meaning,
        note=submission.note or "",
        private_note=submission.private_note or "",
        author=submission.author,
        at=moment_words(submission.at),
        public=record_path(record.kind, record.id) if old or decided else "",
        pages=_pages(record) if decided else (),
        is_new=old is None,
        rows=RecordDescriber(record.kind, *names_in(session, [record], together)).differences(old, body(record)),
        sources=_sources(session, record, together),
        stale=submission in shown.stale,
        merge=url_for("desk.merge", id=submission.draft_id),
    )


def _sources(session: Session, record: AnyRecord, together: Sequence[AnyRecord]) -> list[SourceShown]:
    ids = dict.fromkeys(r.id for r in references(record) if "source" in r.kinds)
    brought = {other.id: other for other in together if isinstance(other, Source)}
    sources_by_id = {r.id: r for r in current_records(session, [("source", id) for id in ids]) if isinstance(r, Source)}
    quotes = list(_quotes(body(record)))
    shown = []
    for id in ids:
        source = brought.get(id) or sources_by_id.get(id)
        if source:
            quoted = [(text, speaker) for text, speaker, where in quotes if where == id]
            shown.append(_source(source, quoted, new=id in brought))
    return shown


def _source(source: Source, quotes: Sequence[tuple[str, str]], *, new: bool) -> SourceShown:
    return SourceShown(
        title=source.name,
        publisher=source.published_by,
        day=when(source.date),
        kind="a record" if source.type == "record" else "a claim",
        url=source.url or "",
        archive_url=source.archive_url or "",
        href="" if new else record_path("source", source.id),
        new=new,
        quotes=quotes,
    )


def _quotes(data: PlainValue) -> list[tuple[str, str, str]]:
    """Verbatim words anywhere in a record, with who said them and the source that has them."""
    quotes: list[tuple[str, str, str]] = []
    if isinstance(data, dict):
        words, source = data.get("quote") or data.get("text"), data.get("source")
        if isinstance(words, str) and isinstance(source, str):
            quotes.append((words, str(data.get("speaker") or ""), source))
        for value in data.values():
            quotes += _quotes(value)
    elif isinstance(data, list):
        for value in data:
            quotes += _quotes(value)
    return quotes


def _touched(touched: Touched) -> TouchedShown:
    card = touched.after or touched.before
    assert card is not None
    return TouchedShown(
        company=card.dossier.company.name,
        topic=card.dossier.topic.name,
        href=page_path(touched.company, touched.topic) if touched.before else "",
        before=scorecard_summary(touched.before) if touched.before else None,
        after=scorecard_summary(touched.after) if touched.after else None,
        changes=[change.text for change in touched.changes if change.about != "headline"],
        gone=_addresses(page_path(touched.company, touched.topic)) if touched.after is None else (),
    )


def _addresses(path: str) -> list[str]:
    """A page, and the embeds that stand on other sites: all addresses that will only say why there is nothing."""
    return [path, f"/embed{path}", f"/badge{path}.svg", f"/card{path}.png"]


def _disappearing(session: Session, records: Sequence[AnyRecord]) -> list[str]:
    """The addresses of records that these take down."""
    before = {record.key: record for record in current_records(session, [record.key for record in records])}
    down = [r for r in records if r.taken_down and r.key in before and not before[r.key].taken_down]
    paths = [(record.kind, record_path(record.kind, record.id)) for record in down]
    return [
        address
        for kind, path in paths
        if path
        for address in (_addresses(path) if kind in ("pledge", "evidence") else [path])
    ]
