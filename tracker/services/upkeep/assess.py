"""Scorecards of record files: which companies and topics they contain, and computing them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle

__all__ = ["pairs", "scorecards"]


def pairs(bundle: Bundle) -> list[tuple[str, str]]:
    """Every company and topic that was assessed: with a pledge, evidence, or a date of our check; in order."""
    return [(company, topic) for company in sorted(bundle.companies) for topic in assessed_topics(bundle, company)]


def scorecards(
    bundle: Bundle, chosen: Iterable[tuple[str, str]], as_of: date, known_at: datetime
) -> Iterator[Scorecard]:
    """The scorecards of these companies and topics; raises KeyError where the bundle lacks one of them."""
    by_topic: dict[str, Dossier] = {}
    for company, topic in chosen:
        dossier = Dossier.of(bundle, company, topic)
        dossier.share_table(by_topic.setdefault(topic, dossier))
        yield compute(dossier, as_of, known_at)
