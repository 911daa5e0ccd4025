"""Identifiers of companies, their country and their sector: what tells one company from another in other data."""

import importlib
from typing import Annotated, Any

import pycountry
from pydantic import AfterValidator, Field, WithJsonSchema
from stdnum import isin, lei
from stdnum.exceptions import ValidationError

from tracker.records.messages import refusal
from tracker.records.types.parts.fields import Line, Part

__all__ = ["COUNTRIES", "Country", "Identifiers", "Sector"]

COUNTRIES: dict[str, str] = {
    country.alpha_2: getattr(country, "common_name", country.name)
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_2)
}
"""Names of countries by their codes of ISO 3166-1."""

_REGISTERS = {
    "AU": "au.acn",
    "BE": "be.vat",
    "BR": "br.cnpj",
    "CH": "ch.uid",
    "CZ": "cz.dic",
    "DK": "dk.cvr",
    "EE": "ee.registrikood",
    "FI": "fi.ytunnus",
    "FR": "fr.siren",
    "IL": "il.hp",
    "NO": "no.orgnr",
    "PT": "pt.nif",
    "SE": "se.orgnr",
}
"""Registers whose numbers have a check digit, by country; numbers of other registers are taken as they are written."""


def _lei(text: str) -> str:
    return _checked(lei, text, "a LEI has 20 letters and digits, the last two of which are check digits")


def _isin(text: str) -> str:
    return _checked(
        isin, text, "an ISIN has 12 letters and digits and begins with a country; the last is a check digit"
    )


def _wikidata(text: str) -> str:
    number = text.upper()
    if not (number[:1] == "Q" and number[1:].isascii() and number[1:].isdecimal() and number[1:2] != "0"):
        raise refusal("not-identifier", given=text, allowed="write the letter Q and a number, such as Q95")
    return number


def _register(text: str) -> str:
    country, _, number = text.partition(" ")
    if country not in COUNTRIES or not number.strip():
        allowed = "write the country’s two letters and the number, such as FR 552 100 554 or DE HRB 12345"
        raise refusal("not-identifier", given=text, allowed=allowed)
    if name := _REGISTERS.get(country):
        module = importlib.import_module(f"stdnum.{name}")
        _checked(
            module, number, f"a number of the register of {COUNTRIES[country]} has a check digit that does not fit"
        )
    return text


def _checked(module: Any, text: str, allowed: str) -> str:
    try:
        return str(module.validate(text))
    except ValidationError:
        raise refusal("not-identifier", given=text, allowed=f"check it for slips: {allowed}") from None


def _country(text: str) -> str:
    if text not in COUNTRIES:
        raise refusal("not-country", given=text)
    return text


Country = Annotated[
    str,
    Field(max_length=2),
    AfterValidator(_country),
    WithJsonSchema({"type": "string", "enum": list(COUNTRIES)}),
]


class Identifiers(Part):
    """Numbers under which registers and other data know the company. No two companies have the same."""

    lei: Annotated[Line, AfterValidator(_lei)] | None = Field(
        None, description="Legal Entity Identifier (ISO 17442).", examples=["529900SAMPLEPRINT089"]
    )
    isin: tuple[Annotated[Line, AfterValidator(_isin)], ...] = Field(
        (), description="International Securities Identification Numbers (ISO 6166).", examples=[["XS0000SAMPL9"]]
    )
    wikidata: Annotated[Line, AfterValidator(_wikidata)] | None = Field(
        None, description="The item on Wikidata.", examples=["Q95"]
    )
    register_: Annotated[Line, AfterValidator(_register)] | None = Field(
        None,
        alias="register",
        description="Number in the national register: the country’s two letters, then the number.",
        examples=["DE HRB 12345"],
    )

    @property
    def body(self) -> dict[str, Any]:
        """The part of a company's body that holds them."""
        return {"identifiers": self.model_dump(by_alias=True)}


class Sector(Part):
    """The company's field of business, in a classification of your choice."""

    scheme: Line = Field(description="The classification.", examples=["NACE"])
    code: Line = Field(description="The code in that classification.", examples=["18.1"])
    name: Line | None = Field(None, description="What readers call it.", examples=["Printing"])
