"""The words of the form for pledges: what was promised, in which words, until when, how far."""

from tracker.records.types.pledge import Pledge, Version, VersionEvent
from tracker.web.desk.form.layouts.layout import Entry, Layout, Section, part

__all__ = ["PLEDGE"]

_VERSION = part(
    Version,
    Entry("source", "Source of the quote", "The document the quote comes from.", of=("source",)),
    Entry(
        "quote",
        "Exact words",
        "Copy them word for word, without quotation marks.",
        "We will not sell facial recognition tech to police in the U.S. until there is a national law in place",
        wide="long",
        inner=True,
    ),
    Entry(
        "reported",
        "As reported (if there is no quote)",
        "Only if no source gives the exact words.",
        wide="long",
        inner=True,
    ),
    Entry("speaker", "Who said it", "Name and job title.", "Brad Smith, president"),
    Entry("channel", "Where it was said", example="public event, blog post, letter to Congress"),
    Entry(
        "start",
        "Start date",
        "The day it was announced, unless the pledge names another.",
        "11 June 2020",
        wide="short",
    ),
    Entry(
        "ends",
        "How it ends",
        "What the pledge itself says. If it gives no end date, choose “No end date given”.",
    ),
    Entry(
        "deadline",
        "Deadline",
        "Only for promises to do something. A vague date counts at its latest: “2025” means 31 December 2025.",
    ),
    Entry(
        "scope",
        "Scope",
        "Mark only what the pledge mentions. If the pledge does not say, mark it unclear. Silence is not an exception.",
    ),
    Entry(
        "unclear_because",
        "Why it is unclear",
        "A response or evidence that shows this.",
        of=("response", "evidence"),
        one="record",
    ),
    Entry("also_in", "Also reported in", "Other sources that report this.", of=("source",), one="source"),
    Entry(
        "short",
        "The pledge in one line",
        "Follows the company’s name. Leave it empty to build it from the scope.",
        "Will not sell facial recognition to US police departments",
        more=True,
    ),
    Entry("announced", "Date announced", "If earlier than the start date.", more=True, wide="short"),
    Entry(
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
    Entry(
        "verification",
        "Who checks it",
        more=True,
        choices={
            "none": "No one named",
            "own report": "The company itself",
            "independent": "An independent body",
        },
    ),
    Entry("note", "Note for readers", "In your own words.", more=True, wide="long"),
    Entry(
        "events",
        "Events",
        "Things that happened to the text without ending the pledge, such as a page being removed.",
        more=True,
        one="event",
        holds=part(
            VersionEvent,
            Entry("date", "When", wide="short"),
            Entry("title", "What happened", example="Page removed from the company’s site"),
            Entry("source", "Source", of=("source",)),
        ),
    ),
)

PLEDGE = Layout(
    Pledge,
    (
        Section(
            "The promise",
            (
                Entry("company", "Company", "The company that made the pledge.", of=("company",)),
                Entry("topic", "Topic", of=("topic",)),
                Entry("title", "Short name", "Used in lists.", "No sales to police"),
                Entry(
                    "commitment",
                    "Type of pledge",
                    choices={
                        "refrain": "not to do something",
                        "perform": "to do something, with or without a deadline",
                    },
                ),
                Entry(
                    "same_text_as",
                    "Other pledges in the same text",
                    "If one text makes several promises (different end dates or customers), enter each as its own pledge.",
                    more=True,
                    of=("pledge",),
                    one="pledge",
                ),
                Entry(
                    "restates",
                    "Restates",
                    "The earlier pledge this one repeats, such as terms of service that repeat an announcement.",
                    more=True,
                    of=("pledge",),
                ),
                Entry(
                    "id",
                    "ID",
                    "Part of this record’s permanent web address. We make it from the short name. You cannot change it after publication.",
                    "microsoft/police-sales",
                    more=True,
                    wide="short",
                ),
            ),
        ),
        Section(
            "Wording and scope",
            (Entry("versions", "Versions", one="version", holds=_VERSION),),
            "Add a version each time the wording changed. Most pledges have one.",
        ),
    ),
)
