"""All fields that a column of a spreadsheet can fill, with the heads by which each is recognised."""

from typing import get_args

from tracker.core.scope import DIMENSIONS
from tracker.records.spreadsheet.foreign_heads import FOREIGN_HEADS
from tracker.records.spreadsheet.table_field import Form, TableField
from tracker.records.types.evidence import Extent, OutcomeWord
from tracker.records.types.parts.fields import Commitment
from tracker.records.types.pledge import StatedEnd, Verification
from tracker.records.types.response import Answer
from tracker.records.types.source import SourceType

__all__ = ["FIELDS"]


def _field(key: str, form: Form, label: str, heads: str = "", choices: tuple[str, ...] = ()) -> TableField:
    words = (*filter(None, heads.split("|")), *FOREIGN_HEADS.get(key, ()))
    return TableField(key, label, form, words, choices)


_COMPANY = (
    _field(
        "company.name",
        "line",
        "Company",
        "company|company name|organisation|organization|name of company|entity|corporation|issuer|donor|"
        "firm|brand|which company is this about|"
        "ministry|department|agency|public body|responsible body|undertaking|undertakings|supplier|"
        "manufacturer|retailer|signatory|party|parties|name",
    ),
    _field("company.id", "line", "Company: ID on this site", "company id|tracker id"),
    _field("company.aliases", "lines", "Company: other names", "aliases|also known as|other names|trading name"),
    _field(
        "company.former_names",
        "lines",
        "Company: former names",
        "former name|former names|previously known as|formerly|old name",
    ),
    _field("company.lei", "line", "Company: LEI", "lei|legal entity identifier"),
    _field("company.isin", "lines", "Company: ISIN", "isin|isins"),
    _field("company.wikidata", "line", "Company: Wikidata", "wikidata|wikidata id|qid"),
    _field("company.register", "line", "Company: register number", "register number|registration number"),
    _field(
        "company.country",
        "country",
        "Company: country",
        "country|hq country|headquarters|location|country of headquarters|hq",
    ),
    _field("company.sector", "line", "Company: sector", "sector|industry|gics sector|sector name"),
    _field("company.website", "address", "Company: website", "website|company website|homepage"),
    _field("company.summary", "text", "Company: summary", "company description|about the company"),
    _field(
        "owner.name",
        "line",
        "Owner: company",
        "parent company|parent|ultimate parent|owner|owned by|holding company|parent organisation|parent organization",
    ),
    _field("owner.since", "day", "Owner: since", "owned since|acquired|date acquired|acquisition date"),
    _field("owner.until", "day", "Owner: until", "owned until|sold|date sold"),
)
_SOURCE = (
    _field(
        "source.url",
        "address",
        "Source: web address",
        "source url|source|link|url|sources|source link|links|reference|web address|evidence link",
    ),
    _field(
        "source.archive_url",
        "address",
        "Source: archived copy",
        "archive|archived|archive link|archive url|archived copy|wayback",
    ),
    _field("source.title", "line", "Source: title", "source title|document|headline|source name"),
    _field("source.publisher", "line", "Source: publisher", "publisher|outlet|source publisher"),
    _field("source.date", "day", "Source: date", "source date|date published|publication date|published"),
    _field(
        "source.retrieved",
        "day",
        "Source: last read on",
        "retrieved|accessed|date accessed|last checked|last updated|date checked",
    ),
    _field("source.author", "line", "Source: author", "author|byline"),
    _field(
        "source.location",
        "line",
        "Source: where to find it offline",
        "docket|case number|case no|filing number|page number|filing id|transaction id",
    ),
    _field("source.type", "choice", "Source: record or claim", "source type", choices=get_args(SourceType)),
    _field("source.note", "text", "Source: note for readers"),
    _field("source.language", "line", "Source: language (en, de …)", "source language|language of source"),
)
_PLEDGE = (
    _field(
        "pledge.quote",
        "text",
        "Pledge: the exact words",
        "quote|verbatim|exact words|full target language|commitment verbatim|pledge verbatim|promise verbatim|"
        "statement verbatim",
    ),
    _field(
        "pledge.reported",
        "text",
        "Pledge: as reported",
        "promise|pledge|commitment|commitments|what they said|what they promised|promised|"
        "target wording|commitment wording|what did they promise|target language|target text|policy|"
        "pledge text|commitment text|"
        "announcement|statement|target|goal",
    ),
    _field(
        "pledge.title",
        "line",
        "Pledge: short name",
        "pledge title|promise title|short name|title|end target|target type|target classification",
    ),
    _field("pledge.id", "line", "Pledge: ID on this site", "pledge id"),
    _field("pledge.short", "line", "Pledge: in one line, after “has pledged”", "in one line"),
    _field("pledge.speaker", "line", "Pledge: who said it", "speaker|said by|spokesperson|who said it"),
    _field("pledge.channel", "line", "Pledge: where it was said", "channel|where said|medium"),
    _field(
        "pledge.language",
        "line",
        "Pledge: language of the quote (en, de …)",
        "language|pledge language|language of pledge",
    ),
    _field(
        "pledge.start",
        "day",
        "Pledge: start date",
        "date|start|start date|since|date of pledge|date set|pledge date|date promised|date announced|"
        "announced|announcement date|date of announcement|when did they say it|when said|when promised",
    ),
    _field("pledge.announced", "day", "Pledge: day announced, where it starts later"),
    _field("pledge.last_day", "day", "Pledge: last day", "last day|end date|expires|expiry|ends"),
    _field("pledge.after", "length", "Pledge: ends after (1 year …)", "duration|valid for|term"),
    _field("pledge.stated_end", "choice", "Pledge: what it says about its end", choices=get_args(StatedEnd)),
    _field("pledge.withdrawn", "day", "Pledge: withdrawn on", "withdrawn|date withdrawn"),
    _field(
        "pledge.deadline",
        "due",
        "Pledge: deadline",
        "deadline|target year|end target year|due|due date|year of target|target date|until|when|by|net zero year|"
        "by when will they do it|by when|done by|to be done by|to be completed by|completion date|achieve by",
    ),
    _field(
        "pledge.commitment", "choice", "Pledge: not to do, or to do", "commitment type", choices=get_args(Commitment)
    ),
    _field("pledge.measure", "line", "Target: what is measured", "measure|indicator|metric|scope|target scope"),
    _field(
        "pledge.at_least",
        "number",
        "Target: at least",
        "at least|target value|target amount|target percentage|reduction|target reduction|percentage|amount pledged|"
        "target|goal",
    ),
    _field("pledge.at_most", "number", "Target: at most", "at most|cap|limit"),
    _field("pledge.unit", "line", "Target: unit", "unit|units"),
    _field("pledge.baseline", "number", "Target: where it started", "baseline|base value|baseline value"),
    _field("pledge.baseline_on", "day", "Target: base year", "base year|baseline year"),
    _field("milestone.by", "due", "Milestone: deadline", "milestone year|milestone date|milestone deadline"),
    _field("milestone.at_least", "number", "Milestone: at least", "milestone|milestone value"),
    _field("milestone.at_most", "number", "Milestone: at most"),
    _field(
        "duty.every", "length", "Repeated duty: how often", "frequency|how often|reporting frequency|reporting cycle"
    ),
    _field("duty.first", "day", "Repeated duty: first due on", "first due|first report due"),
    _field("duty.last", "day", "Repeated duty: last due on"),
    _field(
        "pledge.verification",
        "choice",
        "Pledge: who checks it",
        "verification",
        choices=get_args(Verification),
    ),
    _field("pledge.note", "text", "Pledge: note for readers", "note|notes|comment|comments|details"),
    _field("pledge.topic", "choice", "Topic", "topic"),
)
_FULFILMENT = (
    _field(
        "fulfilment.extent",
        "choice",
        "Done: in full, in part or not",
        "done|has it been done|is it done|achieved|met|completed|delivered|published|fulfilled|kept",
        choices=get_args(Extent),
    ),
    _field(
        "fulfilment.amount",
        "number",
        "Done: amount reached",
        "progress|reached|amount reached|actual|complete|percent complete|completion",
    ),
    _field("fulfilment.on", "day", "Done: on which day", "progress date|date of progress|progress year|reporting year"),
    _field("fulfilment.due", "day", "Done: which turn or milestone, by its due date"),
    _field("fulfilment.instance", "line", "Done: which turn, in words"),
    _field("fulfilment.version", "line", "Done: number of the pledge’s version"),
)
_ASSESSMENT = (
    _field(
        "assessment.value",
        "line",
        "Rating: what it says",
        "rating|grade|score|status|ranking|assessment|target status",
    ),
    _field("assessment.by", "line", "Rating: by whom", "rated by|assessed by"),
    _field("assessment.scale", "line", "Rating: scale", "rating scale"),
    _field(
        "assessment.on", "day", "Rating: of which day", "rating date|status date|date of rating|date of last update"
    ),
)
_EVIDENCE = (
    _field(
        "evidence.title",
        "line",
        "Evidence: title",
        "what happened|event|incident|action|what they did",
    ),
    _field("evidence.id", "line", "Evidence: ID on this site", "evidence id"),
    _field(
        "evidence.period",
        "day",
        "Evidence: when it happened",
        "date of event|date of donation|contribution date|donation date|transaction date|receipt date",
    ),
    _field(
        "evidence.summary", "text", "Evidence: summary", "summary|description|evidence summary|explanation|evidence"
    ),
    _field(
        "evidence.nature",
        "choice",
        "Evidence: statement, study or proceeding",
        choices=("statement", "study", "proceeding"),
    ),
    _field("evidence.seen_until", "day", "Evidence: last seen, where it is ongoing"),
    _field("evidence.quote", "text", "Evidence: a quote"),
    _field("evidence.speaker", "line", "Evidence: who said the quote"),
    _field(
        "outcome.outcome",
        "choice",
        "Outcome",
        choices=get_args(OutcomeWord),
    ),
    _field("outcome.date", "day", "Outcome: day", "outcome date|date of outcome|ruling date"),
    _field("outcome.by", "line", "Outcome: who said, found or did it", "outcome by|court|ruled by"),
    _field("outcome.independent", "choice", "Outcome: not upheld by an independent body", choices=("yes", "no")),
    _field("outcome.note", "text", "Outcome: note", "outcome note|ruling"),
)
_ACT = (
    _field("act.note", "line", "Act: short description", "donation amount|contribution amount|amount"),
    _field("act.period", "day", "Act: when, if different"),
    _field("act.seen_until", "day", "Act: last seen, where it is ongoing"),
)
_OTHERS = (
    _field(
        "initiative.name",
        "line",
        "Initiative: name",
        "initiative|alliance|coalition|charter|campaign|signatory of|member of|membership|programme|program",
    ),
    _field(
        "initiative.since",
        "day",
        "Initiative: signed on",
        "date joined|joined|date signed|signed|signed on|signatory since|member since|join date",
    ),
    _field("initiative.until", "day", "Initiative: left on", "left|date left|removed|member until|date removed"),
    _field("check.until", "day", "Check: everything looked for until", "checked until|checked up to"),
    _field("response.question", "text", "Response: what was asked", "question|question asked|what we asked"),
    _field(
        "response.answer",
        "choice",
        "Response: kind of answer",
        "responded|replied|response|answered",
        choices=get_args(Answer),
    ),
    _field(
        "response.text",
        "text",
        "Response: the answer",
        "answer|full answer|company answer|company response|response text",
    ),
    _field("response.summary", "text", "Response: summary of the answer"),
    _field("response.asked_by", "line", "Response: who asked", "asked by"),
    _field("response.asked", "day", "Response: asked on", "date asked|asked on|date of request|request date"),
    _field("response.until", "day", "Response: answer due by", "answer due|reply by"),
    _field(
        "response.answered",
        "day",
        "Response: answered on",
        "date answered|answered|answered on|response date|date of response|reply date",
    ),
    _field("response.respondent", "line", "Response: who was asked, if not the company", "respondent"),
)
_LIST = tuple(
    field._replace(key=field.key.replace("source.", "list."), label=field.label.replace("Source", "List"), heads=())
    for field in _SOURCE
)
_WORDS = {
    "actor": "who acts", "action": "what", "subject": "matter", "counterparty": "customer or recipient",
    "place": "where", "purpose": "what for",
}  # fmt: skip
_SCOPE = tuple(_field(f"scope.{name}", "terms", f"Covers: {_WORDS[name]}") for name in DIMENSIONS)
_ACT_HEADS = {"counterparty": "recipient|beneficiary|payee|recipient name|customer|client"}
_ACT_TERMS = tuple(
    _field(f"act.{name}", "terms", f"Act: {_WORDS[name]}", _ACT_HEADS.get(name, "")) for name in DIMENSIONS
)
FIELDS: tuple[TableField, ...] = (
    *_COMPANY, *_SOURCE, *_LIST, *_PLEDGE, *_SCOPE, *_FULFILMENT, *_ASSESSMENT, *_EVIDENCE, *_ACT, *_ACT_TERMS,
    *_OTHERS,
)  # fmt: skip
"""All fields, in the order in which they are offered."""
