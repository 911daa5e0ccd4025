"""The layout of the pledge form."""

from tracker.records.types.amounts import Baseline, Milestone, Target
from tracker.records.types.pledge import Pledge, Version, VersionEvent
from tracker.web.desk.form.layouts.layout import TAKE_DOWN, FieldEntry, Layout, Section, part

__all__ = ["PLEDGE"]

_VERSION = part(
    Version,
    FieldEntry("source", "Source of the quote", "The document the quote comes from.", of=("source",)),
    FieldEntry(
        "quote",
        "Exact words",
        "Copy them word for word, without quotation marks.",
        "We will not sell facial recognition tech to police in the U.S. until there is a national law in place",
        wide="long",
        inner=True,
    ),
    FieldEntry(
        "reported",
        "As reported (if there is no quote)",
        "Only if no source gives the exact words.",
        wide="long",
        inner=True,
    ),
    FieldEntry("speaker", "Who said it", "Name and job title.", "Brad Smith, president"),
    FieldEntry("channel", "Where it was said", example="public event, blog post, letter to Congress"),
    FieldEntry(
        "start",
        "Start date",
        "The day it was announced, unless the pledge names another.",
        "11 June 2020",
        wide="short",
    ),
    FieldEntry(
        "ends",
        "How it ends",
        "What the pledge itself says. If it gives no end date, choose “No end date given”.",
    ),
    FieldEntry(
        "deadline",
        "When is it due?",
        "Only for promises to do something. A vague date counts at its latest: “2025” means 31 December 2025.",
    ),
    FieldEntry(
        "target",
        "Target in numbers",
        "Only for promises to do something: what is to be reached by the deadline.",
        holds=part(
            Target,
            FieldEntry("measure", "What is measured", example="share of recycled paper"),
            FieldEntry("unit", "Unit", "For money, the code of its currency.", "%", wide="short"),
            FieldEntry("at_least", "At least", "For what should rise.", "80", wide="short"),
            FieldEntry("at_most", "At most", "For what should fall.", wide="short"),
            FieldEntry(
                "baseline",
                "Where it started",
                holds=part(
                    Baseline,
                    FieldEntry("amount", "Amount", example="10", wide="short"),
                    FieldEntry("on", "Of which day or year", example="2013", wide="short"),
                ),
            ),
        ),
    ),
    FieldEntry(
        "milestones",
        "Milestones",
        "Amounts to be reached on the way, in the same unit.",
        one="milestone",
        holds=part(
            Milestone,
            FieldEntry("by", "Deadline", example="end of 2018", wide="short"),
            FieldEntry("at_least", "At least", example="40", wide="short"),
            FieldEntry("at_most", "At most", wide="short"),
        ),
    ),
    FieldEntry(
        "scope",
        "Scope",
        "Mark only what the pledge mentions. If the pledge does not say, mark it unclear. Silence is not an exception.",
    ),
    FieldEntry(
        "unclear_because",
        "Why it is unclear",
        "A response or evidence that shows this.",
        of=("response", "evidence"),
        one="record",
    ),
    FieldEntry("also_in", "Also reported in", "Other sources that report this.", of=("source",), one="source"),
    FieldEntry(
        "short",
        "The pledge in one line",
        "Finish the sentence “The company has pledged …”, starting with “to” or “not to”.",
        "not to sell facial recognition to US police departments",
    ),
    FieldEntry("announced", "Date announced", "If earlier than the start date.", more=True, wide="short"),
    FieldEntry(
        "change",
        "What changed in this version",
        more=True,
        choices={
            "announced": "First announced",
            "extended": "Extended: lasts longer",
            "narrowed": "Narrowed: covers less",
            "widened": "Widened: covers more",
            "clarified": "Clarified",
            "restated": "Restated",
        },
    ),
    FieldEntry(
        "verification",
        "Who checks it",
        more=True,
        choices={
            "none": "No one named",
            "own report": "The company itself",
            "independent": "An independent body",
        },
    ),
    FieldEntry("note", "Note for readers", "In your own words.", more=True, wide="long"),
    FieldEntry(
        "events",
        "Events",
        "Things that happened to the text without ending the pledge, such as a page being removed.",
        more=True,
        one="event",
        holds=part(
            VersionEvent,
            FieldEntry("date", "When", wide="short"),
            FieldEntry("title", "What happened", example="Page removed from the company’s site"),
            FieldEntry("source", "Source", of=("source",)),
        ),
    ),
)

PLEDGE = Layout(
    Pledge,
    (
        Section(
            "The promise",
            (
                FieldEntry(
                    "company",
                    "Company",
                    "The company that made the pledge. Leave empty for a pledge of an initiative.",
                    of=("company",),
                ),
                FieldEntry(
                    "initiative",
                    "Initiative",
                    "In place of a company: the text that many signed. The scorecard of each signatory has the pledge.",
                    of=("initiative",),
                ),
                FieldEntry("topic", "Topic", of=("topic",)),
                FieldEntry("title", "Short name", "Used in lists.", "No sales to police"),
                FieldEntry(
                    "commitment",
                    "Type of pledge",
                    choices={
                        "refrain": "not to do something",
                        "perform": "to do something, with or without a deadline",
                    },
                ),
                FieldEntry(
                    "same_text_as",
                    "Other pledges in the same text",
                    (
                        "If one text makes several promises (different end dates or customers), enter each as its "
                        "own pledge."
                    ),
                    more=True,
                    of=("pledge",),
                    one="pledge",
                ),
                FieldEntry(
                    "restates",
                    "Restates",
                    "The earlier pledge this one repeats, such as terms of service that repeat an announcement.",
                    more=True,
                    of=("pledge",),
                ),
                FieldEntry(
                    "id",
                    "ID",
                    (
                        "Part of this record’s permanent web address. We make it from the short name. You cannot "
                        "change it after publication."
                    ),
                    "microsoft/police-sales",
                    more=True,
                    wide="short",
                ),
            ),
        ),
        Section(
            "Wording and scope",
            (FieldEntry("versions", "Versions", one="version", holds=_VERSION),),
            "Add a version each time the wording changed. Most pledges have one.",
        ),
        TAKE_DOWN,
    ),
)
