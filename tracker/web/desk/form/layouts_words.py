"""The words of the form for pledges: what was promised, in which words, until when, how far."""

from tracker.records.pledge import Pledge, Version, VersionEvent
from tracker.web.desk.form.layout import Entry, Layout, Section, part

__all__ = ["PLEDGE"]

_VERSION = part(
    Version,
    Entry("source", "Source of the words", "The document that has them.", of=("source",)),
    Entry(
        "quote",
        "The words, verbatim",
        "Copy them; leave the quotation marks out.",
        "We will not sell facial recognition tech to police in the U.S. until there is a national law in place",
        wide="long",
        inner=True,
    ),
    Entry(
        "reported",
        "What was said, as reported",
        "Only where no source has the words themselves.",
        wide="long",
        inner=True,
    ),
    Entry("speaker", "Who said it", "With office.", "Brad Smith, president"),
    Entry("channel", "Where it was said", example="public event, blog post, letter to Congress"),
    Entry(
        "start",
        "First day that it binds",
        "The day it was announced, unless the words name another.",
        "11 June 2020",
        wide="short",
    ),
    Entry(
        "ends",
        "How it ends",
        "By its own words. An end that nobody stated is not an end.",
    ),
    Entry(
        "deadline",
        "To be done by",
        "Only where it promises to do something. A vague day counts at its latest: “2025” is 31 December 2025.",
    ),
    Entry(
        "scope",
        "How far the words reach",
        "Label what the words name. What they leave open is unclear, not left out: silence is never an exception.",
    ),
    Entry(
        "unclear_because",
        "What shows that it is unclear",
        "A refusal to answer, or evidence.",
        of=("response", "evidence"),
        one="record",
    ),
    Entry("also_in", "Also reported in", "Further sources that report these words.", of=("source",), one="source"),
    Entry(
        "short",
        "The promise in a few plain words",
        "To follow the company’s name. Left empty, it is made from how far the words reach.",
        "Will not sell facial recognition to US police departments",
        more=True,
    ),
    Entry("announced", "Made public", "Where that was before the first day that it binds.", more=True, wide="short"),
    Entry(
        "change",
        "What this version did to the pledge",
        more=True,
        choices={
            "announced": "Announced it",
            "extended": "Extended it: it holds longer",
            "narrowed": "Narrowed it: it covers less",
            "widened": "Widened it: it covers more",
            "clarified": "Made it clearer",
            "restated": "Said it again",
        },
    ),
    Entry(
        "verification",
        "Who checks that it is kept",
        more=True,
        choices={
            "none": "Nobody is named",
            "own report": "The company reports on it itself",
            "independent": "Somebody independent",
        },
    ),
    Entry("note", "What readers should know about the words", "In our words.", more=True, wide="long"),
    Entry(
        "events",
        "What happened to its text",
        "Without ending it: a page taken down, for example.",
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
                Entry("company", "Company", "The company that it binds.", of=("company",)),
                Entry("topic", "Topic", of=("topic",)),
                Entry("title", "Short name", "For lists.", "No sales to police"),
                Entry(
                    "commitment",
                    "It promises",
                    choices={"refrain": "not to do something", "perform": "to do something, perhaps by a day"},
                ),
                Entry(
                    "same_text_as",
                    "Other promises in the same text",
                    "A text that makes several promises (other end, other customers) is several pledges.",
                    more=True,
                    of=("pledge",),
                    one="pledge",
                ),
                Entry(
                    "restates",
                    "Sets down again",
                    "The pledge whose terms this one repeats, as terms of service repeat an announcement.",
                    more=True,
                    of=("pledge",),
                ),
                Entry(
                    "id",
                    "Id",
                    "Part of the record’s address on this site, for ever. It is made from the short name; change it now or never.",
                    "microsoft/police-sales",
                    more=True,
                    wide="short",
                ),
            ),
        ),
        Section(
            "Words and reach",
            (Entry("versions", "Versions", one="version", holds=_VERSION),),
            "One version for each time that the words changed. Most pledges have one.",
        ),
    ),
)
