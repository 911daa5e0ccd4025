"""States of addresses in words for editors."""

from tracker.core.captures.watching import State

__all__ = ["state_words"]

_WORDS = {
    State.GONE: ("Not there", "The site said three times within a week that there is no such page."),
    State.MOVED: ("Moved", "The same words are at another address now."),
    State.QUOTE_MISSING: ("Quoted words missing", "The page answers. Twice in a row, quoted words were not in it."),
    State.UNREACHABLE: ("No answer", "The site has not answered for a week. That says nothing about the page."),
    State.CANNOT_BE_CHECKED: ("Cannot be checked", "The site blocks our requests. That says nothing about the page."),
    State.WITHHELD: ("Withheld there", "The site says that it may not show the page."),
    State.THERE_AGAIN: ("There again", "The page is at its address again, with the quoted words."),
}


def state_words(state: str) -> tuple[str, str]:
    """The state in a few words, and what it means in a sentence."""
    return _WORDS[State(state)]
