"""What can be wrong with a record: each kind of fault has a code, the values that it names, and a sentence.

``{it}`` is the subject where a sentence begins with one: files and the command line print the field before the
sentence, forms say “This …” beside it. Nothing reads a code off a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticCustomError

__all__ = ["MESSAGES", "Message", "refusal"]

MESSAGES: dict[str, str] = {
    # One value.
    "missing": "{it} is missing. {description}",
    "unknown-field": "unknown field{hint}; allowed here: {allowed}",
    "not-allowed": "{given} is not allowed; use one of: {allowed}",
    "unreadable": "{problem}",
    "not-text": "{it} must be text, not a list or a group of fields",
    "not-list": "{it} must be a list, written [one, two] or as lines that begin with “- ”; found {given}",
    "not-fields": "{it} must be fields{allowed}; found {given}",
    "too-long": "{it} is longer than {most} characters",
    "too-few": "{it} must not be empty; leave the field out, or name something",
    "too-many": "{it} has more than {most} entries",
    "not-number": "{given} is not allowed; write a whole number from 1",
    "not-id": "“{given}” is not a valid ID; use {allowed}",
    "not-term-id": "“{given}” is not a valid term ID; use {allowed}",
    "not-range": "“{given}” is not a range of numbers; use {allowed}, without the unit and with a point for decimals",
    "control-character": "{it} contains the control character {given}; use plain text",
    "empty": "{it} is empty; leave the field out, or write something",
    "several-lines": "{it} must be a single line of text",
    "not-address": "“{given}” is not a web address; it must start with https:// or http://",
    "not-identifier": "“{given}” is not right; {allowed}",
    "not-language": "“{given}” is not a language; use its code, such as de, pt-BR or zh-Hant",
    "not-country": "“{given}” is not a country of ISO 3166-1; use its two capital letters, such as DE or US",
    "not-written": "{it} is not text; use {allowed}",
    "no-kind": "{it} is missing{hint}; write one of: {allowed}",
    "unknown-kind": "“{given}” is not a type of record{hint}; write one of: {allowed}",
    "supplier": "a copy that someone supplied says by whom (supplier); one that we captured names no one",
    "moved-to": "a page that moved has its new address (to); no other state has one",
    "copy-twice": "the copy “{given}” is listed twice",
    "excerpt-source": "the excerpt is of “{given}”, which is not one of the sources of this evidence",
    # A file.
    "too-deep": "nested more deeply than any record",
    "field-name": "a field name must be a word",
    "not-a-list": "{it} contains text where a list of records should be; start each record with “- kind: …”",
    "not-a-record": "{it} is not a record; start each record with “- kind: …” and add its fields",
    "anchor": (
        "anchors (&) and aliases (*) are not used in records; put the text in quotation marks if it starts with & or *"
    ),
    "tag": "tags such as {tag} are not used in records; put the text in quotation marks if it starts with !",
    "not-yaml": (
        "{it} is not valid YAML: {problem}. Check the indentation, and use quotation marks around text that "
        "contains “: ” or starts with a special character"
    ),
    "half-character": "{it} is not readable: half of a character of two code units; write plain text",
    "field-twice": "{it} appears twice; remove one",
    # One record.
    "ends-before-start": "ends before it begins: {end} is before {start}; put the dates right",
    "old-and-new": "{it} has both {old} and {new}, which replaces it; keep {new}",
    "two-marks": "“{term}” is marked both {first} and {second}; keep one",
    "no-marks": "{it} is empty; leave the dimension out to mean any, or list terms",
    "no-end": "{it} names no end: give condition, after, last_day or withdrawn; or write open, unstated or self-judged",
    "no-start": "{it} has no date: give start or announced",
    "starts-on-condition": "{it} starts on a condition, so give the date it was announced",
    "quote-or-reported": "give either quote (verbatim) or, where no quote exists, reported",
    "no-speaker": "{it} has a quote without a speaker: say who said it",
    "deadline-to-refrain": (
        "version {number} has a deadline, but the commitment is to refrain; use ends, or commitment: perform"
    ),
    "target-to-refrain": "version {number} has a target, but the commitment is to refrain; use commitment: perform",
    "one-bound": "{it} needs either at_least (it should rise) or at_most (it should fall)",
    "milestones-without-target": "{it} has milestones but no target; give the target, with its measure and unit",
    "milestones-of-turns": "{it} is a recurring duty, so give its amounts turn by turn and leave milestones out",
    "turn-without-day": "{given} has no latest date; give the day on which it is due",
    "milestone-other-way": "a milestone and the target must both say at_least, or both at_most",
    "no-extent": "{it} needs an extent, or an amount from which it follows",
    "no-turn": "the pledge {pledge} is a recurring duty; name the turn that this is about (due: {turns})",
    "not-a-turn": "nothing of the pledge {pledge} is due on {given}; the nearest turns are {turns}",
    "amount-without-target": (
        "version {number} of the pledge {pledge} has no target for an amount; give an extent, or add the target there"
    ),
    "amount-against-extent": (
        "the extent says “{extent}”, but {amount} against a target of {target} is “{follows}”; correct "
        "one of them, or leave the extent out"
    ),
    "no-act": "{it} is conduct, so it needs at least one act (or fulfils)",
    "conduct-of-several": (
        "{it} is conduct, so it is about one company; enter the other company's conduct as evidence of its own"
    ),
    "not-conduct": "{it} is a {nature}: only conduct has acts or fulfils",
    "no-assessment": "{it} is an assessment, so say by whom it is, on which scale, and its value",
    "not-assessment": "{it} is a {nature}: only an assessment has a scale and a value",
    "outcome-of-no-act": "outcome {number} names an act that is not there; there are {acts}",
    "outcome-without-source": "{it} needs a source (a retraction of our own needs a note that says why)",
    "independent-elsewhere": "{it} gives independent, which belongs to “not upheld” only; leave it out",
    "no-answer-text": "the answer is “{answer}”, so give its text, or a summary if you do not have the text",
    "to-without-change": "give “to” with upgraded or downgraded, and only then",
    "upgraded-too-far": "a finding cannot be upgraded to “{finding}” by decision: record the evidence that shows it",
    "terms-or-scale": "{it} needs either terms or a scale",
    "no-cells": "{it} has neither rows nor columns; name at least one row",
    "not-asked-of-rows": "{it} has rows or columns alone: remove the row that is not asked",
    "not-in-table": "there is no {side} “{given}” in this table; use one of: {allowed}",
    "nothing-asked": "nothing is asked in the {side} “{given}”: ask about one of its cells, or remove it",
    "yardstick-target-to-refrain": "{it} asks to refrain, so it has no target and no deadline",
    "yardsticks-alike": "both yardsticks ask for {commitment}; the second one is for the other kind of pledge",
    "scale-ends": "{it} runs from {first} to {last}; put the smaller number first",
    # Several records.
    "no-record": "there is no {kind} “{id}”{hint}; create it, or correct the ID",
    "scope-unanswered": "the scope does not say what it covers by {dimension}: mark terms, or rest: in for no limit",
    "draft-unfinished": "{it} is one of your drafts and still has problems: fix it first",
    "record-twice": "{it} appears twice in this publication",
    "loop": "{it} refers back to itself: {way}; remove one of these links",
    "twice": "{what} appears twice; remove one",
    "term-twice": "the term “{term}” appears twice (also as term {number}); remove one",
    "no-term-here": "there is no term “{term}” in this vocabulary{hint}",
    "broader-loop": "these terms are each other's broader term: {way}; remove one of these links",
    "former-id-in-use": (
        "“{id}” is the ID of an existing company, so it cannot be a former ID; take that company down first"
    ),
    "former-id-of-several": "“{id}” is a former ID of more than one company: {companies}",
    "identifier-of-another": (
        "{scheme} {number} is that of the company “{company}”; use that record, or correct the number"
    ),
    "no-term-anywhere": "no vocabulary has the term “{term}”",
    "dimension-not-used": "the topic {topic} does not use the dimension “{dimension}”; it uses {used}",
    "term-not-in-vocabulary": (
        "the term “{term}” is not in the vocabulary “{vocabulary}”, which topic {topic} uses for {dimension}{hint}"
    ),
    "not-on-scale": ("{problem} (the vocabulary “{vocabulary}”, which topic {topic} uses for {dimension}, is a scale)"),
    "no-company-term": "the vocabulary for the actor needs the term “{term}” (the company itself)",
    "no-terms": "{it} has no terms",
    "term-outside": "the term “{term}” is outside the yardstick's own scope",
    "versions-unordered": "{it} starts {start}, before the version above it ({earlier}); put versions in date order",
    "end-before-start": "{it} is in the wrong order: {end} is before the version starts ({start})",
    "not-a-product": "“{product}” is not a product of {company}{hint}",
    "company-and-initiative": "{it} names a company and an initiative; keep the one that made the pledge",
    "not-a-signatory": "{company} has not signed {initiative}, whose pledge this is{hint}",
    "pledge-of-another": "{it} is a pledge of {company}, but the evidence is about {other}",
    "pledge-on-another-topic": "{it} belongs to the topic {topic}, which is not among this evidence's topics",
    "not-done-to-refrain": "a pledge not to do something cannot be “not done”; add the act itself instead",
    "seen-without-ongoing": "{it} belongs to an ongoing period, written 2020-06-11/..; this period has a last day",
    "act-outside-period": "{act} is outside the evidence's period {period}",
    "no-such-act": "the evidence {evidence} has {acts} acts; there is no act {act}",
    "evidence-on-another-topic": "the evidence {evidence} is not about the topic {topic}",
    "due-without-pledge": "{it} belongs to a pledge; name that pledge",
    "version-without-pledge": "{it} belongs to a pledge; name that pledge",
    "no-such-version": "the pledge {pledge} has {versions} versions",
    "due-to-refrain": "the pledge {pledge} is a promise not to do something, so nothing is due",
    "not-verbatim": "{it} differs from what the company sent; publish the answer unchanged",
    "copy-differs": "{it} differs from what this site holds, or nobody has accepted it yet; choose a copy in the form",
    "decision-on-another-topic": "{it} belongs to the topic {topic}, not {other}",
    "not-computed": "our rules do not find “{finding}” there today; they find: {found}",
    "decision-on-nothing": "{it} names neither evidence nor pledge; name those of the finding",
    "unknown-key": "{it} is not a known sentence key{hint}",
    "unmatched-brace": "{it} has an unmatched {{ or }}; write a placeholder as {{name}}",
    "not-placeholder": "{it} uses “{{{given}”; write a placeholder as {{name}}, with nothing but the name in it",
    "says-nothing": "{it} says nothing once it is filled",
    # What is pointed out and not refused.
    "in-the-future": "{day} is in the future; check the date",
    "later-than-sources": "{day} is later than all its sources (the last is of {last}); check the dates",
    "no-place-to-find": "give its web address, or where to find it offline, so that readers can check it",
    "names-taken-down": "the {kind} “{id}” has been taken down, so it does not count here",
    "overlap": "“{first}” ({label}) and “{second}” ({other}) overlap: what lies in both counts as {stands}",
    "no-short": "say the pledge in one line: finish “has pledged …”, beginning with “to” or “not to”",
    "short-begins": (
        "“{given}” should finish “has pledged …”, beginning with “to” or “not to”; otherwise we quote all of it"
    ),
    "invisible-taken-out": "{it} had characters that nobody sees, which we took out: {characters}",
    "unknown-placeholder": "{it} uses the placeholder {unknown}; allowed here: {allowed}",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One fault: its code, and the values that its sentence names."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence after the name of a field, as files are told."""
        return self.about("")

    def about(self, it: str) -> str:
        """The sentence about something: ``This``, ``The name``."""
        return MESSAGES[self.code].format(it=it, **self.values).strip()


def refusal(code: str, **values: Any) -> PydanticCustomError:
    """What a validator raises: pydantic hands on the code and the values."""
    return PydanticCustomError(code, str(Message(code, values)), values)
