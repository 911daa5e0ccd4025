"""Generated records: small vocabularies, scopes, versions with every kind of end, acts, sources, all in June 2020.

A ``Case`` holds records as plain data, so that a law can change one thing and compare. All choices of a case are read
from one string of bytes: one draw instead of hundreds, and bytes of zero, to which a failing case shrinks, choose the
first and simplest of the options.
"""

import pickle
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from hypothesis import strategies as st

from tests.factories import KNOWN_AT
from tests.oracle.promises import RANGES
from tracker.engine.assessing.assessment import assess
from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import compute
from tracker.records.bundle import Bundle
from tracker.records.kinds import from_body

FIRST = date(2020, 6, 1)
LABELS = ("in", "out", "except", "unclear")
DIMENSIONS = ("action", "counterparty")


def day(number):
    """A day of the small calendar, as text."""
    return (FIRST + timedelta(days=number)).isoformat()


@dataclass(frozen=True)
class Case:
    """Records of one company and topic as plain data, and a day."""

    records: tuple[dict, ...]
    as_of: date

    def of(self, kind):
        """The records of a kind."""
        return [record for record in self.records if record["kind"] == kind]

    def bundle(self):
        """The typed records."""
        return Bundle([_typed(pickle.dumps(record)) for record in self.records])

    def dossier(self):
        """What a scorecard is computed from."""
        return Dossier.of(self.bundle(), "acme", "topic")

    def assessment(self):
        """Findings without sentences."""
        return assess(self.dossier(), self.as_of, lambda finding: [])

    def scorecard(self):
        """The whole scorecard."""
        return compute(self.dossier(), self.as_of, KNOWN_AT)

    def changed(self, change):
        """A copy of the case whose records ``change`` has altered in place; it may also return a new list of them."""
        records = pickle.loads(pickle.dumps(list(self.records)))  # quicker than a deep copy
        return replace(self, records=tuple(change(records) or records))


@lru_cache(1000)
def _typed(record):
    """The typed record of pickled plain data; a case and its changed copies have nearly all records in common."""
    return from_body(pickle.loads(record))


def words_by_act(assessment):
    """The findings on acts as ``{(pledge, version, evidence, act): word}``."""
    return {
        (f.pledge and f.pledge.id, f.force and f.force.number, f.evidence.id, f.act): f.computed
        for f in assessment.findings
        if f.evidence and f.fulfilment is None
    }


class Choices:
    """Choices read from bytes; the first option once they are used up."""

    def __init__(self, content):
        self.content = iter(content)

    def one(self, options):
        """One of some options."""
        return options[next(self.content, 0) % len(options)]

    def number(self, least, most):
        """A number between two, both allowed."""
        return least + next(self.content, 0) % (most - least + 1)

    def rarely(self, times):
        """True once in so many times."""
        return next(self.content, 0) % times == times - 1

    def some(self, options, least, most):
        """Some different options."""
        left, chosen = list(options), []
        for _ in range(min(self.number(least, most), len(left))):
            chosen.append(left.pop(next(self.content, 0) % len(left)))
        return chosen


def strategy(build, size):
    """A strategy for what ``build`` makes of choices."""
    return st.binary(min_size=size, max_size=size).map(lambda content: build(Choices(content)))


def broader(choices, prefix):
    """A random graph of terms: ``{term: its broader terms}``; a term may stand under several."""
    ups = [choices.some(range(i), 0, 2) for i in range(choices.number(3, 6))]
    return {f"{prefix}{i}": [f"{prefix}{up}" for up in above] for i, above in enumerate(ups)}


def vocabulary(choices, id, prefix, continuing=False):
    """Plain data of a vocabulary; with ``continuing`` one term may go on as another."""
    terms = [{"id": term, "name": term, "broader": ups} for term, ups in broader(choices, prefix).items()]
    if continuing and choices.rarely(2):
        begun, after = choices.some(range(len(terms)), 2, 2)
        terms[begun]["continues_as"] = [terms[after]["id"]]
    return {"kind": "vocabulary", "id": id, "name": id, "terms": terms}


def labels(choices, terms):
    """What a scope says in one dimension; None leaves it out."""
    if choices.rarely(3):
        return None
    result = {}
    for term in terms:
        if word := choices.one((None, None, None, "in", "in", *LABELS)):
            result.setdefault(word, []).append(term)
    if rest := choices.one((None, None, "in", "out", "unclear")):
        result["rest"] = rest
    return result or None


def scope(choices, terms):
    """A scope over ``{dimension: terms}``."""
    given = {name: labels(choices, values) for name, values in terms.items()}
    return {name: found_ for name, found_ in given.items() if found_}


def date_text(choices, first=0, last=29):
    """A date in or around June 2020: exact, one of some days, about, uncertain, or the whole month."""
    start = choices.number(first, last)
    form = choices.one((*["day"] * 6, "set", "set", "?", "~", "month"))
    if form == "set":
        return f"[{day(start)}..{day(start + choices.number(0, 3))}]"
    return "2020-06" if form == "month" else day(start) + (form if form in "?~" else "")


