"""A slow, obvious reading of docs/rules.md (scope, time, acts, weight), to compare the engine with.

Sets of terms instead of masks, every possible day instead of bounds, the rules in the order of the table. It shares
with the engine only the records and the parsing of dates; nothing of ``tracker.engine`` is imported.
"""

from datetime import date
from itertools import product

NEVER = date.max.toordinal()
DIMENSIONS = ("actor", "action", "subject", "counterparty", "place", "purpose")


class Terms:
    """A vocabulary record as sets of terms."""

    def __init__(self, record):
        self.broader = {term.id: set(term.broader) for term in record.terms}
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
    found = set()
    for name, vocabulary in vocabularies.items():
        own, rest = labels_of(vocabulary, name, scope.of(name))
        found.add(dimension_answer(vocabulary, own, rest, terms.get(name)))
    return next(word for word in ("excepted", "outside", "unclear", "inside") if word in found)


def days(value):
    """All days that an uncertain date may be, as numbers."""
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
    """A version's possible first and last days, whether they are doubted, and whether its end is in its own hands."""
    start = first_day(version, conditions, as_of)
    ends, doubts = [], [start]
    terms = version.ends if hasattr(version.ends, "stated") else None
    if terms and terms.last_day:
        ends.append(set(days(terms.last_day)))
        doubts.append(terms.last_day)
    if terms and terms.after:
        ends.append({terms.after.last_day(date.fromordinal(day)).toordinal() for day in days(start)})
    met = met_on(conditions[terms.condition], as_of) if terms and terms.condition else None
    for day in (met, terms.withdrawn if terms else None, *following):
        if day is not None and day.earliest <= as_of:
            ends.append({number - 1 for number in days(day)})
            doubts.append(day)
    first_certain_end = min((max(end) for end in ends), default=NEVER)
    last = {min(readings) for readings in product(*ends)} if ends else {NEVER}
    doubted = start.doubted or any(d.doubted and d.earliest.toordinal() - 1 <= first_certain_end for d in doubts[1:])
    self_judged = version.ends == "self-judged" or (terms is not None and terms.stated == "self-judged")
    return set(days(start)), last, doubted, self_judged


def act_days(period, seen_until, as_of):
    """Every pair of first and last day that conduct may have had up to a day, and whether the record doubts them."""
    today = as_of.toordinal()
    start, end = period.start, period.end
    doubted = any(side is not None and side.doubted for side in (start, end))
    if start is end:
        return {(day, day) for day in days(start)}, doubted
    seen = seen_until.earliest.toordinal() if seen_until and not seen_until.doubted else 0
    lasts = set(days(end)) if end else set(range(max(seen, start.earliest.toordinal()), today + 1))
    lasts = {min(day, today) for day in lasts} or {today}
    pairs = {(first, last) for first in days(start) for last in lasts if first <= last}
    latest = end.latest.toordinal() if end else NEVER
    late = {(first, first) for first in days(start) if today < first <= latest}
    return pairs | late or {(first, first) for first in days(start)}, doubted


def relation(pairs, starts, lasts, doubted):
    """How conduct lies to a version over all readings: before, during, possible or after.

    Readings by which the version ended before it began are left out.
    """
    found = set()
    for (begun, ended), first, last in product(pairs, starts, lasts):
        if last < first:
            continue
        if ended < first or (ended == first and begun < first):
            found.add("before")
        elif begun > last:
            found.add("after")
        elif min(ended, last) > first:
            found.add("during")
        else:
            found.add("possible")  # that very day
    only = found.pop() if len(found) == 1 else "possible"
    return "possible" if only == "during" and doubted else only


def weight(evidence, sources, as_of):
    """Whether evidence suffices for a breach, and whether it stands at all."""
    known = [o for o in evidence.outcomes if o.date.earliest <= as_of]
    known.sort(key=lambda o: (o.date.earliest, o.date.latest))
    words = [o.outcome for o in known]
    reached, roots = set(), set()
    todo = list(evidence.sources)
    while todo:
        source = sources[todo.pop()]
        reached.add(source.id)
        todo += source.derived_from
        if not source.derived_from:
            roots.add(source.publisher.casefold())
    documented = any(sources[id].type == "record" and sources[id].located for id in reached)
    heavy = documented or len(roots) > 1 or bool({"admitted", "adjudicated"} & set(words))
    only_alleged = "alleged" in words and set(words) <= {"alleged", "denied"}
    return heavy and not only_alleged, words[-1:] not in (["retracted"], ["not upheld"])


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


