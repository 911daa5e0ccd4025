"""Topics of other fields in numbers, turns, ranges and time: what an editor expects, written before it was run."""

from datetime import UTC, date, datetime
from typing import Any

import yaml

from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import compute
from tracker.engine.scorecard_json import scorecard_json
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.kinds import from_body

COMMON = """
- {kind: company, id: acme, name: Acme}
- {kind: company, id: beta, name: Beta}
- {kind: source, id: list, title: List, publisher: Listers, date: 2026-05-20, type: claim, url: "https://list.example/"}
- {kind: source, id: paper, title: Story, publisher: Paper, date: 2026-05-21, type: claim,
    url: "https://paper.example/"}
- {kind: source, id: file, title: Filing, publisher: Office, date: 2026-05-22, type: record,
    url: "https://office.example/"}
- {kind: check, company: acme, topic: topic, until: 2026-06-01}
- {kind: check, company: beta, topic: topic, until: 2026-06-01}
"""


def world(text: str) -> Bundle:
    """The records of a topic with a company or two."""
    entries = yaml.load(COMMON + text, yaml.BaseLoader)
    bundle = Bundle(from_body(_whole(entry)) for entry in entries)
    assert [str(fault) for fault in check(bundle)] == []
    return bundle


def _whole(entry: dict[str, Any]) -> dict[str, Any]:
    """With what every topic and piece of evidence here has in common."""
    match entry["kind"]:
        case "topic":
            for name in ("yardstick", "second_yardstick"):
                if name in entry:
                    entry[name]["reasons"] = [{"text": "Because."}]
            return {"id": "topic", "name": "Topic", "question": "Is it so?", **entry}
        case "evidence":
            return {"topics": ["topic"], "nature": "conduct", "title": "What it did", "sources": ["file"], **entry}
        case "pledge":
            versions = [{"source": "list", "reported": "It said so.", "scope": {}, **v} for v in entry["versions"]]
            return {"topic": "topic", **entry, "versions": versions}
    return entry


def card(text: str, company: str = "acme", as_of: str = "2026-06-30") -> dict[str, Any]:
    """The scorecard as JSON."""
    dossier = Dossier.of(world(text), company, "topic")
    return scorecard_json(compute(dossier, date.fromisoformat(as_of), datetime(2026, 11, 22, tzinfo=UTC)))


def deeds(data: dict[str, Any]) -> dict[str, str]:
    """The finding that leads each record of conduct."""
    return {it["evidence"].partition("/")[2]: it["finding"] for it in data["findings"] if it["lead"]}


def dues(data: dict[str, Any], version: int | None = None) -> dict[str, str]:
    """The state of each due by its day."""
    return {
        it["due"]: it["state"] + (", in part" if it["in_part"] else "")
        for it in data["dues"]
        if version in (None, it["version"])
    }


def cells(data: dict[str, Any]) -> dict[str, str]:
    """The label of each row."""
    return {it["row"]: it["label"] for it in data["cells"]}


NIGHT_FLIGHTS = """
- {kind: vocabulary, id: airports, name: Airports, terms: [{id: north, name: North}, {id: south, name: South}]}
- kind: topic
  dimensions: {place: {vocabulary: airports, name: airport}}
  yardstick:
    commitment: refrain
    scope: {place: {in: [north, south]}}
    rows: [{id: north, name: North, terms: {place: [north]}}, {id: south, name: South, terms: {place: [south]}}]
- {kind: pledge, id: acme/quiet, commitment: refrain, versions: [{start: 2023-01-01, scope: {place: {in: [north]}}}]}
- {kind: evidence, id: acme/north, period: 2024-02-03, acts: [{place: [north]}]}
- {kind: evidence, id: acme/south, period: 2024-02-03, acts: [{place: [south]}]}
- {kind: evidence, id: acme/before, period: 2022-02-03, acts: [{place: [south]}]}
"""


def test_rows_only():
    data = card(NIGHT_FLIGHTS)
    assert deeds(data) == {"north": "breach", "south": "loophole", "before": "unaddressed"}
    assert cells(data) == {"north": "covered", "south": "open"}
    assert (data["strength"]["covered"], data["strength"]["possible"], data["strength"]["word"]) == (1, 1, "broad")


READING_FEES = """
- {kind: vocabulary, id: lists, name: Lists, terms: [{id: fees, name: fees}, {id: waivers, name: waivers}]}
- kind: topic
  dimensions: {subject: {vocabulary: lists, name: list}}
  yardstick:
    commitment: perform
    scope: {subject: {in: [fees, waivers]}}
    columns: [{id: fees, name: Fees, terms: {subject: [fees]}},
        {id: waivers, name: Waivers, terms: {subject: [waivers]}}]
- kind: pledge
  id: acme/fees
  commitment: perform
  versions: [{start: 2023, deadline: 2024-03, scope: {subject: {in: [fees], unclear: [waivers]}}}]
- {kind: evidence, id: acme/fees-2024, period: 2024-03-20, fulfils: [{pledge: acme/fees, extent: full}]}
"""


