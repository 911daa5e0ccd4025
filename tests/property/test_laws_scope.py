"""LAW-1 to LAW-4: what labels, edges and terms may change, and what not."""

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle import promises as oracle
from tests.strategies.records import cases, scale_cases, words_by_act
from tracker.engine.coverage.strength import strength
from tracker.engine.scorecard_json import scorecard_json
from tracker.records.kinds import from_body
from tracker.records.types.parts.fields import Labels

ORDER = ("open", "unclear", "partly", "covered")
VOCABULARY = {"action": "actions", "counterparty": "customers", "actor": "actors"}


def results(case):
    """What labels decide: findings, cells and strength, without the reasons."""
    card = case.scorecard()
    return (
        words_by_act(card.assessment),
        [cell.label for cell in card.cells],
        card.strength,
        [a.add for a in card.amendment],
    )


def terms_of(case, name):
    """The oracle's sets of terms of a dimension."""
    return oracle.terms_of(next(from_body(r) for r in case.of("vocabulary") if r["id"] == VOCABULARY[name]))


def own_labels(terms, name, labels):
    """Labels by term and the rest, with what continuing terms have by themselves."""
    return oracle.labels_of(terms, name, Labels.model_validate(labels))


def scopes_of(case, steady=False):
    """Where labels stand: (record, version, dimension); ``steady`` ones keep their rest when an ``in`` is added."""
    return [
        (i, j, name)
        for i, record in enumerate(case.records)
        if record["kind"] == "pledge"
        for j, version in enumerate(record["versions"])
        for name, labels in version["scope"].items()
        if not steady or "in" in labels or "rest" in labels
    ]


def relabelled(case, place, term, label, gone=None):
    """The case with a label added at a place, and with one taken away."""
    i, j, name = place

    def change(records):
        labels = records[i]["versions"][j]["scope"][name]
        if gone:
            labels[gone].remove(term)
            labels.update({gone: labels[gone]} if labels[gone] else {})
        labels.setdefault(label, []).append(term)

    return case.changed(change)


@given(st.one_of(cases(), scale_cases()), st.data())
def test_law_1_adding_an_in_label_never_removes_coverage(case, data):
    """LAW-1.

    Precondition: the dimension has an ``in`` label or a given rest, else the first ``in`` turns the rest out.
    """
    places = scopes_of(case, steady=True)
    assume(places)
    i, j, name = place = data.draw(st.sampled_from(places))
    terms = terms_of(case, name)
    own, _ = own_labels(terms, name, case.records[i]["versions"][j]["scope"][name])
    free = [t for t in terms.named if not any(terms.below(o) <= terms.below(t) for o in own)]
    assume(free)
    before = case.scorecard()
    after = relabelled(case, place, data.draw(st.sampled_from(free)), "in").scorecard()
    for old, new in zip(before.cells, after.cells, strict=True):
        assert ORDER.index(new.label) >= ORDER.index(old.label)
    assert after.strength.covered >= before.strength.covered
    assert after.strength.possible >= before.strength.possible


@given(cases(), st.randoms(use_true_random=False))
def test_law_1_the_order_of_labels_and_records_changes_nothing(case, random):
    def shuffle(records):
        random.shuffle(records)
        for record in records:
            for labels in (labels for v in record.get("versions", ()) for labels in v["scope"].values()):
                for terms in (terms for word, terms in labels.items() if word != "rest"):
                    random.shuffle(terms)

    assert results(case.changed(shuffle)) == results(case)


