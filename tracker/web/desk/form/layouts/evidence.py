"""The layout of the evidence form."""

from tracker.records.types.evidence import Act, Assessment, Evidence, Fulfilment, Outcome, QuotedWords
from tracker.web.desk.form.layouts.layout import LANGUAGE_HELP, TAKE_DOWN, FieldEntry, Layout, Section, Step, part

__all__ = ["EVIDENCE"]

_ACT = part(
    Act,
    FieldEntry(
        "done",
        "What was done",
        "Leave a list empty if you do not know. If you choose nobody under “Who acts”, it means the company itself.",
    ),
    FieldEntry("note", "Short description", example="As the contract has it"),
    FieldEntry("period", "When", "Only if different from the dates above.", more=True, wide="short"),
    FieldEntry(
        "seen_until",
        "Ongoing: last confirmed",
        "If this is still going on: the last date a source confirms it.",
        more=True,
        wide="short",
    ),
)
_FULFILMENT = part(
    Fulfilment,
    FieldEntry("pledge", "Pledge", of=("pledge",)),
    FieldEntry(
        "extent",
        "What the sources say",
        choices={
            "full": "It was done",
            "part": "It was partly done",
            "part-only": "It was partly done, and a source says the rest was not done",
            "none": "A source says it was not done",
        },
    ),
    FieldEntry(
        "amount",
        "Amount reached",
        "Only if the pledge has a target: a number in its unit. Then leave the answer above empty.",
        "49",
        wide="short",
    ),
    FieldEntry(
        "on",
        "Date this was so",
        "When it was done, or the date on which it was partly done or not done. Never the date of publication. "
        "Leave empty to use the dates above.",
        wide="short",
    ),
    FieldEntry(
        "due",
        "Which due date",
        "Only if the pledge has several, such as one every year: the due date this is about.",
        "30 June 2024",
        wide="short",
    ),
    FieldEntry("instance", "Which one", "For a repeated duty, in a few words.", "report for 2022", more=True),
    FieldEntry(
        "version",
        "Version number",
        "Leave empty for the version that had started by then.",
        more=True,
        wide="short",
    ),
)
_OUTCOME = part(
    Outcome,
    FieldEntry("date", "When", wide="short"),
    FieldEntry(
        "outcome",
        "What",
        choices={
            "alleged": "alleged",
            "denied": "denied",
            "admitted": "admitted",
            "put right": "put right",
            "not upheld": "not upheld",
            "adjudicated": "confirmed by a ruling",
            "retracted": "retracted by the source or by us",
        },
    ),
    FieldEntry(
        "by",
        "Who said, ruled or did this",
        "Leave empty if the company denied or admitted it.",
        "A court",
    ),
    FieldEntry(
        "independent",
        "If not upheld: was that decided by an independent body?",
        "A court, a regulator or another body that is not one of the parties. Only then does this count as cleared.",
        choices={"yes": "Yes", "no": "No"},
        more=True,
    ),
    FieldEntry(
        "acts",
        "Act numbers",
        "One per line. Leave empty if this is about all acts in the evidence.",
        "2",
        more=True,
        wide="short",
    ),
    FieldEntry("source", "Source", "Required, unless we retracted it ourselves.", of=("source",)),
    FieldEntry("note", "Details: what was said or ruled", wide="long"),
)
_QUOTE = part(
    QuotedWords,
    FieldEntry("text", "Exact words", wide="long"),
    FieldEntry("speaker", "Speaker", "Name and job title."),
    FieldEntry("source", "Source", of=("source",)),
    FieldEntry("language", "Language of the quote", LANGUAGE_HELP, "de", wide="short"),
)

EVIDENCE = Layout(
    Evidence,
    (
        Section(
            "What happened",
            (
                FieldEntry("company", "Company", of=("company",), reloads=True),
                FieldEntry(
                    "title",
                    "Headline",
                    "A fact, not a judgement. Start with a verb in the past: “Sold …”, “Published …”.",
                ),
                FieldEntry(
                    "nature",
                    "Type of evidence",
                    choices={
                        "conduct": "Conduct: something the company did",
                        "statement": "Statement: something someone said",
                        "study": "Study: a test or analysis",
                        "proceeding": "Proceeding: a lawsuit, request or inquiry",
                        "assessment": "Assessment: what others say about it, on a scale of their own",
                    },
                ),
                FieldEntry(
                    "period",
                    "When it happened",
                    "Not when it was reported. For an assessment: the date it describes.",
                    "Nov 2018 · Sept 2017 to Dec 2018 · June 2020 to now",
                    wide="short",
                ),
                FieldEntry(
                    "seen_until",
                    "Ongoing: last confirmed",
                    "If this is still going on: the last date a source confirms it.",
                    more=True,
                    wide="short",
                ),
                FieldEntry("topics", "Topics", "Topics this is relevant to.", of=("topic",), one="topic", reloads=True),
                FieldEntry(
                    "also_about",
                    "Also about",
                    "Other companies. Not for conduct.",
                    more=True,
                    of=("company",),
                    one="company",
                ),
                FieldEntry(
                    "id",
                    "ID",
                    (
                        "Part of this record’s permanent web address. We make it from the headline. You cannot "
                        "change it after publication."
                    ),
                    more=True,
                    wide="short",
                ),
            ),
        ),
        Section(
            "Sources",
            (FieldEntry("sources", "Sources", "The documents this is based on.", of=("source",), one="source"),),
        ),
        Section(
            "Acts",
            (FieldEntry("acts", "Acts", one="act", holds=_ACT, least=1, only="conduct"),),
            "Only for conduct: what was done, to whom and where. Every combination within one act must be true. "
            "If one is not true, add a second act.",
        ),
        Section(
            "Assessment",
            (
                FieldEntry(
                    "assessment",
                    "Assessment",
                    only="assessment",
                    holds=part(
                        Assessment,
                        FieldEntry("by", "Who says so", example="Example Ratings"),
                        FieldEntry("value", "What they say", "As they write it.", "C", wide="short"),
                        FieldEntry("scale", "Scale", "As they describe it.", "A (best) to F"),
                    ),
                ),
            ),
            "Only for assessments. Scorecards show them under “What others say”. They never lead to a finding.",
        ),
        Section(
            "Summary and quotes",
            (
                FieldEntry("summary", "Summary of the facts", wide="long"),
                FieldEntry("quotes", "Quotes", one="quote", holds=_QUOTE),
            ),
        ),
        Section(
            "Outcomes",
            (
                FieldEntry("outcomes", "Outcomes", "In date order.", one="outcome", holds=_OUTCOME),
                FieldEntry(
                    "fulfils",
                    "Pledges this shows were done, or not done",
                    "Only if a source says so. Never choose “not done” because you found nothing.",
                    one="pledge",
                    holds=_FULFILMENT,
                    only="conduct",
                ),
            ),
        ),
        TAKE_DOWN,
    ),
    (
        Step("what", "What happened", ("company", "topics", "title", "nature", "period", "assessment")),
        Step("sources", "Sources", ("sources",)),
        Step(
            "acts",
            "What was done, act by act",
            ("acts",),
            "Only for conduct. Every combination within one act must be true. If one is not true, add a second act.",
        ),
        Step(
            "promises",
            "Which promise it speaks of",
            ("fulfils",),
            "Only for promises to do something, and only if a source says so.",
        ),
        Step("after", "Summary, quotes and outcomes", ("summary", "quotes", "outcomes")),
        Step("rare", "Rare fields", ("seen_until", "also_about", "id", "taken_down"), rare=True),
    ),
)
