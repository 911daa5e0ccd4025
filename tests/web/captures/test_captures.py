"""Kept copies as readers see them: on sources, pledges, evidence and scorecards, and at an address of their own."""

import hashlib
import subprocess
from base64 import b64encode
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from sqlalchemy import select

from tests.captures_kept import keep
from tests.factories import company, evidence, pledge, source, version
from tests.signed_in import signed_in
from tests.stored import clock, place_quotes, published
from tracker.capture.stores.blobs import BlobStore
from tracker.core.captures import captures
from tracker.core.captures.captures import SUFFIXES, CaptureFile
from tracker.models import Draft
from tracker.records.kinds import body, from_body
from tracker.services.captures.quotes.quote_checks import check_record
from tracker.services.publishing.publish import Proposal, publish
from tracker.store.captures.captures import add_event
from tracker.web.captures.files import file_answer
from tracker.web.presenting import captures as presenting

QUOTE = "We will not sell camera drones to the police"
TEXT = f"Today Acme said: \u201c{QUOTE}\u201d, canary-word, and asked for a law."
OURS, SUPPLIED = "abcdefghijkl", "abcdefghijkm"


@pytest.fixture
def site(site_of):
    """The small world with a pledge that quotes a source, and two captures of which nothing is published yet."""
    client = site_of()
    with client.database.writing() as session:
        client.copies = [
            keep(session, OURS, [TEXT]),
            keep(session, SUPPLIED, ["Annual report", TEXT], supplier="press office"),
        ]
    return client


def publish_copies(site, minutes=1, **fields):
    """The source with its copies, the pledge that quotes it, and evidence with an excerpt."""
    fields = {"copies": site.copies, **fields}
    records = [
        source(**fields),
        pledge(versions=[version(quote=QUOTE, source="gazette-1")]),
        evidence(sources=["contract-1", "gazette-1"], excerpts=[{"source": "gazette-1", "quote": QUOTE, "page": 2}]),
    ]
    published(site.database, *records, at=clock(minutes))
    return records


def with_text(element):
    return "".join(element.itertext())


def digest(content):
    """As RFC 9530 has it."""
    return f"sha-256=:{b64encode(hashlib.sha256(content).digest()).decode()}:"


def test_nothing_of_a_copy_is_public_before_a_published_source_names_it(site):
    for path in (f"/captures/{OURS}", f"/captures/{OURS}/manifest.json", f"/captures/{OURS}/SHA256SUMS"):
        assert site.client.get(path).status_code == 404
    for path in ("/", "/sources/gazette-1", "/changes", "/ledger.jsonl", "/search?q=canary-word", "/api/v1/sources"):
        assert "asked for a law" not in site.client.get(path).get_data(as_text=True)


def test_a_source_tells_who_kept_which_copy_with_its_hash_and_the_words_around_quotes(site):
    publish_copies(site)
    page = site.page("/sources/gazette-1")
    copies = {item.get("data-copy"): with_text(item) for item in page.all("li") if item.get("data-copy")}
    assert "captured by us" in copies["us"]
    assert site.copies[0]["sha256"] in copies["us"]
    assert "supplied by press office" in copies["supplied"]
    assert "captured by us" not in copies["supplied"]
    around = next(page.all("figure", class_="kept"))
    assert [with_text(mark) for mark in around.iter("mark")] == [QUOTE]
    assert "Today Acme said" in with_text(around)
    assert len(with_text(next(around.iter("blockquote")))) <= 300
    assert f"/captures/{SUPPLIED}" in page.links()


def test_quotes_of_what_went_with_its_company_are_beside_no_copy(site):
    publish_copies(site)
    pages = ("/sources/gazette-1", f"/captures/{OURS}", f"/captures/{SUPPLIED}")
    assert [[with_text(mark) for mark in site.page(path).all("mark")] for path in pages] == [[QUOTE]] * 3
    gone = company(taken_down={"date": "2026-11-20", "reason": "Another company."})
    published(site.database, gone, at=clock(9))
    assert [list(site.page(path).all("mark")) for path in pages] == [[]] * 3


