"""The feed of publications as JSON Feed 1.1."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.records.kinds import Key
from tracker.services.reading.feeds.atom import entry_id
from tracker.services.reading.feeds.change_texts import change_summary, change_title
from tracker.store.history import Entry

__all__ = ["MEDIA_TYPE", "json_feed"]

MEDIA_TYPE = "application/feed+json"


def json_feed(
    entries: Iterable[Entry],
    before: Mapping[int, str],
    companies: Mapping[str, str],
    *,
    name: str,
    feed: str,
    page: str,
    address: Callable[[Key], str],
) -> str:
    """The same as ``atom_feed``, with the same ids."""
    items = [_item(entry, before.get(entry.position), companies, address) for entry in entries]
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": page,
        "feed_url": feed,
        "language": "en",
        "authors": [{"name": name}],
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False)


def _item(
    entry: Entry, before: str | None, companies: Mapping[str, str], address: Callable[[Key], str]
) -> dict[str, Any]:
    moment = entry.at.isoformat().replace("+00:00", "Z")
    return {
        "id": entry_id(entry),
        "url": address(entry.key),
        "title": change_title(entry, companies),
        "content_text": change_summary(entry, before),
        "date_published": moment,
        "date_modified": moment,
        "authors": [{"name": entry.author}],
        "tags": [entry.change, entry.kind],
    }
