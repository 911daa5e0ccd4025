"""Scorecards of records: which companies and topics there are to judge, and the judging."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle

__all__ = ["pairs", "scorecards"]


def pairs(bundle: Bundle) -> list[tuple[str, str]]:
    """Company and topic wherever there is something to say: a pledge, evidence, or a day of checking; in order.

    A company of which nothing is said is asked every topic: that it has no pledge is an answer too.
    """
    found = {(pledge.company_id, pledge.topic) for pledge in bundle.pledges.values()}
    for evidence in bundle.evidence.values():
        found |= {(company, topic) for company in evidence.company_ids for topic in evidence.topics}
    for topic in bundle.topics.values():
        found |= {(company, topic.id) for company in topic.checked_until}
    silent = set(bundle.companies) - {company for company, _ in found}
    found |= {(company, topic) for company in silent for topic in bundle.topics}
    return sorted(found)


def scorecards(
    bundle: Bundle, chosen: Iterable[tuple[str, str]], as_of: date, known_at: datetime
) -> Iterator[Scorecard]:
    """The scorecards of these companies and topics; raises KeyError where the bundle lacks one of them."""
    for company, topic in chosen:
        yield compute(Dossier.of(bundle, company, topic), as_of, known_at)
