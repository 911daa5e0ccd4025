"""The form of an initiative, and of a pledge that names one in place of a company."""

from tests.web.desk.form.test_round_trip import NOTHING_KNOWN, through_the_form
from tracker.records.ids import made_id
from tracker.records.kinds import body
from tracker.services.intake.record_files import read_files
from tracker.settings import ROOT
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.record_form import RecordForm

CHARTER = read_files([ROOT / "docs" / "examples" / "charters"]).records


def test_every_record_of_the_example_goes_through_its_form_unchanged():
    for record in CHARTER:
        if record.kind in LAYOUTS:
            assert through_the_form(body(record)) == body(record)


def test_a_pledge_of_an_initiative_keeps_its_company_empty_once_it_is_published():
    (pledge,) = [record for record in CHARTER if record.kind == "pledge"]
    form = RecordForm("pledge", body(pledge), NOTHING_KNOWN, settled=True)
    assert form.body() == body(pledge)
    assert form.find("company").data is None
    assert [shown.note for shown in form.steps() if "to fill in" in shown.note] == []


def test_the_id_of_such_a_pledge_begins_with_that_of_the_initiative():
    data = {"initiative": "open-audit-charter", "title": "A published audit every year"}
    assert made_id("pledge", data) == "open-audit-charter/published-audit-every-year"
    assert made_id("initiative", {"name": "Open Audit Charter"}) == "open-audit-charter"
