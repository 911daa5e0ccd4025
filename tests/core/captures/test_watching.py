"""The judgement of a watch: 30 days of invented courses, each against a slow reading of the whole history."""

# ruff: noqa: E501

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.captures.captures import REASONS
from tracker.core.captures.watching import Check, Look, State, Watch, check_of, judge

BEGIN = datetime(2027, 2, 1, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
LETTERS = {
    "t": Check.THERE,
    "q": Check.QUOTE_MISSING,
    "n": Check.NOT_THERE,
    "u": Check.UNREACHABLE,
    "b": Check.BLOCKED,
    "w": Check.WITHHELD,
}


def course(days):
    """A page that gives what a letter says on its day; looked at whenever a look is due. What was told, and when."""
    watch, at, tellings, looks = Watch(good=BEGIN - timedelta(days=1)), BEGIN, [], 0
    end = BEGIN + timedelta(days=len(days))
    while at < end:
        judgement = judge(watch, Look(at, LETTERS[days[(at - BEGIN).days]]))
        looks += 1
        if judgement.told:
            tellings.append((str(judgement.told), (at - BEGIN) / timedelta(days=1), (judgement.since - BEGIN).days))
        watch, at = judgement.watch, judgement.due
    return tellings, looks


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("t" * 30, []),
        # One bad day, of each kind.
        ("n" + "t" * 29, []),
        ("u" + "t" * 29, []),
        ("b" + "t" * 29, []),
        ("w" + "t" * 29, []),
        # Gone for good: three times in a row, over seven days.
        ("n" * 30, [("gone", 7.0, 0)]),
        ("t" + "n" * 29, [("gone", 14.0, 7)]),
        ("n" * 7 + "t" * 23, []),
        ("n" * 8 + "t" * 22, [("gone", 7.0, 0), ("there again", 8.0, 8)]),
        ("n" * 6 + "t" + "n" * 23, [("gone", 20.0, 13)]),
        # Words missing: again after four hours.
        ("q" * 30, [("quote missing", 4 / 24, 0)]),
        ("q" + "t" * 29, [("quote missing", 4 / 24, 0), ("there again", 1 + 4 / 24, 1)]),
        # Never called gone.
        ("u" * 30, [("unreachable", 7.0, 0)]),
        ("b" * 30, [("cannot be checked", 7.0, 0)]),
        ("ub" * 15, [("cannot be checked", 13.0, -1)]),
        ("nub" * 10, [("cannot be checked", 13.0, -1)]),
        ("n" * 7 + "b" + "n" * 22, [("cannot be checked", 13.0, -1), ("gone", 15.0, 8)]),
        # Withheld there: a day apart.
        ("w" * 30, [("withheld there", 1.0, 0)]),
        ("wt" * 15, []),
        # One state after another.
        ("q" * 3 + "n" * 27, [("quote missing", 4 / 24, 0), ("gone", 10 + 4 / 24, 3)]),
        ("n" * 9 + "b" * 21, [("gone", 7.0, 0), ("cannot be checked", 16.0, 9)]),
        ("n" * 9 + "ub" * 10 + "u", [("gone", 7.0, 0)]),
        ("b" * 8 + "t" + "b" * 21, [("cannot be checked", 7.0, 0), ("there again", 8.0, 8), ("cannot be checked", 22.0, 15)]),
        ("w" * 3 + "t" * 27, [("withheld there", 1.0, 0), ("there again", 3.0, 3)]),
    ],
)  # fmt: skip
def test_thirty_days(days, expected):
    result, _ = course(days)
    assert [(state, round(day, 3), since) for state, day, since in result] == [
        (state, round(day, 3), since) for state, day, since in expected
    ]


@pytest.mark.parametrize(("days", "looks"), [("t" * 30, 5), ("n" * 30, 30), ("q" * 30, 31), ("n" + "t" * 29, 6)])
def test_an_address_is_asked_once_a_week_and_daily_while_something_is_wrong(days, looks):
    assert course(days)[1] == looks


def looked(*looks, watch=None):
    """What is told after looks at these hours."""
    current, tellings = watch or Watch(good=BEGIN), []
    for hour, check in looks:
        judgement = judge(current, Look(BEGIN + hour * HOUR, check))
        current = judgement.watch
        tellings.append(judgement.told)
    return tellings


@pytest.mark.parametrize(
    ("check", "hours", "state"),
    [
        (Check.QUOTE_MISSING, [0, 0.9], None),
        (Check.QUOTE_MISSING, [0, 1], State.QUOTE_MISSING),
        (Check.QUOTE_MISSING, [0, 0.5, 1], State.QUOTE_MISSING),
        (Check.WITHHELD, [0, 23.9], None),
        (Check.WITHHELD, [0, 24], State.WITHHELD),
        (Check.NOT_THERE, [0, 168], None),
        (Check.NOT_THERE, [0, 1, 167.9], None),
        (Check.NOT_THERE, [0, 1, 168], State.GONE),
        (Check.UNREACHABLE, [0, 168], None),
        (Check.UNREACHABLE, [0, 1, 168], State.UNREACHABLE),
        (Check.BLOCKED, [0, 335], None),
        (Check.BLOCKED, [0, 336], State.CANNOT_BE_CHECKED),
        (Check.BLOCKED, [0, 1, 168], State.CANNOT_BE_CHECKED),
    ],
)
def test_looks_in_a_row_far_enough_apart_make_a_state(check, hours, state):
    tellings = looked(*((hour, check) for hour in hours))
    assert tellings == [None] * (len(hours) - 1) + [state]


