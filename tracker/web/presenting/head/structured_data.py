"""Structured data in the head of pages (schema.org, JSON-LD)."""

import re
from collections.abc import Mapping
from typing import Any

from tracker.core.dates import UncertainDate
from tracker.engine.findings import Finding
from tracker.engine.in_force import announced
from tracker.engine.scorecard import Scorecard
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.text import capital, when
from tracker.records.types.pledge import Pledge
from tracker.records.types.source import Source
from tracker.web.presenting.links import absolute, page_path, record_path
from tracker.web.presenting.page import Sharing
from tracker.web.presenting.quote_language import quote_language
from tracker.web.site import site

__all__ = ["claim_review", "pledge_as_claim", "scorecard_as_dataset", "structured_data"]

_CONTEXT = "https://schema.org"
_LONGEST_CLAIM = 75
_PLAIN_DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)


def structured_data(title: str, description: str, canonical: str, sharing: Sharing | None) -> dict[str, Any]:
    """What every page says of itself, and what a page with a widget adds."""
    publisher = {"@type": "Organization", "name": site().settings.site_name, "url": absolute("/")}
    website = {"@type": "WebSite", "name": site().settings.site_name, "url": absolute("/"), "publisher": publisher}
    page: dict[str, Any] = {
        "@type": "WebPage",
        "name": sharing.title if sharing else title,
        "description": description,
        "inLanguage": "en",
        "isPartOf": website,
    }
    if canonical:
        page["url"] = absolute(canonical)
    if sharing:
        page["primaryImageOfPage"] = {"@type": "ImageObject", "url": sharing.picture, "caption": sharing.alt}
    return {"@context": _CONTEXT, "@graph": [page, *(sharing.data if sharing else ())]}


def scorecard_as_dataset(card: Scorecard) -> list[Mapping[str, Any]]:
    """A scorecard: data about a company on a topic, on one day. Never a review of a claim: it holds many."""
    company, topic = card.dossier.company, card.dossier.topic
    path = page_path(company.id, topic.id)
    return [
        {
            "@type": "Dataset",
            "name": f"{company.name}: {topic.name}",
            "description": " ".join(card.headline),
            "url": absolute(path),
            "about": _organization(card),
            "temporalCoverage": f"../{card.as_of.isoformat()}",
            "creator": {"@type": "Organization", "name": site().settings.site_name, "url": absolute("/")},
            "isAccessibleForFree": True,
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": absolute(f"/api/v1/companies/{company.id}/scorecard?topic={topic.id}"),
            },
        }
    ]


def _organization(card: Scorecard) -> dict[str, Any]:
    company = card.dossier.company
    organization: dict[str, Any] = {"@type": "Organization", "name": company.name}
    if company.aliases:
        organization["alternateName"] = list(company.aliases)
    if company.identifiers and company.identifiers.lei:
        organization["leiCode"] = company.identifiers.lei
    return {**organization, "sameAs": company.website} if company.website else organization


def pledge_as_claim(card: Scorecard, pledge: Pledge) -> list[Mapping[str, Any]]:
    """A pledge as a claim, in its own words; with its review, where editors confirmed a finding on it."""
    forces = card.assessment.in_force_periods.get(pledge.id)
    if not forces:
        return []
    claim = {
        "@type": "Claim",
        "name": _claimed(card, pledge),
        "author": _organization(card),
        **_first_appearance(card, pledge),
    }
    review = claim_review(card, pledge)
    return [review] if review else [claim]


def claim_review(card: Scorecard, pledge: Pledge) -> dict[str, Any] | None:
    """The review of a pledge, only where an editor's decision confirmed or moved a finding on it (ORDER-6).

    A page has one: for the most serious such finding. A finding that no editor reviewed is computed, and is no fact
    check.
    """
    decided = [
        f
        for f in card.findings
        if f.pledge and f.pledge.id == pledge.id and f.decision and f.decision.decision != "dismissed"
    ]
    if not decided:
        return None
    finding = decided[0]
    assert finding.decision
    return {
        "@type": "ClaimReview",
        "url": absolute(record_path("pledge", pledge.id)),
        "claimReviewed": _claimed(card, pledge),
        **_published(finding.decision.date),
        "author": {"@type": "Organization", "name": site().settings.site_name, "url": absolute("/")},
        "reviewBody": _reviewed(finding),
        "reviewRating": {"@type": "Rating", "alternateName": card.dossier.wording(f"{finding.message_key}.heading")},
        "itemReviewed": {"@type": "Claim", "author": _organization(card), **_first_appearance(card, pledge)},
    }


def _published(date: UncertainDate) -> dict[str, str]:
    """The date as exactly as it is known: a day, month or year; empty if only bounds are known."""
    return {"datePublished": date.text} if _PLAIN_DATE.fullmatch(date.text) else {}


def _claimed(card: Scorecard, pledge: Pledge) -> str:
    promise = capital(short(card.dossier, pledge, card.assessment.in_force_periods[pledge.id][-1]))
    return promise if len(promise) < _LONGEST_CLAIM else promise[: _LONGEST_CLAIM - 2].rstrip() + "…"


def _reviewed(finding: Finding) -> str:
    assert finding.decision
    reasons = " ".join(sentence for _, sentence in finding.reasons)
    return f"{reasons} Decided {when(finding.decision.date)} by {finding.decision.editor}: {finding.decision.reason}"


def _first_appearance(card: Scorecard, pledge: Pledge) -> dict[str, Any]:
    """When and where the promise was made first, with its words."""
    version = pledge.versions[0]
    source = card.dossier.sources.get(version.source)
    said: dict[str, Any] = dict(_published(announced(version)))
    if version.quote:
        said["text"] = version.quote
        if language := quote_language(version.language, source):
            said["inLanguage"] = language
    if source:
        every = [card.dossier.sources[id] for id in (version.source, *version.also_in)]
        standing = [it for it in every if not it.taken_down]
        said |= {"firstAppearance": _work(source)} if not source.taken_down else {}
        said |= {"appearance": [_work(it) for it in standing]} if standing else {}
    return said


def _work(source: Source) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "CreativeWork", "name": source.name}
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    return {**work, "url": source.url} if source.url else work
