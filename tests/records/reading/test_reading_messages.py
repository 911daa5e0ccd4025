"""What is said of records that cannot be read: file, line, record, field, and what would be right (RECORD-3)."""

import pytest

from tests.records.faulty import COMPANY, EVIDENCE, PLEDGE, RESPONSE, SOURCE, VOCABULARY, problems, said, says
from tracker.records.types.pledge import Pledge

# What stands there, what is put there, then the line, the field, the code, and values that are named.
OF_A_PLEDGE = [
    ("kind: pledge", "kind: plege", 1, "kind", "unknown-kind", "plege", "pledge"),
    ("kind: pledge", "sort: pledge", 1, "kind", "no-kind"),
    ("kind: pledge", "kind: [pledge]", 1, "kind", "unknown-kind"),
    ("kind: pledge", "kind:", 1, "kind", "unknown-kind"),
    ("kind: pledge", "kind: Pledge", 1, "kind", "unknown-kind", "pledge"),
    ("id: acme/no-sales", "id: Acme/No-Sales", 2, "id", "not-id"),
    ("id: acme/no-sales", "id: acme/no/sales", 2, "id", "not-id"),
    ("id: acme/no-sales", "id: acme/nö-sales", 2, "id", "not-id"),
    ("id: acme/no-sales", "id: ''", 2, "id", "not-id"),
    ("id: acme/no-sales", "id: " + "a" * 121, 2, "id", "too-long", "120"),
    ("id: acme/no-sales", "id: [acme]", 2, "id", "not-text"),
    ("id: acme/no-sales", "id: {acme: no-sales}", 2, "id", "not-text"),
    ("  topic: police-drones\n", "", 1, "topic", "missing"),
    ("topic: police-drones", "topics: police-drones", 3, "topics", "unknown-field", "topic"),
    ("commitment: refrain", "commitment: abstain", 4, "commitment", "not-allowed", "abstain"),
    ("commitment: refrain", "commitment: true", 4, "commitment", "not-allowed", "true"),
    ("commitment: refrain", "commitment: ~", 4, "commitment", "not-allowed", "~"),
    ("commitment: refrain", "comitment: refrain", 4, "comitment", "unknown-field", "commitment"),
    ("      speaker:", "      spekaer: B.\n      speaker:", 7, "versions 1 › spekaer", "unknown-field", "speaker"),
    ("start: 2020-06-11", "start: 11.6.2020", 6, "versions 1 › start", "unreadable", "11.6.2020", "2019"),
    ("start: 2020-06-11", "start: 2020-06-31", 6, "versions 1 › start", "unreadable", "30"),
    ("start: 2020-06-11", "start: 2021-02-29", 6, "versions 1 › start", "unreadable", "28"),
    ("start: 2020-06-11", "start: 2020-13", 6, "versions 1 › start", "unreadable", "13"),
    ("start: 2020-06-11", "start: '0000'", 6, "versions 1 › start", "unreadable", "0000"),
    ("start: 2020-06-11", "start: soon", 6, "versions 1 › start", "unreadable"),
    ("start: 2020-06-11", "start: 2020-06-11T10:00", 6, "versions 1 › start", "unreadable"),
    ("start: 2020-06-11", "start: [2020, 2021]", 6, "versions 1 › start", "not-written"),
    ("start: 2020-06-11", "start: '[2020-06-11..2020-06-01]'", 6, "versions 1 › start", "unreadable"),
    ("start: 2020-06-11", "start: {condition: drone law}", 6, "versions 1 › start › condition", "not-id"),
    ("start: 2020-06-11", "start: {after: 1 year}", 6, "versions 1 › start › after", "unknown-field"),
    ("    - start: 2020-06-11\n      speaker", "    - speaker", 6, "versions 1", "no-start"),
    ("start: 2020-06-11", "start: {condition: drone-law}", 6, "versions 1", "starts-on-condition"),
    ("      source: gazette-1\n", "", 6, "versions 1 › source", "missing"),
    ("      speaker: A. Person, president\n", "", 6, "versions 1", "no-speaker"),
    ("      quote: We will not sell camera drones to the police\n", "", 6, "versions 1", "quote-or-reported"),
    ("      ends:", "      reported: They will not.\n      ends:", 6, "versions 1", "quote-or-reported"),
    ("quote: We will", ('quote: "We \\0 will"\n      '
        'short: We will'), 9, "versions 1 › quote", "control-character", "0000"),
    ("quote: We will", ('quote: "We \\e[31m will"\n      '
        'short: We will'), 9, "versions 1 › quote", "control-character", "001B"),
    ("speaker: A. Person, president", 'speaker: "A.\\nPerson"', 7, "versions 1 › speaker", "several-lines"),
    ("speaker: A. Person, president", "speaker: ' '", 7, "versions 1 › speaker", "empty"),
    ("speaker: A. Person, president", "speaker:", 7, "versions 1 › speaker", "empty"),
    ("speaker: A. Person, president", "speaker: " + "a" * 301, 7, "versions 1 › speaker", "too-long", "300"),
    ("ends: {after: 1 year}", "ends: someday", 10, "versions 1 › ends", "not-allowed", "someday"),
    ("ends: {after: 1 year}", "ends: {after: a year}", 10, "versions 1 › ends › after", "unreadable", "1"),
    ("ends: {after: 1 year}", "ends: {after: 0 days}", 10, "versions 1 › ends › after", "unreadable"),
    ("ends: {after: 1 year}", "ends: {}", 10, "versions 1 › ends", "no-end"),
    ("ends: {after: 1 year}", "ends: {stated: open}", 10, "versions 1 › ends", "no-end"),
    ("ends: {after: 1 year}", "ends: {until: 2021}", 10, "versions 1 › ends › until", "unknown-field"),
    ("ends: {after: 1 year}", "ends: [open]", 10, "versions 1 › ends", "not-allowed"),
    ("ends: {after: 1 year}", "deadline: 2021", 1, "", "deadline-to-refrain", "1"),
    ("ends: {after: 1 year}", "deadline: {}", 10, "versions 1 › deadline › condition", "missing"),
    ("ends: {after: 1 year}", "verification: yes", 10, "versions 1 › verification", "not-allowed", "yes"),
    ("in: [sell]}", "in: []}", 12, "versions 1 › scope › action", "no-marks"),
    ("in: [sell]}", "in: sell}", 12, "versions 1 › scope › action › in", "not-list"),
    ("in: [sell]}", "in: [sell], out: [sell]}", 12, "versions 1 › scope › action", "two-marks", "sell"),
    ("in: [sell]}", "in: [sell, sell]}", 12, "versions 1 › scope › action", "two-marks", "sell"),
    ("in: [sell]}", "inn: [sell]}", 12, "versions 1 › scope › action › inn", "unknown-field", "in"),
    ("in: [sell]}", "in: [to sell]}", 12, "versions 1 › scope › action › in 1", "not-term-id"),
    ("in: [sell]}", "rest: except}", 12, "versions 1 › scope › action › rest", "not-allowed"),
    ("action: {in: [sell]}", "action: [sell]", 12, "versions 1 › scope › action", "not-fields"),
    ("action: {in: [sell]}", "acton: {in: [sell]}", 12, "versions 1 › scope › acton", "unknown-field", "action"),
    ("  versions:\n", "  versions: []\n  more:\n", 5, "versions", "too-few"),
    ("  versions:\n", "  versions: none\n  more:\n", 5, "versions", "not-list"),
    ("    - start", "    - versions\n    - start", 6, "versions 1", "not-fields"),
]  # fmt: skip

