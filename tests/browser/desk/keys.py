"""A window that is used by keys alone."""

import re

# How many boxes, buttons and links certainly stand before the next of these elements: nothing is asked at each of them.
STOPS_BEFORE = """(elements) => {
  const all = [...document.querySelectorAll('main a[href], main button, main input, main select, main textarea')];
  const after = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const here = document.activeElement, target = elements.find((one) => after(here, one));
  if (!target || elements.includes(here)) return 0;
  return all.filter((one) => one.type !== 'radio' && one.type !== 'hidden'
    && !one.matches(':disabled') && one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true})
    && after(here, one) && after(one, target)).length;
}"""


class Keys:
    """A window in which nothing but keys is used: Tab, arrows, space bar, Enter and letters."""

    def __init__(self, window):
        self.page = window.page
        self.page.set_viewport_size({"width": 360, "height": 800})

    def key(self, name):
        self.page.keyboard.press(name)

    def on(self, elements):
        return self.page.evaluate("(elements) => elements.includes(document.activeElement)", elements)

    def to(self, target):
        """Go on to what is meant; past the head of the page by the link that is there for it."""
        elements = target.element_handles()
        if self.page.evaluate("document.activeElement === document.body"):
            self.key("Tab")
            if self.page.locator(":focus").inner_text() == "Skip to content":
                self.key("Enter")
        for _ in range(self.page.evaluate(STOPS_BEFORE, elements)):
            self.key("Tab")
        for number in range(150):
            if self.on(elements):
                return
            self.key("Tab")
            if number % 30 == 29:  # a script may have drawn a part of the page anew
                elements = target.element_handles()
        raise AssertionError(f"No key leads to {target} on {self.page.url}")

    def leave_by(self, target):
        self.to(target)
        with self.page.expect_navigation():
            self.key("Enter")

    def press(self, name):
        self.leave_by(self.page.get_by_role("button", name=name).first)

    def follow(self, name):
        self.leave_by(self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first)

    def fill(self, label, text):
        self.to(self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+optional)?\s*$")).first)
        self.page.keyboard.type(text[:4])  # a page might take keys for something else
        self.page.keyboard.insert_text(text[4:])

    def tick(self, target):
        self.to(target)
        self.key("Space")

    def choose(self, answer):
        """One of several answers: Tab leads to them, arrows from one to the next."""
        group = answer.first.get_attribute("name")
        self.to(self.page.locator(f'[type=radio][name="{group}"]'))
        elements = answer.element_handles()
        for _ in range(12):
            if self.on(elements):
                self.key("Space")
                return
            self.key("ArrowDown")
        raise AssertionError(f"No arrow leads to {answer}")