def test_columns_only():
    data = card(READING_FEES)
    assert dues(data) == {"2024-03-31": "met"}
    assert cells(data) == {"fees": "covered", "waivers": "unclear"}
    assert (data["strength"]["covered"], data["strength"]["possible"], data["strength"]["cells"]) == (1, 2, 2)


FUR = """
- kind: vocabulary
  id: pelts
  name: Pelts
  terms: [{id: fur, name: fur}, {id: fox, name: fox, broader: [fur]}, {id: shearling, name: shearling, broader: [fur]}]
- {kind: vocabulary, id: steps, name: Steps,
    terms: [{id: sell, name: sales, phrase: sell}, {id: trace, name: tracing, phrase: trace}]}
- kind: topic
  dimensions: {action: {vocabulary: steps, name: step}, subject: {vocabulary: pelts, name: pelt}}
  yardstick:
    commitment: refrain
    scope: {action: {in: [sell]}, subject: {in: [fur]}}
    rows: [{id: fox, name: Fox, terms: {subject: [fox]}},
        {id: shearling, name: Shearling, terms: {subject: [shearling]}}]
  second_yardstick:
    commitment: perform
    scope: {action: {in: [trace]}, subject: {in: [fur]}}
    rows: [{id: traced, name: Origin published, terms: {subject: [fur]}}]
    deadline: 2024
- kind: pledge
  id: acme/no-fur
  commitment: refrain
  versions: [{start: 2022-01-01, scope: {action: {in: [sell]}, subject: {in: [fur], except: [shearling]}}}]
- kind: pledge
  id: acme/origin
  commitment: perform
  versions: [{start: 2022-01-01, deadline: 2025, scope: {action: {in: [trace]}, subject: {in: [fur]}}}]
- {kind: evidence, id: acme/fox, period: 2023-05, sources: [list, paper], acts: [{action: [sell], subject: [fox]}]}
- {kind: evidence, id: acme/sheep, period: 2023-05, acts: [{action: [sell], subject: [shearling]}]}
"""


def test_two_yardsticks():
    data = card(FUR)
    assert deeds(data) == {"fox": "breach", "sheep": "exception used"}
    assert dues(data) == {"2025-12-31": "overdue"}
    assert cells(data) == {"fox": "covered", "shearling": "open", "traced": "partly"}
    assert data["conduct"]["counts"] == {"breach": 1, "exception used": 1}
    assert data["conduct"]["promises"] == {"overdue": 1}


LOANS = """
- {kind: vocabulary, id: rate, name: Rate of interest, scale: {unit: "%", from: "0"}}
- kind: topic
  dimensions: {purpose: {vocabulary: rate, name: rate}}
  yardstick:
    commitment: refrain
    scope: {purpose: {in: ["> 24"]}}
    rows: [{id: dear, name: Dear, terms: {purpose: ["> 36"]}}, {id: high, name: High, terms: {purpose: ["24<..36"]}}]
- {kind: pledge, id: acme/rates, commitment: refrain, versions: [{start: 2021, scope: {purpose: {in: ["> 36"]}}}]}
- {kind: evidence, id: acme/limit, period: 2023-05, acts: [{purpose: ["36"]}]}
- {kind: evidence, id: acme/some, period: 2023-05, acts: [{purpose: ["30..40"]}]}
- {kind: evidence, id: acme/far, period: 2023-05, acts: [{purpose: ["99.9"]}]}
- {kind: evidence, id: acme/low, period: 2023-05, acts: [{purpose: ["10"]}]}
"""


def test_a_scale_without_an_end():
    data = card(LOANS)
    assert deeds(data) == {"limit": "loophole", "some": "possible breach", "far": "breach"}
    assert [it["evidence"] for it in data["context"]] == ["acme/low"]
    assert cells(data) == {"dear": "covered", "high": "open"}


FUND = """
- {kind: vocabulary, id: sites, name: Sites, terms: [{id: bay, name: the bay}]}
- kind: topic
  dimensions: {place: {vocabulary: sites, name: site}}
  yardstick:
    commitment: perform
    scope: {place: {in: [bay]}}
    rows: [{id: bay, name: Bay, terms: {place: [bay]}}]
    target: {measure: money for the clean-up, unit: JPY, at_least: "8000000000"}
- kind: pledge
  id: acme/fund
  commitment: perform
  versions:
    - start: 2019-04-01
      deadline: 2024-03-31
      target: {measure: money for the clean-up, unit: JPY, at_least: "5000000000"}
      scope: {place: {in: [bay]}}
- {kind: evidence, id: acme/y2023, period: 2023-03-31,
    fulfils: [{pledge: acme/fund, amount: "3200000000", on: 2023-03-31}]}
- {kind: evidence, id: acme/y2024, period: 2024-03-31,
    fulfils: [{pledge: acme/fund, amount: "4999999999.99", on: 2024-03-31}]}
"""
PAID_LATER = """
- {kind: evidence, id: acme/later, period: 2024-09-30,
    fulfils: [{pledge: acme/fund, amount: "5000000000", on: 2024-09-30}]}
"""


