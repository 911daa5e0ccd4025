"""The page on data and its variables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, NamedTuple

from flask import url_for

from tracker.engine.text import day
from tracker.services.exporting.editions import Edition
from tracker.web.api.endpoints import ENDPOINTS, Endpoint
from tracker.web.data.chosen import CHOSEN_FILES, MOST_COMPANIES, PARAMETERS
from tracker.web.presenting.addresses.table_names import TABLES
from tracker.web.presenting.links import absolute
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["DataPage", "data_page"]

_FIRST = (
    *("datapackage.zip", "tracker.xlsx", "tracker.sqlite", "metadata.yaml"),
    *("records.jsonl", "records.zip", "SHA256SUMS"),
)
"""Files of the whole; the others are one table each."""
_UNITS = ("bytes", "KB", "MB", "GB")
_THOUSAND = 1000


class FileLine(NamedTuple):
    """A file to download."""

    name: str
    title: str
    href: str
    size: str
    sha256: str


@dataclass(frozen=True)
class EditionShown:
    """The files of one day: those of the whole first, then each table."""

    name: str
    day: str
    position: int
    whole: Sequence[FileLine]
    tables: Sequence[FileLine]


@dataclass(frozen=True, kw_only=True)
class DataPage(Page):
    """Where everything is as data."""

    template = "data/data.html"

    editions: Annotated[Sequence[EditionShown], "Files of all data, the newest first."]
    chosen: Annotated[Sequence[str], "Names of files of a part."]
    filters: Annotated[Sequence[str], "By what a part is chosen."]
    most_companies: Annotated[int, "How many companies it may have."]
    tables: Annotated[Sequence[str], "Names of lists that are tables."]
    endpoints: Annotated[Mapping[str, Endpoint], "The addresses of the API below /api/v1."]
    api: Annotated[str, "Where the API is."]
    licence: Annotated[str, "The licence of the records; empty where not said."]
    dataset: Annotated[Mapping[str, Any], "The same for search engines (schema.org)."]


def data_page(editions: Sequence[Edition]) -> DataPage:
    """The page, with the editions that there are."""
    shown = [_shown(edition) for edition in editions]
    return DataPage(
        title="Data and API",
        description="Everything on this site as data: files, tables, an API, feeds and calendars, without a key.",
        canonical=url_for("data.data"),
        editions=shown,
        chosen=[*CHOSEN_FILES],
        filters=PARAMETERS,
        most_companies=MOST_COMPANIES,
        tables=TABLES,
        endpoints=ENDPOINTS,
        api=absolute("/api/v1"),
        licence=site().settings.data_licence,
        dataset=catalog(editions),
    )


def _shown(edition: Edition) -> EditionShown:
    lines = {
        it.name: FileLine(it.name, it.title, file_path(edition, it.name), _size(it.size), it.sha256)
        for it in edition.files
    }
    return EditionShown(
        edition.name,
        day(date.fromisoformat(edition.day)),
        edition.position,
        [lines[name] for name in _FIRST],
        [line for name, line in lines.items() if name not in _FIRST],
    )


def file_path(edition: Edition, name: str) -> str:
    """Where a file of an edition is."""
    return url_for("data.file", edition=edition.name, name=name)


def _size(size: int) -> str:
    amount, unit = float(size), 0
    while amount >= _THOUSAND and unit < len(_UNITS) - 1:
        amount, unit = amount / _THOUSAND, unit + 1
    return f"{amount:.0f} {_UNITS[unit]}"


def catalog(editions: Sequence[Edition]) -> dict[str, Any]:
    """A catalogue with one data set: the newest edition with its files (schema.org)."""
    settings = site().settings
    publisher = {"@type": "Organization", "name": settings.site_name, "url": absolute("/")}
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "name": f"{settings.site_name}: all data",
        "description": "Public promises of companies, evidence of what they did, and what rules say about both.",
        "url": absolute(url_for("data.data")),
        "creator": publisher,
        "isAccessibleForFree": True,
    }
    if settings.data_licence:
        dataset["license"] = settings.data_licence
    for edition in editions[:1]:
        dataset |= {"version": edition.name, "dateModified": edition.day, "distribution": list(_distributions(edition))}
    return {"@context": "https://schema.org", "@type": "DataCatalog", "name": settings.site_name,
            "url": absolute(url_for("data.data")), "publisher": publisher, "dataset": [dataset]}  # fmt: skip


def _distributions(edition: Edition) -> Iterator[dict[str, Any]]:
    for file in edition.files:
        yield {
            "@type": "DataDownload",
            "name": file.title,
            "encodingFormat": file.media_type.partition(";")[0],
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
            "contentUrl": absolute(file_path(edition, file.name)),
        }
