"""The layout of companies."""

from tracker.records.types.company import Company, FormerName, Owner, Product
from tracker.records.types.parts.identifiers import COUNTRIES, Identifiers, Sector
from tracker.web.desk.form.layouts.layout import ID_HELP, TAKE_DOWN, FieldEntry, Layout, Section, part

__all__ = ["COMPANY"]

_BY_NAME = dict(sorted(COUNTRIES.items(), key=lambda pair: pair[1]))

_IDENTIFIERS = part(
    Identifiers,
    FieldEntry("lei", "LEI", "Legal Entity Identifier: 20 letters and digits.", "529900SAMPLEPRINT089"),
    FieldEntry("isin", "ISIN", "Of its shares and bonds, one per line.", "XS0000SAMPL9"),
    FieldEntry("wikidata", "Wikidata", "The item’s number.", "Q95", wide="short"),
    FieldEntry("register", "National register", "The country’s two letters, then the number.", "DE HRB 12345"),
)
_SECTOR = part(
    Sector,
    FieldEntry("scheme", "Classification", example="NACE", wide="short"),
    FieldEntry("code", "Code", example="18.1", wide="short"),
    FieldEntry("name", "In words", "What readers call it.", "Printing"),
)
_NAMES = part(
    FormerName,
    FieldEntry("name", "Name", example="Sample Bindery"),
    FieldEntry("since", "Since", "If you know it.", wide="short"),
    FieldEntry("until", "Until", "If you know it.", wide="short"),
)
_OWNERS = part(
    Owner,
    FieldEntry("company", "Owner", of=("company",)),
    FieldEntry(
        "since", "Since", "If you leave this out, it is unclear whether it was the owner at the time.", wide="short"
    ),
    FieldEntry("until", "Until", "Leave empty while it is the owner.", wide="short"),
    FieldEntry("source", "Source", of=("source",)),
)
_PRODUCTS = part(
    Product,
    FieldEntry("name", "Product name", example="Rekognition"),
    FieldEntry("subjects", "Type of product", "Choose from the list.", of=("term",), one="term"),
    FieldEntry("id", "Short ID", "Used to name the product in acts.", "rekognition", more=True, wide="short"),
)

COMPANY = Layout(
    Company,
    (
        Section(
            "The company",
            (
                FieldEntry("name", "Name", "The name readers know.", "Sample Maps"),
                FieldEntry(
                    "aliases", "Other names", "One per line: short, former or legal names. Search will find these too."
                ),
                FieldEntry("summary", "Description", "One or two plain sentences in your own words.", wide="long"),
                FieldEntry("country", "Country", "Where it has its seat.", choices=_BY_NAME),
                FieldEntry("sector", "Sector", "Its field of business, in any classification.", holds=_SECTOR),
                FieldEntry("website", "Website", example="www.sample-maps.example", more=True),
                FieldEntry(
                    "former_ids",
                    "Former IDs",
                    "Earlier IDs of this company, one per line. Old links redirect here.",
                    more=True,
                ),
                FieldEntry("id", "ID", ID_HELP, more=True, wide="short"),
            ),
        ),
        Section(
            "Identifiers",
            (FieldEntry("identifiers", "Identifiers", holds=_IDENTIFIERS),),
            "With any of these we recognise the company whatever it is called.",
        ),
        Section(
            "Names and owners in time",
            (
                FieldEntry(
                    "names",
                    "Names at other times",
                    "Names it had before, or took later. Readers see the name above.",
                    one="name",
                    holds=_NAMES,
                ),
                FieldEntry(
                    "owners",
                    "Owners",
                    "Companies that own or owned it. What it did in that time is also compared with their pledges.",
                    one="owner",
                    holds=_OWNERS,
                ),
            ),
        ),
        Section(
            "Products",
            (FieldEntry("products", "Products", one="product", holds=_PRODUCTS),),
            "Only products that pledges or evidence are about.",
        ),
        TAKE_DOWN,
    ),
)
