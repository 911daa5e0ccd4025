"""Badges: whose, the gravest gap, how many more and the last check, in two lines, light and dark."""

from math import ceil

from markupsafe import Markup

from tracker.engine.alerts import Alert
from tracker.engine.text import day, isolated
from tracker.web.embed.font_metrics import cut, width, wrapped
from tracker.web.embed.pictures.drawing import plain, shape, text_length
from tracker.web.embed.summary import EmbedSummary

__all__ = ["BADGE_SIZE", "badge_svg", "notice_svg"]

BADGE_SIZE = (300, 40)
_SIZE, _LEAST = 11.0, 9.5
_BOLD = 1.12
"""Bold letters are so much wider."""
_FONT = "Verdana,DejaVu Sans,sans-serif"
_NAME_MOST, _PAD = 92, 8
_STYLE = Markup(
    ".p{fill:#fcfbf8}.i{fill:#1c1b19}.s{fill:#5d5a54}.e{stroke:#857f74;fill:none}.f{color:#a3281f}.c{color:#1d6b45}.t{fill:currentColor}"
    "@media(prefers-color-scheme:dark){.p{fill:#171614}.i{fill:#ece8df}.s{fill:#a8a296}.e{stroke:#7d776c}"
    ".f{color:#f0938a}.c{color:#74c69d}}"
)


def badge_svg(summary: EmbedSummary) -> str:
    """The badge of an embed. Its words are its picture's title too."""
    first, second, alert = _lines(summary, BADGE_SIZE[0] - _middle(_name_lines(summary.heading)) - _PAD - 5)
    return _svg(summary.heading, first, second, summary.alt, alert)


def notice_svg(left: str, right: str) -> str:
    """A badge that says something else."""
    return _svg(left, right, "", f"{isolated(left)}: {right}")


def _lines(summary: EmbedSummary, room: float) -> tuple[str, str, Alert | None]:
    """Both lines: the gravest thing, and below it what else there is and how far it was checked.

    Where there is no room for both, the last check stays whole: the topic is cut, the number of gaps left out.
    """
    checked = summary.checked or f"as of {day(summary.as_of)}"
    if summary.on:
        left = room - width(f" · {checked}", _LEAST, "sans")
        checked = f"{''.join(cut(wrapped(summary.on, _LEAST, left, 'sans'), 1, _LEAST, left, 'sans'))} · {checked}"
    if summary.sides:
        return "; ".join(f"{side.heading}: {side.alerts[0].badge_line}" for side in summary.sides), checked, None
    if not summary.alerts:
        return summary.verdict, checked, None
    more = sum(alert.mark == "gap" for alert in summary.alerts[1:]) + summary.more
    gaps = f"{more} more gap{'' if more == 1 else 's'} · " if more and not summary.on else ""
    second = f"{gaps}{checked}"
    return summary.alerts[0].badge_line, second if width(second, _LEAST, "sans") <= room else checked, summary.alerts[0]


def _middle(names: list[str]) -> int:
    """Where the name ends and the lines begin."""
    return ceil(max(width(line, _SIZE * _BOLD, "sans") for line in names)) + 2 * _PAD


def _svg(name: str, first: str, second: str, title: str, alert: Alert | None = None) -> str:
    wide, high = BADGE_SIZE
    names = _name_lines(name)
    middle = _middle(names)
    start = middle + (22 if alert else _PAD)
    sizes = _SIZE, _LEAST
    texts = [
        _text(line, _PAD, 24 + 14 * i - 7 * (len(names) - 1), _SIZE, middle - 2 * _PAD, "i", bold=True)
        for i, line in enumerate(names)
    ]
    rows = [(first, start, 16.5 if second else 24, _tone(alert)), (second, middle + _PAD, 32, "s")]
    texts += [
        _text(text, x, y, _fitting_size(text, wide - x - 5, sizes), wide - x - 5, style)
        for text, x, y, style in rows
        if text
    ]
    mark = shape(alert.mark, middle + 5, 5, 1, _tone(alert)) if alert else Markup("")
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img" '
        'aria-label="{title}"><title>{title}</title><style>{style}</style>'
        '<rect class="p" width="{wide}" height="{high}" rx="3"/>'
        '<path class="e" d="'
        'M3.5.5h293a3 3 0 0 1 3 3v33a3 3 0 0 1-3 3h-293a3 3 0 0 1-3-3v-33a3 3 0 0 1 3-3zM{middle}.5.5v39"/>'
        '{mark}<g font-family="{font}" aria-hidden="true">{texts}</g></svg>'
    ).format(
        wide=wide, high=high, middle=middle, title=plain(title), style=_STYLE, mark=mark, font=_FONT,
        texts=Markup("").join(texts),
    )  # fmt: skip


def _tone(alert: Alert | None) -> str:
    """The class that colours a verdict: a gap, what is covered, or plain ink."""
    return "i" if alert is None else "c t" if alert.mark == "covered" else "f t"


def _name_lines(name: str) -> list[str]:
    """A name in one line, else in two; what is longer is cut, and stands whole in the title."""
    return cut(wrapped(name, _SIZE, _NAME_MOST, "sans"), 2, _SIZE, _NAME_MOST, "sans") or ["…"]


def _fitting_size(text: str, room: float, sizes: tuple[float, float]) -> float:
    return max(sizes[1], min(sizes[0], sizes[0] * room / max(width(text, sizes[0], "sans"), 1)))


def _text(text: str, x: float, y: float, size: float, room: float, style: str, *, bold: bool = False) -> Markup:
    """As wide as reckoned whatever font a reader has, but never with its letters pulled apart."""
    shown = "".join(cut(wrapped(text, size, room, "sans"), 1, size, room, "sans"))
    weight = Markup(' font-weight="700"') if bold else ""
    return Markup(
        '<text class="{style}" x="{x}" y="{y:.1f}" font-size="{size:.1f}"{weight}{length}>{text}</text>'
    ).format(
        style=style,
        x=x,
        y=y,
        size=size,
        weight=weight,
        length=text_length(shown, min(room, width(shown, size * (_BOLD if bold else 1), "sans"))),
        text=plain(shown),
    )
