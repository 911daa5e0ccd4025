"""What would bar readers from a page: faults that axe finds, and what is wider than the window."""

from axe_playwright_python.sync_playwright import Axe, AxeResults

AXE = Axe()
# Frames are asked one by one: axe in the page around cannot see into those of another origin.
OPTIONS = {
    "resultTypes": ["violations"],
    "iframes": False,
    "preload": False,
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2 AA, and off unless asked for
}
# What depends on colours, and nothing that depends on texts, elements and their places.
LOOKS = OPTIONS | {"rules": {}, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

# Contrast takes axe longer than all else, and is the same for all that look alike: it is asked of the first element of
# each look, which is the style of its text and whatever it stands on; of no look twice, on whatever page.
FIRST_OF_EACH_NEW_LOOK = """(judged) => {
  const grounds = new Map(), seen = new Set(judged), fresh = [];
  const number = (text) => {
    let high = 7, low = 11;
    for (let at = 0; at < text.length; at += 1) {
      high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
    }
    return (high >>> 11) * 4294967296 + (low >>> 0);
  };
  const ground = (node) => {
    if (!node) return '';
    if (!grounds.has(node)) {
      const style = getComputedStyle(node);
      grounds.set(node, [ground(node.parentElement), style.backgroundColor, style.backgroundImage, style.opacity,
        style.position, style.zIndex, style.clip, style.clipPath, style.filter, style.mixBlendMode].join());
    }
    return grounds.get(node);
  };
  // What sets a link apart from the text around it.
  const linked = (node, style) => [style.textDecorationLine, style.borderBottomStyle, style.display,
    getComputedStyle(node.parentElement).color, getComputedStyle(node.parentElement).fontWeight].join();
  for (const node of document.querySelectorAll('body, body *')) {
    node.removeAttribute('data-look');
    // Of a single sign axe does not judge.
    const texts = [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim().length > 1);
    if (!texts.length && !node.matches('input, select, textarea')) continue;
    if (!node.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(node);
    const disabled = node.matches(':disabled, :disabled *, [aria-disabled] *');
    const look = number([ground(node), node.localName, disabled, style.color, style.fontSize,
      style.fontWeight, style.textShadow, style.webkitTextStroke, style.textIndent,
      node.localName === 'a' ? linked(node, style) : ''].join());
    if (seen.has(look)) continue;
    node.setAttribute('data-look', '');
    seen.add(look);
    fresh.push(look);
  }
  return fresh;
}"""
RUN = "async (options) => { const {violations} = await axe.run(document, options); return {violations}; }"
# Left to itself, axe asks of every element of the page whether it is a target.
TARGETS = "a[href], area[href], button, input, select, textarea, summary, [role], [tabindex], [contenteditable]"
ONLY_THESE = f"""axe.configure({{rules: [
  {{id: 'color-contrast', selector: '[data-look]'}}, {{id: 'target-size', selector: '{TARGETS}'}},
]}})"""


JUDGED = set()
"""Looks in which axe has found no fault, each as a number."""


def barriers(page, width=None, scheme=None, options=OPTIONS):
    """The faults of a page or frame as it is shown now, or in a window of this width with this colour scheme."""
    if width:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen", color_scheme=scheme)
    fresh = page.evaluate(FIRST_OF_EACH_NEW_LOOK, list(JUDGED))
    if options is LOOKS and not fresh:
        return ""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.axe_script)
        page.evaluate(ONLY_THESE)
    result = AxeResults(page.evaluate(RUN, options if fresh else _without_contrast(options)))
    if result.violations_count:
        return result.generate_report()
    JUDGED.update(fresh)
    return ""


def _without_contrast(options):
    """Options for a page all of whose looks were judged before."""
    return options | {"rules": options["rules"] | {"color-contrast": {"enabled": False}}}


def barriers_of_looks(page, width, scheme):
    """The faults in another window of a page that was looked at whole before: only what its looks decide."""
    return barriers(page, width, scheme, LOOKS)


def widths_that_scroll_sideways(page, *widths, media="screen"):
    """Those of the widths at which the page is wider than its window."""
    page.emulate_media(media=media)
    return [width for width in widths if _is_wider_than(page, width)]


def _is_wider_than(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") > width
