"""What is said of records that cannot be read: file, line, record, field, and what would be right (RECORD-3)."""

import pytest

from tests.records.faulty import COMPANY, EVIDENCE, PLEDGE, RESPONSE, SOURCE, VOCABULARY, problems, said

# What stands there, what is put there, then the line, the field and a piece of the message.
OF_A_PLEDGE = [
    ("kind: pledge", "kind: plege", 1, "kind", "“plege” is not a kind of record; did you mean “pledge”?; write one of: vocabulary"),
    ("kind: pledge", "sort: pledge", 1, "kind", "is missing; write one of"),
    ("kind: pledge", "kind: [pledge]", 1, "kind", "is not a kind of record"),
    ("kind: pledge", "kind:", 1, "kind", "is not a kind of record"),
    ("kind: pledge", "kind: Pledge", 1, "kind", "did you mean “pledge”?"),
    ("id: acme/no-sales", "id: Acme/No-Sales", 2, "id", "is not an id: write small letters"),
    ("id: acme/no-sales", "id: acme/no/sales", 2, "id", "in one or two parts"),
    ("id: acme/no-sales", "id: acme/nö-sales", 2, "id", "is not an id"),
    ("id: acme/no-sales", "id: ''", 2, "id", "is not an id"),
    ("id: acme/no-sales", "id: " + "a" * 121, 2, "id", "is longer than 120 characters"),
    ("id: acme/no-sales", "id: [acme]", 2, "id", "must be text, not a list or fields"),
    ("id: acme/no-sales", "id: {acme: no-sales}", 2, "id", "must be text"),
    ("  topic: police-drones\n", "", 1, "topic", "is missing. The topic it belongs to."),
    ("topic: police-drones", "topics: police-drones", 3, "topics", "unknown field; did you mean “topic”?; allowed here: kind, id"),
    ("commitment: refrain", "commitment: abstain", 4, "commitment", "“abstain” is not allowed; write one of: 'refrain' or 'perform'"),
    ("commitment: refrain", "commitment: true", 4, "commitment", "“true” is not allowed"),
    ("commitment: refrain", "commitment: ~", 4, "commitment", "“~” is not allowed"),
    ("commitment: refrain", "comitment: refrain", 4, "comitment", "did you mean “commitment”?"),
    ("      speaker:", "      spekaer: B.\n      speaker:", 7, "versions 1 › spekaer", "did you mean “speaker”?"),
    ("start: 2020-06-11", "start: 11.6.2020", 6, "versions 1 › start", "“11.6.2020” is not a date: write a year 2019"),
    ("start: 2020-06-11", "start: 2020-06-31", 6, "versions 1 › start", "that month has 30 days"),
    ("start: 2020-06-11", "start: 2021-02-29", 6, "versions 1 › start", "that month has 28 days"),
    ("start: 2020-06-11", "start: 2020-13", 6, "versions 1 › start", "there is no month 13"),
    ("start: 2020-06-11", "start: '0000'", 6, "versions 1 › start", "there is no year 0000"),
    ("start: 2020-06-11", "start: soon", 6, "versions 1 › start", "is not a date"),
    ("start: 2020-06-11", "start: 2020-06-11T10:00", 6, "versions 1 › start", "is not a date"),
    ("start: 2020-06-11", "start: [2020, 2021]", 6, "versions 1 › start", "is not text"),
    ("start: 2020-06-11", "start: '[2020-06-11..2020-06-01]'", 6, "versions 1 › start", "runs backwards"),
    ("start: 2020-06-11", "start: {condition: drone law}", 6, "versions 1 › start › condition", "is not an id"),
    ("start: 2020-06-11", "start: {after: 1 year}", 6, "versions 1 › start › after", "unknown field"),
    ("    - start: 2020-06-11\n      speaker", "    - speaker", 6, "versions 1", "has no day: give start or announced"),
    ("start: 2020-06-11", "start: {condition: drone-law}", 6, "versions 1", "starts on a condition, so give the day it was announced"),
    ("      source: gazette-1\n", "", 6, "versions 1 › source", "is missing. The source that has the words."),
    ("      speaker: A. Person, president\n", "", 6, "versions 1", "has a quote without a speaker: say who said it"),
    ("      quote: We will not sell camera drones to the police\n", "", 6, "versions 1", "give either quote (verbatim) or"),
    ("      ends:", "      reported: They will not.\n      ends:", 6, "versions 1", "give either quote (verbatim) or"),
    ("quote: We will", 'quote: "We \\0 will"\n      short: We will', 9, "versions 1 › quote", "holds the control character U+0000"),
    ("quote: We will", 'quote: "We \\e[31m will"\n      short: We will', 9, "versions 1 › quote", "control character U+001B"),
    ("speaker: A. Person, president", 'speaker: "A.\\nPerson"', 7, "versions 1 › speaker", "must be one line of text"),
    ("speaker: A. Person, president", "speaker: ' '", 7, "versions 1 › speaker", "is empty; leave the field out"),
    ("speaker: A. Person, president", "speaker:", 7, "versions 1 › speaker", "is empty; leave the field out"),
    ("speaker: A. Person, president", "speaker: " + "a" * 301, 7, "versions 1 › speaker", "is longer than 300 characters"),
    ("ends: {after: 1 year}", "ends: someday", 10, "versions 1 › ends", "“someday” is not allowed; write one of: 'open', 'unstated'"),
    ("ends: {after: 1 year}", "ends: {after: a year}", 10, "versions 1 › ends › after", "is not a length of time: write for example 1 year"),
    ("ends: {after: 1 year}", "ends: {after: 0 days}", 10, "versions 1 › ends › after", "is not a length of time"),
    ("ends: {after: 1 year}", "ends: {}", 10, "versions 1 › ends", "names no end: give condition, after, last_day or withdrawn"),
    ("ends: {after: 1 year}", "ends: {stated: open}", 10, "versions 1 › ends", "names no end"),
    ("ends: {after: 1 year}", "ends: {until: 2021}", 10, "versions 1 › ends › until", "unknown field"),
    ("ends: {after: 1 year}", "ends: [open]", 10, "versions 1 › ends", "is not allowed"),
    ("ends: {after: 1 year}", "deadline: 2021", 1, "", "version 1 has a deadline, but the commitment is to refrain"),
    ("ends: {after: 1 year}", "deadline: {}", 10, "versions 1 › deadline › condition", "is missing"),
    ("ends: {after: 1 year}", "verification: yes", 10, "versions 1 › verification", "“yes” is not allowed"),
    ("in: [sell]}", "in: []}", 12, "versions 1 › scope › action", "says nothing; leave the dimension out to mean any"),
    ("in: [sell]}", "in: sell}", 12, "versions 1 › scope › action › in", "must be a list, written [one, two]"),
    ("in: [sell]}", "in: [sell], out: [sell]}", 12, "versions 1 › scope › action", "“sell” stands under in and again under out"),
    ("in: [sell]}", "in: [sell, sell]}", 12, "versions 1 › scope › action", "“sell” stands under in and again under in"),
    ("in: [sell]}", "inn: [sell]}", 12, "versions 1 › scope › action › inn", "unknown field; did you mean “in”?"),
    ("in: [sell]}", "in: [to sell]}", 12, "versions 1 › scope › action › in 1", "is not the id of a term"),
    ("in: [sell]}", "rest: except}", 12, "versions 1 › scope › action › rest", "is not allowed"),
    ("action: {in: [sell]}", "action: [sell]", 12, "versions 1 › scope › action", "must be fields: in, out, except, unclear, rest"),
    ("action: {in: [sell]}", "acton: {in: [sell]}", 12, "versions 1 › scope › acton", "did you mean “action”?"),
    ("  versions:\n", "  versions: []\n  more:\n", 5, "versions", "must not be empty"),
    ("  versions:\n", "  versions: none\n  more:\n", 5, "versions", "must be a list, written [one, two] or as lines that begin with"),
    ("    - start", "    - versions\n    - start", 6, "versions 1", "must be fields: change, announced, start"),
]  # fmt: skip

