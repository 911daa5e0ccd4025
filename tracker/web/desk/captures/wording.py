"""Why there is no copy, or a doubtful one, in words that say what to do."""

from collections.abc import Sequence

from tracker.web.presenting.captures import DOUBTS

__all__ = ["doubts_text", "failure_text"]

_FAILURES = {
    "name not found": "We cannot find this site. Check the address.",
    "address refused": (
        "We only fetch from the public internet, and never from addresses with a user name or password in them. "
        "Check the address, or upload a print of the page."
    ),
    "port refused": "We only use ports 80 and 443. Upload a print of the page instead.",
    "scheme refused": "Enter a web address that begins with https:// or http:// first.",
    "off": "This site keeps no copies.",
    "infected": "A virus was found in the file, so we did not keep it.",
    "erased here": "This file was erased from our site, so we do not keep it again.",
    "refused connection": "The site did not respond. Try again later, or upload a print of the page.",
    "bad certificate": "The site’s security certificate is not valid. Upload a print of the page instead.",
    "timed out": "The site took too long. Try again later, or upload a print of the page.",
    "too many redirects": "The address redirects too many times. Enter the address that your browser ends up at.",
    "too big": "It is larger than 25 MB. Upload a smaller file, or a print of the part that you need.",
    "blocked": "The site blocked our request. Upload a print of the page.",
    "not there": "The site says that there is no such page. Check the address, or enter an archived copy.",
    "withheld there": "The site says that it may not show this page for legal reasons.",
    "server error": "The site has a problem at the moment. Try again later.",
    "type not kept": "We do not keep files of this type. Upload a PDF, a picture or plain text.",
    "cannot be opened": "The file is damaged or cannot be opened. Upload another one.",
    "broken off": "The connection was cut off. Try again later, or upload a print of the page.",
    "unpacks too big": "The page unpacks to more than 100 MB. Upload a print of it.",
    "too costly to open": "The file has too many pages or pixels. Upload a smaller one: at most 200 pages.",
    "store unreachable": "Our storage for copies cannot be reached at the moment. Try again later.",
    "worker died": "Copying this page failed five times. Upload a print of it.",
    "disk full": "There is no room for copies on this site. Tell the people who run it.",
    "record full": "This source already has 20 copies, the most it can have. Remove one that you do not need.",
    "kept out by robots.txt": "The site’s robots.txt asks us not to check this page regularly.",
    "quota": "You have asked for many copies within an hour. Try again later.",
}
_FAILED = "No copy could be made. Try again, or upload a print of the page."
_ADVICE = {"little text": ". If your browser shows more, the page needs scripts: upload a print of it"}


def failure_text(reason: str) -> str:
    """Why no copy was made, or none can be asked for, and what to do."""
    return _FAILURES.get(reason, _FAILED)


def doubts_text(doubts: Sequence[str]) -> str:
    """Why a copy may not be the page, in one line, with what to do."""
    return "; ".join(f"{DOUBTS.get(doubt, doubt)}{_ADVICE.get(doubt, '')}" for doubt in doubts)
