"""Copies in the form of a source, without scripts: asked for, offered, kept with the record; quotes held against them."""

# ruff: noqa: E501

import io
import itertools
import re
from json import dumps

import pytest

from tests.captures_kept import keep
from tests.factories import evidence, pledge, source, version
from tests.stored import clock, published
from tests.web.desk.browsing import draft_id
from tracker.models import Draft
from tracker.store.upkeep.asked_jobs import fail, finish, take

ADDRESS = "https://maps.example/your-location"
QUOTE = "we will not sell exact location data to any broker"


def body(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page)).data


def done(site, page, id, pages=(), *, why="", kind="capture", **fields):
    """What the worker does with the job of a draft: keeps a capture, or fails; its entry in a record."""
    # Later each time: a host is left alone for a while.
    now = clock(next(_MINUTES)).now()
    with site.database.writing() as session:
        job = take(session, kind, now)
        if why:
            return fail(session, job, now, why)
        fields |= {"supplier": job.task.get("supplier", ""), "account": job.asked_by}
        entry = keep(session, id, pages, address=job.task["address"], request=job.key, **fields)
        finish(session, job, now)
        return entry


_MINUTES = itertools.count(60)
_IDS = ("".join(letters) for letters in itertools.product("abcdefgh", repeat=12))


def ids():
    """A capture's id that no other test has."""
    return next(_IDS)


def with_copy_asked(ann, **fields):
    """A new source whose copy was asked for."""
    return ann.press(ann.open("/desk/new/source"), "keep-copy", **{"url": ADDRESS, **fields})


def test_a_copy_is_made_beside_and_kept_with_the_source(site, ann):
    page = with_copy_asked(ann, title="Typed already")
    assert "data-copy-job" in page.checked().html
    id = ids()
    entry = done(site, page, id, ["What the page says. " * 20])
    page = ann.open(page.path)
    assert f'data-capture="{id}"' in page.html
    assert "copies" not in body(site, page)
    page = ann.press(page, "save")
    assert body(site, page)["copies"] == [entry]
    assert body(site, page)["title"] == "Typed already"
    # It is left out by taking its mark away, and stays out.
    page = ann.press(page, "save", copies=[])
    assert "copies" not in body(site, page)


def test_a_double_click_is_one_job_and_an_address_is_needed(site, ann):
    page = with_copy_asked(ann)
    assert 'value="keep-copy"' not in page.html
    again = with_copy_asked(ann, url="")
    assert 'class="notice" role="status"><bdi>Enter a web address' in again.html
    done(site, page, ids(), ["x" * 300])


def test_a_source_has_room_for_twenty_copies(site, ann):
    page = with_copy_asked(ann)
    assert "data-copy-job" in page.checked().html
    entry = done(site, page, ids(), ["x" * 300])
    with site.database.writing() as session:
        draft = session.get(Draft, draft_id(page))
        draft.body = dumps({**draft.data, "copies": [entry] + [{**entry, "capture": ids()} for _ in range(18)]})
    assert "has 20 copies" not in ann.press(ann.open(page.path), "save").html
    with site.database.writing() as session:
        draft = session.get(Draft, draft_id(page))
        draft.body = dumps({**draft.data, "copies": [*draft.data["copies"], {**entry, "capture": ids()}]})
    assert "has 20 copies" in ann.press(ann.open(page.path), "keep-copy").html


@pytest.mark.parametrize("why", ["blocked", "name not found", "fault of the program"])
def test_a_failure_says_what_to_do_next(site, ann, why):
    page = with_copy_asked(ann)
    done(site, page, "", why=why)
    page = ann.open(page.path)
    assert "data-copy-failed" in page.html
    assert 'value="keep-copy"' in page.html


def test_what_the_page_says_is_offered_and_never_put_over_what_was_typed(site, ann):
    page = with_copy_asked(ann)
    done(site, page, ids(), ["What the page says. " * 20])
    page = ann.open(page.path)
    assert 'data-offer="title"' in page.html
    assert "title" not in body(site, page)
    taken = ann.press(page, "use:title-0")
    assert body(site, taken)["title"] == "What the page says"
    page = with_copy_asked(ann, title="Typed")
    done(site, page, ids(), ["What the page says. " * 20])
    page = ann.open(page.path)
    assert 'data-offer="title"' in page.html
    assert 'value="use:title-0"' not in page.html
    page.form.buttons.append(("do", "use:title-0"))
    page = ann.press(page, "use:title-0")
    assert body(site, page)["title"] == "Typed"


def test_quotes_are_shown_as_found_different_or_not_there(site, ann):
    record = source("maps-example-1", url=ADDRESS)
    quotes = [QUOTE, QUOTE.replace("any", "every"), "nothing of the kind was ever promised here"]
    pledges = [
        pledge(f"acme/kept-{n}", versions=[version(quote=quote, source=record.id)]) for n, quote in enumerate(quotes)
    ]
    published(site.database, record, *pledges, at=clock(2))
    page = ann.edit("source", record.id)
    page = ann.press(page, "keep-copy")
    done(site, page, ids(), ["Annual report", f"From today {QUOTE}, it said."])
    page = ann.open(page.path)
    assert [state for state in ("found", "differs", "missing") if f'data-quote="{state}"' in page.html] == [
        "found",
        "differs",
        "missing",
    ]
    assert "<del>every</del>" in page.html
    assert "<ins>any</ins>" in page.html
    assert "page 2" in page.html


