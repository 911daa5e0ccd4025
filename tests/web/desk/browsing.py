"""A browser without scripts: it opens pages, fills their forms in, and presses buttons."""

import re
from urllib.parse import urlsplit

from tests.signed_in import signed_in
from tests.web.checking import check_page, parsed

OUR_SCRIPTS = re.compile(r'<script src="/static/desk/[a-z]+\.js\?v=[0-9a-f]+" defer></script>')


class Form:
    """A form as it stands on a page: where it is sent, its controls in order, its buttons, all its radios."""

    def __init__(self, attributes):
        self.attributes, self.controls, self.buttons, self.radios = attributes, [], [], []

    @property
    def action(self):
        return self.attributes.get("action", "")

    def values(self, name):
        return [value for control, value in self.controls if control == name]

    def fill(self, **values):
        """Put values in place of those that the controls with these names have; a list gives several."""
        self.controls = [pair for pair in self.controls if pair[0] not in values]
        for name, value in values.items():
            self.controls += [(name, one) for one in (value if isinstance(value, list) else [value])]


class _Reader:
    """Goes through a page in order, and notes its texts, and its forms with what their controls hold."""

    def __init__(self, tree):
        self.forms, self.texts, self.textarea, self.select = [], [], None, None
        self._go_through(tree)

    def _go_through(self, element):
        self._begin(element.tag, element.attrib)
        self._read(element.text)
        for child in element:
            self._go_through(child)
            self._read(child.tail)
        self._end(element.tag)

    def _begin(self, tag, attributes):
        if tag == "form":
            self.forms.append(Form(attributes))
        if not self.forms:
            return
        form, name = self.forms[-1], attributes.get("name")
        if tag == "textarea":
            self.textarea = (name, [])
        elif tag == "select":
            self.select = (name, [])
        elif tag == "option" and self.select:
            self.select[1].append((attributes.get("value", ""), "selected" in attributes))
        elif tag == "button":
            form.buttons.append((name, attributes.get("value", "")))
        elif tag == "input" and name and attributes.get("type") not in ("submit", "button"):
            if attributes.get("type") not in ("checkbox", "radio") or "checked" in attributes:
                form.controls.append((name, attributes.get("value", "on")))
            if attributes.get("type") == "radio":
                form.radios.append((name, attributes.get("value", "on")))

    def _end(self, tag):
        if tag == "textarea" and self.textarea:
            name, parts = self.textarea
            # A browser sends two signs for the end of a line.
            self.forms[-1].controls.append((name, "".join(parts).replace("\n", "\r\n")))
            self.textarea = None
        elif tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            self.forms[-1].controls += [(name, value) for value in chosen[-1:]]
            self.select = None

    def _read(self, text):
        if text:
            (self.textarea[1] if self.textarea else self.texts).append(text)


class Shown:
    """A page that was opened."""

    def __init__(self, response, path):
        self.response, self.path, self.status = response, path, response.status_code
        self.text, self.forms, self.tree = response.text, [], None
        if response.mimetype == "text/html":
            self.tree = parsed(response.text)
            reader = _Reader(self.tree)
            self.text, self.forms = " ".join(reader.texts), reader.forms
        self.text = re.sub(r"\s+", " ", self.text)

    @property
    def form(self):
        """The form of a record, or whatever form the page is about."""
        return next(form for form in self.forms if "record-form" in (form.attributes.get("class") or ""))

    @property
    def html(self):
        return self.response.text

    def checked(self):
        """The page, which holds what every page holds; it may have scripts of its own."""
        check_page(parsed(OUR_SCRIPTS.sub("", self.html)))
        return self


class Browser:
    """Somebody at the desk of a site."""

    def __init__(self, site, role="editor", name=None):
        self.client = signed_in(site.client.application, role, name)

    def reading(self):
        """A session that reads the site's database."""
        return self.client.application.extensions["site"].database.reading()

    def open(self, path):
        return self._shown(self.client.get(path), path)

    def edit(self, kind, id):
        """Begin a change of a published record."""
        return self._shown(self.client.send(f"/desk/edit/{kind}/{id}"), "")

    def press(self, page, button="save", form=None, **values):
        """Send a page's form by one of its buttons; values replace what its controls have."""
        form = form or page.form
        form.fill(**values)
        assert not button or button in [value for _, value in form.buttons], [value for _, value in form.buttons]
        name = next((name for name, value in form.buttons if value == button), "do")
        data = {}
        for control, value in form.controls:
            data.setdefault(control, []).append(value)
        path = form.action or page.path
        return self._shown(self.client.post(path, data={**data, name: button} if button else data), path)

    def _shown(self, response, path):
        while response.status_code in (302, 303):
            path = response.headers["Location"]
            response = self.client.get(path)
        return Shown(response, path)


def draft_id(page):
    """The id of the draft whose page it is."""
    return urlsplit(page.path).path.split("/")[3]
