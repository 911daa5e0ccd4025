"""The headline: at most three sentences on the words, the gaps and the conduct, computed by rules in this one place."""

from datetime import date

from tracker.engine.coverage import Cell
from tracker.engine.dossier import Dossier
from tracker.engine.findings import DueFinding, Finding
from tracker.engine.gaps import cells_in_words, why_unclear
from tracker.engine.in_force import InForcePeriod, deadline
from tracker.engine.reasons import answer_on, dispute_text, reporter
from tracker.engine.text import MessageCatalog, bounds, capital, day, listing, period, records_read, when
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge

CONTRARY = frozenset(
    (
        "breach",
        "missed",
        "possible breach",
        "possibly missed",
        "loophole",
        "possible loophole",
        "after lapse",
        "no pledge",
        "moved before due",
        "dropped before due",
        "overdue",
        "falls short so far",
        "not checked since",
    )
)
"""With one of these it is never said that nothing on record goes against the pledge (ORDER-3)."""
UNTOLD = frozenset(("pending", "dismissed"))
"""What the headline does not tell where there is something else to tell."""


def short(dossier: Dossier, pledge: Pledge, force: InForcePeriod) -> str:
    """The promise in a few words: the editor's own, else made from the terms that the scope covers."""
    if force.version.short:
        return force.version.short
    words: list[str] = []
    for name in ("action", "subject", "actor", "counterparty", "place", "purpose"):
        labels = force.version.scope.of(name)
        if labels is None or name not in dossier.dimensions or name == "actor":
            continue
        named = [
            dossier.phrase(name, term) for term in sorted(labels.in_, key=dossier.dimensions[name].index.__getitem__)
        ]
        if named:
            link = dossier.topic.dimensions.used()[name].link
            joined = listing(named, "or" if pledge.commitment == "refrain" else "and")
            words.append(f"{link} {joined}" if link else joined)
    what = " ".join(words) or f"act as pledged on {dossier.topic.name}"
    return dossier.wording(f"short.{pledge.commitment}", what=what)


def said(dossier: Dossier, promise: str) -> str:
    """A promise that is over, as something that was said: “will not sell” reads “said it would not sell”."""
    verb, _, what = promise.partition(" ")
    if verb.casefold() == "will" and what:
        return dossier.wording("said.will", what=what)
    return dossier.wording("said.other", short=promise)


def until(dossier: Dossier, pledge: Pledge, force: InForcePeriod, as_of: date) -> str:
    """How a version ends by its own words, to follow the promise."""
    wording = dossier.wording
    if force.condition:
        return wording("until.condition", condition=force.condition.name)
    if pledge.commitment == "perform" and force.terms in ("open", "unstated"):
        due = deadline(force, dossier.conditions, as_of)
        if due is None:
            return ""
        if due.condition:
            return wording("until.due-condition", condition=due.condition.name)
        return wording("until.due", deadline=bounds(due.latest, due.latest)) if due.latest else ""
    if force.terms == "fixed" and force.last_day:
        return wording("until.last-day", last_day=bounds(*force.last_day))
    return wording(f"until.{force.terms}") if force.terms in ("open", "unstated", "self-judged") else ""


def headline(
    dossier: Dossier,
    main: tuple[Pledge, InForcePeriod] | None,
    cells: list[Cell],
    findings: list[Finding],
    as_of: date,
    reviewed: int,
) -> list[str]:
    """Three sentences at most. ``main`` is the pledge told of: the one in force that covers most, else the latest."""
    sentences = [_pledge(dossier, main, as_of)]
    if main and main[0].commitment != dossier.topic.yardstick.commitment:
        sentences.append(dossier.wording(f"headline.none-to-{dossier.topic.yardstick.commitment}"))
    elif main and main[1].on(as_of) != "no":
        sentences.append(_gaps(dossier, main[1], cells, as_of))
    sentences.append(_conduct(dossier, main, findings, as_of, reviewed))
    return [capital(sentence) for sentence in sentences if sentence]


