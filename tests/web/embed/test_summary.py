"""What an embed says.

The company's own last answer, its own name first, one check only where all companies share it.
"""

from tests.factories import (
    cells,
    company,
    decision,
    evidence,
    fulfilment,
    outcome,
    pledge,
    promise,
    response,
    scope,
    scorecard,
    topic,
    version,
    yardstick,
)
from tracker.engine.alerts import alerts
from tracker.engine.presented import PresentedScorecard
from tracker.records.sentences import SENTENCES
from tracker.web.embed.record_summary import finding_on, pledge_summary
from tracker.web.embed.summary import MOST_ROWS, comparison_summary, drawn_name, reply_words, scorecard_summary


def card_of(*records, **fields):
    return scorecard(topic(checked_until={"acme": "2021-03-01"}), *records, **fields)


def test_the_last_answer_of_the_company_itself_is_told():
    early = response("acme/early", answered="2020-06-12")
    late = response("acme/late", answered="2021-02-03", answer="none")
    dealer = response("acme/dealer", answered="2021-04-05", respondent="A dealer")
    said = reply_words(card_of(pledge(), late, early, dealer))
    assert "3 February 2021" in said
    assert "12 June 2020" not in said
    only_others = reply_words(card_of(pledge(), dealer))
    assert only_others == reply_words(card_of(pledge()))
    assert "5 April 2021" not in only_others


def test_a_company_is_drawn_under_its_own_name_where_pictures_can_show_it():
    assert drawn_name(company(aliases=["Acme"])) == "Acme Optics Inc."
    assert drawn_name(company(name="株式会社", aliases=["Acme"])) == "Acme"


def test_rows_that_have_no_room_are_counted():
    def summary(number):
        rows = cells(**{f"row_{row}": {"counterparty": ["local-police"]} for row in range(number)})
        return scorecard_summary(scorecard(topic(yardstick=yardstick(rows=rows)), pledge()))

    assert (len(summary(MOST_ROWS).rows), summary(MOST_ROWS).more_rows) == (MOST_ROWS, 0)
    assert (len(summary(MOST_ROWS + 2).rows), summary(MOST_ROWS + 2).more_rows) == (MOST_ROWS, 2)


def test_a_comparison_tells_one_check_only_where_it_is_that_of_all():
    same, other = card_of(pledge()), card_of(pledge())
    assert comparison_summary([same, other]).checked == "checked 1 March 2021"
    unlike = scorecard(topic(checked_until={"acme": "2021-04-01"}), pledge())
    summary = comparison_summary([same, unlike])
    assert summary.checked == "checked 1 March 2021 or later"
    assert ["1 March 2021" in side.when for side in summary.sides] == [True, False]
    never = scorecard(topic(checked_until={}), pledge())
    assert comparison_summary([same, never]).checked == "not every last check noted"


def test_an_act_in_doubt_is_never_named_as_one_against_the_pledge():
    def first(*records):
        return alerts(PresentedScorecard(card_of(*records)))[0]

    unclear = pledge(versions=[version(scope=scope(action={"unclear": ["sell"]}))])
    plain, doubtful = first(pledge(), evidence()), first(unclear, evidence())
    headings = [SENTENCES[f"finding.{name}.heading"] for name in ("breach", "possible breach")]
    assert [plain.subject, doubtful.subject] == headings
    assert doubtful.brief_line.startswith(headings[1])
    assert doubtful.badge_line.startswith(headings[1])
    alleged = first(pledge(), evidence(outcomes=[outcome("2020-08-01", "alleged")]))
    assert alleged.subject == SENTENCES["top.all-alleged"].format(counted=headings[1])


def test_a_finding_that_editors_dismissed_is_not_on_record_of_its_pledge():
    records = [pledge(), evidence(period="2021-03")]
    dismissed = decision(decision="dismissed", date="2021-06-01")
    with_act, not_told = (
        pledge_summary(card_of(*records, *more), "acme/no-sales").lines for more in ((), (dismissed,))
    )
    none = SENTENCES["finding.none.heading"]
    assert (none in [line.word for line in with_act], none in [line.word for line in not_told]) == (False, True)


def test_of_two_versions_that_may_be_in_force_the_later_is_quoted():
    versions = [version(quote="Not to police."), version(quote="To nobody.", start="2021-03")]
    summary = pledge_summary(card_of(pledge(versions=versions), as_of="2021-03-15"), "acme/no-sales")
    assert summary.quote == "“To nobody.”"


def test_what_counts_for_another_pledge_is_on_record_of_its_own_too():
    """An act counts once, for one of the pledges that it goes against (DEED-11)."""
    card = card_of(pledge(), pledge("acme/again"), evidence(period="2021-02"))
    one, other = ([line.word for line in pledge_summary(card, id).lines] for id in ("acme/no-sales", "acme/again"))
    assert one == other
    assert SENTENCES["finding.none.heading"] not in one


def test_a_record_is_told_by_what_it_counts_as():
    """A milestone stands under the deadline that was met, though it is the graver of the two (DUE-11)."""
    target = {"measure": "paper", "unit": "percent", "at_least": "100"}
    way = [{"by": "2020-12-31", "at_least": "40"}]
    made = promise(versions=[version(deadline="2022-06-30", target=target, milestones=way)])
    done = evidence(acts=[], period="2021-02", fulfils=[fulfilment(on="2021-02-01", amount="100")])
    finding = finding_on(card_of(made, done), "acme/deal", "")
    assert finding.kind == "deadline"
    assert finding.lead
