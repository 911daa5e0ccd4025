"""An import at the desk, step by step, and what its pages say."""

import io

from tests.web.desk.controls import values_of

LIST = {"const-list.title": "The list", "const-list.publisher": "Example Institute"}


class Importing:
    """An import at the desk, step by step."""

    def __init__(self, person, name, content, topic="police-drones"):
        self.person = person
        sent = {"file": (io.BytesIO(content), name), "topic": topic}
        answer = person.sends("/desk/import", sent, content_type="multipart/form-data")
        self.page = person.opens(answer.location)
        self.path = answer.location

    def goes_on(self, do="next", **typed):
        """Send the page as it is, with what is typed."""
        data = {**values_of(self.page), **{name.replace("__", "-"): text for name, text in typed.items()}, "do": do}
        self.path = self.person.sends(self.path, data).location
        self.page = self.person.opens(self.path)
        return self.page

    def types(self, data, do="next"):
        """The same with names as they are."""
        self.path = self.person.sends(self.path, {**values_of(self.page), **data, "do": do}).location
        self.page = self.person.opens(self.path)
        return self.page


def fields_of(page):
    """What each column was guessed to mean."""
    return {
        row.get("data-column"): next((o.get("value") for o in row.iter("option") if o.get("selected") is not None), "")
        for row in page.tree.iter("tr")
        if row.get("data-column")
    }


def outcomes(page):
    return _counts(page, "data-outcome")


def states(page):
    return _counts(page, "data-state")


def _counts(page, name):
    return {it.get(name): int(next(it.iter("b")).text.replace(",", "")) for it in page.all("li") if it.get(name)}


def codes(page):
    return {row.get("data-code") for row in page.tree.iter("tr")} - {None}


def alert_of(page):
    """What a page says went wrong; empty where it says nothing."""
    alert = page.tree.find('.//*[@role="alert"]')
    return " ".join(alert.itertext()).strip() if alert is not None else ""
