"""People at the desk of a site of their own, who open pages and send forms; each page is checked."""

from datetime import UTC

from tests.signed_in import signed_in
from tests.stored import clock, published_world
from tests.web.checking import Fetched, check_structure, parsed
from tracker.services.auth.roles import Actor, Role
from tracker.services.publishing.derived.scorecard_index import refresh


class Person:
    """Somebody who is signed in: opens pages, which are checked, and sends forms."""

    def __init__(self, app, role, name, **options):
        self.client = signed_in(app, role, name, **options)
        self.actor = Actor(self.client.account_id, name, Role(role))

    def opens(self, address, status=200):
        """A page, parsed and checked."""
        return checked(self.client.get(address), status)

    def sends(self, address, data=None, status=303, **options):
        """The answer to a form; a page is checked."""
        answer = self.client.send(address, data, **options)
        if status >= 400 or status == 200:
            return checked(answer, status)
        assert answer.status_code == status, answer.text[:300]
        return answer


def checked(answer, status):
    """A page of the desk: kept by no cache, well built."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["Cache-Control"] == "no-store"
    tree = parsed(answer.text)
    check_structure(tree)
    return Fetched(answer, tree)


class Desk:
    """The site’s database and clock, and whoever comes."""

    def __init__(self, door):
        self.app, self.database, self.clock = door.app, door.database, door.clock
        self.clock.move(clock(10).now() - self.clock.now())

    def person(self, role="editor", name="ann", **options):
        """Somebody of a role."""
        return Person(self.app, role, name, **options)

    def filled(self, *records):
        """Publish the small world with further records, and bring lists up to date."""
        published_world(self.database, *records)
        refresh(self.database, self.clock, UTC)