OF_EVIDENCE = [
    ("period: 2020-07-01", "period: 2020-07-01/2020-06-01", 6, "period", "is reversed: it ends before it begins"),
    ("period: 2020-07-01", "period: 2020-07-01/", 6, "period", "is not a period: write a date"),
    ("period: 2020-07-01", "period: summer", 6, "period", "is not a date"),
    ("nature: conduct", "nature: deed", 4, "nature", "'conduct', 'statement', 'study' or 'proceeding'"),
    ("nature: conduct", "nature: study", 1, "", "is a study: only conduct has acts or fulfils"),
    ("nature: conduct", "nature: conduct\n  also_about: [other]", 1, "", "is conduct, so it is about one company"),
    ("    - action: [sell]\n      counterparty: [local-police]\n", "", 7, "acts", "must be a list"),
    ("  acts:\n    - action: [sell]\n      counterparty: [local-police]\n", "", 1, "", "is conduct, so it needs at least one act"),
    ("action: [sell]", "action: []", 8, "acts 1 › action", "must not be empty; leave the field out"),
    ("action: [sell]", "action: sell", 8, "acts 1 › action", "must be a list"),
    ("action: [sell]", "acton: [sell]", 8, "acts 1 › acton", "unknown field; did you mean “action”?"),
    ("topics: [police-drones]", "topics: []", 3, "topics", "must not be empty"),
    ("topics: [police-drones]", "topics:", 3, "topics", "must be a list"),
    ("sources: [contract-1]", "sources: []", 10, "sources", "must not be empty"),
    ("  sources: [contract-1]\n", "", 1, "sources", "is missing. The documents it rests on."),
    ("title: Sold camera drones", "title: |\n    Sold\n    drones", 5, "title", "must be one line of text"),
    ("summary: Twelve of them.", "outcomes: [{date: 2020, outcome: proved, source: a}]", 11, "outcomes 1 › outcome", "is not allowed"),
    ("summary: Twelve of them.", "outcomes: [{date: 2020, outcome: admitted}]", 11, "outcomes 1", "needs a source"),
    ("summary: Twelve of them.", "outcomes: [{date: 2020, outcome: retracted}]", 11, "outcomes 1", "a note that says why"),
    ("summary: Twelve of them.", "fulfils: [{pledge: acme/p, extent: half}]", 11, "fulfils 1 › extent", "is not allowed"),
    ("summary: Twelve of them.", "quotes: [{text: No.}]", 11, "quotes 1 › speaker", "is missing. Who said them"),
    ("summary: Twelve of them.", "summary: " + "a" * 20_001, 11, "summary", "is longer than 20000 characters"),
    ("summary: Twelve of them.", "Summary: Twelve.", 11, "Summary", "did you mean “summary”?"),
]  # fmt: skip

