"""The layout of initiatives."""

from tracker.records.types.initiative import Initiative, Signatory
from tracker.web.desk.form.layouts.layout import ID_HELP, TAKE_DOWN, FieldEntry, Layout, Section, part

__all__ = ["INITIATIVE"]

_SIGNATORY = part(
    Signatory,
    FieldEntry("company", "Company", of=("company",)),
    FieldEntry(
        "since",
        "Signed on",
        "Not known? Write the day by which it had signed: by 14 May 2019.",
        "1 October 2019",
        wide="short",
    ),
    FieldEntry(
        "until", "Signatory until", "When it left or was excluded. Leave empty while it is a signatory.", wide="short"
    ),
    FieldEntry("source", "Source", of=("source",)),
)

INITIATIVE = Layout(
    Initiative,
    (
        Section(
            "The initiative",
            (
                FieldEntry("name", "Name", "What it is called.", "Open Audit Charter"),
                FieldEntry("source", "Source of its text", of=("source",)),
                FieldEntry("summary", "Description", "One or two plain sentences in your own words.", wide="long"),
                FieldEntry("id", "ID", ID_HELP, "open-audit-charter", more=True, wide="short"),
            ),
        ),
        Section(
            "Who signed",
            (FieldEntry("signatories", "Signatories", one="signatory", holds=_SIGNATORY),),
            "Its pledges are on the scorecard of each company for as long as it is a signatory. "
            "Enter the pledges as records of their own.",
        ),
        TAKE_DOWN,
    ),
)
