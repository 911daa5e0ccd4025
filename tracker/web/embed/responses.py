"""How embeds answer: one look-up says whether the asker holds the answer already; former ids lead to present ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.scorecard import Scorecard
from tracker.services.reading.embeds import (
    ChangesSince,
    changes_after_day,
    changes_since,
    corrected_lately,
    table_corrected_lately,
)
from tracker.services.reading.scorecards import (
    MovedError,
    NotFoundError,
    ScorecardQuery,
    Snapshot,
    TakenDownError,
    narrowed,
    rests_on,
    snapshot_of,
)
from tracker.web.embed.kept_summaries import summary_on_day
from tracker.web.embed.larger.drawings import picture_of
from tracker.web.embed.larger.heights import Larger
from tracker.web.embed.larger.tables import CompanyTable, company_table
from tracker.web.embed.subjects import Subject, cards_of, present, subject_of, with_topic
from tracker.web.embed.summary import EmbedSummary, first_topic_named
from tracker.web.http.caches.conditional import RESTS_ON, tag_of, unchanged
from tracker.web.http.clocks import parse_clocks
from tracker.web.http.parameters import given_pairs
from tracker.web.presenting.links import with_pairs
from tracker.web.site import site

__all__ = ["Embedded", "TakenDownError", "answered", "embedded", "embedded_now", "parse_subject", "tagged"]


@dataclass(frozen=True)
class Embedded:
    """An embed with all that it is made from. ``subject`` names its topic, whether or not that was asked for.

    ``since`` is what came after the moment or day that it shows, or that it was corrected lately; ``first_of`` is the
    company, or the topic of a table, where the address named no topic and there are several. ``larger`` is the table or
    picture of those that are more than words.
    """

    subject: Subject
    clock_query: ScorecardQuery
    moment: Snapshot
    cards: list[Scorecard]
    summary: EmbedSummary
    since: ChangesSince | None
    first_of: str = ""
    larger: Larger | None = None


def parse_subject(path: str) -> Subject:
    """What a path of the present request is of; raises Missing."""
    subject = subject_of(f"/{path}", list(request.args.items(multi=True)))
    if subject is None:
        raise NotFoundError("embed", path, ())
    return subject


def embedded(session: Session, subject: Subject, query: ScorecardQuery) -> Embedded:
    """Read an embed; raises Missing, Moved, TopicWanted and TakenDownError."""
    clock, zone = site().clock, site().settings.time_zone
    snapshot = snapshot_of(session, query, clock, zone)
    named, several = with_topic(session, snapshot, subject)
    if named.kind in ("matrix", "table"):
        return _embedded_table(session, named, query, snapshot, several=several)
    cards = cards_of(session, snapshot, named)
    since = _since(session, named, query, snapshot, cards)
    first_of, summary = cards[0].dossier.company.name if several else "", summary_on_day(named, cards)
    summary = first_topic_named(summary) if several else summary
    snapshot = narrowed(session, snapshot)
    if named.kind not in ("timeline", "progress"):
        return Embedded(named, query, snapshot, cards, summary, since, first_of)
    larger, words = picture_of(cards[0], named, summary)
    return Embedded(named, query, snapshot, cards, words, since, first_of, larger)


def _embedded_table(
    session: Session, subject: Subject, query: ScorecardQuery, snapshot: Snapshot, *, several: bool
) -> Embedded:
    """A table of companies; what came since is whether its page of today reads otherwise."""
    table, summary = company_table(session, snapshot, subject, query)
    if query.known_at is None and (query.as_of is None or query.as_of >= site().today):
        zone = site().settings.time_zone
        since = table_corrected_lately(session, snapshot, zone, table.companies, subject.topic or "")
    else:
        since = _table_since(session, subject, query, table)
    return Embedded(subject, query, snapshot, [], summary, since, summary.heading if several else "", table)


def _table_since(session: Session, subject: Subject, query: ScorecardQuery, table: CompanyTable) -> ChangesSince:
    """What came after the moment or the day of a table that shows neither today's state nor today."""
    now = _present_moment(session)
    try:
        # Asked for by its moment, today's page has the same companies in the same order.
        present_table, _ = company_table(session, now, subject, ScorecardQuery(now.as_of, now.known_at))
    except TakenDownError:
        return ChangesSince("withdrawn")
    same = present_table.said == table.said
    if query.known_at:
        return ChangesSince("unchanged" if same else "updated")
    return ChangesSince("same" if same else "later")


