"""The desk’s home and lists: what waits for whom, and nothing of others’ drafts for contributors."""

import io

import pytest

from tests import factories as make
from tests.desk import draft_of
from tests.stored import published
from tracker.records.kinds import body
from tracker.services.editing.drafts import WriteContext, edit_record, save_draft
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.upkeep.export import export_text
from tracker.store.published import current_records

PLANTED = "zinnober"


def test_the_home_tells_what_the_record_wants_next(desk):
    ends = make.pledge(versions=[make.version(ends={"last_day": "2027-01-31"})])
    single = make.evidence("acme/sale-9", period="2021-02", sources=["gazette-1"], title="Sold to a county")
    published(desk.database, ends, single, at=desk.clock)
    refresh(desk.database, desk.clock, desk.app.extensions["site"].settings.time_zone)
    home = desk.person().opens("/desk/")
    assert "Sold to a county" in home.section("single")
    assert "31 January 2027" in home.section("ending")
    assert "never checked" in home.section("unchecked")
    ann = desk.person()
    assert "Sold to a county" in ann.opens("/desk/watch/single").text
    assert "never checked" in ann.opens("/desk/watch/unchecked").text


def test_a_company_that_is_taken_down_asks_for_no_work_and_its_records_are_not_found(desk):
    ends = make.pledge(versions=[make.version(ends={"last_day": "2027-01-31"})])
    single = make.evidence("acme/sale-9", period="2021-02", sources=["gazette-1"], title="Sold to a county")
    down = make.company("acme", taken_down={"date": "2026-11-22", "reason": "Entered twice."})
    published(desk.database, ends, single, at=desk.clock)
    published(desk.database, down, at=desk.clock)
    refresh(desk.database, desk.clock, desk.app.extensions["site"].settings.time_zone)
    home = desk.person().opens("/desk/")
    assert "Acme" not in home.section("single") + home.section("ending") + home.section("unchecked")
    results = desk.app.test_client().get("/search?q=acme").text
    assert "acme/" not in results


def test_a_contributor_sees_no_drafts_of_others(desk):
    ann, cid = desk.person(), desk.person("contributor", "cid")
    draft = draft_of(desk.database, ann.actor, make.source(title=f"Secret {PLANTED}"), at=desk.clock)
    draft_of(desk.database, cid.actor, make.source(title="My own"), at=desk.clock)
    for address in ("/desk/", "/desk/drafts", "/desk/drafts?whose=everybody", "/desk/records?kind=source"):
        assert PLANTED not in cid.opens(address).response.text
    assert "My own" in cid.opens("/desk/drafts?whose=everybody").text
    for address in (f"/desk/drafts/{draft.id}", f"/desk/drafts/{draft.id}/merge", f"/desk/drafts/{draft.id}/file"):
        page = cid.opens(address, status=404)
        assert PLANTED not in page.response.text
    assert PLANTED in ann.opens("/desk/drafts").text
    assert PLANTED in desk.person("editor", "eve").opens("/desk/drafts?whose=everybody").text


def test_drafts_are_filtered_and_paged(desk):
    ann = desk.person()
    for i in range(52):
        draft_of(desk.database, ann.actor, make.source(f"gazette-{i}"), at=desk.clock)
    draft_of(desk.database, ann.actor, make.company("bolt"), at=desk.clock)
    first = ann.opens("/desk/drafts?kind=source")
    assert first.text.count("A report,") == 50
    [after] = [link for link in first.links() if "after=" in link]
    assert ann.opens(after).text.count("A report,") == 2
    assert "Bolt" in ann.opens("/desk/drafts?company=bolt").text
    assert "No drafts match." in ann.opens("/desk/drafts?state=returned").text
    for query in ("state=x", "kind=x", "whose=x", "after=x", "company=" + "x" * 400):
        page = ann.opens(f"/desk/drafts?{query}", status=400)
        assert query.partition("=")[0] in page.text


