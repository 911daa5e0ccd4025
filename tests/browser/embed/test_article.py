"""Every kind of embed in an article of another origin: heights, shifts, links, colours, privacy, accessibility."""

import gzip
import re
from urllib.parse import urlsplit

import pytest

from docs.embedding.demo import pasted
from tests.browser.accessibility import LOOKS, barriers
from tests.browser.embed.frames import figures, gap, opened, place, scrolled, settled

__all__ = ["opened", "place"]

JUDGED_HERE = ("oembed", "loader", "pinned", "iframe", "comparison")
"""Tables, pictures and single lines are judged by themselves, below and in ``test_larger``."""
ONCE_MORE = ("oembed", "loader", "iframe", "element")
SCORECARD = "/companies/microsoft/police-facial-recognition"
RESIZED = ("oembed", "loader", "pinned", "comparison", "matrix", "timeline", "progress", "element")


def wrong_gaps(page):
    """Frames that are lower than what stands in them, or much higher."""
    gaps = {figure: gap(page, figure) for figure in RESIZED}
    return {figure: pixels for figure, pixels in gaps.items() if not -1 <= pixels <= 48}


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_when_widgets_come_and_heights_are_right_and_stay_right(place, opened, width):
    page = opened(f"{place.paper}/", width=width, own=True)
    scrolled(page)
    assert page.evaluate("window.shifted") <= 0.02
    for other in (width, 768, 1280 if width == 320 else 360, width):
        page.set_viewport_size({"width": other, "height": 900})
        settled(page, lambda: wrong_gaps(page) == {})
        page.wait_for_timeout(100)
        assert wrong_gaps(page) == {}, other
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_script_of_an_element_comes_late(place, opened, width):
    snippet = pasted(place.app, "element", SCORECARD)
    element, _, _ = snippet.partition("<script")
    column = (
        f'<meta name="viewport" content="width=device-width"><main style="max-width:640px">{element}<p>And so on.</p>'
    )
    page = opened(place.page("late", column), width=width, own=True)
    # Only what was painted before can move.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.add_script_tag(url=f"{place.site}/embed/loader-3.js")
    page.wait_for_selector("pledge-tracker iframe").content_frame().wait_for_load_state()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifted") <= 0.02
    assert page.query_selector("iframe").bounding_box()["height"] > 200


def test_large_text_has_room(place, opened):
    page = opened(place.page("large", figures(place.app, "loader")))
    scrolled(page)
    high = gap(page, "loader")
    frame = page.query_selector("#loader iframe").content_frame()
    frame.evaluate("document.documentElement.style.fontSize = '200%'")
    assert -1 <= high <= 48
    settled(page, lambda: -1 <= gap(page, "loader") <= 48)
    assert -1 <= gap(page, "loader") <= 48


def test_without_scripts_the_same_text_and_room(place, opened):
    page = opened(f"{place.paper}/", java_script_enabled=False)
    for figure in ("oembed", "loader", "iframe"):
        frame = page.query_selector(f"#{figure} iframe")
        frame.scroll_into_view_if_needed()
        inside = frame.content_frame()
        inside.wait_for_selector("main")
        assert -1 <= gap(page, figure) <= 60
        assert inside.query_selector("a[href]").get_attribute("target") == "_blank"
    assert "not to sell" in page.query_selector("#oembed iframe").content_frame().inner_text("main")


def test_nothing_is_stored_and_nobody_else_is_asked(place, opened):
    page = opened("about:blank", own=True)
    requests = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - playwright marks what it is given
    page.goto(f"{place.paper}/")
    scrolled(page)
    hosts = {f"{urlsplit(request.url).scheme}://{urlsplit(request.url).netloc}" for request in requests}
    assert hosts <= {place.site, place.paper}
    assert page.context.cookies() == []
    inside = [request for request in requests if "/static/embed/" in request.url]
    assert inside
    assert not any(request.headers.get("referer") for request in inside)


def test_a_frame_is_two_requests_and_six_kilobytes(place, opened):
    page = opened("about:blank", own=True)
    bodies = []
    page.on("response", lambda response: bodies.append(response.body()))
    page.goto(f"{place.site}/embed/companies/microsoft/police-facial-recognition")
    page.wait_for_load_state("networkidle")
    assert len(bodies) == 2
    assert sum(len(gzip.compress(body)) for body in bodies) <= 6000


def test_accessible_in_article_and_frames(place, opened):
    page = opened(f"{place.paper}/", color_scheme="light")
    scrolled(page)
    assert len(page.frames) > len(RESIZED)
    frames = [page.main_frame, *(page.query_selector(f"#{figure} iframe").content_frame() for figure in JUDGED_HERE)]
    assert [faults for frame in frames if (faults := barriers(frame))] == []
    page.emulate_media(color_scheme="dark")
    assert [faults for frame in frames if (faults := barriers(frame, options=LOOKS))] == []


