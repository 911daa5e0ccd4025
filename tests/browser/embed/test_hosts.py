"""Widgets in pages that speak other protocols: WordPress with its filter, Pym, AMP and those that speak like it."""

import json
import re
from html import escape
from urllib.parse import urlencode

import pytest

from docs.embedding.demo import pasted
from tests.browser.embed.frames import opened, place, room, settled
from tests.web.wordpress import filtered

__all__ = ["opened", "place"]

SCORECARD = "/companies/microsoft/police-facial-recognition"
PLEDGE = "/pledges/microsoft/police-sales"

# What WordPress' own script does in the page around, told anew from its documentation and behaviour.
WORDPRESS = """
addEventListener('message', ({data, source}) => {
  if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
  for (const quote of document.querySelectorAll('blockquote[data-secret="' + data.secret + '"]'))
    quote.style.display = 'none';
  for (const frame of document.querySelectorAll('iframe[data-secret="' + data.secret + '"]')) {
    if (source !== frame.contentWindow) continue;
    frame.removeAttribute('style');
    if (data.message === 'height') frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
    if (data.message === 'link' && new URL(data.value).host === new URL(frame.src).host
        && document.activeElement === frame) window.followed = data.value;
  }
});
addEventListener('load', () => {
  for (const frame of document.querySelectorAll('iframe.wp-embedded-content'))
    frame.contentWindow.postMessage({message: 'ready', secret: frame.dataset.secret}, '*');
});
"""
AMP = """
addEventListener('message', ({data, source}) => {
  const found = typeof data === 'string' && data[0] === '{' ? JSON.parse(data) : data;
  if (!found || found.sentinel !== 'amp' || found.type !== 'embed-size') return;
  for (const frame of document.querySelectorAll('iframe'))
    if (source === frame.contentWindow) frame.style.height = found.height + 'px';
});
"""
PYM = """
addEventListener('message', ({data, source}) => {
  const found = typeof data === 'string' && data.match(/^pymxPYMxstorexPYMx(\\S+)xPYMx(.+)$/);
  if (found && found[1] === 'height') document.querySelector('iframe').style.height = parseInt(found[2]) + 'px';
});
"""


def oembed(place, path, **options):
    query = urlencode({"url": place.site + path, **options})
    return place.app.test_client().get(f"/oembed?{query}").get_json()


@pytest.mark.parametrize("path", [SCORECARD, PLEDGE, "/evidence/microsoft/dea-2017", SCORECARD + "?as_of=2020-06-18"])
def test_wordpress_by_bare_address(place, opened, path):
    answer = oembed(place, path, maxwidth=600, maxheight=900, dnt=1)
    html = filtered(answer["html"], "aB3dE5gH7j")
    page = opened(place.page("wp", f'<div style="width:320px">{html}</div><script>{WORDPRESS}</script>'))
    page.wait_for_function("document.querySelector('iframe').getAttribute('style') === null")
    assert page.query_selector("blockquote").is_hidden()
    frame = page.query_selector("iframe")
    assert frame.get_attribute("sandbox") == "allow-scripts"
    assert frame.get_attribute("title")[:100] == answer["title"][:100]
    for width in (320, 600):
        page.evaluate("(width) => { document.querySelector('iframe').style.width = width; }", f"{width}px")
        settled(page, lambda: -1 <= room(page) <= 48)
        assert -1 <= room(page) <= 48, width
    frame.content_frame().click("text=/^(Full scorecard|Full pledge|Full record)$/")
    page.wait_for_function("window.followed")
    assert page.evaluate("window.followed").startswith(place.site + path.partition("?")[0])


def test_wordpress_without_scripts_shows_the_quotation(place, opened):
    html = filtered(oembed(place, SCORECARD)["html"], "aB3dE5gH7j")
    page = opened(place.page("wp-plain", html), java_script_enabled=False)
    assert "not to sell facial recognition" in page.inner_text("blockquote")
    assert page.query_selector("blockquote").is_visible()


@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts"'])
@pytest.mark.parametrize(
    ("script", "query"), [(AMP, ""), (PYM, "?initialWidth=500&childId=store&parentTitle=x&parentUrl=http%3A%2F%2Fy")]
)
def test_hosts_that_begin_low_get_the_full_form(place, opened, script, query, sandbox):
    # Such hosts set no height: browsers make the frame 150 px high.
    src = f"{place.site}/embed{PLEDGE}{escape(query)}"
    body = f'<script>{script}</script><iframe src="{src}" width="500" style="border:0"{sandbox}></iframe>'
    page = opened(place.page("host", body))
    settled(page, lambda: -1 <= room(page) <= 48)
    assert -1 <= room(page) <= 48
    assert page.query_selector("iframe").content_frame().is_visible("blockquote")
    page.evaluate("document.querySelector('iframe').style.width = '300px'")
    settled(page, lambda: -1 <= room(page) <= 48)
    assert -1 <= room(page) <= 48


