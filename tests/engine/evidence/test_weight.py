"""How much evidence weighs (WEIGHT-1 to WEIGHT-5): origins counted once, records, outcomes, disputes."""

from itertools import pairwise

import pytest

from tests.factories import assessment, document, evidence, outcome, pledge, response, scorecard, source
from tracker.engine.evidence.weight import lineage, origins


def weight(*records, as_of="2021-12-31", **fields):
    """The weight of one deal that rests on these records."""
    return assessment(pledge(), evidence(**fields), *records, as_of=as_of).weights["acme/deal"]


LEAK = source("leak-1")
STORIES = (source("herald-1", derived_from=["leak-1"]), source("post-1", derived_from=["leak-1"]))


def test_one_report_is_a_single_report():
    weighed = weight(sources=["gazette-1"])
    assert (weighed.word, weighed.origins, weighed.sufficient) == ("single report", 1, False)


def test_two_independent_origins_corroborate():
    weighed = weight(source("herald-1"), sources=["gazette-1", "herald-1"])
    assert (weighed.word, weighed.origins, weighed.sufficient) == ("corroborated", 2, True)


def test_two_stories_on_one_leak_count_once():
    weighed = weight(LEAK, *STORIES, sources=["herald-1", "post-1"])
    assert (weighed.word, weighed.origins, weighed.origin_ids) == ("single report", 1, ("leak-1",))


def test_a_story_and_the_leak_it_rests_on_count_once():
    assert weight(LEAK, *STORIES, sources=["herald-1", "leak-1"]).origins == 1


def test_a_repost_counts_with_what_it_reposts():
    repost = source("mirror-1", derived_from=["gazette-1"])
    assert weight(repost, sources=["gazette-1", "mirror-1"]).word == "single report"


def test_a_story_that_rests_on_two_origins_has_both():
    both = source("herald-1", derived_from=["gazette-1", "post-1"])
    assert weight(both, source("post-1"), sources=["herald-1"]).origins == 2


def test_a_newspaper_does_not_corroborate_itself():
    again = source("gazette-2", publisher="GAZETTE")
    assert weight(again, sources=["gazette-1", "gazette-2"]).word == "single report"


def test_a_document_of_the_company_documents():
    weighed = weight(sources=["contract-1"])
    assert (weighed.word, weighed.origins, weighed.sufficient) == ("documented", 1, True)


def test_a_document_that_a_story_derives_from_does_not_document_the_story():
    story = source("herald-1", derived_from=["contract-1"])
    assert weight(story, sources=["herald-1"]).word == "single report"
    assert weight(story, sources=["herald-1", "contract-1"]).word == "documented"


@pytest.mark.parametrize("place", [{"location": "Case 1:19-cv-1"}, {"archive_url": "https://archive.example/1"}])
def test_a_document_may_be_found_without_an_address_of_its_own(place):
    assert weight(document(url=None, **place), sources=["contract-1"]).word == "documented"


def test_a_document_that_nobody_could_find_documents_nothing():
    assert weight(document(url=None), sources=["contract-1"]).word == "single report"


def test_a_complaint_is_a_claim_however_official_it_looks():
    assert weight(source("complaint-1", location="Case 1:19-cv-1"), sources=["complaint-1"]).word == "single report"


@pytest.mark.parametrize("word", ["admitted", "adjudicated"])
def test_what_was_admitted_or_ruled_on_needs_no_second_source(word):
    weighed = weight(sources=["gazette-1"], outcomes=[outcome("2020-09-01", word)])
    assert (weighed.word, weighed.sufficient) == ("admitted or adjudicated", True)


def test_an_allegation_that_was_denied_is_alleged_only_and_disputed():
    weighed = weight(outcomes=[outcome("2020-08-01", "alleged"), outcome("2020-09-01", "denied")])
    assert (weighed.alleged_only, weighed.disputed, weighed.sufficient) == (True, True, False)


def test_a_denial_of_what_is_documented_disputes_it_and_takes_no_weight():
    weighed = weight(outcomes=[outcome("2020-09-01", "denied")])
    assert (weighed.disputed, weighed.word, weighed.sufficient) == (True, "documented", True)


def test_an_admission_after_a_denial_ends_the_dispute():
    denied, admitted = outcome("2020-08-01", "denied"), outcome("2020-09-01", "admitted")
    assert weight(outcomes=[admitted, denied]).disputed is False
    assert weight(outcomes=[denied, admitted], as_of="2020-08-31").disputed is True


@pytest.mark.parametrize("word", ["not upheld", "retracted"])
def test_what_was_not_upheld_or_retracted_yields_no_finding_from_that_day(word):
    deal = evidence(
        outcomes=[
            outcome("2020-08-01", "alleged"),
            outcome("2020-09-01", word, **({"independent": "yes"} if word == "not upheld" else {})),
        ]
    )
    assert [f.computed for f in assessment(pledge(), deal, as_of="2020-08-31").findings] == ["possible breach"]
    later = assessment(pledge(), deal)
    assert later.findings == []
    assert [(c.evidence.id, c.reason) for c in later.context] == [("acme/deal", f"context.{word.replace(' ', '-')}")]
    assert later.reviewed == 1


