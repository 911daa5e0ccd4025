"""Amounts in records: what a promise to act is to reach, and by when. Decimal text from end to end, never a float."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from tracker.core.amounts import AMOUNT_FORM, AmountError, Goal, canonical_amount
from tracker.records.messages import refusal
from tracker.records.types.parts.fields import Date, Line, Part

__all__ = ["Amount", "AmountGoal", "Baseline", "Milestone", "Target"]


def _amount(text: str) -> str:
    try:
        return canonical_amount(text)
    except AmountError as error:
        raise refusal("unreadable", problem=str(error)) from None


Amount = Annotated[
    str,
    Field(max_length=60),
    AfterValidator(_amount),
    WithJsonSchema({"type": "string", "description": AMOUNT_FORM, "examples": ["49", "1200.5"], "maxLength": 60}),
]


class AmountGoal(Part):
    """What is to be reached: at least an amount that should rise, or at most one that should fall."""

    at_least: Amount | None = Field(None, description="The amount to reach, where it should rise.", examples=["80"])
    at_most: Amount | None = Field(None, description="The amount to come down to, where it should fall.")

    @model_validator(mode="after")
    def _one_bound(self) -> "AmountGoal":
        if (self.at_least is None) == (self.at_most is None):
            raise refusal("one-bound")
        return self

    @property
    def bound(self) -> str:
        """The amount to be reached."""
        return self.at_least or self.at_most or ""

    def goal(self, baseline: "Baseline | None" = None) -> Goal:
        """The same as a value of the core."""
        start = Decimal(baseline.amount) if baseline else None
        return Goal(Decimal(self.bound), self.at_least is not None, start)


class Baseline(Part):
    """Where it started."""

    amount: Amount = Field(description="The amount it started from.", examples=["10"])
    on: Date | None = Field(None, description="Of which day or year that was.", examples=["2013"])


class Target(AmountGoal):
    """What a promise to act is to reach, in numbers."""

    measure: Line = Field(description="What is measured.", examples=["share of recycled paper"])
    unit: Line | None = Field(
        None, description="The unit: %, t, people; for money its ISO 4217 code.", examples=["%", "EUR"]
    )
    baseline: Baseline | None = Field(None, description="Where it started.")


class Milestone(AmountGoal):
    """An amount to be reached on the way, in the target's unit."""

    by: Date = Field(description="Its deadline. A vague date counts at its latest.", examples=["2018-12-31"])
