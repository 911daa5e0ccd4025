"""Form data of accounts. Each form reads its own fields only; passwords are never trimmed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.services.auth.passwords import password_problem, personal_words
from tracker.store.accounts.people import company_names
from tracker.web.site import site

__all__ = ["NewPassword", "PersonalWords", "line"]

_LONGEST = 1000


def line(form: Mapping[str, str], name: str) -> str:
    """A field of one line, without the spaces around it."""
    return form.get(name, "")[:_LONGEST].strip()


@dataclass(frozen=True)
class PersonalWords:
    """A person's details: the address to sign in with, the name for colleagues, the public name."""

    email: str
    name: str
    public_name: str

    @classmethod
    def read(cls, form: Mapping[str, str]) -> "PersonalWords":
        """The public name, left empty, is the name."""
        name = line(form, "name")
        return cls(line(form, "email"), name, line(form, "public_name") or name)


@dataclass(frozen=True)
class NewPassword:
    """A chosen password, and why it is rejected."""

    password: str
    wrong: str

    @classmethod
    def read(cls, session: Session, form: Mapping[str, str], persona: PersonalWords) -> "NewPassword":
        """With the names that an attacker would try here: the site’s, the person’s, those of companies on record."""
        password = form.get("new_password", "")
        own = personal_words(persona.email, [persona.name, persona.public_name, site().settings.site_name])
        return cls(password, password_problem(password, own | set(company_names(session))))