OF_A_SOURCE = [
    ("url: https://news.example/herald-1", "url: javascript:alert(1)", 7, "url", "is not a web address: write one that begins with https://"),
    ("url: https://news.example/herald-1", "url: data:text/html,x", 7, "url", "is not a web address"),
    ("url: https://news.example/herald-1", "url: news.example", 7, "url", "is not a web address"),
    ("url: https://news.example/herald-1", "url: https://a b.example", 7, "url", "is not a web address"),
    ("url: https://news.example/herald-1", "url: https://a.example/<script>", 7, "url", "is not a web address"),
    ("url: https://news.example/herald-1", "url: https://" + "a" * 2000, 7, "url", "is longer than 2000 characters"),
    ("type: claim", "type: rumour", 6, "type", "write one of: 'record' or 'claim'"),
    ("  publisher: The Herald\n", "", 1, "publisher", "is missing. Who published it."),
    ("date: 2020-06-01", "date: 2020-06-01/2020-06-02", 5, "date", "is not a date"),
    ("title: A report", "title: {en: A report}", 3, "title", "must be text"),
]  # fmt: skip

OF_OTHERS = [
    (
        VOCABULARY,
        "id: drones,",
        "id: cargo drones,",
        5,
        "vocabulary matters",
        "terms 1 › id",
        "is not the id of a term: write letters",
    ),
    (VOCABULARY, "id: drones,", "", 5, "vocabulary matters", "terms 1 › id", "is missing. Id within the vocabulary."),
    (
        VOCABULARY,
        "broader: [drones]",
        "broader: drones",
        6,
        "vocabulary matters",
        "terms 2 › broader",
        "must be a list",
    ),
    (
        COMPANY,
        "subjects: [camera-drones]",
        "subjects: []",
        5,
        "company other",
        "products 1 › subjects",
        "must not be empty",
    ),
    (RESPONSE, "answer: declined", "answer: denied", 1, "response acme/silent", "", "give its text, or a summary"),
    (RESPONSE, "answer: declined", "answer: no", 5, "response acme/silent", "answer", "“no” is not allowed"),
]


