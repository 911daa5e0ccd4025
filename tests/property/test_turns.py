"""Turns of a recurring duty against the slow, obvious reading of DUE-1 to DUE-10, and the laws that they keep."""

import pickle
from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.amounts import OracleOfAmounts, extent, goal_of
from tests.oracle.promises import lasts
from tests.property.test_laws_promises import adding, graver
from tests.strategies.numbers import with_targets
from tests.strategies.records import FIRST, day, ends, outcomes, promise_case, strategy
from tracker.engine.upcoming.next_change import next_change
from tracker.records.types.pledge import Turns


def duty_versions(choices):
    """One to three versions of a duty of every few days; some have a last turn, or are of another sort."""
    start, result = choices.number(0, 4), []
    for _ in range(choices.one((1, 1, 2, 2, 3))):
        duty = {"every": f"{choices.number(3, 6)} days", "first": day(choices.number(0, 9))}
        if choices.rarely(4):
            duty["last"] = day(choices.number(9, 20))
        data = {"start": day(start), "source": "s0", "reported": "words", "ends": "unstated"}
        if choices.rarely(3):
            data["ends"] = choices.one((ends(choices, start), {"withdrawn": day(start + 7)}))
        if isinstance(data["ends"], dict) and "withdrawn" in data["ends"]:
            data["ends"] = {"withdrawn": data["ends"]["withdrawn"]}
        deadline = day(start + 5) if choices.rarely(6) else duty
        result.append(data | {"deadline": deadline})
        start += choices.number(1, 9)
    return result


def duty_case(choices):
    """A case with a recurring duty, and what is said of some of its turns."""
    base = promise_case(choices)
    versions = duty_versions(choices)
    days = sorted({number for version in versions for number in turn_numbers(version, 26)})
    said = []
    for i in range(choices.number(0, 5)):
        entry = {"pledge": "acme/duty", "extent": choices.one(("full", "full", "part", "part-only", "none"))}
        entry["due"] = day(choices.one(days or [3]))
        when = day(choices.number(0, 24))
        data = {"kind": "evidence", "id": f"acme/t{i}", "topics": ["topic"], "nature": "conduct", "title": "A report"}
        sources = choices.some(("s0", "s1", "s2", "s3"), 1, 2)
        said.append(data | {"period": when, "fulfils": [entry], "sources": sources, "outcomes": outcomes(choices)})
        for outcome in said[-1]["outcomes"]:
            outcome.pop("acts", None)
    pledge = {"kind": "pledge", "id": "acme/duty", "topic": "topic", "commitment": "perform", "versions": versions}
    without = tuple(r for r in base.records if r["kind"] != "pledge" and not r.get("fulfils"))
    return case_of(base, (*without, pledge, *said))


def case_of(base, records):
    return type(base)(records, base.as_of)


def turn_numbers(version, until):
    """The days of a version's duty as numbers of the small calendar."""
    duty = version["deadline"]
    if isinstance(duty, str):
        return []
    every = int(duty["every"].split()[0])
    first = (date.fromisoformat(duty["first"]) - FIRST).days
    last = (date.fromisoformat(duty["last"]) - FIRST).days if "last" in duty else until
    return list(range(first, min(last, until) + 1, every))


def amounts_case(choices):
    """A duty of which each turn has to reach an amount, and statements that give amounts in place of words."""
    base = duty_case(choices)
    (duty,) = base.of("pledge")
    duty = pickle.loads(pickle.dumps(duty))  # versions share their duties
    said = [pickle.loads(pickle.dumps(r)) if r.get("fulfils") else r for r in base.records if r["id"] != "acme/duty"]
    with_targets(choices, duty, [record for record in said if record.get("fulfils")])
    for version in duty["versions"]:
        version.pop("milestones", None)
    return case_of(base, (*said, duty))


