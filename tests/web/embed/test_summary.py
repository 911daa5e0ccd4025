"""What an embed says.

The company's own last answer, its own name first, one check only where all companies share it.
"""

from tests.factories import company, decision, evidence, outcome, pledge, response, scope, scorecard, topic, version
from tracker.engine.alerts import alerts
from tracker.engine.presented import PresentedScorecard
from tracker.records.sentences import SENTENCES
from tracker.web.embed.summary import comparison_summary, drawn_name, reply_words
from tracker.web.scorecard.axes import conduct_of, notes_of, strength_of


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


def test_a_comparison_tells_one_check_only_where_it_is_that_of_all():
    same, other = card_of(pledge()), card_of(pledge())
    assert comparison_summary([same, other]).checked == "checked 1 March 2021"
    unlike = scorecard(topic(checked_until={"acme": "2021-04-01"}), pledge())
    told = comparison_summary([same, unlike])
    assert told.checked == "checked 1 March 2021 or later"
    assert ["1 March 2021" in side.when for side in told.sides] == [True, False]


def test_what_editors_set_aside_is_not_counted():
    found = conduct_of(card_of(pledge(), evidence()))
    dismissed = conduct_of(card_of(pledge(), evidence(), decision(decision="dismissed")))
    assert (len(found.lines), len(dismissed.lines)) == (1, 0)
    assert found.badge != dismissed.badge


def test_conduct_is_bounded_by_the_last_check():
    assert "1 March 2021" in conduct_of(card_of(pledge())).reviewed
    assert "1 February 2021" in conduct_of(card_of(pledge(), as_of="2021-02-01")).reviewed


def test_records_are_said_to_be_compared_with_every_pledge_only_where_there_are_several_of_both():
    one, two = evidence(), evidence("acme/before", period="2019")
    shown = {
        (pledges, len(records)): len(conduct_of(card_of(*pledged, *records)).reviewed)
        for pledges, pledged in ((1, [pledge()]), (2, [pledge(), pledge("acme/more")]))
        for records in ((one,), (one, two))
    }
    assert shown[2, 1] == shown[1, 1]
    assert shown[2, 2] > shown[1, 2]


def test_nothing_is_said_to_be_against_a_pledge_that_is_not_there_or_beside_what_is():
    nothing = conduct_of(card_of(pledge())).badge
    assert conduct_of(card_of()).badge != nothing
    against = card_of(pledge(), evidence(), evidence("acme/before", period="2019"))
    assert conduct_of(against).nothing == ""
    assert conduct_of(against).badge != nothing
    before = card_of(pledge(), evidence(period="2019"))
    assert conduct_of(before).nothing != ""


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


def test_the_range_is_one_number_where_nothing_is_unclear():
    assert "1 of 4" in strength_of(card_of(pledge())).range
    assert "up to" not in strength_of(card_of(pledge())).range


def test_only_a_day_that_has_not_come_is_noted_as_one():
    card = card_of(pledge(), as_of="2021-03-01")
    assert notes_of(card, card.as_of) == notes_of(card, card.as_of.replace(year=2022))
    assert len(notes_of(card, card.as_of.replace(year=2020))) == len(notes_of(card, card.as_of)) + 1
