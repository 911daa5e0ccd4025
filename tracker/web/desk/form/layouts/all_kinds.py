"""The layouts of the forms of all kinds of record."""

from tracker.web.desk.form.layouts.check import CHECK
from tracker.web.desk.form.layouts.company import COMPANY
from tracker.web.desk.form.layouts.condition import CONDITION
from tracker.web.desk.form.layouts.decision import DECISION
from tracker.web.desk.form.layouts.evidence import EVIDENCE
from tracker.web.desk.form.layouts.initiative import INITIATIVE
from tracker.web.desk.form.layouts.layout import Layout
from tracker.web.desk.form.layouts.pledge import PLEDGE
from tracker.web.desk.form.layouts.response import RESPONSE
from tracker.web.desk.form.layouts.source import SOURCE

__all__ = ["KIND_HINTS", "LAYOUTS"]

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
