"""Whether what is said of a recurring duty names one of its turns."""

from collections.abc import Iterator
from datetime import date

from tracker.core.recurring import Recurrence
from tracker.records.messages import Message
from tracker.records.types.evidence import Fulfilment
from tracker.records.types.pledge import Pledge

__all__ = ["turn_faults"]

_EXAMPLES = 3


def turn_faults(pledge: Pledge, fulfilment: Fulfilment) -> Iterator[tuple[str, Message]]:
    """The field and the fault; where a version that may be meant is no recurring duty, nothing is asked."""
    numbers = [fulfilment.version] if fulfilment.version else range(1, len(pledge.versions) + 1)
    meant = [pledge.versions[number - 1].recurrence for number in numbers if number <= len(pledge.versions)]
    duties = [duty for duty in meant if duty]
    if not duties or len(duties) < len(meant) or pledge.commitment != "perform":
        return
    if fulfilment.due is None:
        turns = _written(duties[-1], duties[-1].first.latest)
        yield "due", Message("no-turn", {"pledge": pledge.id, "turns": turns})
    elif not any(duty.on(fulfilment.due.latest) for duty in duties):
        near = _written(duties[-1], fulfilment.due.latest)
        yield "due", Message("not-a-turn", {"pledge": pledge.id, "given": str(fulfilment.due), "turns": near})


def _written(duty: Recurrence, day: date) -> str:
    """Some turns from the one before a day on, as records have them."""
    before = duty.between(date.min, day)[-1:]
    turns = [*before]
    while len(turns) < _EXAMPLES and (turn := duty.following(turns[-1].latest if turns else day)):
        turns.append(turn)
    return ", ".join(str(turn) for turn in turns)
