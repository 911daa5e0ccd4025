"""The root of a word, so that “sold”, “sells” and “selling” find each other, and so do “verkauft” and “verkaufte”."""

import re
import threading

import Stemmer

from tracker.core.search.words import fold

__all__ = ["STEMMED", "root", "roots_in", "stemmed_language"]

_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Snowball’s stemmers beside English, by the languages that they are for (BCP 47)."""
STEMMED = tuple(_STEMMERS)
"""Languages beside English whose words have roots here."""
_SHORTEST = 4
_IZE = re.compile(r"iz(e|es|ed|er|ers|ing|ation|ations)$")
_FAMILIES = """
    begin began begun; break broke broken; bring brought; build built; buy bought; catch caught; choose chose
    chosen; deal dealt; draw drew drawn; drive drove driven; fall fell fallen; feed fed; fight fought; find
    found; forbid forbade forbidden; freeze froze frozen; give gave given; grow grew grown; hide hid hidden;
    hold held; keep kept; know knew known; lead led; leave left; lend lent; lose lost; make made; mean meant;
    meet met; oversee oversaw overseen; pay paid; rise rose risen; seek sought; sell sold sale seller; send
    sent; show shown; speak spoke spoken; spend spent; steal stole stolen; strike struck; swear swore sworn;
    take took taken; teach taught; tell told; think thought; throw threw thrown; undertake undertook undertaken;
    uphold upheld; withdraw withdrew withdrawn withdrawal; withhold withheld; write wrote written
"""
"""Forms that no ending explains, after the word that they belong to."""
_OF = {form: words[0] for family in _FAMILIES.split(";") for words in [family.split()] for form in words[1:]}
# A stemmer is not to be used by two threads at once.
_own = threading.local()


def root(folded: str) -> str:
    """What the forms of a folded English word have in common (Snowball’s English stemmer, and irregular verbs).

    Words of other scripts, numbers and short words are their own root.
    """
    if len(folded) < _SHORTEST or not folded.isascii() or not folded.isalpha():
        return folded
    word = _OF.get(folded.removesuffix("s")) or _IZE.sub(r"is\1", folded)
    return _stemmed(word, "english")


def stemmed_language(tag: str) -> str:
    """The language of a tag like ``de-AT`` where its words have roots of their own here; else empty, as for English."""
    language = tag.partition("-")[0]
    return language if language in _STEMMERS else ""


def roots_in(language: str, written: str, folded: str) -> set[str]:
    """The roots of a word of one of the languages in STEMMED, marked with it: ``de=verkauf``.

    Stemmers go by endings with their accents, readers may type them without: there is a root for each. Short words
    are their own root.
    """
    if len(folded) < _SHORTEST or not folded.isalpha():
        return {f"{language}={folded}"}
    algorithm = _STEMMERS[language]
    bases = (fold(_stemmed(written.casefold(), algorithm)), _stemmed(folded, algorithm))
    return {f"{language}={base}" for base in bases if base.isalpha()} or {f"{language}={folded}"}


def _stemmed(word: str, algorithm: str) -> str:
    stemmers = vars(_own).setdefault("stemmers", {})
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    stemmed: str = stemmers[algorithm].stemWord(word)
    return stemmed
