"""Parts of texts with what was looked for marked: plain segments, never HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.search.query import Query
from tracker.core.search.snippet import marked, snippet

TEXT = st.text(alphabet=st.sampled_from("ab s'\u00c9\u0301<>&\n\u8b66") | st.characters(), max_size=80)


def shown(segments):
    """The segments as one text, what is marked in brackets."""
    return "".join(f"[{segment.text}]" if segment.marked else segment.text for segment in segments)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Camera drones for police", "drone", "Camera [drones] for police"),
        ("Camera drones for police", "police camera", "[Camera] drones for [police]"),
        ("Camera drones for police", '"drones for"', "Camera [drones for] police"),
        ("Camera drones for police", '"for drones"', "Camera drones for police"),
        ("Agencies and an agency", "agency", "[Agencies] and an [agency]"),
        ("Recognition", "recog", "[Recognition]"),
        ("Recognition", '"recog"', "Recognition"),
        ("\u00c9clair e\u0301clair", "eclair", "[\u00c9clair] [e\u0301clair]"),
        ("\u8b66\u5bdf\u306e", "\u8b66\u5bdf", "[\u8b66\u5bdf]\u306e"),
        ("An e-mail, an e-shop, a mail", "e-mai", "An [e-mail], an e-shop, a mail"),
        ("<b>police</b> & co", "police", "<b>[police]</b> & co"),
        ("no such word", "", "no such word"),
    ],
)
def test_what_was_looked_for_is_marked(text, typed, expected):
    assert shown(marked(text, Query.parse(typed))) == expected


@given(TEXT, TEXT)
def test_marking_keeps_every_sign(text, typed):
    segments = marked(text, Query.parse(typed))
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)


@given(TEXT.filter(str.strip))
def test_a_text_is_found_by_itself(text):
    query = Query.parse(f'"{text.replace(chr(34), " ")}"')
    if query.terms:
        assert any(segment.marked for segment in snippet([text], query)) or '"' in text or "\u201c" in text


def test_a_long_text_is_cut_at_words_around_what_was_found():
    text = "alpha " * 100 + "police drones " + "omega " * 100
    shown_text = shown(snippet([text], Query.parse("drones")))
    assert shown_text.startswith("\u2026 alpha")
    assert "police [drones] omega" in shown_text
    assert shown_text.endswith("omega \u2026")
    assert 150 < len(shown_text) < 270


def test_the_text_that_holds_most_of_the_words_is_shown():
    texts = ["police only", "police and drones", "nothing"]
    assert shown(snippet(texts, Query.parse("drones police"))) == "[police] and [drones]"
    assert snippet(texts, Query.parse("cameras")) == []


@given(st.lists(TEXT, max_size=3), TEXT)
def test_a_snippet_is_short(texts, typed):
    segments = snippet(texts, Query.parse(typed))
    assert len("".join(segment.text for segment in segments)) < 700
