"""A language with texts longer by two fifths: no form of an embed cuts them at 320 pixels, and no picture loses one."""

import re
from dataclasses import replace

import pytest

from tests.browser.embed.frames import opened, place
from tracker.services.reading.scorecards import ScorecardQuery
from tracker.web.embed.font_metrics import width
from tracker.web.embed.pictures.badges import badge_svg
from tracker.web.embed.pictures.social_card import card_svg
from tracker.web.embed.responses import embedded
from tracker.web.embed.subjects import subject_of

__all__ = ["opened", "place"]

SCORECARD = "/companies/microsoft/police-facial-recognition"
FORMS = [
    f"{SCORECARD}?form=full",
    f"{SCORECARD}?form=compact",
    f"{SCORECARD}?form=line",
    "/companies/3m/police-facial-recognition?form=full",
    "/companies/sample-print/recycled-paper?form=full",
    "/pledges/microsoft/police-sales?form=full",
    "/evidence/microsoft/dea-2017?form=full",
    "/compare?topic=police-facial-recognition&company=amazon&company=microsoft&form=full",
    "/topics/police-facial-recognition",
    "/companies?topic=police-facial-recognition",
    f"{SCORECARD}?show=timeline",
    "/companies/sample-print/recycled-paper?show=progress",
]
# Each word gets vowels added. Labels within drawings are placed by their length where they are made.
LONGER = """() => {
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let one = texts.nextNode(); one; one = texts.nextNode())
        if (!one.parentElement.closest('svg'))
            one.data = one.data.replace(/\\p{L}{3,}/gu, word => word + 'éa'.repeat(Math.ceil(word.length / 5)));
}"""
CUT = """() => {
    const found = [], texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let one = texts.nextNode(); one; one = texts.nextNode()) {
        if (!one.data.trim() || one.parentElement.closest('.unseen, svg')) continue;
        const range = document.createRange();
        range.selectNodeContents(one);
        for (const box of range.getClientRects())
            if (box.width && (box.left < -0.5 || box.right > innerWidth + 0.5)) found.push(one.data);
    }
    return found;
}"""


@pytest.mark.parametrize("form", FORMS)
def test_no_form_cuts_longer_texts_at_320_pixels(place, opened, form):
    page = opened(f"{place.site}/embed{form}", width=320)
    page.evaluate(LONGER)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT) == []
    within = page.evaluate("document.querySelector('.in').scrollHeight - document.querySelector('.in').clientHeight")
    assert within <= 1


PAGES = [
    "/",
    SCORECARD,
    "/companies/sample-print/recycled-paper",
    "/pledges/microsoft/police-sales",
    "/topics/police-facial-recognition",
    "/compare?topic=police-facial-recognition&company=amazon&company=microsoft",
    "/search?q=police",
    f"/embed?url={SCORECARD}",
]


def test_no_page_cuts_longer_texts_at_320_pixels(place, opened):
    page = opened("about:blank", width=320)
    for path in PAGES:
        page.goto(place.site + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate(LONGER)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        cut = page.evaluate(CUT.replace("'.unseen, svg'", "'.unseen, svg, textarea, .scroll, table'"))
        assert cut == [], path


def longer(text):
    return re.sub(r"[^\W\d_]{3,}", lambda word: word[0] + "éa" * -(-len(word[0]) // 5), text)


def lengthened(summary):
    """The same in longer words; names stay as they are."""
    alerts = [
        replace(alert, **{name: longer(getattr(alert, name)) for name in ("subject", "text", "why", "brief", "answer")})
        for alert in summary.alerts
    ]
    texts = {name: longer(getattr(summary, name)) for name in ("topic", "promise", "record", "when", "checked", "alt")}
    return replace(summary, alerts=alerts, sides=[lengthened(side) for side in summary.sides], **texts)


@pytest.mark.parametrize("drawn", [badge_svg, card_svg])
@pytest.mark.parametrize(
    "path", [SCORECARD, "/companies/3m/police-facial-recognition", "/topics/police-facial-recognition"]
)
def test_pictures_hold_longer_texts(place, path, drawn):
    site = place.app.extensions["site"]
    with place.app.test_request_context("/"), site.database.reading() as session:
        it = embedded(session, subject_of(path, ()), ScorecardQuery())
        svg = drawn(lengthened(it.summary))
    wide = 300 if drawn is badge_svg else 1200
    texts = re.findall(r'<text[^>]* x="([\d.]+)"[^>]* font-size="([\d.]+)"[^>]*>([^<]*)</text>', svg)
    assert len(texts) >= 3
    for x, size, text in texts:
        anchored_at_end = 'text-anchor="end"' in svg.split(f">{text}</text>")[0].rpartition("<text")[2]
        if not anchored_at_end:
            font = "sans" if drawn is badge_svg else "serif"
            assert float(x) + width(text, float(size), font) <= wide, text
    # The gravest thing is said whole.
    assert not any(text.endswith("…") for _, size, text in texts if float(size) >= 40)
