"""What a complete pledge would reach in numbers, and by when: the boxes below a table that asks to act."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from tracker.core.amounts import AmountError, canonical_amount
from tracker.core.dates import DateError
from tracker.records.building.topics import PlainPart, PlainTopic, set_goal, yardstick_of
from tracker.web.desk.form.date_fields import date_meaning_of, date_problem, date_shown, parse_typed_date

__all__ = ["GoalBoxes", "goal_boxes", "save_goal"]

ASKED = "goal-asked"
_SIDES = ("at_least", "at_most")
_WITH_UNIT = re.compile(r"(-?[0-9][0-9 .]*?) ?([^0-9 .,-].*)")


class GoalBoxes(NamedTuple):
    """What stands in the boxes. ``meaning`` is how the deadline was understood.

    ``wrong`` says of a box by its name what has to be changed.
    """

    measure: str
    unit: str
    side: str
    amount: str
    deadline: str
    meaning: str
    wrong: Mapping[str, str]


def goal_boxes(data: PlainTopic, today: date) -> GoalBoxes | None:
    """The boxes of a table; None for one that asks not to do something."""
    yardstick = yardstick_of(data)
    if yardstick.get("commitment") != "perform":
        return None
    given = yardstick.get("target")
    target = given if isinstance(given, dict) else {}
    side = next((side for side in _SIDES if side in target), _SIDES[0])
    amount, deadline = str(target.get(side) or ""), str(yardstick.get("deadline") or "")
    measure = str(target.get("measure") or "")
    wrong = {"deadline": date_problem("date", deadline, today)} if deadline else {}
    if amount or measure or target.get("unit"):
        wrong |= {"measure": "" if measure else "Say what is counted.", "amount": _amount_problem(amount)}
    return GoalBoxes(
        measure=measure,
        unit=str(target.get("unit") or ""),
        side=side,
        amount=amount,
        deadline=date_shown("date", deadline),
        meaning=date_meaning_of("date", deadline),
        wrong={name: text for name, text in wrong.items() if text},
    )


def _amount_problem(amount: str) -> str:
    if not amount:
        return "Enter the amount, or empty the other boxes."
    try:
        canonical_amount(amount)
    except AmountError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}."
    return ""


def save_goal(data: PlainTopic, form: Mapping[str, str], today: date) -> PlainPart:
    """With what was typed, where the page asked for it: what cannot be read is kept as it is, and told beside it."""
    if not form.get(ASKED):
        return dict(data)
    typed = {name: " ".join(form.get(f"goal-{name}", "").split())[:300] for name in ("measure", "unit", "amount")}
    amount, unit = _amount_and_unit(typed["amount"], typed["unit"])
    side = form.get("goal-side", "")
    target = {"measure": typed["measure"], "unit": unit, side if side in _SIDES else _SIDES[0]: amount}
    return set_goal(data, target, _deadline(" ".join(form.get("goal-deadline", "").split())[:300], today))


def _amount_and_unit(text: str, unit: str) -> tuple[str, str]:
    """An amount without its unit, which has a box of its own, and without spaces between thousands."""
    if not unit and (typed := _WITH_UNIT.fullmatch(text)):
        text, unit = typed[1], typed[2]
    number = text.removesuffix(unit).removeprefix(unit) if unit else text
    digits = "".join(number.split())
    return digits if digits.strip("-.0123456789") == "" else text, unit


def _deadline(text: str, today: date) -> str:
    try:
        return parse_typed_date("date", text, today) if text else ""
    except DateError:
        return text