@pytest.mark.parametrize(
    "path", ["/pledges/acme/no-police-drones", "/evidence/acme/deal", "/companies/acme/police-drones"]
)
def test_pages_that_cite_the_source_say_that_a_copy_was_kept(site, path):
    records = publish_copies(site)
    path = f"/pledges/{records[1].id}" if path.startswith("/pledges") else path
    page = site.page(path)
    line = next(link for link in page.all("a") if link.get("data-copy"))
    assert line.get("data-copy") == "us"
    assert line.get("href").endswith("/sources/gazette-1#copies")
    assert [with_text(mark) for mark in page.all("mark")] == [QUOTE]


def test_words_that_are_not_in_a_copy_are_not_shown_in_it(site):
    publish_copies(site)
    other = [{"source": "gazette-1", "quote": "We never sold a single one"}]
    published(site.database, evidence("acme/other", sources=["gazette-1"], excerpts=other), at=clock(2))
    assert list(site.page("/evidence/acme/other").all("mark")) == []
    assert [with_text(mark) for mark in site.page(f"/captures/{OURS}").all("mark")] == [QUOTE]


def test_words_of_records_that_were_taken_down_are_marked_in_no_copy(site):
    records = publish_copies(site)
    gone = {"taken_down": {"date": "2026-11-22", "reason": "It was not them."}}
    published(site.database, *(from_body(body(it) | gone) for it in records[1:]), at=clock(2))
    assert list(site.page(f"/captures/{OURS}").all("mark")) == []


def test_a_copy_that_only_a_source_that_was_taken_down_names_is_no_longer_there(site):
    publish_copies(site)
    gone = source(copies=site.copies, taken_down={"date": "2026-11-22", "reason": "It was forged."})
    published(site.database, gone, at=clock(2))
    for name in ("", "/manifest.json", "/SHA256SUMS"):
        assert site.client.get(f"/captures/{OURS}{name}").status_code == 404


def test_a_copy_is_checked_without_us(site, tmp_path):
    publish_copies(site)
    page = site.page(f"/captures/{OURS}")
    assert page.text.count("captured by us") == 1
    hops = [with_text(item) for item in page.all("dd", class_="hash")]
    assert hops == ["https://news.example/gazette-1 (200)"]
    assert presenting.DOUBTS["little text"] not in page.text.lower()
    for name in ("manifest.json", "SHA256SUMS"):
        answer = site.client.get(f"/captures/{OURS}/{name}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store", "it may be withheld at any time"
        (tmp_path / name).write_bytes(answer.data)
        if name == "manifest.json":
            assert answer.headers["Repr-Digest"] == digest(answer.data)
    assert hashlib.sha256((tmp_path / "manifest.json").read_bytes()).hexdigest() == site.copies[0]["sha256"]
    subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True)


def test_captured_by_us_is_never_said_of_a_supplied_file(site):
    publish_copies(site)
    page = site.page(f"/captures/{SUPPLIED}")
    assert "captured by us" not in page.text
    assert "press office" in page.text
    assert next(page.all("p", class_="lead")).get("data-supplied") is not None
    where = next(page.all("figcaption"))
    assert (with_text(where), list(where.iter("a"))) == ("Page 2", [])


def test_what_was_doubted_of_a_copy_is_told_beside_it(site):
    with site.database.writing() as session:
        doubtful = keep(session, "abcdefghijkn", [TEXT], state="doubtful")
    publish_copies(site, copies=[doubtful])
    assert presenting.DOUBTS["little text"] in site.page("/captures/abcdefghijkn").text.lower()


def test_words_gone_from_an_address_are_told_with_our_day_and_nothing_of_who_did_it(site):
    states = [
        {"state": "gone", "from": "2026-11-01", "seen": "2026-11-10"},
        {"state": "there again", "from": "2026-11-12"},
        {"state": "quote missing", "from": "2026-11-15", "seen": "2026-11-20"},
    ]
    publish_copies(site, states=states)
    page = site.page("/companies/acme/police-drones")
    said = next(with_text(span) for span in page.all("span") if span.get("data-address-state") is not None)
    assert "20 November 2026" in said
    assert "22 November 2026" in said
    page = site.page("/sources/gazette-1")
    states_list = next(item for item in page.all("ul") if item.get("data-address-states") is not None)
    assert len(list(states_list.iter("li"))) == 3
    publish_copies(site, minutes=2, states=states[:2])
    page = site.page("/companies/acme/police-drones")
    assert not [span for span in page.all("span") if span.get("data-address-state") is not None]


