"""What a progress picture rests on: figures reached, what each version promised, and all of it in words."""

from datetime import date
from decimal import Decimal

import pytest

from tests import factories as make
from tests.factories import check, evidence, fulfilment, promise, scorecard, source
from tests.targets import TARGET, goal
from tracker.engine.progress import progress_of


def amount(value, on, number=1, **fields):
    says = {"pledge": "acme/report", "amount": value, "on": on}
    return evidence(
        f"acme/report-{number}", acts=[], fulfils=[says], title=f"Reported {value}", **{"period": on, **fields}
    )


def progress(*records, as_of="2026-06-01"):
    return progress_of(scorecard(*records, check(until="2026-05-01"), as_of=as_of))


def only(*records, **options):
    (line,) = progress(*records, **options)
    return line


def figures(line):
    return [(figure.text, figure.when) for figure in line.reached]


def promised(line):
    return [[goal.text for goal in path.promised] for path in line.paths]


def test_figures_stand_in_order_of_their_days_and_the_baseline_is_the_first():
    line = only(promise(versions=[goal()]), amount("49", "2023-12-31"), amount("22", "2016", 2))
    assert figures(line) == [
        ("10\u202f%", "2013"),
        ("22\u202f%", "2016"),
        ("49\u202f%", "the end of 2023"),
    ]
    assert [figure.evidence for figure in line.reached] == ["", "acme/report-2", "acme/report-1"]
    assert (line.reached[1].first, line.reached[1].last) == (date(2016, 1, 1), date(2016, 12, 31))
    assert (line.measure, line.unit, line.last) == ("Share of recycled paper", "%", line.reached[2])


def test_a_figure_of_two_dues_is_told_once():
    way = goal(milestones=[{"by": "2018-12-31", "at_least": "40"}])
    line = only(promise(versions=[way]), amount("41", "2018-12-31"))
    assert figures(line)[1:] == [("41\u202f%", "the end of 2018")]
    assert promised(line) == [["40\u202f% by the end of 2018", "80\u202f% by the end of 2023"]]
    assert [one.due.computed for one in line.paths[0].promised] == ["met", "overdue"]


def test_a_baseline_without_a_day_is_told_in_words_only():
    line = only(promise(versions=[goal(target={**TARGET, "baseline": {"amount": "7"}})]), amount("9", "2020"))
    assert figures(line) == [("9\u202f%", "2020")]
    assert "from 7\u202f%" in line.alt


def test_nothing_is_known_of_a_figure_before_its_day():
    assert only(promise(versions=[goal()]), amount("49", "2023"), as_of="2020-01-01").last.text == "10\u202f%"


def test_a_day_that_is_not_over_is_known_until_the_day_shown():
    line = only(promise(versions=[goal()]), amount("49", "2023"), as_of="2023-07-01")
    assert (line.last.first, line.last.last) == (date(2023, 1, 1), date(2023, 7, 1))


@pytest.mark.parametrize(
    ("publisher", "others"),
    [("Acme", False), ("ACME drones", False), ("Acme Older", False), ("The Gazette", True)],
)
def test_who_published_a_figure_is_told(publisher, others):
    company = make.company(name="Acme", aliases=["Acme Drones"], names=[{"name": "Acme Older", "until": "2015-01-01"}])
    figures_source = source("figures", publisher=publisher)
    report = amount("49", "2023-12-31", sources=["figures"])
    assert only(company, figures_source, promise(versions=[goal()]), report).last.by_others is others


def test_a_goal_that_moved_stands_beside_the_old_one():
    later = goal(start="2022-10-09", deadline="2028-12-31", target={**TARGET, "at_least": "56"})
    line = only(promise(versions=[goal(), later]), amount("38", "2020-12-31"), amount("49", "2023-12-31", 2))
    assert promised(line) == [["80\u202f% by the end of 2023"], ["56\u202f% by the end of 2028"]]
    assert [path.replaced for path in line.paths] == [True, False]
    assert line.paths[0].promised[0].due.computed == "moved before due"
    # Each line starts at the last figure known when the promise was made.
    assert [path.start.text for path in line.paths] == ["10\u202f%", "38\u202f%"]
    assert "Promised before: 80\u202f% by the end of 2023. Promised: 56\u202f% by the end of 2028." in line.alt


def test_a_version_that_says_the_same_again_is_no_other_promise():
    again = goal(start="2020-01-01", change="clarified")
    assert [path.replaced for path in only(promise(versions=[goal(), again])).paths] == [False]
    more = goal(start="2020-01-01", milestones=[{"by": "2021-12-31", "at_least": "40"}])
    assert promised(only(promise(versions=[goal(), more]))) == [
        ["40\u202f% by the end of 2021", "80\u202f% by the end of 2023"]
    ]


def test_a_goal_that_only_a_later_version_takes_up_again_was_given_up_before():
    less = goal(start="2020-01-01", target={**TARGET, "at_least": "56"})
    (path, *later) = only(promise(versions=[goal(), less, goal(start="2021-01-01")])).paths
    assert (path.replaced, path.promised[0].text, len(later)) == (True, "80\u202f% by the end of 2023", 2)