def test_lists_find_companies_by_name_and_records_of_all_kinds(desk):
    ann = desk.person()
    draft_of(desk.database, ann.actor, make.evidence("acme/mine", title="A draft about it"), at=desk.clock)
    for company in ("acme", "Acme Optics Inc.", "acme opt"):
        assert "A draft about it" in ann.opens(f"/desk/drafts?company={company}").text
    assert "A draft about it" in ann.opens("/desk/drafts?q=DRAFT about").text
    assert "No drafts match." in ann.opens("/desk/drafts?company=nobody at all").text
    everything = ann.opens("/desk/records?q=a report, gazette-1").text
    assert "Source · " in everything
    assert "Acme Optics Inc." in ann.opens("/desk/records?company=Acme Optics").text
    assert "No records match." in ann.opens("/desk/records?company=nobody at all").text


def test_what_is_published_is_found_and_taken_as_a_file(desk):
    ann = desk.person()
    page = ann.opens("/desk/records?kind=source&q=REPORT")
    assert "A report, gazette-1" in page.text
    assert "No records match." in ann.opens("/desk/records?kind=source&q=nowhere").text
    ann.opens("/desk/records?kind=x", status=400)
    ann.opens("/desk/records?kind=source&after=x", status=400)
    file = ann.client.get("/desk/file/vocabulary/customers")
    assert file.headers["Content-Disposition"] == "attachment; filename=vocabulary-customers.yaml"
    with desk.database.reading() as session:
        assert file.text == export_text(current_records(session, [("vocabulary", "customers")]), "yaml")
    ann.opens("/desk/file/vocabulary/none", status=404)


def sent_file(text, name="records.yaml", **fields):
    return {"files": (io.BytesIO(text.encode()), name), "change": "method", "note": "Sorted.", **fields}


def test_an_uploaded_file_becomes_drafts_that_are_submitted_together(desk):
    ann = desk.person()
    changed = ann.client.get("/desk/file/vocabulary/customers").text.replace("name: Customers", "name: All customers")
    text = changed + export_text([make.source("gazette-9")], "yaml")
    page = ann.sends("/desk/upload", sent_file(text), status=200, content_type="multipart/form-data")
    assert "2 drafts " in page.text
    fields = {field.get("name"): field.get("value") for field in page.all("input") if field.get("name")}
    drafts = {name: value for name, value in fields.items() if name.startswith("draft-")}
    ann.sends("/desk/upload/submit", drafts)
    waiting = desk.person("reviewer", "bob").opens("/desk/review").text
    assert "All customers" in waiting
    assert "Vocabulary, edit, with 1 new source" in waiting


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("- kind: company\n  id: x\n", "a.yaml", "a.yaml, line 1: company x: name: is missing"),
        ("hello", "a.txt", "a.txt: is not a .yaml, .yml or .json file"),
        ("- kind: source\n  id: [x\n", "a.yaml", "a.yaml, line"),
    ],
)
def test_a_file_with_faults_makes_nothing_and_keeps_the_note(desk, text, name, says):
    ann = desk.person()
    page = ann.sends("/desk/upload", sent_file(text, name), status=422, content_type="multipart/form-data")
    assert says in page.text
    assert page.find("textarea").text.strip() == "Sorted."
    assert "No drafts match." in ann.opens("/desk/drafts").text


def test_two_changes_of_one_record_are_brought_together(desk):
    ann = desk.person()
    with desk.database.writing() as session:
        draft = edit_record(session, ann.actor, desk.clock, ("company", "acme"))
        data = {**draft.data, "name": "Acme", "summary": "Makes lenses."}
        why = WriteContext(data, "correction", "It makes lenses.", ("an answer",))
        draft = save_draft(session, ann.actor, desk.clock, draft.id, draft.version, why)
    published(desk.database, make.company(name="Acme AG", website="https://acme.example"), at=desk.clock)
    address = f"/desk/drafts/{draft.id}/merge"
    page = ann.opens(address)
    assert "Name was Acme Optics Inc. now Acme AG" in page.section("theirs")
    assert "Name was Acme Optics Inc. now Acme" in page.section("mine")
    fields = {"draft-version": str(draft.version), "number": "2"}
    for wrong, status in ((fields, 422), ({**fields, "number": "1"}, 409)):
        refused = ann.sends(address, wrong, status=status)
        assert refused.find("input", type="radio", value="theirs") is not None
        with desk.database.reading() as session:
            assert session.get(type(draft), draft.id).data["name"] == "Acme"
    ann.sends(address, {**fields, "conflict-0": "theirs"})
    with desk.database.reading() as session:
        merged = session.get(type(draft), draft.id)
        wanted = body(make.company(name="Acme AG", website="https://acme.example", summary="Makes lenses."))
        assert (merged.base_number, merged.data) == (2, wanted)
        assert (merged.chosen_change, merged.note, merged.confirmed) == (*why[1:3], ["an answer"])
    assert "Nothing has been published since you started." in ann.opens(address).text


