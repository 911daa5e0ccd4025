"""People at one desk, each in a window of their own."""

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.conftest import note_complaints
from tests.signed_in import signed_in
from tracker.services.auth.roles import Actor, Role


class Colleague:
    """Somebody at the desk, in a window of their own, whose clicks are counted item by item."""

    def __init__(self, app, browser, address, role, name, said):
        self.app, self.role, self.name, self.address, self.items = app, role, name, address, []
        self.context = browser.new_context(base_url=address)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        note_complaints(self.page, said)
        self.signs_in()

    def signs_in(self):
        client = signed_in(self.app, self.role, self.name)
        self.actor = Actor(client.account_id, self.name, Role(self.role))
        self.context.add_cookies([{"name": "desk", "value": client.token, "url": self.address}])

    def opens(self, address):
        self.page.goto(address)

    def begins(self):
        """Another item of work."""
        self.items.append(0)

    def presses(self, what, role="button"):
        self.items[-1] += 1
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=what, exact=isinstance(what, str)).first.click()


def looked_at(person):
    """The page bars nobody, and fits windows of all widths."""
    assert widths_that_scroll_sideways(person.page, 1280, 360, media="screen") == []
    assert barriers(person.page, 360, "dark") == ""
    assert barriers_of_looks(person.page, 1280, "light") == ""
    person.page.set_viewport_size({"width": 1280, "height": 900})
