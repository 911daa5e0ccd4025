"""The words of the forms for companies, sources, conditions, responses and decisions; all forms by kind."""

from tracker.records.company import Company, Product, Withdrawal
from tracker.records.condition import Condition, Development
from tracker.records.decision import Decision
from tracker.records.response import Response
from tracker.records.source import Source
from tracker.web.desk.form.layout import Entry, Layout, Section, part
from tracker.web.desk.form.layouts_deeds import EVIDENCE
from tracker.web.desk.form.layouts_words import PLEDGE

__all__ = ["KIND_WORDS", "LAYOUTS"]

_ID = "Part of the record’s address on this site, for ever. It is made from what you enter; change it now or never."

_FINDINGS = (
    "breach", "possible breach", "missed", "loophole", "possible loophole", "after lapse", "no pledge",
    "falls short so far", "dropped before due", "exception used", "unaddressed", "overdue", "partly met", "met late",
    "prior conduct", "met, timing unclear", "pending", "met", "honoured",
)  # fmt: skip
_FINDING_WORDS = {finding: finding for finding in _FINDINGS}

COMPANY = Layout(
    Company,
    (
        Section(
            "The company",
            (
                Entry("name", "Name", "As readers know it.", "Microsoft"),
                Entry(
                    "aliases", "Other names", "One a line: short, former or legal names. Search finds it by them too."
                ),
                Entry("summary", "What it is", "One or two sentences in plain words, our own.", wide="long"),
                Entry("website", "Website", example="https://www.microsoft.com", more=True),
                Entry("parent", "Owned by", "The company that owns this one.", more=True, of=("company",)),
                Entry(
                    "former_ids",
                    "Former addresses",
                    "Ids that it had here before, one a line. They lead on to it.",
                    more=True,
                ),
                Entry("id", "Id", _ID, "microsoft", more=True, wide="short"),
            ),
        ),
        Section(
            "Products",
            (
                Entry(
                    "products",
                    "Products",
                    one="product",
                    holds=part(
                        Product,
                        Entry("name", "Product", example="Rekognition"),
                        Entry("subjects", "What it is", "Terms of technologies or matters.", of=("term",), one="term"),
                        Entry("id", "Short id", "Acts name the product by it.", "rekognition", more=True, wide="short"),
                    ),
                ),
            ),
            "Only those that promises or deeds are about.",
        ),
        Section(
            "Withdrawal",
            (
                Entry(
                    "withdrawn",
                    "Withdraw the whole company",
                    "No scorecard is shown any more from that day; pages and embeds then give the day and the reason.",
                    more=True,
                    holds=part(
                        Withdrawal,
                        Entry("date", "From", wide="short"),
                        Entry("reason", "Why, for readers", example="It was entered twice.", wide="long"),
                    ),
                ),
            ),
        ),
    ),
)

SOURCE = Layout(
    Source,
    (
        Section(
            "The document",
            (
                Entry("title", "Title", "The document’s own title."),
                Entry("publisher", "Publisher", "Who published it.", "The Hill"),
                Entry(
                    "date",
                    "Published",
                    "As exactly as you know, and no more exactly.",
                    "17 June 2020 or Nov 2018",
                    wide="short",
                ),
                Entry(
                    "type",
                    "What kind of document it is",
                    "This decides how much weight it gives.",
                    choices={
                        "record": "A record: the company’s or its customer’s own document, a contract, a filing, a ruling",
                        "claim": "A claim: a press report, a complaint, a petition, an accuser’s release, however official it looks",
                    },
                ),
                Entry("url", "Web address", example="https://thehill.com/…"),
                Entry(
                    "derived_from",
                    "Rests on",
                    "Other sources that it copies or builds on: an agency story, leaked e-mails. They count as one origin.",
                    of=("source",),
                    one="source",
                ),
                Entry("author", "Author", "Where that is not the publisher.", more=True),
                Entry("archive_url", "Archived copy", "Address of a copy in a web archive.", more=True),
                Entry(
                    "location",
                    "Where to find it without an address",
                    "Docket number, collection, page.",
                    "Case 1:19-cv-12242",
                    more=True,
                ),
                Entry(
                    "note", "What readers should know about it", "For example how it was dated.", more=True, wide="long"
                ),
                Entry("id", "Id", _ID, "the-hill-2020-06-17", more=True, wide="short"),
            ),
        ),
    ),
)

CONDITION = Layout(
    Condition,
    (
        Section(
            "What is waited for",
            (
                Entry("name", "The event", "To read after “until”.", "a national law is in place"),
                Entry("explanation", "What would count, and what would not", "And why.", wide="long"),
                Entry("id", "Id", _ID, "us-national-law", more=True, wide="short"),
            ),
        ),
        Section(
            "What happened so far",
            (
                Entry(
                    "developments",
                    "What happened",
                    one="development",
                    holds=part(
                        Development,
                        Entry("date", "When", wide="short"),
                        Entry(
                            "title", "What happened", example="California bars the technology in police body cameras"
                        ),
                        Entry(
                            "meets",
                            "Is the event there with it?",
                            choices={"yes": "Yes, it is met", "no": "No", "void": "It can never come any more"},
                        ),
                        Entry("why", "Why", wide="long"),
                        Entry("source", "Source", of=("source",)),
                    ),
                ),
            ),
            "In order of time. Whether the event is still awaited follows from these.",
        ),
    ),
)