def test_companies_are_marked_as_checked_from_lists_and_public_pages(desk):
    desk.filled(make.company("bolt"), make.pledge(), make.pledge("bolt/no-sales"))
    ann, card = desk.person(), "/companies/acme/police-drones"
    rows = [box.get("value") for box in ann.opens("/desk/watch/unchecked").all("input", name="of")]
    assert rows == ["acme police-drones", "bolt police-drones"]
    sent = {"of": rows, "until": "20 Nov 2026", "back": "/desk/watch/unchecked"}
    for until in ("tomorrow or so", "1 Jan 2027"):
        page = ann.sends("/desk/checks", {**sent, "until": until}, status=422)
        assert until in page.text
        assert [box.get("checked") is not None for box in page.all("input", name="of")] == [True, True]
    assert ann.sends("/desk/checks", sent).headers["Location"] == "/desk/watch/unchecked"
    assert "2 companies are marked as checked" in ann.opens("/desk/watch/unchecked").text
    for path, marked in ((card, "of"), ("/topics/police-drones", None), ("/companies/acme", None), ("/about", None)):
        bar = ann.client.get("/desk/bar", query_string={"path": path}).text
        assert (f'name="of" value="{rows[0]}"' in bar) == bool(marked)
        at = ann.opens(f"/desk/at?path={path}")
        assert len([*at.all("input", name="of")]) == bool(marked)
    assert ann.sends("/desk/checks", {"of": rows[0], "until": "today", "back": card}).headers["Location"] == card
    assert "marked as checked" in ann.client.get("/desk/bar", query_string={"path": card}).text
    assert "acme police-drones" in ann.opens("/desk/checks?company=acme").response.text
    assert [*ann.opens("/desk/checks?topic=police-drones").all("input", name="of")]
    for wrong in ({"of": "acme nowhere"}, {"of": "<b>"}, {"of": ["acme police-drones", ""]}):
        ann.sends("/desk/checks", {**sent, **wrong}, status=404)
    ann.sends("/desk/checks", {"until": "today"}, status=422)
    assert ann.sends("/desk/checks", {**sent, "back": "//other.example"}).headers["Location"] == "/desk/"


def test_an_older_revision_is_restored_as_a_draft_and_never_over_another(desk):
    published(desk.database, make.company(name="Wrong name"), at=desk.clock)
    ann, address = desk.person(), "/desk/past/company/acme"
    page = ann.opens(address)
    assert "Revision history: Wrong name" in page.text
    assert "Acme Optics Inc." in page.section("revisions")
    [chosen] = [option.get("value") for option in page.all("option") if option.get("selected") is not None]
    assert chosen == "1"
    draft = ann.sends(address, {"restore": chosen}).headers["Location"]
    assert "Acme Optics Inc." in ann.client.get(draft).text
    refused = ann.sends(address, {"restore": "1"}, status=409)
    assert "You already have a draft of this" in refused.text
    assert draft in refused.links()
    for form in ({"restore": "9"}, {}, {"restore": "x"}):
        desk.person("editor", "eve").sends(address, form, status=404)
    ann.opens("/desk/past/company/nobody", status=404)
    ann.opens("/desk/past/x/acme", status=404)
    assert address in ann.opens("/desk/records?kind=company").links()
