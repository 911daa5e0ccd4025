"""The words of the form for evidence: what was done, to whom, when, and on what that rests."""

from tracker.records.evidence import Act, Evidence, Fulfilment, Outcome, QuotedWords
from tracker.web.desk.form.layout import Entry, Layout, Section, part

__all__ = ["EVIDENCE"]

_ACT = part(
    Act,
    Entry(
        "done",
        "What was done",
        "Where nothing is picked, it is not known; with nobody picked, it was the company itself.",
    ),
    Entry("note", "In a few words", example="Hosted staff for demonstrations"),
    Entry("period", "When", "Where it differs from the time of the whole.", more=True, wide="short"),
    Entry(
        "seen_until",
        "Still going on, last seen",
        "For an act that goes on: the last day that a source vouches for.",
        more=True,
        wide="short",
    ),
)
_FULFILMENT = part(
    Fulfilment,
    Entry("pledge", "Pledge", of=("pledge",)),
    Entry(
        "extent",
        "What the sources say",
        choices={
            "full": "It was carried out",
            "part": "It was carried out in part",
            "part-only": "In part, and a source says that the rest was not done",
            "none": "A source says that it was not done",
        },
    ),
    Entry("instance", "Which one", "Of a duty that comes again.", "report for 2022", more=True),
    Entry("due", "Due on", "When that one was due; left empty: the pledge’s own deadline.", more=True, wide="short"),
)
_OUTCOME = part(
    Outcome,
    Entry("date", "When", wide="short"),
    Entry(
        "outcome",
        "What",
        choices={
            "alleged": "alleged",
            "denied": "denied",
            "admitted": "admitted",
            "put right": "put right",
            "not upheld": "not upheld",
            "adjudicated": "found to be so by a ruling",
            "retracted": "taken back by the source, or by us",
        },
    ),
    Entry("source", "Source", "Only a retraction of our own has none.", of=("source",)),
    Entry("note", "What exactly was said or ruled", wide="long"),
)
_QUOTE = part(
    QuotedWords,
    Entry("text", "The words, verbatim", wide="long"),
    Entry("speaker", "Who said them", "With office."),
    Entry("source", "Source", of=("source",)),
)

EVIDENCE = Layout(
    Evidence,
    (
        Section(
            "What happened",
            (
                Entry("company", "Company", of=("company",)),
                Entry("title", "In one line", "As a fact.", "Marketed facial recognition to the DEA, which piloted it"),
                Entry(
                    "nature",
                    "What it is",
                    choices={
                        "conduct": "Conduct: what the company did",
                        "statement": "A statement: what somebody said",
                        "study": "A study: a test or analysis",
                        "proceeding": "A proceeding: a suit, a request, an inquiry",
                    },
                ),
                Entry(
                    "period",
                    "When it took place",
                    "Not when it was reported.",
                    "Nov 2018 · Sept 2017 to Dec 2018 · June 2020 to now",
                    wide="short",
                ),
                Entry(
                    "seen_until",
                    "Still going on, last seen",
                    "For something that goes on: the last day that a source vouches for.",
                    more=True,
                    wide="short",
                ),
                Entry("topics", "Topics", "The topics that it bears on.", of=("topic",), one="topic"),
                Entry(
                    "also_about",
                    "Also about",
                    "Further companies, for a statement, a study or a proceeding.",
                    more=True,
                    of=("company",),
                    one="company",
                ),
                Entry(
                    "id",
                    "Id",
                    "Part of the record’s address on this site, for ever. It is made from the title; change it now or never.",
                    "microsoft/dea-2017",
                    more=True,
                    wide="short",
                ),
            ),
        ),
        Section(
            "Sources",
            (Entry("sources", "Sources", "The documents that it rests on.", of=("source",), one="source"),),
        ),
        Section(
            "Acts",
            (Entry("acts", "Acts", one="act", holds=_ACT, least=1),),
            "For conduct: what was done, to whom, where. All that stands in one act is true each with each; "
            "what does not combine is a second act.",
        ),
        Section(
            "In words",
            (
                Entry("summary", "The facts in our words", wide="long"),
                Entry("quotes", "Words of people", one="quote", holds=_QUOTE),
            ),
        ),
        Section(
            "What became of it",
            (
                Entry("outcomes", "What became of it", "In order of time.", one="outcome", holds=_OUTCOME),
                Entry(
                    "fulfils",
                    "Pledges that it shows carried out, or not done",
                    "Only where a source says so. Never enter “not done” because nothing was found.",
                    more=True,
                    one="pledge",
                    holds=_FULFILMENT,
                ),
            ),
        ),
    ),
)