@pytest.mark.parametrize(
    "message",
    ["'frames-init'", "'pymxPYMxstorexPYMxwidthxPYMx500'", "{type: 'anything'}", "{message: 'ready', secret: 'x'}"],
)
def test_any_message_of_the_parent_is_answered(place, opened, message):
    body = f'<iframe src="{place.site}/embed{PLEDGE}" width="500" height="900"></iframe>'
    page = opened(place.page("late", body))
    page.wait_for_timeout(300)
    answered = page.evaluate(
        f"""() => new Promise((done) => {{
          addEventListener('message', ({{data}}) => done(data));
          document.querySelector('iframe').contentWindow.postMessage({message}, '*');
          setTimeout(() => done(null), 300);
        }})"""
    )
    assert answered["type"] == "embed-size"
    assert 200 < answered["height"] < 900


def test_forms_follow_the_size_where_nobody_listens(place, opened):
    sizes = {"full": 600, "compact": 180, "line": 70}
    frames = "".join(
        f'<iframe id="{form}" src="{place.site}/embed{SCORECARD}" width="600" height="{high}"></iframe>'
        for form, high in sizes.items()
    )
    page = opened(place.page("sizes", frames))
    page.wait_for_timeout(400)
    inside = {form: page.query_selector(f"#{form}").content_frame() for form in sizes}
    seen = {form: (shown(frame, "tbody tr"), shown(frame, ".say")) for form, frame in inside.items()}
    assert seen == {"full": (5, 1), "compact": (2, 1), "line": (0, 0)}
    for frame in inside.values():
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert frame.is_visible("time")
        assert shown(frame, ".alerts li") >= 1


SHOWN = """(selector) => [...document.querySelectorAll(selector)].filter((part) => {
  const box = part.getBoundingClientRect();
  return box.height > 0 && box.left < innerWidth && box.bottom <= innerHeight;
}).length"""


def shown(frame, selector):
    """How many parts stand within the frame: what does not fit is in a column beside it."""
    return frame.evaluate(SHOWN, selector)


