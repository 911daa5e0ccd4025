"""A record goes through its form unchanged: shown, posted and read again it is the same plain data."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.records import cases
from tests.web.desk.posting import posted
from tracker.records.kinds import body
from tracker.services.intake.record_files import read_files
from tracker.settings import ROOT
from tracker.web.desk.form.context import FormContext
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.record_form import RecordForm

NOTHING_KNOWN = FormContext(date(2026, 11, 22))
SEEDS = [record for record in read_files([ROOT / "seeds"]).records if record.kind in LAYOUTS]


def through_the_form(data, posted_over=None):
    """The data after it was shown and posted; ``posted_over`` is what the page had been made from."""
    shown = RecordForm(data["kind"], data, NOTHING_KNOWN)
    before = data if posted_over is None else posted_over
    return RecordForm(data["kind"], before, NOTHING_KNOWN, posted(shown)).body()


@pytest.mark.parametrize("record", SEEDS, ids=lambda record: f"{record.kind} {record.id}")
def test_every_seed_goes_through_its_form_unchanged(record):
    data = body(record)
    assert RecordForm(record.kind, data, NOTHING_KNOWN).body() == data
    assert through_the_form(data) == data


@given(cases())
def test_generated_records_go_through_their_forms_unchanged(case):
    for record in case.bundle():
        if record.kind in LAYOUTS:
            assert through_the_form(body(record)) == body(record)


def test_the_form_holds_all_of_a_record_though_the_page_knew_nothing_of_it():
    for record in SEEDS:
        data = body(record)
        assert through_the_form(data, posted_over={"kind": record.kind}) == data


LINES = st.text(max_size=30).map(str.strip)
TYPED = st.sampled_from(["", "Nov 208", "in 2020", "x" * 400, "<script>", "“", "1.2.2020"]) | LINES


@given(st.data())
def test_whatever_is_typed_is_kept(data):
    kind = data.draw(st.sampled_from(sorted(LAYOUTS)))
    values = posted(RecordForm(kind, {"kind": kind}, NOTHING_KNOWN))
    names = [name for name in values if "." not in name and not name.endswith(("-done", "-scope"))]
    for name in data.draw(st.lists(st.sampled_from(names), max_size=6, unique=True)):
        values[name] = data.draw(TYPED)
    first = RecordForm(kind, {"kind": kind}, NOTHING_KNOWN, values).body()
    assert through_the_form(first) == first


KINDS_IN_SECTIONS = ["company", "source", "condition", "response", "decision", "check"]


@pytest.mark.parametrize("kind", KINDS_IN_SECTIONS)
@pytest.mark.parametrize(("settled", "body"), [(True, {}), (False, {"taken_down": {"reason": "Entered twice."}})])
def test_what_is_published_can_be_taken_down_and_nothing_that_was_typed_is_hidden(kind, settled, body):
    assert "taken_down" in shown_names(RecordForm(kind, body, NOTHING_KNOWN, settled=settled))


@pytest.mark.parametrize("kind", KINDS_IN_SECTIONS)
def test_what_is_not_published_cannot_be_taken_down(kind):
    assert "taken_down" not in shown_names(RecordForm(kind, {}, NOTHING_KNOWN))


def shown_names(form):
    return {field.name for section in form.sections() for field in (*section.fields, *section.more)}
