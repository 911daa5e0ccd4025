"""The feed of changes, read back as RFC 4287 has it."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.services.reading.feeds.atom import atom_feed, entry_id
from tracker.services.reading.feeds.change_texts import change_summary, change_title
from tracker.store.history import Filter, bodies_before, published_changes
from tracker.store.ledger import ledger_head

# What is asked here is decided above the database, which the tests of its queries run on both.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ATOM = "{http://www.w3.org/2005/Atom}"
EMPTY_SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def feed(database, **options):
    with database.reading() as session:
        entries = published_changes(session, ledger_head(session).position, **options)
        before = bodies_before(session, [entry.position for entry in entries])
    content = atom_feed(
        entries,
        before,
        {"acme": "Acme Optics"},
        name="Changes & more",
        feed="https://pledges.example/changes.atom",
        page="https://pledges.example/changes",
        updated=EMPTY_SINCE,
        address=lambda key: f"https://pledges.example/{key[0]}/{key[1]}",
    )
    return ET.fromstring(content), entries, before


def texts(element, *names):
    return [element.findtext(f"{ATOM}{name}") for name in names]


def test_a_feed_has_what_the_standard_asks_for(database):
    published(database, make.company(), at=clock(0))
    root, _, _ = feed(database)
    assert root.tag == f"{ATOM}feed"
    assert texts(root, "id", "title", "updated") == [
        "https://pledges.example/changes.atom",
        "Changes & more",
        "2026-11-22T12:00:00.000000Z",
    ]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "https://pledges.example/changes.atom", "alternate": "https://pledges.example/changes"}
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Changes & more"


def test_an_entry_says_what_changed_by_whom_and_when(database):
    published(database, make.company(), at=clock(0))
    published(
        database, make.company(name="Acme"), at=clock(1), change="correction", note="We had <b>the</b> name wrong."
    )
    root, _, _ = feed(database)
    newest, oldest = root.findall(f"{ATOM}entry")
    assert texts(newest, "title", "updated", "published", "summary") == [
        "Company corrected – “Acme”",
        "2026-11-22T12:01:00.000000Z",
        "2026-11-22T12:01:00.000000Z",
        "We had <b>the</b> name wrong. Name corrected.",
    ]
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "ann"
    assert newest.find(f"{ATOM}category").get("term") == "correction"
    assert newest.find(f"{ATOM}link").get("href") == "https://pledges.example/company/acme"
    assert texts(oldest, "title", "summary") == [
        "New company – “Acme Optics Inc.”",
        "New company published.",
    ]


def test_ids_are_stable_and_each_its_own(database):
    published(database, make.company(), make.company("bolt"), at=clock(0))
    first = [entry_id(entry) for entry in feed(database)[1]]
    published(database, make.company(name="Acme"), at=clock(1))
    again = [entry_id(entry) for entry in feed(database)[1]]
    assert again[1:] == first
    assert len(set(again)) == 3
    assert all(id.startswith("urn:uuid:") for id in again)


def test_entries_of_one_publication_have_times_that_rise(database):
    published(database, make.company(), make.company("bolt"), at=clock(0))
    root, _, _ = feed(database)
    times = [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")]
    assert times == ["2026-11-22T12:00:00.000001Z", "2026-11-22T12:00:00.000000Z"]
    assert root.findtext(f"{ATOM}updated") == max(times)


def test_a_feed_without_entries_is_a_feed(database):
    root, _, _ = feed(database)
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated") == "2026-11-01T00:00:00.000000Z"


def test_signs_that_xml_forbids_are_left_out(database):
    published(database, make.company(), at=clock(0))
    published(database, make.company(name="Acme"), at=clock(1), note="a\x0b\x01b\ufffe")
    root, entries, before = feed(database)
    assert root.findtext(f"{ATOM}entry/{ATOM}summary").startswith("ab Name updated")
    assert change_title(entries[0], {}) == "Company updated – “Acme”"
    assert change_summary(entries[0], before[2]).endswith("Name updated.")


def test_of_many_changed_fields_some_are_named_and_the_others_counted(database):
    published(database, make.company(), at=clock(0))
    many = {"name": "Acme", "country": "DE", "website": "https://acme.example", "aliases": ["A"], "former_ids": ["old"]}
    published(database, make.company(**many), at=clock(1))
    published(
        database, make.company(name="Bolt", sector={"scheme": "NACE", "code": "18.1"}, summary="Lenses."), at=clock(2)
    )
    _, entries, before = feed(database)
    assert change_summary(entries[0], before[3]).endswith(" and 2 more updated.")
    assert "more" not in change_summary(entries[1], before[2])  # as many as are named


def test_a_title_names_the_company_and_a_summary_says_what_changed_in_words(database):
    published_world(database, make.pledge(title="No sales"), make.source("other-report"))
    version = make.version(quote="Other words", source="other-report", verification="independent")
    published(database, make.pledge(title="No sales", versions=[version]), at=clock(1), change="correction")
    gone = {"date": "2026-11-01", "reason": "A court asked for it."}
    published(database, make.pledge(title="No sales", versions=[version], taken_down=gone), at=clock(2))
    root, _, _ = feed(database, chosen=Filter(kind="pledge"))
    entries = [texts(entry, "title", "summary") for entry in root.findall(f"{ATOM}entry")]
    assert entries == [
        ["Acme Optics: pledge taken down – “No sales”", "Taken down: A court asked for it."],
        ["Acme Optics: pledge corrected – “No sales”", "Source, quote and verification corrected."],
        ["Acme Optics: new pledge – “No sales”", "New pledge published."],
    ]
