"""The page of an initiative: who signed, and what each signatory has come to, due by due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.date_text import day_text
from tracker.engine.scorecard import Scorecard
from tracker.engine.sentences.turn_sentences import Turn, due_as_turn, turn_row
from tracker.engine.text import MessageCatalog, capital, when
from tracker.records.search_text import title
from tracker.records.types.company import Company
from tracker.records.types.initiative import Initiative, Signatory
from tracker.records.types.pledge import Pledge
from tracker.services.reading.records import RecordView
from tracker.web.browse.matrix import checked_words
from tracker.web.presenting.links import company_path, page_path, record_path
from tracker.web.presenting.page import Link
from tracker.web.presenting.signatories import signatory_count, signed_by
from tracker.web.scorecard.sources import Cited, SourceBook
from tracker.web.scorecard.turns import TurnMark, turn_mark

__all__ = ["InitiativeBody", "MatrixTable", "SignatoryRow", "dues_by_day", "initiative_body"]

MOST_COLUMNS = 6
"""So many dues of a pledge are shown, the last ones."""
_NO_DAY = date.max


@dataclass(frozen=True)
class SignatoryRow:
    """One signatory: its scorecard, when it signed and left, and a mark for each due; None where it was not bound."""

    company: Link
    signed: str
    left: str
    sources: Sequence[Cited]
    cells: Sequence[TurnMark | None]
    summary: str


@dataclass(frozen=True)
class MatrixTable:
    """One pledge of the initiative: its dues, and a row for each signatory; when these were last checked, if ever."""

    anchor: str
    pledge: Link
    columns: Sequence[str]
    rows: Sequence[SignatoryRow]
    checked: str


@dataclass(frozen=True)
class InitiativeBody:
    """An initiative: its text, its pledges signatory by signatory, and all who signed."""

    summary: str
    sources: Sequence[Cited]
    count: str
    as_of_words: str
    tables: Sequence[MatrixTable]
    signatories: Sequence[SignatoryRow]
    left_out: int


def initiative_body(
    reading: RecordView, initiative: Initiative, book: SourceBook, query: dict[str, str]
) -> InitiativeBody:
    """What the page of an initiative shows; signatories that signed later than the day shown are left out."""
    signed = signed_by(initiative, reading.as_of)
    names = {company.id: company.name for company in reading.named if isinstance(company, Company)}
    pledges = [
        other
        for other, _ in reading.mentions
        if isinstance(other, Pledge) and other.initiative == initiative.id and not other.taken_down
    ]
    page = _Page(reading, book, query, names)
    return InitiativeBody(
        summary=initiative.summary or "",
        sources=book.cite([initiative.source]),
        count=signatory_count(initiative, reading.as_of),
        as_of_words=day_text(reading.as_of),
        tables=[page.table(pledge, signed) for pledge in sorted(pledges, key=lambda pledge: pledge.id)],
        signatories=[page.row(signatory, (), "", company_path(signatory.company)) for signatory in signed],
        left_out=len({company for company, _ in reading.pairs} - {card.dossier.company.id for card in reading.cards}),
    )


@dataclass(frozen=True)
class _Page:
    reading: RecordView
    book: SourceBook
    query: dict[str, str]
    names: dict[str, str]

    def table(self, pledge: Pledge, signed: Iterable[Signatory]) -> MatrixTable:
        """The dues of one pledge by signatory."""
        cards = {card.dossier.company.id: card for card in self.reading.cards if card.dossier.topic.id == pledge.topic}
        dues = {company: dues_by_day(card, pledge) for company, card in cards.items()}
        days = sorted({day for by_day in dues.values() for day in by_day})[-MOST_COLUMNS:]
        wording = self.reading.wording
        return MatrixTable(
            anchor=f"matrix-{pledge.id.replace('/', '-')}",
            pledge=Link(title(pledge), record_path("pledge", pledge.id, self.query), pledge.id),
            columns=[_heading(wording, dues, day) for day in days],
            rows=[
                self.row(
                    signatory,
                    [self._cell(cards[id], dues[id].get(day)) for day in days],
                    _summary(cards[id], pledge),
                    page_path(id, pledge.topic, self.query),
                )
                for signatory in signed
                if (id := self.reading.bundle.present_id(signatory.company)) in cards
            ],
            checked=checked_words(str(card.checked_until) for card in cards.values() if card.checked_until),
        )

    def row(self, signatory: Signatory, cells: Sequence[TurnMark | None], summary: str, href: str) -> SignatoryRow:
        """One signatory with some cells."""
        left = signatory.until and not signatory.until.certainly_after(self.reading.as_of)
        return SignatoryRow(
            company=Link(self.names.get(signatory.company, signatory.company), href, signatory.company),
            signed=capital(f"signed {when(signatory.since)}"),
            left=f"signatory until {when(signatory.until)}" if left and signatory.until else "",
            sources=self.book.cite([signatory.source]) if signatory.source else (),
            cells=cells,
            summary=summary,
        )

    def _cell(self, card: Scorecard, due: Turn | None) -> TurnMark | None:
        if due is None:
            return None
        hrefs = {evidence.id: record_path("evidence", evidence.id, self.query) for evidence in card.dossier.evidence}
        return turn_mark(due, hrefs)


def dues_by_day(card: Scorecard, pledge: Pledge) -> dict[date, Turn]:
    """By day; of several on one day the most serious, which comes first. Turns not on record are among them."""
    own = (due_as_turn(card.dossier, due) for due in card.assessment.dues_of(pledge))
    by_day: dict[date, Turn] = {}
    for turn in (*own, *turn_row(card.dossier, card.assessment, pledge)):
        by_day.setdefault(turn.day, turn)
    return by_day


def _heading(wording: MessageCatalog, dues: dict[str, dict[date, Turn]], day: date) -> str:
    if day == _NO_DAY:
        return capital(wording("deadline.none"))
    return next(by_day[day].due or day_text(day) for by_day in dues.values() if day in by_day)


def _summary(card: Scorecard, pledge: Pledge) -> str:
    """What conduct has come to beside a promise not to do something; empty for a promise to act.

    Only of a company that was checked it is said that there is nothing. What counts for another of its pledges, as an
    act counts once (DEED-11), is on record for this one all the same.
    """
    if pledge.commitment == "perform":
        return ""
    gravest = next((it for it in card.assessment.deeds if it.pledge and it.pledge.id == pledge.id), None)
    if gravest:
        return card.dossier.wording(f"{gravest.message_key}.heading")
    return "nothing on record" if card.checked_until else "not checked yet"
