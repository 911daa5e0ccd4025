"""The slow, obvious reading of one company's record: findings on acts and states of dues, as docs/rules.md has them.

What it reads them by is in tests/oracle/promises.py; nothing of ``tracker.engine`` is imported here either.
"""

from tests.oracle.promises import (
    Numbers,
    act_answer,
    act_days,
    became,
    days,
    decided,
    first_day,
    first_source,
    labels_of,
    lasts,
    met_on,
    relation,
    rules,
    terms_of,
    weight,
)


class Oracle:
    """The findings on all acts of one company's bundle on a day: ``{(pledge, version, evidence, act): finding}``."""

    def __init__(self, bundle, topic, as_of):
        self.bundle, self.topic, self.as_of = bundle, topic, as_of
        used = topic.dimensions.used()
        self.vocabularies = {name: terms_of(bundle.vocabularies[words.vocabulary]) for name, words in used.items()}

    def versions(self, pledge):
        """The versions that had begun, with what may replace each, in order."""
        begun = []
        for number, version in enumerate(pledge.versions, 1):
            announced_on = version.announced or version.start
            start = first_day(version, self.bundle.conditions, self.as_of)
            if announced_on.earliest <= self.as_of and start is not None and start.earliest <= self.as_of:
                begun.append((number, version, start))
        numbers = []
        for i, (number, version, _) in enumerate(begun):
            following = [later for _, _, later in begun[i + 1 :]]
            starts, last, self_judged = lasts(version, following, self.bundle.conditions, self.as_of)
            if pledge.commitment == "perform":  # one that was replaced on its first day was in force on it (DUE-9)
                last = {max(day, min(starts) - 1) for day in last}
            if pledge.commitment == "perform" or max(last) >= min(starts):  # else it was never in force
                numbers.append((number, version, following, (starts, last, self_judged)))
        return numbers

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
        first_told = first_source(evidence, self.bundle.sources)
        pairs = act_days(act.period or evidence.period, seen, self.as_of, first_told)
        yardstick = act_answer(self.vocabularies, self.topic.yardstick.scope, terms)
        relations, reached = {}, False
        for pledge in self.bundle.pledges.values():
            versions = self.versions(pledge) if pledge.commitment == "refrain" else []
            for i, (number, version, following, (starts, ends, self_judged)) in enumerate(versions):
                lasts_ = ends
                if self_judged:
                    lasts_ = {*range(min(starts), min(max(ends), max(max(p) for p in pairs) + 2) + 1), max(ends)}
                time = relation(pairs, starts, lasts_)
                scope = self.scope(version, terms, pairs, starts, time)
                no_longer = self.no_longer(scope, version, lasts_, following, versions[i + 1 :], terms)
                if word := rules(time, scope, yardstick, sufficient, no_longer):
                    relations[pledge.id, number] = word
                reached |= time != "after" or scope in ("inside", "unclear")
        checked = self.horizon()
        checked_by_then = checked is not None and min(first for first, _ in pairs) <= checked
        if yardstick in ("inside", "unclear") and not reached and checked_by_then:
            relations[None, None] = "no pledge"
        return relations

    def no_longer(self, scope, version, lasts_, following, later, terms):
        """Whether an ended version's act is not reached as far by the version that replaced it, if one did (DEED-6)."""
        replaced = following and max(lasts_) == min(day.latest.toordinal() for day in following) - 1
        if not replaced or not later:
            return True
        if scope == "inside":
            return act_answer(self.vocabularies, later[0][1].scope, terms) != "inside"
        was, still = self.named_inside(version, terms), self.named_inside(later[0][1], terms)
        narrower = {(name, term) for name in self.vocabularies for term in self.narrower(name, terms)}
        return still <= was and bool((was - still) & narrower)

    def narrower(self, name, terms):
        """The terms narrower than those of an act; a range that no bound in use cuts has none."""
        vocabulary = self.vocabularies[name]
        for term in terms.get(name) or ():
            if not isinstance(vocabulary, Numbers):
                yield from vocabulary.below(term) - {term}
            elif not vocabulary.undivided(term, tuple(self.ranges_in_use(name))):
                yield from vocabulary.below(term)

    def ranges_in_use(self, name):
        """Every range that a scope, an act or a cell names."""
        yardstick = self.topic.yardstick
        scopes = [version.scope for pledge in self.bundle.pledges.values() for version in pledge.versions]
        for scope in (*scopes, yardstick.scope):
            for terms in scope.of(name).by_label().values() if scope.of(name) else ():
                yield from terms
        acts = [act for evidence in self.bundle.evidence.values() for act in evidence.acts]
        for given in (*acts, *(cell.terms for cell in (*yardstick.rows, *yardstick.columns)), yardstick.core):
            yield from (given.of(name) if hasattr(given, "of") else given.get(name)) or ()

    def named_inside(self, version, terms):
        """The terms of an act and all narrower ones that a version has inside, with their dimensions."""
        return {
            (name, term)
            for name, inside in zip(self.vocabularies, self.terms_inside(version), strict=True)
            for broad in terms.get(name) or ()
            for _, term in inside
            if term in self.vocabularies[name].below(broad)
        }

    def findings(self):
        """Every finding on an act, by pledge, version, evidence and act."""
        by_finding = {}
        for evidence in self.bundle.evidence.values():
            if evidence.nature != "conduct" or not weight(evidence, self.bundle.sources, self.as_of)[1]:
                continue
            for number, act in enumerate(evidence.acts, 1):
                sufficient, stands = weight(evidence, self.bundle.sources, self.as_of, number)
                if not stands:
                    continue
                start = (act.period or evidence.period).start
                if start.earliest > self.as_of or evidence.period.start.earliest > self.as_of:
                    continue
                for (pledge, version), word in self.of_act(evidence, act, sufficient).items():
                    by_finding[pledge, version, evidence.id, number] = word
        return by_finding

    def horizon(self):
        """The day of which something is said for lack of a record; None where nobody checked."""
        checked = [day for company, day in self.topic.checked_until.items() if company == "acme"]
        return min(self.as_of, checked[0].earliest).toordinal() if checked else None

    def dues(self):
        """What each due has come to: ``{(pledge, version, its day or None): (state, whether in part)}``."""
        return {
            (pledge.id, *key): state
            for pledge in self.bundle.pledges.values()
            if pledge.commitment == "perform"
            for key, state in self.of_promise(pledge).items()
        }

    def statements(self, pledge):
        """Every standing statement on a pledge: entry, evidence, earliest and latest day of which it speaks."""
        result = []
        for evidence in self.bundle.evidence.values():
            if evidence.period.start.earliest > self.as_of or not weight(evidence, self.bundle.sources, self.as_of)[1]:
                continue
            for entry in evidence.fulfils:
                span = spoken_of(evidence, entry, self.as_of, first_source(evidence, self.bundle.sources))
                if entry.pledge == pledge.id and span[0] <= self.as_of.toordinal():
                    result.append((entry, evidence, *span))
        return result

    def of_promise(self, pledge):
        versions = self.versions(pledge)
        days_due = {number: self.due_day(version) for number, version, _, _ in versions}
        own = {number: [] for number, *_ in versions}
        for statement in self.statements(pledge):
            number = self.meant(statement, versions, days_due)
            if number in own:
                own[number].append(statement)
        result = {}
        for i, (number, version, following, span) in enumerate(versions):
            replaced = min((day.latest.toordinal() for day in following), default=None)
            limit = days_due[number]
            speaking = [s for s in own[number] if s[0].due is None or s[0].due.latest.toordinal() == limit]
            speaking += self.done_later(versions[i:], own, limit)
            after = versions[i + 1] if i + 1 < len(versions) else None
            turns = {s[0].due.latest.toordinal() for s in own[number] if s[0].due} - {limit}
            turn_by_turn = turns and version.deadline is None and not speaking  # it has no due beside its turns
            if not turn_by_turn and (state := self.state(limit, version, span, after, replaced, speaking)):
                result[number, limit] = state
            for turn in turns:
                named = [s for s in own[number] if s[0].due and s[0].due.latest.toordinal() == turn]
                if state := self.state(turn, version, span, after, replaced, named):
                    result[number, turn] = state
        return result

    def due_day(self, version):
        """The last day on which it may be done in time."""
        given = version.deadline
        if given is None:
            return None
        if hasattr(given, "condition"):
            met = met_on(self.bundle.conditions[given.condition], self.as_of)
            return met.latest.toordinal() if met else None
        if hasattr(given, "after"):
            start = first_day(version, self.bundle.conditions, self.as_of)
            return given.after.last_day(start.latest).toordinal() + 1
        return given.latest.toordinal()

    def meant(self, statement, versions, days_due):
        """The version that a statement is about."""
        entry, _, first, last = statement
        if entry.version is not None:
            return entry.version
        day = last if entry.on is not None and entry.on.text.startswith("[..") else first
        begun = [i for i, (*_, span) in enumerate(versions) if max(span[0]) <= day]
        i = max(begun, default=0)
        due_before = days_due[versions[i - 1][0]] if i else None
        if due_before is not None and last <= due_before <= min(versions[i][3][0]):
            i -= 1
        return versions[i][0] if versions else None

    def terms_inside(self, version):
        """The terms of each dimension that are inside its scope."""
        for name, vocabulary in self.vocabularies.items():
            own, rest = labels_of(vocabulary, name, version.scope.of(name))
            yield {(name, term) for term in vocabulary.broader if decided(vocabulary, own, rest, term) == "in"}

    def asks_less_of(self, version, later):
        return any(a - b for a, b in zip(self.terms_inside(version), self.terms_inside(later), strict=True))

    def asks_less(self, limit, version, later):
        """Whether what followed a version asks for less or later than what was due on a day."""
        day = self.due_day(later)
        return self.asks_less_of(version, later) or (limit is not None and (day is None or day > limit))

    def done_later(self, versions, own, limit):
        """What was done under later versions that have no term fewer, after this one was due."""
        result = []
        for number, version, *_ in versions[1:]:
            if self.asks_less_of(versions[0][1], version):
                break
            result += [s for s in own[number] if s[0].extent == "full" and s[0].version is None and s[0].due is None]
        return [s for s in result if limit is not None and s[2] > limit]

    def state(self, limit, version, span, after, replaced_by, speaking):
        """DUE-1 to DUE-7, as they are written; ``replaced_by`` is the day by which a later version had begun."""
        today, horizon = self.as_of.toordinal(), self.horizon()
        full = [s for s in speaking if s[0].extent == "full"]
        if full:
            if limit is None or any(s[3] <= limit for s in full):
                return "met", False
            return ("met late" if all(s[2] > limit for s in full) else "met, timing unclear"), False
        _, ends, _ = span
        _, own_ends, _ = lasts(version, [], self.bundle.conditions, self.as_of)
        last = min(max(ends) + (replaced_by is not None), max(own_ends))
        if max(ends) < today and (limit is None or last < limit):
            if after is None or (limit is not None and min(after[3][0]) >= limit):
                return "dropped before due", False
            return ("moved before due", False) if self.asks_less(limit, version, after[1]) else None
        if limit is not None:
            from_then = [s for s in speaking if s[2] >= limit]
            short = [s for s in from_then if s[0].extent in ("none", "part-only")]
            if short and limit < today:
                sure_last = min(min(ends) + 1, *own_ends) if replaced_by is not None else min(ends)
                return self.missed(short, limit, span, sure_last)
            if any(s[0].extent == "part" for s in from_then):
                return "partly met", False
            if limit < today:
                return ("overdue" if horizon is not None and limit < horizon else "not checked since"), False
        if not speaking:
            return "pending", False
        latest = max(speaking, key=lambda s: (s[3], s[2], s[1].id))
        return ("falls short so far" if latest[0].extent == "none" else "under way"), False

    def missed(self, short, limit, span, sure_last):
        """Missed, or possibly missed; and whether the statement that decides says that part was done."""
        starts, ends, self_judged = span
        sure = [s for s in short if weight(s[1], self.bundle.sources, self.as_of)[0]]
        if self_judged:  # only possibly in force after its first day, and not even then if it was replaced on it
            sure_last = min(sure_last, *starts, *ends)
        in_force = max(starts) <= limit <= sure_last
        order = ("single", "corroborated", "documented", "established")
        deciding = min(
            sure or short,
            key=lambda s: (-order.index(self.heaviness(s[1])), s[2], s[3], s[0].extent == "none", s[1].id),
        )
        word = "missed" if sure and in_force else "possibly missed"
        return word, deciding[0].extent == "part-only"

    def heaviness(self, evidence):
        sources = self.bundle.sources
        if "established" in became(evidence, None, self.as_of):
            return "established"
        if any(sources[id].type == "record" and sources[id].located for id in evidence.sources):
            return "documented"
        roots, todo = set(), list(evidence.sources)
        while todo:
            source = sources[todo.pop()]
            todo += source.derived_from
            roots |= set() if source.derived_from else {source.publisher.casefold()}
        return "corroborated" if len(roots) > 1 else "single"


def spoken_of(evidence, entry, as_of, first_told):
    """The first and the last day of which a statement may speak."""
    today, period = as_of.toordinal(), evidence.period
    if entry.on is not None:
        first, last = entry.on.earliest.toordinal(), entry.on.latest.toordinal()
    elif entry.extent == "full":
        if period.start is period.end or period.end is None:  # a lasting state is reached when it begins
            first, last = min(days(period.start)), max(days(period.start))
        else:
            first, last = min(days(period.start)), min(max(days(period.end)), today)
    else:
        if evidence.seen_until is not None:
            first, last = min(days(evidence.seen_until)), max(days(evidence.seen_until))
        elif period.end is None:
            first, last = min(days(period.start)), today
        else:
            first, last = min(days(period.end)), max(days(period.end))
        first, last = min(first, today), min(last, today)
    stated = entry.on is not None and entry.on.text.startswith("[") and "..]" not in entry.on.text
    if entry.extent == "full" and not stated and first <= first_told < last:
        last = first_told
    return first, last
