"""What every mail says, to whom and when: no change of it goes unseen."""

import pytest

from tests.services.notifications.golden_mails import GOLDEN, mails


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_mails_say_what_the_golden_file_has(database, tmp_path):
    approve = "approve the change by python -m tests.services.notifications.golden_mails"
    assert mails(database, tmp_path) == GOLDEN.read_text(encoding="utf-8"), approve
