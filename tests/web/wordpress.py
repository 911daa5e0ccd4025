"""What an unmodified WordPress lets through of an oEmbed answer from a site that it does not know.

Written anew after the behaviour of its functions ``wp_filter_oembed_result`` and ``wp_kses`` (6.1): three elements with
a few attributes each, then only the first quotation and the first frame; the frame gets a sandbox and a secret.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

_ALLOWED = {
    "a": {"href"},
    "blockquote": set(),
    "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"},
}


class _Kept(HTMLParser):
    """Only what is allowed; the text of what is not stays."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.parts = []

    def handle_starttag(self, tag, attrs):
        if tag in _ALLOWED:
            kept = [f' {name}="{escape(value or "")}"' for name, value in attrs if name in _ALLOWED[tag]]
            self.parts.append(f"<{tag}{''.join(kept)}>")

    def handle_endtag(self, tag):
        if tag in _ALLOWED:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        self.parts.append(data)

    def handle_entityref(self, name):
        self.parts.append(f"&{name};")

    def handle_charref(self, name):
        self.parts.append(f"&#{name};")


def filtered(html, secret):
    """The HTML that a post shows; empty where WordPress shows none."""
    parser = _Kept()
    parser.feed(html)
    match = re.search(r"(<blockquote>.*?</blockquote>)?.*?(<iframe.*?></iframe>)", "".join(parser.parts), re.DOTALL)
    if not match:
        return ""
    quotation, frame = match[1] or "", match[2]
    source = re.search(r' src="(.*?)"', frame)
    frame = frame.replace(source[0], f' src="{escape(unescape(source[1]))}#?secret={secret}" data-secret="{secret}"')
    if quotation:
        frame = frame.replace("<iframe", '<iframe style="position: absolute; visibility: hidden;"')
        quotation = quotation.replace("<blockquote", f'<blockquote class="wp-embedded-content" data-secret="{secret}"')
    frame = frame.replace(
        "<iframe", '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
    )
    return quotation + frame


def discovered(page):
    """The address of the JSON answer in the head of a page, as WordPress finds it: it reads 150 KB, up to </head>."""
    head = page[: 150 * 1024].partition("</head>")[0]
    for link in re.findall(r"<link([^<>]+)/?>", head, re.IGNORECASE):
        attributes = dict(re.findall(r'([a-zA-Z0-9_+-]+)="([^"]*)"', link))
        if attributes.get("type", "").lower() == "application/json+oembed" and attributes.get("href"):
            return unescape(attributes["href"])
    return ""
