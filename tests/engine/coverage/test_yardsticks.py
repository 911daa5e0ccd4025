"""Yardsticks: two on one topic, with a target and a day, and tables of rows or columns alone (COVER-4, COVER-5)."""

from datetime import date

import pytest
from pydantic import ValidationError

from tests import factories as make
from tests.factories import KNOWN_AT
from tracker.engine.comparing.comparison import compare
from tracker.engine.coverage.shortfalls import shortfall_text
from tracker.engine.dossier import Dossier
from tracker.engine.presented import PresentedScorecard
from tracker.engine.scorecard import compute
from tracker.engine.scorecard_json import scorecard_json
from tracker.engine.text import capital
from tracker.records.checking.checks import check
from tracker.records.kinds import from_body

AS_OF = date(2020, 6, 30)
PAPER = {
    "commitment": "perform",
    "scope": {"subject": {"in": ["office", "packaging"]}},
    "rows": make.cells(office={"subject": ["office"]}, packaging={"subject": ["packaging"]}),
    "target": {"measure": "Share of recycled paper", "unit": "%", "at_least": "80"},
    "deadline": "2025",
    "reasons": [{"text": "Because."}],
}
FELLING = {
    "commitment": "refrain",
    "scope": {"subject": {"in": ["forest"]}},
    "columns": make.cells(forest={"subject": ["forest"]}),
    "reasons": [{"text": "Because."}],
}


def topic(first=PAPER, second=None):
    return make.topic(
        id="paper",
        dimensions={"subject": {"vocabulary": "papers", "name": "matter"}},
        yardstick=first,
        second_yardstick=second,
        checked_until={"acme": "2020-06-30"},
        background=None,
    )


def promise(id="acme/recycled", scope=None, **fields):
    version = make.version(start="2020-01-01", scope=scope or {"subject": {"in": ["office", "packaging"]}}, **fields)
    return make.pledge(id=id, topic="paper", commitment="perform", versions=[version])


def target(amount, measure="share of recycled paper", **fields):
    return {"measure": measure, "unit": "%", "at_least": amount} | fields


def bundle(*records, first=PAPER, second=None):
    papers = make.vocabulary("papers", {"office": [], "packaging": [], "forest": []})
    return make.bundle(papers, topic(first, second), *records)


def card(*records, first=PAPER, second=None, company="acme"):
    return compute(Dossier.of(bundle(*records, first=first, second=second), company, "paper"), AS_OF, KNOWN_AT)


def labels(scored):
    return {(cell.row.id, cell.column.id): str(cell.label) for cell in scored.cells}


@pytest.mark.parametrize(
    ("fields", "label", "key"),
    [
        ({"target": target("80"), "deadline": "2025"}, "covered", None),
        ({"target": target("90"), "deadline": "2024"}, "covered", None),
        ({"target": target("40"), "deadline": "2025"}, "partly", "shortfall.target.at-least"),
        ({"target": target("80"), "deadline": "2030"}, "partly", "shortfall.later"),
        ({"target": target("80"), "deadline": "2026-01-01"}, "partly", "shortfall.later"),
        ({"target": target("80")}, "unclear", "shortfall.no-day"),
        ({"deadline": "2025"}, "unclear", "shortfall.no-target.at-least"),
        ({"target": target("80", "tonnes bought"), "deadline": "2025"}, "unclear", "shortfall.other-measure"),
        ({"target": target("80", unit="t"), "deadline": "2025"}, "unclear", "shortfall.other-measure"),
        (
            {"target": target("95"), "deadline": "2030", "milestones": [{"by": "2025", "at_least": "80"}]},
            "covered",
            None,
        ),
        (
            {"target": target("95"), "deadline": "2030", "milestones": [{"by": "2025", "at_least": "79.5"}]},
            "partly",
            "shortfall.later",
        ),
    ],
)
def test_a_pledge_that_asks_for_less_or_later_covers_partly(fields, label, key):
    scored = card(promise(**fields))
    assert set(labels(scored).values()) == {label}
    assert {short.key for cell in scored.cells for short in cell.shortfalls} == ({key} if key else set())


def test_a_row_asks_for_less_only_where_that_is_all_that_is_wrong_with_it():
    """Office paper is to be 40 % recycled, and packaging perhaps: the row is not clearly covered."""
    one = {**PAPER, "rows": make.cells(paper={}), "columns": PAPER["rows"]}
    less = {"target": target("40"), "deadline": "2025"}
    for scope, answer in (({"in": ["office"], "unclear": ["packaging"]}, "unclear"), ({"in": ["office"]}, "partly")):
        (row,) = card(promise(scope={"subject": scope}, **less), first=one).coverage.rows
        assert row.answer == answer


