"""Passwords: long ones of any kind are taken, what is tried first is not, and hashing says how it was done."""

import pytest

from tests.signed_in import CHEAP
from tracker.services.auth.passwords import LONGEST, SHORTEST, Passwords, password_problem, personal_words

HERE = {"Pledge Tracker", "Acme Optics Inc.", "Microsoft", "BP"} | personal_words(
    "ann.miller@news.example", ["Ann Miller"]
)

COMMON = [
    "passwordpassword", "Password12345678", "P@ssw0rd P@ssw0rd!", "password-password-1", "123456789012345",
    "1234567890123456789", "098765432109876543", "qwertyuiopasdfgh", "qwertyuiop[]asdfghjkl;", "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc4rfv", "aaaaaaaaaaaaaaa", "ababababababababab", "abcabcabcabcabcabc", "abcdefghijklmnop",
    "iloveyouiloveyou", "iloveyou!!!!!!!!!!!!", "letmeinletmein123", "!!!letmein!!!2026!!!", "dragon dragon dragon",
    "superman1234567890", "footballfootball", "sunshine20262026", "welcome1welcome1", "monkey123monkey123",
    "trustno1trustno1", "correct horse battery staple", "CorrectHorseBatteryStaple", "thequickbrownfoxjumpsoverthelazydog",  # noqa: E501
    "To be or not to be that is the question", "maytheforcebewithyou", "Passw0rdPassw0rd", "princess princess 99",
    "qwerty qwerty qwerty", "changemechangeme", "changeme-changeme-1", "adminadminadmin", "master12345678901",
    "shadow shadow 2025", "zxcvbnmzxcvbnm123", "111122223333444455", "monday11111111111", "hello123456789012",
]  # fmt: skip
OWN = [
    "pledge tracker 2026!", "PledgeTracker12345", "microsoftmicrosoft", "Microsoft2026!!", "Acme Optics Inc. 1",
    "ann.miller@news.example", "annmiller1234567", "Miller Miller 2026", "Pledge Tracker password", "news.example.2026",
]  # fmt: skip
GOOD = [
    "violet tram eats seven", "my dog hates microsoft boxes", "Xk3$9fLq2!pWz8vR", "nine lamps under snow",
    "ünïcödé gèht hîer", "いろはにほへとちりぬるをわか よた", "correct spoon under lake", "  leading and trailing  ",
    "footballs are sold in Oslo", "miller, ann: bought four pears",
]  # fmt: skip


def test_fifty_that_are_tried_first_are_refused():
    assert len(COMMON) + len(OWN) >= 50
    assert [password for password in COMMON if not password_problem(password, HERE)] == []
    assert {password_problem(password, set()) for password in COMMON} == {password_problem("passwordpassword", set())}


@pytest.mark.parametrize("password", OWN)
def test_names_that_everybody_here_knows_make_no_password(password):
    assert password_problem(password, HERE)


@pytest.mark.parametrize("password", GOOD)
def test_any_characters_make_one(password):
    assert password_problem(password, HERE) == ""


@pytest.mark.parametrize(
    ("length", "taken"), [(0, False), (14, False), (15, True), (64, True), (128, True), (129, False)]
)
def test_the_length_is_that_of_all_characters(length, taken):
    password = (
        ("violet tram é seven " * 7)[:length] if length < 40 else "".join(map(chr, range(0x4E00, 0x4E00 + length)))
    )
    said = password_problem(password, HERE)
    assert (said == "") is taken
    assert taken or f" {length} characters" in said
    assert taken or f" {SHORTEST if length < SHORTEST else LONGEST}." in said


def test_a_password_is_verified_whole():
    passwords, long = Passwords(CHEAP), "x" * 60 + "é" * (LONGEST - 60)
    stored = passwords.hash(long)
    assert passwords.verify(stored, long)
    for other in (long[:-1], long + "x", long.upper(), f" {long}", long[:64] + "y" + long[65:]):
        assert not passwords.verify(stored, other)


def test_nobodys_password_is_never_right():
    passwords = Passwords(CHEAP)
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("no hash at all", "x")


def test_hashes_are_argon2id_and_name_their_parameters():
    passwords = Passwords()
    assert passwords.parameters == "argon2id, 64 MB, 3 rounds, 4 lanes"
    stored = passwords.hash("violet tram eats seven")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not passwords.outdated(stored)
    assert passwords.outdated(CHEAP.hash("x"))
    assert len(stored) <= 255
