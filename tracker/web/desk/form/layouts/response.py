"""The form of a response."""

from tracker.records.types.response import Response
from tracker.web.desk.form.layouts.layout import ID_HELP, TAKE_DOWN, FieldEntry, Layout, Section

__all__ = ["RESPONSE"]

RESPONSE = Layout(
    Response,
    (
        Section(
            "The question",
            (
                FieldEntry("company", "Company", "The company this is about.", of=("company",)),
                FieldEntry("asked_by", "Who asked", example="CNET"),
                FieldEntry("respondent", "Who was asked", "Leave empty if it was the company.", "the regulator"),
                FieldEntry("question", "What was asked", "In your own words, or word for word.", wide="long"),
                FieldEntry("asked", "Date asked", "If known.", wide="short"),
                FieldEntry("until", "Deadline for the answer", "If there was one.", wide="short"),
            ),
        ),
        Section(
            "The answer",
            (
                FieldEntry(
                    "answer",
                    "Answer",
                    choices={
                        "full": "Answered in full",
                        "partly": "Answered in part",
                        "declined": "Declined to answer",
                        "denied": "Denied it",
                        "none": "No answer by the deadline or by publication",
                        "waiting": "Still has time to answer",
                    },
                ),
                FieldEntry(
                    "answered",
                    "Date reported",
                    "When it was reported that they answered, declined or gave no answer.",
                    wide="short",
                ),
                FieldEntry("text", "Full text of the answer", wide="long"),
                FieldEntry(
                    "speaker", "Who answered", "Name and function, if known.", "Jo Example, head of public policy"
                ),
                FieldEntry("summary", "Summary of the answer", "If you do not have the full text.", wide="long"),
                FieldEntry("source", "Source", "Where this was reported.", of=("source",)),
            ),
        ),
        Section(
            "What it is about",
            (
                FieldEntry(
                    "about",
                    "Related pledges or evidence",
                    "If they deny it, the evidence is marked as disputed.",
                    of=("pledge", "evidence"),
                    one="record",
                ),
                FieldEntry(
                    "terms",
                    "What the question was about",
                    "For example, an agency. Leave empty if only one thing in the pledge is unclear.",
                    of=("term",),
                    one="term",
                ),
                FieldEntry("id", "ID", ID_HELP, more=True, wide="short"),
            ),
        ),
        TAKE_DOWN,
    ),
)