@pytest.mark.parametrize("form", ["full", "compact", "line"])
@pytest.mark.parametrize(
    "kind",
    [
        "/companies/3m/police-facial-recognition",
        "/compare?topic=police-facial-recognition&company=ibm&company=3m",
        "/companies/nothing/x",
    ],
)
def test_widgets_alone_are_accessible(place, shown, kind, form):
    page = shown(f"{place.site}/embed{kind}{'&' if '?' in kind else '?'}form={form}&theme=dark")
    assert barriers(page, 768, "light") == ""


def test_page_embed_this_is_accessible_and_copies(place, opened):
    page = opened(f"{place.site}/embed?url=/companies/microsoft/police-facial-recognition", width=360)
    page.wait_for_selector(".snippet button")
    assert barriers(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.click(".snippet button >> nth=0")
    page.wait_for_selector("text=Copied")


def test_colours_follow_the_theme_asked_for(place, opened):
    light, dark = (f"/companies/ibm/police-facial-recognition?theme={theme}" for theme in ("light", "dark"))
    embeds = [("oembed", SCORECARD), ("iframe", light), ("element", dark)]
    body = "".join(figures(place.app, kind, path=path) for kind, path in embeds)
    page = opened(place.page("colours", body), color_scheme="dark")
    scrolled(page)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    colours = {
        figure: page.query_selector(f"#{figure} iframe").content_frame().evaluate(paper)
        for figure in ("oembed", "iframe")
    }
    assert colours == {"oembed": "rgb(23, 22, 20)", "iframe": "rgb(252, 251, 248)"}
    page.emulate_media(media="print", color_scheme="dark")
    assert page.query_selector("#element iframe").content_frame().evaluate(paper) == "rgb(255, 255, 255)"


def test_the_loader_twice_and_other_peoples_messages_do_no_harm(place, opened):
    body = figures(place.app, *ONCE_MORE)
    page = opened(place.page("twice", body + body.replace(' id="', ' id="second-')))
    scrolled(page)
    assert len(page.query_selector_all("iframe")) == 2 * len(ONCE_MORE)
    page.evaluate("postMessage({sentinel: 'amp', type: 'embed-size', height: 4000}, '*')")
    page.evaluate(
        """() => { const frame = document.createElement('iframe');
        frame.srcdoc = "<script>parent.postMessage({type: 'embed-size', height: 3000}, '*')</script>";
        document.body.append(frame); }"""
    )
    page.wait_for_timeout(300)
    heights = page.eval_on_selector_all("iframe", "frames => frames.map((f) => f.offsetHeight)")
    assert max(heights) < 1500
    assert page.evaluate("Object.keys(window).filter((key) => /pledge/i.test(key))") == []


def test_a_page_may_embed_two_sites(place, opened):
    frames = "".join(
        f'<p id="{name}"><iframe src="{site}/embed/pledges/microsoft/police-sales" width="500"></iframe>'
        f'<script async src="{site}/embed/loader-1.js"></script></p>'
        for name, site in (("one", place.site), ("two", place.paper))
    )
    page = opened(place.page("sites", frames))
    page.wait_for_function("[...document.querySelectorAll('iframe')].every((frame) => frame.offsetHeight > 200)")
    settled(page, lambda: all(-1 <= gap(page, name) <= 48 for name in ("one", "two")))
    for name in ("one", "two"):
        assert -1 <= gap(page, name) <= 48


def test_a_line_of_text_has_no_frame_and_links_without_scripts(place, opened):
    snippet = pasted(place.app, "line", SCORECARD)
    stale = re.sub(r">[^<]*</a>", ">Microsoft</a>", snippet, count=1)
    page = opened(place.page("line", f"<p>As we wrote, {stale}.</p>"))
    page.wait_for_function("document.querySelector('pledge-line').shadowRoot")
    words = page.evaluate("document.querySelector('pledge-line').shadowRoot.querySelector('a').textContent")
    assert words.startswith("Microsoft: Federal law enforcement")
    assert page.query_selector("iframe") is None
    link, around = page.evaluate(
        """[document.querySelector('pledge-line').shadowRoot.querySelector('a'), document.querySelector('p')]
          .map((one) => getComputedStyle(one).color)"""
    )
    assert link == around
    plain = opened(place.page("line", f"<p>As we wrote, {stale}.</p>"), java_script_enabled=False)
    assert plain.inner_text("pledge-line") == "Microsoft"
    assert plain.get_attribute("pledge-line a", "href").startswith(place.site)
