"""The slow, obvious reading of promises in numbers, and of those that restate one another (DUE-8, STATEMENT-5).

Written from the rules as they read; nothing of ``tracker.engine`` or of its arithmetic is imported here either.
"""

from decimal import Decimal
from types import SimpleNamespace

from tests.oracle.scorecard import Oracle


def easier(one, other):
    """Whether a goal (bound, whether it rises) is easier to reach than another in the same direction."""
    if one[1] != other[1]:
        return False
    return one[0] < other[0] if one[1] else one[0] > other[0]


def goal_of(target):
    """What is asked: a bound, and whether it is to be reached from below."""
    rises = target.at_least is not None
    return Decimal(target.at_least if rises else target.at_most), rises


def measured(version):
    """What a version counts, and in which unit."""
    return (version.target.measure.lower(), version.target.unit) if version.target else None


def extent(amount, goal, baseline):
    """STATEMENT-4: what an amount says of a goal."""
    bound, rises = goal
    number = Decimal(amount)
    if number == bound or (number > bound) == rises:
        return "full"
    if baseline is None:
        return "none" if rises and number <= 0 else "part-only"
    start = Decimal(baseline.amount)
    return "part-only" if number != start and (number > start) == rises else "none"


def lower(version, later):
    """Whether a later version asks for less of the same measure."""
    if measured(version) is None or measured(version) != measured(later):
        return False
    return easier(goal_of(later.target), goal_of(version.target))


class OracleOfAmounts(Oracle):
    """The table of dues with milestones, each asked of amounts by its own goal."""

    def asks_less_of(self, version, later):
        return lower(version, later) or super().asks_less_of(version, later)

    def of_promise(self, pledge):
        versions = self.versions(pledge)
        days_due = {number: self.due_day(version) for number, version, _, _ in versions}
        by_number = {number: version for number, version, *_ in versions}
        own = {number: [] for number in by_number}
        amounts = []
        said = [(s, False) for s in self.statements(pledge)] + [(s, True) for s in self.taken_over(pledge, versions)]
        for statement, restated in said:
            number = self.meant(statement, versions, days_due)
            if statement[0].amount is None:
                if number in own:
                    own[number].append(statement)
                continue
            of_all = {measured(version) for version in by_number.values() if version.target}
            measure = measured(by_number[number]) if number in by_number else None
            if measure is None and len(of_all) == 1:
                (measure,) = of_all
            amounts.append((measure, statement, restated))
        result = {}
        for i, (number, version, following, span) in enumerate(versions):
            final = (days_due[number], goal_of(version.target) if version.target else None, "deadline")
            way = [(m.by.latest.toordinal(), goal_of(m), "milestone") for m in version.milestones if version.target]
            replaced = min((day.latest.toordinal() for day in following), default=None)
            after = versions[i + 1] if i + 1 < len(versions) else None
            named = {s[0].due.latest.toordinal() for s in own[number] if s[0].due}
            turns = [(day, None, "turn") for day in named - {final[0], *(due[0] for due in way)}]
            for due in (*turns, final, *way):
                speaking = self.speaking(due, final[0], own[number], amounts, version)
                if due[2] != "turn":
                    speaking += self.done_later(versions[i:], own, due[0])
                if due is final and turns and version.deadline is None and not speaking:
                    continue
                self.asked_now = (due, version)
                if state := self.state(due[0], version, span, after, replaced, speaking):
                    result[number, due[2], due[0]] = state
        return result

    def speaking(self, due, final, own, amounts, version):
        """What speaks to one due: words that name it or nothing, and every amount of its measure."""
        day, goal, kind = due
        result = []
        for statement in own:
            named = statement[0].due.latest.toordinal() if statement[0].due else None
            if (
                named == day
                or (kind == "deadline" and named is None)
                or (kind == "milestone" and statement[0].extent == "full" and named in (None, final))
            ):
                result.append(statement)
        for measure, (entry, *rest), restated in amounts if goal else ():
            word = extent(entry.amount, goal, version.target.baseline)
            if measure == measured(version) and (word == "full" or not restated):
                result.append((SimpleNamespace(extent=word, due=None, version=None, by_amount=True), *rest))
        return result

    def state(self, limit, version, span, after, replaced_by, speaking):
        full = [s for s in speaking if s[0].extent == "full"]
        if not full:
            return super().state(limit, version, span, after, replaced_by, speaking)
        words = {self.when_done(s, limit, speaking) for s in full}
        return next(word for word in ("met", "met, timing unclear", "met late") if word in words), False

    def when_done(self, statement, limit, speaking):
        entry, _, first, last = statement
        if limit is None or last <= limit:
            return "met"
        if not hasattr(entry, "by_amount"):
            return "met late" if first > limit else "met, timing unclear"
        short = [s for s in speaking if hasattr(s[0], "by_amount") and s[0].extent != "full"]
        return "met late" if any(limit <= s[2] and s[3] < first for s in short) else "met, timing unclear"

    def asks_less(self, limit, version, later):
        (_, goal, kind), _ = self.asked_now
        if kind != "milestone":
            return super().asks_less(limit, version, later)
        if super().asks_less_of(version, later):
            return True  # a term that is no longer inside
        if measured(later) == measured(version) and later.milestones:
            goals = [(m.by.latest.toordinal(), goal_of(m)) for m in later.milestones]
            goals.append((self.due_day(later), goal_of(later.target)))
            in_time = [other for day, other in goals if day is not None and day <= limit]
            return all(easier(other, goal) for other in in_time)
        own, last = self.due_day(version), self.due_day(later)
        return lower(version, later) or (own is not None and (last is None or last > own))

    def taken_over(self, pledge, versions):
        """What was done of pledges that restate one another with this one, as far as this one asks for no more."""
        same, grown = set(), {pledge.id}
        while same != grown:
            same = set(grown)
            links = [{p.id, p.restates} for p in self.bundle.pledges.values() if p.restates]
            grown = same.union(*(link for link in links if link & same))
        days_due = {number: self.due_day(version) for number, version, *_ in versions}
        milestones = {m.by.latest for _, version, *_ in versions for m in version.milestones}
        for id in sorted(same - {pledge.id}):
            theirs = self.versions(self.bundle.pledges[id])
            their_days = {number: self.due_day(version) for number, version, *_ in theirs}
            their_versions = {number: version for number, version, *_ in theirs}
            for entry, *rest in self.statements(self.bundle.pledges[id]) if theirs and versions else ():
                about = self.meant((entry, *rest), theirs, their_days)
                due = entry.due
                if due and due.latest not in milestones and due.latest.toordinal() == their_days.get(about):
                    due = None
                if about not in their_versions or (due and due.latest not in milestones):
                    continue
                copy = SimpleNamespace(extent=entry.extent, amount=entry.amount, on=entry.on, due=due, version=None)
                mine = next(v for n, v, *_ in versions if n == self.meant((copy, *rest), versions, days_due))
                if super().asks_less_of(mine, their_versions[about]):
                    continue
                if entry.amount is not None:
                    fits = measured(mine) is not None and measured(mine) == measured(their_versions[about])
                else:
                    fits = entry.extent == "full" and not lower(mine, their_versions[about])
                if fits:
                    yield (copy, *rest)