def period(choices):
    """A period of conduct with, where it goes on, the last day that a source vouches for."""
    form = choices.one(("date", "date", "throughout", "throughout", "ongoing"))
    if form == "date":
        last_seen = {"seen_until": day(choices.number(36, 38))} if choices.rarely(6) else {}
        return {"period": date_text(choices)} | last_seen
    start = choices.number(0, 25)
    begun = date_text(choices, start, start)
    if form == "throughout":
        end = start + choices.number(0, 8)
        return {"period": f"{begun}/{date_text(choices, end, end)}"}
    seen = choices.one((None, start + 2, start + 9))
    return {"period": f"{begun}/.."} | ({"seen_until": day(seen)} if seen else {})


def ends(choices, start):
    """How a version that starts on a day ends."""
    if not choices.rarely(2):
        return choices.one(("open", "unstated", "self-judged"))
    terms = {}
    for kind in choices.some(("after", "last_day", "withdrawn", "condition"), 1, 2):
        later = start + choices.number(0, 12)
        fixed = {"after": f"{later - start + 1} days", "condition": "law"}
        terms[kind] = fixed.get(kind) or date_text(choices, later, later)
    if "withdrawn" in terms and choices.rarely(2):
        terms["stated"] = "self-judged"
    return terms


def versions(choices, terms):
    """One to three versions in order of time."""
    start, result = choices.number(0, 20), []
    for _ in range(choices.one((1, 1, 1, 2, 2, 3))):
        begins = f"[..{day(start)}]" if not result and choices.rarely(8) else date_text(choices, start, start)
        data = {"start": begins, "source": "s0", "reported": "words"}
        data |= {"scope": scope(choices, terms), "ends": ends(choices, start)}
        if choices.rarely(10):
            data |= {"start": {"condition": "other-law"}, "announced": day(start)}
        result.append(data)
        start += choices.number(0, 8)
    return result


def act(choices, terms):
    """An act: some terms in each dimension, or none where the record leaves it unknown."""
    return {
        name: choices.some(terms_of_dimension, 1, 2)
        for name, terms_of_dimension in terms.items()
        if not choices.rarely(10 if name != "actor" else 2)
    }


def sources(choices):
    """Some sources in a graph of who rests on whom."""
    result = []
    for i in range(4):
        rests_on = choices.some([f"s{j}" for j in range(i)], 0, 2)
        data = {
            "id": f"s{i}",
            "title": "A text",
            "date": choices.one((day(90), day(90), day(12))),
            "publisher": choices.one(("P", "Q", "p")),
        }
        data |= {"kind": "source", "type": choices.one(("claim", "record")), "derived_from": rests_on}
        result.append(data | choices.one(({"location": "shelf 1"}, {})))
    return result


def outcomes(choices, acts=1):
    """What became of a matter: usually nothing; in any order, on equal days, perhaps of one act only."""
    words = ("alleged", "denied", "admitted", "put right", "not upheld", "adjudicated", "retracted")
    chosen = choices.some(words, 1, 4) if choices.rarely(3) else []
    result = []
    for word in chosen:
        entry = {"date": date_text(choices, 10, 14), "outcome": word, "source": "s0"}
        if word == "not upheld" and choices.rarely(2):
            entry["independent"] = "yes"
        if choices.rarely(4):
            entry["acts"] = [choices.number(1, acts)]
        result.append(entry)
    return result


def evidence(choices, terms, number):
    """Conduct with one or two acts, perhaps with periods of their own."""
    source_ids = choices.some(("s0", "s1", "s2", "s3"), 1, 2)
    own = [act(choices, terms) for _ in range(choices.one((1, 1, 2)))]
    if choices.rarely(5):
        own[0] |= period(choices)
    data = {"kind": "evidence", "id": f"acme/e{number}", "topics": ["topic"], "nature": "conduct", "title": "A deed"}
    return data | period(choices) | {"acts": own, "sources": source_ids, "outcomes": outcomes(choices, len(own))}


def promise_versions(choices, terms):
    """One to three versions of a promise to act; each may begin on, before or after the day the last one was due."""
    start, result = choices.number(0, 6), []
    for _ in range(choices.one((1, 1, 2, 2, 3))):
        due = start + choices.number(0, 8)
        kinds = (day(due), day(due), day(due), date_text(choices, due, due), {"after": f"{due - start + 1} days"}, None)
        deadline = choices.one((*kinds, {"condition": "law"}))
        data = {"start": date_text(choices, start, start) if choices.rarely(4) else day(start), "source": "s0"}
        data |= {"reported": "words", "ends": ends(choices, start) if choices.rarely(3) else "unstated"}
        if choices.rarely(3):
            data["scope"] = {"action": {"in": choices.some(terms["action"], 1, 2)}}
        result.append(data | ({"deadline": deadline} if deadline else {}))
        start = max(start, due + choices.number(0, 2) - 1) if choices.rarely(2) else start + choices.number(1, 8)
    return result


