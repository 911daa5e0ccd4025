"""What an answer says, as text: of a page its words with what links lead to, marks and shapes; of data each value."""

import io
import json
import re
import zipfile

from tests.web.checking import parsed

_BLOCKS = {
    "blockquote",
    "dd",
    "div",
    "dt",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "label",
    "legend",
    "li",
    "option",
    "p",
}
_BLOCKS |= {"section", "summary", "td", "th", "tr"}
# Hashes of the ledger have salt in them; those of static files change with the files.
_DRAWN = re.compile(r"\b[0-9a-f]{12,64}\b|[0-9a-f]{8}(-[0-9a-f]{4,12}){4}|(?<=v=)\w+|(?<=sha384-)[\w+/=]+")
_HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Location",
    "Link",
    "Cache-Control",
    "Surrogate-Key",
    "X-Robots-Tag",
    "Vary",
)
_HEADERS += ("Referrer-Policy", "Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Retry-After")
_SHOWN = ("aria-label", "alt", "title", "datetime", "data-label", "placeholder")
_SHOWN += ("lang", "aria-current", "data-state", "data-copy", "data-parameter", "action")
_HEAD = ("description", "robots", "og:title", "og:description", "og:url", "og:image", "og:image:alt")
_EDITED = ("del", "ins", "mark")


def said(client, address, *, whole=False):
    """What an address answers, as lines: status, headers that matter, then the text with what links lead to.

    ``whole``: of a page also what stands above and below its main part.
    """
    with client.get(address) as response:
        kind, content = response.mimetype, response.get_data()
    text = "" if kind == "application/zip" else content.decode()
    if kind == "application/zip":
        lines = _of_tables(content)
    elif kind == "text/html":
        lines = _of_page(parsed(text), whole=whole)
    elif kind == "application/json":
        lines = list(_of_data(json.loads(text)))
    elif kind == "image/svg+xml":
        lines = re.findall(r"<(?:title|text)[^>]*>([^<]+)<", text)
    else:
        lines = text.replace("><", ">\n<").splitlines()
    headers = [f"{name}: {response.headers[name]}" for name in _HEADERS if name in response.headers]
    return written([str(response.status_code), *headers, *lines])


def _of_tables(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".csv", ".md", ".txt")):
                yield from (f"-- {name}", *archive.read(name).decode().splitlines())


def written(lines):
    """Lines that say something, without what is drawn at random."""
    return "\n".join(line for line in (_DRAWN.sub("…", line).rstrip() for line in lines) if line)


def _of_data(data, path=""):
    """A line for each value but a few that are deep down, by where it is."""
    if isinstance(data, dict) and path.count(".") < 3:
        for key, value in data.items():
            yield from _of_data(value, f"{path}.{key}")
    elif isinstance(data, list) and any(isinstance(value, dict) for value in data):
        for number, value in enumerate(data, 1):
            yield from _of_data(value, f"{path}[{number}]")
    else:
        yield f"{path.removeprefix('.')}: {json.dumps(data, ensure_ascii=False)}"


def _of_page(tree, whole):
    head = [
        words for tag in ("title",) for element in tree.iter(tag) if (words := " ".join((element.text or "").split()))
    ]
    for meta in tree.iter("meta"):
        if (name := meta.get("name") or meta.get("property")) in _HEAD:
            head.append(f"{name}: {meta.get('content')}")
    for link in tree.iter("link"):
        if link.get("rel") in ("canonical", "alternate"):
            head.append(f"{link.get('rel')}: {link.get('href')} {link.get('title', '')}")
    data = [script.text for script in tree.iter("script") if script.get("type") == "application/ld+json"]
    main = next(tree.iter("main"), None)
    body = next(tree.iter("body")) if main is None or whole else main
    kept = [f"kept: {it.get('name')}={it.get('value')}" for it in body.iter("input") if it.get("type") == "hidden"]
    text = "".join(walked(body))
    return [*head, *data, *kept, *(" ".join(line.split()) for line in text.splitlines())]


def walked(element, shapes=False):
    """The text of an element with what links lead to, inputs hold, and names and titles that are not text."""
    tag = str(element.tag).rpartition("}")[2]
    if tag in ("path", "circle", "rect"):
        yield f"·{element.get('class') or tag[0]}" if shapes else ""
    if tag in ("script", "style", "path", "circle", "rect", "symbol"):
        yield element.tail or ""
        return
    yield "\n" if tag in _BLOCKS else ""
    notes = [element.get(name) for name in _SHOWN if element.get(name)]
    yield "".join(f"[{note}] " for note in notes)
    yield f"{tag}{{" if tag in _EDITED else ""
    yield element.text or ""
    for child in element:
        yield from walked(child, shapes or tag == "svg")
    if tag == "use":
        yield f"({element.get('href').removeprefix('#m-')}) "
    if tag == "a":
        yield f" <{element.get('href')}>" + (" nofollow" if "nofollow" in element.get("rel", "") else "")
    if tag in ("input", "textarea") and element.get("type") != "hidden":
        yield f" ({element.get('name')}={element.get('value', '')})"
    yield " ✓" if {"checked", "selected"} & set(element.keys()) else ""
    yield "}" if tag in _EDITED else ""
    yield ("\n" if tag in _BLOCKS else "") + (element.tail or "")
