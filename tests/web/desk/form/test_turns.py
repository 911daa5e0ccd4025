"""When it is due: once, by a date, or again and again."""

import pytest

from tests import factories as make
from tests.web.desk.form.test_round_trip import NOTHING_KNOWN, through_the_form
from tests.web.desk.posting import posted
from tracker.records.kinds import body
from tracker.web.desk.form.record_form import RecordForm

YEARLY = {"every": "1 year", "first": "2018-06-30", "last": "2024-06"}
FIELD = "versions-0-deadline"


def typed(data, **values):
    """The deadline of the first version after a form that showed ``data`` was posted with some fields changed."""
    shown = posted(RecordForm("pledge", data, NOTHING_KNOWN))
    for name, value in values.items():
        shown[f"{FIELD}-{name.replace('_', '-')}"] = value
    return RecordForm("pledge", data, NOTHING_KNOWN, shown).body()["versions"][0].get("deadline")


@pytest.mark.parametrize(
    "deadline", [YEARLY, {"every": "6 months", "first": "2018-06-30"}, "2020", {"after": "1 year"}]
)
def test_a_deadline_goes_through_the_form_unchanged(deadline):
    data = body(make.promise(deadline=deadline))
    assert through_the_form(data) == data


def test_a_duty_is_entered_in_words():
    data = body(make.promise(deadline="2020-12-31"))
    entered = typed(data, chosen="turns", day="", turns_every="one year", turns_first="30 June 2018")
    assert entered == {"every": "1 year", "first": "2018-06-30"}


def test_what_is_chosen_and_left_empty_is_told():
    data = body(make.promise(deadline="2020-12-31"))
    assert typed(data, chosen="turns", day="") == {"every": ""}


def test_more_than_is_chosen_is_kept():
    data = body(make.promise(deadline=YEARLY))
    assert typed(data, day="2020") == {"chosen": "turns", "day": "2020", "turns": YEARLY}
