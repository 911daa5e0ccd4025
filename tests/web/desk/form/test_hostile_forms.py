"""Texts that would be scripts, addresses that name nothing, signs that no database keeps: inert, kept or refused."""

from itertools import product

import pytest
from werkzeug.datastructures import MultiDict

from tests.web.desk.browsing import draft_id
from tests.web.http.test_hostile import HOSTILE
from tracker.models import Draft
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.record_form import posted_fields

RUNS = (
    "<script>alert({n})</script>",
    "<img src=x onerror=alert({n})>",
    "<svg/onload=alert({n})>",
    "<iframe srcdoc='<script>alert({n})</script>'></iframe>",
    "<a href='javascript:alert({n})'>x</a>",
    "<style>*{{background:url(//evil.example/{n})}}</style>",
    "<base href=//evil.example/{n}>",
    "<form action=//evil.example/{n}><button>x</button></form>",
    "<input autofocus onfocus=alert({n})>",
    "{{{{ config }}}}{{% for x in ().__class__.__bases__ %}}{n}{{% endfor %}}",
)
AROUND = (
    "{}", '"{}', "'{}", '">{}', "'>{}", "</textarea>{}", "</title>{}", "--></style>{}", '" onclick={} x="', "&lt;{}",
    "</script>{}", "\\\"{}", "`{}`", "<!--{}-->", "<![CDATA[{}]]>", "<math><mtext>{}", "<noscript>{}", "\u2028{}",
    "\u202e{}", "javascript:{}",
)  # fmt: skip
PAYLOADS = [around.format(run.format(n=n)) for n, (around, run) in enumerate(product(AROUND, RUNS))]
AT_ONCE = 100
VERBS = ("show", "add", "find", "remove", "drop", "up", "down", "split", "create-source", "term", "back", "keep", "")


@pytest.mark.parametrize("kind", sorted(LAYOUTS))
def test_200_scripts_in_every_text_field_stay_text(ann, kind):
    assert len(set(PAYLOADS)) == 200
    empty = ann.open(f"/desk/new/{kind}?topic=none")
    chosen = {name for name, _ in empty.form.radios}
    beside = {"csrf_token", "draft-version", "draft", *chosen}
    names = {name for name, _ in empty.form.controls} - beside
    texts = [name for name in names if not name.endswith((".rows", "-done", "-scope"))]
    assert len(texts) > 2
    page = empty
    for i in range(0, len(PAYLOADS), AT_ONCE):
        page = ann.press(page, **dict.fromkeys(texts, " ".join(PAYLOADS[i : i + AT_ONCE])))
        assert page.status == 200
        page.checked()
        with ann.reading() as session:
            data = session.get(Draft, draft_id(page)).data
        assert f"alert({i})" in str(data)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_and_buttons_do_no_harm(ann, value):
    page = ann.press(ann.open("/desk/new/condition"), name="a law")
    for path in (page.path, "/desk/new/evidence", f"/desk/drafts/{draft_id(page)}/submit", "/desk/find"):
        names = ("add", "find", "remove", "back", "field", "pane", "company", "topic", "kind", "q", "check", "version")
        answer = ann.client.get(path.partition("#")[0], query_string=dict.fromkeys(names, value))
        assert answer.status_code in ((400,) if "\0" in value else (200, 404)), path
    for verb in (VERBS[HOSTILE.index(value) % len(VERBS)], "show"):
        page.form.fill(do=f"{verb}:{value}", **{"draft-version": "1"})
        assert ann.press(page, "").status in ((422,) if "\0" in value else (200, 404, 409)), verb


def test_ids_in_addresses_that_can_be_none_are_not_found(ann):
    for path in ("/desk/drafts/%00", "/desk/drafts/x", "/desk/drafts/%00/submit", "/desk/new/ledger", "/desk/new/x"):
        assert ann.open(path).status == 404
    for path in ("/desk/edit/pledge/%00", "/desk/edit/x/y", "/desk/edit/pledge/acme/none"):
        assert ann.client.send(path).status_code == 404


def test_a_sign_that_no_database_keeps_is_left_out():
    fields, unknown = posted_fields(MultiDict({"name": "a\0b", "na\0me": "x", "developments-9999-why": "x"}))
    assert fields.to_dict() == {"name": "ab"}
    assert unknown == ["na\0me", "developments-9999-why"]
