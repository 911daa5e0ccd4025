"""What embeds of single records say: a pledge, and a finding."""

from dataclasses import replace

from tracker.engine.alerts import as_of_line
from tracker.engine.findings import Finding
from tracker.engine.headline import said as said_once
from tracker.engine.headline import until
from tracker.engine.in_force import InForcePeriod, announced
from tracker.engine.progress import progress_of
from tracker.engine.scorecard import Scorecard, context_text
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.text import capital, day, isolated, joined, period, records_read, when
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.services.reading.scorecards import NotFoundError
from tracker.web.embed.subjects import Subject
from tracker.web.embed.summary import (
    EmbedSummary,
    SummaryLine,
    checked_short,
    comparison_summary,
    drawn_name,
    reply_words,
    scorecard_summary,
)
from tracker.web.presenting.charts.progress import meter_of
from tracker.web.presenting.quote_language import quote_language
from tracker.web.presenting.words import words_of
from tracker.web.scorecard.findings import decided_words, heading, weight_words
from tracker.web.scorecard.terms import in_force_text
from tracker.web.scorecard.turns import recent_turns

__all__ = ["finding_on", "summary_of"]


def summary_of(subject: Subject, cards: list[Scorecard]) -> EmbedSummary:
    """What an embed of this subject says; raises Missing where its scorecard holds no such record."""
    match subject.kind:
        case "pledge":
            return pledge_summary(cards[0], subject.record)
        case "finding":
            return finding_summary(cards[0], subject.record, subject.pledge)
        case "comparison":
            return comparison_summary(cards)
    return scorecard_summary(cards[0])


def pledge_summary(card: Scorecard, id: str) -> EmbedSummary:
    """A pledge: its words, whether it is in force, what is on record."""
    pledge = next((pledge for pledge in card.dossier.pledges if pledge.id == id), None)
    if pledge is None:
        raise NotFoundError("pledge", id, ())
    company, forces = card.dossier.company.name, card.assessment.in_force_periods[pledge.id]
    if not forces:
        text = f"Not yet announced on {day(card.as_of)}."
        return _summary_of_record(
            card, f"Pledge: {card.dossier.topic.name}", (text,), (), f"{company}: {pledge.title or id}"
        )
    force = next((force for force in reversed(forces) if force.on(card.as_of) != "no"), forces[-1])
    promise = capital(_promise(card, pledge, force))
    version = force.version
    said = ", ".join(part for part in (version.speaker, version.channel, when(announced(version))) if part)
    lines = [_force_line(card, force), *_results(card, pledge)]
    summary = _summary_of_record(
        card, f"Pledge: {card.dossier.topic.name}", (f"{promise}.",), lines, f"{company}: {promise}"
    )
    quote = f"“{version.quote}”" if version.quote else f"As reported: {version.reported}"
    progress = next((it for it in progress_of(card) if it.pledge == id), None)
    return replace(
        summary,
        quote=quote,
        language=quote_language(version.language, card.dossier.sources.get(version.source)) if version.quote else "",
        said=said,
        link="Full pledge",
        progress=f"{isolated(progress.measure)}. {progress.brief}" if progress else "",
        meter=meter_of(progress) if progress else None,
        turns=next((it for it in recent_turns(card, {}) if it.pledge is pledge), None),
    )


def _promise(card: Scorecard, pledge: Pledge, force: InForcePeriod) -> str:
    """What it promises and until when; of one that is over, what it said."""
    words = short(card.dossier, pledge, force)
    if force.begun(card.as_of) and force.on(card.as_of) == "no":
        return said_once(card.dossier, words)
    return words + until(card.dossier, pledge, force, card.as_of)


def _force_line(card: Scorecard, force: InForcePeriod) -> SummaryLine:
    """Whether and since when it is in force; how it ends."""
    since, _, rest = in_force_text(card, force).partition(". ")
    return SummaryLine(since.rstrip("."), rest)


