"""The words of the progress picture: what was reached, what was promised, and by when."""

PROGRESS: dict[str, str] = {
    "progress.title": "{measure}: what it reached, against what it promised",
    "progress.end-of-year": "the end of {year}",
    "progress.of-day": "{amount} ({when})",
    "progress.baseline": "{amount} ({when}, where it started)",
    "progress.baseline-undated": "It started from {amount}.",
    "progress.at-least": "{amount} by {deadline}",
    "progress.at-most": "at most {amount} by {deadline}",
    "progress.most": "at most {amount}",
    "progress.at-least-open": "{amount}, no deadline",
    "progress.at-most-open": "at most {amount}, no deadline",
    "progress.no-deadline": "no deadline",
    "progress.reached": "Reached: {counts}.",
    "progress.reached-none": "No figure on record.",
    "progress.goal": "Promised: {parts}.",
    "progress.goal-was": "Promised before: {parts}.",
    "progress.short": "Reached: {amount} ({when}). {parts}",
    "progress.own-count": "by its own count",
    "progress.by-others": "stated by others",
    "progress.start": "where it started",
    "progress.legend-own": "reached, by its own count",
    "progress.legend-others": "reached, stated by others",
    "progress.legend-now": "promised",
    "progress.legend-was": "promised before, then changed",
    "progress.note": (
        "The company promised the ringed values only. The dashed lines are ours, as a guide for the eye. "
        "Each starts at the last figure known when the promise was made. A year without a figure breaks the line."
    ),
    "progress.note-uncertain": "A pale line shows between which days a figure may fall.",
}
