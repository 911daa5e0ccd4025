"""Public names that readers could take for another one are refused."""

import pytest

from tests.services.auth.test_people import BOB, place  # noqa: F401
from tracker.services.auth.people import NotPossibleError
from tracker.services.auth.public_names import has_mixed_scripts, look_alike

ALIKE = [
    ("Ann Lee", "\u0410nn Lee"), ("cox", "\u0441\u043e\u0445"), ("Ian", "lan"), ("Bob", "B0b"), ("Arne", "Ame"), ("ann", "\uff21\uff2e\uff2e"),  # noqa: E501
    ("Ann", "An\u200bn"), ("Ann Lee", "ann  lee"), ("Paul", "P\u0430ul"), ("operator", "\u043eperator"), ("Ann", "A\u00adnn"), ("Kim", "\u212aim"),  # noqa: E501
]  # fmt: skip
DIFFERENT = [("Anna", "Anne"), ("Jos\u00e9", "Jose"), ("Ann Lee", "Ann Leigh"), ("\u0418\u0432\u0430\u043d", "Ivan")]
MIXED = ["\u0410nn", "Ann \u0418\u0432\u0430\u043d\u043e\u0432\u0430", "P\u03b1ul", "An\u043f"]
WHOLE = [
    "\u7530\u4e2d Ann",
    "\u3084\u307e\u3060",
    "\uae40 Lee",
    "\u0418\u0432\u0430\u043d",
    "\u03a3\u03c9\u03ba\u03c1\u03ac\u03c4\u03b7\u03c2",
    "Ann-Marie O\u2019Neil 2",
    "\u05d0\u05e0\u05d4",
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_look_alikes_are_one_name(one, other):
    assert look_alike(one, other)
    assert look_alike(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_stay_different(one, other):
    assert not look_alike(one, other)


def test_letters_of_several_alphabets_are_no_name_and_those_of_one_writing_system_are():
    assert [name for name in MIXED if not has_mixed_scripts(name)] == []
    assert [name for name in WHOLE if has_mixed_scripts(name)] == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["\u0430da", "ad\u0430", "ADA", "0perator", "imp\u043ert", "\u0441\u043e\u0445"])
def test_nobody_takes_a_name_that_looks_like_another_persons_or_a_reserved_one(place, name):  # noqa: F811
    place.admin()
    _, token = place.invite()
    place.accept(token, name="Cox", public_name="cox")
    _, token = place.invite(email="eve@news.example")
    with pytest.raises(NotPossibleError) as refused:
        place.accept(token, name="Eve", public_name=name)
    assert refused.value.field == "public_name"


def test_somebody_with_any_alphabet_can_be_invited(place):  # noqa: F811
    place.admin()
    id, _ = place.invite(email="x@news.example", name="\u0418\u0432\u0430\u043d")
    assert place.get(id).name == "\u0418\u0432\u0430\u043d"
