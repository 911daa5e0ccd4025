"""Words as search and sorting see them."""

from itertools import pairwise

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.search.word_roots import STEMMED, root, roots_in, stemmed_language
from tracker.core.search.words import fold, sort_key, stem, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Example", "example"),
        ("ÉCLAIR Électrique", "eclair electrique"),
        ("e\u0301clair", "eclair"),
        ("Straße", "strasse"),
        ("Ørsted Łódź", "orsted lodz"),
        ("İstanbul", "istanbul"),
        ("ﬁne Ⅳ", "fine iv"),
        ("مُحَمَّد", "محمد"),
        ("Ἀθῆναι", "αθηναι"),
    ],
)
def test_case_and_accents_do_not_count(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_letters_and_digits_in_order(text):
    word_list = list(words(text))
    assert all(word.stem.isalnum() and word.folded.isalnum() for word in word_list)
    assert all(a.end <= b.start or (a.start, a.end) == (b.start, b.end) for a, b in pairwise(word_list))
    assert [w.stem for w in words(" ".join(w.folded for w in word_list))] == [w.stem for w in word_list]


@pytest.mark.parametrize(("text", "as_wide"), [("ﾄﾞﾛｰﾝ", "ドローン"), ("ヿ", "コト")])
def test_signs_that_stand_for_several_or_are_written_narrow_are_the_same_words(text, as_wide):
    assert [word.stem for word in words(text)] == [word.stem for word in words(as_wide)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Acme’s drones", ["acme", "drones"]),
        ("Acme's drones", ["acme", "drones"]),
        ("S drones’", ["s", "drones"]),
        ("Acme s", ["acme", "s"]),
    ],
)
def test_a_possessive_is_no_word(text, folded):
    assert [word.folded for word in words(text)] == folded


def test_a_mark_by_itself_is_no_word():
    assert list(words("ﾞ")) == []


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("agencies", "agency"),
        ("drones", "drone"),
        ("sales", "sale"),
        ("businesses", "business"),
        ("watches", "watch"),
        ("boxes", "box"),
        ("ties", "tie"),
    ],
)
def test_plurals_find_their_singular(plural, singular):
    assert stem(plural) == stem(singular)


@pytest.mark.parametrize("word", ["us", "bus", "status", "business", "gas", "ios"])
def test_words_that_only_end_in_s_are_left_whole(word):
    assert stem(word) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will not sell, full-stop.", ["we", "will", "not", "sell", "full", "stop"]),
        ("the company’s 2,000 cameras", ["the", "company", "2", "000", "camera"]),
        ("snake_case", ["snake", "case"]),
        ("警察の無人機", ["警", "察", "の", "無", "人", "機"]),
        ("ABC警察", ["abc", "警", "察"]),
        ("\u0301 … — “”", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert [word.stem for word in words(text)] == expected


def test_names_sort_by_what_readers_see():
    names = ["zebra", "Éclair", "eclair", "Apple", "apple pie", "Zebra"]
    keys = sorted((sort_key(name, f"id-{i}"), name) for i, name in enumerate(names))
    assert [name for _, name in keys] == ["Apple", "apple pie", "Éclair", "eclair", "zebra", "Zebra"]


@pytest.mark.parametrize(
    "forms",
    [
        ("sell", "sells", "selling", "sold", "sale", "sales"),
        ("pause", "paused", "pausing", "pauses"),
        ("recognise", "recognize", "recognised", "recognizing"),
        ("agency", "agencies"),
        ("withdraw", "withdrew", "withdrawn", "withdrawal"),
        ("ban", "bans", "banned", "banning")[1:],
    ],
)
def test_the_forms_of_a_word_have_one_root(forms):
    assert len({root(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("police", "policy"), ("sell", "seal"), ("news", "new"), ("2019", "2020"), ("acme", "acmee")]
)
def test_other_words_have_other_roots(one, other):
    assert root(one) != root(other)


@given(st.text())
def test_every_text_has_a_root(text):
    assert isinstance(root(fold(text)), str)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "verkauft", "verkaufte"),
        ("de", "Verkäufe", "verkaufe"),
        ("fr", "vendue", "vendues"),
        ("fr", "sociétés", "societe"),
        ("es", "tecnologías", "tecnologia"),
        ("pt", "vendido", "vendidas"),
        ("ru", "новый", "новая"),
        ("sv", "kameror", "kamerorna"),
    ],
)
def test_forms_of_a_word_share_a_root_of_their_language_with_and_without_accents(language, one, other):
    assert roots_in(language, one, fold(one)) & roots_in(language, other, fold(other))
    assert not roots_in(language, one, fold(one)) & roots_in("it", one, fold(one))


@pytest.mark.parametrize(
    ("tag", "language"), [("de", "de"), ("pt-BR", "pt"), ("zh-Hant", ""), ("en", ""), ("en-GB", ""), ("ja", "")]
)
def test_languages_without_roots_of_their_own_are_none(tag, language):
    assert stemmed_language(tag) == language


def test_every_language_has_its_stemmer():
    for language in STEMMED:
        assert pycountry.languages.get(alpha_2=language)
        assert all(key.startswith(f"{language}=") for key in roots_in(language, "abcdefg", "abcdefg"))
