"""A slow, obvious reading of docs/rules.md (scope, time, weight), to compare the engine with.

Sets of terms instead of masks, every possible day instead of bounds, the rules in the order of the table. It shares
with the engine only the records and the parsing of dates; nothing of ``tracker.engine`` is imported.
"""

from datetime import date
from itertools import product
from operator import ge, gt, le, lt

NEVER = date.max.toordinal()
DIMENSIONS = ("actor", "action", "subject", "counterparty", "place", "purpose")


class Terms:
    """A vocabulary record as sets of terms."""

    def __init__(self, record):
        self.broader = {term.id: set(term.broader) for term in record.terms}
        self.named = tuple(self.broader)
        self.continues = {term.id: set(term.continues_as) for term in record.terms if term.continues_as}
        self.continuing = {after for afters in self.continues.values() for after in afters}

    def above(self, term):
        """All ancestors of a term."""
        return set().union(*({up} | self.above(up) for up in self.broader[term])) if self.broader[term] else set()

    def below(self, term):
        """The term and all its descendants."""
        return {other for other in self.broader if other == term or term in self.above(other)}

    def continuation(self, term):
        """What an action goes on as: what it names, else what the nearest actions above it name, else itself."""
        if term in self.continues or term in self.continuing:
            return self.continues.get(term, {term})
        naming = self.above(term) & self.continues.keys()
        nearest = [up for up in naming if not any(up in self.above(other) for other in naming)]
        return set().union(*(self.continues[up] for up in nearest)) or {term}


RANGES = ("1", "3", "5", ">= 2", ">= 4", "< 2", "<= 3", "> 3", "1..4", "2..<5", "0<..5")
"""The ranges that generated records name on a scale."""


class Numbers:
    """A scale as sets of numbers, of which some lie on and some between all bounds of whole numbers."""

    continuing = frozenset()
    named = RANGES

    def __init__(self, record):
        first, last = (2 * int(end) for end in (record.scale.from_, record.scale.to))
        self.broader = {number / 2: set() for number in range(first, last + 1)}

    def below(self, term):
        """The numbers in a range; of one of them, itself."""
        if not isinstance(term, str):
            return {term}
        return {number for number in self.broader if in_range(term, number)}

    def undivided(self, term, used):
        """Whether no bound of the ranges in use cuts a range: all its numbers lie in the same of them."""
        return len({tuple(in_range(other, number) for other in used) for number in self.below(term)}) == 1

    def above(self, term):
        """The ranges that hold all of a number or range, and more."""
        own = self.below(term)
        return {text for text in RANGES if own <= self.below(text) and (own != self.below(text) or text != term)}

    def continuation(self, term):
        """Numbers go on as themselves."""
        return {term}


def terms_of(record):
    """The terms of a vocabulary, or the numbers of a scale."""
    return Numbers(record) if record.scale else Terms(record)


def in_range(text, number):
    """Whether a range holds a number, read off its text alone."""
    for sign, test in ((">=", ge), ("<=", le), (">", gt), ("<", lt)):
        if text.startswith(sign):
            return test(number, float(text.removeprefix(sign)))
    first, dots, last = text.partition("..")
    if not dots:
        return number == float(first)
    begins, ends = (gt if first.endswith("<") else ge), (lt if last.startswith("<") else le)
    return begins(number, float(first.rstrip("<"))) and ends(number, float(last.lstrip("<")))


def labels_of(vocabulary, name, given):
    """The labels and the rest that a scope has in a dimension, with what follows from leaving it out."""
    if given is None:
        own, rest = ({"company": "in"}, "unclear") if name == "actor" else ({}, "in")
    else:
        own = {term: str(label) for label, terms in given.by_label().items() for term in terms}
        rest = given.rest or ("out" if "in" in own.values() else "in")
    for term in vocabulary.continuing:
        own.setdefault(term, "unclear")
    return own, rest


