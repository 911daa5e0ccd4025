"""What the methodology page shows, made from what the engine uses.

Rules, words, sentences, and examples worked live.
"""

from dataclasses import dataclass, replace

from tracker.core.dates import UncertainDate
from tracker.engine import RULES_VERSION
from tracker.engine.assessing.assessment import assess
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.weight import WEIGHTS
from tracker.engine.findings import Assessment
from tracker.engine.headline import CONTRARY
from tracker.engine.in_force import announced
from tracker.engine.methodology.example_records import AS_OF, CASES, COMPANY, TOPIC, WORLD, Case
from tracker.engine.rules import GRAVITY, RULES, Rule
from tracker.engine.scorecard import explained
from tracker.engine.text import MessageCatalog, capital, day, period, when
from tracker.engine.upcoming.endings import end_in_words
from tracker.records.bundle import Bundle
from tracker.records.kinds import from_body
from tracker.records.sentences import SENTENCES, placeholders


@dataclass(frozen=True)
class FindingMeaning:
    """A finding as data and as pages name it. ``gravity`` counts from 1, the most serious.

    ``on_record``: whether with it “nothing on record goes against the pledge” may not be said.
    """

    word: str
    heading: str
    gravity: int
    meaning: str
    on_record: bool


@dataclass(frozen=True)
class SentenceRow:
    """One sentence in use. ``replaced``: the site's wording record says it instead of the built-in one."""

    key: str
    text: str
    placeholders: tuple[str, ...]
    replaced: bool


@dataclass(frozen=True)
class WorkedExample:
    """An invented case and what the engine makes of it; all but the records is computed.

    ``finding`` is None where the record is context.
    ``words``, ``since`` and ``ends`` are the pledge's, None without one; ``title``, ``when`` and ``weight`` the
    evidence's. ``reasons`` are pairs of what a sentence is about and the sentence.
    """

    rule: int
    finding: str | None
    meaning: str | None
    words: str | None
    since: str | None
    ends: str | None
    title: str | None
    when: str | None
    weight: str | None
    as_of: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Methodology:
    """Everything that the page shows."""

    version: str
    rules: tuple[Rule, ...]
    words: tuple[FindingMeaning, ...]
    weights: tuple[str, ...]
    sentences: tuple[SentenceRow, ...]
    examples: tuple[WorkedExample, ...]

    def examples_of(self, rule: int) -> tuple[WorkedExample, ...]:
        """The examples of one rule."""
        return tuple(example for example in self.examples if example.rule == rule)


def methodology(wording: MessageCatalog | None = None) -> Methodology:
    """Rules, finding words, sentences and worked examples, as the engine uses them, in the site's wording (ORDER-5)."""
    wording = wording or MessageCatalog()
    return Methodology(
        RULES_VERSION,
        RULES,
        tuple(finding_words(wording)),
        WEIGHTS,
        tuple(sentence_table(wording)),
        tuple(worked(case, wording) for case in CASES),
    )


def finding_words(wording: MessageCatalog) -> list[FindingMeaning]:
    """All findings, the gravest first."""
    return [
        FindingMeaning(
            word, wording(f"finding.{word}.heading"), place + 1, wording(f"finding.{word}"), word in CONTRARY
        )
        for word, place in GRAVITY.items()
    ]


def sentence_table(wording: MessageCatalog) -> list[SentenceRow]:
    """All sentences in use, by key in the order of the built-in table."""
    return [
        SentenceRow(key, wording.sentences[key], tuple(sorted(placeholders(text))), wording.sentences[key] != text)
        for key, text in SENTENCES.items()
    ]


def case_dossier(case: Case, wording: MessageCatalog) -> Dossier:
    """The records of one case as the engine takes them."""
    bundle = Bundle(from_body(data) for data in (*WORLD, *case.records))
    return replace(Dossier.of(bundle, COMPANY, TOPIC), wording=wording)


def worked(case: Case, wording: MessageCatalog) -> WorkedExample:
    """One case with the finding that the engine computes for it now; a case of context has the reason why it is."""
    dossier = case_dossier(case, wording)
    assessment = assess(dossier, AS_OF, lambda finding: explained(dossier, AS_OF, finding))
    pledge = dossier.pledges[0] if dossier.pledges else None
    force = assessment.in_force_periods[pledge.id][0] if pledge else None
    evidence = dossier.evidence[0] if dossier.evidence else None
    first_finding = assessment.findings[0] if assessment.findings else None
    begins: UncertainDate | None = announced(force.version) if force else None
    return WorkedExample(
        case.rule,
        wording(f"{first_finding.message_key}.heading") if first_finding else None,
        wording(first_finding.message_key) if first_finding else None,
        force.version.quote if force else None,
        when(begins) if begins else None,
        end_in_words(dossier, force, AS_OF) if force else None,
        evidence.title if evidence else None,
        capital(period(evidence.period)) if evidence else None,
        wording.sentence(f"weight.{assessment.weights[evidence.id].word}.heading") if evidence else None,
        day(AS_OF),
        tuple(first_finding.reasons) if first_finding else _context(dossier, assessment),
    )


def _context(dossier: Dossier, assessment: Assessment) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            dossier.wording("reason.why"),
            dossier.wording(item.reason, dimensions=", ".join(dossier.word(name) for name in item.dimensions)),
        )
        for item in assessment.context
    )
