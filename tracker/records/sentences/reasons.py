"""Why a finding is what it is, why a record yields none, and what editors decided."""

REASONS: dict[str, str] = {
    # What each sentence is about.
    "reason.when": "When",
    "reason.scope": "Does the pledge cover it?",
    "reason.topic": "Is it part of this topic?",
    "reason.result": "Result",
    "reason.what": "What happened",
    "reason.deadline": "Deadline",
    "reason.target": "Target",
    "reason.end": "End",
    "reason.doubt": "In doubt",
    "reason.dispute": "Dispute",
    "reason.why": "Why",
    "reason.put-right": "Since put right",
    # When: the time of the act beside the time of the version.
    "time.before": "{when}: before the pledge began ({start}).",
    "time.before-undated": "{when}: before {by}, the first day on which we know that the pledge was in force.",
    "time.during": "{when}: while the pledge was in force (since {start}).",
    "time.during-begun-before": "{when}: started before the pledge ({start}) and continued while it was in force.",
    "time.possible": "{when}: this may or may not have been while the pledge was in force (start: {start}).",
    "time.possible-self-judged": (
        "{when}: after the pledge began ({start}). The company can end it at any time, so we cannot tell whether "
        "it was in force."
    ),
    "time.possible-self-judged-begun": (
        "{when}: started before the pledge ({start}). The company can end the pledge at any time, so we cannot "
        "tell whether it was in force."
    ),
    "time.possible-ongoing": "{when}: no source shows this still going on after the pledge began ({start}).",
    "time.after": "{when}: after the pledge ended (last day: {last_day}).",
    "time.no-pledge": "{when}: we know of no pledge not to do this at that time.",
    "time.doubted": "The source gives only an approximate or uncertain date.",
    # Scope: what the words say of the act.
    "scope.inside": "The pledge covers this: {parts}.",
    "scope.inside-any": "The pledge covers this: its wording sets no limit that would leave it out.",
    "scope.unclear": "The {dimension} is unclear: {term} is part of {decided}. {because}",
    "scope.unclear-itself": "The {dimension} is unclear. {because}",
    "scope.unclear-unknown": "The {dimension} is unclear: our record does not say which it was.",
    "scope.unclear-continuing": "The {dimension} is unclear: the pledge does not mention {term}.",
    "scope.unclear-begun": (
        "Unclear: this may be new, or may have started before the pledge and continued. The pledge does not say "
        "whether it covers that."
    ),
    "scope.partly": (
        "The {dimension} is unclear. The pledge covers only part of {term}; our record does not say which part "
        "this was."
    ),
    "scope.outside": "The {dimension} is not covered: the pledge names {named}, not {term}.",
    "scope.outside-label": "The {dimension} is not covered: the pledge does not include {term}.",
    "scope.outside-except": "The {dimension} is not covered: the pledge itself makes an exception for {term}.",
    # So: what follows, and the yardstick.
    "so.breach": "On the evidence we have, this goes against the pledge.",
    "so.possible breach": "This may go against the pledge. What is in doubt: {doubts}.",
    "so.loophole": "This does not break the pledge. Its wording does not cover it ({dimensions}).",
    "so.possible loophole": "Even if the pledge was in force, its wording does not cover this ({dimensions}).",
    "so.exception used": "This does not break the pledge. The pledge makes an exception for it.",
    "so.prior conduct": "This came first, so it cannot break the pledge. The pledge now rules out doing it again.",
    "so.prior conduct-undated": (
        "We do not know when the pledge began, so this does not count against it. The pledge now rules out doing it "
        "again."
    ),
    "so.unaddressed-undated": (
        "We do not know when the pledge began, so this does not count against it. But the pledge does not clearly "
        "rule out doing it again."
    ),
    "so.unaddressed": (
        "This came first, so it cannot break the pledge. But the pledge does not clearly rule out doing it again."
    ),
    "so.after lapse": "The pledge had ended, so this cannot break it.",
    "so.no pledge": "We know of no pledge that this could have broken.",
    "yardstick.inside": "A complete pledge on this topic would cover this.",
    "yardstick.unclear": "It is unclear whether a complete pledge on this topic would cover this.",
    "yardstick.outside": "A complete pledge on this topic would not need to cover this, but this pledge does.",
    "doubt.time": "when it happened",
    "doubt.force": "whether the pledge was in force",
    "doubt.begun": "whether it started before the pledge",
    "doubt.scope": "whether the {dimension} is covered",
    "doubt.weight": "the strength of the evidence (one report)",
    "doubt.alleged": "the claim itself (alleged, not proven)",
    "doubt.owned": "whether the company owned the one that did this at the time",
    "doubt.owner-meant": "whether the pledge applies to companies that it owns",
    # Promises to do something.
    "perform.met": "{when}: done{instance}.",
    "perform.part": "{when}: partly done{instance}.",
    "perform.part-only": "{when}: partly done{instance}. A source says the rest was not done.",
    "perform.none": "{when}: a source says this was not done{instance}.",
    "perform.amount": "{when}: {amount}.",
    "perform.target": "To reach: at least {target}.",
    "perform.target-falls": "To reach: at most {target}.",
    "perform.due": "Due by {deadline}.",
    "perform.no-deadline": "No deadline was given.",
    "perform.deadline-condition": "Due once {condition}.",
    "perform.record-before-due": (
        "This evidence is from before the deadline, so it does not show what happened by then."
    ),
    "perform.alleged": "This is alleged, not proven.",
    "perform.last-seen": "Last seen: {statement}",
    "perform.later": "Later: {statement}",
    "perform.moved": "It was replaced before it was due. Then: {short} (due: {deadline}).",
    "perform.moved-open": "It was replaced before it was due. Then: {short} (no deadline).",
    "perform.checked": "Last checked: {checked}.",
    "perform.unchecked": "We have not noted when we last checked.",
    "perform.doubts": "What is in doubt: {doubts}.",
    "perform.nothing": "Nothing on record. Last checked: {checked}.",
    "perform.nothing-unchecked": "Nothing on record. We have not noted when we last checked.",
    "perform.ended": "The pledge’s last day was {last_day}.",
    "so.missed-in-part": "Missed in part. The deadline has passed, and a source says the rest was not done.",
    "disputed": "The company disputes this.",
    "disputed-by": "{by} disputes this.",
    "so.honoured": "A source says the company kept this pledge.",
    "put-right": "Since put right ({date}).",
    # What became of it.
    "because.declined": "the company declined to say (reported by {reporter})",
    "because.none": "the company was asked and did not answer (reported by {reporter})",
    "because.waiting": "the company has been asked and still has time to answer (reported by {reporter})",
    "because.unanswered": "the company was asked, and no answer is on record (reported by {reporter})",
    "because.partly": "the company’s answer does not settle it (reported by {reporter})",
    "because.denied": "the company’s answer does not settle it (reported by {reporter})",
    "because.full": "the company’s answer does not settle it (reported by {reporter})",
    "because.words": "the pledge does not say",
    "whether.declined": "The company declined to say whether the pledge covers {terms} (reported by {reporter}).",
    "whether.none": (
        "The company was asked whether the pledge covers {terms} and did not answer (reported by {reporter})."
    ),
    "whether.waiting": (
        "The company has been asked whether the pledge covers {terms} and still has time to answer (reported by "
        "{reporter})."
    ),
    "whether.unanswered": (
        "The company was asked whether the pledge covers {terms}, and no answer is on record (reported by {reporter})."
    ),
    "whether.partly": (
        "The company’s answer does not settle whether the pledge covers {terms} (reported by {reporter})."
    ),
    "whether.denied": (
        "The company’s answer does not settle whether the pledge covers {terms} (reported by {reporter})."
    ),
    "whether.full": "The company’s answer does not settle whether the pledge covers {terms} (reported by {reporter}).",
    "whether.words": "The pledge does not say whether it covers {terms}.",
    # Why a record is context.
    "context.statement": "A statement: something that was said, not something the company did.",
    "context.study": "A study or test, not something the company did.",
    "context.proceeding": "A lawsuit, request or inquiry, not something the company did.",
    "context.outside": "Outside this topic: a complete pledge would not cover it ({dimensions}).",
    "context.not-upheld": "The claim was not upheld ({date}).",
    "context.retracted": "Retracted ({date}): {note}",
    "context.retracted-bare": "Retracted ({date}).",
    "context.assessment": "An assessment by someone else, not something the company did.",
    "context.no-act": "No pledge on this topic covers this conduct.",
    "context.not-reached": "This happened after the pledge had ended, and the pledge had never covered it.",
    "context.later-version": "A later version of the pledge covers this. See the finding there.",
    "decision.confirmed": "Our rules say “{computed}”, and our editors agree. Reason: {reason}",
    "decision.dismissed": "Our rules say “{computed}”. Our editors set this aside. Reason: {reason}",
    "decision.moved": "Our rules say “{computed}”. Our editors decided “{to}”. Reason: {reason}",
}
