"""The form of a condition."""

from tracker.records.types.condition import Condition, Development
from tracker.web.desk.form.layouts.layout import ID_HELP, TAKE_DOWN, FieldEntry, Layout, Section, part

__all__ = ["CONDITION"]

CONDITION = Layout(
    Condition,
    (
        Section(
            "The condition",
            (
                FieldEntry(
                    "name", "Event", "Finish this sentence: “The pledge holds until …”", "a national law is in place"
                ),
                FieldEntry("explanation", "What would and would not count", "Explain why.", wide="long"),
                FieldEntry("id", "ID", ID_HELP, "us-national-law", more=True, wide="short"),
            ),
        ),
        Section(
            "Developments",
            (
                FieldEntry(
                    "developments",
                    "What happened",
                    one="development",
                    holds=part(
                        Development,
                        FieldEntry("date", "When", wide="short"),
                        FieldEntry("title", "What happened", example="The parliament passes a law on it"),
                        FieldEntry(
                            "meets",
                            "Does this meet the condition?",
                            choices={"yes": "Yes", "no": "No", "void": "No, and it can no longer happen"},
                        ),
                        FieldEntry("why", "Why", wide="long"),
                        FieldEntry("source", "Source", of=("source",)),
                    ),
                ),
            ),
            "In date order. These decide whether the condition has been met.",
        ),
        TAKE_DOWN,
    ),
)