def test_a_sum_of_money():
    data = card(FUND)
    assert dues(data) == {"2024-03-31": "missed, in part"}
    assert (data["dues"][0]["amount"], data["dues"][0]["target"], data["dues"][0]["unit"]) == (
        "4999999999.99",
        "5000000000",
        "JPY",
    )
    assert cells(data) == {"bay": "partly"}
    assert dues(card(FUND, as_of="2024-03-30")) == {"2024-03-31": "under way"}
    assert dues(card(FUND + PAID_LATER)) == {"2024-03-31": "met late"}


CHARTER = """
- {kind: vocabulary, id: matters, name: Matters, terms: [{id: waste, name: waste}]}
- kind: topic
  dimensions: {subject: {vocabulary: matters, name: matter}}
  yardstick: {commitment: perform, scope: {subject: {in: [waste]}},
      rows: [{id: waste, name: Waste, terms: {subject: [waste]}}]}
- kind: initiative
  id: charter
  name: Charter
  source: list
  signatories:
    - {company: acme, since: 2020-05, until: 2023-06-15, source: list}
    - {company: beta, since: 2022-07, source: list}
- kind: pledge
  id: charter/report
  initiative: charter
  commitment: perform
  versions: [{start: 2020-01-01, deadline: {every: 1 year, first: 2021-12-31}, scope: {subject: {in: [waste]}}}]
- {kind: evidence, id: acme/r1, period: 2021-11-30, fulfils: [{pledge: charter/report, extent: full, due: 2021-12-31}]}
- {kind: evidence, id: beta/r2, period: 2023-02-10, fulfils: [{pledge: charter/report, extent: full, due: 2022-12-31}]}
- kind: evidence
  id: beta/r3
  period: 2024-01-20
  sources: [list, paper]
  fulfils: [{pledge: charter/report, extent: part-only, due: 2023-12-31, on: 2024-01-20}]
"""


def test_a_charter_that_one_leaves():
    left, stayed = card(CHARTER), card(CHARTER, "beta")
    assert dues(left) == {"2021-12-31": "met", "2022-12-31": "overdue", "2023-12-31": "dropped before due"}
    assert dues(stayed) == {
        "2022-12-31": "met late",
        "2023-12-31": "missed, in part",
        "2024-12-31": "overdue",
        "2025-12-31": "overdue",
        "2026-12-31": "pending",
    }
    assert (cells(left), cells(stayed)) == ({"waste": "open"}, {"waste": "covered"})
    assert left["cells"][0]["lapsed"] == "2023-06-14"
    assert [data["conduct"]["promises"] for data in (left, stayed)] == [{"dropped before due": 1}, {"missed": 1}]


RABBITS = """
- {kind: vocabulary, id: animals, name: Animals, terms: [{id: rabbits, name: rabbits}, {id: mice, name: mice}]}
- kind: topic
  dimensions: {subject: {vocabulary: animals, name: animal}}
  yardstick: {commitment: refrain, scope: {subject: {in: [rabbits, mice]}},
      columns: [{id: rabbits, name: Rabbits, terms: {subject: [rabbits]}}]}
- {kind: pledge, id: acme/rabbits, commitment: refrain,
    versions: [{start: "[..2024-05-10]", scope: {subject: {in: [rabbits]}}}]}
- {kind: evidence, id: acme/early, period: 2023-03-02, acts: [{subject: [rabbits]}]}
- {kind: evidence, id: acme/late, period: 2024-08-02, acts: [{subject: [rabbits]}]}
"""


def test_a_pledge_without_a_known_day():
    assert deeds(card(RABBITS)) == {"early": "prior conduct", "late": "breach"}
    assert cells(card(RABBITS)) == {"rabbits": "covered"}
    assert cells(card(RABBITS, as_of="2024-01-01")) == {"rabbits": "unclear"}
    assert deeds(card(RABBITS, as_of="2024-01-01")) == {"early": "prior conduct"}


