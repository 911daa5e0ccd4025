"""Generated records: small vocabularies, scopes, versions with every kind of end, acts, sources, all in June 2020.

A ``Case`` holds records as plain data, so that a law can change one thing and compare.
"""

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.factories import KNOWN_AT
from tracker.engine.dossier import Dossier
from tracker.engine.findings import assess
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
        return Bundle([from_body(record) for record in self.records])

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
        records = deepcopy(list(self.records))
        return replace(self, records=tuple(change(records) or records))


def found(assessment):
    """The findings on acts as ``{(pledge, version, evidence, act): word}``."""
    return {
        (f.pledge and f.pledge.id, f.force and f.force.number, f.evidence.id, f.act): f.computed
        for f in assessment.findings
        if f.evidence and f.fulfilment is None
    }


@st.composite
def broader(draw, prefix, least=3, most=6):
    """A random graph of terms: ``{term: its broader terms}``; a term may stand under several."""
    terms = {}
    for i in range(draw(st.integers(least, most))):
        ups = draw(st.lists(st.integers(0, i - 1), max_size=2, unique=True)) if i else []
        terms[f"{prefix}{i}"] = [f"{prefix}{up}" for up in ups]
    return terms


@st.composite
def vocabularies(draw, id, prefix, continuing=False):
    """Plain data of a vocabulary; with ``continuing`` one term may go on as another."""
    terms = [{"id": term, "name": term, "broader": ups} for term, ups in draw(broader(prefix)).items()]
    if continuing and draw(st.booleans()):
        begun, after = draw(st.permutations(range(len(terms))))[:2]
        terms[begun]["continues_as"] = [terms[after]["id"]]
    return {"kind": "vocabulary", "id": id, "name": id, "terms": terms}


@st.composite
def labels(draw, terms):
    """What a scope says in one dimension; None leaves it out."""
    if draw(st.integers(0, 2)) == 0:
        return None
    result = {}
    for term in terms:
        if word := draw(st.sampled_from((None, None, None, "in", "in", *LABELS))):
            result.setdefault(word, []).append(term)
    rest = draw(st.sampled_from((None, None, "in", "out", "unclear")))
    if rest:
        result["rest"] = rest
    return result or None


@st.composite
def scopes(draw, terms):
    """A scope over ``{dimension: terms}``."""
    given_ = {name: draw(labels(known)) for name, known in terms.items()}
    return {name: found for name, found in given_.items() if found}


@st.composite
def dates(draw, first=0, last=29):
    """A date in or around June 2020: exact, one of some days, about, uncertain, or the whole month."""
    start = draw(st.integers(first, last))
    form = draw(st.sampled_from((*["day"] * 6, "set", "set", "?", "~", "month")))
    if form == "set":
        return f"[{day(start)}..{day(start + draw(st.integers(0, 3)))}]"
    return "2020-06" if form == "month" else day(start) + (form if form in "?~" else "")


@st.composite
def periods(draw):
    """A period of conduct with, where it goes on, the last day that a source vouches for."""
    form = draw(st.sampled_from(("date", "date", "throughout", "throughout", "ongoing")))
    if form == "date":
        return {"period": draw(dates())}
    start = draw(st.integers(0, 25))
    begun = draw(dates(start, start))
    if form == "throughout":
        end = start + draw(st.integers(0, 8))
        return {"period": f"{begun}/{draw(dates(end, end))}"}
    seen = draw(st.sampled_from((None, start + 2, start + 9)))
    return {"period": f"{begun}/.."} | ({"seen_until": day(seen)} if seen else {})


@st.composite
def ends(draw, start):
    """How a version that starts on a day ends."""
    if draw(st.booleans()):
        return draw(st.sampled_from(("open", "unstated", "self-judged")))
    terms = {}
    kinds = draw(st.lists(st.sampled_from(("after", "last_day", "withdrawn", "condition")), min_size=1, max_size=2))
    for kind in kinds:
        later = start + draw(st.integers(0, 12))
        given_ = {"after": f"{later - start + 1} days", "condition": "law"}
        terms[kind] = given_.get(kind) or draw(dates(later, later))
    if "withdrawn" in terms and draw(st.booleans()):
        terms["stated"] = "self-judged"
    return terms


@st.composite
def versions(draw, terms):
    """One to three versions in order of time."""
    start, result = draw(st.integers(0, 20)), []
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 2, 3)))):
        data = {"start": draw(dates(start, start)), "source": "s0", "reported": "words", "scope": draw(scopes(terms))}
        data["ends"] = draw(ends(start))
        if draw(st.integers(0, 9)) == 0:
            data |= {"start": {"condition": "other-law"}, "announced": day(start)}
        result.append(data)
        start += draw(st.integers(0, 8))
    return result


