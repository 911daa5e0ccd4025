"""Every mail and reminder that a site sends, as text: what they say, to whom, on which days and how often.

``python -m tests.services.notifications.golden_mails`` writes it anew; the difference is what a reader of the change
approves.
"""

import re
import tempfile
from datetime import UTC, timedelta
from pathlib import Path

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.services.notifications.readers import Following
from tests.stored import NOON, published
from tracker.models import Account, Assignment, ReaderReport, ReplyRequest
from tracker.services.notifications.account_mails import link_message
from tracker.services.notifications.digests import REMINDER_WORDS, digest
from tracker.services.notifications.following import subject_name
from tracker.services.notifications.outbox import Message, as_email
from tracker.services.notifications.reminders import Reminder, reminders_of
from tracker.services.notifications.team import team_note
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.publishing.review import return_submission
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate
from tracker.store.desk.bundling import form_bundle_of

GOLDEN = Path(__file__).with_name("mails.golden.txt")
TODAY = NOON.date()
_DRAWN = re.compile(r"\b[0-9a-f]{32,64}\b|(?<=/desk/drafts/)[\w-]+|(?<=/desk/bundles/)[\w-]+")
_DOWN = {"date": "2026-11-22", "reason": "It was about another company."}


def mails(database, folder):
    """The text by the name of each occasion."""
    readers = Following(database, folder, *_on_record())
    refresh(database, readers.clock, UTC)
    texts = [*_to_readers(readers), *_to_the_desk(readers), *_to_accounts(readers)]
    return _DRAWN.sub("…", "".join(f"== {name}\n{text.rstrip()}\n\n" for name, text in texts))


def _on_record():
    """Pledges that end, or fall due, on days that are told ahead and on days beside them."""
    days = {"today": 0, "tomorrow": 1, "week": 7, "eight": 8, "month": 30, "later": 31}
    for name, ahead in days.items():
        yield make.promise(f"acme/{name}", title=f"Due {name}", deadline=str(TODAY + timedelta(days=ahead)))
    yield make.pledge("acme/waits", versions=[make.version(ends={"condition": "drone-law"})])
    yield make.check(until="2026-11-20")
    yield make.company("bolt", name="Bolt & Söhne")
    yield make.pledge("bolt/old", title="An old one")
    yield make.check("bolt", until="2026-01-05")


def _to_readers(readers):
    [company], [topic] = readers.ask(), readers.ask("topic:police-drones", email="sam@mail.example")
    yield "somebody asks to follow a company", _sent(readers, company)
    yield "somebody asks to follow a topic", _sent(readers, topic)
    yield "they ask again", _all(readers, readers.ask())
    readers.clock.move(timedelta(minutes=1))
    readers.confirm(company)
    readers.confirm(topic)
    readers.publish(
        make.pledge("acme/second", title="The second"),
        make.pledge("bolt/other", title="Another company’s"),
        make.evidence("acme/lent", title="Lent drones"),
        make.topic("cameras", name="Cameras"),
        make.check(until="2026-11-21"),
    )
    published(
        readers.database,
        make.evidence("acme/lent", title="Lent two drones"),
        at=readers.clock,
        change="correction",
        note="There were two.",
    )
    published(
        readers.database,
        make.pledge("acme/second", title="The second", taken_down=_DOWN),
        at=readers.clock,
        change="correction",
        note="See the reason.",
    )
    yield "the mails of the day", _all(readers, readers.daily())
    yield "the same day again", _all(readers, readers.daily())
    readers.clock.move(timedelta(days=1))
    yield "a day without news", _all(readers, readers.daily())
    readers.publish(*(make.pledge(f"acme/more-{number:02}", title=f"Pledge {number}") for number in range(26)))
    yield "more than a mail holds", _all(readers, readers.daily())
    readers.ask("company:bolt", email="una@mail.example")
    readers.clock.move(timedelta(hours=48))
    yield "asked again after two days", _all(readers, readers.ask("company:bolt", email="una@mail.example"))
    readers.clock.move(timedelta(seconds=1))
    yield "asked again after more", _all(readers, readers.ask("company:bolt", email="una@mail.example"))
    published(
        readers.database,
        make.company("bolt", taken_down=_DOWN),
        at=readers.clock,
        change="correction",
        note="Entered twice.",
    )
    for subject in ("company:bolt", "topic:police-drones", "company:nobody"):
        with readers.database.reading() as session:
            yield f"who follows {subject} hears of", str(subject_name(session, subject))


def _all(readers, texts):
    return "\n--\n".join(_sent(readers, text) for text in sorted(texts)) or "(none)"


