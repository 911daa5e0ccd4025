"""Examples of what could be entered, made from the topic at hand: its complete pledge, as a company might say it."""

from collections.abc import Mapping, Sequence

from tracker.records.types.topic import Topic
from tracker.web.desk.form.scope.trees import TermsOf

__all__ = ["example_texts"]

_IN_ORDER = ("action", "subject", "counterparty")


def example_texts(topics: Sequence[Topic], dimensions: Sequence[TermsOf], commitment: object) -> Mapping[str, str]:
    """Examples by field; none where the topic’s terms make no sentence."""
    words = [text for name in _IN_ORDER if (text := _words(topics, dimensions, name))]
    acts = next((terms_of for terms_of in dimensions if terms_of.name == "action"), None)
    first = _first_term(acts) if acts else ""
    if not topics or acts is None or not first or not acts.terms[first].phrase:
        return {}
    words_together = " ".join(words)
    if (commitment or topics[0].yardstick.commitment) == "perform":
        return {"short": f"to {words_together}", "quote": f"We will {words_together}"}
    return {"short": f"not to {words_together}", "quote": f"We will not {words_together}"}


def _words(topics: Sequence[Topic], dimensions: Sequence[TermsOf], name: str) -> str:
    terms_of = next((one for one in dimensions if one.name == name and not one.scale), None)
    term = _first_term(terms_of) if terms_of else ""
    if terms_of is None or not term:
        return ""
    link = next((used.link for topic in topics if (used := topic.dimensions.used().get(name))), None)
    phrase = terms_of.terms[term].phrase or terms_of.terms[term].name
    return f"{link} {phrase}" if link else phrase


def _first_term(terms_of: TermsOf) -> str:
    """The first term of the complete pledge, in the vocabulary’s order; empty where it names none."""
    return next((term for term in terms_of.terms if term in terms_of.yardstick), "")
