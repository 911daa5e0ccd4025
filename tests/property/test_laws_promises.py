"""LAW-8 to LAW-10 and what counts once: dues, outcomes, statements and versions in any order."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.oracle import promises as oracle
from tests.strategies.records import FIRST, Choices, cases, day, outcomes, promises
from tracker.engine.rules import GRAVITY
from tracker.engine.scorecard_json import scorecard_json

ORDER = st.randoms(use_true_random=False)
DAYS = st.integers(0, 24)


def states(case):
    """The state of each due by version and day."""
    return {
        (due.pledge.id, due.force.number, due.due.latest if due.due else None): due for due in case.assessment().dues
    }


def graver(after, before):
    """Whether a due is in a graver state than before."""
    return GRAVITY[after.computed] < GRAVITY[before.computed]


def statement(extent, on, **said):
    """A document that says how far the promise had been carried out on a day, and of which version."""
    entry = {"pledge": "acme/do", "extent": extent, "on": day(on), **said}
    records = {"kind": "evidence", "id": "acme/later", "topics": ["topic"], "nature": "conduct", "title": "A report"}
    return {**records, "period": day(on), "fulfils": [entry], "sources": ["s0"]}


def adding(case, *records):
    return case.changed(lambda records_before: [*records_before, *records])


@given(promises())
def test_law_8_no_missed_without_a_sufficient_source_of_that_day_or_later_and_a_version_in_force(case):
    bundle = case.bundle()
    for due in case.assessment().dues:
        if due.computed == "missed":
            limit = due.due.latest
            deciding = next(s for s in due.statements if s.fulfilment is due.fulfilment)
            assert deciding.extent in ("none", "part-only")
            assert deciding.first >= limit.toordinal()
            assert limit < case.as_of
            assert oracle.weight(due.evidence, bundle.sources, case.as_of)[0]
            assert due.force.on(limit) == "yes" or due.force.ended_by == "replaced"
            # What a company may end at any time is certainly in force on its first day only.
            assert not due.force.self_judged or limit.toordinal() == due.force.span.start_latest


@given(promises())
def test_law_8_nothing_is_said_for_lack_of_a_record_of_a_day_after_the_last_check(case):
    topic = next(record for record in case.bundle() if record.kind == "topic")
    checked = topic.checked_until.get("acme")
    for finding in case.assessment().findings:
        if finding.computed == "overdue":
            assert checked is not None
            assert finding.due.latest < min(checked.earliest, case.as_of)
        if finding.computed == "no pledge":
            assert checked is not None
            assert finding.query.span.start_earliest <= min(checked.earliest, case.as_of).toordinal()


@given(cases(), st.binary(min_size=20, max_size=20))
def test_law_9_a_denial_an_apology_or_a_later_allegation_never_makes_a_finding_graver(case, content):
    choices = Choices(content)
    word = choices.one(("denied", "put right", "alleged"))
    entry = {"date": day(choices.number(0, 30)), "outcome": word, "source": "s0"}

    def change(records):
        for record in records:
            if record["kind"] == "evidence":
                record["outcomes"].append(entry)

    before, after = case.assessment(), case.changed(change).assessment()
    words = {(f.pledge and f.pledge.id, f.force and f.force.number, f.evidence.id, f.act): f for f in before.deeds}
    for finding in after.deeds:
        key = (finding.pledge and finding.pledge.id, finding.force and finding.force.number, finding.evidence.id)
        assert finding.gravity >= words[(*key, finding.act)].gravity


@given(promises(), DAYS, DAYS)
def test_law_9_a_version_that_begins_on_or_after_a_dues_day_never_changes_that_due(case, start, due):
    def named(records):
        for record in records:
            for entry in record.get("fulfils", ()):
                entry.setdefault("version", 1)

    case = case.changed(named)
    last = max(v["start"][:10] for v in next(r for r in case.records if r["id"] == "acme/do")["versions"])
    if day(start) < last:
        return

    def change(records):
        (pledge,) = (record for record in records if record["id"] == "acme/do")
        later = {"start": day(start), "deadline": day(start + due), "source": "s0", "reported": "later"}
        pledge["versions"].append(later)

    before, after = states(case), states(case.changed(change))
    limit = FIRST + timedelta(days=start)
    for key, due_before in before.items():
        if key[2] is not None and key[2] <= limit:
            assert (after[key].computed, after[key].in_part) == (due_before.computed, due_before.in_part)


@given(promises(), DAYS, st.sampled_from((1, 2, None)))
def test_law_9_a_later_done_never_makes_a_due_graver(case, on, version):
    before = states(case)
    after = states(adding(case, statement("full", on, **({"version": version} if version else {}))))
    for key, due_before in before.items():
        if key in after and due_before.computed != "not checked since":  # of that nothing was known before
            assert not graver(after[key], due_before)


@given(promises(), DAYS)
def test_law_9_a_later_part_never_makes_a_missed_due_lighter(case, on):
    before = states(case)
    after = states(adding(case, statement("part", on)))
    for key, due_before in before.items():
        if due_before.computed in ("missed", "possibly missed"):
            assert (after[key].computed, after[key].in_part) == (due_before.computed, due_before.in_part)


@given(promises(), DAYS)
def test_law_9_a_confirmation_never_makes_what_was_done_late(case, on):
    before = states(case)
    after = states(adding(case, statement("full", on, version=1)))
    for key, due_before in before.items():
        if due_before.computed == "met":
            assert after[key].computed == "met"


@given(promises())
def test_law_9_splitting_a_pledge_into_two_records_with_the_same_words_changes_no_count(case):
    def change(records):
        (pledge,) = (record for record in records if record["id"] == "acme/do")
        for record in records:
            record["fulfils"] = (
                [*record.get("fulfils", ()), *({**e, "pledge": "acme/do-too"} for e in record.get("fulfils", ()))]
                if record["kind"] == "evidence" and record.get("fulfils")
                else record.get("fulfils")
            )
            if record["fulfils"] is None:
                del record["fulfils"]
        return [*records, {**pledge, "id": "acme/do-too"}]

    assert case.changed(change).scorecard().counts == case.scorecard().counts


@given(promises(), ORDER)
def test_the_order_of_outcomes_statements_and_records_is_nothing(case, random):
    def change(records):
        for record in records:
            for part in ("outcomes", "fulfils"):
                if part in record:
                    random.shuffle(record[part])
        random.shuffle(records)

    assert scorecard_json(case.changed(change).scorecard()) == scorecard_json(case.scorecard())


@given(cases(), st.binary(min_size=40, max_size=40), ORDER)
def test_what_became_of_a_matter_never_makes_a_finding_graver_than_its_strongest_support(case, content, random):
    """Without any outcome a finding has the weight of its sources; only an admission or a ruling may add to it."""
    added = outcomes(Choices(content))
    random.shuffle(added)

    def with_outcomes(given_):
        def change(records):
            for record in records:
                if record["kind"] == "evidence":
                    record["outcomes"] = given_

        return case.changed(change).assessment()

    bare, after = with_outcomes([]), with_outcomes(added)
    if not any(entry["outcome"] in ("admitted", "adjudicated") for entry in added):
        for finding in after.deeds:
            same = [
                f
                for f in bare.deeds
                if (f.pledge, f.evidence.id, f.act) == (finding.pledge, finding.evidence.id, finding.act)
            ]
            assert min(f.gravity for f in same) <= finding.gravity


@given(cases())
def test_law_10_a_new_name_or_an_owner_changes_no_finding_of_its_own_deeds(case):
    owner = {"kind": "company", "id": "owner", "name": "Owner Ltd"}

    def change(records):
        (company,) = (record for record in records if record["kind"] == "company")
        company |= {"name": "Another Name", "names": [{"name": "Acme Optics Inc."}], "owners": [{"company": "owner"}]}
        return [*records, owner]

    keys = ("finding", "pledge", "version", "evidence", "act", "lead")
    before, after = (
        [{k: f[k] for k in keys} for f in scorecard_json(c.scorecard())["findings"]]
        for c in (case, case.changed(change))
    )
    assert after == before


@given(promises())
def test_each_record_of_conduct_and_each_promise_counts_once(case):
    card = case.scorecard()
    leads = [finding for finding in card.assessment.deeds if finding.lead]
    assert len({finding.evidence.id for finding in leads}) == len(leads)
    assert {f.evidence.id for f in card.assessment.deeds} == {f.evidence.id for f in leads}
    assert sum(card.counts_of_promises.values()) == len({due.pledge.id for due in card.assessment.dues})