class Oracle:
    """The findings on all acts of one company's bundle on a day: ``{(pledge, version, evidence, act): finding}``."""

    def __init__(self, bundle, topic, as_of):
        self.bundle, self.topic, self.as_of = bundle, topic, as_of
        used = topic.dimensions.used()
        self.vocabularies = {name: Terms(bundle.vocabularies[words.vocabulary]) for name, words in used.items()}

    def versions(self, pledge):
        """The versions that had begun, with what may replace each, in order."""
        begun = []
        for number, version in enumerate(pledge.versions, 1):
            told = version.announced or version.start
            start = first_day(version, self.bundle.conditions, self.as_of)
            if told.earliest <= self.as_of and start is not None and start.earliest <= self.as_of:
                begun.append((number, version, start))
        asked = []
        for i, (number, version, _) in enumerate(begun):
            following = [later for _, _, later in begun[i + 1 :]]
            starts, last, doubted, self_judged = lasts(version, following, self.bundle.conditions, self.as_of)
            if max(last) >= min(starts):  # else it was never in force
                asked.append((number, version, following, (starts, last, doubted, self_judged)))
        return asked

    def scope(self, version, terms, pairs, starts, time):
        """Membership of an act; one that was begun earlier is asked as what it continues as."""
        anew = act_answer(self.vocabularies, version.scope, terms)
        if time not in ("during", "possible"):
            return anew
        actions = terms.get("action")
        begun = {first < day for first, _ in pairs for day in starts}
        if actions is None or begun == {False}:
            return anew
        going_on = {after for action in actions for after in self.vocabularies["action"].continuation(action)}
        continued = act_answer(self.vocabularies, version.scope, {**terms, "action": going_on})
        if begun == {True} or continued == anew:
            return continued
        return "outside" if {continued, anew} <= {"outside", "excepted"} else "unclear"

    def of_act(self, evidence, act, sufficient):
        """Findings by pledge and version, and whether no pledge reached the act."""
        terms = {name: act.of(name) for name in self.vocabularies}
        if "actor" in terms and terms["actor"] is None:
            terms["actor"] = ("company",)
        seen = act.seen_until or (evidence.seen_until if act.period is None else None)
        pairs, act_doubted = act_days(act.period or evidence.period, seen, self.as_of)
        yardstick = act_answer(self.vocabularies, self.topic.yardstick.scope, terms)
        found, reached = {}, False
        for pledge in self.bundle.pledges.values():
            versions = self.versions(pledge)
            for i, (number, version, following, (starts, ends, doubted, self_judged)) in enumerate(versions):
                lasts_ = ends
                if self_judged:
                    lasts_ = {*range(min(starts), min(max(ends), max(max(p) for p in pairs) + 2) + 1), max(ends)}
                time = relation(pairs, starts, lasts_, doubted or act_doubted)
                scope = self.scope(version, terms, pairs, starts, time)
                no_longer = self.no_longer(scope, lasts_, following, versions[i + 1 :], terms)
                if word := rules(time, scope, yardstick, sufficient, no_longer):
                    found[pledge.id, number] = word
                reached |= time != "after" or scope in ("inside", "unclear")
        if yardstick in ("inside", "unclear") and not reached:
            found[None, None] = "no pledge"
        return found

    def no_longer(self, scope, lasts_, following, later, terms):
        """Whether an ended version's act is not reached as far by the version that replaced it, if one did."""
        replaced = following and max(lasts_) == min(day.latest.toordinal() for day in following) - 1
        if not replaced or not later:
            return True
        order = ("excepted", "outside", "unclear", "inside")
        return order.index(act_answer(self.vocabularies, later[0][1].scope, terms)) < order.index(scope)

    def findings(self):
        """Every finding on an act, by pledge, version, evidence and act."""
        found = {}
        for evidence in self.bundle.evidence.values():
            sufficient, stands = weight(evidence, self.bundle.sources, self.as_of)
            if evidence.nature != "conduct" or not stands:
                continue
            for number, act in enumerate(evidence.acts, 1):
                start = (act.period or evidence.period).start
                if start.earliest > self.as_of or evidence.period.start.earliest > self.as_of:
                    continue
                for (pledge, version), word in self.of_act(evidence, act, sufficient).items():
                    found[pledge, version, evidence.id, number] = word
        return found