OF_EVIDENCE = [
    ("period: 2020-07-01", "period: 2020-07-01/2020-06-01", 6, "period", "unreadable"),
    ("period: 2020-07-01", "period: 2020-07-01/", 6, "period", "unreadable"),
    ("period: 2020-07-01", "period: summer", 6, "period", "unreadable"),
    ("nature: conduct", "nature: deed", 4, "nature", "not-allowed"),
    ("nature: conduct", "nature: study", 1, "", "not-conduct"),
    ("nature: conduct", "nature: conduct\n  also_about: [other]", 1, "", "conduct-of-several"),
    ("    - action: [sell]\n      counterparty: [local-police]\n", "", 7, "acts", "not-list"),
    ("  acts:\n    - action: [sell]\n      counterparty: [local-police]\n", "", 1, "", "no-act"),
    ("action: [sell]", "action: []", 8, "acts 1 › action", "too-few"),
    ("action: [sell]", "action: sell", 8, "acts 1 › action", "not-list"),
    ("action: [sell]", "acton: [sell]", 8, "acts 1 › acton", "unknown-field", "action"),
    ("topics: [police-drones]", "topics: []", 3, "topics", "too-few"),
    ("topics: [police-drones]", "topics:", 3, "topics", "not-list"),
    ("sources: [contract-1]", "sources: []", 10, "sources", "too-few"),
    ("  sources: [contract-1]\n", "", 1, "sources", "missing"),
    ("title: Sold camera drones", "title: |\n    Sold\n    drones", 5, "title", "several-lines"),
    ("summary: Twelve of them.", ("outcomes: [{date: 2020, outcome: proved, "
        "source: a}]"), 11, "outcomes 1 › outcome", "not-allowed"),
    ("summary: Twelve of them.", ("outcomes: [{date: 2020, outcome: "
        "admitted}]"), 11, "outcomes 1", "outcome-without-source"),
    ("summary: Twelve of them.", ("outcomes: [{date: 2020, outcome: "
        "retracted}]"), 11, "outcomes 1", "outcome-without-source"),
    ("summary: Twelve of them.", "fulfils: [{pledge: acme/p, extent: half}]", 11, "fulfils 1 › extent", "not-allowed"),
    ("summary: Twelve of them.", "quotes: [{text: No.}]", 11, "quotes 1 › speaker", "missing"),
    ("summary: Twelve of them.", "summary: " + "a" * 20_001, 11, "summary", "too-long", "20000"),
    ("summary: Twelve of them.", "Summary: Twelve.", 11, "Summary", "unknown-field", "summary"),
]  # fmt: skip

