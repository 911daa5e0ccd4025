"""Page variables of a review: the changes, sources, impact for readers, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import when
from tracker.models.desk.draft import Review, Submission
from tracker.records.checking.checks import Fault
from tracker.records.checking.references import references
from tracker.records.kinds import KIND_WORDS, AnyRecord, body
from tracker.records.reading.problems import field_name
from tracker.records.search_text import title
from tracker.records.types.source import Source
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.publishing.impact import MOST_COMPUTED, Impact, Touched, impact_of
from tracker.services.publishing.noted_effects import reads_as_breach
from tracker.services.publishing.review import SubmissionBundle, bundle_of
from tracker.services.publishing.whole_bundles import approvals
from tracker.store.accounts.people import public_names
from tracker.store.desk.bundling import decided_beside, waiting_leads
from tracker.store.editing.drafts import submissions_of
from tracker.store.history import revision_body
from tracker.store.published import current_records, parsed
from tracker.web.desk.comments.pages import CommentsShown, comments_of_draft
from tracker.web.desk.form.plain import PlainValue
from tracker.web.desk.record_text import RecordDescriber, RecordSummary, names_in
from tracker.web.desk.review.also_taken_down import also_taken_down
from tracker.web.desk.review.captures import RecordCopies, copies_in_review
from tracker.web.desk.times import moment_words
from tracker.web.embed.summary import EmbedSummary, scorecard_summary
from tracker.web.history.revisions import CLASSES
from tracker.web.presenting.links import page_path, record_path
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = ["ReviewPage", "next_review", "review_page"]


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
    typed: str


@dataclass(frozen=True)
class TouchedShown:
    """One scorecard before and after, as headline, widget and list of changes."""

    company: str
    topic: str
    href: str
    before: EmbedSummary | None
    after: EmbedSummary | None
    headline_before: str
    headline_after: str
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
    """What was submitted together, and whatever must be published with it."""

    template = "desk/review/review.html"

    draft: Annotated[str, "The page of its draft."]
    whole: Annotated[str, "The public page as it would be with the draft."]
    records: Annotated[Sequence[RecordShown], "The records that would be published, the one asked for first."]
    problems: Annotated[Sequence[tuple[str, str, str]], "Why it cannot be published now: record, field, what is wrong."]
    touched: Annotated[Sequence[TouchedShown], "Scorecards that would change."]
    alarming: Annotated[bool, "Whether something would read as against a pledge, or as missed."]
    gone: Annotated[Sequence[str], "Addresses of records that would be taken down: pages and embeds."]
    also_taken_down: Annotated[
        str, "How many records are taken down with these, being about nothing else; empty: none."
    ]
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
    second: Annotated[bool, "Whether it would read as a breach, so that two reviewers are needed."]
    approvers: Annotated[Sequence[str], "Reviewers who approved all of it already."]
    approved: Annotated[bool, "Whether this person is one of them."]
    talk: Annotated[CommentsShown, "What was said beside it, and the form to say more."]
    copies: Annotated[Mapping[int, RecordCopies], "Quotes in kept copies, by submission; those without are left out."]
    eye: Annotated[str, "How quotes were checked that no copy has, as it was typed."] = ""
    wrong: Annotated[str, "What was wrong with the last try; empty at first."] = ""
    typed: Annotated[str, "The note as it was typed."] = ""
    notice: Annotated[str, "What was done last; empty where nothing was."] = ""


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
    eye: str = "",
    notes: Mapping[int, str] | None = None,
    notice: str = "",
    skip: int = 0,
) -> ReviewPage:
    """Everything that a reviewer decides by, computed from what is published now."""
    together = bundle_of(session, submission) if review is None else _decided_with(session, submission, review)
    records = together.records
    impact = impact_fields(session, submission.id, records if review is None else (), skip)
    return ReviewPage(
        title=f"Review: {title(records[0])}",
        description=f"{KIND_WORDS[submission.kind].capitalize()}, submitted by {submission.author}.",
        draft=url_for("desk.draft", id=submission.draft_id),
        whole=url_for("page_preview.page", id=submission.draft_id),
        records=[
            _record(session, part, record, together, review, (notes or {}).get(part.id, ""))
            for part, record in zip(together.submissions, records, strict=True)
        ],
        problems=[_problem(fault) for fault in together.faults],
        gone=_disappearing(session, records) if review is None else (),
        also_taken_down=also_taken_down(session, records) if review is None else "",
        **impact,
        **_second_reviewer(session, actor, together, impact),
        earlier=_earlier_submissions(session, submission),
        decided=_earlier(review) if review else None,
        next=next_review(session, actor, submission.id) if review else None,
        may_decide=may(actor.role, Action.REVIEW),
        own=any(_wrote(actor, part) for part in together.submissions),
        one_person=site().settings.one_person_site,
        fresh=fresh,
        confirm=confirm,
        talk=comments_of_draft(session, submission.draft_id, back=url_for("desk.review", id=submission.id)),
        copies=copies_in_review(session, together.submissions, records) if review is None else {},
        eye=eye,
        wrong=wrong,
        typed=typed,
        notice=notice,
    )


def _earlier_submissions(session: Session, submission: Submission) -> list[Earlier]:
    """What became of earlier submissions of the same draft."""
    pairs = submissions_of(session, submission.draft_id)
    return [_earlier(verdict) for before, verdict in pairs if before.id != submission.id and verdict]


def _decided_with(session: Session, submission: Submission, review: Review) -> SubmissionBundle:
    """What one decision was about."""
    return SubmissionBundle((submission, *decided_beside(session, submission, review)), (), ())


def impact_fields(session: Session, id: int, records: Sequence[AnyRecord], skip: int = 0) -> dict[str, Any]:
    """What would change for readers; nothing where there is nothing left to decide."""
    impact = Impact((), 0, 0)
    if records:
        impact = impact_of(session, records, site().today, site().clock.now(), skip=skip)
    return {
        "touched": [_touched(touched) for touched in impact.changed],
        "alarming": any(reads_as_breach(touched) for touched in impact.changed),
        "unchanged": impact.unchanged,
        "left_out": impact.left_out,
        "further": url_for("desk.review", id=id, skip=skip + MOST_COMPUTED) + "#impact",
        "skipped": skip,
        "most": MOST_COMPUTED,
    }


def _second_reviewer(
    session: Session, actor: Actor, together: SubmissionBundle, impact: Mapping[str, Any]
) -> dict[str, Any]:
    settings = site().settings
    second = impact["alarming"] and settings.two_reviewers and not settings.one_person_site
    if not second:
        return {"second": False, "approvers": (), "approved": False}
    by_submission = approvals(session, together.submissions)
    whole = set.intersection(*(by_submission.get(it.id, set()) for it in together.submissions))
    return {
        "second": True,
        "approvers": sorted(public_names(session, whole).values()),
        "approved": actor.account_id in whole,
    }


def next_review(session: Session, actor: Actor, after: int) -> Link | None:
    """The next bundle that nobody but others wrote: the next submitted, else the oldest."""
    (following, *_) = (*waiting_leads(session, after=after, most=1, but_of=actor.account_id), None)
    (oldest, *_) = (*waiting_leads(session, most=1, but_of=actor.account_id), None)
    chosen = following or oldest
    return Link(title(parsed(chosen.body)), url_for("desk.review", id=chosen.id)) if chosen else None


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
    shown: SubmissionBundle,
    review: Review | None,
    typed: str,
) -> RecordShown:
    together, decided = shown.records, review is not None and review.verdict == "published"
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
        typed=typed,
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
        headline_before=" ".join(touched.before.headline) if touched.before else "",
        headline_after=" ".join(touched.after.headline) if touched.after else "",
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
