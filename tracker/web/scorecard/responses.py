"""Replies: who was asked what and what came, and links to them from what they bear on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.core.scope import Answer, Reason
from tracker.engine.findings import Finding
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard, replies
from tracker.engine.sentences.reasons import answer_on, answer_text, membership
from tracker.engine.text import when
from tracker.records.types.response import Response
from tracker.web.presenting.page import Link
from tracker.web.scorecard.sources import Cited, SourceBook

__all__ = ["ResponseBlock", "responses_behind", "responses_of", "responses_on"]


@dataclass(frozen=True)
class ResponseBlock:
    """Who was asked what, and what came."""

    anchor: str
    who: str
    asked_by: str
    question: str
    answer: str
    when: str
    text: str
    speaker: str
    summary: str
    sources: Sequence[Cited]

    @property
    def id(self) -> str:
        """The response's id."""
        return self.anchor.removeprefix("reply-")


def responses_of(card: Scorecard, book: SourceBook) -> list[ResponseBlock]:
    """Questions and answers up to the day; the company's own first."""
    responses: list[Response] = sorted(replies(card), key=lambda response: response.respondent is not None)
    return [
        ResponseBlock(
            anchor=f"reply-{response.id}",
            who=response.respondent or card.dossier.company.name,
            asked_by=response.asked_by,
            question=response.question,
            answer=card.dossier.wording.sentence(f"answer.{response.state(card.as_of)}"),
            when=when(day) if (day := response.day(card.as_of)) else "",
            text=response.text or "",
            speaker=response.speaker or "",
            summary=response.summary or "",
            sources=book.cite([response.source]),
        )
        for response in responses
    ]


def _link(card: Scorecard, response: Response) -> Link:
    return Link(answer_text(card.dossier, response, card.as_of), f"#reply-{response.id}", response.id)


def responses_behind(card: Scorecard, force: InForcePeriod | None, reasons: Iterable[tuple[str, Reason]]) -> list[Link]:
    """The company's answers about the terms that are unclear."""
    responses = (
        answer_on(card.dossier, force, card.as_of, name, reason.decided_by or reason.term)
        for name, reason in reasons
        if reason.answer is Answer.UNCLEAR
    )
    return list(dict.fromkeys(_link(card, response) for response in responses if response))


def responses_on(card: Scorecard, finding: Finding) -> list[Link]:
    """The company's answers about a record, and about what the pledge leaves unclear of it."""
    about = finding.evidence.id if finding.evidence else None
    own = [_link(card, response) for response in replies(card) if about in response.about and not response.respondent]
    behind = responses_behind(card, finding.force, membership(finding, card.dossier).items())
    return list(dict.fromkeys([*own, *behind]))
