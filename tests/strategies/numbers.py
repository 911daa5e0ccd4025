"""Generated promises in numbers, some of which restate one another; beside ``tests/strategies/records.py``."""

import pickle
from dataclasses import replace

from tests.strategies.records import day, promise_case, promise_versions, strategy


def with_targets(choices, promise, statements):
    """Versions get a target, perhaps milestones; most statements give amounts in place of words."""
    bound = choices.one(("at_least", "at_least", "at_most"))
    for version in promise["versions"]:
        if choices.rarely(6):
            continue
        target = {"measure": choices.one(("paper", "paper", "paper", "Paper", "ink")), "unit": choices.one("%%%t")}
        same = choices.one((*[bound] * 5, "at_least"))
        target[same] = choices.one(("40", "60", "60", "80"))
        if choices.rarely(2):
            target["baseline"] = {"amount": choices.one(("10", "90", "60.0")), "on": "2013"}
        version["target"] = target
        version.pop("milestones", None)
        if choices.rarely(2):
            days = sorted(choices.some(range(2, 14), 1, 2))
            goals = [{"by": day(number), same: choices.one(("30", "50", "60"))} for number in days]
            version["milestones"] = goals
    for record in statements:
        for said in record["fulfils"]:
            if not choices.rarely(4):
                said["amount"] = choices.one(("0", "10", "30", "45", "60", "60.0", "70", "95"))
                del said["extent"]
                said["on"] = said.get("on") or day(choices.number(0, 18))


def numbers_case(choices):
    """A promise in numbers; often another one that restates it, or that it restates, with statements of its own."""
    base = promise_case(choices)
    (promise,) = (record for record in base.of("pledge") if record["id"] == "acme/do")
    said = [record for record in base.of("evidence") if "fulfils" in record]
    added = []
    if choices.rarely(2):
        actions = [term["id"] for term in base.of("vocabulary")[0]["terms"]]
        again = promise | {"id": "acme/again", "versions": promise["versions"]}
        if choices.rarely(2):
            again["versions"] = promise_versions(choices, {"action": actions})
        again = pickle.loads(pickle.dumps(again))
        added = [again, *({**again, "id": "acme/third", "restates": "acme/again"} for _ in range(choices.number(0, 1)))]
        if choices.rarely(4):
            promise = promise | {"restates": "acme/again"}
        else:
            again["restates"] = "acme/do"
        for record in said:
            for entry in record["fulfils"]:
                entry["pledge"] = choices.one(("acme/do", "acme/do", "acme/again"))
    for one in (promise, *added):
        with_targets(choices, one, [r for r in said if r["fulfils"][0]["pledge"] == one["id"]])
    kept = [promise if record.get("id") == "acme/do" else record for record in base.records]
    return replace(base, records=(*kept, *added))


def numbers():
    """Whole cases with promises in numbers, some of which restate one another."""
    return strategy(numbers_case, 520)
