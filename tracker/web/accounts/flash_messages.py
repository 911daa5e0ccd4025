"""Flash messages: shown once, about what was done on the previous page."""

from tracker.web.accounts.sessions import desk_session

__all__ = ["flash_message", "pop_flash_message"]


def flash_message(text: str) -> None:
    """Have the next page say it."""
    desk_session()["notice"] = text


def pop_flash_message() -> str:
    """What is to be said, once; empty where nothing is."""
    return str(desk_session().pop("notice", ""))