def _sent(readers, sealed):
    return _written(Message(**readers.opened(sealed)), readers.settings)


def _written(message, settings):
    """A mail: its headers as they are sent, and its text as it is read."""
    mail = as_email(message, settings, "key", NOON)
    head, gap, _ = mail.as_bytes().partition(b"\n\n")
    return (head + gap).decode() + mail.get_content()


def _to_the_desk(readers):
    database = readers.database
    ann, bob, dan = person(database), person(database, "bob", "reviewer"), person(database, "dan", "contributor")
    _work(database, readers.clock, ann, bob)
    people = {"an editor": ann, "a reviewer": bob, "a contributor": dan}
    monday = TODAY + timedelta(days=1)
    for name, actor in people.items():
        for day, last in ((TODAY, None), (TODAY, TODAY - timedelta(days=1)), (monday, TODAY)):
            with database.reading() as session:
                reminders = reminders_of(session, actor, day, last)
            since = f"since {last}" if last else "for the first time"
            yield f"{name} is reminded on {day} {since}", "\n".join(map(_line, reminders)) or "(nothing)"
    every = [Reminder(kind, f"A {kind} thing", "/desk/", TODAY if number % 2 else None)
             for number, kind in enumerate(reversed(REMINDER_WORDS))]  # fmt: skip
    for many in (every, every[:1]):
        message = digest("ann@news.example", many, readers.settings)
        yield f"a mail with {len(many)}", _written(message, readers.settings)
    with database.reading() as session:
        yield "the note to the newsroom", team_note(session, readers.settings)


def _line(reminder):
    return " | ".join((reminder.kind, reminder.title, reminder.path, str(reminder.day or "")))


def _work(database, clock, ann, bob):
    draft = draft_of(database, ann, make.source("gazette-8", title="A returned source"))
    [waiting] = submitted(database, ann, draft, at=clock)
    with database.writing() as session:
        return_submission(session, clock, bob, waiting.id, waiting.content_sha256, note="Which one?")
    second = draft_of(database, ann, make.source("gazette-9", title="A waiting source"))
    submitted(database, ann, second, at=clock)
    with database.changing() as session:
        for one, days, reviewer in ((draft, -1, None), (second, 0, bob.account_id)):
            bundle = form_bundle_of(session, one.id)
            task = _given("bundle", bundle.id, ann, ann, days)
            task.reviewer_id = reviewer
            session.add(task)
        for number, (outcome, days) in enumerate((("open", -1), ("open", 0), ("known", 3)), 1):
            session.add(_report(number, outcome))
            session.flush()
            session.add(_given("report", str(number), bob, ann, days))
        session.add(_given("check", "bolt police-drones", bob, ann, 0))
        for number, (until, state) in enumerate(
            ((-31, "waiting"), (-30, "waiting"), (-1, "waiting"), (0, "waiting"), (1, "waiting"), (2, "waiting"),
             (5, "answered"), (-3, "refused"))
        ):  # fmt: skip
            session.add(_request(number, state, TODAY + timedelta(days=until), ann))


def _report(number, outcome):
    decided = {"decided_at": NOON, "decided_by": 1} if outcome != "open" else {}
    return ReaderReport(
        id=number, number=f"ABCDEFGH{number}", kind="error", about="", text="Words of a reader", source="", name="",
        email="", received_at=NOON, origin_key=None, outcome=outcome, **decided,
    )  # fmt: skip


def _given(item, id, assignee, by, days):
    due = str(TODAY + timedelta(days=days))
    task = {"assignee_id": assignee.account_id, "changed_by": by.account_id, "changed_at": NOON}
    return Assignment(item=item, item_id=id, due_on=due, **task)


def _request(number, state, until, asker):
    answered = {"answered_at": NOON, "answer_sha256": str(number) * 64} if state != "waiting" else {}
    decided = {"decided_at": NOON, "decided_by": asker.account_id} if state == "refused" else {}
    return ReplyRequest(
        id=number + 1, company_id=f"asked-{number}", response_id=f"acme/asked-{number}", body="{}", recipient="",
        email="", asked_at=NOON, asked_by=asker.account_id, until=until, expires_at=NOON, state=state,
        **answered, **decided,
    )  # fmt: skip


def _to_accounts(readers):
    account = Account(email="new@news.example")
    for kind in ("invitation", "reset"):
        message = link_message(account, kind, "https://pledges.example/account/link/once", readers.settings)
        yield f"a link of an account: {kind}", _written(message, readers.settings)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        fresh = Database(f"sqlite:///{place}/mails.sqlite3")
        migrate(fresh)
        GOLDEN.write_text(mails(fresh, Path(place)), encoding="utf-8")
        fresh.close()
