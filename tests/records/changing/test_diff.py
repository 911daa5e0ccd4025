"""Differences of two revisions: rows that lead from the old one to the new one, and read well."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.bodies import BODIES
from tests.strategies.records import cases
from tracker.records.changing.diff import Row, body_differences, differences, lines, segments
from tracker.records.kinds import body


def at(data, path):
    for step in path:
        data = data[step]
    return data


def is_parts(data):
    return isinstance(data, list) and data and all(isinstance(item, dict) for item in data)


def applied(old, rows):
    """The body that the rows lead to: changes and removals where things stood, then what is new where it stands."""
    new = deepcopy(old)
    moved = [row for row in rows if row.order and is_parts(at(old, row.old_path))]
    for row in rows:
        if row.change == "changed" and row not in moved:
            at(new, row.old_path[:-1])[row.old_path[-1]] = row.new
    for row in sorted((row for row in rows if row.change == "removed"), key=lambda row: row.old_path, reverse=True):
        del at(new, row.old_path[:-1])[row.old_path[-1]]
    placed = [row for row in rows if row.change == "added"] + moved
    for row in sorted(placed, key=lambda row: row.new_path):
        if row in moved:
            at(new, row.new_path).sort(key=lambda part, ids=row.new: ids.index(part["id"]))
        elif isinstance(row.new_path[-1], int):
            at(new, row.new_path[:-1]).insert(row.new_path[-1], row.new)
        else:
            at(new, row.new_path[:-1])[row.new_path[-1]] = row.new
    return new


@given(old=BODIES, new=BODIES)
def test_rows_lead_from_the_old_body_to_the_new_one(old, new):
    rows = body_differences(old, new)
    assert applied(old, rows) == new
    assert (rows == []) == (old == new)


@settings(max_examples=60)  # the law itself is asked above; here of records as they are
@given(old=cases(), new=cases())
def test_rows_lead_from_each_record_to_another_of_its_kind(old, new):
    for before, after in zip(old.bundle().in_order(), new.bundle().in_order(), strict=False):
        if before.kind == after.kind:
            rows = differences(before, after)
            assert applied(body(before), rows) == body(after)
            assert all(row.field and (row.old_lines or row.new_lines) for row in rows)


@given(old=st.text(alphabet="ab., \n", max_size=40), new=st.text(alphabet="ab., \n", max_size=40))
def test_segments_make_both_texts(old, new):
    runs = segments(old, new)
    assert "".join(text for kind, text in runs if kind != "added") == old
    assert "".join(text for kind, text in runs if kind != "removed") == new


def test_a_changed_sentence_shows_which_words():
    old = "we sell " * 150 + "to all"
    assert segments(old, f"{old} of them") == [("same", old), ("added", " of them")]
    assert segments("We will not sell to police.", "We will never sell to police or prisons.") == [
        ("same", "We will"),
        ("removed", " not"),
        ("added", " never"),
        ("same", " sell to police"),
        ("added", " or prisons"),
        ("same", "."),
    ]


def test_one_word_many_thousand_times_is_replaced_as_a_whole():
    old, new = "a " * 9000, "a " * 8999
    assert segments(old, new) == [("removed", old), ("added", new)]


def test_terms_are_compared_as_sets():
    old = make.pledge(versions=[make.version(scope=make.scope(action={"in": ["sell", "pilot"]}))])
    new = make.pledge(versions=[make.version(scope=make.scope(action={"in": ["market", "sell"]}))])
    (row,) = differences(old, new)
    assert (row.field, row.removed, row.added, row.order) == (
        "versions 1 › scope › action › in",
        ("pilot",),
        ("market",),
        False,
    )


def test_another_order_of_terms_says_that_it_is_only_that():
    old = make.pledge(versions=[make.version(scope=make.scope(action={"in": ["sell", "pilot"]}))])
    new = make.pledge(versions=[make.version(scope=make.scope(action={"in": ["pilot", "sell"]}))])
    (row,) = differences(old, new)
    assert (row.order, row.removed, row.added) == (True, (), ())


def test_a_new_version_is_one_row():
    first, second = make.version(), make.version(start="2021-01-01", ends="open")
    (row,) = differences(make.pledge(versions=[first]), make.pledge(versions=[first, second]))
    assert (row.change, row.field) == ("added", "versions 2")
    assert ("start", "2021-01-01") in row.new_lines
    assert ("scope › action › in", "sell") in row.new_lines


def test_versions_keep_their_number():
    old = make.pledge(versions=[make.version(), make.version(start="2021-01-01")])
    new = make.pledge(versions=[make.version(start="2021-01-01")])
    assert [(row.change, row.field) for row in differences(old, new)] == [
        ("changed", "versions 1 › start"),
        ("removed", "versions 2"),
    ]


def test_an_event_before_others_changes_none_of_them():
    later = make.development("2021-05-01", "no", title="A second bill")
    earlier = make.development("2020-01-01", "no", title="A first bill")
    rows = differences(make.condition(developments=(later,)), make.condition(developments=(earlier, later)))
    assert [(row.change, row.field) for row in rows] == [("added", "developments 1")]


def test_an_event_with_another_date_is_the_same_event():
    old, new = make.development("2021-05-01", "no"), make.development("2021-05-02", "no")
    (row,) = differences(make.condition(developments=(old,)), make.condition(developments=(new,)))
    assert (row.field, row.old, row.new) == ("developments 1 › date", "2021-05-01", "2021-05-02")


def test_terms_of_a_vocabulary_are_matched_by_their_ids():
    old = make.vocabulary("places", {"US": [], "DE": []})
    new = make.vocabulary("places", {"FR": [], "DE": [], "US": []})
    rows = differences(old, new)
    assert [(row.change, row.field, row.order) for row in rows] == [
        ("changed", "terms", True),
        ("added", "terms 1", False),
    ]
    assert (rows[0].old, rows[0].new) == (["US", "DE"], ["DE", "US"])


def test_a_new_kind_of_end_shows_both():
    old, new = (make.pledge(versions=[make.version(ends=ends)]) for ends in ("open", {"after": "1 year"}))
    (row,) = differences(old, new)
    assert (row.field, row.old_lines, row.new_lines) == ("versions 1 › ends", [("", "open")], [("after", "1 year")])
    assert row.segments == []


def test_a_new_record_differs_in_each_field():
    record = make.company()
    assert {row.field for row in differences(None, record)} == set(body(record))
    assert {row.change for row in differences(record, None)} == {"removed"}
    assert differences(record, record) == []


def test_lines_of_a_part_name_their_fields():
    assert lines({"acts": [{"action": ["sell", "pilot"]}], "act": 2}) == [
        ("acts 1 › action", "sell, pilot"),
        ("act", "2"),
    ]
    assert lines(None) == []
    assert lines({"acts": [{}]}) == [("acts 1", "empty")]
    assert Row("added", None, ("name",), None, "x").segments == []


def test_ranges_of_a_scale_are_told_in_numbers_and_other_words_as_they_are():
    before, after = ({"scope": {"counterparty": {"in": [word, "police", "42"]}}} for word in (">= 40", "15..<40"))
    (row,) = body_differences(before, after)
    assert (row.old_words, row.new_words) == ("40 and more, police, 42", "15 to less than 40, police, 42")
    assert lines({"in": ["< 15"]}) == [("in", "less than 15")]