ALL = [
    *[(PLEDGE, old, new, line, "pledge acme/no-sales", *rest) for old, new, line, *rest in OF_A_PLEDGE],
    *[(EVIDENCE, old, new, line, "evidence acme/deal", *rest) for old, new, line, *rest in OF_EVIDENCE],
    *[(SOURCE, old, new, line, "source herald-1", *rest) for old, new, line, *rest in OF_A_SOURCE],
    *OF_OTHERS,
]


@pytest.mark.parametrize("text", [PLEDGE, EVIDENCE, SOURCE, VOCABULARY, COMPANY, RESPONSE])
def test_the_records_that_are_spoilt_below_are_sound(text):
    assert said(problems(text)) == []


@pytest.mark.parametrize(("text", "old", "new", "line", "record", "field", "fragment"), ALL, ids=range(len(ALL)))
def test_each_fault_of_a_record_is_told_with_its_place_and_what_would_be_right(
    text, old, new, line, record, field, fragment
):
    assert old in text
    found = said(problems(text.replace(old, new, 1)))
    places = [(file, line_, name, field_) for file, line_, name, field_, message in found if fragment in message]
    if field in ("kind", "id"):  # the record has no name then, or another one
        places = [(file, line_, record, field_) for file, line_, _, field_ in places]
    assert ("acme.yaml", line, record, field) in places, found


UNREADABLE = [
    ("- kind: pledge\n\tid: a\n", 2, "is not readable as YAML"),
    ("- kind: [pledge\n- id: a\n", 2, "is not readable as YAML"),
    ("- kind: 'pledge\n", 2, "is not readable as YAML"),
    ("- kind: [pledge", 1, "is not readable as YAML"),
    ("- kind: pledge\n  title: We said: never\n", 2, "put texts that hold “: ”"),
    ("- kind: pledge\n   id: a\n", 2, "is not readable as YAML"),
    ("- kind: pledge\n  title: @home\n", 2, "begin with a special sign"),
    ("- kind: pledge\n  title: `x`\n", 2, "is not readable as YAML"),
    ("- kind: pledge\n  title: %x\n", 2, "is not readable as YAML"),
    ("- kind: pledge\n  title: &name Acme\n", 2, "anchors (&) and aliases (*) are not used in records"),
    ("- &a kind: pledge\n", 1, "anchors (&) and aliases (*)"),
    ("- &a\n  kind: pledge\n- *a\n", 1, "anchors (&) and aliases (*)"),
    ("- kind: pledge\n  title: *name\n", 2, "anchors (&) and aliases (*)"),
    ("- kind: pledge\n  title: !!python/object:os.system x\n", 2, "tags such as"),
    ("- kind: pledge\n  title: !secret x\n", 2, "in quotation marks if it begins with !"),
    ("- kind: pledge\n  title: !!str x\n", 2, "tags such as"),
    ("- kind: pledge\n  ? [a, b]\n  : c\n", 2, "a field's name must be a word"),
    ("- kind: pledge\n  {a: b}: c\n", 2, "a field's name must be a word"),
    ("Just words.\n", 1, "holds text where a list of records should be"),
    ("- kind: pledge\n  id: a\n  x: " + "[" * 30 + "]" * 30 + "\n", 3, "nested more deeply than any record"),
    ("- kind: pledge\n  x: " + "{a: " * 30 + "}" * 30 + "\n", 2, "nested more deeply than any record"),
    ("- kind: pledge\n  title: \x01\n", 0, "is not readable as YAML"),
    ("%YAML 9.9\n---\n- kind: pledge\n", 1, "is not readable as YAML"),
    ('- title: "\\ud83d\\ude00"\n', 1, "is not readable as YAML"),
    ('- title: "\ud800"\n', 1, "half of a sign of two code units"),
    ("*a\n", 1, "anchors (&) and aliases (*)"),
    ("&a\n- kind: pledge\n", 1, "anchors (&) and aliases (*)"),
]


