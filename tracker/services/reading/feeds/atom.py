"""The feed of publications: Atom (RFC 4287)."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from tracker.records.kinds import Key
from tracker.services.reading.feeds.change_texts import change_summary, change_title
from tracker.store.history import Entry

__all__ = ["MEDIA_TYPE", "atom_feed", "entry_id"]

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = uuid5(NAMESPACE_URL, "pledge-tracker/ledger")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(
    entries: Iterable[Entry],
    before: Mapping[int, str],
    companies: Mapping[str, str],
    *,
    name: str,
    feed: str,
    page: str,
    updated: datetime,
    address: Callable[[Key], str],
) -> bytes:
    """The feed of changes, as UTF-8.

    ``before`` holds, by position, the text that a change replaced (``history.bodies_before``), ``companies`` names by
    id. ``feed`` and ``page`` are the addresses of the feed itself, which is its id too, and of the page that shows the
    same; ``address`` gives the page of a record. ``updated`` stands where there are no entries; else the newest entry's
    time does.
    """
    listed_entries = list(entries)
    root = ET.Element("feed", xmlns=_ATOM)
    _element(root, "id", feed)
    _element(root, "title", name)
    _element(root, "updated", _moment(max((entry.at for entry in listed_entries), default=updated)))
    _element(root, "link", rel="self", type="application/atom+xml", href=feed)
    _element(root, "link", rel="alternate", type="text/html", href=page)
    _element(_element(root, "author"), "name", name)
    for entry in listed_entries:
        _append(root, entry, change_title(entry, companies), change_summary(entry, before.get(entry.position)), address)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _append(root: ET.Element, entry: Entry, title: str, summary: str, address: Callable[[Key], str]) -> None:
    item = _element(root, "entry")
    _element(item, "id", entry_id(entry))
    _element(item, "title", title)
    # What is published never changes, so it was last updated when it was published.
    _element(item, "updated", _moment(entry.at))
    _element(item, "published", _moment(entry.at))
    _element(_element(item, "author"), "name", entry.author)
    _element(item, "link", rel="alternate", type="text/html", href=address(entry.key))
    _element(item, "category", term=entry.change)
    _element(item, "summary", summary)


def entry_id(entry: Entry) -> str:
    """An id made from the ledger entry's hash: the same on every copy of the site, wherever it moves."""
    return uuid5(_NAMESPACE, entry.sha256).urn


def _element(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    element.text = None if text is None else _clean(text)
    return element


def _clean(text: str) -> str:
    """Without the characters that XML does not allow."""
    return _NOT_XML.sub("", text)


def _moment(moment: datetime) -> str:
    """RFC 3339, in UTC, to the microsecond: entries of one publication follow each other by one."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