OF_A_SOURCE = [
    ("url: https://news.example/herald-1", "url: javascript:alert(1)", 7, "url", "not-address"),
    ("url: https://news.example/herald-1", "url: data:text/html,x", 7, "url", "not-address"),
    ("url: https://news.example/herald-1", "url: news.example", 7, "url", "not-address"),
    ("url: https://news.example/herald-1", "url: https://a b.example", 7, "url", "not-address"),
    ("url: https://news.example/herald-1", "url: https://a.example/<script>", 7, "url", "not-address"),
    ("url: https://news.example/herald-1", "url: https://" + "a" * 2000, 7, "url", "too-long", "2000"),
    ("type: claim", "type: rumour", 6, "type", "not-allowed"),
    ("date: 2020-06-01", "date: 2020-06-01/2020-06-02", 5, "date", "unreadable"),
    ("title: A report", "title: {en: A report}", 3, "title", "not-text"),
]  # fmt: skip

OF_OTHERS = [
    (
        VOCABULARY,
        "id: drones,",
        "id: cargo drones,",
        5,
        "vocabulary matters",
        "terms 1 › id",
        "not-term-id",
    ),
    (VOCABULARY, "id: drones,", "", 5, "vocabulary matters", "terms 1 › id", "missing"),
    (
        VOCABULARY,
        "broader: [drones]",
        "broader: drones",
        6,
        "vocabulary matters",
        "terms 2 › broader",
        "not-list",
    ),
    (
        COMPANY,
        "subjects: [camera-drones]",
        "subjects: []",
        5,
        "company other",
        "products 1 › subjects",
        "too-few",
    ),
    (RESPONSE, "answer: declined", "answer: denied", 1, "response acme/silent", "", "no-answer-text"),
    (RESPONSE, "answer: declined", "answer: no", 5, "response acme/silent", "answer", "not-allowed", "no"),
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


@pytest.mark.parametrize("case", ALL, ids=range(len(ALL)))
def test_each_fault_of_a_record_is_told_with_its_place_and_what_would_be_right(case):
    text, old, new, line, record, field, code, *values = case
    assert old in text
    reported = problems(text.replace(old, new, 1))
    places = [(p.file, p.line, p.record, p.field) for p in reported if says(p, code, *values)]
    if field in ("kind", "id"):  # the record has no name then, or another one
        places = [(file, line_, record, field_) for file, line_, _, field_ in places]
    assert ("acme.yaml", line, record, field) in places, reported


UNREADABLE = [
    ("- kind: pledge\n\tid: a\n", 2, "not-yaml"),
    ("- kind: [pledge\n- id: a\n", 2, "not-yaml"),
    ("- kind: 'pledge\n", 2, "not-yaml"),
    ("- kind: [pledge", 1, "not-yaml"),
    ("- kind: pledge\n  title: We said: never\n", 2, "not-yaml"),
    ("- kind: pledge\n   id: a\n", 2, "not-yaml"),
    ("- kind: pledge\n  title: @home\n", 2, "not-yaml"),
    ("- kind: pledge\n  title: `x`\n", 2, "not-yaml"),
    ("- kind: pledge\n  title: %x\n", 2, "not-yaml"),
    ("- kind: pledge\n  title: &name Acme\n", 2, "anchor"),
    ("- &a kind: pledge\n", 1, "anchor"),
    ("- &a\n  kind: pledge\n- *a\n", 1, "anchor"),
    ("- kind: pledge\n  title: *name\n", 2, "anchor"),
    ("- kind: pledge\n  title: !!python/object:os.system x\n", 2, "tag"),
    ("- kind: pledge\n  title: !secret x\n", 2, "tag"),
    ("- kind: pledge\n  title: !!str x\n", 2, "tag"),
    ("- kind: pledge\n  ? [a, b]\n  : c\n", 2, "field-name"),
    ("- kind: pledge\n  {a: b}: c\n", 2, "field-name"),
    ("Just words.\n", 1, "not-a-list"),
    ("- kind: pledge\n  id: a\n  x: " + "[" * 30 + "]" * 30 + "\n", 3, "too-deep"),
    ("- kind: pledge\n  x: " + "{a: " * 30 + "}" * 30 + "\n", 2, "too-deep"),
    ("- kind: pledge\n  title: \x01\n", 0, "not-yaml"),
    ("%YAML 9.9\n---\n- kind: pledge\n", 1, "not-yaml"),
    ('- title: "\\ud83d\\ude00"\n', 1, "not-yaml"),
    ('- title: "\ud800"\n', 1, "half-character"),
    ("*a\n", 1, "anchor"),
    ("&a\n- kind: pledge\n", 1, "anchor"),
]


@pytest.mark.parametrize(("text", "line", "code"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_yaml_that_cannot_be_read_is_reported_with_its_line(text, line, code):
    (problem,) = problems(text)
    assert (problem.file, problem.line, problem.record, problem.field) == ("acme.yaml", line, "", "")
    assert problem.code == code


@pytest.mark.parametrize("item", ["pledge", "[a, b]", "", "~", "2020", "'- kind: pledge'"])
def test_data_that_is_no_record_is_reported(item):
    (problem,) = problems(f"{SOURCE}- {item}\n")
    assert (problem.line, problem.code) == (8, "not-a-record")


def test_a_duplicate_field_is_reported_also_when_nested():
    twice = SOURCE + "  title: Another report\n"
    assert said(problems(twice)) == [("acme.yaml", 8, "source herald-1", "title", "field-twice")]
    nested = PLEDGE.replace("      ends:", "      speaker: B. Person\n      ends:")
    assert said(problems(nested)) == [("acme.yaml", 10, "pledge acme/no-sales", "versions 1 › speaker", "field-twice")]


def test_a_merge_of_other_fields_is_an_unknown_field():
    assert any(p.code == "unknown-field" for p in problems(SOURCE + "  <<: {note: x}\n"))


def test_an_unquoted_comma_within_braces_is_reported_as_needing_quotation_marks():
    (problem,) = problems(
        "- {kind: source, id: s, type: claim, url: https://x.example, date: 2020, note: a list, of two}\n"
    )
    assert "quotation marks" in str(problem)


def test_a_missing_field_is_told_with_what_it_is():
    (problem,) = problems(PLEDGE.replace("  topic: police-drones\n", ""))
    assert Pledge.model_fields["topic"].description in problem.message


def test_a_field_that_is_missing_in_a_part_of_several_forms_is_named():
    (problem,) = problems(PLEDGE.replace("ends: {after: 1 year}", "deadline: {every: 1 year}"))
    assert problem.field == "versions 1 › deadline › first"


def test_all_faults_of_a_file_are_reported_and_its_valid_records_are_kept():
    text = (
        SOURCE
        + PLEDGE.replace("refrain", "abstain").replace("2020-06-11", "soon")
        + EVIDENCE.replace("conduct", "deed")
    )
    assert [(p.line, p.field) for p in problems(text)] == [
        (11, "commitment"),
        (13, "versions 1 › start"),
        (24, "nature"),
    ]


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
def test_unusual_but_valid_yaml_is_read(text):
    assert said(problems(text)) == []