@pytest.mark.parametrize(("text", "line", "fragment"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_is_no_yaml_of_ours_is_told_with_its_line(text, line, fragment):
    (found,) = problems(text)
    assert (found.file, found.record, found.field) == ("acme.yaml", "", "")
    assert fragment in found.message
    assert found.line == line


@pytest.mark.parametrize("item", ["pledge", "[a, b]", "", "~", "2020", "'- kind: pledge'"])
def test_what_is_no_record_is_told(item):
    (found,) = problems(f"{SOURCE}- {item}\n")
    assert found.line == 8
    assert "is not a record: begin each record with “- kind: …” and give it fields" in found.message


def test_a_field_that_stands_twice_is_told_and_so_is_a_nested_one():
    twice = SOURCE + "  title: Another report\n"
    assert said(problems(twice)) == [("acme.yaml", 8, "source herald-1", "title", "stands twice; keep one")]
    nested = PLEDGE.replace("      ends:", "      speaker: B. Person\n      ends:")
    assert said(problems(nested)) == [
        ("acme.yaml", 10, "pledge acme/no-sales", "versions 1 › speaker", "stands twice; keep one")
    ]


def test_a_merge_of_other_fields_is_an_unknown_field():
    assert any("unknown field" in p.message for p in problems(SOURCE + "  <<: {note: x}\n"))


def test_all_faults_of_a_file_are_told_and_sound_records_are_kept():
    text = (
        SOURCE
        + PLEDGE.replace("refrain", "abstain").replace("2020-06-11", "soon")
        + EVIDENCE.replace("conduct", "deed")
    )
    assert [(p.line, p.field) for p in problems(text)] == [(11 , "commitment"), (13, "versions 1 › start"), (24, "nature")]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + SOURCE,
        SOURCE.replace("\n", "\r\n"),
        "---\n" + SOURCE + "...\n",
        SOURCE[2:].replace("\n  ", "\n"),
        "# A comment\n\n" + SOURCE,
        '[{"kind": "source", "id": "s-1", "title": "A", "publisher": "B", "date": "2020", "type": "claim"}]',
        SOURCE.replace("A report", "\u0645\u0631\u062d\u0628\u0627 \u202bx\u202c"),
        SOURCE.replace("A report", "Drones 🚁 and “quotes” — ok"),
        SOURCE.replace("A report", "NO"),
        SOURCE.replace("A report", "2019"),
        SOURCE.replace("A report", "true"),
        SOURCE.replace("A report", "null"),
        SOURCE.replace("A report", "'# no comment'"),
        SOURCE.replace("A report", "1e5"),
        SOURCE.replace("2020-06-01", "2020"),
        "",
        "# nothing\n",
        "[]\n",
    ],
)
def test_what_may_look_odd_and_is_sound_is_read(text):
    assert said(problems(text)) == []
