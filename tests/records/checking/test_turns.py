"""What is said of a recurring duty names one of its turns, and messages say which there are."""

import pytest
from pydantic import ValidationError

from tests.factories import bundle, company, evidence, fulfilment, promise, source, topic, version
from tracker.records.checking.checks import check
from tracker.records.kinds import body, from_body

YEARLY = {"every": "1 year", "first": "2018-06-30", "last": "2024-06-30"}


def faults(*deadlines, **said):
    versions = [version(start=f"{2017 + i}-01-01", deadline=deadline) for i, deadline in enumerate(deadlines)]
    done = evidence(acts=None, fulfils=[fulfilment("full", **said)])
    records = (topic(), company(), source(), promise(versions=versions), done)
    return [fault.message for fault in check(bundle(*records)) if fault.key == done.key and fault.path[0] == "fulfils"]


def test_a_statement_that_names_a_turn_has_no_fault():
    assert faults(YEARLY, due="2019-06-30") == []
    assert faults(YEARLY, due="2019-06") == []


def test_a_statement_without_a_due_is_offered_the_dues_of_the_pledge():
    (message,) = faults(YEARLY)
    assert message.code == "no-turn"
    assert message.values["turns"] == "2018-06-30, 2019-06-30, 2020-06-30"


@pytest.mark.parametrize(
    ("due", "nearest"),
    [
        ("2019-07-01", "2019-06-30, 2020-06-30, 2021-06-30"),
        ("2015", "2018-06-30, 2019-06-30, 2020-06-30"),
        ("2030-06-30", "2024-06-30"),
    ],
)
def test_a_statement_on_a_day_without_a_turn_is_offered_the_nearest_turn(due, nearest):
    (message,) = faults(YEARLY, due=due)
    assert (message.code, message.values["turns"]) == ("not-a-turn", nearest)


def test_where_a_version_that_may_be_meant_has_one_deadline_nothing_is_asked():
    assert faults("2018-12-31", YEARLY) == []
    assert [message.code for message in faults("2018-12-31", YEARLY, version=2)] == ["no-turn"]
    assert faults("2018-12-31", YEARLY, version=1) == []


def pledged(deadline, **fields):
    return from_body(body(promise()) | {"versions": [version(deadline=deadline, **fields)]})


@pytest.mark.parametrize(
    ("deadline", "code"),
    [
        ({"every": "1 year"}, "missing"),
        ({"first": "2018-06-30"}, "missing"),
        ({"every": "often", "first": "2018-06-30"}, "unreadable"),
        ({**YEARLY, "last": "2017"}, "ends-before-start"),
        ({"every": "1 year", "first": "[2018-06-30..]"}, "turn-without-day"),
        ({**YEARLY, "until": "2020"}, "extra_forbidden"),
    ],
)
def test_a_duty_without_sense_is_refused(deadline, code):
    with pytest.raises(ValidationError) as refused:
        pledged(deadline)
    assert code in [error["type"] for error in refused.value.errors()]


def test_milestones_go_with_one_deadline():
    target = {"measure": "share", "unit": "%", "at_least": "80"}
    with pytest.raises(ValidationError, match="turn by turn"):
        pledged(YEARLY, target=target, milestones=[{"by": "2019", "at_least": "40"}])


def test_a_duty_is_written_as_it_was_read():
    assert body(pledged(YEARLY))["versions"][0]["deadline"] == YEARLY
