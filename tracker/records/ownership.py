"""Who owned whom, through several steps (rules OWNER-*)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord
from tracker.records.types.company import Company, Owner
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response

__all__ = ["Ownership", "Place", "counts_for", "owned_by", "owners_of", "places_of", "related_ids"]

Place = Literal["own", "owned", "owner"]
"""What a company is to another: itself, owned by it, or its owner."""


class Ownership(NamedTuple):
    """A company at the other end of a chain of owners.

    ``steps`` are the links of the chain, each with the days of its own: it was owned while all of them held.
    """

    company: Company
    steps: tuple[Owner, ...]


def owned_by(bundle: Bundle, company: str) -> list[Ownership]:
    """The companies that this one owns or owned, nearest first; one entry for each chain that leads there."""
    return list(_chains(company, lambda id: _links_down(bundle, id)))


def owners_of(bundle: Bundle, company: str) -> list[Ownership]:
    """The companies that own or owned this one, nearest first; one entry for each chain that leads there."""
    return list(_chains(company, lambda id: _links_up(bundle, id)))


def related_ids(bundle: Bundle, companies: Iterable[str]) -> set[str]:
    """All ids under which records may stand that bear on these companies.

    Theirs, of owned ones and owners, former ones.

    Owners that the bundle does not have are named too: whoever gathers it has to look for them.
    """
    given = set(companies)
    present = {bundle.present_id(id) for id in given}
    up = present | {it.company.id for id in present for it in owners_of(bundle, id)}
    related = up | {it.company.id for id in present for it in owned_by(bundle, id)}
    related |= {owner.company for id in up for owner in _owners(bundle, id)}
    return given | related | {id for id, now in bundle.present_ids.items() if now in related}


def places_of(bundle: Bundle, companies: Iterable[str]) -> dict[str, set[Place]]:
    """By present id, what each related company is to some of these."""
    places: dict[str, set[Place]] = {}
    for id in {bundle.present_id(id) for id in companies}:
        places.setdefault(id, set()).add("own")
        for ownership in owned_by(bundle, id):
            places.setdefault(ownership.company.id, set()).add("owned")
        for ownership in owners_of(bundle, id):
            places.setdefault(ownership.company.id, set()).add("owner")
    return places


def counts_for(record: AnyRecord, places: Collection[Place]) -> bool:
    """Whether a record of a company in these places matters.

    All of its own, conduct of an owned one, pledges of an owner, what either of them answered.
    """
    if "own" in places:
        return True
    match record:
        case Evidence():
            return "owned" in places and record.nature == "conduct"
        case Pledge():
            return "owner" in places
    return isinstance(record, Response)


def _owners(bundle: Bundle, id: str) -> tuple[Owner, ...]:
    company = bundle.companies.get(bundle.present_id(id))
    return company.owners if company else ()


def _links_up(bundle: Bundle, id: str) -> Iterator[tuple[Company, Owner]]:
    for owner in _owners(bundle, id):
        company = bundle.companies.get(bundle.present_id(owner.company))
        if company is not None:
            yield company, owner


def _links_down(bundle: Bundle, id: str) -> Iterator[tuple[Company, Owner]]:
    yield from bundle.subsidiaries.get(id, ())


def _chains(start: str, links: Callable[[str], Iterator[tuple[Company, Owner]]]) -> Iterator[Ownership]:
    """Breadth first, and never twice through one company, as owners may have changed sides over the years."""
    frontier: list[tuple[str, tuple[Owner, ...], frozenset[str]]] = [(start, (), frozenset((start,)))]
    while frontier:
        further = []
        for id, steps, passed in frontier:
            for company, owner in links(id):
                if company.id not in passed:
                    yield Ownership(company, (*steps, owner))
                    further.append((company.id, (*steps, owner), passed | {company.id}))
        frontier = further
