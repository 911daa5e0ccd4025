"""What the desk's queue says of a bundle: what would change for readers, and whether something reads as a breach."""

from types import SimpleNamespace

import pytest

from tracker.services.publishing import noted_effects
from tracker.services.publishing.impact import Impact, Touched
from tracker.services.publishing.noted_effects import AGAINST, effect_lines, reads_as_breach, would_read_as_breach


def card(headline="It pledged not to sell.", name="Acme", **counts):
    dossier = SimpleNamespace(company=SimpleNamespace(name=name))
    return SimpleNamespace(headline=[headline], counts=counts, dossier=dossier)


def touched(before, after):
    return Touched("acme", "drones", before, after, ("a change",))


@pytest.mark.parametrize("kind", ["breach", "missed"])
def test_more_deeds_or_promises_against_a_pledge_read_as_a_breach(kind):
    assert kind in AGAINST
    assert reads_as_breach(touched(None, card(**{kind: 1})))
    assert reads_as_breach(touched(card(**{kind: 1}), card(**{kind: 2})))


@pytest.mark.parametrize("kind", ["breach", "missed", "kept"])
def test_as_many_as_before_or_fewer_do_not(kind):
    assert not reads_as_breach(touched(card(**{kind: 2}), card(**{kind: 2})))
    assert not reads_as_breach(touched(card(**{kind: 2}), card(**{kind: 1})))
    assert not reads_as_breach(touched(card(**{kind: 1}), None))
    assert not reads_as_breach(touched(None, card(kept=1)))


def test_scorecards_are_counted_as_new_changed_or_removed_and_what_was_not_computed_is_said():
    said = card("Same as before.")
    cards = [(None, card("It is new.")), (None, card("So is it.")), (said, said), (said, card("Other.")), (said, None)]
    impact = Impact(tuple(touched(*pair) for pair in cards), 3, 7)
    assert effect_lines(impact) == [
        "Scorecards: 2 new, 2 changed, 1 removed, up to 7 more not computed.",
        "Acme: It is new.",
        "Acme: So is it.",
        "Acme: Other.",
    ]
    assert effect_lines(Impact((), 3, 0)) == ["No scorecard changes."]
    many = Impact(tuple(touched(None, card(name=f"Company {number}")) for number in range(9)), 0, 0)
    assert len(effect_lines(many)) == 4


def test_a_breach_is_looked_for_in_every_scorecard_a_portion_at_a_time(monkeypatch):
    harmless, breach = touched(None, card()), touched(None, card(breach=1))
    portions = {0: Impact((harmless,), 4, 6), 5: Impact((harmless,), 4, 1), 10: Impact((breach,), 0, 0)}
    monkeypatch.setattr(noted_effects, "impact_of", lambda *_, skip: portions[skip])
    now = SimpleNamespace(date=lambda: None)
    assert would_read_as_breach(None, [], now)
    portions[10] = Impact((harmless,), 0, 0)
    assert not would_read_as_breach(None, [], now)
