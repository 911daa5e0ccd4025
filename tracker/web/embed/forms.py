"""What embeds can be asked for.

A widget outlives what asks for it: what it does not understand of its look it ignores.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.web.embed.house_style import HouseStyle, parse_house_style
from tracker.web.embed.sizes import FORMS
from tracker.web.http.clocks import BadParameterError

__all__ = ["LOOKS", "Appearance", "parse_appearance", "parse_pixels"]

THEMES = ("auto", "light", "dark")
LOOKS = ("auto", *FORMS)
_MOST_PIXELS = 5000


@dataclass(frozen=True)
class Appearance:
    """How a widget looks: colours, and how much it tells; ``auto`` leaves each to the reader's browser.

    ``house`` is the host's own look.
    """

    theme: str = "auto"
    form: str = "auto"
    house: HouseStyle = field(default=HouseStyle())

    @property
    def query(self) -> dict[str, str]:
        """What of it is not left to the browser, as a query."""
        own = {name: value for name, value in (("theme", self.theme), ("form", self.form)) if value != "auto"}
        return {**own, **self.house.query}


def parse_appearance(arguments: Mapping[str, str]) -> Appearance:
    """Read from a query; anything unknown is ``auto``."""
    theme, form = arguments.get("theme", ""), arguments.get("form", "")
    return Appearance(
        theme if theme in THEMES else "auto", form if form in LOOKS else "auto", parse_house_style(arguments)
    )


def parse_pixels(arguments: Mapping[str, str], name: str) -> int | None:
    """A number of pixels, None where there is none; raises BadParameter."""
    text = arguments.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text) >= 1):
        raise BadParameterError(name, text, "a whole number of pixels, 1 or more")
    return min(int(text), _MOST_PIXELS)