@pytest.mark.parametrize(("fields", "expected"), [({"target": target("40")}, 0), ({"deadline": "2030"}, 1)])
def test_what_is_certainly_less_is_told_before_what_is_not_said(fields, expected):
    scored = card(promise(**fields))
    lacking = scored.cells[0].shortfalls
    assert [it.certain for it in lacking] == [place == expected for place in range(2)]
    sentences = [capital(shortfall_text(scored.dossier.wording, it)) for it in lacking]
    assert [sentence in scored.headline for sentence in sentences] == [place == expected for place in range(2)]


def test_what_is_to_fall_is_less_where_more_would_be_left():
    yardstick = {**PAPER, "target": {"measure": "Waste", "unit": "t", "at_most": "1000"}, "deadline": None}
    yardstick = {name: value for name, value in yardstick.items() if value}
    own = {"measure": "waste", "unit": "t", "at_most": "12500"}
    scored = card(promise(target=own), first=yardstick)
    assert set(labels(scored).values()) == {"partly"}
    text = scored.gap_lines[0].text
    assert "12\u202f500\u202ft" in text
    assert "11\u202f500\u202ft" in text


def test_it_is_said_by_how_much_and_what_would_close_the_gap():
    scored = card(promise(target=target("40"), deadline="2030"))
    text = " ".join(line.text for line in scored.gap_lines)
    assert "40\u202fpercentage points" in text
    assert "5 years" in text
    assert [(part.dimension, part.add) for part in scored.amendment] == [
        ("target", ("at-least", "80\u202f%")),
        ("deadline", ("31 December 2025",)),
    ]
    assert "40\u202fpercentage points" in scored.headline[1]
    assert len(scored.headline) <= 3


def test_a_day_too_late_is_one_day():
    (later,) = card(promise(target=target("80"), deadline="2026-01-01")).cells[0].shortfalls
    assert dict(later.values)["difference"] == "1 day"


@pytest.mark.parametrize(("as_of", "expected"), [(date(2020, 6, 30), True), (date(2020, 7, 1), False)])
def test_what_a_promise_leaves_out_is_told_to_the_day_on_which_it_is_due(as_of, expected):
    made = bundle(promise(scope={"subject": {"in": ["office"]}}, target=target("80"), deadline="2020-06-30"))
    scored = compute(Dossier.of(made, "acme", "paper"), as_of, KNOWN_AT)
    assert (scored.dossier.wording("headline.gap-open", rows="packaging") in scored.headline) is expected


def test_what_another_pledge_asks_for_is_not_proposed():
    other = promise(id="acme/enough", target=target("85"), deadline="2025")
    scored = card(promise(target=target("40"), deadline="2030"), other)
    assert set(labels(scored).values()) == {"covered"}
    assert scored.amendment == []


def test_what_only_a_lesser_pledge_covers_is_asked_in_numbers():
    full = promise(scope={"subject": {"in": ["office"]}}, target=target("80"), deadline="2020")
    less = promise("acme/less", scope={"subject": {"in": ["packaging"]}}, target=target("50"), deadline="2030")
    dimensions = [part.dimension for part in card(full, less).amendment]
    assert dimensions == ["target", "deadline"]


def test_a_row_that_the_pledge_does_not_name_stays_open():
    scored = card(promise(scope={"subject": {"in": ["office"]}}, target=target("40"), deadline="2025"))
    assert labels(scored) == {("office", "all"): "partly", ("packaging", "all"): "open"}


def test_a_topic_asks_both_to_refrain_and_to_act():
    refrain = make.pledge(
        topic="paper", versions=[make.version(start="2020-01-01", scope={"subject": {"in": ["forest"]}})]
    )
    scored = card(refrain, second=FELLING)
    assert labels(scored) == {("office", "all"): "open", ("packaging", "all"): "open", ("forest", "all"): "covered"}
    assert (scored.strength.covered, scored.strength.cells) == (1, 3)
    assert {part.commitment for part in scored.amendment} == {"perform"}
    assert [row.answer for row in PresentedScorecard(scored).rows] == ["open", "open", "covered"]
    both = card(refrain, promise(target=target("80"), deadline="2025"), second=FELLING)
    assert both.strength.word == "full"
    assert both.gaps == []
    everything = {both.dossier.wording(f"headline.gap-none{form}") for form in ("", ".several")}
    assert everything.isdisjoint(scored.headline)  # what one of two tables asks is not everything
    assert everything & {*both.headline}


def test_amendments_of_two_tables_say_which_kind_of_pledge_they_are_about():
    lines = card(second=FELLING).amendment_lines
    assert {line.rpartition(", ")[2] for line in lines} == {"in a pledge to act", "in a pledge not to do this"}


