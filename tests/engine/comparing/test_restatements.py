"""A pledge beside the one that it restates."""

from datetime import date

from tests import factories as make
from tracker.engine.comparing.restatements import restatement_differences
from tracker.records.sentences import SENTENCES

AS_OF = date(2021, 12, 31)
EVERYONE = {"in": ["local-police", "federal-police"]}


def restated(original=None, terms=None, **fields):
    """What is said of service terms that restate an announcement."""
    announcement = make.pledge("acme/announced", versions=[make.version(**(original or {}))])
    service = make.pledge("acme/terms", restates="acme/announced", versions=[make.version(**(terms or {}))], **fields)
    return restatement_differences(make.dossier(announcement, service), AS_OF)


def test_the_same_words_differ_in_nothing():
    (restatement,) = restated()
    assert restatement.same
    assert (restatement.original.id, restatement.restated.id) == ("acme/announced", "acme/terms")


def test_what_the_terms_leave_out_is_told_in_words():
    (restatement,) = restated({"scope": make.scope(counterparty=EVERYONE)})
    original, restated_text = SENTENCES["difference.original"], SENTENCES["difference.restated"]
    parts = [
        SENTENCES["difference.inside"].format(name=original),
        SENTENCES["difference.outside"].format(name=restated_text),
    ]
    text = SENTENCES["difference.terms"].format(terms="Federal-police", parts="; ".join(parts))
    assert [item.text for item in restatement.scope] == [text]
    assert not restatement.same


def test_another_end_and_another_day_are_told_in_words():
    (restatement,) = restated(
        {"ends": {"after": "1 year"}}, {"start": "2020-09-01", "ends": {"condition": "drone-law"}}
    )
    before = SENTENCES["ends.over-fixed"].format(last_day="10 June 2021")
    after = SENTENCES["ends.condition"].format(condition="a drone law is in place")
    assert [(fact.what, fact.first, fact.second) for fact in restatement.facts] == [
        ("start", "11 June 2020", "1 September 2020"),
        ("ends", before, after),
    ]
    names = {"first": SENTENCES["difference.original"], "second": SENTENCES["difference.restated"]}
    what = SENTENCES["difference.ends"]
    assert restatement.facts[1].text == SENTENCES["difference.fact"].format(
        what=what, before=before, after=after, **names
    )


def test_a_promise_to_act_is_not_compared_with_one_not_to():
    (restatement,) = restated(None, {"deadline": "2021-06-30"}, commitment="perform")
    assert (restatement.comparable, restatement.scope) == (False, [])
    assert [fact.what for fact in restatement.facts] == ["commitment", "deadline"]


def test_the_version_that_stood_last_is_compared():
    both = [make.version(), make.version(start="2021-01-01", change="widened", scope=make.scope(counterparty=EVERYONE))]
    announcement = make.pledge("acme/announced", versions=both)
    service = make.pledge("acme/terms", restates="acme/announced")
    for day, differing in (("2020-12-31", 0), ("2021-01-01", 1)):
        (restatement,) = restatement_differences(make.dossier(announcement, service), date.fromisoformat(day))
        assert len(restatement.scope) == differing


def test_names_are_those_that_the_page_gives():
    announcement = make.pledge("acme/announced", versions=[make.version(scope=make.scope(counterparty=EVERYONE))])
    service = make.pledge("acme/terms", restates="acme/announced")
    dossier = make.dossier(announcement, service)
    (restatement,) = restatement_differences(dossier, AS_OF, names=("the announcement", "the contract"))
    assert (
        restatement.scope[0].text == "Federal-police: the announcement covers this; the contract does not cover this."
    )


def test_what_is_not_public_yet_or_not_of_the_dossier_is_left_out():
    announcement = make.pledge("acme/announced")
    service = make.pledge("acme/terms", restates="acme/announced", versions=[make.version(start="2030-01-01")])
    elsewhere = make.pledge("acme/other", restates="acme/gone")
    assert restatement_differences(make.dossier(announcement, service, elsewhere), AS_OF) == []