def embedded_now(session: Session, subject: Subject, query: ScorecardQuery) -> Embedded:
    """The same, under present ids where the subject has former ones."""
    try:
        return embedded(session, subject, query)
    except MovedError:
        snapshot = snapshot_of(session, query, site().clock, site().settings.time_zone)
        return embedded(session, present(session, snapshot, subject), query)


def _since(
    session: Session, subject: Subject, query: ScorecardQuery, snapshot: Snapshot, cards: list[Scorecard]
) -> ChangesSince | None:
    """What readers are told beside what the embed shows; None where there is nothing to tell."""
    if query.known_at is None:
        corrected = corrected_lately(session, site().today, site().settings.time_zone, cards, subject.record)
        if corrected or query.as_of is None or query.as_of >= site().today:
            return corrected
    # What counts as reached is told by other records than the pledge.
    record = "" if subject.kind == "progress" else subject.record
    now = replace(snapshot, as_of=site().today) if snapshot.live else _present_moment(session)
    try:
        current = cards_of(session, now, present(session, now, subject))
    except TakenDownError:
        return ChangesSince("withdrawn")
    except (NotFoundError, MovedError):
        current = []
    if query.known_at is None:
        return _after_day(cards, current, record)
    return changes_since(session, snapshot.position, cards, current, record)


def _present_moment(session: Session) -> Snapshot:
    return snapshot_of(session, ScorecardQuery(), site().clock, site().settings.time_zone)


def _after_day(cards: list[Scorecard], current: list[Scorecard], record: str) -> ChangesSince:
    """Whether today says something else: found out once for all days that say the same (LAW-6)."""
    every = [card.same for card in (*cards, *current)]
    if not all(every):
        return changes_after_day(cards, current, record)
    kept_sections, key = site().sections, ("after the day", record, len(cards), *every)
    if (texts := kept_sections.get(key)) is None:
        since = changes_after_day(cards, current, record)
        texts = (since.word,)
        kept_sections.put(key, texts)
    return ChangesSince("later" if "later" in texts else "same")


def answered(subject: Subject, make: Callable[[Embedded], Response], suffix: str = "") -> AnyResponse:
    """The response of ``make`` for a subject at the clocks of the request; a former id leads to the present one.

    What else a query holds changes nothing, so that no host's parameters reach a page or a cache.
    """
    clock, zone = site().clock, site().settings.time_zone
    query = parse_clocks(request.args, clock, zone)

    def made(session: Session) -> AnyResponse:
        try:
            return make(embedded(session, subject, query))
        except MovedError:
            now = present(session, snapshot_of(session, query, clock, zone), subject)
            return redirect(_present_address(subject, now, suffix), 301)

    return tagged(made)


def tagged(make: Callable[[Session], AnyResponse]) -> AnyResponse:
    """The response of ``make`` with a tag of its bytes. Of a past moment it tells what has come since."""
    with site().reading() as session:
        response = make(session)
        request.environ[RESTS_ON] = rests_on(session)
    if response.status_code != 200:
        return response
    tag = tag_of(response)
    response = Response(status=304) if unchanged(tag) else response
    response.set_etag(tag)
    return response


def _present_address(subject: Subject, now: Subject, suffix: str) -> str:
    """The same address with present ids in place of former ones; all else of it is kept."""
    folder, own = request.path.split("/")[1], {name for name, _ in subject.pairs}
    others = [(name, value) for name, value in given_pairs(request.environ) if name not in own]
    return with_pairs(f"/{folder}{now.path}{suffix}", [*now.pairs, *others])
