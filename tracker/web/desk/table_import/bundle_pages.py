"""Page variables of a bundle: its rows as a table, for whoever wrote it and whoever reviews it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.models import DraftBundle
from tracker.records.checking.checks import Fault
from tracker.records.checking.parsing import read
from tracker.records.checking.references import named_keys
from tracker.records.kinds import KIND_WORDS, KINDS, AnyRecord, Key, kind_words
from tracker.records.reading.problems import field_name
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.desk.bundle_jobs import BundleProgress, progress_of_bundle
from tracker.services.publishing.bundle_review import BundleRow, bundle_rows, shown_digest
from tracker.services.publishing.impact import companies_of_interest
from tracker.services.publishing.whole_bundles import approvals
from tracker.services.spreadsheets.effects import Effects, effects_of
from tracker.store.accounts.people import public_name, public_names
from tracker.store.editing.bundles import read_bodies
from tracker.store.editing.drafts import CHANGEABLE
from tracker.store.lists.records import titles
from tracker.web.desk.table_import.plan_pages import effect_sentences
from tracker.web.desk.times import moment_words
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["FILTERS", "BundlePage", "bundle_effects", "bundle_page", "fault_lines", "filtered"]

PER_PAGE = 100
_MOST_CARDS = 300
_WIDE = ("vocabulary", "topic", "initiative")
FILTERS = {
    "all": "All", "waiting": "To review", "alarm": "May go against a pledge", "new": "New", "changed": "Changed",
    "open": "In progress", "returned": "Returned", "published": "Published",
}  # fmt: skip
_STATES = {
    "editing": "In progress", "submitted": "In review", "returned": "Returned for changes", "published": "Published",
    "discarded": "Deleted",
}  # fmt: skip


class RowShown(NamedTuple):
    """A row of the table: what it is about, what else it brings, its effect for readers, and its state."""

    id: str
    row: int
    title: str
    company: str
    href: str
    kind: str
    is_new: bool
    beside: str
    sources: Sequence[str]
    effect: str
    alarm: bool
    state: str
    waiting: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class BundlePage(Page):
    """A bundle of drafts."""

    template = "desk/table_import/bundle.html"

    kicker: Annotated[str, "Where it came from, by whom, and when."]
    counts: Annotated[Sequence[tuple[int, str]], "Rows by state."]
    filters: Annotated[Sequence[tuple[str, str, int, bool]], "Address, word and count of each filter; which is chosen."]
    rows: Annotated[Sequence[RowShown], "The rows on this page."]
    further: Annotated[str, "The next page; empty at the end."]
    filtered: Annotated[int, "How many rows the filter shows."]
    waiting: Annotated[int, "How many of these wait for review."]
    filter: Annotated[str, "The filter."]
    effects: Annotated[Sequence[str], "What readers would see change."]
    alarms: Annotated[Sequence[str], "What would read as going against a pledge, or as missed."]
    shown: Annotated[str, "What an approval names."]
    action: Annotated[str, "Where the form goes."]
    may_review: Annotated[bool, "Whether this person may publish and return what is shown."]
    own: Annotated[bool, "Whether this person wrote it."]
    fresh: Annotated[bool, "Whether they showed lately who they are."]
    confirm: Annotated[str, "Where to do so."]
    may_submit: Annotated[bool, "Whether something can be submitted."]
    may_discard: Annotated[bool, "Whether it can be deleted as a whole."]
    wrong: Annotated[Sequence[str], "What was wrong with the last try."]
    note: Annotated[str, "The note as it was typed."]
    notice: Annotated[str, "What was done last, or what the first of two reviewers approved; empty where nothing."]
    underway: Annotated[str, "waiting or running, where a long bundle is being submitted or published."]
    what: Annotated[str, "What is being done; empty where nothing is."]


def bundle_page(
    session: Session,
    actor: Actor,
    bundle: DraftBundle,
    *,
    showing: str = "all",
    skip: int = 0,
    fresh: bool,
    confirm: str,
    wrong: Sequence[str] = (),
    note: str = "",
    notice: str = "",
) -> BundlePage:
    """The table of a bundle."""
    everything = bundle_rows(session, bundle.id, bodies=False)
    rows = [row for row in everything if row.lead.state != "discarded"]
    effects = bundle_effects(session, rows)
    sentences, alarms = effect_sentences(effects) if effects else ([], [])
    shown = filtered(rows, showing, effects)
    own = any(actor.account_id in draft.writers for row in rows for draft in row.drafts)
    states = [row.lead.state for row in rows]
    progress, underway = _progress(session, bundle)
    may_write = not underway and (bundle.owner_id == actor.account_id or may(actor.role, Action.EDIT_DRAFTS))
    return BundlePage(
        title=bundle.title,
        description="Drafts that are submitted and reviewed together.",
        kicker=_kicker(session, bundle),
        counts=[(states.count(state), word) for state, word in _STATES.items() if states.count(state)],
        filters=_filters(bundle.id, rows, showing, effects),
        rows=_rows(session, rows, shown[skip : skip + PER_PAGE], effects),
        further=_address(bundle.id, showing, skip + PER_PAGE) if len(shown) > skip + PER_PAGE else "",
        filtered=len(shown),
        waiting=sum(1 for row in shown if row.waiting),
        filter=showing,
        effects=sentences,
        alarms=alarms,
        shown=shown_digest(everything),
        action=url_for("desk.bundle", id=bundle.id),
        may_review=not underway and may(actor.role, Action.REVIEW) and (not own or site().settings.one_person_site),
        own=own,
        fresh=fresh,
        confirm=confirm,
        may_submit=may_write and any(state in CHANGEABLE for state in states),
        may_discard=may_write and bool(states) and all(state in CHANGEABLE for state in states),
        wrong=wrong or _failed(progress),
        note=note or (progress.note if progress else ""),
        notice=notice or _approved(session, rows),
        underway=underway,
        what=_done_with(progress, len(rows)) if underway else "",
    )


def _kicker(session: Session, bundle: DraftBundle) -> str:
    author = public_name(session, bundle.owner_id)
    return " · ".join((bundle.file_name or "Bundle", f"by {author}", moment_words(bundle.created_at)))


def _progress(session: Session, bundle: DraftBundle) -> tuple[BundleProgress | None, str]:
    """What is being done with it, or failed; and the state of what goes on."""
    progress = progress_of_bundle(session, bundle.id, site().clock)
    return progress, progress.state if progress and progress.state != "failed" else ""


def _done_with(progress: BundleProgress | None, rows: int) -> str:
    done = "Publishing" if progress and progress.publishing else "Submitting"
    return f"{done} {rows:,} row{'s' if rows != 1 else ''}"


def _approved(session: Session, rows: Sequence[BundleRow]) -> str:
    """Which rows somebody approved that a second reviewer must publish: a job tells nobody when it is done."""
    if not site().settings.two_reviewers or site().settings.one_person_site:
        return ""
    approvers = approvals(session, [submission for row in rows if row.waiting for submission in row.pending])
    approved = [row for row in rows if row.waiting and all(approvers.get(it.id) for it in row.pending)]
    if not approved:
        return ""
    people = {id for row in approved for it in row.pending for id in approvers[it.id]}
    names = ", ".join(sorted(public_names(session, people).values()))
    many = f"{len(approved):,} row{'s' if len(approved) != 1 else ''}"
    return f"{many} approved by {names}. Another reviewer must publish {'them' if len(approved) != 1 else 'it'}."


def _failed(progress: BundleProgress | None) -> list[str]:
    if progress is None or progress.state != "failed":
        return []
    return [f"{'Not published' if progress.publishing else 'Not submitted'}: {progress.why}."]


def _rows(
    session: Session, rows: Sequence[BundleRow], some: Sequence[BundleRow], effects: Effects | None
) -> list[RowShown]:
    read_bodies(session, [draft for row in some for draft in row.drafts])
    companies = titles(session, "company", [row.lead.company_id for row in some if row.lead.company_id])
    companies |= {it.record_id or "": it.title for row in rows for it in row.drafts if it.kind == "company"}
    return [_row(row, effects, companies) for row in some]


def _filters(
    id: str, rows: Sequence[BundleRow], showing: str, effects: Effects | None
) -> list[tuple[str, str, int, bool]]:
    return [
        (_address(id, key), word, number, key == showing)
        for key, word in FILTERS.items()
        if (number := len(filtered(rows, key, effects))) or key == showing
    ]


def _address(id: str, showing: str, skip: int = 0) -> str:
    return url_for("desk.bundle", id=id, filter=showing, skip=skip or None)


def bundle_effects(session: Session, rows: Sequence[BundleRow]) -> Effects | None:
    """What all that is not published yet would change together."""
    pending = {it.key: it for row in rows for it in row.drafts if it.state in ("editing", "submitted", "returned")}
    items = ((key, it.company_id or "", it.base_number == 0) for key, it in pending.items())
    companies, left_out = companies_of_interest(items, _MOST_CARDS)
    chosen = set(companies)
    wanted = {key: it for key, it in pending.items() if it.company_id in chosen or it.kind in _WIDE}
    records: dict[Key, AnyRecord] = {}
    while wanted:
        read_bodies(session, list(wanted.values()))
        some = [record for it in wanted.values() if (record := read(it.kind, it.data)[0])]
        records |= {record.key: record for record in some}
        wanted = {
            key: pending.pop(key) for key in named_keys(some, tuple(KINDS)) if key in pending and key not in records
        }
    if not records:
        return None
    effects = effects_of(session, list(records.values()), site().today, site().clock.now(), most=_MOST_CARDS)
    effects.left_out += left_out
    return effects


def filtered(rows: Sequence[BundleRow], showing: str, effects: Effects | None) -> list[BundleRow]:
    """The rows that a filter shows."""
    tests: dict[str, Callable[[BundleRow], bool]] = {
        "waiting": lambda row: row.waiting,
        "alarm": lambda row: row.waiting and _alarm(row, effects),
        "new": lambda row: row.lead.base_number == 0,
        "changed": lambda row: row.lead.base_number > 0,
        "open": lambda row: row.lead.state == "editing",
        "returned": lambda row: row.lead.state == "returned",
        "published": lambda row: row.lead.state == "published",
    }
    test = tests.get(showing)
    return [row for row in rows if test is None or test(row)]


def _pairs(row: BundleRow) -> list[tuple[str, str]]:
    pairs = []
    for draft in row.drafts:
        record, _ = read(draft.kind, draft.data)
        if isinstance(record, Pledge):
            pairs.append((record.company_id, record.topic))
        elif isinstance(record, Evidence):
            pairs += [(record.company_id, topic) for topic in record.topics]
    return list(dict.fromkeys(pairs))


def _alarm(row: BundleRow, effects: Effects | None) -> bool:
    if effects is None or row.lead.company_id not in {company for company, _ in effects.alarming}:
        return False
    return any(pair in effects.alarming for pair in _pairs(row))


def _row(row: BundleRow, effects: Effects | None, companies: Mapping[str, str]) -> RowShown:
    lead = row.lead
    open_row = lead.state in ("editing", "submitted", "returned")
    row_effects = (
        [effects.by_pair[pair] for pair in _pairs(row) if pair in effects.by_pair] if effects and open_row else []
    )
    beside: Mapping[str, int] = {}
    others = row.drafts[:-1]
    beside = {kind: sum(1 for it in others if it.kind == kind) for kind in dict.fromkeys(it.kind for it in others)}
    # Drafts that were edited since may say anything: only what is a web address becomes a link.
    urls = (str(draft.data.get("url", "")) for draft in row.drafts if draft.kind == "source")
    sources = [url for url in urls if url.startswith(("https://", "http://"))]
    return RowShown(
        id=lead.id,
        row=row.row,
        title=lead.title or lead.record_id or "Untitled",
        company=companies.get(lead.company_id or "", lead.company_id or "") if lead.kind != "company" else "",
        href=url_for("desk.review", id=row.pending[-1].id) if row.waiting else url_for("desk.draft", id=lead.id),
        kind=KIND_WORDS[lead.kind].capitalize(),
        is_new=lead.base_number == 0,
        beside=", ".join(f"{number} {kind_words(kind, number)}" for kind, number in beside.items()),
        sources=sources,
        effect="; ".join(row_effects),
        alarm=open_row and _alarm(row, effects),
        state=_STATES[lead.state],
        waiting=row.waiting,
        note=row.review.note or "" if row.review and lead.state == "returned" else "",
    )


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """Faults as lines."""
    return [f"{' '.join(it.key)}: {field_name(it.path).replace('_', ' ')}: {it.message}" for it in faults[:50]]