RESPONSE = Layout(
    Response,
    (
        Section(
            "The question",
            (
                Entry("company", "Company", "The company that it concerns.", of=("company",)),
                Entry("asked_by", "Who asked", example="CNET"),
                Entry("respondent", "Who was asked", "Leave empty where that is the company.", "DEA"),
                Entry("question", "What was asked", "In our words or verbatim.", wide="long"),
                Entry("asked", "Asked on", "If known.", wide="short"),
                Entry("until", "Answer asked for by", "If a day was named.", wide="short"),
            ),
        ),
        Section(
            "The answer",
            (
                Entry(
                    "answer",
                    "What came",
                    choices={
                        "full": "A full answer",
                        "partly": "An answer to part of it",
                        "declined": "It declined to answer",
                        "denied": "It denied what it was asked about",
                        "none": "Nothing, by the day named or by publication",
                        "waiting": "It still has time to answer",
                    },
                ),
                Entry(
                    "answered", "Reported on", "When the answer, the refusal or the silence was reported.", wide="short"
                ),
                Entry("text", "The whole answer, verbatim", wide="long"),
                Entry("summary", "The answer in our words", "Where its text is not at hand.", wide="long"),
                Entry("source", "Source", "What reports it.", of=("source",)),
            ),
        ),
        Section(
            "What it is about",
            (
                Entry(
                    "about",
                    "Pledges or evidence",
                    "A denial marks the evidence as disputed.",
                    of=("pledge", "evidence"),
                    one="record",
                ),
                Entry(
                    "terms",
                    "Terms that the question was about",
                    "For example an agency. Leave empty where the pledge leaves just one thing unclear.",
                    of=("term",),
                    one="term",
                ),
                Entry("id", "Id", _ID, "microsoft/silent-on-federal-agencies", more=True, wide="short"),
            ),
        ),
    ),
)

DECISION = Layout(
    Decision,
    (
        Section(
            "The finding",
            (
                Entry("company", "Company", of=("company",)),
                Entry("topic", "Topic", of=("topic",)),
                Entry("pledge", "Pledge", "Leave empty for “no pledge”.", of=("pledge",)),
                Entry("evidence", "Evidence", "Leave empty for a finding without evidence.", of=("evidence",)),
                Entry(
                    "act",
                    "Number of the act",
                    "Counted from 1; leave empty for all acts of the evidence.",
                    more=True,
                    wide="short",
                ),
                Entry("computed", "The finding as computed", "As the scorecard shows it.", choices=_FINDING_WORDS),
            ),
        ),
        Section(
            "The decision",
            (
                Entry(
                    "decision",
                    "What the editors decide",
                    choices={
                        "confirmed": "Confirm the finding",
                        "dismissed": "Dismiss it",
                        "upgraded": "Upgrade it",
                        "downgraded": "Downgrade it",
                    },
                ),
                Entry(
                    "to",
                    "Upgrade or downgrade to",
                    "Nothing becomes a breach or a missed promise by decision: enter the evidence that shows it.",
                    choices=_FINDING_WORDS,
                ),
                Entry("reason", "Why, for the public", wide="long"),
                Entry("date", "Decided on", wide="short"),
                Entry("editor", "Decided by", "A name or chosen pen name; it is published."),
                Entry("id", "Id", _ID, "acme/decision-1", more=True, wide="short"),
            ),
        ),
    ),
)

LAYOUTS: dict[str, Layout] = {
    "company": COMPANY,
    "source": SOURCE,
    "pledge": PLEDGE,
    "evidence": EVIDENCE,
    "condition": CONDITION,
    "response": RESPONSE,
    "decision": DECISION,
}
"""Kinds that have a form; all others are edited by upload of record files."""

KIND_WORDS: dict[str, tuple[str, str]] = {
    "company": ("company", "Who makes promises: its names and products."),
    "source": ("source", "A document: an article, a contract, a filing, a letter."),
    "pledge": ("pledge", "What a company promised, in its own words, and how far the words reach."),
    "evidence": ("piece of evidence", "What a company did; or what others said, studied or filed about it."),
    "condition": ("condition", "An event that a pledge waits for: “until a national law is in place”."),
    "response": ("response", "Who was asked what, and what came: an answer, a refusal, silence."),
    "decision": ("decision", "Where editors depart from a computed finding, or confirm it."),
}
"""What people call a record of each kind, and what it is."""
