"""Scorecards side by side."""

import pytest

from tests import factories as make
from tracker.engine.comparing.comparison import NotComparableError, compare
from tracker.records.sentences import SENTENCES

BOTH = {"in": ["local-police", "federal-police"]}


def card(company, *records, **options):
    return make.scorecard(make.company(company), *records, company=company, **options)


def pledge(company, **version):
    return make.pledge(f"{company}/no-sales", versions=[make.version(**version)])


def test_each_side_has_its_words_its_end_and_its_length():
    spoken = card("acme", pledge("acme", ends={"after": "1 year"}), as_of="2020-12-31")
    side = card("bolt", pledge("bolt", reported="They said they would stop.", ends="open"), as_of="2020-12-31")
    first, second = compare([spoken, side]).sides
    assert (first.words, first.verbatim) == ("We will not sell camera drones to the police", True)
    assert (first.since, first.ends, first.lasts) == ("11 June 2020", "last day 10 June 2021 (1 year)", "1 year")
    assert (second.words, second.verbatim) == ("They said they would stop.", False)
    assert (second.ends, second.lasts) == (SENTENCES["ends.open"], None)
    assert (first.name, first.strength.word) == ("Acme Optics Inc.", "partial")


def test_cells_are_overlaid_in_the_order_of_the_companies():
    comparison = compare(
        [card("acme", pledge("acme")), card("bolt", pledge("bolt", scope=make.scope(counterparty=BOTH)))]
    )
    by_cell = {(cell.row.id, cell.column.id): cell for cell in comparison.cells}
    assert by_cell["federal-police", "sell"].labels == ("open", "covered")
    assert by_cell["local-police", "sell"].labels == ("covered", "covered")
    assert [cell.differs for cell in comparison.cells].count(True) == 1


def test_gaps_that_only_some_have_are_told_by_row():
    everything = make.scope(counterparty=BOTH, action={"in": ["sell", "pilot"]})
    comparison = compare(
        [
            card("acme", pledge("acme")),
            card("bolt", pledge("bolt", scope=everything)),
            card("cork", pledge("cork", scope=make.scope(counterparty={"in": ["local-police"], "rest": "unclear"}))),
        ]
    )
    assert [(gap.row.id, [column.id for column in gap.columns], gap.labels) for gap in comparison.gaps_of_some] == [
        ("local-police", ["pilot"], ("open", "covered", "open")),
        ("federal-police", ["sell"], ("open", "covered", "unclear")),
        ("federal-police", ["pilot"], ("open", "covered", "open")),
    ]
    covered, unclear = (SENTENCES[f"compared.{label}"] for label in ("covered", "unclear"))
    parts = [
        covered.format(names="Bolt Optics Inc."),
        unclear.format(names="Cork Optics Inc."),
        SENTENCES["compared.open"].format(names="Acme Optics Inc"),  # the full stop of the name ends the sentence
    ]
    text = SENTENCES["compared.gap"].format(row="Federal police", columns="sell", parts="; ".join(parts))
    assert comparison.gaps_of_some[1].text == text


def test_every_pair_has_the_difference_of_its_words():
    cards = [
        card("acme", pledge("acme")),
        card("bolt", pledge("bolt", scope=make.scope(counterparty=BOTH))),
        card("cork", pledge("cork")),
    ]
    pairs = compare(cards).pairs
    assert [(pair.first.name[:4], pair.second.name[:4], len(pair.differences)) for pair in pairs] == [
        ("Acme", "Bolt", 1),
        ("Acme", "Cork", 0),
        ("Bolt", "Cork", 1),
    ]
    outside, inside = (SENTENCES[f"difference.{reach}"] for reach in ("outside", "inside"))
    parts = f"{outside.format(name='Acme Optics Inc.')}; {inside.format(name='Bolt Optics Inc.')}"
    text = SENTENCES["difference.terms"].format(terms="Federal-police", parts=parts)
    assert pairs[0].differences[0].text == text
    assert pairs[1].text == SENTENCES["difference.none"]


def test_a_company_without_a_pledge_has_no_words_and_no_differences():
    comparison = compare([card("acme", pledge("acme")), card("bolt")])
    assert (comparison.sides[1].pledge, comparison.sides[1].words, comparison.sides[1].ends) == (None, None, None)
    (pair,) = comparison.pairs
    assert (pair.comparable, pair.differences, pair.text) == (False, [], None)


def test_a_promise_to_act_is_not_compared_with_one_not_to():
    promise = make.promise("bolt/report")
    (pair,) = compare([card("acme", pledge("acme")), card("bolt", promise)]).pairs
    assert not pair.comparable
    assert (pair.differences, pair.text) == ([], SENTENCES["difference.other-kind"])


@pytest.mark.parametrize(
    ("cards", "message"),
    [
        ([card("acme")], "choose 2 to 4"),
        ([card(name) for name in ("acme", "bolt", "cork", "dart", "echo")], "choose 2 to 4"),
        ([card("acme"), card("acme")], "listed twice"),
        ([card("acme"), card("bolt", as_of="2020-01-01")], "same topic and date"),
        ([card("acme"), card("bolt", make.topic(question="Who sells?"))], "changed between"),
    ],
    ids=["one", "five", "twice", "days", "topic"],
)
def test_what_cannot_be_compared_says_why(cards, message):
    with pytest.raises(NotComparableError, match=message):
        compare(cards)