def _results(card: Scorecard, pledge: Pledge) -> list[SummaryLine]:
    """Findings on this pledge by word: the leading ones; without any, what counts for another pledge (DEED-11)."""
    wording = card.dossier.wording
    standing = [f for f in card.findings if f.pledge is pledge and not f.dismissed]
    by_record: dict[str, str] = {}
    for finding in standing:
        by_record.setdefault(finding.evidence.id if finding.evidence else "", finding.message_key)
    keys = [f.message_key for f in standing if f.lead] or [*by_record.values()]
    counts = [wording.counted(key, keys.count(key)) for key in dict.fromkeys(keys)]
    if not counts:
        return [
            SummaryLine(
                wording("finding.none.heading"),
                f"As of {day(card.as_of)}; {records_read(card.assessment.reviewed)} reviewed.",
            )
        ]
    badge = joined(wording.badge(key, keys.count(key)) for key in dict.fromkeys(keys))
    others = [SummaryLine("", f"Also on record: {joined(counts[1:])}.")] if counts[1:] else []
    return [SummaryLine(f"On record: {counts[0]}", wording(keys[0]), badge=badge), *others]


def finding_on(card: Scorecard, evidence: str, pledge: str) -> Finding | None:
    """The most serious finding of a piece of evidence, for any pledge or one; None where it has none.

    For one pledge it may be a finding that is folded under that on another, as an act counts once (DEED-11).
    """
    of_evidence = [finding for finding in card.findings if finding.evidence and finding.evidence.id == evidence]
    if not pledge:
        return next((finding for finding in of_evidence if finding.lead), None)
    return next((finding for finding in of_evidence if finding.pledge and finding.pledge.id == pledge), None)


def finding_summary(card: Scorecard, id: str, pledge: str) -> EmbedSummary:
    """A finding with its reasons; a record without one says why."""
    evidence = next((evidence for evidence in card.dossier.evidence if evidence.id == id), None)
    if evidence is None:
        raise NotFoundError("evidence", id, ())
    sentence = f"{evidence.title}: {period(evidence.period)}."
    finding = finding_on(card, id, pledge)
    topic, company = f"Finding: {card.dossier.topic.name}", card.dossier.company.name
    if finding is None:
        summary = _summary_of_record(
            card, topic, (sentence,), [_no_finding(card, evidence)], f"{company}: {evidence.title}"
        )
    else:
        word = heading(card.dossier, finding)
        summary = _summary_of_record(
            card, topic, (sentence,), _finding_lines(card, finding, word), f"{company}: {evidence.title}"
        )
        summary = replace(summary, title=f"{summary.title}: {word.lower()}")
    return replace(summary, link="Full record")


def _finding_lines(card: Scorecard, finding: Finding, word: str) -> list[SummaryLine]:
    meaning = card.dossier.wording(finding.message_key) if not finding.dismissed else ""
    weight = f"Evidence: {weight_words(card.dossier.wording, finding.weight)}." if finding.weight else ""
    titled = f"Pledge: “{finding.pledge.title or finding.pledge.id}”." if finding.pledge else ""
    reasons = [sentence for _, sentence in finding.reasons]
    rest = [titled, *reasons, decided_words(card.dossier, finding)]
    return [
        SummaryLine(word, " ".join(text for text in (meaning, weight) if text)),
        *(SummaryLine("", text) for text in rest if text),
    ]


def _no_finding(card: Scorecard, evidence: Evidence) -> SummaryLine:
    item = next((item for item in card.assessment.context if item.evidence is evidence), None)
    why = context_text(card, item) if item else f"Not on record on {day(card.as_of)}."
    return SummaryLine(card.dossier.wording("finding.none.heading"), why)


def _summary_of_record(
    card: Scorecard,
    topic: str,
    sentences: tuple[str, ...],
    lines: list[SummaryLine] | tuple[SummaryLine, ...],
    title: str,
) -> EmbedSummary:
    summary = EmbedSummary(
        topic=topic,
        heading=card.dossier.company.name,
        title=title,
        alt="",
        as_of=card.as_of,
        drawn=drawn_name(card.dossier.company),
        when=as_of_line(words_of(card)),
        checked=checked_short(words_of(card)),
        promise=" ".join(sentences),
        lines=lines,
        reply=reply_words(card),
    )
    verdict = f"{summary.verdict}. " if summary.verdict else ""
    return replace(summary, alt=f"{title.rstrip('.')}. {verdict}{summary.when}")
