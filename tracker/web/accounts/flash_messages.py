"""What a page says once about what was done on the one before."""

from tracker.web.accounts.sessions import desk_session

__all__ = ["say", "take_notice"]


def say(text: str) -> None:
    """Have the next page say it."""
    desk_session()["notice"] = text


def take_notice() -> str:
    """What is to be said, once; empty where nothing is."""
    return str(desk_session().pop("notice", ""))
