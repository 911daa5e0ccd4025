"""What a browser would post of a page: the controls of a form with their values."""

from tests.web.checking import parsed


def fragment(html):
    """The tree of a piece of a page; fails on the first error of the parser."""
    return parsed(f"<!doctype html><html><head><title>x</title></head><body><form>{html}</form></body></html>")


def posted(tree):
    """Names and values in the order of the page, as they are without a button pressed."""
    return [
        (control.get("name"), value) for control in tree.iter() for value in _values(control) if control.get("name")
    ]


def _values(control):
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [_value(chosen[-1])]
    if control.tag == "textarea":
        return [control.text or ""]
    if control.tag != "input" or control.get("type") in ("submit", "button"):
        return []
    if control.get("type") in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]


def _value(option):
    return option.get("value") if option.get("value") is not None else option.text or ""


def values_of(page):
    """Names and values of all forms of a page together, without its files and the token."""
    return {
        name: value for name, value in posted(page.find("main")) if name not in ("csrf_token", "file", "mapping-file")
    }
