"""Records with more in them than the generated cases have, always the same for a number.

Deep vocabularies with words for readers, one or two yardsticks, several companies that own each other or sign a
charter, promises in numbers and in turns, answers that pledges cite, acts with notes and days of their own.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.engine.rich_topics import COMPANIES, Data, Topic, choices_of
from tests.strategies.records import FIRST, condition, date_text, day, ends, labels, outcomes, period

SHORTS = (
    "not to sell drones",
    "to report by 2020",
    "Will never sell, rent or lend",
    "“No drones”",
    "We shall stop it.",
)
PUBLISHERS = ("P", "Q", "p", "Acme Optics Inc.", "Old Acme", None)
CHANGES = ("announced", "extended", "narrowed", "clarified")


def rich_records(number: int) -> tuple[list[Data], date]:
    """The records of a number, without decisions, and a day."""
    return _World(choices_of(f"rich {number}"), number).records()


class _World(Topic):
    """The records of one number while they are made."""

    def records(self) -> tuple[list[Data], date]:
        """All of them."""
        choices = self.choices
        as_of = FIRST + timedelta(days=choices.number(5, 60))
        records = [*self.vocabularies(), self.topic(), *self._companies(), *self._sources()]
        records += [condition(choices, id) for id in ("law", "other-law")]
        charter = {"kind": "initiative", "id": "charter", "name": "The Charter", "source": "d0"}
        signed = {"company": "acme", "since": date_text(choices, 2, 20)}
        if choices.rarely(3):
            signed["until"] = day(choices.number(20, 40))
        records.append(charter | {"signatories": [signed] if choices.rarely(2) else []})
        pledges = list(self._pledges())
        evidence = [entry for company in COMPANIES for entry in self._evidence(company, pledges)]
        responses = list(self._responses(pledges, evidence))
        self._cite(pledges, responses)
        return [*records, *pledges, *evidence, *responses], as_of

    def _companies(self) -> Iterator[Data]:
        choices = self.choices
        for name in COMPANIES:
            data: Data = {
                "kind": "company",
                "id": name,
                "name": choices.one((f"{name.title()} Optics Inc.", f"{name.title()}, Ltd.")),
            }
            if choices.rarely(2):
                data |= {"aliases": [name.title()], "names": [{"name": f"Old {name.title()}", "until": "2019"}]}
            if choices.rarely(2):
                data["products"] = [{"id": "kit", "name": "The Kit", "subjects": self._some("subject")}]
            owner = {"acme": "holding", "mill": "acme"}.get(name)
            if owner and choices.rarely(2):
                data["owners"] = [self._owner(owner)]
            yield data

    def _owner(self, company: str) -> Data:
        choices = self.choices
        since = choices.one((None, date_text(choices, 0, 12), day(choices.number(0, 12))))
        until = choices.one((None, None, date_text(choices, 16, 40), day(choices.number(14, 40))))
        dates = {"since": since, "until": until}
        return {"company": company, "source": "d0"} | {name: text for name, text in dates.items() if text}

    def _sources(self) -> Iterator[Data]:
        choices = self.choices
        for i in range(5):
            data: Data = {
                "kind": "source",
                "id": f"d{i}",
                "title": f"Text {i}",
                "type": choices.one(("claim", "claim", "record")),
            }
            data |= {
                "date": choices.one((day(90), day(12), date_text(choices, 4, 20))),
                "derived_from": choices.some([f"d{j}" for j in range(i)], 0, 2),
            }
            if publisher := choices.one(PUBLISHERS):
                data["publisher"] = publisher
            yield data | choices.one(({"location": "shelf 1"}, {"url": f"https://news.example/{i}"}))

    def _pledges(self) -> Iterator[Data]:
        choices = self.choices
        for company, most in (("acme", 3), ("mill", 1), ("holding", 2)):
            for i in range(choices.number(0, most)):
                commitment = choices.one(("refrain", "refrain", "perform"))
                yield self._pledge(f"{company}/p{i}", commitment, company)
        if choices.rarely(2):
            yield self._pledge("charter/all", choices.one(("refrain", "perform")), None)
        if choices.rarely(2):
            commitment = choices.one(("refrain", "perform"))
            yield self._pledge("acme/first", commitment, "acme")
            yield self._pledge("acme/terms", choices.one((commitment, commitment, "refrain")), "acme") | {
                "restates": "acme/first"
            }

    def _pledge(self, id: str, commitment: str, company: str | None) -> Data:
        choices = self.choices
        data: Data = {"kind": "pledge", "id": id, "topic": "topic", "commitment": commitment}
        data |= {"company": company} if company else {"initiative": "charter"}
        if title := choices.one((None, None, "No drones", "A promise, with more")):
            data["title"] = title
        start, versions = choices.number(0, 14), []
        for place in range(choices.one((1, 1, 2, 2, 3))):
            version = self._version(start, place)
            if commitment == "perform":
                self._to_act(version, start)
            versions.append(version)
            start += choices.number(0, 10)
        return data | {"versions": versions}

    def _version(self, start: int, place: int) -> Data:
        choices = self.choices
        data: Data = {
            "start": date_text(choices, start, start),
            "source": choices.one(("d0", "d1")),
            "change": CHANGES[place % 4],
        }
        if choices.rarely(6):
            data["announced"] = day(max(0, start - choices.number(0, 6)))
        if choices.rarely(10):
            data |= {"start": {"condition": "other-law"}, "announced": day(start)}
        elif choices.rarely(6):
            data["start"] = f"[..{day(start)}]"
        given = {"withdrawn": f"[..{day(start + 9)}]"} if choices.rarely(8) else ends(choices, start)
        data |= {"ends": given, "verification": choices.one(("none", "independent", "own report"))}
        many = {name: labels(choices, terms) for name, terms in self._of_scope() if not choices.rarely(3)}
        some = {name: {"in": self._some(name, 2, 8)} for name in choices.some(self.used, 0, 2)}
        dimension = choices.one(self.used)
        one = {
            dimension: {"in": self._some(dimension, 1, 3), choices.one(("unclear", "except")): [self._last(dimension)]}
        }
        one[dimension]["in"] = [term for term in one[dimension]["in"] if term != self._last(dimension)]
        scope = choices.one((many, many, some, one | some, one))
        data["scope"] = {name: given for name, given in scope.items() if given}
        if choices.rarely(2):
            data |= {"quote": "We say so", "speaker": "A. Person", "channel": "a letter"}
        else:
            data["reported"] = "It is said"
        if choices.rarely(2):
            data["short"] = choices.one(SHORTS)
        return data

    def _to_act(self, version: Data, start: int) -> None:
        """A deadline, a target with milestones, or turns."""
        choices = self.choices
        due = start + choices.number(0, 12)
        kind = choices.one(("day", "day", "vague", "after", "condition", "turns", "turns", "none"))
        first, last = choices.one(((day(due), day(due + choices.number(3, 20))), ("2020-06", "2020-08")))
        turns: Data = {"every": choices.one(("3 days", "1 week", "1 month", "2 weeks")), "first": first}
        deadlines = {
            "day": day(due),
            "vague": date_text(choices, due, due),
            "after": {"after": f"{due - start + 1} days"},
            "condition": {"condition": "law"},
            "turns": turns | ({"last": last} if choices.rarely(2) else {}),
        }
        if kind in deadlines:
            version["deadline"] = deadlines[kind]
        if choices.rarely(2):
            version["target"] = self._target()
            if kind != "turns" and choices.rarely(2):
                bound = "at_least" if "at_least" in version["target"] else "at_most"
                version["milestones"] = [{"by": day(start + 3 * i), bound: choices.one(("30", "50"))} for i in (1, 2)]

    def _evidence(self, company: str, pledges: list[Data]) -> Iterator[Data]:
        choices = self.choices
        own = [pledge for pledge in pledges if pledge.get("company", company) == company]
        for i in range(choices.number(1, 3)):
            nature = choices.one(("conduct", "conduct", "conduct", "conduct", "statement", "assessment", "proceeding"))
            data: Data = {"kind": "evidence", "id": f"{company}/e{i}", "topics": ["topic"], "nature": nature}
            data |= {
                "title": choices.one(("A deed", "A deed.", "Deeds, of two kinds...")),
                "sources": self._cited(),
            } | period(choices)
            if nature == "assessment":
                data["assessment"] = {"by": "Raters", "value": "C", "scale": "A to F"}
            acts = [self._act() for _ in range(choices.one((1, 1, 2, 3)))] if nature == "conduct" else []
            data |= {"acts": acts, "outcomes": self._outcomes(len(acts)) if acts else []}
            if acts and own and choices.rarely(4):
                data["fulfils"] = [self._statement(choices.one(own)) for _ in range(choices.number(1, 3))]
            yield data
        for i in range(choices.number(0, 3) if any(p["commitment"] == "perform" for p in own) else 0):
            pledge = choices.one([pledge for pledge in own if pledge["commitment"] == "perform"])
            data = {
                "kind": "evidence",
                "id": f"{company}/f{i}",
                "topics": ["topic"],
                "nature": "conduct",
                "title": "A report",
            }
            when = self._when() if choices.rarely(3) else {"period": day(choices.number(0, 30))}
            yield (
                data
                | when
                | {
                    "fulfils": [self._statement(pledge) for _ in range(choices.one((1, 1, 2)))],
                    "sources": self._cited(),
                    "outcomes": self._outcomes(0),
                }
            )

    def _when(self) -> Data:
        """A period of conduct, sometimes with an open side."""
        number = self.choices.number(2, 28)
        open_sides = (
            "../..",
            f"../{day(number)}",
            f"[..{day(number)}]",
            f"[{day(number)}..]",
            f"2020-06/[{day(number)}..]",
        )
        return {"period": self.choices.one(open_sides)} if self.choices.rarely(4) else period(self.choices)

    def _cited(self) -> list[str]:
        return self.choices.some([f"d{i}" for i in range(5)], 1, 3)

    def _act(self) -> Data:
        choices = self.choices
        data: Data = {name: self._some(name) for name in self.used if not choices.rarely(3 if name == "actor" else 8)}
        if data.get("actor") and choices.rarely(2):
            data["actor"] = ["company"]
        if choices.rarely(4):
            data["products"] = ["kit"]
        if choices.rarely(4):
            data |= self._when()
        return data | ({"note": "One of several acts."} if choices.rarely(3) else {})

    def _outcomes(self, acts: int) -> list[Data]:
        entries = outcomes(self.choices, max(acts, 1))
        for entry in entries:
            if not acts:
                entry.pop("acts", None)
            entry["source"] = "d0"
            if self.choices.rarely(3):
                entry["by"] = self.choices.one(("A court", "The mill", "the company"))
            if self.choices.rarely(4):
                entry["note"] = "so it was said"
        return entries

    def _statement(self, pledge: Data) -> Data:
        choices = self.choices
        version = pledge["versions"][0]
        data: Data = {"pledge": pledge["id"], "extent": choices.one(("full", "full", "part", "part-only", "none"))}
        if "target" in version and not choices.rarely(4):
            data["amount"] = choices.one(("5", "30", "45", "60", "70", "95"))
            del data["extent"]
        if choices.rarely(2):
            number = choices.number(0, 30)
            data["on"] = choices.one((day(number), date_text(choices, number, number), f"[..{day(number)}]"))
        if choices.rarely(8):
            data["version"] = choices.number(1, len(pledge["versions"]))
        deadline = version.get("deadline")
        if isinstance(deadline, dict) and "every" in deadline and choices.rarely(2):
            data["due"] = choices.one((deadline["first"], day(choices.number(4, 20))))
        return data | ({"instance": "report for May"} if choices.rarely(8) else {})

    def _responses(self, pledges: list[Data], evidence: list[Data]) -> Iterator[Data]:
        choices = self.choices
        for company in COMPANIES:
            ids = [record["id"] for record in (*pledges, *evidence) if str(record["id"]).startswith(company)]
            for number in range(choices.number(0, 3)):
                answer = choices.one(("full", "partly", "declined", "denied", "denied", "none", "waiting"))
                data: Data = {
                    "kind": "response",
                    "id": f"{company}/q{number}",
                    "asked_by": "A paper",
                    "question": "Who?",
                }
                data |= {"answer": answer, "answered": date_text(choices, 2, 30), "about": choices.some(ids, 0, 2)}
                data |= {"source": choices.one(("d0", "d2", "d3")), "terms": self._some_terms()}
                if answer in ("full", "partly", "denied"):
                    data[choices.one(("text", "summary"))] = "So it is."
                if choices.rarely(2):
                    data["until"] = day(choices.number(4, 50))
                yield data | ({"respondent": "A dealer"} if choices.rarely(5) else {})

    def _some_terms(self) -> list[str]:
        names = [name for name in self.used if name not in ("actor", "counterparty" if self.scale else "")]
        return self.choices.one(([], self._some(self.choices.one(names)), self._some(self.choices.one(names), 1, 4)))

    def _cite(self, pledges: list[Data], responses: list[Data]) -> None:
        """Versions name the answers that left a label unclear."""
        for pledge in pledges:
            own = [
                answer["id"] for answer in responses if str(answer["id"]).startswith(str(pledge.get("company", "acme")))
            ]
            for version in pledge["versions"]:
                if own and not self.choices.rarely(3):
                    version["unclear_because"] = self.choices.some(own, 1, 3)
