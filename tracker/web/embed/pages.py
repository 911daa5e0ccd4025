"""The widget's page and its variables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from flask import current_app
from markupsafe import Markup

from tracker.engine.text import day, isolated
from tracker.services.reading.embeds import ChangesSince
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.embed.fits import style_of_fit
from tracker.web.embed.forms import Appearance
from tracker.web.embed.larger.heights import Larger
from tracker.web.embed.larger.tables import CompanyTable
from tracker.web.embed.responses import Embedded
from tracker.web.embed.sizes import FEW_COLUMNS, SOME_COLUMNS
from tracker.web.embed.subjects import Subject, pairs_of
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.addresses.static_files import static_url
from tracker.web.presenting.assets import allow_style, larger_style, widget_style
from tracker.web.presenting.links import absolute, with_pairs
from tracker.web.presenting.navigation import paths_of
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.site import site

__all__ = ["GonePage", "WidgetPage", "gone_page", "notes_of", "page_address", "since_words", "widget_page"]

_CLASSES = {"auto": "auto", "full": "full", "compact": "compact", "line": "brief"}
_METHOD, _DISPUTE = "/methodology", "/about"


@dataclass(frozen=True, kw_only=True)
class Frame(Page):
    """What every page within a frame has."""

    template = "embed/frame.html"

    classes: Annotated[str, "How it looks: the theme and the form."]
    style: Annotated[Markup, "The style sheet, allowed by its hash."]
    own_style: Annotated[Markup, "What the host's own look adds to it; empty without one."]
    script: Annotated[str, "The address of the script that tells the height."]


@dataclass(frozen=True, kw_only=True)
class WidgetPage(Frame):
    """A widget: what an embed says, with the day and where to read on."""

    template = "embed/widget.html"

    summary: Annotated[EmbedSummary, "What it says."]
    form: Annotated[str, "The form that was asked for: auto, full, compact or line."]
    as_of_words: Annotated[str, "The day in words."]
    when_before: Annotated[str, "What stands before the day in the line on day and last check."]
    when_after: Annotated[str, "What stands after it."]
    marks: Annotated[Sequence[str], "The marks that it uses."]
    table: Annotated[str, "How many columns its table has: few, some or many."]
    gaps_after_one: Annotated[str, "How many gaps there are besides the first; empty for none."]
    gaps_after_three: Annotated[str, "How many there are besides those listed."]
    note: Annotated[str, "Which topic was taken, where the address named none of several; else empty."]
    home: Annotated[Link, "Whose widget it is."]
    since: Annotated[str, "What has come since what it shows, or that it was corrected lately; else empty."]
    since_link: Annotated[Link | None, "Where to see it."]
    page: Annotated[Link, "Where it all stands."]
    links: Annotated[Sequence[Link], "How it is computed, and how to dispute it."]
    larger: Annotated[Larger | None, "The table or picture in place of words, where there is room; else None."]
    pages: Annotated[PageLinks | None, "The ways to further pages of a table, within the frame."]


@dataclass(frozen=True, kw_only=True)
class GonePage(Frame):
    """A small page in place of a widget that cannot be shown."""

    template = "embed/gone.html"

    detail: Annotated[str, "What is the matter, in one or two sentences."]
    home: Annotated[Link, "Where to read on."]


def _frame(look: Appearance, larger: Larger | None = None, fit: str = "") -> dict[str, Any]:
    own = (larger_style() if larger else fit) + look.house.css
    if own:
        allow_style(own)
    # A table or a picture is as high as it is: what does not fit is scrolled to.
    classes = ["full" if larger else _CLASSES[look.form], *([look.theme] if look.theme != "auto" else [])]
    return {
        "classes": " ".join(classes),
        "style": Markup(widget_style()),  # noqa: S704 - a style sheet of our own
        "own_style": Markup(own),  # noqa: S704 - our own, and what is made of six digits, a known word and a number
        "script": static_url("embed/frame.js"),
    }


def page_address(subject: Subject, query: ScorecardQuery) -> str:
    """The page that a widget is of, at the same clocks."""
    return absolute(with_pairs(subject.path, pairs_of(subject, clock_parameters(query))))


def widget_page(embedded: Embedded, look: Appearance) -> WidgetPage:
    """The widget of an embed."""
    subject, summary, larger = (
        embedded.subject,
        embedded.summary,
        embedded.larger if look.form in ("auto", "full") else None,
    )
    now = Link("see the latest version", absolute(with_pairs(subject.path, pairs_of(subject, {}))))
    before, day_words, after = summary.when.partition(day(summary.as_of))
    gaps = sum(alert.mark == "gap" for alert in summary.alerts[1:]) + summary.more
    return WidgetPage(
        title=summary.heading,
        subtitle=summary.topic,
        description=summary.title,
        canonical=with_pairs(subject.path, subject.pairs),
        summary=summary,
        form=look.form,
        as_of_words=day_words or day(summary.as_of),
        when_before=before,
        when_after=after,
        marks=_marks(summary, larger),
        table="few"
        if len(summary.columns) <= FEW_COLUMNS
        else "some"
        if len(summary.columns) <= SOME_COLUMNS
        else "many",
        gaps_after_one=_more(gaps),
        gaps_after_three=_more(summary.more),
        note=note_words(embedded),
        since=since_words(embedded.moment, embedded.since),
        since_link=now if embedded.since and embedded.since.word not in ("unchanged", "same") else None,
        page=Link(summary.link, page_address(subject, embedded.clock_query)),
        links=_further(),
        larger=larger,
        pages=_pages(embedded, look) if isinstance(larger, CompanyTable) else None,
        home=Link(site().settings.site_name, absolute("/")),
        **_frame(look, larger, style_of_fit(summary, notes_of(embedded)) if look.form == "auto" else ""),
    )


def notes_of(embedded: Embedded) -> list[str]:
    """What stands above the line of the day: which topic was taken, and what has come since."""
    since = f"{since_words(embedded.moment, embedded.since)} see the latest version" if embedded.since else ""
    return [note for note in (note_words(embedded), since) if note]


def _pages(embedded: Embedded, look: Appearance) -> PageLinks:
    """The other pages of a table, at the same clocks and in the same look."""
    table, own = embedded.larger, [pair for pair in embedded.subject.filters if pair[0] not in ("after", "before")]
    assert isinstance(table, CompanyTable)

    def link(*cursor: tuple[str, str]) -> str:
        other = replace(embedded.subject, filters=(*own, *cursor))
        return with_pairs(
            f"/embed{other.path}", pairs_of(other, {**clock_parameters(embedded.clock_query), **look.query})
        )

    return PageLinks(
        first=link() if table.before else "",
        previous=link(("before", table.before)) if table.before else "",
        next=link(("after", table.after)) if table.after else "",
    )


def note_words(embedded: Embedded) -> str:
    """That the address named no topic, and which one is shown; empty where there is just one, or it named one."""
    if not embedded.first_of:
        return ""
    if embedded.subject.kind == "table":
        return "This link names no topic. It shows the first one we published."
    return f"This link names no topic. It shows the first one we published for {isolated(embedded.first_of)}."


def _marks(summary: EmbedSummary, larger: Larger | None) -> list[str]:
    alerts = [alert.mark for side in (summary, *summary.sides) for alert in side.alerts]
    legend = larger.legend if isinstance(larger, CompanyTable) else summary.legend
    turns = [turn.mark for turn in summary.turns.marks] if summary.turns else []
    return list(dict.fromkeys([*alerts, *turns, *(entry.mark for entry in legend)]))


def _more(gaps: int) -> str:
    return f"{gaps} more gap{'' if gaps == 1 else 's'}" if gaps else ""


def _further() -> list[Link]:
    """Links to pages of the site that there are."""
    paths = paths_of(current_app.url_map)
    further = [Link("Method", _METHOD), Link("Dispute", f"{_DISPUTE}#dispute")]
    return [Link(text, absolute(href)) for text, href, _ in further if href.partition("#")[0] in paths]


def since_words(snapshot: Snapshot, since: ChangesSince | None) -> str:
    """What readers of a pinned embed are told besides what stood then; empty where it is live."""
    if since is None:
        return ""
    zone = site().settings.time_zone
    at = day(since.at.astimezone(zone).date()) if since.at else ""
    of_a_day = {
        "recent": f"Corrected on {at}:",
        "later": f"Changed after {day(snapshot.as_of)}:",
        "same": f"Nothing has changed since {day(snapshot.as_of)}.",
    }
    if since.word in of_a_day:
        return of_a_day[since.word]
    pinned = f"Pinned on {day(snapshot.known_at.astimezone(zone).date())}."
    corrected = f", on {at}" if at else ""
    since_text = {
        "unchanged": "Nothing has changed since.",
        "updated": "Updated since:",
        "corrected": f"Corrected since{corrected}:",
        "withdrawn": "Taken down since:",
    }
    return f"{pinned} {since_text[since.word]}"


def gone_page(title: str, detail: str, look: Appearance) -> GonePage:
    """A few words in a frame, in place of an error page."""
    return GonePage(
        title=title,
        description=detail,
        detail=detail,
        home=Link(site().settings.site_name, absolute("/")),
        **_frame(look),
    )
