"""Whether an amount belongs to its pledge, and a typed extent to its amount."""

from collections.abc import Iterator
from decimal import Decimal

from tracker.core.amounts import amount_text
from tracker.records.messages import Message
from tracker.records.types.evidence import Fulfilment
from tracker.records.types.parts.amounts import AmountGoal
from tracker.records.types.pledge import Pledge, Version

__all__ = ["amount_faults"]


def amount_faults(pledge: Pledge, fulfilment: Fulfilment) -> Iterator[tuple[str, Message]]:
    """The field and the fault of each; an extent is wrong where no version that may be meant gives it."""
    if fulfilment.amount is None:
        return
    numbers = [fulfilment.version] if fulfilment.version else range(1, len(pledge.versions) + 1)
    meant = [pledge.versions[number - 1] for number in numbers if number <= len(pledge.versions)]
    with_target = [version for version in meant if version.target]
    if meant and not with_target:
        number = fulfilment.version or len(pledge.versions)
        yield "amount", Message("amount-without-target", {"number": number, "pledge": pledge.id})
    if fulfilment.extent is None or not with_target:
        return
    goals = [_goal(version, fulfilment) for version in with_target]
    extents = [_extent(version, goal, fulfilment.amount) for version, goal in zip(with_target, goals, strict=True)]
    if not any(_agree(fulfilment.extent, extent) for extent in extents):
        target = with_target[-1].target
        assert target
        values = {
            "extent": fulfilment.extent,
            "amount": amount_text(fulfilment.amount, target.unit or ""),
            "target": amount_text(goals[-1].bound, target.unit or ""),
            "follows": extents[-1],
        }
        yield "extent", Message("amount-against-extent", values)


def _goal(version: Version, fulfilment: Fulfilment) -> AmountGoal:
    """The milestone that it names, else the target."""
    assert version.target
    due = fulfilment.due
    return next((m for m in version.milestones if due and m.by.latest == due.latest), version.target)


def _extent(version: Version, goal: AmountGoal, amount: str) -> str:
    assert version.target
    return goal.goal(version.target.baseline).extent(Decimal(amount))


def _agree(typed: str, follows: str) -> bool:
    """“Part” says less than “part, and no more”, and so does not contradict it."""
    return typed == follows or (typed == "part" and follows == "part-only")