def statements(choices, count=3):
    """What sources say of the promise, about days on and around those on which it may be due."""
    result = []
    for i in range(choices.number(0, count)):
        said = {"pledge": "acme/do", "extent": choices.one(("full", "part", "part-only", "none", "none"))}
        if choices.rarely(3):
            number = choices.number(0, 16)
            said["on"] = choices.one((day(number), date_text(choices, number, number), f"[..{day(number)}]"))
        if choices.rarely(6):
            said["version"] = choices.number(1, 2)
        if choices.rarely(6):
            said["due"] = day(choices.number(4, 10))
        when = period(choices) if choices.rarely(2) else {"period": day(choices.number(0, 16))}
        source_ids = choices.some(("s0", "s1", "s2", "s3"), 1, 2)
        data = {"kind": "evidence", "id": f"acme/f{i}", "topics": ["topic"], "nature": "conduct", "title": "A report"}
        result.append(data | when | {"fulfils": [said], "sources": source_ids, "outcomes": outcomes(choices)})
        for entry in result[-1]["outcomes"]:
            entry.pop("acts", None)
    return result


def promise_case(choices):
    """A case with a promise to act and what is said of it; sometimes checked, on days around those of its dues."""
    base = case(choices)
    terms = {name: [t["id"] for t in base.of("vocabulary")[i]["terms"]] for i, name in enumerate(DIMENSIONS)}
    pledge = {"kind": "pledge", "id": "acme/do", "topic": "topic", "commitment": "perform"}
    pledge["versions"] = promise_versions(choices, terms)
    added = [pledge, *statements(choices)]
    as_of = FIRST + timedelta(days=choices.number(2, 24))
    return replace(base, records=(*base.records, *added), as_of=as_of)


def promises():
    """Whole cases with a promise to act."""
    return strategy(promise_case, 420)


def condition(choices, id):
    """A condition with some developments."""
    meets = choices.some(("yes", "no", "void"), 0, 2)
    found_ = [{"date": date_text(choices), "title": "A bill", "meets": m, "why": "So.", "source": "s0"} for m in meets]
    return {"kind": "condition", "id": id, "name": "a law is in place", "developments": found_}


def topic(choices, terms):
    """A topic whose yardstick has two rows and two columns."""
    used = {"actor": "actors", "action": "actions", "counterparty": "customers"}
    columns, rows = (
        [
            {"id": f"{name}-{i}", "name": f"{name} {i}", "terms": {name: choices.some(terms[name], 1, 2)}}
            for i in range(2)
        ]
        for name in DIMENSIONS
    )
    core = {"actor": ["company"]} if "actor" in terms and choices.rarely(2) else {}
    yardstick = {
        "commitment": "refrain",
        "scope": scope(choices, terms),
        "core": core,
        "rows": rows,
        "columns": columns,
    }
    checked = choices.one((day(60), day(60), day(choices.number(0, 20)), None))
    return {
        "kind": "topic",
        "id": "topic",
        "checked_until": {"acme": checked} if checked else {},
        "name": "A topic",
        "question": "Who?",
        "dimensions": {name: {"vocabulary": used[name], "name": name} for name in terms},
        "yardstick": {**yardstick, "reasons": [{"text": "Because."}]},
    }


SCALE = {"kind": "vocabulary", "id": "customers", "name": "customers", "scale": {"unit": "%", "from": "0", "to": "6"}}


def case(choices, scale=False):
    """A whole case: vocabularies, topic with a yardstick of four cells, pledges to refrain, evidence.

    With ``scale`` the customers are numbers.
    """
    graphs = [vocabulary(choices, "actions", "a", continuing=True)]
    graphs.append(SCALE if scale else vocabulary(choices, "customers", "c"))
    actors = [{"id": id, "name": id} for id in ("company", "partner", "unrelated-party")]
    terms = {
        name: [t["id"] for t in graph["terms"]] if "terms" in graph else choices.some(RANGES, 4, 6)
        for name, graph in zip(DIMENSIONS, graphs, strict=True)
    }
    if choices.rarely(2):
        terms = {"actor": [t["id"] for t in actors], **terms}
    base = {"kind": "pledge", "topic": "topic", "commitment": "refrain"}
    records = [
        *graphs,
        {"kind": "vocabulary", "id": "actors", "name": "actors", "terms": actors},
        topic(choices, terms),
        {"kind": "company", "id": "acme", "name": "Acme Optics Inc."},
        *sources(choices),
        condition(choices, "law"),
        condition(choices, "other-law"),
        *[
            {**base, "id": f"acme/p{i}", "versions": versions(choices, terms)}
            for i in range(choices.one((1, 1, 1, 2, 2, 0)))
        ],
        *[evidence(choices, terms, i) for i in range(choices.one((1, 2)))],
    ]
    return Case(tuple(records), FIRST + timedelta(days=choices.number(5, 60)))


def cases():
    """Whole cases."""
    return strategy(case, 270)  # no case has asked for more


def scale_cases():
    """Whole cases in which one dimension is a scale."""
    return strategy(lambda choices: case(choices, scale=True), 270)


def dates():
    """Texts of dates in or around June 2020."""
    return strategy(date_text, 4)


def periods():
    """Periods of conduct, as fields of evidence."""
    return strategy(period, 10)