def test_a_goal_that_was_withdrawn_no_longer_stands():
    gone = goal(ends={"withdrawn": "2020-03-01"})
    assert [path.replaced for path in only(promise(versions=[gone])).paths] == [True]
    assert [path.replaced for path in only(promise(versions=[gone]), as_of="2019-01-01").paths] == [False]
    at_some_day = goal(ends={"withdrawn": "2020-03"})
    assert [path.replaced for path in only(promise(versions=[at_some_day]), as_of="2020-03-10").paths] == [False]


def test_a_doubted_last_day_of_a_year_is_not_told_as_the_end_of_that_year():
    sure, doubted = ("2018-12-31", "2018-12-31?")
    last_days = [figures(only(promise(versions=[goal()]), amount("22", on)))[-1][1] for on in (sure, doubted)]
    assert last_days[0] == "the end of 2018"
    assert "31 December 2018" in last_days[1]


@pytest.mark.parametrize(("on", "start"), [("2018-10-09", "22\u202f%"), ("2018-10-10", "10\u202f%")])
def test_a_path_starts_at_what_was_known_on_the_day_of_the_promise(on, start):
    (path,) = only(promise(versions=[goal(start="2018-10-09")]), amount("22", on)).paths
    assert path.start.text == start


def test_a_start_without_a_figure_known_by_then_is_none():
    bare = {key: value for key, value in TARGET.items() if key != "baseline"}
    line = only(promise(versions=[goal(target=bare)]), amount("49", "2020"))
    assert [path.start for path in line.paths] == [None]


@pytest.mark.parametrize(
    ("fields", "text", "by"),
    [
        ({}, "80\u202f% by the end of 2023", date(2023, 12, 31)),
        ({"deadline": "2022"}, "80\u202f% by 2022", date(2022, 12, 31)),
        ({"deadline": "2023-06-30"}, "80\u202f% by 30 June 2023", date(2023, 6, 30)),
        ({"deadline": {"after": "1 year"}}, "80\u202f% by 31 May 2015", date(2015, 5, 31)),
        ({"deadline": None}, "80\u202f%, no deadline", None),
    ],
)
def test_a_goal_is_told_with_its_day(fields, text, by):
    line = only(promise(versions=[goal(**fields)]), as_of="2014-08-01")
    (only_goal,) = line.paths[0].promised
    assert (only_goal.text, only_goal.by, only_goal.amount) == (text, by, Decimal(80))


def test_what_must_fall_is_asked_for_at_most():
    falls = goal(target={"measure": "emissions", "unit": "t", "at_most": "100"}, deadline="2030")
    line = only(promise(versions=[falls]))
    assert promised(line) == [["at most 100\u202ft by 2030"]]
    assert line.paths[0].promised[0].asked == "at most 100\u202ft"
    assert promised(only(promise(versions=[goal(target={**TARGET, "at_least": None, "at_most": "9"}, deadline=None)])))


def test_the_words_say_all_that_is_drawn():
    way = goal(milestones=[{"by": "2018-12-31", "at_least": "40"}])
    line = only(promise(versions=[way]), amount("41", "2018-12-31"))
    assert line.alt == (
        "Share of recycled paper. Reached: 10\u202f% (2013, where it started); 41\u202f% (the end of 2018). "
        "Promised: 40\u202f% by the end of 2018, 80\u202f% by the end of 2023."
    )
    assert line.brief == "Reached: 41\u202f% (the end of 2018). Promised: 80\u202f% by the end of 2023."


def test_without_a_figure_that_is_said():
    bare = {key: value for key, value in TARGET.items() if key != "baseline"}
    line = only(promise(versions=[goal(target=bare)]))
    assert line.alt.count("No figure on record.") == 1
    assert line.brief.startswith("No figure on record. Promised: 80")
    assert line.last is None
    assert not line.drawable


def test_one_point_with_a_day_is_no_picture():
    bare = {key: value for key, value in TARGET.items() if key != "baseline"}
    open_end = promise(versions=[goal(target=bare, deadline=None)])
    assert not only(open_end, amount("5", "2020")).drawable
    assert only(promise(versions=[goal(target=bare)]), amount("5", "2020")).drawable


def test_each_measure_has_a_picture_and_promises_in_words_have_none():
    tonnes = {"measure": "paper bought", "unit": "t", "at_least": "5"}
    two = promise(versions=[goal(), goal(start="2020-01-01", target=tonnes)])
    assert [line.measure for line in progress(two)] == ["Share of recycled paper", "Paper bought"]
    assert progress(promise()) == []


def test_what_was_taken_back_is_no_figure():
    gone = amount("49", "2023-12-31", outcomes=[{"date": "2024-02", "outcome": "retracted", "note": "A slip."}])
    assert figures(only(promise(versions=[goal()]), gone)) == [("10\u202f%", "2013")]


def test_words_alone_are_no_figure():
    statement = evidence("acme/told", acts=[], fulfils=[fulfilment(on="2023-12-31")], period="2023")
    assert figures(only(promise(versions=[goal()]), statement)) == [("10\u202f%", "2013")]
