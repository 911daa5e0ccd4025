"""Two copies side by side: nothing is lost, and what differs is what differs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.captures.comparing import Row, Stretch, changes_in_short, compared

WORDS = st.lists(st.sampled_from(["we", "will", "not", "sell", "data", "to", "any"]), max_size=8).map(" ".join)
TEXTS = st.lists(WORDS, max_size=6).map("\n".join)


def test_words_that_changed_stand_on_their_side():
    old, new = "Head\nwe will not sell data to brokers\nEnd", "Head\nwe will sell data to partners\nEnd"
    assert compared(old, new)[1] == Row(
        False,
        (Stretch("both", "we will"), Stretch("old", "not"), Stretch("both", "sell data to"), Stretch("old", "brokers")),
        (Stretch("both", "we will"), Stretch("both", "sell data to"), Stretch("new", "partners")),
    )
    assert [row.same for row in compared(old, new)] == [True, False, True]


def test_line_breaks_and_blanks_inside_a_paragraph_are_no_change():
    assert all(row.same for row in compared("we  will\n\n\nnot sell", "we will\nnot\tsell"))


def test_in_short_a_change_has_a_few_words_around_it():
    (row,) = changes_in_short(f"{'so ' * 50}old{' so' * 50}", f"{'so ' * 50}new{' so' * 50}", around=2)
    assert row.old == (Stretch("both", "… so so"), Stretch("old", "old"), Stretch("both", "so so …"))
    assert row.new[1] == Stretch("new", "new")


def test_a_word_that_comes_thousands_of_times_is_not_matched():
    row = compared("a b " * 2_000, "b a " * 2_000)[0]
    assert [stretch.of for stretch in (*row.old, *row.new)] == ["old", "new"]


def test_pages_of_others_cannot_make_comparing_take_for_ever():
    """What is worth the time is counted over all paragraphs: many short ones cost no more than a long one."""
    old = "\n".join(f"{'a b ' * 150}\n{number}" for number in range(20))
    rows = [row for row in compared(old, old.replace("a b ", "b a ")) if not row.same]
    matched = [any(stretch.of == "both" for stretch in row.old) for row in rows]
    assert matched == sorted(matched, reverse=True)
    assert {True, False} == set(matched)


@settings(max_examples=100)
@given(TEXTS, TEXTS)
def test_both_sides_give_the_texts_back_and_equal_texts_have_no_change(old, new):
    rows = compared(old, new)
    assert " ".join(" ".join(s.text for s in row.old) for row in rows if row.old).split() == old.split()
    assert " ".join(" ".join(s.text for s in row.new) for row in rows if row.new).split() == new.split()
    assert all(row.same for row in compared(old, old))
    assert all(row.old == row.new for row in rows if row.same)
