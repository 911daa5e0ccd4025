"""The picture of progress: every value in its place, no label over another, and nothing drawn that nobody said."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tracker.engine.progress import Progress, PromisedAmount, PromisedPath, ReachedAmount
from tracker.web.presenting.charts.progress import drawings, meter_of

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**12, places=2)


def reached(year, amount, by_others=False):
    day = date(year, 12, 31)
    return ReachedAmount(day, day, Decimal(amount), by_others=by_others)


def goal(year, amount):
    return PromisedAmount(date(year, 12, 31), Decimal(amount), f"{amount} by {year}")


def progress(values, *paths, as_of=date(2024, 9, 15)):
    return Progress("acme/report", "Share", "%", tuple(values), tuple(paths), as_of, "In words.")


RECYCLED = progress(
    [reached(2014, 10), reached(2016, 22), reached(2017, 32), reached(2020, 38, by_others=True), reached(2021, 49)],
    PromisedPath((goal(2016, 20), goal(2018, 40), goal(2023, 80)), reached(2014, 10), replaced=True),
    PromisedPath((goal(2028, 56),), reached(2021, 49)),
)


def test_a_year_without_a_figure_breaks_the_line():
    wide, narrow = drawings(RECYCLED)
    for drawing in (wide, narrow):
        assert [css for css, _ in drawing.lines] == ["old", "new", "real", "real"]


def test_a_figure_that_others_checked_has_a_shape_of_its_own():
    assert [by_others for _, _, by_others in drawings(RECYCLED)[0].dots] == [False, False, False, True, False]


def test_goals_given_up_and_goals_that_stand_are_told_apart():
    assert sorted(css for _, _, css in drawings(RECYCLED)[0].rings) == ["now", "was", "was", "was"]


def test_more_is_higher_and_later_is_further_right():
    wide, _ = drawings(RECYCLED)
    xs, ys = [x for x, _, _ in wide.dots], [y for _, y, _ in wide.dots]
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)


def test_the_last_figure_and_the_goal_that_stands_are_always_named():
    for drawing in drawings(RECYCLED):
        texts = [label.text for label in drawing.labels]
        assert "49\u202f% in 2021" in texts
        assert "56 by 2028" in texts


def test_the_bar_is_as_long_as_the_share_of_the_greatest_amount():
    """All of it is 156 wide: of 80, the goal that was given up, 49 are reached and 56 stand."""
    bar = meter_of(RECYCLED)
    assert (bar.has, bar.goal, bar.was) == (round(49 / 80 * 156, 1), round(56 / 80 * 156 + 1, 1), 157)


def test_an_uncertain_day_is_drawn_as_long_as_it_is():
    doubted = ReachedAmount(date(2019, 1, 1), date(2019, 12, 31), Decimal(30))
    wide, _ = drawings(progress([doubted, reached(2020, 40)]))
    ((first, last, _),) = wide.spans
    assert last - first > 100


def test_one_point_is_no_picture():
    assert not progress([reached(2020, 5)]).drawable
    assert RECYCLED.drawable


points = st.builds(
    lambda a, b, n, c: ReachedAmount(min(a, b), max(a, b), n, by_others=c), DAYS, DAYS, AMOUNTS, st.booleans()
)
goals = st.builds(lambda day, n: PromisedAmount(day, n, f"{n} by {day.year}"), DAYS, AMOUNTS)
paths = st.builds(
    lambda some, was: PromisedPath(tuple(sorted(some, key=lambda one: one.by)), None, was),
    st.lists(goals, min_size=1, max_size=4),
    st.booleans(),
)


@given(st.lists(points, min_size=1, max_size=6), st.lists(paths, max_size=3), DAYS)
def test_everything_is_inside_and_no_label_covers_another(values, promised, as_of):
    for drawing in drawings(progress(values, *promised, as_of=as_of)):
        places = [(x, y) for x, y, _ in drawing.dots] + [(x, y) for x, y, _ in drawing.rings]
        assert all(drawing.left <= x <= drawing.right and drawing.top <= y <= drawing.bottom for x, y in places)
        for number, label in enumerate(drawing.labels):
            assert not any(label.overlaps(other) for other in drawing.labels[:number])
        assert len(drawing.dots) == len(values)
        assert len(drawing.rings) == sum(len(path.promised) for path in promised)
        assert 2 <= len(drawing.grid) <= 12
        assert 1 <= len(drawing.years) <= 10