def test_a_withheld_copy_is_451_everywhere_with_ground_and_day(site):
    publish_copies(site)
    withheld = {"date": "2026-11-22", "class": "privacy", "reason": "It names a child."}
    copies = [site.copies[0] | {"withheld": withheld}, site.copies[1] | {"withheld": withheld}]
    publish_copies(site, minutes=2, copies=copies)
    for name in ("", "/manifest.json", "/SHA256SUMS"):
        answer = site.client.get(f"/captures/{OURS}{name}")
        assert answer.status_code == 451
        assert "Today Acme said" not in answer.get_data(as_text=True)
    body = site.client.get(f"/captures/{OURS}").get_data(as_text=True)
    assert "It names a child." in body
    assert site.copies[0]["sha256"] in body
    assert "news.example/gazette-1" not in body
    assert not list(site.page("/sources/gazette-1").all("mark"))
    for path in ("/sources/gazette-1", "/evidence/acme/deal"):
        before = f"{path}?known_at={quote((clock(1).now() + timedelta(seconds=9)).isoformat())}"
        assert not list(site.page(before).all("mark")), "nor on the page of a moment when it was shown"
    assert not [link for link in site.page("/companies/acme/police-drones").all("a") if link.get("data-copy")]


def test_a_copy_that_one_source_withholds_is_not_shown_for_another(site):
    withheld = {"date": "2026-11-22", "class": "court", "reason": "A court ordered it."}
    publish_copies(site, copies=[site.copies[0] | {"withheld": withheld}])
    for minutes, other in enumerate(("a-gazette", "z-gazette"), 2):
        published(site.database, source(other, copies=site.copies[:1]), at=clock(minutes))
        assert site.client.get(f"/captures/{OURS}").status_code == 451
        assert site.client.get(f"/captures/{OURS}/manifest.json").status_code == 451


def test_all_of_a_supplied_file_names_no_address_as_its_origin(site):
    store = BlobStore(site.client.application.extensions["site"].settings.captures_place)
    with site.database.writing() as session:
        extra = [
            keep(session, id, [TEXT], file=store.put(b"words"), supplier=supplier)
            for id, supplier in (("zbcdefghijkl", "press office"), ("zbcdefghijkm", ""))
        ]
        for copy in extra:
            add_event(session, copy["capture"], "opened to the public", clock().now(), "Rae", "licence: CC BY")
    publish_copies(site, copies=extra)
    supplied, ours = (site.client.get(f"/captures/{copy['capture']}/all.zip") for copy in extra)
    assert "Link" not in supplied.headers
    assert 'rel="original"' in ours.headers["Link"]


def test_a_copy_of_another_site_is_named_and_said_to_be_elsewhere(site):
    other = {"capture": "zzzzzzzzzzzz", "sha256": "b" * 64, "made": "2026-11-20", "by": "us"}
    publish_copies(site, copies=[other])
    page = site.page("/sources/gazette-1")
    assert "/captures/zzzzzzzzzzzz" not in page.links()
    assert "captured by us" not in page.text
    assert "b" * 64 in page.text
    assert site.client.get("/captures/zzzzzzzzzzzz").status_code == 404
    card = site.page("/companies/acme/police-drones")
    assert "captured by another site" in card.text
    assert "captured by us" not in card.text
    assert "/captures/zzzzzzzzzzzz" not in card.links()
    states = [{"state": "gone", "from": "2026-11-20", "seen": "2026-11-21"}]
    publish_copies(site, minutes=2, copies=[other, site.copies[1]], states=states)
    text = site.page("/companies/acme/police-drones").text
    assert "Copy kept 22 November 2026, supplied by" in text
    assert "Our copy is of 22 November 2026" in text


