"""Worlds of records, and everything that the engine says of them, as keys and values rather than words.

``python -m tests.engine.corpus`` writes the golden file anew; with the name of a world it prints all that is said of
it, so that two states of the code can be compared line by line.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256, shake_256
from itertools import pairwise
from pathlib import Path

from tests.engine.corpus_details import details
from tests.engine.rich_decisions import rich_decisions
from tests.engine.rich_topics import COMPANIES, choices_of
from tests.engine.rich_worlds import rich_records
from tests.factories import KNOWN_AT
from tests.strategies.records import FIRST, Choices, case, day, promise_case
from tracker.engine import RULES_VERSION
from tracker.engine.alerts import alerts, as_of_line, main_alert, record_short
from tracker.engine.assessing.assessment import assess
from tracker.engine.comparing.changes import changes
from tracker.engine.comparing.comparison import compare
from tracker.engine.comparing.restatements import restatement_differences
from tracker.engine.dossier import Dossier
from tracker.engine.methodology.examples import methodology
from tracker.engine.presented import PresentedScorecard
from tracker.engine.scorecard import Scorecard, compute
from tracker.engine.scorecard_json import scorecard_json
from tracker.engine.summary import scorecard_summary
from tracker.engine.text import MessageCatalog
from tracker.engine.upcoming.endings import end_in_words
from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord, body, from_body
from tracker.records.reading.yaml_text import read_records
from tracker.records.sentences import placeholders

GOLDEN = Path(__file__).with_name("corpus.golden.txt")
SEEDS = Path(__file__).parents[2] / "seeds"
DAYS_OF_SEEDS = ("2019-06-30", "2020-06-18", "2021-06-11", "2026-11-01")
DRAWN, RICH, UNASKED = 240, 60, 6
SHORTS = (None, "not to sell drones", "to report by 2020-06-09", "Will not sell", "“No drones”", "لن نبيع", "A halt")
TITLES = (None, "No drones", "A promise")
ANSWERS = ("full", "partly", "declined", "denied", "none", "waiting")


@cache
def _catalog() -> MessageCatalog:
    """Sentences as their key and values: what is said does not change with how it is worded."""
    catalog = MessageCatalog()
    catalog.sentences = {
        key: key + "".join(f" {name}=<{{{name}}}>" for name in sorted(placeholders(text)))
        for key, text in catalog.sentences.items()
    }
    return catalog


@dataclass(frozen=True)
class World:
    """Records, and the days on which the scorecards of its companies are looked at."""

    name: str
    bundle: Bundle
    companies: tuple[str, ...]
    topic: str
    days: tuple[date, ...]
    detailed: bool = False
    _cards: dict[tuple[str, date, str], Scorecard] = field(default_factory=dict, repr=False, compare=False)

    def card(self, company: str, as_of: date, rules: str = RULES_VERSION) -> Scorecard:
        """A scorecard, in keys and values, which is computed once."""
        key = company, as_of, rules
        if key not in self._cards:
            dossier = replace(Dossier.of(self.bundle, company, self.topic), wording=_catalog())
            self._cards[key] = compute(dossier, as_of, KNOWN_AT, rules)
        return self._cards[key]

    def said(self) -> Iterator[str]:
        """Everything that is said, a fact a line."""
        for company in self.companies:
            cards = [self.card(company, as_of) for as_of in self.days]
            for card in cards:
                yield f"== {company} {card.as_of}"
                yield from said_of(card)
                if self.detailed:
                    yield from details(card)
            yield f"== {company} {self.days[-1]} by the rules of version 1"
            yield from said_of(self.card(company, self.days[-1], "1"))
            for before, after in pairwise(cards):
                yield f"== {company} {before.as_of} to {after.as_of}"
                yield from (f"change {change!r} {change.text}" for change in changes(before, after))
        for some in [self.companies] if self.detailed else pairwise(self.companies):
            yield f"== {' beside '.join(some)}"
            yield from _compared([self.card(company, self.days[-1]) for company in some])

    def line(self) -> str:
        """The world in a line: findings and coverage of its last day, and a hash of all that is said."""
        counts = [self.card(company, self.days[-1]).counts for company in self.companies[:1]]
        count_text = ", ".join(f"{number} {word}" for words in counts for word, number in words.items()) or "nothing"
        return f"{self.name}: {count_text}: {_hash(self.said())}"


class Methodology:
    """The page on how we judge: the rules as they stand there, and all else as keys and values."""

    def said(self) -> Iterator[str]:
        """All that it says, a fact a line."""
        page = methodology(_catalog())
        yield from map(repr, (page.version, *page.rules, *page.words, *page.weights, *page.examples))
        yield from (f"{row.key} {row.placeholders} {row.replaced}" for row in page.sentences)
        yield from (f"{rule.id} {len(page.examples_of(rule.number))}" for rule in page.rules)

    def line(self) -> str:
        """The page in a line."""
        return f"methodology: {_hash(self.said())}"


def _hash(facts: Iterable[str]) -> str:
    return sha256("\n".join(facts).encode()).hexdigest()[:16]


def said_of(card: Scorecard) -> Iterator[str]:
    """Everything that is said of a scorecard, a fact a line."""
    for key, value in scorecard_json(card).items():
        parts = value if isinstance(value, list) else [value]
        yield from (f"{key} {json.dumps(part, sort_keys=True, ensure_ascii=False)}" for part in parts)
    for finding in card.findings:
        yield f"finding {finding.computed} {finding.yardstick} {finding.core} {finding.doubts} {finding.period}"
        yield f"counted {finding.message_key} {finding.gravity} {finding.weight}"
        yield from (f"because {about}: {text}" for about, text in finding.reasons)
    yield from (f"gap {line.subject}: {line.text} {line.evidence}" for line in card.gap_lines)
    yield from (f"amendment {line}" for line in card.amendment_lines)
    yield from (f"stale {decision.id}" for decision in card.assessment.stale_decisions)
    yield from (
        f"version {id} {force.number} {force.span} {force.ended_by} {force.doubted} "
        f"{force.on(card.as_of)} {end_in_words(card.dossier, force, card.as_of)}"
        for id, forces in card.assessment.in_force_periods.items()
        for force in forces
    )
    yield from _presented(PresentedScorecard(card))
    summary = scorecard_summary(card)
    yield f"summary {summary.pledge_state} {summary.valid_until} {json.dumps(summary.rows, sort_keys=True)}"
    for ending in summary.endings:
        condition = ending.condition.id if ending.condition else None
        yield f"ending {ending.kind} {ending.pledge.id} {ending.number} {ending.last_day} {condition} {ending.doubted}"
        yield f"ending {ending.days_left} {ending.text}"
    for one in restatement_differences(card.dossier, card.as_of):
        yield f"restated {one.original.id} {one.restated.id} {one.comparable}"
        yield from (f"differs {part!r}" for part in (*one.scope, *one.facts))


def _presented(words: PresentedScorecard) -> Iterator[str]:
    yield from (f"promise {text}" for text in words.promise)
    yield f"speaker {words.speaker}"
    yield f"record {words.record_line} | {record_short(words)} | {words.counts} | {words.nothing_against}"
    yield f"strength {words.strength}"
    yield from (f"flag {flag.kind} {flag.rows} {flag.subject}: {flag.text} {flag.why}" for flag in words.flags)
    yield from (f"row {row.row.id} {row.answer} {row.points_left_out} {row.evidence} {row.text}" for row in words.rows)
    yield from (f"group {group!r}" for group in words.deeds)
    yield from (f"due {due!r}" for due in words.dues)
    yield f"checked {words.checked!r} {words.checked_day} {words.against}"
    yield from (f"alert {alert!r} {alert.line} | {alert.brief_line} | {alert.badge_line}" for alert in alerts(words))
    yield f"main alert {main_alert(alerts(words))[0].subject} {main_alert(alerts(words))[1]} {as_of_line(words)}"


def _compared(cards: list[Scorecard]) -> Iterator[str]:
    comparison = compare(cards)
    yield from (f"side {s.name} {s.words} {s.verbatim} {s.since} {s.ends} {s.lasts}" for s in comparison.sides)
    yield from (f"cell {c.row.id} {c.column.id} {c.labels} {c.differs}" for c in comparison.cells)
    yield from (f"gap of some {gap.row.id} {gap.labels} {gap.text}" for gap in comparison.gaps_of_some)
    yield from (f"pair {pair.comparable} {pair.text} {pair.differences!r}" for pair in comparison.pairs)


def _choices(seed: str) -> Choices:
    return Choices(shake_256(seed.encode()).digest(600))


def _drawn(number: int) -> World:
    """Records drawn at random, always the same for a number: every other one has a promise to act."""
    build = (case, promise_case)[number % 2]
    base = build(_choices(f"records {number}"))
    choices = _choices(f"more {number}")
    records = [*base.records]
    for record in base.records:
        if record["kind"] == "pledge":
            _reworded(choices, record)
        if record["kind"] == "evidence" and choices.rarely(8):
            record["nature"] = choices.one(("statement", "study"))
            record |= {"acts": [], "outcomes": []}
            record.pop("fulfils", None)
    {1: _measured, 3: _recurring}.get(number % 4, lambda *_: None)(choices, base.records)
    pledges = [record["id"] for record in base.of("pledge")]
    records += _responses(choices, pledges, [record["id"] for record in base.of("evidence")])
    records += _owned(choices, base.of("evidence"))
    if pledges and choices.rarely(3):
        twin = {**next(r for r in base.records if r.get("id") == pledges[0]), "id": "acme/again"}
        records.append(twin | ({"restates": pledges[0]} if choices.rarely(2) else {}))
    records += _decisions(choices, records, base.as_of)
    bundle = Bundle([from_body(record) for record in records])
    later = base.as_of + timedelta(days=choices.number(1, 12))
    return World(f"drawn-{number:03}", bundle, ("acme",), "topic", (base.as_of, later))


def _reworded(choices: Choices, pledge: dict) -> None:
    for version in pledge["versions"]:
        if short := choices.one(SHORTS):
            version["short"] = short
        if choices.rarely(2):
            version |= {"quote": f"We say {version.pop('reported')}", "speaker": "A. Person"}
        version["verification"] = choices.one(("none", "none", "independent", "own report"))
    if title := choices.one(TITLES):
        pledge["title"] = title


def _measured(choices: Choices, records: Iterable[dict]) -> None:
    """Versions of the promise to act get a target, perhaps milestones; statements give amounts in place of words."""
    bound = choices.one(("at_least", "at_least", "at_most"))
    for record in records:
        for version in record.get("versions", ()) if record["id"] == "acme/do" else ():
            if choices.rarely(6):
                continue
            target = {"measure": choices.one(("paper", "paper", "paper", "ink")), "unit": choices.one(("%", "%", "t"))}
            target[bound] = choices.one(("40", "60", "60", "80"))
            if choices.rarely(2):
                target["baseline"] = {"amount": choices.one(("10", "90")), "on": "2013"}
            version["target"] = target
            if choices.rarely(2):
                number = choices.number(2, 8)
                goals = [{"by": day(number + 3 * i), bound: choices.one(("30", "50"))} for i in range(2)]
                version["milestones"] = goals[: choices.number(1, 2)]
        for said in record.get("fulfils", ()):
            if not choices.rarely(4):
                said |= {"amount": choices.one(("5", "30", "45", "60", "70", "95"))}
                del said["extent"]


def _recurring(choices: Choices, records: Iterable[dict]) -> None:
    """Some versions of the promise to act recur: a turn every few days, and statements about one of them."""
    for record in records:
        for version in record.get("versions", ()) if record["id"] == "acme/do" else ():
            if not choices.rarely(3):
                first = choices.number(2, 9)
                last = {"last": day(first + choices.number(3, 14))} if choices.rarely(2) else {}
                version["deadline"] = {"every": f"{choices.number(3, 6)} days", "first": day(first)} | last
        for said in record.get("fulfils", ()):
            if choices.rarely(3):
                said["due"] = day(choices.number(2, 16))


def _responses(choices: Choices, pledges: list[str], deeds: list[str]) -> Iterator[dict]:
    for number in range(choices.number(0, 2)):
        answer = choices.one(ANSWERS)
        data = {"kind": "response", "id": f"acme/r{number}", "asked_by": "A paper", "question": "Who?", "source": "s0"}
        data |= {"answer": answer, "answered": day(choices.number(2, 40)), "about": choices.some(pledges + deeds, 0, 2)}
        if answer in ("full", "partly", "denied"):
            data["text"] = "So it is."
        if answer == "waiting" and choices.rarely(2):
            data["until"] = day(choices.number(4, 40))
        yield data | ({"respondent": "A dealer"} if choices.rarely(5) else {})


def _owned(choices: Choices, deeds: list[dict]) -> Iterator[dict]:
    """A company that ours owns, or that owns ours, with conduct of its own."""
    if not choices.rarely(4):
        return
    owner = {"company": "acme", "source": "s0", "since": day(choices.number(0, 12))}
    if choices.rarely(2):
        owner["until"] = day(choices.number(14, 30))
    yield {"kind": "company", "id": "mill", "name": "Mill Ltd.", "owners": [owner]}
    for number, deed in enumerate(deeds):
        if deed["id"].startswith("acme/e"):
            yield {**deed, "id": f"mill/e{number}", "company": "mill"}


def _decisions(choices: Choices, records: list[dict], as_of: date) -> Iterator[dict]:
    """What editors said of a finding: they confirm it, dismiss it or move it."""
    if not choices.rarely(3):
        return
    dossier = Dossier.of(Bundle([from_body(record) for record in records]), "acme", "topic")
    findings = assess(dossier, as_of, lambda finding: []).findings
    if not findings:
        return
    finding = choices.one(findings)
    data = {"kind": "decision", "id": "acme/decision-1", "topic": "topic", "computed": str(finding.computed)}
    data |= {"reason": "So it is.", "date": FIRST.isoformat(), "editor": "E. Ditor"}
    if finding.evidence and finding.evidence.id.startswith("acme/"):
        data["evidence"] = finding.evidence.id
    if finding.pledge:
        data["pledge"] = finding.pledge.id
    if finding.act and choices.rarely(2):
        data["act"] = finding.act
    decision = choices.one(("confirmed", "dismissed", "downgraded"))
    yield data | {"decision": decision} | ({"to": "possible loophole"} if decision == "downgraded" else {})


def _rich(number: int, name: str = "rich", change: Callable[[AnyRecord], AnyRecord] = lambda record: record) -> World:
    """Records of three companies, with decisions, on three days."""
    records, as_of = rich_records(number)
    choices = choices_of(f"days {number}")
    later = (timedelta(days=choices.number(1, 12)), timedelta(days=choices.number(13, 60)))
    records += rich_decisions(number, records, as_of + later[1])
    bundle = Bundle([change(from_body(record)) for record in records])
    return World(
        f"{name}-{number:03}", bundle, COMPANIES, "topic", (as_of, *(as_of + more for more in later)), detailed=True
    )


def _unasked(number: int) -> World:
    """A rich world in which every third cell is not asked, as far as rows and columns keep one."""
    return _rich(number, "unasked", _with_cells_left_out)


def _with_cells_left_out(record: AnyRecord) -> AnyRecord:
    plain = body(record)
    for name in ("yardstick", "second_yardstick"):
        yardstick = plain.get(name, {})
        rows, columns = ([it["id"] for it in yardstick.get(side, ())] for side in ("rows", "columns"))
        if len(rows) > 1 and len(columns) > 1:
            places = [(i, j) for i in range(len(rows)) for j in range(len(columns)) if (i + 2 * j) % 3 == 2]
            yardstick["not_asked"] = [{"row": rows[i], "column": columns[j]} for i, j in places]
    return from_body(plain)


@cache
def _seeds() -> Bundle:
    """The records that the site starts with."""
    files = sorted(SEEDS.rglob("*.yaml"))
    return Bundle([record for path in files for record, _ in read_records(path.read_text(), path.name, [])])


def _seeded(company: str) -> World:
    """A company of ours, beside the next."""
    companies = sorted(path.stem for path in (SEEDS / "companies").iterdir())
    other = companies[(companies.index(company) + 1) % len(companies)]
    days = tuple(date.fromisoformat(text) for text in DAYS_OF_SEEDS)
    return World(f"seeds-{company}", _seeds(), (company, other), "police-facial-recognition", days)


def names() -> list[str]:
    """The names of all worlds."""
    companies = sorted(path.stem for path in (SEEDS / "companies").iterdir())
    drawn = [f"drawn-{number:03}" for number in range(DRAWN)] + [f"rich-{number:03}" for number in range(RICH)]
    drawn += [f"unasked-{number:03}" for number in range(UNASKED)]
    return ["methodology", *drawn, *(f"seeds-{company}" for company in companies)]


def world(name: str) -> World | Methodology:
    """The world of a name."""
    if name == "methodology":
        return Methodology()
    kind, _, rest = name.partition("-")
    return _seeded(rest) if kind == "seeds" else {"drawn": _drawn, "rich": _rich, "unasked": _unasked}[kind](int(rest))


if __name__ == "__main__":
    if sys.argv[1:]:
        print("\n".join(world(sys.argv[1]).said()))
    else:
        GOLDEN.write_text("".join(f"{world(name).line()}\n" for name in names()), encoding="utf-8")
