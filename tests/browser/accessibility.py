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
RULES_OF_LOOKS = ["color-contrast", "link-in-text-block"]
LOOKS = OPTIONS | {"rules": {}, "runOnly": {"type": "rule", "values": RULES_OF_LOOKS}}

# Contrast takes axe longer than all else, and is the same for all that look alike: it is asked of the first element of
# each look, which is the style of its text and whatever it stands on; of no look twice, on whatever page.
FIRST_OF_EACH_NEW_LOOK = """(judged) => {
  const PLAIN = 'rgba(0, 0, 0, 0),none,1,static,auto,auto,none,none,normal';
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
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.zIndex,
        style.clip, style.clipPath, style.filter, style.mixBlendMode].join();
      // What draws nothing itself is as what it stands on.
      grounds.set(node, (own === PLAIN ? '' : own) + ground(node.parentElement));
    }
    return grounds.get(node);
  };
  // What sets a link apart from the text around it, if there is some: that of its block which is in no link.
  const blocks = new Map(), length = (node) => node.textContent.replace(/\\s+/g, '').length;
  const block = (node) => {
    if (!blocks.has(node)) {
      const style = getComputedStyle(node), inline = style.display.startsWith('inline') && node !== document.body;
      const links = [...node.querySelectorAll('a')].reduce((sum, link) => sum + length(link), 0);
      blocks.set(node, inline ? block(node.parentElement) : [length(node) > links, style.color, style.fontWeight]);
    }
    return blocks.get(node);
  };
  const linked = (node, style) => [style.textDecorationLine, style.borderBottomStyle, style.display,
    getComputedStyle(node.parentElement).color, getComputedStyle(node.parentElement).fontWeight,
    ...block(node.parentElement)].join();
  for (const node of document.querySelectorAll('body, body *')) {
    node.removeAttribute('data-look');
    // Of a single sign axe does not judge.
    const texts = [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim().length > 1);
    if (!texts.length && !node.matches('a, input, select, textarea')) continue;
    if (!node.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(node);
    const disabled = node.matches(':disabled, :disabled *, [aria-disabled] *');
    // As WCAG has it: large text may have less contrast, and so may bold text that is nearly as large.
    const size = parseFloat(style.fontSize), large = size >= 24 || style.fontWeight >= 700 && size >= 18.66;
    const name = node.matches('a, button, input, label, option, select, textarea') ? node.localName : '';
    const look = number([ground(node), name, disabled, style.color, large, style.textShadow,
      style.webkitTextStroke, style.textIndent, name === 'a' ? linked(node, style) : ''].join());
    if (seen.has(look)) continue;
    node.setAttribute('data-look', '');
    seen.add(look);
    fresh.push(look);
  }
  return fresh;
}"""
# To find what is near a target takes axe as long as all else: it is asked of those that are not large enough with room
# around them, as WCAG has it, and stand in no text.
DOUBTFUL_TARGETS = """() => {
  const roles = 'button checkbox combobox link menuitem option radio searchbox slider spinbutton switch tab textbox';
  const all = [...document.querySelectorAll('a[href], area[href], button, input, select, textarea, summary, [role]')]
    .filter((node) => !node.role || roles.split(' ').includes(node.role))
    .filter((node) => node.checkVisibility({visibilityProperty: true}))
    .map((node) => [node, node.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
  const small = (box) => Math.min(box.width, box.height) < 24;
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const distance = ([x, y], box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const near = (box, its) => {
    if (!small(box))
      return box.left < its.right && its.left < box.right && box.top < its.bottom && its.top < box.bottom;
    const [one, other] = [middle(box), middle(its)];
    return distance(one, its) < 12.1 || small(its) && Math.hypot(one[0] - other[0], one[1] - other[1]) < 24.1;
  };
  const texts = new Map(), length = (node) => node.textContent.replace(/\\s+/g, '').length;
  const inText = (node) => {
    if (!getComputedStyle(node).display.match(/^(inline|contents)$/)) return false;
    const block = node.parentElement;
    if (!texts.has(block)) {
      const targets = [...block.children].filter((one) => one.matches('a, button, input, select, textarea'));
      const more = length(block) > targets.reduce((sum, one) => sum + length(one), 0);
      texts.set(block, more || inText(block));
    }
    return texts.get(block);
  };
  let doubtful = 0;
  for (const [node, box] of all) {
    const doubted = !inText(node)
      && all.some(([other, its]) => other !== node && !other.contains(node) && near(box, its));
    node.toggleAttribute('data-target', doubted);
    doubtful += doubted;
  }
  return doubtful;
}"""
RUN = "async (options) => { const {violations} = await axe.run(document, options); return {violations}; }"
ONLY_THESE = """axe.configure({rules: [
  {id: 'color-contrast', selector: '[data-look]'}, {id: 'link-in-text-block', selector: 'a[href][data-look]'},
  {id: 'target-size', selector: '[data-target]'},
]})"""


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
    needless = [] if fresh or options is LOOKS else RULES_OF_LOOKS
    if options is not LOOKS and not page.evaluate(DOUBTFUL_TARGETS):
        needless = [*needless, "target-size"]
    result = AxeResults(page.evaluate(RUN, _without(options, needless)))
    if result.violations_count:
        return result.generate_report()
    JUDGED.update(fresh)
    return ""


def _without(options, rules):
    """The options without rules that have nothing to judge."""
    return options | {"rules": options["rules"] | {rule: {"enabled": False} for rule in rules}}


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
