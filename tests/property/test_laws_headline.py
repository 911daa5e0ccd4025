"""The laws of the headline, over generated records with every kind of words that editors type."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.records import cases, promises
from tracker.core.date_text import MONTHS

SHORTS = st.one_of(
    st.sampled_from(
        [
            None,
            "Will not sell drones",
            "not to sell drones to the police",
            "We will no longer sell drones.",
            "No sales to police",
            "“Net zero by 2040”",
            "WILL STOP SELLING",
            "A halt...",
            "aims to  publish",
            "لن نبيع الطائرات",
            "不出售无人机",
            "to publish a report",
        ]
    ),
    st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=40).filter(
        lambda text: text.strip()
    ),
)
TITLES = st.sampled_from(["Sold drones", "sold U.S. drones.", "Sale, then another..", "“A sale”", "بيع", "Won’t say"])
NAME = re.compile(r"Acme Optics Inc\.")


def with_words(case, short, title):
    """The same records with this line on each version and this title on each piece of evidence."""

    def change(records):
        for record in records:
            for version in record.get("versions", ()):
                version.pop("short", None)
                if short:
                    version["short"] = short
            if record["kind"] == "evidence":
                record["title"] = title
            if record["kind"] == "company":
                record["name"] = "Acme Optics Inc."

    return case.changed(change)


@given(st.one_of(cases(), promises()), SHORTS, TITLES)
def test_every_headline_is_three_whole_sentences_at_most(case, short, title):
    card = with_words(case, short, title).scorecard()
    headline = card.headline
    assert len(headline) <= 3
    for sentence in headline:
        first = sentence.lstrip("\u2068“")
        assert not first[:1].islower()
        assert sentence.endswith(".")
        assert not sentence.endswith("..")
        assert "  " not in sentence
        assert not re.search(r"pledged (will|not will)\b", sentence)
        assert ".." not in sentence
        assert not any(f" on {month} " in sentence for month in MONTHS)
    if card.has_pledge or card.checked_until:
        assert len(NAME.findall(" ".join(headline))) + ("this company" in " ".join(headline)) >= 1
        assert len(NAME.findall(" ".join(headline))) == 1


@given(st.one_of(cases(), promises()))
def test_what_is_only_alleged_or_one_reports_is_told_as_that(case):
    card = case.scorecard()
    leading = next((f for f in card.findings if f.lead and f.finding not in ("pending", "dismissed")), None)
    if leading and leading.evidence and leading.weight and leading.weight.alleged_only:
        assert "lleged, not proven – " in card.headline[-1]
    elif leading and leading.evidence and leading.weight and leading.weight.word == "single report":
        assert "ccording to one report – " in card.headline[-1]


@given(promises())
def test_a_finding_on_another_version_than_the_one_told_of_says_so(case):
    card = case.scorecard()
    leading = next((f for f in card.findings if f.lead and f.finding not in ("pending", "dismissed")), None)
    if leading and leading.force and leading.pledge and card.main:
        same = (leading.pledge.id, leading.force.number) == (card.main[0].id, card.main[1].number)
        headline = card.headline[-1]
        assert (
            same
            or leading.finding == "moved before due"
            or re.search(r"(its|an|a) (pledge|earlier|later)|Its|An earlier|A later", headline)
        )
