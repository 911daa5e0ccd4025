"""Where marks stand on the timeline: on bounds, never on midpoints, and never more certain than the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tracker.web.presenting.charts.timeline import LEFT, WIDTH, timeline_of
from tracker.web.presenting.charts.timeline_axis import today_place

CHECKED = make.topic(checked_until={"acme": "2021-12-31"})


def lanes(*records, as_of="2021-12-31"):
    """The lanes of these records' timeline by name."""
    timeline = timeline_of(make.scorecard(*records, as_of=as_of))
    return {lane.name: lane.marks for lane in timeline.lanes}


def one(*records, lane="What it did", **options):
    """The only mark of a lane."""
    (mark,) = lanes(*records, **options)[lane]
    return mark


def test_without_dates_there_is_no_timeline():
    assert timeline_of(make.scorecard()) is None


def test_a_day_is_a_dot():
    mark = one(CHECKED, make.pledge(), make.evidence(period="2020-07-01"))
    assert mark.shape == "finding-dot"


@pytest.mark.parametrize(
    "period", ["2020-07", "2020", "[2020-07-01..2020-07-20]", "2020-07-15~", "2020-07-15~/2020-07-15~"]
)
def test_what_is_known_to_no_day_has_no_solid_part(period):
    mark = one(CHECKED, make.pledge(), make.evidence(period=period))
    assert mark.shape == "finding"
    assert mark.a == mark.b
    assert mark.a0 < mark.b0


def test_months_at_both_ends_are_pale_and_what_lies_between_is_solid():
    mark = one(CHECKED, make.pledge(), make.evidence(period="2017-09/2018-12"))
    assert mark.a0 < mark.a < mark.b < mark.b0


def test_what_goes_on_is_solid_only_as_far_as_a_source_vouches_for_it():
    vouched = one(CHECKED, make.pledge(), make.evidence(period="2020-01-01/..", seen_until="2020-12-31"))
    alone = one(CHECKED, make.pledge(), make.evidence(period="2020-01-01/.."))
    assert not vouched.ends
    assert vouched.a < vouched.b < vouched.b0
    assert alone.b - alone.a < 2 < alone.b0 - alone.b


def test_an_unknown_start_has_no_solid_part_before_its_end():
    mark = one(CHECKED, make.pledge(), make.evidence(period="../2020-12-31"))
    assert not mark.begins
    assert mark.a == mark.b or mark.a0 < mark.a


def test_a_pledge_is_solid_only_as_far_as_our_record_was_checked():
    checked = make.topic(checked_until={"acme": "2020-12-31"})
    mark = one(checked, make.pledge(versions=[make.version(ends={"after": "1 year"})]), lane="Pledges")
    assert mark.ends
    assert mark.a < mark.b < mark.b0
    never = one(make.topic(), make.pledge(), lane="Pledges", as_of="2021-01-01")
    assert not never.ends


def test_retracted_records_are_not_drawn():
    gone = make.evidence(outcomes=[make.outcome("2020-09-01", "retracted", note="A forgery.")])
    assert "What it did" not in lanes(CHECKED, make.pledge(), gone)


def test_replies_of_one_day_are_one_mark_and_each_is_in_the_list():
    records = [make.response(f"acme/r-{i}", about=["acme/no-sales"]) for i in range(3)]
    timeline = timeline_of(make.scorecard(CHECKED, make.pledge(), *records))
    (lane,) = [lane for lane in timeline.lanes if lane.name == "Responses"]
    assert [mark.label for mark in lane.marks] == ["3 declined to say"]
    replies = [entry.what for entry in timeline.entries if entry.href.startswith("#reply-")]
    assert replies == ["Acme Optics Inc.: declined to say (asked by: The Gazette)"] * 3


def test_a_lane_that_is_full_still_draws_every_mark():
    many = [make.evidence(f"acme/deal-{i}", period=f"2020-07-{1 + i:02}", title=f"Deal {i} " * 6) for i in range(28)]
    (conduct,) = [
        lane for lane in timeline_of(make.scorecard(CHECKED, make.pledge(), *many)).lanes if lane.name == "What it did"
    ]
    assert len(conduct.marks) == 28
    assert conduct.unlabelled == len([mark for mark in conduct.marks if not mark.label]) > 0


DATES = st.dates().map(str)
PERIODS = st.one_of(DATES, st.tuples(DATES, DATES).map(sorted).map("/".join), DATES.map(lambda d: d[:7]), DATES.map(lambda d: f"{d}/.."),  # noqa: E501
                    DATES.map(lambda d: f"../{d}"), DATES.map(lambda d: f"{d[:4]}~"))  # fmt: skip


@given(st.lists(PERIODS, max_size=6), DATES, DATES)
def test_marks_stand_in_order_within_the_picture(periods, as_of, start):
    records = [make.evidence(f"acme/e-{i}", period=period) for i, period in enumerate(periods)]
    timeline = timeline_of(make.scorecard(make.pledge(versions=[make.version(start=start)]), *records, as_of=as_of))
    if timeline is None:
        return
    for lane in timeline.lanes:
        for mark in lane.marks:
            assert LEFT <= mark.a0 <= mark.a <= mark.b <= mark.b0 <= WIDTH
            assert 0 < mark.y < timeline.height
    assert all(LEFT <= x <= WIDTH for x, _ in timeline.ticks)
    assert LEFT <= today_place(timeline.as_of, timeline.axis)[0] <= WIDTH