def decided(vocabulary, own, rest, term):
    """The decided label of a term: its own, else that of its nearest labelled ancestors, else the rest."""
    if term in own:
        return own[term]
    labelled = vocabulary.above(term) & own.keys()
    nearest = {own[up] for up in labelled if not any(up in vocabulary.above(other) for other in labelled)}
    for word in ("except", "out", "unclear", "in"):
        if word in nearest:
            return word
    return rest


def over(labels):
    """Membership by the decided labels of a set of terms."""
    if labels <= {"in"}:
        return "inside"
    if labels <= {"out", "except"}:
        return "outside"
    return "unclear" if "unclear" in labels else "partly"


def term_answer(vocabulary, own, rest, term):
    """Membership of one term, and whether an outside rests on exceptions alone."""
    labels = {decided(vocabulary, own, rest, narrow) for narrow in vocabulary.below(term)}
    return over(labels), labels == {"except"}


def dimension_answer(vocabulary, own, rest, terms):
    """Membership of an act's terms in one dimension: outside, excepted, unclear or inside."""
    if terms is None:
        labels = {decided(vocabulary, own, rest, term) for term in vocabulary.broader}
        return "excepted" if labels == {"except"} else {"partly": "unclear"}.get(over(labels), over(labels))
    answers = [term_answer(vocabulary, own, rest, term) for term in terms]
    words = {word for word, _ in answers}
    if "inside" in words:
        return "inside"
    if words & {"unclear", "partly"}:
        return "unclear"
    return "excepted" if all(by_except for _, by_except in answers) else "outside"


def act_answer(vocabularies, scope, terms):
    """Membership of an act in a scope over all dimensions: inside, unclear, outside or excepted."""
    answers = set()
    for name, vocabulary in vocabularies.items():
        own, rest = labels_of(vocabulary, name, scope.of(name))
        answers.add(dimension_answer(vocabulary, own, rest, terms.get(name)))
    return next(word for word in ("excepted", "outside", "unclear", "inside") if word in answers)


def days(value):
    """All days that an uncertain date may be, as numbers; of “that day or earlier”, that day, which accuses nobody."""
    if value.text.startswith("[.."):
        return range(value.latest.toordinal(), value.latest.toordinal() + 1)
    return range(value.earliest.toordinal(), value.latest.toordinal() + 1)


def met_on(condition, as_of):
    """The day on which a condition was met, as known on a day; None where it was not."""
    telling = [d for d in condition.developments if d.meets != "no" and d.date.earliest <= as_of]
    telling.sort(key=lambda d: (d.date.earliest, d.date.latest))
    return telling[0].date if telling and telling[0].meets == "yes" else None


def first_day(version, conditions, as_of):
    """The first day of a version; None where the condition for it is not met."""
    if hasattr(version.start, "condition"):
        return met_on(conditions[version.start.condition], as_of)
    return version.start or version.announced


def lasts(version, following, conditions, as_of):
    """A version's possible first and last days, and whether its end is in its own hands."""
    start = first_day(version, conditions, as_of)
    ends = []
    terms = version.ends if hasattr(version.ends, "stated") else None
    if terms and terms.last_day:
        ends.append(set(days(terms.last_day)))
    if terms and terms.after:
        counted = {terms.after.last_day(date.fromordinal(day)).toordinal() for day in days(start)}
        first = start.latest.toordinal()  # of “that day or earlier” nobody knows since when a length counts
        ends.append(set(range(first, max(counted) + 1)) if start.text.startswith("[..") else counted)
    met = met_on(conditions[terms.condition], as_of) if terms and terms.condition else None
    for day in (met, terms.withdrawn if terms else None, *following):
        if day is not None and day.earliest <= as_of:
            ends.append({number - 1 for number in (day.earliest.toordinal(), *days(day))})
    last = {min(readings) for readings in product(*ends)} if ends else {NEVER}
    self_judged = version.ends == "self-judged" or (terms is not None and terms.stated == "self-judged")
    return set(days(start)), last, self_judged


