"""The root of an English word, so that “sold”, “sells” and “selling” find each other."""

import re
import threading

import Stemmer

__all__ = ["root"]

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
    if not hasattr(_own, "stemmer"):
        _own.stemmer = Stemmer.Stemmer("english")
    stemmed: str = _own.stemmer.stemWord(word)
    return stemmed
