"""Looking at a watched address with what makes captures. Only the worker imports this: it brings what fetches."""

from tracker.core.copies.quote_text import QuotableText
from tracker.services.copies.making import Came, CaptureFailedError, CaptureMaker
from tracker.services.copies.watching import Answered

__all__ = ["LookThroughMaker"]

_BY = "watch"
"""Who made the captures of looks, as their manifests have it."""


class LookThroughMaker:
    """Asks an address as a capture does, and keeps what came only where it is wanted."""

    def __init__(self, maker: CaptureMaker):
        self._maker = maker

    def __call__(self, address: str, request: str) -> Answered:
        """What the address gives now."""
        try:
            came = self._maker.look_at(address, missing_too=True)
        except CaptureFailedError as error:
            return Answered(error.reason, None, "", (), None, None)
        final = came.fetched.final if came.fetched else None

        def keep() -> str:
            return self._maker.keep(came, request=request, account_id=None, by=_BY)

        return Answered(
            came.failure, final.status if final else None, final.url if final else "", came.doubts, _text(came), keep
        )


def _text(came: Came) -> QuotableText | None:
    opened = came.opened
    if opened is None or opened.readable != "text":
        return None
    texts = list(opened.texts)
    return QuotableText.of(texts[0]) if len(texts) == 1 else QuotableText.of_pages(texts)
