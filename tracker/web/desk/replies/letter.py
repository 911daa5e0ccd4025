"""The questions that a request begins with, filled in from a finding or a pledge, and the letter around them."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.scope import Answer
from tracker.engine.findings import Finding
from tracker.engine.scorecard import Scorecard
from tracker.engine.sentences.reasons import membership
from tracker.engine.text import period
from tracker.records.search_text import title
from tracker.services.reading.scorecards import ScorecardQuery, scorecard_at, snapshot_of
from tracker.web.presenting.links import record_path
from tracker.web.site import site

__all__ = ["LETTER", "Filled", "filled_in", "letter"]

_MOST_GAPS = 3
LETTER = """\
To {recipient}

{asked_by} compares public promises with what is on record. We would like to hear from {company} about this.

{questions}

Please answer by {until}. We publish your answer unchanged beside the record, with the name and job title that you give.
You can answer on this page, once, in your own words:
{link}

What we have published about this: {page}
{contact}"""


class Filled(NamedTuple):
    """What a request is about, as far as its address says so: the questions, records and terms."""

    questions: str
    about: tuple[str, ...]
    terms: tuple[str, ...]


def filled_in(session: Session, company: str, topic: str, pledge: str, evidence: str) -> Filled:
    """The questions about a finding, or about a pledge without one.

    Raises what ``scorecard_at`` does, and LookupError where the scorecard has no such record.
    """
    snapshot = snapshot_of(session, ScorecardQuery(), site().clock, site().settings.time_zone)
    card = scorecard_at(session, snapshot, company, topic)
    if evidence:
        findings = [it for it in card.findings if it.evidence and it.evidence.id == evidence]
        finding = next((it for it in findings if not pledge or (it.pledge and it.pledge.id == pledge)), None)
        if finding is None:
            raise LookupError(evidence)
        return _about_finding(card, finding)
    named = next((it for it in card.dossier.pledges if it.id == pledge), None)
    if named is None:
        raise LookupError(pledge)
    gaps = [line.text for line in card.gap_lines if line.label == "unclear"][:_MOST_GAPS]
    questions = [
        f"We describe your pledge as “{title(named)}”. Is that correct? If not, what is wrong?",
        *(f"We read the pledge so: {text} Is that right? Which words of the pledge say so?" for text in gaps),
        "Is the pledge still in force, and has anything in it changed?",
    ]
    return Filled(_numbered(questions), (named.id,), ())


def _about_finding(card: Scorecard, finding: Finding) -> Filled:
    assert finding.evidence is not None
    pledge = f"your pledge “{title(finding.pledge)}”" if finding.pledge else "any pledge of yours"
    unclear = {
        name: reason.decided_by or reason.term
        for name, reason in membership(finding, card.dossier).items()
        if reason.answer is Answer.UNCLEAR
    }
    terms = tuple(term for term in unclear.values() if term)
    questions = [
        f"We have on record: “{finding.evidence.title}” ({_days(finding)}). Is that correct? If not, "
        "what is wrong, and which document shows it?",
        *(
            f"Does {pledge} cover {card.dossier.noun(name, term)}? Which words of it say so?"
            for name, term in unclear.items()
            if term
        ),
        f"How do you see this beside {pledge}? By our rules: "
        f"“{card.dossier.wording(f'{finding.message_key}.heading')}”.",
        "Has anything been done about it since?",
    ]
    about = [finding.evidence.id, *([finding.pledge.id] if finding.pledge else [])]
    return Filled(_numbered(questions), tuple(about), terms)


def _days(finding: Finding) -> str:
    return period(finding.period) if finding.period else "undated"


def _numbered(questions: list[str]) -> str:
    return "\n\n".join(f"{number}. {text}" for number, text in enumerate(questions, 1))


def letter(company: str, company_id: str, link: str, until: str, body: Mapping[str, str], recipient: str) -> str:
    """The whole text to copy or to mail."""
    settings = site().settings
    return LETTER.format(
        recipient=recipient or company,
        asked_by=body["asked_by"],
        company=company,
        questions=body["question"],
        until=until,
        link=link,
        page=f"{settings.public_url}{record_path('company', company_id)}",
        contact=f"Questions: {settings.contact}" if settings.contact else "",
    ).strip()
