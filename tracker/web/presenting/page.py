"""Page variables, declared with their meaning for each template, and rendering."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar, NamedTuple

from flask import current_app, g, render_template, request
from markupsafe import Markup

from tracker.web.presenting.addresses.crawling import is_uncrawled, without_following
from tracker.web.site import site

__all__ = ["Link", "Page", "Sharing", "macro_of", "part_of_page", "shown"]


class Link(NamedTuple):
    """A text that leads somewhere; ``id`` is that of the record it leads to, where there is one."""

    text: str
    href: str
    id: str = ""


@dataclass(frozen=True)
class Sharing:
    """For the head of a page with a widget: oEmbed in both formats, the picture with its words, data for programs.

    ``builder`` is the path where its snippets are; all other addresses are absolute. ``description`` is for previews,
    where the page's own would only say what kind of page it is.
    """

    title: str
    url: str
    oembed_json: str
    oembed_xml: str
    picture: str
    alt: str
    builder: str
    data: Sequence[Mapping[str, Any]] = ()
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has: variables with their meanings, and ``template``, the file that receives only these."""

    template: ClassVar[str]
    shows_nothing_else: ClassVar[bool] = False
    """That its template shows only its variables, its address and details of the site: the same ones, the same HTML."""

    title: Annotated[str, "What the page is about: its h1, which begins the title."]
    subtitle: Annotated[str, "What follows the h1 in the title."] = ""
    description: Annotated[str, "One or two sentences for search engines and previews."]
    canonical: Annotated[str, "The page's address without what can vary, from /; empty where it has none."] = ""
    sharing: Annotated[Sharing | None, "What it gives to those who share it; None where it has no widget."] = None
    feeds: Annotated[Sequence[Link], "What follows it: feeds and a calendar; `id` is the media type."] = ()
    downloads: Annotated[Sequence[Link], "The list that it shows as tables; `id` is the form."] = ()

    def variables(self) -> dict[str, Any]:
        """By name, for the template; raises ValueError where the title is missing."""
        if not self.title.strip():
            raise ValueError(f"{self.template}: a page needs a title")
        return {declared.name: getattr(self, declared.name) for declared in fields(self)}


def shown(page: Page) -> str:
    """The page as HTML: what was made of the same before, as lists often are after a publication."""
    if not page.shows_nothing_else or "preview" in g:
        return _made(page)
    kept, address = site().lists, (request.script_root, request.path, request.query_string, site().version)
    former = kept.get(address)
    if former is None or former.page != page:
        former = KeptPage(page, _made(page))
        kept.put(address, former)
    return former.html


class KeptPage(NamedTuple):
    """A page beside its HTML."""

    page: Page
    html: str


def _made(page: Page) -> str:
    html = render_template(page.template, **page.variables())
    # A page that robots are to leave alone says so once for all its links.
    return html if is_uncrawled(request) else without_following(html, site().settings.public_url)


def macro_of(template: str, name: str) -> Callable[..., Markup]:
    """A macro of a template, for what a page says many times: called in a third of the time of a part."""
    macro: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
    return macro


def part_of_page(template: str, values: Mapping[str, Any]) -> str:
    """A part that is made by itself, of nothing but these values: without what every page has."""
    return current_app.jinja_env.get_template(template).render(values)
