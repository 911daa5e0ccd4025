"""What happens to the words of a page on its way into a record, and what would change their meaning."""

import random
import re
import unicodedata

TYPOGRAPHIC = str.maketrans({"'": "\u2019", "-": "\u2010"})
STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
NOT_WORDS = {"will": "may", "must": "could", "all": "some", "always": "often", "never": "always", "before": "after"}


def _at_blanks(text, sign):
    return text.replace(" ", sign)


def _broken(text):
    """Every long word parted at the end of a line."""
    return re.sub(r"\b([A-Za-z]{4})([a-z]{3,})\b", "\\1-\n\\2", text)


def _wrapped(text):
    return re.sub(r"((?:\S+ ){6})", lambda m: m[1].rstrip() + "\n", text)


MANGLES = {
    "curly marks": lambda t: t.translate(TYPOGRAPHIC),
    "straight marks": lambda t: t.translate(STRAIGHT),
    "angle quotes": lambda t: t.replace("\u201c", "\u00ab").replace("\u201d", "\u00bb"),
    "no-break blanks": lambda t: _at_blanks(t, "\u00a0"),
    "thin blanks": lambda t: _at_blanks(t, "\u2009"),
    "double blanks": lambda t: _at_blanks(t, "  "),
    "lines": _wrapped,
    "lines of Windows": lambda t: _wrapped(t).replace("\n", "\r\n"),
    "broken words": _broken,
    "soft hyphens": lambda t: re.sub(r"([a-z]{3})(?=[a-z]{3})", "\\1\u00ad", t),
    "zero-width blanks": "\u200b".join,
    "bidi signs": lambda t: f"\u2068\u200e{t}\u2069",
    "decomposed": lambda t: unicodedata.normalize("NFD", t),
    "ligatures": lambda t: t.replace("ffi", "\ufb03").replace("fi", "\ufb01").replace("fl", "\ufb02"),
    "full width": lambda t: "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in t),
    "long dashes": lambda t: re.sub(r" [\u2013\u2014-] ", "\u2014", t),
    "capitals": str.upper,
    "no final mark": lambda t: t.rstrip('.!?\u201d"'),
    "other final mark": lambda t: t.rstrip(".") + ",\u201d",
    "ellipsis": lambda t: t.replace("\u2026", "..."),
}


def changes_of_meaning(sentence, seed):
    """Sentences that say something else: at most twelve."""
    rng = random.Random(seed)
    words = sentence.split()
    # Without its first or last word it is a shorter quote, and true.
    for at in rng.sample(range(1, len(words) - 1), min(4, len(words) - 2)):
        yield "word out", " ".join(words[:at] + words[at + 1 :])
    at = rng.randrange(1, len(words))
    yield "not in", " ".join([*words[:at], "not", *words[at:]])
    for at in rng.sample(range(len(words) - 1), min(2, len(words) - 1)):
        if words[at].casefold() != words[at + 1].casefold():
            yield "swap", " ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]])
    for word, other in NOT_WORDS.items():
        if f" {word} " in sentence:
            yield word, sentence.replace(f" {word} ", f" {other} ", 1)
    for digit in re.finditer("[0-9]", sentence):
        yield "digit", sentence[: digit.start()] + str((int(digit[0]) + 1) % 10) + sentence[digit.end() :]