def renamed(records):
    """The same records as those of another company with its own topic, vocabularies and sources."""
    text = {"acme": "other", "topic": "other-topic", "actions": "deeds", "customers": "buyers", "actors": "doers"}
    text |= {f"s{i}": f"other-{i}" for i in range(4)} | {"law": "other-l", "other-law": "other-ll"}

    def rename(value, key=""):
        if isinstance(value, dict):
            return {key: rename(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [rename(inner, key) for inner in value]
        return text.get(value, value.replace("acme/", "other/")) if isinstance(value, str) and key != "kind" else value

    return [rename(record) for record in records]


@given(cases(), cases())
def test_law_1_records_of_unrelated_companies_change_nothing(case, other):
    together = case.changed(lambda records: [*records, *renamed(other.records)])
    assert scorecard_json(together.scorecard()) == scorecard_json(case.scorecard())


@given(st.one_of(cases(), scale_cases()), st.data())
def test_law_2_resolving_an_unclear_label_only_narrows(case, data):
    """LAW-2. Precondition for resolving to ``in``: the dimension has an ``in`` label or a given rest, as in LAW-1.

    Resolved is to ``in`` or ``out``. An ``except`` says more: that the words name it, which turns what another
    dimension already leaves out from a loophole into an exception used.
    """
    places = [(p, t) for p in scopes_of(case) for t in labels_at(case, p).get("unclear", ())]
    assume(places)
    place, term = data.draw(st.sampled_from(places))
    steady = place in scopes_of(case, steady=True)
    word = data.draw(st.sampled_from(["in", "out"] if steady else ["out"]))
    resolved = relabelled(case, place, term, word, gone="unclear")
    memberships_only_settle(case, resolved, place)
    before, after = case.scorecard(), resolved.scorecard()
    may_move = {None, "possible breach", "possible loophole", "unaddressed", "after lapse"}
    old, new = words_by_act(before.assessment), words_by_act(after.assessment)
    assert {old.get(key) for key in old.keys() | new.keys() if old.get(key) != new.get(key)} <= may_move
    assert before.strength.covered <= after.strength.covered
    assert after.strength.possible <= before.strength.possible


def labels_at(case, place):
    """The labels of a dimension of a version."""
    i, j, name = place
    return case.records[i]["versions"][j]["scope"][name]


def memberships_only_settle(case, resolved, place):
    """Whether each term that was inside or outside still is, by the slow reading."""
    name = place[2]
    terms = terms_of(case, name)
    old, new = (own_labels(terms, name, labels_at(c, place)) for c in (case, resolved))
    for term in terms.broader:
        answer = oracle.term_answer(terms, *old, term)[0]
        if answer in ("inside", "outside"):
            assert oracle.term_answer(terms, *new, term)[0] == answer


def with_term(case, name, ups):
    """The case with a new term, unlabelled, under some classes of a dimension."""

    def change(records):
        record = next(r for r in records if r.get("id") == VOCABULARY[name])
        record["terms"].append({"id": "new", "name": "new", "broader": ups})

    return case.changed(change)


@given(cases(), st.data())
def test_law_3_a_term_under_one_class_decides_as_the_class_and_changes_nothing_else(case, data):
    name = data.draw(st.sampled_from(("action", "counterparty")))
    up = data.draw(st.sampled_from(sorted(terms_of(case, name).broader)))
    grown = with_term(case, name, [up])
    assert results(grown) == results(case)
    for before, after in zip(dimensions_of(case, name), dimensions_of(grown, name), strict=True):
        assert after.decided("new")[0] == before.decided(up)[0]
        assert [after.any_of((t,)) for t in before.vocabulary.terms] == [
            before.any_of((t,)) for t in before.vocabulary.terms
        ]


@given(cases(), st.data())
def test_law_3_a_term_under_several_classes_turns_one_unclear_at_most(case, data):
    name = data.draw(st.sampled_from(("action", "counterparty")))
    ups = data.draw(
        st.lists(st.sampled_from(sorted(terms_of(case, name).broader)), min_size=2, max_size=3, unique=True)
    )
    for before, after in zip(dimensions_of(case, name), dimensions_of(with_term(case, name, ups), name), strict=True):
        for term in before.vocabulary.terms:
            old, new = before.any_of((term,))[0].word, after.any_of((term,))[0].word
            joined = any(before.vocabulary.covers(term, up) for up in ups)
            assert new == old or (joined and new in ("unclear", "partly"))


def dimensions_of(case, name):
    """One dimension of each scope of a case, compiled."""
    dossier = case.dossier()
    versions = [version for pledge in dossier.pledges for version in pledge.versions]
    return [dossier.compiled(version.scope).by_name[name] for version in versions] + [dossier.yardstick.by_name[name]]


@given(cases())
def test_law_3_what_stands_below_an_inside_class_is_inside(case):
    for dimension in dimensions_of(case, "counterparty") + dimensions_of(case, "action"):
        for term in dimension.vocabulary.terms:
            if dimension.any_of((term,))[0].word == "inside":
                below = dimension.vocabulary.names(dimension.vocabulary.below(term))
                assert {dimension.any_of((narrow,))[0].word for narrow in below} == {"inside"}


@given(cases(), st.data())
def test_law_4_a_redundant_label_changes_nothing(case, data):
    """LAW-4. Preconditions: an ``in`` label as in LAW-1; and no label that reaches a narrower term on another way.

    Without the second, SCOPE-4 lets the new label be one of the nearest of a term that stood below a more specific one:
    A (out) over B (in) and C, and D under both B and C. D is in by B; label C out, as it is, and D is out. For the same
    reason a company might have to name D too, so the smallest amendment is left out here.
    """
    places = scopes_of(case, steady=True)
    assume(places)
    i, j, name = place = data.draw(st.sampled_from(places))
    terms = terms_of(case, name)
    own, rest = own_labels(terms, name, case.records[i]["versions"][j]["scope"][name])

    def alone(term):
        related = terms.below(term) | terms.above(term)
        return all(terms.above(narrow) & own.keys() <= related for narrow in terms.below(term))

    free = [term for term in terms.broader if term not in own and alone(term)]
    assume(free)
    term = data.draw(st.sampled_from(free))
    redundant = relabelled(case, place, term, oracle.decided(terms, own, rest, term))
    assert results(redundant)[:3] == results(case)[:3]


@given(cases(), st.data())
def test_law_4_an_edge_that_is_already_implied_changes_nothing(case, data):
    edges = [
        (VOCABULARY[name], term, up)
        for name in ("action", "counterparty")
        for terms in [terms_of(case, name)]
        for term in terms.broader
        for up in sorted(terms.above(term) - terms.broader[term])
    ]
    assume(edges)
    vocabulary, term, up = data.draw(st.sampled_from(edges))

    def change(records):
        record = next(r for r in records if r.get("id") == vocabulary)
        next(t for t in record["terms"] if t["id"] == term)["broader"].append(up)

    assert scorecard_json(case.changed(change).scorecard()) == scorecard_json(case.scorecard())


@given(cases())
def test_strength_is_what_its_cells_are(case):
    card = case.scorecard()
    covered = sum(cell.label == "covered" for cell in card.cells)
    assert (
        strength(card.cells, None).covered
        == covered
        <= card.strength.possible
        <= card.strength.cells
        == len(card.cells)
    )
