"""The layout of the pledge form."""

from tracker.records.types.parts.amounts import Baseline, Milestone, Target
from tracker.records.types.pledge import Pledge, Version, VersionEvent
from tracker.web.desk.form.layouts.layout import LANGUAGE_HELP, TAKE_DOWN, FieldEntry, Layout, Section, Step, part

__all__ = ["PLEDGE"]

_VERSION = part(
    Version,
    FieldEntry("source", "Source of the quote", "The document the quote comes from.", of=("source",)),
    FieldEntry(
        "quote",
        "Exact words",
        "Copy them word for word, without quotation marks.",
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
    FieldEntry("speaker", "Who said it", "Name and job title.", "the chief executive"),
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
        "A vague date counts at its latest: “2025” means 31 December 2025.",
        only="perform",
    ),
    FieldEntry(
        "target",
        "Target in numbers",
        "What is to be reached by the deadline. Leave it empty if the pledge gives no number.",
        only="perform",
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
        only="perform",
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
        "The promise in one sentence",
        "Finish “… has pledged”, starting with “to” or “not to”. The scorecard and all widgets begin with it.",
    ),
    FieldEntry("language", "Language of the quote", LANGUAGE_HELP, "de", more=True, wide="short"),
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
                    "The company that made the pledge.",
                    of=("company",),
                    reloads=True,
                ),
                FieldEntry(
                    "initiative",
                    "Initiative",
                    "In place of a company: the text that many signed. The scorecard of each signatory has the pledge.",
                    more=True,
                    of=("initiative",),
                ),
                FieldEntry("topic", "Topic", of=("topic",), reloads=True),
                FieldEntry("title", "Short name", "Used in lists."),
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
                    more=True,
                    wide="short",
                ),
            ),
        ),
        Section(
            "Wording and scope",
            (FieldEntry("versions", "Versions", one="version", holds=_VERSION, copied=True),),
            "Add a version each time the wording changed. Most pledges have one.",
        ),
        TAKE_DOWN,
    ),
    (
        Step(
            "where",
            "Where it was said",
            ("company", "topic", "versions.source", "versions.speaker", "versions.channel"),
        ),
        Step("words", "What was said", ("versions.change", "versions.quote", "versions.reported", "commitment")),
        Step(
            "when",
            "When it starts and ends",
            ("versions.start", "versions.ends", "versions.deadline", "versions.target", "versions.milestones"),
        ),
        Step("scope", "Scope", ("versions.scope", "versions.unclear_because")),
        Step("readers", "How readers will see it", ("versions.short", "title")),
        Step(
            "rare",
            "Rare fields",
            (
                "versions.language",
                "versions.announced",
                "versions.also_in",
                "versions.verification",
                "versions.events",
                "versions.note",
                "initiative",
                "same_text_as",
                "restates",
                "id",
                "taken_down",
            ),
            rare=True,
        ),
    ),
)