@pytest.mark.parametrize("media_type", SUFFIXES)
def test_a_file_is_sent_with_a_name_by_its_type(media_type):
    file = CaptureFile("supplied file", "9f2c" * 16, 1, media_type)
    capture = SimpleNamespace(id=OURS, made=clock().now(), origin="supplied")
    assert (
        file_answer(capture, 0, file, b"x").headers["Content-Disposition"].endswith(f"{OURS}-0.{SUFFIXES[media_type]}")
    )


def test_files_are_for_editors_until_a_reviewer_opens_them(site):
    publish_copies(site)
    store = BlobStore(site.client.application.extensions["site"].settings.captures_place)
    content = b"<script>alert(1)</script>"
    with site.database.writing() as session:
        extra = keep(session, "zbcdefghijkl", [TEXT], file=store.put(content))
    publish_copies(site, minutes=2, copies=[*site.copies, extra])
    public, at_desk = "/captures/zbcdefghijkl/files/0", "/desk/copies/zbcdefghijkl"
    assert site.client.get(public).status_code == 404
    editor, reviewer = signed_in(site.client.application, "editor"), signed_in(site.client.application, "reviewer")
    assert "canary-word" in editor.get(at_desk).text
    assert editor.get(f"{at_desk}/files/0").data == content
    assert site.client.get("/captures/zbcdefghijkl/all.zip").status_code == 404
    assert editor.send(at_desk, {"ground": "licence", "reason": "CC BY"}).status_code == 403
    assert reviewer.send(at_desk, {"ground": "because", "reason": "x"}).status_code == 422
    assert reviewer.send(at_desk, {"ground": "licence", "reason": "It is CC BY 4.0."}).status_code == 303
    assert site.client.get(f"{public[:-1]}7").status_code == 404
    answer = site.client.get(public)
    assert answer.data == content
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=zbcdefghijkl-0.")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Memento-Datetime"].endswith("GMT")
    assert 'rel="original"' in answer.headers["Link"]
    assert (answer.headers["Cache-Control"], answer.headers["Repr-Digest"]) == ("no-store", digest(content))
    page = site.page("/captures/zbcdefghijkl")
    assert {public, "/captures/zbcdefghijkl/all.zip"} <= set(page.links())
    assert not any("all.zip" in link for link in site.page(f"/captures/{OURS}").links())
    assert "It is CC BY 4.0." in page.text
    with site.client.get("/captures/zbcdefghijkl/all.zip") as archive:
        assert (archive.status_code, archive.headers["Cache-Control"]) == (200, "no-store")
    typed = {"ground": "privacy", "reason": "It names a child.", "sure": "1"}
    assert reviewer.send(f"{at_desk}/withhold", typed).status_code == 303
    for path in (public, "/captures/zbcdefghijkl/all.zip", "/captures/zbcdefghijkl/manifest.json"):
        answer = site.client.get(path)
        assert (answer.status_code, content in answer.data) == (451, False), "opened once, and withheld since"


def words_around(site, path):
    return [with_text(mark) for mark in site.page(path).all("mark")]


def copies_told(site, path):
    return [link.get("data-copy") for link in site.page(path).all("a") if link.get("data-copy")]


