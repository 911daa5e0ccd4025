"""A host's own look: an accent for links, a kind of letters, round corners. Never marks, words or their colours.

So nobody restyles a verdict into its opposite.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FONTS", "HouseStyle", "contrast", "parse_house_style", "readable"]

FONTS = ("serif", "sans", "system")
_MOST_RADIUS = 16
_LEAST_CONTRAST = 4.5
_LIGHT_PAPER, _DARK_PAPER = "fcfbf8", "171614"
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_FONT_STYLES = {
    "serif": "--sans:var(--serif)",
    "sans": "--serif:var(--sans)",
    "system": "--sans:system-ui,sans-serif;--serif:system-ui,sans-serif",
}


@dataclass(frozen=True)
class HouseStyle:
    """An accent as six hexadecimal digits, a kind of letters, a radius in pixels; empty or 0 where not asked for."""

    accent: str = ""
    font: str = ""
    radius: int = 0

    @property
    def query(self) -> dict[str, str]:
        """What of it is asked for, as a query."""
        values = (("accent", self.accent), ("font", self.font), ("radius", str(self.radius or "")))
        return {name: value for name, value in values if value}

    @property
    def css(self) -> str:
        """The style that it adds; print stays black on white."""
        rules = [f":root{{{_FONT_STYLES[self.font]}}}"] if self.font else []
        if self.radius:
            rules.append(f"main{{border-radius:{self.radius}px}}")
        if self.accent:
            light, dark = readable(self.accent, _LIGHT_PAPER), readable(self.accent, _DARK_PAPER)
            rules.append(
                f"@media screen{{:root{{--accent:#{light};--rule:#{light}}}"
                f":root.dark{{--accent:#{dark};--rule:#{dark}}}}}"
                f"@media screen and (prefers-color-scheme:dark){{:root:not(.light){{--accent:#{dark};--rule:#{dark}}}}}"
            )
        return "".join(rules)


def parse_house_style(arguments: Mapping[str, str]) -> HouseStyle:
    """Read from a query; what cannot be used is left out."""
    accent, font = _HEX.fullmatch(arguments.get("accent", "").strip()), arguments.get("font", "")
    radius = arguments.get("radius", "").removesuffix("px")
    pixels = int(radius) if radius.isascii() and radius.isdecimal() and len(radius) < 4 else 0
    return HouseStyle(accent[1].lower() if accent else "", font if font in FONTS else "", min(pixels, _MOST_RADIUS))


def readable(colour: str, paper: str) -> str:
    """The colour nearest to one asked for that text on this paper can have (WCAG 2.2, 1.4.3: 4.5 to 1)."""
    goal = 0 if _luminance(paper) > 0.5 else 255
    parts = _parts(colour)
    for step in range(101):
        mixed = [round(part + (goal - part) * step / 100) for part in parts]
        shown = "".join(f"{part:02x}" for part in mixed)
        if contrast(shown, paper) >= _LEAST_CONTRAST:
            break
    return shown


def contrast(one: str, other: str) -> float:
    """The contrast of two colours of six hexadecimal digits, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (0, 2, 4)]


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
