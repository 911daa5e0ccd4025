"""The layouts of sources, conditions, responses and decisions; all layouts by kind."""

from tracker.records.sentences import SENTENCES
from tracker.records.types.check import Check
from tracker.records.types.condition import Condition, Development
from tracker.records.types.decision import Decision, FindingWord
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.web.desk.form.layouts.company import COMPANY
from tracker.web.desk.form.layouts.evidence import EVIDENCE
from tracker.web.desk.form.layouts.initiative import INITIATIVE
from tracker.web.desk.form.layouts.layout import (
    ID_HELP,
    LANGUAGE_HELP,
    TAKE_DOWN,
    FieldEntry,
    Layout,
    Section,
    Step,
    part,
)
from tracker.web.desk.form.layouts.pledge import PLEDGE

__all__ = ["KIND_HINTS", "LAYOUTS"]

_FINDING_WORDS = {word.value: SENTENCES[f"finding.{word}.heading"] for word in FindingWord}
"""The findings as scorecards name them, the most serious first."""

SOURCE = Layout(
    Source,
    (
        Section(
            "The document",
            (
                FieldEntry("url", "Web address", example="https://thehill.com/…"),
                FieldEntry("title", "Title", "The title as published."),
                FieldEntry("publisher", "Publisher", "Who published it.", "The Hill"),
                FieldEntry(
                    "date",
                    "Publication date",
                    "As exact as you know it. A month or year is fine. Without one, say when you retrieved it.",
                    "17 June 2020 or Nov 2018",
                    wide="short",
                    lacking="Enter a date, or enter under “Retrieved” when you last read it.",
                ),
                FieldEntry(
                    "retrieved",
                    "Retrieved",
                    "When you last read it at its web address. An undated document counts as published by then.",
                    wide="short",
                ),
                FieldEntry(
                    "type",
                    "Type of document",
                    "This decides how strong the evidence is.",
                    choices={
                        "record": "Record: a document by the company or its customer, a contract, a filing or a ruling",
                        "claim": "Claim: a news story, complaint, petition or press release, however official it looks",
                    },
                ),
                FieldEntry(
                    "derived_from",
                    "Based on",
                    (
                        "Other sources that this one copies or relies on, such as an agency story or leaked "
                        "emails. They count as one source."
                    ),
                    of=("source",),
                    one="source",
                ),
                FieldEntry("author", "Author", "If different from the publisher.", more=True),
                FieldEntry("language", "Language", LANGUAGE_HELP, "de", more=True, wide="short"),
                FieldEntry("archive_url", "Archived copy", "Link to a copy in a web archive.", more=True),
                FieldEntry(
                    "location",
                    "Where to find it offline",
                    "Docket number, collection or page.",
                    "Case 1:19-cv-12242",
                    more=True,
                ),
                FieldEntry(
                    "note", "Note for readers", "For example, how you worked out the date.", more=True, wide="long"
                ),
                FieldEntry("id", "ID", ID_HELP, "the-hill-2020-06-17", more=True, wide="short"),
            ),
        ),
        TAKE_DOWN,
    ),
    steps=(
        Step(
            "document",
            "The document",
            ("url", "title", "publisher", "date", "retrieved", "type", "derived_from"),
        ),
        Step(
            "copies",
            "Copies",
            (),
            "What we can still show when the page is gone. Readers see the date, who captured it, its hash and a line "
            "around each quote. Only editors see the rest, until a reviewer opens it.",
        ),
        Step("text", "Text, with the quotes in it", ()),
        Step("link", "Link", ()),
        Step(
            "rare",
            "Rare fields",
            ("author", "language", "archive_url", "location", "note", "id", "taken_down"),
            rare=True,
        ),
    ),
)

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

LAYOUTS: dict[str, Layout] = {
    "company": COMPANY,
    "source": SOURCE,
    "pledge": PLEDGE,
    "evidence": EVIDENCE,
    "condition": CONDITION,
    "initiative": INITIATIVE,
    "response": RESPONSE,
    "decision": DECISION,
    "check": CHECK,
}
"""Kinds that have a form; all others are edited by upload of record files."""

KIND_HINTS: dict[str, str] = {
    "company": "A company that makes pledges, with its names and products.",
    "source": "A document: an article, contract, filing or letter.",
    "pledge": "What a company promised, word for word, and what that covers.",
    "evidence": "What a company did, or what others said, studied or filed about it.",
    "initiative": "A text that many companies sign, such as a charter, and who signed it when.",
    "condition": "An event that a pledge depends on, such as “until a national law is in place”.",
    "response": "Who was asked what, and how they answered, even if they refused or gave no answer.",
    "decision": "Where editors confirm a finding or disagree with it.",
    "topic": "A question that you ask of every company, with its terms and what a complete pledge would cover.",
    "vocabulary": "A list of terms, such as customers or products, that topics can share.",
    "wording": "Sentences of the site in your own words.",
    "check": "Up to when you looked for everything about a company on a topic.",
}
"""What a record of each kind is, where one chooses what to enter."""