FELLING = """
- {kind: vocabulary, id: woods, name: Woods, terms: [{id: oak, name: oak}]}
- kind: topic
  dimensions: {subject: {vocabulary: woods, name: wood}}
  yardstick: {commitment: refrain, scope: {subject: {in: [oak]}}, rows: [{id: oak, name: Oak, terms: {subject: [oak]}}]}
- {kind: source, id: early-file, title: File, publisher: Office, date: 2024-06-01, type: record,
    url: "https://office.example/1"}
- kind: pledge
  id: acme/oak
  commitment: refrain
  versions: [{start: 2024-01-01, ends: {last_day: 2024-12-31}, scope: {subject: {in: [oak]}}}]
- {kind: evidence, id: acme/told-early, period: "[2024-02-01..]", sources: [early-file], acts: [{subject: [oak]}]}
- {kind: evidence, id: acme/told-late, period: "[2024-02-01..]", acts: [{subject: [oak]}]}
- {kind: evidence, id: acme/before, period: "[..2023-12-31]", acts: [{subject: [oak]}]}
- {kind: evidence, id: acme/perhaps, period: "[..2024-03-01]", acts: [{subject: [oak]}]}
- {kind: evidence, id: acme/after, period: "[2025-01-01..]", acts: [{subject: [oak]}]}
"""


def test_one_sided_days():
    assert deeds(card(FELLING)) == {
        "told-early": "breach",
        "told-late": "possible breach",
        "before": "prior conduct",
        "perhaps": "possible breach",
        "after": "after lapse",
    }


POWER = """
- {kind: vocabulary, id: power, name: Power, terms: [{id: all-power, name: electricity}]}
- kind: topic
  dimensions: {subject: {vocabulary: power, name: power}}
  yardstick:
    commitment: perform
    scope: {subject: {in: [all-power]}}
    rows: [{id: all-power, name: Electricity, terms: {subject: [all-power]}}]
    target: {measure: share of renewable power, unit: "%", at_least: "45"}
    deadline: 2026
- kind: pledge
  id: acme/power
  commitment: perform
  versions:
    - start: 2019
      deadline: 2025
      target: {measure: share of renewable power, unit: "%", at_least: "60"}
      milestones: [{by: 2022, at_least: "30"}]
    - start: 2023-04-01
      change: narrowed
      deadline: 2030
      target: {measure: share of renewable power, unit: "%", at_least: "60"}
      milestones: [{by: 2026, at_least: "45"}]
- {kind: evidence, id: acme/p2022, period: 2022, fulfils: [{pledge: acme/power, amount: "28", on: 2022-12-31}]}
"""


def test_a_goal_that_moved_with_its_milestones():
    data = card(POWER)
    assert dues(data, 1) == {"2022-12-31": "missed, in part", "2025-12-31": "moved before due"}
    assert dues(data, 2) == {"2026-12-31": "under way", "2030-12-31": "under way"}
    assert cells(data) == {"all-power": "covered"}  # its milestone asks as much, in time


SPIRITS = """
- kind: vocabulary
  id: actors
  name: Actors
  terms: [{id: company, name: the company}, {id: subsidiary, name: its subsidiaries}]
- {kind: vocabulary, id: ads, name: Advertising, terms: [{id: advertise, name: advertising, phrase: advertise}]}
- kind: topic
  dimensions: {actor: {vocabulary: actors, name: actor}, action: {vocabulary: ads, name: activity}}
  yardstick:
    commitment: refrain
    scope: {actor: {in: [company, subsidiary]}, action: {in: [advertise]}}
    rows: [{id: own, name: Itself, terms: {actor: [company]}},
        {id: group, name: Subsidiaries, terms: {actor: [subsidiary]}}]
- kind: company
  id: brand
  name: Brand
  owners:
    - {company: acme, since: 2020-01-01, until: 2023-01-01, source: file}
    - {company: beta, since: 2023-01-01, source: file}
- {kind: check, company: brand, topic: topic, until: 2026-06-01}
- kind: pledge
  id: acme/ads
  commitment: refrain
  versions: [{start: 2019-01-01, scope: {actor: {in: [company, subsidiary]}, action: {in: [advertise]}}}]
- {kind: pledge, id: beta/ads, commitment: refrain, versions: [{start: 2019-01-01, scope: {action: {in: [advertise]}}}]}
- {kind: evidence, id: brand/y2021, period: 2021-06-01, acts: [{action: [advertise]}]}
- {kind: evidence, id: brand/y2023, period: 2023-06-01, acts: [{action: [advertise]}]}
- {kind: evidence, id: brand/y2019, period: 2019-06-01, acts: [{action: [advertise]}]}
"""


def test_owners_in_time():
    assert deeds(card(SPIRITS)) == {"y2021": "breach"}
    assert deeds(card(SPIRITS, "beta")) == {"y2023": "possible breach"}
    assert deeds(card(SPIRITS, "brand")) == {"y2019": "no pledge", "y2021": "no pledge", "y2023": "no pledge"}
    assert (cells(card(SPIRITS)), cells(card(SPIRITS, "beta"))) == (
        {"own": "covered", "group": "covered"},
        {"own": "covered", "group": "unclear"},
    )
