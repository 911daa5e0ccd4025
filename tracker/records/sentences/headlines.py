"""The headline: what the promise leaves out, and the most serious finding (the promise itself: ``promises``)."""

HEADLINE_SENTENCES: dict[str, str] = {
    # What it leaves out; ``.several`` where a company has several pledges on the topic.
    "headline.gap-unclear": "It is unclear whether it covers {rows}: {because}.",
    "headline.gap-unclear.several": "It is unclear whether its pledges cover {rows}: {because}.",
    "headline.gap-reach": "It is unclear how far the pledge goes.",
    "headline.gap-reach.several": "It is unclear how far its pledges go.",
    "headline.gap-open": "It does not cover {rows}.",
    "headline.gap-open.several": "Its pledges do not cover {rows}.",
    "headline.gap-partly": "It covers only part of {rows}.",
    "headline.gap-partly.several": "Its pledges cover only part of {rows}.",
    "headline.gap-none": "It covers everything that a complete pledge on this topic would.",
    "headline.gap-none.several": "Its pledges cover everything that a complete pledge on this topic would.",
    "headline.row": "“{row}”",
    "headline.rows-more": "{n} more",
    "headline.none-to-refrain": "We know of no pledge by this company not to do this.",
    "headline.none-to-perform": "We know of no pledge by this company to act on this.",
    # Which pledge is meant, where it is not the one that the first sentence tells of.
    "headline.the-pledge": "the pledge",
    "headline.its-pledges": "its pledges",
    "headline.other-pledge": "its pledge “{short}”",
    "headline.earlier-goal": "its earlier goal (“{short}”)",
    "headline.earlier-version": "an earlier version of the pledge (“{short}”)",
    "headline.later-version": "a later version of the pledge (“{short}”)",
    "headline.milestone-of": "the {deadline} milestone of {pledge}",
    "headline.turn-of": "the turn of {pledge} due {deadline}",
    # What is said before and beside the most serious finding. Nothing alleged is told as done.
    "headline.what": "{title} ({facts})",
    "headline.put-right": "Since put right ({date})",
    "headline.alleged": "Alleged, not proven",
    "headline.one-report": "According to one report",
    "headline.disputed-by": "disputed by {by}",
    "headline.decided": "our rules say “{computed}”, our editors decided “{finding}”",
    "headline.decided-alone": "{pledge}: our rules say “{computed}”, our editors decided “{finding}”.",
    # The most serious finding.
    "headline.breach": "Done while {pledge} was in force, and ruled out by it: {what}.",
    "headline.possible breach": "May go against {pledge}: {what}.",
    "headline.missed": "A source says {pledge} was not done by the deadline: {what}.",
    "headline.missed-in-part": "A source says {pledge} was only partly done by the deadline: {what}.",
    "headline.possibly missed": "{pledge} may not have been done by the deadline: {what}.",
    "headline.loophole": "Done while {pledge} was in force, but outside its wording: {what}.",
    "headline.possible loophole": "Outside the wording of {pledge}, which may have been in force: {what}.",
    "headline.after lapse": "Done after {pledge} had ended: {what}.",
    "headline.no pledge": "Done without a pledge that covered it: {what}.",
    "headline.falls short so far": "A source says {pledge} has not been done so far: {what}.",
    "headline.dropped before due": "{pledge} ended before its deadline, and we found nothing to show it was done.",
    "headline.dropped before due.undated": "{pledge} has ended, and we found nothing to show it was done.",
    "headline.moved before due": "{pledge} was changed before its deadline ({deadline}).",
    "headline.moved before due.undated": "{pledge} was changed before it was done.",
    "headline.exception used": "Allowed by an exception in {pledge}: {what}.",
    "headline.unaddressed": "Done before {pledge}, and not clearly ruled out now: {what}.",
    "headline.unaddressed.undated": "Done before we first know of {pledge}, and not clearly ruled out now: {what}.",
    "headline.overdue": (
        "The deadline of {pledge} has passed ({deadline}), and we found nothing on whether it was done."
    ),
    "headline.overdue-seen": (
        "The deadline of {pledge} has passed ({deadline}), and we found nothing later than this: {what}."
    ),
    "headline.not checked since": (
        "The deadline of {pledge} has passed ({deadline}), but we last checked before it ({checked})."
    ),
    "headline.never-checked": (
        "The deadline of {pledge} has passed ({deadline}), but we have not noted when we last checked."
    ),
    # Of a milestone, whose name has its date.
    "headline.overdue.milestone": "The date of {pledge} has passed, and we found nothing on whether it was reached.",
    "headline.overdue-seen.milestone": "The date of {pledge} has passed, and we found nothing later than this: {what}.",
    "headline.not checked since.milestone": (
        "The date of {pledge} has passed, but we last checked before it ({checked})."
    ),
    "headline.never-checked.milestone": (
        "The date of {pledge} has passed, but we have not noted when we last checked."
    ),
    "headline.under way": "{pledge} is under way, due by {deadline}: {what}.",
    "headline.under way.undated": "{pledge} is under way: {what}.",
    "headline.partly met": "{pledge} was partly done: {what}.",
    "headline.met late": "{pledge} was done late: {what}.",
    "headline.prior conduct": "Done before {pledge}, and ruled out now: {what}.",
    "headline.prior conduct.undated": "Done before we first know of {pledge}, and ruled out now: {what}.",
    "headline.met, timing unclear": "{pledge} was done, but maybe not by the deadline: {what}.",
    "headline.pending": "{pledge} is not due yet, and nothing is on record so far.",
    "headline.pending.undated": "{pledge} has no date yet by which it is due, and nothing is on record so far.",
    "headline.met": "{pledge} was done: {what}.",
    "headline.honoured": "A source says {pledge} was kept: {what}.",
    "headline.nothing": "Nothing on record goes against {pledge} (checked up to {checked}; {reviewed} reviewed).",
}