@st.composite
def acts(draw, terms):
    """An act: some terms in each dimension, or none where the record leaves it unknown."""
    result = {}
    for name, known in terms.items():
        if draw(st.integers(0, 5)) and name != "actor":
            result[name] = draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))
    return result


@st.composite
def sources(draw):
    """Some sources in a graph of who rests on whom."""
    result = []
    for i in range(4):
        rests_on = draw(st.lists(st.sampled_from([f"s{j}" for j in range(i)]), max_size=2, unique=True)) if i else []
        located = draw(st.booleans())
        data = {"id": f"s{i}", "title": "A text", "date": day(0), "publisher": draw(st.sampled_from(("P", "Q", "p")))}
        data |= {"kind": "source", "type": draw(st.sampled_from(("claim", "record"))), "derived_from": rests_on}
        result.append(data | ({"location": "shelf 1"} if located else {}))
    return result


@st.composite
def outcomes(draw):
    """What became of a matter: usually nothing."""
    words = ("alleged", "denied", "admitted", "put right", "not upheld", "adjudicated", "retracted")
    chosen = draw(st.lists(st.sampled_from(words), max_size=2)) if draw(st.integers(0, 2)) == 0 else []
    return [{"date": draw(dates()), "outcome": word, "source": "s0"} for word in chosen]


@st.composite
def evidence(draw, terms, number):
    """Conduct with one or two acts, perhaps with periods of their own."""
    known = draw(st.lists(st.sampled_from(("s0", "s1", "s2", "s3")), min_size=1, max_size=2, unique=True))
    own = [draw(acts(terms)) for _ in range(draw(st.sampled_from((1, 1, 2))))]
    if draw(st.integers(0, 4)) == 0:
        own[0] |= draw(periods())
    data = {"kind": "evidence", "id": f"acme/e{number}", "topics": ["topic"], "nature": "conduct", "title": "A deed"}
    return data | draw(periods()) | {"acts": own, "sources": known, "outcomes": draw(outcomes())}


@st.composite
def conditions(draw, id):
    """A condition with some developments."""
    meets = draw(st.lists(st.sampled_from(("yes", "no", "void")), max_size=2))
    found_ = [{"date": draw(dates()), "title": "A bill", "meets": m, "why": "So.", "source": "s0"} for m in meets]
    return {"kind": "condition", "id": id, "name": "a law is in place", "developments": found_}


@st.composite
def cases(draw, max_pledges=2, max_evidence=2):
    """A whole case: vocabularies, topic with a yardstick of four cells, pledges to refrain, evidence."""
    graphs = [draw(vocabularies("actions", "a", continuing=True)), draw(vocabularies("customers", "c"))]
    actors = [{"id": id, "name": id} for id in ("company", "partner", "unrelated-party")]
    terms = {name: [t["id"] for t in graph["terms"]] for name, graph in zip(DIMENSIONS, graphs, strict=True)}
    graphs.append({"kind": "vocabulary", "id": "actors", "name": "actors", "terms": actors})
    if draw(st.booleans()):
        terms = {"actor": [t["id"] for t in actors], **terms}
    pledges = [
        {
            "kind": "pledge",
            "id": f"acme/p{i}",
            "topic": "topic",
            "commitment": "refrain",
            "versions": draw(versions(terms)),
        }
        for i in range(draw(st.sampled_from((0, *[1, max_pledges] * 4))))
    ]
    records = [
        *graphs,
        draw(topics(terms)),
        {"kind": "company", "id": "acme", "name": "Acme Optics Inc."},
        *draw(sources()),
        draw(conditions("law")),
        draw(conditions("other-law")),
        *pledges,
        *[draw(evidence(terms, i)) for i in range(draw(st.integers(1, max_evidence)))],
    ]
    return Case(tuple(records), FIRST + timedelta(days=draw(st.integers(5, 60))))


@st.composite
def topics(draw, terms):
    """A topic whose yardstick has two rows and two columns."""
    used = {"actor": "actors", "action": "actions", "counterparty": "customers"}
    sets = [
        [draw(st.lists(st.sampled_from(terms[name]), min_size=1, max_size=2, unique=True)) for _ in range(2)]
        for name in DIMENSIONS
    ]
    columns, rows = (
        [{"id": f"{name}-{i}", "name": f"{name} {i}", "terms": {name: chosen}} for i, chosen in enumerate(both)]
        for name, both in zip(DIMENSIONS, sets, strict=True)
    )
    core = {"actor": ["company"]} if "actor" in terms and draw(st.booleans()) else {}
    yardstick = {"commitment": "refrain", "scope": draw(scopes(terms)), "core": core, "rows": rows, "columns": columns}
    return {
        "kind": "topic",
        "id": "topic",
        "name": "A topic",
        "question": "Who?",
        "dimensions": {name: {"vocabulary": used[name], "name": name} for name in terms},
        "yardstick": {**yardstick, "reasons": [{"text": "Because."}]},
    }
