"""The form of an editors’ decision."""

from tracker.records.sentences import SENTENCES
from tracker.records.types.decision import Decision, FindingWord
from tracker.web.desk.form.layouts.layout import ID_HELP, TAKE_DOWN, FieldEntry, Layout, Section

__all__ = ["DECISION"]

_FINDING_WORDS = {word.value: SENTENCES[f"finding.{word}.heading"] for word in FindingWord}
"""The findings as scorecards name them, the most serious first."""

DECISION = Layout(
    Decision,
    (
        Section(
            "The finding",
            (
                FieldEntry("company", "Company", of=("company",)),
                FieldEntry("topic", "Topic", of=("topic",)),
                FieldEntry("pledge", "Pledge", "Leave empty for “no pledge”.", of=("pledge",)),
                FieldEntry(
                    "version", "Version number", "Leave empty for all versions of the pledge.", more=True, wide="short"
                ),
                FieldEntry(
                    "due",
                    "Due",
                    "For a promise to act: the deadline or turn that the finding is about.",
                    more=True,
                    wide="short",
                ),
                FieldEntry("evidence", "Evidence", "Leave empty if the finding has no evidence.", of=("evidence",)),
                FieldEntry(
                    "act",
                    "Act number",
                    "Leave empty for all acts in the evidence.",
                    more=True,
                    wide="short",
                ),
                FieldEntry("computed", "Finding by our rules", "As shown on the scorecard.", choices=_FINDING_WORDS),
            ),
        ),
        Section(
            "The decision",
            (
                FieldEntry(
                    "decision",
                    "Editors’ decision",
                    choices={
                        "confirmed": "Confirm it",
                        "dismissed": "Set it aside",
                        "upgraded": "Make it more serious",
                        "downgraded": "Make it less serious",
                    },
                ),
                FieldEntry(
                    "to",
                    "New finding",
                    "You cannot choose the two most serious findings here. Add the evidence that shows them instead.",
                    choices=_FINDING_WORDS,
                ),
                FieldEntry("reason", "Reason (published)", wide="long"),
                FieldEntry("date", "Decision date", wide="short"),
                FieldEntry("editor", "Decided by", "Your name or pen name. It will be published."),
                FieldEntry("id", "ID", ID_HELP, "acme/decision-1", more=True, wide="short"),
            ),
        ),
        TAKE_DOWN,
    ),
)
