"""Laws of imports: what is not named stays, twice is as good as once, and the same rows change nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.spreadsheet.planning.test_planner import planned, row
from tests.strategies.records import cases
from tracker.records.changing.adding import with_named
from tracker.records.kinds import body
from tracker.records.spreadsheet.cells import number_of
from tracker.records.spreadsheet.heads import made_heads


@given(cases())
def test_naming_what_is_published_or_nothing_changes_nothing(case):
    for record in case.bundle():
        data = body(record)
        assert with_named(data, data) == data
        assert with_named(data, {}) == data


@settings(max_examples=40)
@given(cases(), cases(), st.randoms(use_true_random=False))
def test_twice_is_as_good_as_once_and_what_is_not_named_stays(old, new, random):
    for record in old.bundle():
        published = body(record)
        other = next((body(it) for it in new.bundle() if it.key == record.key), {})
        named = {name: value for name, value in other.items() if random.random() < 0.5}
        once = with_named(published, named)
        assert with_named(once, named) == once
        left = {name: value for name, value in published.items() if name not in named}
        assert {name: once[name] for name in left} == left


WORDS = st.text("abcXYZ äß-.'", min_size=3, max_size=12).filter(str.strip)


@settings(max_examples=40)
@given(st.lists(st.tuples(WORDS, WORDS, st.sampled_from(["2019", "2020-05", "3 June 2021"])), min_size=1, max_size=6))
def test_the_same_rows_again_change_nothing(drawn):
    rows = [row(company, promise, since) for company, promise, since in drawn]
    first = planned(*rows)
    again = planned(*rows, records=[it.record for it in first.records.values()])
    taken = {it.row for it in first.rows if it.outcome == "new"}
    assert [it.key for it in again.writes if set(it.rows) & taken] == []


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_a_number_keeps_its_value_in_every_way_to_write_it(number):
    plain = number_of(f"{number:f}")
    assert number_of(f"{number:,}") == plain
    assert number_of(f"{number:,}".translate(str.maketrans(",.", ".,")), "comma") == plain


@given(st.lists(st.lists(st.text("ab (2)–", max_size=5), max_size=6), max_size=3))
def test_heads_are_all_different(rows):
    heads = made_heads(rows)
    assert len(set(heads)) == len(heads) == max(map(len, rows), default=0)
