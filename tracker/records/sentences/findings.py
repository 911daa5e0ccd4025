"""What people read for each finding: a heading, how many there are, a few words for badges, and what it means."""

from typing import NamedTuple


class FindingText(NamedTuple):
    """The texts of one finding. ``{n}`` is the number; ``badge_many`` where a badge differs for several."""

    heading: str
    one: str
    many: str
    badge: str
    meaning: str
    badge_many: str = ""


_TEXTS: dict[str, FindingText] = {
    "breach": FindingText(
        "Goes against the pledge",
        "1 act that goes against a pledge",
        "{n} acts that go against a pledge",
        "{n} against the pledge",
        "Documents or independent sources show conduct that the pledge rules out, while it was in force.",
    ),
    "missed": FindingText(
        "Deadline missed",
        "1 missed deadline",
        "{n} missed deadlines",
        "{n} deadline missed",
        "The deadline has passed, and a source says this was not done.",
        "{n} deadlines missed",
    ),
    "missed, in part": FindingText(
        "Only partly done by the deadline",
        "1 promise only partly done by its deadline",
        "{n} promises only partly done by their deadlines",
        "{n} partly missed",
        "Missed in part. The deadline has passed, and a source says the rest was not done.",
    ),
    "possible breach": FindingText(
        "May go against the pledge",
        "1 act that may go against a pledge",
        "{n} acts that may go against a pledge",
        "{n} may go against the pledge",
        "Conduct that the pledge may rule out. We say what is in doubt.",
    ),
    "possibly missed": FindingText(
        "Deadline may have been missed",
        "1 deadline that may have been missed",
        "{n} deadlines that may have been missed",
        "{n} may have been missed",
        "The deadline has passed. A source suggests this was not done, but there is doubt. We say what is in doubt.",
    ),
    "loophole": FindingText(
        "Outside the pledge’s wording",
        "1 act outside the pledge’s wording",
        "{n} acts outside the pledge’s wording",
        "{n} outside the wording",
        "Done while the pledge was in force, but not covered by its wording.",
    ),
    "possible loophole": FindingText(
        "Outside the wording, timing unclear",
        "1 act outside the wording, timing unclear",
        "{n} acts outside the wording, timing unclear",
        "{n} outside the wording, timing unclear",
        "Not covered by the pledge’s wording. We cannot be sure the pledge was in force at the time.",
    ),
    "after lapse": FindingText(
        "Done after the pledge ended",
        "1 act after the pledge ended",
        "{n} acts after the pledge ended",
        "{n} after the pledge ended",
        "Done after the pledge had ended.",
    ),
    "no pledge": FindingText(
        "Done without a pledge",
        "1 act without a pledge",
        "{n} acts without a pledge",
        "No pledge, {n} act",
        "Done when the company had no pledge that covered it.",
        "No pledge, {n} acts",
    ),
    "moved before due": FindingText(
        "Changed before its deadline",
        "1 goal changed before its deadline",
        "{n} goals changed before their deadlines",
        "{n} goal changed",
        "Before this goal was due, the company replaced it with a weaker or later one.",
        "{n} goals changed",
    ),
    "dropped before due": FindingText(
        "Ended before its deadline",
        "1 promise that ended before its deadline",
        "{n} promises that ended before their deadlines",
        "{n} ended early",
        "The pledge ended before its deadline. Nothing on record shows it was carried out.",
    ),
    "overdue": FindingText(
        "Deadline passed, nothing on record",
        "1 promise past its deadline with nothing on record",
        "{n} promises past their deadlines with nothing on record",
        "{n} past the deadline",
        "The deadline has passed. Nothing on record shows whether this was done.",
    ),
    "overdue, seen": FindingText(
        "Deadline passed, nothing later on record",
        "1 promise past its deadline with nothing later on record",
        "{n} promises past their deadlines with nothing later on record",
        "{n} past the deadline",
        "The deadline has passed. What is on record is from before, and does not show whether this was done by then.",
    ),
    "partly met": FindingText(
        "Partly done",
        "1 promise partly done",
        "{n} promises partly done",
        "{n} partly done",
        "Part of this was done.",
    ),
    "falls short so far": FindingText(
        "Not done so far",
        "1 promise not done so far",
        "{n} promises not done so far",
        "{n} not done so far",
        "A source says this has not been done so far.",
    ),
    "exception used": FindingText(
        "Allowed by an exception",
        "1 act allowed by an exception",
        "{n} acts allowed by an exception",
        "{n} allowed by an exception",
        "Done while the pledge was in force. The pledge itself makes an exception that allows it.",
    ),
    "unaddressed": FindingText(
        "Earlier conduct it may still allow",
        "1 earlier act the pledge may still allow",
        "{n} earlier acts the pledge may still allow",
        "{n} earlier, not clearly ruled out",
        "Done before the pledge. The pledge does not clearly rule out doing it again.",
    ),
    "met late": FindingText(
        "Done late",
        "1 promise done late",
        "{n} promises done late",
        "{n} done late",
        "Done after the deadline.",
    ),
    "prior conduct": FindingText(
        "Earlier conduct now ruled out",
        "1 earlier act the pledge now rules out",
        "{n} earlier acts the pledge now rules out",
        "{n} earlier, now ruled out",
        "Done before the pledge. The pledge now rules out doing it again.",
    ),
    "met, timing unclear": FindingText(
        "Done, date unclear",
        "1 promise done, date unclear",
        "{n} promises done, date unclear",
        "{n} done, date unclear",
        "Done, but it is unclear whether that was by the deadline.",
    ),
    "not checked since": FindingText(
        "Not checked since the deadline",
        "1 deadline we have not checked since",
        "{n} deadlines we have not checked since",
        "{n} not checked since",
        "The deadline has passed, but we last checked before it. We do not know what happened.",
    ),
    "under way": FindingText(
        "Under way",
        "1 promise under way",
        "{n} promises under way",
        "{n} under way",
        "Part of this has been done. The deadline has not passed.",
    ),
    "pending": FindingText(
        "Not due yet",
        "1 promise not due yet",
        "{n} promises not due yet",
        "{n} not due yet",
        "The deadline has not passed, or there is none. Nothing is on record so far.",
    ),
    "overdue, a turn": FindingText(
        "Deadline passed, nothing on record",
        "1 recurring promise with nothing on record for a past deadline",
        "{n} recurring promises with nothing on record for past deadlines",
        "{n} past a deadline",
        "One of its deadlines has passed. Nothing on record shows whether it was done by then.",
    ),
    "pending, no deadline": FindingText(
        "No deadline, nothing on record",
        "1 promise without a deadline and nothing on record",
        "{n} promises without a deadline and nothing on record",
        "{n} without a deadline",
        "There is no deadline. Nothing is on record so far.",
    ),
    "met": FindingText(
        "Done",
        "1 promise done",
        "{n} promises done",
        "{n} done",
        "Done, and by the deadline if there was one.",
    ),
    "honoured": FindingText(
        "Kept, a source says",
        "1 pledge kept, according to a source",
        "{n} pledges kept, according to a source",
        "{n} kept",
        "A source says the company kept this pledge.",
    ),
    "dismissed": FindingText(
        "Set aside by our editors",
        "1 finding set aside",
        "{n} findings set aside",
        "{n} set aside",
        "Our rules gave a finding. Our editors set it aside and say why.",
    ),
    "none": FindingText(
        "No findings",
        "no findings",
        "no findings",
        "No findings",
        "We have found nothing to compare with a pledge.",
    ),
    "not assessed": FindingText(
        "Not assessed",
        "1 company not assessed",
        "{n} companies not assessed",
        "Not assessed",
        "We have not looked at this company on this topic. That says nothing about the company.",
    ),
}
"""By finding, the most serious first (ORDER-1); then what is said where there is no finding."""


def _keyed(finding: str, text: FindingText) -> dict[str, str]:
    key = f"finding.{finding}"
    keyed = {
        key: text.meaning,
        f"{key}.heading": text.heading,
        f"{key}.one": text.one,
        f"{key}.many": text.many,
        f"{key}.badge": text.badge,
    }
    return {**keyed, f"{key}.badge-many": text.badge_many} if text.badge_many else keyed


FINDINGS: dict[str, str] = {
    **{key: sentence for finding, text in _TEXTS.items() for key, sentence in _keyed(finding, text).items()},
    "nothing.heading": "Nothing on record goes against the pledge",
    "nothing": "Nothing on record goes against the pledge (checked up to {date}; {reviewed} reviewed).",
    "nothing.badge": "Nothing on record",
}