def first_source(evidence, sources):
    """The latest day on which the first source that tells of it may have been published."""
    return min(sources[id].date.latest.toordinal() for id in evidence.sources)


def act_days(period, seen_until, as_of, first_told=None):
    """Every pair of first and last day that conduct may have had up to a day."""
    today = as_of.toordinal()
    start, end = period.start, period.end
    begun = set(days(start))
    if first_told is not None and min(begun) <= first_told < max(begun):
        begun = {day for day in begun if day <= first_told}
    if start is end and seen_until is None:
        return {(day, day) for day in begun}
    end = seen_until if start is end else end
    seen = seen_until.earliest.toordinal() if seen_until else 0
    lasts = set(days(end)) if end else set(range(max(seen, start.earliest.toordinal()), today + 1))
    lasts = {min(day, today) for day in lasts} or {today}
    pairs = {(first, last) for first in begun for last in lasts if first <= last}
    latest = end.latest.toordinal() if end else NEVER
    late = {(first, first) for first in begun if today < first <= latest}
    return pairs | late or {(first, first) for first in begun}


def relation(pairs, starts, lasts):
    """How conduct lies to a version over all readings: before, during, possible or after.

    Readings by which the version ended before it began are left out.
    """
    relations = set()
    for (begun, ended), first, last in product(pairs, starts, lasts):
        if last < first:
            continue
        if ended < first or (ended == first and begun < first):
            relations.add("before")
        elif begun > last:
            relations.add("after")
        elif min(ended, last) > first:
            relations.add("during")
        else:
            relations.add("possible")  # that very day
    return relations.pop() if len(relations) == 1 else "possible"


def became(evidence, act, as_of):
    """What became of an act (None: of the whole), as a set of words; ``cleared`` and ``established`` are among them."""
    words, rulings = set(), []
    acts = enumerate(evidence.acts, 1)
    begun = {number for number, one in acts if (one.period or evidence.period).start.earliest <= as_of}
    for outcome in evidence.outcomes:
        about = set(outcome.acts) or set(range(1, len(evidence.acts) + 1))
        named = about >= begun if act is None else act in about
        if outcome.date.earliest <= as_of and (named or not outcome.acts):
            word = outcome.outcome if outcome.independent != "yes" else "cleared"
            words.add(word)
            if word in ("adjudicated", "cleared"):
                rulings.append((outcome.date.earliest, outcome.date.latest, 1, outcome.outcome, word))
    upheld = max(rulings)[-1] == "adjudicated" if rulings else False  # the last word of a court or other body
    if "admitted" in words or upheld:
        return {"established"}
    if "retracted" in words and "adjudicated" not in words:
        words.add("cleared")
    return words


def weight(evidence, sources, as_of, act=None):
    """Whether evidence suffices for a breach, and whether it stands at all."""
    words = became(evidence, act, as_of)
    roots, todo = set(), list(evidence.sources)
    while todo:
        source = sources[todo.pop()]
        todo += source.derived_from
        if not source.derived_from:
            roots.add(source.publisher.casefold())
    own = [sources[id] for id in evidence.sources]
    documented = any(source.type == "record" and source.located for source in own)
    heavy = documented or len(roots) > 1
    return "established" in words or (heavy and "alleged" not in words), "cleared" not in words


def rules(time, scope, yardstick, sufficient, no_longer_inside):
    """DEED-2 to DEED-9 for a pledge to refrain, as they are written."""
    out = scope in ("outside", "excepted")
    if time in ("during", "possible") and scope == "excepted":
        return "exception used"
    if yardstick in ("outside", "excepted") and scope != "inside":
        return None
    if time == "before":
        return "prior conduct" if scope == "inside" else "unaddressed"
    if time == "after":
        return None if out or not no_longer_inside else "after lapse"
    if out:
        return "loophole" if time == "during" else "possible loophole"
    return "breach" if time == "during" and scope == "inside" and sufficient else "possible breach"
