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
# What depends on the colours and widths of the page, and nothing that depends on its text and elements.
LOOKS = OPTIONS | {
    "rules": {},
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]},
}

# Contrast takes axe longer than all else, and is the same for all that look alike: it is asked of the first element of
# each look, which is the style of its text and whatever it stands on.
FIRST_OF_EACH_LOOK = """() => {
  const grounds = new Map(), seen = new Set();
  const ground = (node) => {
    if (!node) return '';
    if (!grounds.has(node)) {
      const style = getComputedStyle(node);
      grounds.set(node, [ground(node.parentElement), style.backgroundColor, style.backgroundImage, style.opacity,
        style.position, style.zIndex, style.clip, style.clipPath, style.filter, style.mixBlendMode].join());
    }
    return grounds.get(node);
  };
  for (const node of document.querySelectorAll('body, body *')) {
    node.removeAttribute('data-look');
    // Of a single sign axe does not judge.
    const texts = [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim().length > 1);
    if (!texts.length && !node.matches('input, select, textarea')) continue;
    if (!node.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(node);
    const look = [ground(node), node.localName, node.matches(':disabled, :disabled *, [aria-disabled] *'), style.color,
      style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke, style.textIndent].join();
    if (!seen.has(look)) node.setAttribute('data-look', '');
    seen.add(look);
  }
}"""
ONLY_THESE = "axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]})"


def barriers(page, width=None, scheme=None, options=OPTIONS):
    """The faults of a page or frame as it is shown now, or in a window of this width with this colour scheme."""
    if width:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen", color_scheme=scheme)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.axe_script)
        page.evaluate(ONLY_THESE)
    page.evaluate(FIRST_OF_EACH_LOOK)
    found = AxeResults(page.evaluate("options => axe.run(document, options)", options))
    return found.generate_report() if found.violations_count else ""


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
