"""Makes the plan of an import: matches rows with what is on record, and adds them (IMPORT-4, IMPORT-5, IMPORT-8)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.records.changing.adding import with_named
from tracker.records.checking.web_addresses import address_key
from tracker.records.kinds import Key
from tracker.records.spreadsheet.fields import OF_ONE_PLEDGE, dimension_of
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.placing import RecordPlacer, RefusedError
from tracker.records.spreadsheet.planning.plan import (
    Decisions,
    ExistingRecords,
    Plan,
    PlannedRecord,
    RowPlan,
    outcome_of,
    why_gone,
)
from tracker.records.spreadsheet.planning.row_companies import RowCompanies
from tracker.records.spreadsheet.planning.same_record import (
    Compare,
    as_new_version,
    changed_wording,
    into_version,
    like_evidence,
    like_pledge,
    same_evidence,
    same_pledge,
    same_response,
    without_wording,
)
from tracker.records.spreadsheet.planning.unused import TOLD, told_value, unused_values
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.spreadsheet.row_bodies import (
    RowRecord,
    assessment_of,
    conduct_of,
    is_of_another_year,
    pledge_of,
    said_by,
    source_of,
    who_rates,
)
from tracker.records.spreadsheet.row_extras import check_of, initiative_of, is_before, is_later, response_of
from tracker.records.spreadsheet.row_values import RowValues
from tracker.records.types.topic import Topic

__all__ = ["Planner"]

_DATED = ("pledge.deadline", "pledge.at_least", "pledge.at_most", "pledge.last_day", "pledge.withdrawn", "duty.every")
_OF_PLEDGES = ("pledge.quote", "pledge.reported", "pledge.short", "pledge.title", "pledge.id", *_DATED)
"""Fields of which one at least makes a pledge; a day, a note or a scope alone makes none."""
_EVIDENCE_FIELDS = (*TOLD, "act.")
_SAID_ONCE = (
    "pledge.quote", "pledge.reported", "pledge.start", "pledge.announced", "pledge.speaker", "pledge.channel",
    "pledge.language", "pledge.commitment", "pledge.topic", "pledge.verification",
    "scope.actor", "scope.action", "scope.subject", "scope.counterparty", "scope.place", "scope.purpose",
)  # fmt: skip
"""What a row says of its first pledge holds for its others where they say nothing else."""


class _AlikeError(Exception):
    """The row looks like records that are published, and nobody said whether it is the same."""

    def __init__(self, keys: tuple[Key, ...]):
        self.keys = keys
        super().__init__(str(keys))


class _WordingError(Exception):
    """The row changes what a published pledge says, and nobody said whether that is a new version or a correction."""

    def __init__(self, key: Key, sentence: str):
        self.key, self.sentence = key, sentence
        super().__init__(sentence)


class Planner:
    """Plans one import; rows are given in order, and the plan is taken at the end."""

    def __init__(
        self,
        mapping: TableMapping,
        existing: ExistingRecords,
        today: date,
        *,
        replace: bool = False,
        decisions: Decisions | None = None,
    ):
        self.mapping, self.existing, self.today = mapping, existing, today
        self.decisions = decisions or Decisions()
        self.plan = Plan(mapping, today)
        self.placer = RecordPlacer(existing, self.plan, replace=replace)
        self.companies = RowCompanies(mapping, self.placer)

    def add(self, row: RowValues) -> None:
        """Plan one row."""
        if self.mapping.companies.get(row.text("company.name")) == "skip":
            return
        if row.is_refused:
            self._refuse(row)
            return
        if not row.values:
            self.plan.problems += row.problems
            return
        self.placer.begin(row)
        try:
            keys = self._records_of(row)
        except RefusedError as error:
            detail = RowProblem(row.row, error.column, error.code, error.value, error.detail, error.candidates)
            row.problems.append(detail)
            self._refuse(row)
        except _AlikeError as error:
            if "skip" in (self.decisions.rows.get(row.row), self.mapping.alike):
                self.plan.rows.append(RowPlan(row.row, "unchanged", alike=error.keys))
                return
            names = ", ".join(f"“{key[1]}”" for key in error.keys)
            self._ask(row, "alike", f"It looks like {names}. Say whether it is the same.", error.keys)
        except _WordingError as error:
            self._ask(row, "wording-changes", error.sentence, (error.key,))
        else:
            self.plan.problems += self.placer.notices
            states = [self.placer.take(row, key).state for key in dict.fromkeys(keys)]
            self.plan.rows.append(RowPlan(row.row, outcome_of(states), tuple(dict.fromkeys(keys))))

    def finished(self) -> Plan:
        """The plan of all rows that were added, without what a person left."""
        self.plan.leave(self.decisions.left)
        return self.plan

    def _refuse(self, row: RowValues) -> None:
        self.plan.problems += row.problems
        self.plan.rows.append(RowPlan(row.row, "refused"))

    def _ask(self, row: RowValues, code: str, detail: str, keys: tuple[Key, ...]) -> None:
        self.plan.problems.append(RowProblem(row.row, "", code, detail=detail))
        self.plan.rows.append(RowPlan(row.row, "alike", alike=keys))

    def _records_of(self, row: RowValues) -> list[Key]:
        """The records of a row, the one it is about last: what was done, and ratings, stand beside the pledge."""
        company, owners = self.companies.place(row)
        keys = [("company", id) for id in (*owners, company) if id]
        sources = self._sources(row)
        keys += [("source", id) for id in sources]
        keys += self._initiatives(row, company, sources)
        pledges = self._numbers_of_pledges(row)
        wants_evidence = bool(row.ratings or row.statements) or any(
            key.startswith(_EVIDENCE_FIELDS) for key in row.columns
        )
        others = any(key.startswith(("check.", "response.")) for key in row.columns)
        self.placer.notices += unused_values(row, pledges=bool(pledges), evidence=wants_evidence)
        if not pledges and not wants_evidence and not others:
            if not keys:
                raise RefusedError("company-missing")
            return keys
        if not company:
            raise RefusedError("company-missing")
        topic = self.existing.topics.get(row.text("pledge.topic") or self.mapping.topic or "")
        if topic is None:
            raise RefusedError("topic-missing", row.column("pledge.topic"), row.text("pledge.topic"))
        if not sources and (pledges or wants_evidence or row.numbers("response")):
            raise RefusedError("source-missing")
        keys += self._new_terms(row, topic)
        keys += self._others(row, company, sources, topic)
        made = self._pledges(row, pledges, company, sources, topic)
        if wants_evidence:
            keys += self._evidence_of(row, company, sources, topic, made)
        return [*keys, *(("pledge", made[number]) for number in reversed(list(made)))]

    def _numbers_of_pledges(self, row: RowValues) -> list[int]:
        """Which pledges the row makes. Words that only the later ones give a day or amount are theirs alone."""
        wanted = [
            number
            for number in row.numbers(*OF_ONE_PLEDGE)
            if any(key in row.numbered(number, OF_ONE_PLEDGE).columns for key in _OF_PLEDGES)
        ]
        first_is_theirs = wanted[1:] and not any(key in row.columns for key in _DATED)
        if first_is_theirs and not any(
            row.columns.keys() & {f"pledge.quote#{n}", f"pledge.reported#{n}"} for n in wanted
        ):
            return wanted[1:]
        return wanted

    def _pledges(
        self, row: RowValues, numbers: list[int], company: str, sources: list[str], topic: Topic
    ) -> dict[int, str]:
        """The ids of the row’s pledges by their number."""
        made: dict[int, str] = {}
        for number in numbers:
            numbered = row.numbered(number, OF_ONE_PLEDGE, _SAID_ONCE)
            if made and is_of_another_year(numbered):
                column = numbered.column("pledge.deadline")
                self.placer.notices.append(RowProblem(row.row, column, "not-used", numbered.text("pledge.deadline")))
                continue
            record = pledge_of(numbered, company, sources, topic, self.today)
            shares = made and not numbered.columns.keys() & {"pledge.quote", "pledge.reported"}
            if shares:
                record.named["same_text_as"] = list(made.values())
            made[number] = self._pledge(numbered, record, company)
        return made

    def _evidence_of(
        self, row: RowValues, company: str, sources: list[str], topic: Topic, pledges: Mapping[int, str]
    ) -> list[Key]:
        keys: list[Key] = []
        for number in sorted({1, *row.numbers("fulfilment")}):
            numbered = row.numbered(number, OF_ONE_PLEDGE, _SAID_ONCE)
            if numbered.text("fulfilment.on") and not numbered.values.keys() & {
                "fulfilment.extent",
                "fulfilment.amount",
            }:
                raise RefusedError("no-extent", numbered.column("fulfilment.on"))
            if number > 1:
                numbered = numbered.numbered(0, ("act", "evidence", "outcome"))
            pledge = pledges.get(number, "")
            if conduct := conduct_of(numbered, company, sources, topic, pledge, self.today):
                keys.append(("evidence", self._evidence(row, conduct, company, numbered.text("evidence.id"))))
        for said in row.statements:
            numbered = row.numbered(said.number, OF_ONE_PLEDGE, _SAID_ONCE).numbered(0, ("act", "evidence", "outcome"))
            values = {**numbered.values, said.field: said.value, "fulfilment.on": said.on}
            if conduct := conduct_of(
                RowValues(row.row, values), company, sources, topic, pledges.get(said.number, ""), self.today
            ):
                keys.append(("evidence", self._evidence(row, conduct, company, "")))
        # What a list says of a company stands in the list, not in the documents that the row names.
        of_ratings = sources[-1:] if source_of(row, "list", self.today) else sources
        for rating in row.ratings:
            if not who_rates(row):
                raise RefusedError("rater-missing", rating.column, rating.value)
            record = assessment_of(row, rating, company, of_ratings, topic, self.today)
            keys.append(("evidence", self._evidence(row, record, company, "")))
        return keys

    def _initiatives(self, row: RowValues, company: str, sources: list[str]) -> list[Key]:
        """The initiatives that the row says the company signed."""
        keys: list[Key] = []
        for number in row.numbers("initiative"):
            numbered = row.numbered(number, ("initiative",))
            name = numbered.text("initiative.name")
            if not name:
                continue
            if not sources:
                raise RefusedError("source-missing")
            id = self.existing.initiative_named(name)
            planned = self.placer.planned(("initiative", id)) if id else None
            current = planned.body if planned else self.existing.initiatives.get(id)
            record = initiative_of(numbered, current, company, sources, self.today)
            keys.append(("initiative", self.placer.place(row, "initiative", id, record)))
        return keys

    def _others(self, row: RowValues, company: str, sources: list[str], topic: Topic) -> list[Key]:
        """How far the company was checked, and what it was asked."""
        keys: list[Key] = []
        if until := row.text("check.until"):
            check = check_of(row, company, topic)
            before = self.placer.before(("check", f"{company}/{topic.id}"))
            if before is None or is_later(until, str(before["until"])):
                id = f"{company}/{topic.id}"
                keys.append(("check", self.placer.place(row, "check", id, check, company)))
        if row.numbers("response"):
            response = response_of(row, company, sources, self.today)
            id = self._matched(row, response, company, "", same_response, same_response)
            keys.append(("response", self.placer.place(row, "response", id, response, company)))
        return keys

    def _new_terms(self, row: RowValues, topic: Topic) -> list[Key]:
        """The vocabularies to which the row adds terms; each is extended, never overwritten."""
        keys = []
        for field, terms in row.values.items():
            added = [term for term in terms if term.name] if dimension_of(field) else []
            used = topic.dimensions.used().get(dimension_of(field)) if added else None
            if used and (before := self.existing.vocabularies.get(used.vocabulary)):
                key = ("vocabulary", used.vocabulary)
                planned = self.placer.planned(key)
                names = {"terms": [{"id": term.term, "name": term.name} for term in added]}
                merged = with_named(planned.body if planned else before, names)
                self.placer.pending[key] = PlannedRecord(
                    self.placer.typed(row, merged), before, planned.rows if planned else ()
                )
                keys.append(key)
        return keys

    def _sources(self, row: RowValues) -> list[str]:
        ids: list[str] = []
        for number in row.numbers("source") or [1]:
            numbered = row.numbered(number, ("source",))
            for url in numbered.values.get("source.url") or [""]:
                if own := source_of(numbered, "source", self.today, url):
                    ids.append(self._source(row, own))
        listed = source_of(row, "list", self.today)
        if listed:
            ids.append(self._source(row, listed))
        return list(dict.fromkeys(ids))

    def _source(self, row: RowValues, record: RowRecord) -> str:
        id = self.existing.sources.match(record.named)
        if not id and (gone := self.existing.gone_sources.match(record.named)):
            column = row.column("source.url", "source.title")
            raise RefusedError("taken-down", column, "", why_gone(self.existing.gone_sources.bodies[gone]))
        before = self.existing.sources.bodies.get(id, {})
        # Another way to write the same address changes nothing.
        same = [name for name in ("url", "archive_url") if before.get(name) and name in record.named]
        same = [name for name in same if address_key(record.named[name]) == address_key(before[name])]
        named = {name: value for name, value in record.named.items() if name not in same}
        return self.placer.place(row, "source", id, record._replace(named=named) if id else record)

    def _pledge(self, row: RowValues, record: RowRecord, company: str) -> str:
        version = record.named["versions"][0]
        if not (version.get("quote") or version.get("reported") or row.text("pledge.id")):
            raise RefusedError("words-missing", row.column("pledge.quote", "pledge.reported", "pledge.deadline"))
        if is_before(row.text("pledge.deadline"), row.text("pledge.start")):
            raise RefusedError("deadline-early", row.column("pledge.deadline"), row.text("pledge.deadline"))
        id = self._matched(row, record, company, row.text("pledge.id"), same_pledge, like_pledge)
        before = self.placer.before(("pledge", id)) if id else None
        if before is None or self.placer.planned(("pledge", id)):
            return self.placer.place(row, "pledge", id, record, company)
        record = record._replace(named=into_version(record.named, before))
        record, change = self._settled(row, record, before)
        return self.placer.place(row, "pledge", id, record, company, change)

    def _settled(self, row: RowValues, record: RowRecord, before: Mapping[str, Any]) -> tuple[RowRecord, str]:
        """What a row says of a published pledge, as a person decided where it changes the words, days or scope."""
        differing = changed_wording(record.named, before)
        if not differing or self.placer.replace or ("pledge", before["id"]) in self.existing.in_drafts:
            return record, "update"
        said = self.decisions.versions.get(row.row) or self.mapping.versions
        if said == "correct":
            return record, "correction"
        if said == "keep":
            return record._replace(named=without_wording(record.named)), "update"
        if said == "version":
            source, by = record.assumed["versions"][0]["source"], said_by(row, self.today.isoformat())
            try:
                named = as_new_version(record.named, before, source, by)
            except ValueError:
                raise RefusedError("date-missing", row.column("pledge.start")) from None
            return record._replace(named=named), "update"
        differences = "; ".join(f"{name}: {told_value(old)} → {told_value(new)}" for name, old, new in differing)
        raise _WordingError(("pledge", str(before["id"])), f"“{before['id']}”: {differences}.")

    def _evidence(self, row: RowValues, record: RowRecord, company: str, given: str) -> str:
        id = self._matched(row, record, company, given, same_evidence, like_evidence)
        return self.placer.place(row, "evidence", id, record, company)

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
        own_records = self.existing.by_company.get((record.kind, company), ())
        if given:
            if given not in [it["id"] for it in own_records]:
                raise RefusedError("record-unknown", row.column(f"{record.kind}.id"), given)
            return given
        chosen = self.decisions.rows.get(row.row, "")
        if chosen and chosen not in ("new", "skip") and any(it["id"] == chosen for it in own_records):
            return chosen
        free = [it for it in own_records if (record.kind, str(it["id"])) not in self.placer.used]
        whole = record.whole
        for candidate in own_records:
            named = into_version(record.named, candidate) if record.kind == "pledge" else record.named
            if same(whole, candidate) and with_named(candidate, named) == candidate:
                return str(candidate["id"])
        fitting = [str(it["id"]) for it in free if same(whole, it)]
        if len(fitting) == 1:
            return fitting[0]
        alike = fitting or [str(it["id"]) for it in free if like(whole, it)]
        gone = self.existing.gone_of_company.get((record.kind, company), ())
        if not alike and (once := next((it for it in gone if same(whole, it)), None)):
            raise RefusedError("taken-down", detail=why_gone(once))
        if not alike or chosen == "new" or self.mapping.alike == "new":
            return ""
        if self.mapping.alike == "change" and len(alike) == 1:
            return alike[0]
        raise _AlikeError(tuple((record.kind, id) for id in alike[:3]))
