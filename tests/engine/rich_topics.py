"""The topic of a rich world: vocabularies, one or two yardsticks, and what its scopes draw on."""

from collections.abc import Iterator
from hashlib import shake_256

from tests.strategies.records import Choices, date_text, day, labels

Data = dict[str, object]
COMPANIES = ("acme", "mill", "holding")
DIMENSIONS = ("actor", "action", "subject", "counterparty", "place")
ACTORS = ("company", "subsidiary", "partner", "unrelated-party")
RANGES = ("1", "3", "5", ">= 2", ">= 4", "< 2", "<= 3", "> 3", "1..4", "2..<5", "0<..5")


def choices_of(name: str) -> Choices:
    """The choices of a name."""
    return Choices(shake_256(name.encode()).digest(4000))


class Topic:
    """The topic of one number while it is made, and the terms of its vocabularies."""

    def __init__(self, choices: Choices, number: int):
        self.choices, self.number = choices, number
        self.scale = number % 4 == 3
        self.unit = choices.one(("%", "t", "EUR"))
        self.by_dimension = {
            "actor": [actor for actor in ACTORS if actor != "subsidiary" or number % 5],
            "action": [f"a{i}" for i in range(choices.number(4, 8))],
            "subject": [f"s{i}" for i in range(choices.number(2, 5))],
            "counterparty": list(RANGES) if self.scale else [f"c{i}" for i in range(choices.number(5, 12))],
            "place": [f"p{i}" for i in range(choices.number(2, 4))],
        }

    def vocabularies(self) -> Iterator[Data]:
        """The records of all vocabularies."""
        for name, terms in self.by_dimension.items():
            base = {"kind": "vocabulary", "id": f"{name}s", "name": name}
            if name == "counterparty" and self.scale:
                yield base | {"scale": {"unit": "%", "from": "0", "to": "6"}}
                continue
            entries = [self._term(name, terms, place) for place in range(len(terms))]
            if name == "action" and self.choices.rarely(2):
                begun, after = self.choices.some(range(len(terms)), 2, 2)
                entries[begun]["continues_as"] = [terms[after]]
            yield base | {"terms": entries}

    def _term(self, dimension: str, terms: list[str], place: int) -> Data:
        above = [] if dimension == "actor" else self.choices.some(terms[max(0, place - 4) : place], 0, 2)
        entry: Data = {"id": terms[place], "name": terms[place].upper(), "broader": above}
        if self.choices.rarely(3):
            entry["phrase"] = self.choices.one(
                (f"the {terms[place]}s", f"{terms[place]}, and more", terms[place].upper())
            )
        return entry

    def _some(self, dimension: str, least: int = 1, most: int = 2) -> list[str]:
        return self.choices.some(self.by_dimension[dimension], least, most)

    def _last(self, dimension: str) -> str:
        return self.by_dimension[dimension][-1]

    def topic(self) -> Data:
        """The record of the topic."""
        choices = self.choices
        links = {"counterparty": "to", "place": "in"}
        words = {
            name: {"vocabulary": f"{name}s", "name": choices.one((name, f"kind of {name}"))}
            | ({"link": links[name]} if name in links else {})
            for name in DIMENSIONS
            if name != "actor" or not choices.rarely(5)
        }
        self.used = list(words)
        topic: Data = {"kind": "topic", "id": "topic", "name": "A topic", "question": "Who?", "dimensions": words}
        kinds = ("refrain", "perform") if choices.rarely(2) else (choices.one(("refrain", "refrain", "perform")),)
        topic["yardstick"] = self._yardstick(kinds[0])
        if len(kinds) > 1:
            topic["second_yardstick"] = self._yardstick(kinds[1])
        seen = {
            name: choices.one((day(60), day(choices.number(0, 30)), date_text(choices, 5, 30), "2020-06"))
            for name in COMPANIES
        }
        topic["checked_until"] = {name: text for name, text in seen.items() if not choices.rarely(4)}
        return topic

    def _yardstick(self, commitment: str) -> Data:
        choices, acting = self.choices, commitment == "perform"
        by_row, by_column = ("subject", "place") if acting else ("counterparty", "action")
        rows = [self._cell_set(f"{commitment}-r{i}", by_row) for i in range(choices.number(1, 5))]
        columns = [self._cell_set(f"{commitment}-c{i}", by_column) for i in range(choices.one((0, 1, 2, 3, 4)))]
        if choices.rarely(4):
            rows[0]["terms"]["place"] = self._some("place")
        scope = {
            name: choices.one((None, {"in": self._some(name)}, labels(choices, terms)))
            for name, terms in self._of_scope()
        }
        yardstick: Data = {
            "commitment": commitment,
            "rows": rows,
            "columns": columns,
            "reasons": [{"text": "Because."}],
        }
        yardstick["scope"] = {name: given for name, given in scope.items() if given}
        core = {"actor": ["company"], "subject": self._some("subject"), "place": self._some("place", 1, 1)}
        yardstick["core"] = {name: terms for name, terms in core.items() if name in self.used and not choices.rarely(3)}
        if acting and choices.rarely(2):
            yardstick["target"] = self._target()
        if acting and choices.rarely(2):
            yardstick["deadline"] = choices.one((day(choices.number(4, 14)), "2020-06", "2020"))
        return yardstick

    def _of_scope(self) -> list[tuple[str, list[str]]]:
        return [(name, terms) for name, terms in self.by_dimension.items() if name in self.used]

    def _cell_set(self, id: str, dimension: str) -> Data:
        terms = self._some(dimension, 1, 4) if self.choices.rarely(3) else self._some(dimension)
        plain = " and ".join(term.upper() for term in terms)
        return {
            "id": id,
            "name": self.choices.one((f"Cells {id}", plain, f"{id}, others")),
            "terms": {dimension: terms},
        }

    def _target(self) -> Data:
        choices = self.choices
        target: Data = {
            "measure": choices.one(("paper", "paper", "Paper", "ink")),
            "unit": choices.one((*[self.unit] * 4, "%")),
        }
        target[choices.one(("at_least", "at_least", "at_most"))] = choices.one(("40", "60", "60", "80"))
        if choices.rarely(2):
            target["baseline"] = {"amount": choices.one(("10", "90"))} | choices.one(
                ({}, {"on": "2013"}, {"on": "2019-12-31"})
            )
        return target