def test_a_state_is_told_once_and_again_after_it_was_over():
    hours = [(0, Check.QUOTE_MISSING), (2, Check.QUOTE_MISSING), (3, Check.QUOTE_MISSING), (4, Check.THERE)]
    again = [(5, Check.THERE), (6, Check.QUOTE_MISSING), (8, Check.QUOTE_MISSING)]
    assert looked(*hours, *again) == [
        None,
        State.QUOTE_MISSING,
        None,
        State.THERE_AGAIN,
        None,
        None,
        State.QUOTE_MISSING,
    ]


def test_moved_is_told_once_for_each_address():
    watch = Watch(good=BEGIN, state=State.GONE)
    tellings = []
    for to in ("https://a.example/2", "https://a.example/2", None, "https://a.example/2", "https://a.example/3"):
        judgement = judge(watch, Look(BEGIN, Check.THERE, to))
        watch = judgement.watch
        tellings.append(judgement.told)
    assert tellings == [State.MOVED, None, None, None, State.MOVED]


@pytest.mark.parametrize(
    ("given", "check"),
    [
        ({"status": 200, "quotes_found": True}, Check.THERE),
        ({"status": 200, "quotes_found": True, "signs": 10}, Check.THERE),
        ({"status": 200, "quotes_found": False}, Check.QUOTE_MISSING),
        ({"status": 200, "quotes_found": False, "signs": 200}, Check.QUOTE_MISSING),
        ({"status": 200, "quotes_found": False, "signs": 199}, Check.BLOCKED),
        ({"status": 200, "quotes_found": None}, Check.BLOCKED),
        ({"status": 200, "quotes_found": False, "doubts": ["challenge or sign-in page"]}, Check.BLOCKED),
        ({"status": 200, "quotes_found": False, "doubts": ["soft 404"]}, Check.NOT_THERE),
        ({"status": 200, "quotes_found": False, "doubts": ["redirect to the home page"]}, Check.NOT_THERE),
        ({"status": 404}, Check.NOT_THERE),
        ({"status": 410}, Check.NOT_THERE),
        ({"reason": "not there"}, Check.NOT_THERE),
        ({"status": 451}, Check.WITHHELD),
        ({"reason": "withheld there", "status": 451}, Check.WITHHELD),
        ({"status": 500}, Check.UNREACHABLE),
        ({"status": 403}, Check.BLOCKED),
        ({"status": 403, "quotes_found": True}, Check.BLOCKED),
        ({"reason": "name not found"}, Check.UNREACHABLE),
        ({"reason": "timed out"}, Check.UNREACHABLE),
        ({"reason": "bad certificate"}, Check.UNREACHABLE),
        ({"reason": "blocked", "status": 403}, Check.BLOCKED),
        ({"reason": "too big", "status": 200}, Check.BLOCKED),
        ({"reason": "disk full"}, Check.BLOCKED),
    ],
)  # fmt: skip
def test_what_one_attempt_says(given, check):
    attempt = {"reason": None, "status": None, "doubts": (), "signs": 1000, "quotes_found": None, **given}
    assert check_of(**attempt) is check


def slow_state(looks, copied):
    """What would be told now by reading the whole history: the state that the last looks make, if any."""
    last = looks[-1]
    row = []
    for at, check in reversed(looks):
        if check is not last[1]:
            break
        row.append(at)
    needed = {
        Check.QUOTE_MISSING: (2, HOUR, State.QUOTE_MISSING),
        Check.NOT_THERE: (3, 168 * HOUR, State.GONE),
        Check.UNREACHABLE: (3, 168 * HOUR, State.UNREACHABLE),
        Check.BLOCKED: (3, 168 * HOUR, State.CANNOT_BE_CHECKED),
        Check.WITHHELD: (2, 24 * HOUR, State.WITHHELD),
    }
    if last[1] in needed:
        count, over, state = needed[last[1]]
        if len(row) >= count and row[0] - row[-1] >= over:
            return state, False
        good = max([at for at, check in looks if check is Check.THERE], default=copied)
        if last[0] - good >= 336 * HOUR:
            return State.CANNOT_BE_CHECKED, True
    return None, False


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from([0.5, 1, 4, 24, 48, 100, 168]), st.sampled_from(sorted(Check))),
        min_size=1,
        max_size=20,
    )
)
def test_a_state_begins_only_where_the_whole_history_says_so(steps):
    looks, at, watch, state = [], BEGIN, Watch(good=BEGIN), None
    for hours, check in steps:
        at += hours * HOUR
        looks.append((at, check))
        judgement = judge(watch, Look(at, check))
        expected, by_mix = slow_state(looks, BEGIN)
        if check is Check.THERE:
            expected = State.THERE_AGAIN if state not in (None, State.THERE_AGAIN) else None
        elif by_mix and state not in (None, State.THERE_AGAIN):
            # What was told of it before still holds.
            expected = None
        if expected is state:
            expected = None
        assert judgement.told is expected, looks
        state = judgement.told or state
        watch = judgement.watch
        assert watch.state is state


NO_ANSWER = {"name not found", "refused connection", "bad certificate", "timed out", "broken off", "server error"}


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_for_which_no_copy_was_kept_says_what_is_there(reason):
    check = check_of(reason=reason, status=None, doubts=(), signs=0, quotes_found=None)
    others = {"withheld there": Check.WITHHELD, "not there": Check.NOT_THERE}
    assert check is (Check.UNREACHABLE if reason in NO_ANSWER else others.get(reason, Check.BLOCKED))
