"""The form of a check: up to when somebody looked for everything."""

from tracker.records.types.check import Check
from tracker.web.desk.form.layouts.layout import ID_HELP, TAKE_DOWN, FieldEntry, Layout, Section

__all__ = ["CHECK"]

CHECK = Layout(
    Check,
    (
        Section(
            "The check",
            (
                FieldEntry("company", "Company", of=("company",)),
                FieldEntry("topic", "Topic", of=("topic",)),
                FieldEntry(
                    "until", "Checked up to", "The last date up to which you looked for everything.", wide="short"
                ),
                FieldEntry("id", "ID", ID_HELP, "sample-print/recycled-paper", more=True, wide="short"),
            ),
        ),
        TAKE_DOWN,
    ),
)
