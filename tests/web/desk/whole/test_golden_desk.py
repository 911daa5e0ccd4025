"""What the desk says on the way of a draft to its publication: no change of it goes unseen."""

from tests.web.desk.golden_desk import GOLDEN, golden_text
from tests.web.golden_pages import site_of_all


def test_each_step_says_what_the_golden_file_has(tmp_path):
    app = site_of_all(tmp_path)
    text = golden_text(app)
    app.extensions["site"].database.close()
    approved = GOLDEN.read_text(encoding="utf-8")
    changed = [step.partition("\n")[0] for step in set(text.split("\n== ")) ^ set(approved.split("\n== "))]
    assert changed == [], "approve the change by python -m tests.web.desk.golden_desk"
    assert text == approved