def test_a_doubtful_copy_counts_once_somebody_says_it_is_the_page(site, ann):
    page = with_copy_asked(ann)
    id = ids()
    entry = done(site, page, id, ["short"], state="doubtful")
    page = ann.open(page.path)
    assert f'value="accept-copy:{id}"' in page.html
    other = ann.open("/desk/new/source")
    other.form.buttons.append(("do", f"accept-copy:{id}"))  # as somebody could send it
    ann.press(other, f"accept-copy:{id}", url="https://elsewhere.example/")
    page = ann.open(page.path)
    assert f'value="accept-copy:{id}"' in page.html, "not said on the form of another source"
    page = ann.press(page, f"accept-copy:{id}")
    page = ann.press(ann.open(page.path), "save")
    assert body(site, page)["copies"] == [entry]


def test_a_near_copy_asks_whether_it_is_based_on_the_other(site, ann):
    text = " ".join(f"word{n}" for n in range(300))
    first = with_copy_asked(ann, title="First", publisher="Sample News", date="1 May 2020", type="claim")
    entry = done(site, first, ids(), [text])
    record = source("sample-news-first", copies=[entry])
    published(site.database, record, at=clock(3))
    page = with_copy_asked(ann, title="Second")
    done(site, page, ids(), [f"{text} and more"])
    page = ann.open(page.path)
    assert "data-alike" in page.html
    assert "derived_from" not in body(site, page)
    page = ann.press(page, "rests-on:alike-0")
    assert body(site, page)["derived_from"] == [record.id]


def test_a_file_is_sent_with_where_it_came_from(site, ann):
    page = ann.press(ann.open("/desk/new/source"), title="A report")
    form = ann.open(f"/desk/drafts/{draft_id(page)}/copy-file").checked()
    for fields in ({"supplier": "press office"}, {"file": (io.BytesIO(b"Some words"), "report.txt")}):
        answer = ann.client.send(form.path, fields)
        assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    fields = {"file": (io.BytesIO(b"MZ" + bytes(300)), "report.pdf"), "supplier": "press office"}
    assert ann.client.send(form.path, fields).status_code == 422
    fields = {"file": (io.BytesIO(b"Some words " * 30), "report.txt"), "supplier": "press office"}
    answer = ann.client.send(form.path, fields)
    assert answer.status_code == 303
    entry = done(site, page, ids(), ["Some words " * 30], kind="capture file")
    assert entry["by"] == "supplied"
    page = ann.press(ann.open(page.path), "save")
    assert "captured by us" not in page.html
    assert body(site, page)["copies"] == [entry]


def test_evidence_notes_where_its_words_are(site, ann):
    with site.database.writing() as session:
        entry = keep(session, ids(), ["Annual report", f"From today {QUOTE}, it said."])
    quoted = {"text": QUOTE, "speaker": "A clerk", "source": "report-9"}
    missing = {"text": "nothing of the kind was said", "speaker": "A clerk", "source": "report-9"}
    record = evidence("acme/noted", sources=["contract-1", "report-9"], quotes=[quoted, missing])
    published(site.database, source("report-9", copies=[entry]), record, at=clock(4))
    page = ann.press(ann.edit("evidence", "acme/noted"), "keep-excerpts")
    assert body(site, page)["excerpts"] == [{"source": "report-9", "quote": QUOTE, "page": 2}]
    page = ann.press(page, "save")
    assert body(site, page)["excerpts"] == [{"source": "report-9", "quote": QUOTE, "page": 2}]


def test_a_page_that_changed_is_shown_with_its_words_and_both_copies_side_by_side(site, ann):
    page = with_copy_asked(ann)
    first, second = ids(), ids()
    done(site, page, first, [f"Head\nFrom today {QUOTE}.\n{'More words. ' * 30}"])
    page = ann.press(ann.press(ann.open(page.path), "save"), "keep-copy")
    new = [f"Head\nFrom today {QUOTE.replace('any', 'every')}.\n{'More words. ' * 30}"]
    done(site, page, second, new, at="2026-11-29T09:12:03.456Z")
    page = ann.open(page.path).checked()
    changes = page.html.partition("data-changes")[2].partition("</dl>")[0]
    assert re.findall("<(del|ins)>(.*?)</", changes) == [("del", "any"), ("ins", "every")]
    compared = ann.open(f"/desk/copies/{first}/compare/{second}").checked()
    assert compared.html.count('class="differs"') == 1
    other_way = ann.open(f"/desk/copies/{second}/compare/{first}")
    tables = [re.findall("<table.*?</table>", page.html, re.DOTALL) for page in (compared, other_way)]
    assert len(tables[0]) == 1
    assert tables[0] == tables[1]
    assert ann.client.get(f"/desk/copies/{first}/compare/{'z' * 12}").status_code == 404


def test_the_text_of_a_copy_has_the_quotes_marked_and_says_whose_they_are(site, ann):
    record = source("maps-example-2", url=f"{ADDRESS}/2")
    quoting = pledge("acme/marked", versions=[version(quote=QUOTE, source=record.id)])
    published(site.database, record, quoting, at=clock(4))
    page = ann.press(ann.edit("source", record.id), "keep-copy")
    done(site, page, ids(), [f"{'Before. ' * 3_000}From today {QUOTE}, it said. {'After. ' * 30}"])
    page = ann.open(page.path).checked()
    text = page.html.partition("page-text")[2].partition("</div>")[0]
    assert re.findall("<mark.*?>(.*?)</mark>", text) == [QUOTE]
    assert len(text) < 3_000
    assert 'href="/pledges/acme/marked"' in page.html


def test_a_file_is_sent_on_a_page_of_its_own_and_what_was_typed_is_saved_before(site, ann):
    page = ann.press(ann.open("/desk/new/source"), "send-file", url=ADDRESS, title="Typed before")
    assert page.path.endswith("/copy-file")
    with site.database.reading() as session:
        assert session.get(Draft, page.path.split("/")[-2]).data["title"] == "Typed before"
