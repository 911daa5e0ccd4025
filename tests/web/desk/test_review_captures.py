"""Copies in a review: quotes found or not, checked by eye, and two sources that are nearly one text."""

import pytest

from tests import factories as make
from tests.captures_kept import keep
from tests.desk import draft_of, submitted
from tests.stored import published
from tracker.models import Ledger, Review

QUOTE = "We will not sell camera drones to any police force"
TEXT = " ".join(f"word{n}" for n in range(200))


@pytest.fixture
def people(desk):
    return desk.person("editor", "ann"), desk.person("reviewer", "bob")


@pytest.fixture
def sources(desk):
    """Two published sources with a copy each, nearly the same text."""
    with desk.database.writing() as session:
        copies = [
            keep(session, id, [f"{TEXT} {QUOTE}. {end}"])
            for id, end in (("abcdefghijkl", ""), ("abcdefghijkm", "and more"))
        ]
    records = [make.source(f"gazette-{n}", title=f"Report {n}", copies=[copy]) for n, copy in enumerate(copies, 1)]
    published(desk.database, *records, at=desk.clock)
    return records


def review_of(desk, ann, *records):
    drafts = [draft_of(desk.database, ann.actor, record, at=desk.clock) for record in records]
    return submitted(desk.database, ann.actor, *drafts, at=desk.clock)[0].id


def entries(desk):
    with desk.database.reading() as session:
        return session.query(Ledger).count()


def sent(page, **fields):
    shown = {field.get("name"): field.get("value") for field in page.all("input", type="hidden")}
    return {
        **{name: value for name, value in shown.items() if name.startswith("shown-")},
        "decision": "publish",
        **fields,
    }


def test_a_quote_that_is_in_the_copy_needs_no_eyes(desk, people, sources):
    ann, bob = people
    record = make.pledge("acme/quoted", versions=[make.version(quote=QUOTE, source="gazette-1")])
    id = review_of(desk, ann, record)
    page = bob.opens(f"/desk/review/{id}")
    assert [item.get("data-quote") for item in page.all("li", class_="quote-check")] == ["found"]
    before = entries(desk)
    bob.client.send(f"/desk/review/{id}", sent(page))
    assert entries(desk) == before + 1
    with desk.database.reading() as session:
        assert not session.get(Review, id).note


def test_a_quote_that_is_in_no_copy_is_checked_by_eye(desk, people, sources):
    ann, bob = people
    record = make.pledge("acme/misquoted", versions=[make.version(quote=QUOTE.replace("not ", ""), source="gazette-1")])
    id = review_of(desk, ann, record)
    page = bob.opens(f"/desk/review/{id}")
    assert [item.get("data-quote") for item in page.all("li", class_="quote-check")] == ["differs"]
    before = entries(desk)
    answer = bob.client.send(f"/desk/review/{id}", sent(page, note="Well done"))
    assert (answer.status_code, entries(desk)) == (422, before)
    assert "Well done" in answer.text
    assert bob.client.send(f"/desk/review/{id}", sent(page, eye=" ")).status_code == 422
    bob.client.send(f"/desk/review/{id}", sent(page, eye="read on paper", note="Well done"))
    assert entries(desk) == before + 1
    other = review_of(desk, ann, record.model_copy(update={"id": "acme/misquoted-too"}))
    returned = sent(bob.opens(f"/desk/review/{other}"), decision="return", note="Which page?")
    assert bob.client.send(f"/desk/review/{other}", returned).status_code == 303, "what is returned needs no eyes"
    with desk.database.reading() as session:
        note, why = session.get(Review, id).note, session.get(Review, other).note
    assert (note.startswith("Well done\n\n"), note.endswith("read on paper"), why) == (True, True, "Which page?")


def test_two_sources_that_are_nearly_one_text_are_pointed_out(desk, people, sources):
    ann, bob = people
    record = make.evidence("acme/twice", sources=["gazette-1", "gazette-2"])
    page = bob.opens(f"/desk/review/{review_of(desk, ann, record)}")
    assert len([note for note in page.all("p") if note.get("data-alike") is not None]) == 1
    based = make.source(
        "gazette-2", title="Report 2", copies=sources[1].model_dump(mode="json")["copies"], derived_from=["gazette-1"]
    )
    published(desk.database, based, at=desk.clock)
    page = bob.opens(
        f"/desk/review/{review_of(desk, ann, make.evidence('acme/once', sources=['gazette-1', 'gazette-2']))}"
    )
    assert not [note for note in page.all("p") if note.get("data-alike") is not None]
