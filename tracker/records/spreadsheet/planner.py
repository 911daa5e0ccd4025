"""Makes the plan of an import: matches what rows name with what is on record, and merges it in (IMPORT-4, IMPORT-5)."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from pydantic import ValidationError

from tracker.core.search_words import fold
from tracker.records.changing.adding import with_named
from tracker.records.checking.web_addresses import address_key
from tracker.records.ids import made_id, numbered
from tracker.records.kinds import AnyRecord, Key, from_body
from tracker.records.reading.problems import explain, field_name
from tracker.records.spreadsheet.fields import dimension_of
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.matching import CompanyIndex
from tracker.records.spreadsheet.planning import Known, Outcome, Plan, PlannedRecord, RowPlan, why_gone
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.spreadsheet.row_bodies import (
    RowRecord,
    assessment_of,
    company_of_row,
    conduct_of,
    pledge_of,
    source_of,
)
from tracker.records.spreadsheet.row_values import RowValues
from tracker.records.spreadsheet.same_record import (
    Compare,
    into_version,
    like_evidence,
    like_pledge,
    same_evidence,
    same_pledge,
)
from tracker.records.types.topic import Topic

__all__ = ["Choices", "Planner"]

Choices = Mapping[int, str]
"""What a person decided for rows that look like a record: ``skip``, ``new``, or the id of the record to change."""
_OF_PLEDGES = (
    "pledge.quote", "pledge.reported", "pledge.short", "pledge.title", "pledge.id", "pledge.deadline",
    "pledge.at_least", "pledge.at_most", "pledge.last_day", "pledge.withdrawn",
)  # fmt: skip
"""Fields of which one at least makes a pledge; a day, a note or a scope alone makes none."""
_EVIDENCE_FIELDS = ("fulfilment.", "act.", "evidence.title")


class _RefusedError(Exception):
    """The row cannot be taken."""

    def __init__(
        self, code: str, column: str = "", value: str = "", detail: str = "", candidates: tuple[str, ...] = ()
    ):
        self.code, self.column, self.value, self.detail, self.candidates = code, column, value, detail, candidates
        super().__init__(code)


class _AlikeError(Exception):
    """The row looks like records that are published, and nobody said whether it is the same."""

    def __init__(self, keys: tuple[Key, ...]):
        self.keys = keys
        super().__init__(str(keys))


class Planner:
    """Plans one import; rows are given in order, and the plan is taken at the end."""

    def __init__(
        self, mapping: TableMapping, known: Known, today: date, *, replace: bool = False, choices: Choices | None = None
    ):
        self.mapping, self.known, self.today, self.replace = mapping, known, today, replace
        self.choices = choices or {}
        self.plan = Plan(mapping, today)
        self._used: set[Key] = set()
        self._fresh = CompanyIndex()
        self._pending: dict[Key, PlannedRecord] = {}
        self._seen: dict[tuple[str, str, str], tuple[int, str]] = {}
        self._notices: list[RowProblem] = []

    def add(self, row: RowValues) -> None:
        """Plan one row."""
        if self.mapping.companies.get(row.text("company.name")) == "skip":
            return
        if any(not problem.notice for problem in row.problems):
            self._refuse(row)
            return
        self._pending, self._notices = {}, list(row.problems)
        try:
            keys = self._records_of(row)
        except _RefusedError as error:
            detail = RowProblem(row.row, error.column, error.code, error.value, error.detail, error.candidates)
            row.problems.append(detail)
            self._refuse(row)
        except _AlikeError as error:
            if "skip" in (self.choices.get(row.row), self.mapping.alike):
                self.plan.rows.append(RowPlan(row.row, "unchanged", alike=error.keys))
                return
            names = ", ".join(f"“{key[1]}”" for key in error.keys)
            told = f"It looks like {names}. Say whether it is the same."
            self.plan.problems.append(RowProblem(row.row, "", "alike", detail=told))
            self.plan.rows.append(RowPlan(row.row, "alike", alike=error.keys))
        else:
            self._take(row, keys)

    def _refuse(self, row: RowValues) -> None:
        self.plan.problems += row.problems
        self.plan.rows.append(RowPlan(row.row, "refused"))

    def _take(self, row: RowValues, keys: list[Key]) -> None:
        self.plan.problems += self._notices
        states = []
        for key in dict.fromkeys(keys):
            pending = self._pending.get(key)
            planned = self.plan.records.get(key)
            if planned is None:
                assert pending is not None
                planned = pending
                self.known.taken.add(key)
                self._used.add(key)
                self._remember(pending)
            rows = planned.rows if planned.rows[-1:] == [row.row] else [*planned.rows, row.row]
            self.plan.records[key] = record = pending or planned
            record.rows = rows
            states.append(record.state)
        outcome: Outcome = "new" if "new" in states else "changed" if "changed" in states else "unchanged"
        self.plan.rows.append(RowPlan(row.row, outcome, tuple(dict.fromkeys(keys))))

    def _remember(self, made: PlannedRecord) -> None:
        """What later rows of the file may name."""
        if made.key[0] == "company" and made.before is None:
            data = made.body
            self.known.companies.add(data, exact=True)
            self._fresh.add(data)
        elif made.key[0] == "source" and made.before is None:
            self.known.sources.add(made.body)

    def _records_of(self, row: RowValues) -> list[Key]:
        company = self._company(row)
        keys = [("company", company)] if company else []
        sources = self._sources(row)
        keys += [("source", id) for id in sources]
        wants_pledge = any(row.columns.get(key) for key in _OF_PLEDGES)
        wants_evidence = bool(row.ratings) or any(key.startswith(_EVIDENCE_FIELDS) for key in row.columns)
        if not wants_pledge and not wants_evidence:
            if not keys:
                raise _RefusedError("company-missing")
            return keys
        if not company:
            raise _RefusedError("company-missing")
        if not sources:
            raise _RefusedError("source-missing")
        topic = self.known.topics.get(row.text("pledge.topic") or self.mapping.topic or "")
        if topic is None:
            raise _RefusedError("topic-missing", row.column("pledge.topic"), row.text("pledge.topic"))
        keys += self._new_terms(row, topic)
        pledge = ""
        if wants_pledge:
            pledge = self._pledge(row, pledge_of(row, company, sources, topic, self.today), company)
        if wants_evidence:
            keys += self._evidence_of(row, company, sources, topic, pledge)
        # The row is about its pledge: what was done, and how others rate it, stand beside that.
        return [*keys, ("pledge", pledge)] if pledge else keys

    def _evidence_of(self, row: RowValues, company: str, sources: list[str], topic: Topic, pledge: str) -> list[Key]:
        keys: list[Key] = []
        if row.text("fulfilment.on") and not row.values.keys() & {"fulfilment.extent", "fulfilment.amount"}:
            raise _RefusedError("no-extent", row.column("fulfilment.on"))
        if conduct := conduct_of(row, company, sources, topic, pledge, self.today):
            keys.append(("evidence", self._evidence(row, conduct, company, row.text("evidence.id"))))
        for rating in row.ratings:
            record = assessment_of(row, rating, company, sources, topic, self.today)
            keys.append(("evidence", self._evidence(row, record, company, "")))
        return keys

    def _new_terms(self, row: RowValues, topic: Topic) -> list[Key]:
        """The vocabularies to which the row adds terms; each is extended, never overwritten."""
        keys = []
        for field, terms in row.values.items():
            added = [term for term in terms if term.name] if dimension_of(field) else []
            used = topic.dimensions.used().get(dimension_of(field)) if added else None
            if used and (before := self.known.vocabularies.get(used.vocabulary)):
                key = ("vocabulary", used.vocabulary)
                planned = self._pending.get(key) or self.plan.records.get(key)
                names = {"terms": [{"id": term.term, "name": term.name} for term in added]}
                merged = with_named(planned.body if planned else before, names)
                self._pending[key] = PlannedRecord(self._typed(row, merged), before, planned.rows if planned else ())
                keys.append(key)
        return keys

    def _company(self, row: RowValues) -> str:
        if id := row.text("company.id"):
            if id not in self.known.companies.bodies:
                raise _RefusedError("company-unknown", row.column("company.id"), id)
            return self._placed(row, "company", id, company_of_row(row))
        record, name = company_of_row(row), row.text("company.name")
        if not name and not record.named.get("identifiers"):
            return ""
        said = self.mapping.companies.get(name, "")
        column = row.column("company.name")
        if said and said != "new":
            if said not in self.known.companies.bodies:
                raise _RefusedError("company-unknown", column, said)
            return self._placed(row, "company", said, self._as_alias(record, name, said))
        match = self.known.companies.match(name, record.named.get("identifiers", {}))
        if match.sureness == "contradicts":
            raise _RefusedError("company-contradicts", column, name)
        if match.sureness == "sure":
            return self._placed(row, "company", match.id, self._as_alias(record, name, match.id))
        if match.sureness == "likely" and said != "new":
            likely = ", ".join(f"{self.known.companies.name_of(id)} ({id})" for id in match.likely)
            told = f"It may be {likely}. Choose one, or a new company."
            raise _RefusedError("company-likely", column, name, told, match.likely)
        if not name:
            raise _RefusedError("company-missing")
        gone = self.known.gone.match(name, record.named.get("identifiers", {}))
        if gone.sureness == "sure" and said != "new":
            raise _RefusedError("taken-down", column, name, why_gone(self.known.gone.bodies[gone.id]))
        if near := self._fresh.similar(name):
            told = f"An earlier row names {self._fresh.name_of(near[0])}. Are they one company?"
            self._notices.append(RowProblem(row.row, column, "company-near", name, told))
        return self._placed(row, "company", "", record)

    def _as_alias(self, record: RowRecord, name: str, id: str) -> RowRecord:
        """A company that is on record keeps its name; another way to write it is one more alias."""
        current = self.known.companies.bodies[id]
        named = {field: value for field, value in record.named.items() if field != "name"}
        called = {fold(str(it)) for it in (current.get("name", ""), *current.get("aliases", ()))}
        called |= {fold(str(part.get("name", ""))) for part in current.get("names", ())}
        if name and fold(name) not in called:
            named["aliases"] = [*named.get("aliases", ()), name]
        return record._replace(named=named)

    def _sources(self, row: RowValues) -> list[str]:
        ids: list[str] = []
        urls = row.values.get("source.url") or [""]
        for url in urls:
            own = source_of(row, "source", self.today, url)
            if own:
                ids.append(self._source(row, own))
        listed = source_of(row, "list", self.today)
        if listed:
            ids.append(self._source(row, listed))
        return list(dict.fromkeys(ids))

    def _source(self, row: RowValues, record: RowRecord) -> str:
        id = self.known.sources.match(record.named)
        if not id and (gone := self.known.gone_sources.match(record.named)):
            column = row.column("source.url", "source.title")
            raise _RefusedError("taken-down", column, "", why_gone(self.known.gone_sources.bodies[gone]))
        before = self.known.sources.bodies.get(id, {})
        # Another way to write the same address changes nothing.
        same = [name for name in ("url", "archive_url") if before.get(name) and name in record.named]
        same = [name for name in same if address_key(record.named[name]) == address_key(before[name])]
        named = {name: value for name, value in record.named.items() if name not in same}
        return self._placed(row, "source", id, record._replace(named=named) if id else record)

    def _pledge(self, row: RowValues, record: RowRecord, company: str) -> str:
        version = record.named["versions"][0]
        if not (version.get("quote") or version.get("reported") or row.text("pledge.id")):
            raise _RefusedError("words-missing", row.column("pledge.quote", "pledge.reported", "pledge.deadline"))
        id = self._matched(row, record, company, row.text("pledge.id"), same_pledge, like_pledge)
        before = self._before(("pledge", id)) if id else None
        if before is not None:
            record = record._replace(named=into_version(record.named, before))
        return self._placed(row, "pledge", id, record, company)

    def _evidence(self, row: RowValues, record: RowRecord, company: str, given: str) -> str:
        id = self._matched(row, record, company, given, same_evidence, like_evidence)
        return self._placed(row, "evidence", id, record, company)

    def _matched(
        self,
        row: RowValues,
        record: RowRecord,
        company: str,
        given: str,
        same: Compare,
        like: Compare,
    ) -> str:
        """The id of the published record that is meant, each for one row; empty for a new one."""
        known = self.known.by_company.get((record.kind, company), ())
        if given:
            if given not in [it["id"] for it in known]:
                raise _RefusedError("record-unknown", row.column(f"{record.kind}.id"), given)
            return given
        chosen = self.choices.get(row.row, "")
        if chosen and chosen not in ("new", "skip") and any(it["id"] == chosen for it in known):
            return chosen
        free = [it for it in known if (record.kind, str(it["id"])) not in self._used]
        whole = record.whole
        for candidate in known:
            named = into_version(record.named, candidate) if record.kind == "pledge" else record.named
            if same(whole, candidate) and with_named(candidate, named) == candidate:
                return str(candidate["id"])
        fitting = [str(it["id"]) for it in free if same(whole, it)]
        if len(fitting) == 1:
            return fitting[0]
        alike = fitting or [str(it["id"]) for it in free if like(whole, it)]
        gone = self.known.gone_of_company.get((record.kind, company), ())
        if not alike and (once := next((it for it in gone if same(whole, it)), None)):
            raise _RefusedError("taken-down", detail=why_gone(once))
        if not alike or chosen == "new" or self.mapping.alike == "new":
            return ""
        if self.mapping.alike == "change" and len(alike) == 1:
            return alike[0]
        raise _AlikeError(tuple((record.kind, id) for id in alike[:3]))

    def _before(self, key: Key) -> Mapping[str, Any] | None:
        kind, id = key
        if kind == "company":
            return self.known.companies.bodies.get(id)
        if kind == "source":
            return self.known.sources.bodies.get(id)
        company = id.partition("/")[0]
        return next((it for it in self.known.by_company.get((kind, company), ()) if it["id"] == id), None)

    def _placed(self, row: RowValues, kind: str, id: str, record: RowRecord, company: str = "") -> str:
        """Plan the record of a row under an id, which is made for a new one."""
        planned = self._pending.get((kind, id)) or self.plan.records.get((kind, id)) if id else None
        if planned is not None:
            return self._again(row, planned, record)
        before = self._before((kind, id)) if id else None
        if before is None:
            twice = self._same_in_file(row, kind, company, record)
            if twice:
                return twice
        key = (kind, id or self._free(kind, company, record.whole))
        if key in self.known.in_drafts:
            raise _RefusedError("in-draft", detail=self.known.in_drafts[key])
        data = self._merged(record, before, key[1])
        self._pending[key] = PlannedRecord(self._typed(row, data), before)
        self._seen[kind, company, repr(record.whole)] = (row.row, key[1])
        return key[1]

    def _merged(self, record: RowRecord, before: Mapping[str, Any] | None, id: str) -> dict[str, Any]:
        whole = {**record.whole, "id": id}
        whole.pop("company", None)
        if before is None:
            return whole
        if self.replace:
            return {**({"name": before["name"]} if "name" in before else {}), **whole}
        return with_named(before, record.named)

    def _same_in_file(self, row: RowValues, kind: str, company: str, record: RowRecord) -> str:
        """The id of the record that an earlier row made in the very same words."""
        if kind not in ("pledge", "evidence"):
            return ""
        same = (kind, company, repr(record.whole))
        first, id = self._seen.get(same, (0, ""))
        if id and ((kind, id) in self.plan.records or (kind, id) in self._pending):
            self._notices.append(RowProblem(row.row, "", "row-twice", detail=f"See row {first}."))
            return id
        return ""

    def _again(self, row: RowValues, planned: PlannedRecord, record: RowRecord) -> str:
        """A record that an earlier row names too: what it says first counts, what is new is added."""
        named = {name: value for name, value in record.named.items() if name != "name"}
        current = planned.body
        merged = with_named(current, named, keep=True)
        differing = [
            name
            for name, value in named.items()
            if name in current and isinstance(value, str) and current[name] != value
        ]
        for name in differing:
            column = row.columns.get(f"{planned.key[0]}.{name}", "")
            self._notices.append(RowProblem(row.row, column, "rows-differ", str(named[name])))
        if merged != current:
            planned = PlannedRecord(self._typed(row, merged), planned.before, planned.rows)
        self._pending[planned.key] = planned
        return planned.key[1]

    def _typed(self, row: RowValues, data: dict[str, Any]) -> AnyRecord:
        """The body as a typed record; raises for what is none."""
        try:
            return from_body(data)
        except ValidationError as error:
            path, message = explain(error, data)[0]
            detail = f"{data['kind'].capitalize()}, {field_name(path).replace('_', ' ')}: {message}"
            raise _RefusedError("record", _column_of(row, data["kind"], path), detail=detail) from None

    def _free(self, kind: str, company: str, whole: Mapping[str, Any]) -> str:
        made = made_id(kind, {**whole, **({"company": company} if company else {})}) or f"{company or kind}/{kind}"
        taken = self.known.taken
        options = (made if number == 1 else numbered(made, number) for number in count(1))
        return next(id for id in options if (kind, id) not in taken and (kind, id) not in self._pending)


def _column_of(row: RowValues, kind: str, path: tuple[str | int, ...]) -> str:
    """The column that filled the field with a fault, as far as one did."""
    names = [str(step) for step in path if isinstance(step, str)]
    groups = {"pledge": ("pledge", "scope"), "evidence": ("evidence", "assessment", "fulfilment", "act")}
    wanted = [f"{group}.{name}" for group in groups.get(kind, (kind,)) for name in reversed(names)]
    return row.column(*wanted)
