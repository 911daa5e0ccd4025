"""Records in YAML to be spoilt in one place, and everything that reading and checking says of a text."""

from tests.factories import world
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.reading.problems import located
from tracker.records.reading.yaml_text import read_raw, read_records

PLEDGE = """\
- kind: pledge
  id: acme/no-sales
  topic: police-drones
  commitment: refrain
  versions:
    - start: 2020-06-11
      speaker: A. Person, president
      source: gazette-1
      quote: We will not sell camera drones to the police
      ends: {after: 1 year}
      scope:
        action: {in: [sell]}
        counterparty: {in: [local-police]}
"""
EVIDENCE = """\
- kind: evidence
  id: acme/deal
  topics: [police-drones]
  nature: conduct
  title: Sold camera drones
  period: 2020-07-01
  acts:
    - action: [sell]
      counterparty: [local-police]
  sources: [contract-1]
  summary: Twelve of them.
"""
SOURCE = """\
- kind: source
  id: herald-1
  title: A report
  publisher: The Herald
  date: 2020-06-01
  type: claim
  url: https://news.example/herald-1
"""
VOCABULARY = """\
- kind: vocabulary
  id: matters
  name: Matters
  terms:
    - {id: drones, name: drones}
    - {id: small-drones, name: small drones, broader: [drones]}
    - {id: sell, name: sell, continues_as: [drones]}
"""
COMPANY = """\
- kind: company
  id: other
  name: Other Inc.
  products:
    - {id: hawk, name: Hawk, subjects: [camera-drones]}
"""
RESPONSE = """\
- kind: response
  id: acme/silent
  asked_by: The Gazette
  question: Why?
  answer: declined
  answered: 2020-06-12
  source: gazette-1
"""
DECISION = """\
- kind: decision
  id: acme/decision-1
  topic: police-drones
  pledge: acme/no-sales
  computed: overdue
  decision: confirmed
  reason: So it is.
  date: 2020-08-01
  editor: E. Ditor
"""
WORDING = """\
- kind: wording
  id: english
  sentences:
    finding.breach: Contrary conduct.
"""


def problems(text, *others):
    """All that is wrong with a file, read and checked beside the small world of the factories."""
    kinds = []
    read = list(read_records(text, "acme.yaml", kinds))
    lines = {record.key: line for record, line in read}
    fields = {raw.line: raw for raw in read_raw(text, "acme.yaml", [])}
    faults = check(Bundle([*world(), *others, *(record for record, _ in read)]), set(lines))
    for fault in faults:
        line = fields[lines[fault.key]].line_of(fault.path)
        kinds.append(located("acme.yaml", line, " ".join(fault.key), fault.path, fault.message))
    return kinds


def said(problems_said):
    """Problems as plain tuples, to compare and to show."""
    return [(p.file, p.line, p.record, p.field, p.code) for p in problems_said]


def says(problem, code, *values):
    """Whether a problem has this code, and names these values."""
    return problem.code == code and all(value in problem.message for value in values)