def test_a_ruling_that_overturns_a_dismissal_brings_the_finding_back():
    deal = evidence(
        outcomes=[outcome("2020-08-01", "not upheld", independent="yes"), outcome("2020-09-01", "adjudicated")]
    )
    assert [f.computed for f in assessment(pledge(), deal).findings] == ["breach"]


def test_what_was_put_right_keeps_its_finding_and_says_so():
    card = scorecard(pledge(), evidence(outcomes=[outcome("2020-09-01", "put right")]))
    assert card.gravest == "breach"
    assert card.findings[0].weight.outcome.outcome == "put right"


def test_a_denying_response_marks_the_evidence_it_is_about_as_disputed():
    denial = response(answer="denied", text="We did not.", about=["acme/deal"], answered="2020-08-15")
    assert weight(denial).disputed is True
    assert weight(denial, as_of="2020-08-14").disputed is False
    assert weight(response(answer="denied", text="No.", about=["acme/no-sales"])).disputed is False


def test_outcomes_count_in_order_of_time_whatever_their_order_on_the_record():
    outcomes = [outcome("2020-09-01", "retracted"), outcome("2020-08-01", "alleged")]
    assert weight(outcomes=outcomes).excluded == "retracted"


@pytest.mark.parametrize("nature", ["statement", "study", "proceeding"])
def test_only_conduct_yields_findings(nature):
    suit = evidence("acme/suit", nature=nature, acts=None)
    result = assessment(pledge(), suit)
    assert result.findings == []
    assert [c.reason for c in result.context] == [f"context.{nature}"]


@pytest.mark.parametrize(
    ("publishers", "origins"),
    [([None], 1), ([None, None], 1), (["Herald", None], 1), (["Herald", None, "Post"], 2)],
    ids=str,
)
def test_an_origin_without_a_publisher_may_be_of_any_other(publishers, origins):
    given = [source(f"web-{i}", publisher=publisher) for i, publisher in enumerate(publishers)]
    assert weight(*given, sources=[one.id for one in given]).origins == origins


TAKEN_DOWN = {"date": "2021-01-01", "reason": "It was entered twice."}


def test_a_source_that_is_taken_down_counts_nowhere():
    gone = source("herald-1", taken_down=TAKEN_DOWN)
    weighed = weight(gone, source("post-1"), sources=["herald-1", "gazette-1", "post-1"])
    assert (weighed.word, weighed.origin_ids) == ("corroborated", ("gazette-1", "post-1"))
    assert weight(gone, sources=["herald-1", "gazette-1"]).word == "single report"
    report = document("report-1", taken_down=TAKEN_DOWN)
    assert weight(report, sources=["report-1", "gazette-1"]).word == "single report"


def test_origins_are_told_in_the_order_in_which_they_are_named():
    sources = {one.id: one for one in (source("a-1"), source("b-1"), source("c-1", derived_from=["b-1", "a-1", "x-1"]))}
    assert origins(("c-1", "a-1", "gone-1"), sources) == ("b-1", "a-1")
    assert origins(("gone-1", "a-1", "a-1", "c-1"), sources) == ("a-1", "b-1")
    assert lineage(("gone-1", "c-1", "a-1"), sources) == {"a-1", "b-1", "c-1"}


def test_a_source_that_many_rest_on_is_read_once():
    """Without remembering what was read, these thirty layers would take a thousand million steps."""
    layers = [
        source(f"layer-{i}-{side}", derived_from=[f"layer-{i + 1}-{other}" for other in "ab"] if i < 30 else [])
        for i in range(31)
        for side in "ab"
    ]
    sources = {one.id: one for one in layers}
    assert origins(("layer-0-a",), sources) == ("layer-30-a", "layer-30-b")
    assert len(lineage(("layer-0-a",), sources)) == 61


WEIGHED = {
    "single report": {"sources": ["gazette-1"]},
    "corroborated": {"sources": ["gazette-1", "herald-1"]},
    "documented": {"sources": ["contract-1"]},
    "admitted or adjudicated": {"sources": ["gazette-1"], "outcomes": [outcome("2020-09-01", "admitted")]},
}


@pytest.mark.parametrize(("lighter", "heavier"), list(pairwise(WEIGHED)))
def test_of_two_findings_that_are_alike_the_heavier_comes_first(lighter, heavier):
    deeds = [
        evidence(f"acme/{id}", period="2019-07-01", **WEIGHED[word]) for id, word in (("a", lighter), ("b", heavier))
    ]
    findings = scorecard(pledge(), source("herald-1"), *deeds).findings
    assert [finding.weight.word for finding in findings] == [heavier, lighter]
    assert {finding.computed for finding in findings} == {"prior conduct"}