class OracleOfTurns(OracleOfAmounts):
    """The table of dues, asked of turns."""

    def all_turns(self, version, until):
        """Every turn of a duty, counted day by day."""
        turn_days, turn = [], version.deadline.first.latest
        while turn <= until and (version.deadline.last is None or turn <= version.deadline.last.latest):
            turn_days.append(turn.toordinal())
            turn += timedelta(days=version.deadline.every.days)
        return turn_days

    def due_day(self, version):
        """Its deadline; of a duty its first turn after its first day."""
        if not isinstance(version.deadline, Turns):
            return super().due_day(version)
        start = max(self.start_days(version))
        return next((turn for turn in self.all_turns(version, date(2021, 6, 1)) if turn > start), None)

    def start_days(self, version):
        return lasts(version, [], self.bundle.conditions, self.as_of)[0]

    def asks_less_of(self, version, later):
        """Also what is no duty any more, comes more rarely, or has an earlier last turn."""
        if isinstance(version.deadline, Turns):
            if not isinstance(later.deadline, Turns) or later.deadline.every.days > version.deadline.every.days:
                return True
            last, before = later.deadline.last, version.deadline.last
            if last and (before is None or last.latest < before.latest):
                return True
        return super().asks_less_of(version, later)

    def turns_asked(self, versions, i):
        """The turns that are asked of a version: up to the day and the next, and the one that its end takes away."""
        _, version, following, (starts, last_days, _) = versions[i]
        earlier = any(isinstance(before[1].deadline, Turns) for before in versions[:i])
        turns = [t for t in self.all_turns(version, date(2021, 6, 1)) if t > max(starts) - (not earlier)]
        replaced = min((d.latest.toordinal() for d in following), default=None)
        by_next = replaced is not None and max(last_days) == replaced - 1
        own = lasts(version, [], self.bundle.conditions, self.as_of)[1]
        last = min(max(last_days) + 1, max(own)) if by_next else max(last_days)
        until = min(last, self.as_of.toordinal())
        turns_by_then = [turn for turn in turns if turn <= until]
        ahead = next((turn for turn in turns if turn > until), None)
        withdrawn = getattr(version.ends, "withdrawn", None) is not None
        over = max(last_days) < self.as_of.toordinal()
        if ahead is not None and (ahead <= last or (over and (by_next or withdrawn))):
            turns_by_then.append(ahead)
        return turns_by_then

    def of_promise(self, pledge):
        versions = self.versions(pledge)
        response = {
            versions[i][0]: self.turns_asked(versions, i)
            for i in range(len(versions))
            if isinstance(versions[i][1].deadline, Turns)
        }
        said = {(number, turn): [] for number, turns in response.items() for turn in turns}
        by_number = {number: version for number, version, *_ in versions}
        for entry, *rest in self.statements(pledge):
            keys = [key for key in said if key[1] == entry.due.latest.toordinal()]
            if keys and entry.amount is None:
                said[max(keys)].append((entry, *rest))
            elif keys and (target := by_number[max(keys)[0]].target):
                word = extent(entry.amount, goal_of(target), target.baseline)
                counted = SimpleNamespace(extent=word, due=entry.due, version=None, by_amount=True)
                said[max(keys)].append((counted, *rest))
        first = min((turn for (_, turn), spoken in said.items() if spoken), default=0)
        result = {}
        for i, (number, version, following, span) in enumerate(versions):
            replaced = min((d.latest.toordinal() for d in following), default=None)
            after = versions[i + 1] if i + 1 < len(versions) else None
            for turn in response.get(number, ()):
                self.asked_now = ((turn, None, "turn"), version)
                state = self.state(turn, version, span, after, replaced, said[number, turn])
                if state and turn >= first:
                    result[number, turn] = state
        return result


def duties():
    """Whole cases with a recurring duty."""
    return strategy(duty_case, 420)


def of_turns(case):
    """State and part of each turn by version and day, with the findings."""
    return {
        (due.force.number, due.due.latest.toordinal()): due
        for due in case.assessment().dues
        if due.kind == "turn" and due.pledge.id == "acme/duty"
    }


def amounts():
    """Whole cases with a duty in numbers."""
    return strategy(amounts_case, 520)


@settings(max_examples=300)
@given(duties())
def test_every_turn_is_in_the_state_that_the_table_as_written_gives(case):
    agree(case)


@settings(max_examples=60)
@given(amounts())
def test_every_turn_in_numbers_is_in_the_state_that_the_table_as_written_gives(case):
    agree(case)


def agree(case):
    """That the engine and the table give each turn the same state."""
    bundle = case.bundle()
    topic = next(record for record in bundle if record.kind == "topic")
    pledge = bundle.pledges["acme/duty"]
    expected = OracleOfTurns(bundle, topic, case.as_of).of_promise(pledge)
    own_turns = of_turns(case)
    named = {entry.due.latest.toordinal() for record in bundle.evidence.values() for entry in record.fulfils}
    assert {key: (due.computed, due.in_part) for key, due in own_turns.items() if key in expected} == expected
    assert {turn for _, turn in own_turns.keys() - expected.keys()} <= named


@given(duties())
def test_a_duty_counts_once_by_the_gravest_of_its_last_five_turns(case):
    dues = [due for due in case.assessment().dues if due.pledge.id == "acme/duty"]
    assert sum(due.lead for due in dues) == min(len(dues), 1)
    turns = sorted(
        (due for due in dues if due.kind == "turn" and due.computed != "pending"), key=lambda d: d.due.latest
    )
    if turns and len(turns) == len(dues):
        (lead,) = [due for due in dues if due.lead]
        assert lead.gravity == min(due.gravity for due in turns[-5:])


@given(duties(), st.integers(0, 24), st.integers(0, 5))
def test_law_9_a_done_turn_makes_no_turn_that_had_a_state_graver(case, on, place):
    before = of_turns(case)
    if not before:
        return
    due = sorted(before.values(), key=lambda d: d.due.latest)[place % len(before)].due.latest
    entry = {"pledge": "acme/duty", "extent": "full", "on": day(on), "due": due.isoformat()}
    record = {"kind": "evidence", "id": "acme/later", "topics": ["topic"], "nature": "conduct", "title": "A report"}
    after = of_turns(adding(case, record | {"period": day(on), "fulfils": [entry], "sources": ["s0"]}))
    for key, due_before in before.items():
        if key in after and due_before.computed != "not checked since":
            assert not graver(after[key], due_before)


@given(duties(), st.integers(1, 40))
def test_law_6_no_turn_changes_before_the_next_change(case, days):
    card = case.scorecard()
    until = next_change(card.dossier, case.as_of)
    later = case.as_of + timedelta(days=days)
    if until is None or later < until:
        states = {key: due.computed for key, due in of_turns(case).items()}
        assert {key: due.computed for key, due in of_turns(type(case)(case.records, later)).items()} == states