def _pledge(dossier: Dossier, main: tuple[Pledge, InForcePeriod] | None, as_of: date) -> str:
    wording = dossier.wording
    if main is None:  # said for lack of a record: of the day that was checked, or not at all (CHECK-2)
        return wording("headline.none") if dossier.checked_until else wording("checked.never")
    pledge, force = main
    promise = short(dossier, pledge, force)
    values = {"short": promise, "said": said(dossier, promise), "until": until(dossier, pledge, force, as_of)}
    if not force.begun(as_of):
        start = when(force.start) if force.start else "once its condition is met"
        return wording("headline.none-begun", start=start, **values)
    if not force.ever:
        return wording("headline.never", **values)
    if force.over(as_of):
        last = bounds(*force.last_day) if force.last_day else ""
        if force.ended_by == "fixed":
            values["until"] = ""
        key = "headline.withdrawn" if force.ended_by == "withdrawn" else "headline.ended"
        return wording(key, last_day=last, **values)
    if force.self_judged:
        return wording("headline.perhaps", **values)
    return wording("headline.pledge", **values)


def _gaps(dossier: Dossier, force: InForcePeriod, cells: list[Cell], as_of: date) -> str:
    """The rows that nothing covers clearly but something may; else the open ones; else that nothing is left."""
    wording = dossier.wording
    rows = list(dict.fromkeys(cell.row.id for cell in cells))
    by_row = {row: [cell for cell in cells if cell.row.id == row] for row in rows}
    unclear = [
        row
        for row in rows
        if any(cell.label in ("unclear", "partly") for cell in by_row[row])
        and not any(cell.label == "covered" for cell in by_row[row])
    ]
    asked = [row for row in unclear if _row_itself(by_row[row])]
    if asked and all(cell.label != "unclear" for row in asked for cell in by_row[row]):
        names = listing(cells_in_words(dossier, by_row[row][0].row) for row in asked)
        return wording("headline.gap-partly", rows=names)
    if asked:
        names = listing(cells_in_words(dossier, by_row[row][0].row) for row in asked)
        return wording("headline.gap-unclear", rows=names, because=_because(dossier, force, by_row, asked, as_of))
    if unclear:
        reach = [cell for row in unclear for cell in by_row[row] if cell.label in ("unclear", "partly")]
        return wording("headline.gap-reach", why=why_unclear(dossier, reach, as_of))
    empty = [by_row[row][0].row for row in rows if all(c.label == "open" for c in by_row[row])]
    if empty:
        return wording("headline.gap-open", rows=listing(cells_in_words(dossier, row) for row in empty))
    return "" if any(cell.label != "covered" for cell in cells) else wording("headline.gap-none")


def _row_itself(cells: list[Cell]) -> bool:
    """Whether it is the row's own terms that are unclear, and not something that all rows share."""
    return any(
        cell.row.terms.of(name) is not None
        for cell in cells
        if cell.label in ("unclear", "partly") and not cell.doubtful_force
        for name, _ in cell.reasons
    )


def _because(
    dossier: Dossier, force: InForcePeriod, by_row: dict[str, list[Cell]], unclear: list[str], as_of: date
) -> str:
    """What the company answered about these rows and who says so, where it is one answer; else that the words do not say."""
    found = [
        answer_on(dossier, force, as_of, name, reason.decided_by or reason.term)
        for row in unclear
        for cell in by_row[row]
        if cell.label == "unclear"
        for name, reason in cell.reasons
        if cell.row.terms.of(name) is not None and name in dossier.dimensions
    ]
    answers = [response for response in found if response]
    if not answers or len(answers) < len(found) or len({response.answer for response in answers}) > 1:
        return dossier.wording("because.words")
    reporters = listing(dict.fromkeys(reporter(dossier, response) for response in answers))
    return dossier.wording(f"because.{answers[0].answer}", reporter=reporters)