def test_a_reviewer_withholds_a_copy_at_once_and_can_undo_it(site):
    records = publish_copies(site, copies=site.copies[:1])
    pages = ("/sources/gazette-1", f"/pledges/{records[1].id}")
    assert [words_around(site, path) for path in pages] == [[QUOTE]] * 2
    citing = (pages[1], f"/evidence/{records[2].id}", "/companies/acme/police-drones")
    assert [copies_told(site, path) for path in citing] == [["us"]] * 3
    app, address = site.client.application, f"/desk/copies/{OURS}"
    editor, reviewer = signed_in(app, "editor"), signed_in(app, "reviewer")
    typed = {"ground": "privacy", "reason": "It names a child.", "sure": "1"}
    assert editor.send(f"{address}/withhold", typed).status_code == 403
    for lacking in ("ground", "reason", "sure"):
        again = reviewer.send(f"{address}/withhold", typed | {lacking: ""})
        assert again.status_code == 422
        assert 'data-quoting="3"' in again.text
    assert site.client.get(f"/captures/{OURS}").status_code == 200
    done = reviewer.send(f"{address}/withhold", typed, follow_redirects=True)
    assert 'data-state="withheld"' in done.text
    # What was cached is gone, without anything having been published.
    assert [words_around(site, path) for path in pages] == [[], []]
    assert [copies_told(site, path) for path in citing] == [[]] * 3
    answer = site.client.get(f"/captures/{OURS}")
    assert (answer.status_code, "It names a child." in answer.text) == (451, True)
    assert "It names a child." in site.page("/sources/gazette-1").text
    with site.database.reading() as session:
        draft = session.scalars(select(Draft).where(Draft.record_id == "gazette-1")).one()
        assert draft.data["copies"][0]["withheld"]["class"] == "privacy"
    assert reviewer.get(f"{address}/all.zip").status_code == 404
    with site.database.reading() as session:
        # Its words are closed to editors, too.
        assert check_record(session, records[1], {"gazette-1": records[0]}) == []
    publish_copies(site, minutes=3, copies=site.copies[:1], title="Another title")
    assert words_around(site, pages[0]) == [], "a publication brings nothing back"
    assert reviewer.send(f"{address}/show-again", {"reason": ""}).status_code == 422
    assert reviewer.send(f"{address}/show-again", {"reason": "The name was made up."}).status_code == 303
    place_quotes(site.database, clock(4))
    assert words_around(site, pages[0]) == [QUOTE]
    assert site.client.get(f"/captures/{OURS}").status_code == 200
    with site.database.writing() as session:
        draft = session.scalars(select(Draft).where(Draft.record_id == "gazette-1")).one()
        assert "withheld" not in draft.data["copies"][0], "the draft that was begun takes it back too"
        draft.state = "submitted"
    assert reviewer.send(f"{address}/withhold", typed).status_code == 303, "an edit in review keeps nothing from it"
    assert site.client.get(f"/captures/{OURS}").status_code == 451


def test_quotes_are_looked_for_after_publication_and_pages_are_not_kept_until_then(site):
    publish_copies(site, copies=site.copies[:1])
    quote = "and asked for a law"
    record = pledge("acme/law", versions=[version(quote=quote, source="gazette-1")])
    with site.database.writing() as session:
        publish(session, clock(5), [Proposal(record)], author="ann", publisher="bob")
    answer = site.client.get("/pledges/acme/law")
    assert (answer.headers["Cache-Control"], "<mark>" in answer.text) == ("no-store", False)
    assert site.client.get(f"/captures/{OURS}").headers["Cache-Control"] == "no-store"
    place_quotes(site.database, clock(6))
    answer = site.client.get("/pledges/acme/law")
    assert "no-store" not in answer.headers["Cache-Control"]
    assert f"<mark>{quote}</mark>" in answer.text


def test_a_copy_that_the_site_hid_is_not_offered_for_an_address_that_is_gone():
    kept = {"capture": OURS, "sha256": "a" * 64, "made": "2026-11-20", "by": "us"}
    gone = source(copies=[kept], states=[{"state": "gone", "from": "2026-11-20", "seen": "2026-11-21"}])
    shown, hidden = (presenting.address_line(gone, {OURS}, those) for those in ((), {OURS}))
    assert shown.startswith(f"{hidden} ")
    assert "20 November 2026" not in hidden


def test_every_doubt_is_told_in_a_sentence():
    assert set(presenting.DOUBTS) == set(captures.DOUBTS)


def test_what_hid_a_copy_is_told_with_its_day():
    kinds = ("withheld", "erased")
    events = [SimpleNamespace(kind=kind, at=clock().now(), why="court: A court ordered it.") for kind in kinds]
    texts = [presenting.hidden_text(event) for event in events]
    assert [text.partition(" (")[0] for text in texts] == [
        "Withheld since 22 November 2026",
        "Erased on 22 November 2026",
    ]
