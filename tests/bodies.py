"""Bodies of invented records of every shape: words, lists of words, parts with ids, by place and by content, labels."""

from copy import deepcopy

from hypothesis import strategies as st

WORDS = st.sampled_from(("a", "b", "c", "not for sale"))
LEAVES = st.one_of(WORDS, st.lists(WORDS, max_size=3), st.integers(1, 3))
PARTS = st.lists(
    st.dictionaries(st.sampled_from(("x", "y", "z")), LEAVES, min_size=1) | LEAVES.map(lambda leaf: {"x": leaf}),
    max_size=4,
)
NAMED = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcde"), "name": LEAVES}),
    max_size=5,
    unique_by=lambda part: part["id"],
)
NESTED = st.lists(st.fixed_dictionaries({"text": WORDS, "events": PARTS, "terms": NAMED}), max_size=3)
SCOPES = st.dictionaries(
    st.sampled_from(("action", "place")),
    st.dictionaries(st.sampled_from(("in", "out", "unclear")), st.lists(WORDS, min_size=1, max_size=2), min_size=1),
)
FIELDS = {
    "name": WORDS,
    "ends": LEAVES | st.fixed_dictionaries({"after": WORDS}),
    "outcomes": PARTS,
    "rows": NAMED,
    "versions": NESTED,
    "scope": SCOPES,
    "developments": NESTED,
}
BODIES = st.fixed_dictionaries({"id": st.just("acme")}, optional=FIELDS)


@st.composite
def threes(draw):
    """A base and two bodies made from it: a few of its fields, often the same, are changed or gone on either side."""
    base = draw(BODIES)
    sides = [deepcopy(base), deepcopy(base)]
    for name in draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True)):
        for part in draw(st.sampled_from((sides, [base, *sides], [base, *sides], sides[:1], sides[1:]))):
            part[name] = draw(FIELDS[name])
        if draw(st.booleans()):
            draw(st.sampled_from([base, *sides])).pop(name, None)
    return base, *sides
