"""The language of a text, as BCP 47 writes it: ``de``, ``pt-BR``, ``zh-Hant``."""

import re
from typing import Annotated

import pycountry
from pydantic import AfterValidator, Field, WithJsonSchema

from tracker.records.messages import refusal
from tracker.records.types.parts.identifiers import COUNTRIES

__all__ = ["Language", "language_field"]

_TAG = re.compile(r"([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}|[0-9]{3}))?")


def _language(text: str) -> str:
    match = _TAG.fullmatch(text)
    if not match:
        raise refusal("not-language", given=text)
    language, script, region = match.groups()
    # A language that has two letters is never written with its three.
    entry = pycountry.languages.get(**{f"alpha_{len(language)}": language})
    shortest = entry is not None and (len(language) == 2 or not hasattr(entry, "alpha_2"))
    known_script = script is None or pycountry.scripts.get(alpha_4=script) is not None
    if not (shortest and known_script and (region is None or region.isdecimal() or region in COUNTRIES)):
        raise refusal("not-language", given=text)
    return text


Language = Annotated[
    str,
    Field(max_length=11),
    AfterValidator(_language),
    WithJsonSchema({"type": "string", "pattern": f"^{_TAG.pattern}$", "maxLength": 11}),
]


def language_field(description: str) -> str | None:
    """The field of a text's language."""
    field: str | None = Field(None, description=description, examples=["de", "pt-BR"])
    return field