def test_an_act_is_set_beside_the_yardstick_that_asks_to_refrain():
    refrain = make.pledge(
        topic="paper",
        versions=[make.version(start="2020-01-01", scope={"subject": {"in": ["forest"]}}, ends="open")],
    )
    felled, bought = (
        make.evidence(id=f"acme/{subject}", topics=["paper"], period="2020-03", acts=[{"subject": [subject]}])
        for subject in ("forest", "office")
    )
    scored = card(refrain, felled, bought, second=FELLING)
    assert [(f.evidence.id, f.yardstick) for f in scored.findings] == [("acme/forest", "inside")]
    assert [item.evidence.id for item in scored.assessment.context] == ["acme/office"]


def test_a_cell_of_a_table_with_one_column_is_told_by_its_row():
    scored = card()
    assert [gap["text"] for gap in scorecard_json(scored)["gaps"]] == [
        "Office: not covered.",
        "Packaging: not covered.",
    ]
    assert [line.subject for line in scored.gap_lines] == ["Everything"]


def test_scorecards_with_two_tables_are_compared():
    other = make.company(id="bolt", name="Bolt")
    own = make.version(scope={"subject": {"in": ["office"]}})
    bolt = make.pledge(id="bolt/recycled", topic="paper", commitment="perform", versions=[own])
    records = bundle(promise(target=target("80"), deadline="2025"), other, bolt, second=FELLING)
    cards = [compute(Dossier.of(records, id, "paper"), AS_OF, KNOWN_AT) for id in ("acme", "bolt")]
    assert [cell.row.id for cell in compare(cards).cells] == ["office", "packaging", "forest"]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ({**PAPER, "rows": []}, None, "no-cells"),
        ({**FELLING, "deadline": "2025"}, None, "yardstick-target-to-refrain"),
        ({**FELLING, "target": PAPER["target"]}, None, "yardstick-target-to-refrain"),
        (PAPER, PAPER, "yardsticks-alike"),
    ],
)
def test_a_yardstick_that_asks_for_nothing_or_for_the_impossible_is_refused(first, second, code):
    with pytest.raises(ValidationError) as refused:
        topic(first, second)
    assert [error["type"] for error in refused.value.errors()] == [code]


def test_no_row_stands_in_both_tables():
    second = {**FELLING, "columns": make.cells(office={"subject": ["forest"]})}
    faults = [(fault.path, fault.message.code) for fault in check(bundle(second=second)) if fault.key[0] == "topic"]
    assert faults == [(("second_yardstick", "columns", 0, "id"), "twice")]


def test_the_second_yardstick_is_checked_as_the_first():
    second = {**FELLING, "columns": make.cells(office={"subject": ["office"]}, x={"subject": ["nothing"]})}
    codes = {fault.message.code for fault in check(bundle(second=second)) if fault.key[0] == "topic"}
    assert "term-not-in-vocabulary" in codes
    record = from_body(
        {**topic(second=FELLING).model_dump(mode="json", by_alias=True, exclude_defaults=True), "kind": "topic"}
    )
    assert record == topic(second=FELLING)


def test_what_another_pledge_lacks_is_not_said_of_the_first():
    whole = promise(scope={"subject": {"in": ["office"]}}, target=target("80"), deadline="2025")
    other = promise("acme/boxes", {"subject": {"in": ["packaging"]}}, short="to print on it")
    scored = card(whole, other)
    first, second = scored.headline[0], scored.headline[1]
    assert scored.main[0].id == "acme/recycled", first
    because = scored.dossier.wording("because.words")
    assert second == scored.dossier.wording("headline.gap-unclear.several", rows="packaging", because=because)


def test_a_row_that_nothing_covers_comes_before_less_in_numbers():
    scored = card(promise(scope={"subject": {"in": ["office"]}}, target=target("40"), deadline="2025"))
    assert scored.headline[1] == scored.dossier.wording("headline.gap-open", rows="packaging")


@pytest.mark.parametrize("fields", [{}, {"target": target("80")}, {"target": target("40"), "deadline": "2030"}])
def test_less_in_numbers_is_told_in_one_sentence(fields):
    _, second, _ = card(promise(**fields)).headline
    assert ". " not in second


def test_a_row_that_is_only_less_in_numbers_is_partly_covered_and_says_by_how_much():
    scored = card(promise(target=target("40"), deadline="2030"))
    (flag,) = PresentedScorecard(scored).flags
    assert (flag.answer, flag.text) == ("partly", scored.dossier.wording("flag.less"))
    assert "40" in flag.why
    assert "2030" in flag.why
    assert {(row.answer, row.text) for row in PresentedScorecard(scored).rows} == {
        ("partly", scored.dossier.wording("row.partly"))
    }


def test_a_row_of_which_the_amount_is_not_named_stays_unclear_and_says_so():
    (flag,) = PresentedScorecard(card(promise(deadline="2025"))).flags
    assert flag.answer == "unclear"
    assert "names no amount" in flag.why
