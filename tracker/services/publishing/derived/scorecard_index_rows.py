"""Builds the rows of ``standing``, ``ending`` and ``listed_line`` for one company. Pure functions."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.core.search.words import fold, sort_key
from tracker.engine.presented import PresentedScorecard
from tracker.engine.rules import GRAVITY
from tracker.engine.scorecard_lines import ScorecardLine
from tracker.engine.summary import PLEDGE_STATES, ScorecardSummary, row_says
from tracker.models.derived.scorecard_index import ALL_TOPICS, NO_LIST, row_answer
from tracker.records.kinds import Key
from tracker.records.types.company import Company

__all__ = ["ending_rows", "index_rows", "line_row"]

Row = dict[str, Any]

_NO_PLEDGE = 10_000_000
_NO_FINDING = 100_000
_NO_END = date.max.toordinal() + 1
_SHARE = 1000


def index_rows(company: Company, standings: Sequence[ScorecardSummary], as_of: date, position: int) -> list[Row]:
    """A row for each topic that the company stands in, and one over all topics;
    of one taken down, or not assessed on any topic, this alone, for no list.

    That one tells of the topic on which its words are strongest, with the findings and the next end of all topics.
    """
    common = {
        "company_id": company.id,
        "name": company.name,
        "sort_name": sort_key(company.name, company.id),
        "names": "\n".join(fold(name) for name in (company.name, *company.aliases, *(it.name for it in company.names))),
        "country": company.country or "",
        **_sector(company),
        "as_of": as_of,
        "position": position,
    }
    by_topic = [common | _of_topic(standing) for standing in standings]
    strongest = min(by_topic, key=lambda row: (row["strength_order"], row["topic_id"]), default=common | _nothing())
    over_all = strongest | _over_all(by_topic, standings)
    in_no_list = company.taken_down or not by_topic
    return [over_all | {"topic_id": NO_LIST}] if in_no_list else [*by_topic, over_all]


def _sector(company: Company) -> Row:
    sector = company.sector
    if sector is None:
        return {"sector": "", "sector_name": ""}
    code = f"{sector.scheme} {sector.code}"
    return {"sector": fold(code), "sector_name": f"{sector.name} ({code})" if sector.name else code}


def _of_topic(standing: ScorecardSummary) -> Row:
    card, presented = standing.card, PresentedScorecard(standing.card)
    return {
        "topic_id": card.dossier.topic.id,
        "strength": card.strength.word,
        "covered": card.strength.covered,
        "possible": card.strength.possible,
        "cells": card.strength.cells,
        "reviewed": card.assessment.reviewed,
        "pledge_state": standing.pledge_state,
        "checked_until": str(card.checked_until) if card.checked_until else None,
        "headline": " ".join(presented.promise),
        "record_line": presented.record_line,
        "rows": standing.rows,
        "says": "".join(row_answer(id, row_says(row)) for id, row in standing.rows.items()),
        "valid_until": standing.valid_until,
        "strength_order": _strength_order(standing),
        **_conduct(card.counts, card.contrary),
        **_next_end([standing]),
    }


def _nothing() -> Row:
    """Of a company before there is any topic."""
    return {
        "strength": "none",
        "covered": 0,
        "possible": 0,
        "cells": 0,
        "checked_until": None,
        "headline": "",
        "record_line": "",
        "strength_order": _NO_PLEDGE,
        **_next_end([]),
    }


def _over_all(by_topic: Sequence[Row], standings: Sequence[ScorecardSummary]) -> Row:
    counts: Counter[str] = Counter()
    for row in by_topic:
        counts.update(row["counts"])
    return {
        "topic_id": ALL_TOPICS,
        "rows": {},
        "says": "",
        "reviewed": len({id for standing in standings for id in standing.card.assessment.weights}),
        "pledge_state": min((row["pledge_state"] for row in by_topic), key=PLEDGE_STATES.index, default="none"),
        "valid_until": min((row["valid_until"] for row in by_topic if row["valid_until"]), default=None),
        **_conduct(counts, sum(row["contrary"] for row in by_topic)),
        **_next_end(standings),
    }


def _strength_order(standing: ScorecardSummary) -> int:
    """The clear share first, then the possible one; a company without a pledge comes last (CONDUCT-3)."""
    strength = standing.card.strength
    clear, perhaps = (_SHARE * part // max(strength.cells, 1) for part in (strength.covered, strength.possible))
    order = (_SHARE - clear) * (_SHARE + 1) + _SHARE - perhaps
    return order + (_NO_PLEDGE if standing.pledge_state == "none" else 0)


def _conduct(counts: dict[str, int], contrary: int) -> Row:
    gravest = min(counts, key=lambda word: GRAVITY[word], default=None)
    order = _NO_FINDING if gravest is None else GRAVITY[gravest] * _SHARE + _SHARE - 1 - min(contrary, _SHARE - 1)
    ordered = {word: counts[word] for word in sorted(counts, key=lambda word: GRAVITY[word])}
    return {"gravest": gravest, "counts": ordered, "contrary": contrary, "gravity_order": order}


def _next_end(standings: Iterable[ScorecardSummary]) -> Row:
    ends = [standing.next_ending for standing in standings if standing.next_ending]
    first = min(ends, key=lambda ending: ending.order, default=None)
    days = first.last_day if first else None
    return {
        "next_last_day": days[0] if days else None,
        "next_last_day_latest": days[1] if days else None,
        "next_pledge": first.pledge.id if first and days else None,
        "ending_order": days[0].toordinal() if days else _NO_END,
    }


def ending_rows(standing: ScorecardSummary) -> list[Row]:
    """A row for each end or deadline to come, soonest first."""
    return [
        {
            "topic_id": standing.card.dossier.topic.id,
            "company_id": standing.card.dossier.company.id,
            "number": number,
            "pledge_id": ending.pledge.id,
            "version": ending.number,
            "kind": ending.kind,
            "first_day": ending.last_day[0] if ending.last_day else None,
            "last_day": ending.last_day[1] if ending.last_day else None,
            "doubted": ending.doubted,
            "condition_id": ending.condition.id if ending.condition else None,
            "text": ending.text,
        }
        for number, ending in enumerate(standing.endings)
    ]


def line_row(line: ScorecardLine, positions: Mapping[Key, int]) -> Row:
    """The row of one line; ``positions`` has where the records that it names were last published."""
    return {
        "part": line.part,
        "company_id": line.data["company"],
        "topic_id": line.data["topic"],
        "number": line.number,
        "state": line.state,
        "sector": fold(line.data["sector"] or ""),
        "first_day": line.days[0] if line.days else None,
        "last_day": line.days[1] if line.days else None,
        "changed": max((positions.get(key, 0) for key in line.names), default=0),
        "body": json.dumps(line.data, ensure_ascii=False, separators=(",", ":")),
    }