# The bands between texts from the top to the bottom of a frame, and how far texts reach out of it.
BANDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const boxes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.textContent.trim() || node.parentElement.closest('script, style, .unseen')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    boxes.push(...[...range.getClientRects()].filter((box) => box.width && box.left < innerWidth));
  }
  const bars = [...document.querySelectorAll('svg.meter')].map((bar) => bar.getBoundingClientRect());
  boxes.push(...bars.filter((box) => box.width && box.left < innerWidth));
  boxes.sort((one, other) => one.top - other.top);
  let low = 3, band = 0;
  for (const box of boxes) {
    band = Math.max(band, box.top - low);
    low = Math.max(low, box.bottom);
  }
  const right = Math.max(...boxes.map((box) => box.right));
  return {band: Math.max(band, innerHeight - low), below: low - innerHeight, beside: right - innerWidth,
          over: document.documentElement.scrollHeight - innerHeight};
}"""


# The same for many sizes of one frame, in which no script runs: the style alone decides what fits.
SIZES = """async ([html, widths, heights]) => {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-same-origin';
  frame.style.border = 0;
  const loaded = new Promise((done) => { frame.onload = done; });
  frame.srcdoc = html;
  document.body.replaceChildren(frame);
  await loaded;
  const inside = frame.contentDocument, root = inside.documentElement;
  const content = inside.querySelector('.in');
  const parts = (selector) => [...inside.querySelectorAll(selector)].filter((part) => {
    const box = part.getBoundingClientRect();
    return box.height > 0 && box.left < frame.width && box.bottom <= frame.height;
  }).length;
  const seen = [], bands = frame.contentWindow.eval(`(${BANDS})`);
  for (const width of widths) {
    Object.assign(frame, {width, height: 100});
    root.classList.remove('auto');
    const natural = content.getBoundingClientRect().height + 4;
    root.classList.add('auto');
    for (const height of heights.filter((high) => high <= natural)) {
      frame.height = height;
      seen.push({width, height, ...bands(), days: parts('time'),
                 told: parts('.alerts li, .say, .line, .topic'), inner: content.scrollHeight - content.clientHeight});
    }
  }
  return seen;
}"""
COMPARISON = "/compare?topic=police-facial-recognition&company=amazon&company=microsoft"


@pytest.mark.parametrize("path", [SCORECARD, PLEDGE, "/evidence/microsoft/dea-2017", COMPARISON])
def test_nothing_is_cut_and_little_left_empty_at_any_size(place, browser, path):
    html = place.app.test_client().get(f"/embed{path}").text.partition("<script")[0]
    sizes = list(range(240, 501, 43)), list(range(110, 900, 23))
    # What the browser says of scripts that the sandbox blocks is no complaint.
    with browser.new_page() as page:
        seen = page.evaluate(SIZES.replace("${BANDS}", BANDS), [html, *sizes])
    assert len(seen) > 75
    assert [size for size in seen if max(size["below"], size["beside"], size["over"], size["inner"]) > 0] == []
    assert [size for size in seen if not (size["days"] and size["told"])] == []
    # What comes next does not fit: what it would need goes between the lines and the parts.
    bands = [size["band"] for size in seen]
    assert max(bands) <= (12 if path == SCORECARD else 18)
    assert sum(band <= 12 for band in bands) >= 0.96 * len(bands)


def test_a_part_of_a_long_quotation_stands_with_a_sign_that_it_goes_on(place, opened):
    src = f"{place.site}/embed/pledges/ibm/general-purpose"
    frame = f'<iframe src="{src}" width="320" height="400" style="border:0"></iframe>'
    page = opened(place.page("long-quotation", frame), java_script_enabled=False)
    inside = page.query_selector("iframe").content_frame()
    inside.wait_for_selector("blockquote")
    assert inside.evaluate("getComputedStyle(document.querySelector('blockquote'), '::after').content") == '"…"'
    assert 100 < inside.evaluate("document.querySelector('blockquote').getBoundingClientRect().height") < 130
    assert inside.is_visible("text=Full pledge")
    for part in (".said", ".line", ".reply"):
        assert shown(inside, part), part


def test_print_is_black_on_white_for_readers_in_dark_mode(place, opened):
    page = opened("about:blank", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for theme in ("auto", "dark", "light"):
        page.goto(f"{place.site}/embed{SCORECARD}?theme={theme}")
        colours = page.evaluate(
            """[document.documentElement, document.body].map((part) => {
              const style = getComputedStyle(part);
              return [style.backgroundColor, style.color];
            })"""
        )
        assert colours[0][0] == "rgb(255, 255, 255)"
        assert colours[1][1] == "rgb(0, 0, 0)"


def test_marks_and_their_legend_are_there_in_forced_colours(place, opened):
    page = opened(f"{place.site}/embed{SCORECARD}", forced_colors="active")
    marks = page.eval_on_selector_all(
        ".legend svg, td svg",
        """marks => marks.filter((mark) => mark.getBoundingClientRect().width > 10)
          .map((mark) => getComputedStyle(mark).color)""",
    )
    assert len(marks) >= 30
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper not in marks


FACTS = {
    ".say": "not to sell facial recognition",
    ".alerts li": "Federal law enforcement",
    ".did": "2 earlier acts",
    ".when": "checked up to 18 June 2020",
}


def test_the_five_second_facts_lie_within_the_first_640_pixels(place, opened):
    src, heights = f"{place.site}/embed{SCORECARD}?as_of=2020-06-18", (480, 640, 900)
    frames = "".join(f'<iframe src="{src}" width="320" height="{high}" style="border:0"></iframe>' for high in heights)
    page = opened(place.page("facts", frames), java_script_enabled=False)
    for high, frame in zip(heights, page.query_selector_all("iframe"), strict=True):
        facts_within(frame.content_frame(), high)


def facts_within(inside, high):
    for selector, fact in FACTS.items():
        element = inside.wait_for_selector(selector)
        assert fact in element.inner_text()
        box = element.evaluate(
            "one => { const {bottom, right} = one.getBoundingClientRect(); return {bottom, right}; }"
        )
        # The last check is at the foot, however high a frame is that is too low for all.
        assert box["bottom"] <= min(high, 640 if high < 900 or selector != ".when" else 900), selector
        assert box["right"] <= 320


@pytest.mark.parametrize("kind", ["iframe", "loader", "image"])
def test_without_their_style_snippets_do_not_overflow_a_phone(place, opened, kind):
    html = re.sub(r' style="[^"]*"', "", pasted(place.app, kind, SCORECARD))
    page = opened(place.page(f"bare-{kind}", f'<meta name="viewport" content="width=device-width">{html}'), width=320)
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_small_frames_of_oembed_hold_all_that_they_show(place, opened):
    sizes, frames = ((220, 200), (300, 250), (320, 480), (600, 100)), []
    for wide, high in sizes:
        answer = oembed(place, SCORECARD, maxwidth=wide, maxheight=high)
        assert answer["width"] <= wide
        assert answer["height"] <= high
        frame = re.search(r"<iframe.*?</iframe>", answer["html"])[0]
        frames.append(frame.replace("width:100%", f"width:{wide}px").replace(' loading="lazy"', ""))
    page = opened(place.page("small", "".join(frames)), java_script_enabled=False)
    for (wide, high), frame in zip(sizes, page.query_selector_all("iframe"), strict=True):
        inside = frame.content_frame()
        inside.wait_for_selector("main")
        found_room = inside.evaluate(BANDS)
        assert max(found_room["below"], found_room["beside"], found_room["over"]) <= 1, (wide, high)
        assert json.dumps(answer["title"])