def _conduct(
    dossier: Dossier, main: tuple[Pledge, InForcePeriod] | None, findings: list[Finding], as_of: date, reviewed: int
) -> str:
    wording = dossier.wording
    told = [finding for finding in findings if finding.lead and finding.finding not in UNTOLD]
    if told:
        return _told(dossier, told[0])
    if main is None or main[0].commitment != dossier.topic.yardstick.commitment:
        return ""
    if main[0].commitment == "perform" and any(finding.finding == "pending" for finding in findings):
        return wording("headline.pending")
    return nothing_contrary(dossier, as_of, reviewed)


def nothing_contrary(dossier: Dossier, as_of: date, reviewed: int) -> str:
    """That nothing contrary is on record, as of the day that was checked (CHECK-2); empty where nobody checked."""
    checked = dossier.checked_until
    if checked is None:
        return ""
    reach = min(as_of, checked.earliest)
    return dossier.wording("headline.conduct-none", as_of=day(reach), reviewed=records_read(reviewed))


def _told(dossier: Dossier, finding: Finding) -> str:
    """The gravest finding as a fact; what was put right is said first, a dispute and a decision last."""
    wording = dossier.wording
    promise = short(dossier, finding.pledge, finding.force) if finding.pledge and finding.force else ""
    evidence = finding.evidence
    if evidence is None:
        return wording(f"headline.{finding.finding}", title=promise)
    in_part = isinstance(finding, DueFinding) and finding.in_part and finding.finding == "missed"
    key = "headline.missed-in-part" if in_part else f"headline.{finding.finding}"
    facts = _when_and_weight(wording, finding, evidence)
    if promise and len(dossier.pledges) > 1:  # a sentence says which pledge it is about (ORDER-4)
        facts = wording("headline.about", facts=facts, pledge=promise)
    sentence = wording(key, title=_title(finding, evidence), when=facts)
    put_right = finding.weight.put_right if finding.weight else None
    if put_right:
        sentence = wording("headline.put-right", date=when(put_right.date), sentence=sentence)
    if finding.decision and finding.decision.decision != "confirmed":
        sentence += " " + _decided(dossier, finding)
    if finding.weight and finding.weight.disputed:
        sentence += " " + dispute_text(dossier, finding.weight)
    return sentence


def _title(finding: Finding, evidence: Evidence) -> str:
    """The act where an outcome named it and it has words of its own, else the record (OUTCOME-1)."""
    act = evidence.acts[finding.act - 1] if finding.act else None
    partial = any(outcome.acts for outcome in evidence.outcomes)
    return act.note if act and act.note and partial else evidence.title


def _decided(dossier: Dossier, finding: Finding) -> str:
    """What our rules say, and what editors made of it."""
    computed, decided = (
        dossier.wording(f"{key}.heading") for key in (f"finding.{finding.computed}", finding.message_key)
    )
    return dossier.wording("headline.decided", computed=computed, finding=decided)


def _when_and_weight(wording: MessageCatalog, finding: Finding, evidence: Evidence) -> str:
    """When it was, and how well it is documented: what is only alleged is never told as a fact."""
    weight = finding.weight
    told = [period(finding.period or evidence.period)]
    if weight:
        key = "weight.alleged only" if weight.alleged_only else f"weight.{weight.word}.heading"
        told.append(wording(key))
    return ", ".join(told)


def checked_note(dossier: Dossier, main: tuple[Pledge, InForcePeriod] | None, as_of: date) -> str | None:
    """How far our record reaches, where ``as_of`` is later than what was checked (CHECK-1)."""
    wording = dossier.wording
    checked = dossier.checked_until
    if checked is None:
        return wording("checked.never")
    if as_of <= checked.earliest:
        return None
    force = main[1] if main else None
    if force and force.over(as_of) and force.ended_by == "fixed" and force.last_day:
        return wording("checked.ended", last_day=bounds(*force.last_day), checked=when(checked))
    return wording("checked.beyond", checked=when(checked))
