"""The form of a source."""

from tracker.records.types.source import Source
from tracker.web.desk.form.layouts.layout import ID_HELP, LANGUAGE_HELP, TAKE_DOWN, FieldEntry, Layout, Section, Step

__all__ = ["SOURCE"]

SOURCE = Layout(
    Source,
    (
        Section(
            "The document",
            (
                FieldEntry("url", "Web address", example="https://thehill.com/…"),
                FieldEntry("title", "Title", "The title as published."),
                FieldEntry("publisher", "Publisher", "Who published it.", "The Hill"),
                FieldEntry(
                    "date",
                    "Publication date",
                    "As exact as you know it. A month or year is fine. Without one, say when you retrieved it.",
                    "17 June 2020 or Nov 2018",
                    wide="short",
                    lacking="Enter a date, or enter under “Retrieved” when you last read it.",
                ),
                FieldEntry(
                    "retrieved",
                    "Retrieved",
                    "When you last read it at its web address. An undated document counts as published by then.",
                    wide="short",
                ),
                FieldEntry(
                    "type",
                    "Type of document",
                    "This decides how strong the evidence is.",
                    choices={
                        "record": "Record: a document by the company or its customer, a contract, a filing or a ruling",
                        "claim": "Claim: a news story, complaint, petition or press release, however official it looks",
                    },
                ),
                FieldEntry(
                    "derived_from",
                    "Based on",
                    (
                        "Other sources that this one copies or relies on, such as an agency story or leaked "
                        "emails. They count as one source."
                    ),
                    of=("source",),
                    one="source",
                ),
                FieldEntry("author", "Author", "If different from the publisher.", more=True),
                FieldEntry("language", "Language", LANGUAGE_HELP, "de", more=True, wide="short"),
                FieldEntry("archive_url", "Archived copy", "Link to a copy in a web archive.", more=True),
                FieldEntry(
                    "location",
                    "Where to find it offline",
                    "Docket number, collection or page.",
                    "Case 1:19-cv-12242",
                    more=True,
                ),
                FieldEntry(
                    "note", "Note for readers", "For example, how you worked out the date.", more=True, wide="long"
                ),
                FieldEntry("id", "ID", ID_HELP, "the-hill-2020-06-17", more=True, wide="short"),
            ),
        ),
        TAKE_DOWN,
    ),
    steps=(
        Step(
            "document",
            "The document",
            ("url", "title", "publisher", "date", "retrieved", "type", "derived_from"),
        ),
        Step(
            "copies",
            "Copies",
            (),
            "What we can still show when the page is gone. Readers see the date, who captured it, its hash and a line "
            "around each quote. Only editors see the rest, until a reviewer opens it.",
        ),
        Step("text", "Text, with the quotes in it", ()),
        Step("link", "Link", ()),
        Step(
            "rare",
            "Rare fields",
            ("author", "language", "archive_url", "location", "note", "id", "taken_down"),
            rare=True,
        ),
    ),
)
