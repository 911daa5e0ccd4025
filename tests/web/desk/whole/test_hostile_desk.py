"""The desk under attack.

What contributors learn of others’ drafts, states out of order, odd numbers, huge and odd files.
"""

import pytest

from tests import factories as make
from tests.desk import draft_of, submitted
from tracker.models import Draft, Submission
from tracker.records.kinds import body
from tracker.services.editing.drafts import WriteContext, begin_draft, edit_record, save_draft
from tracker.services.publishing.review import publish_submissions, return_submission
from tracker.store.published import current_records

PLANTED = "zinnober"
TOO_LARGE = 2**63
STATES = ("editing", "submitted", "returned", "published", "discarded")


@pytest.fixture
def ann(desk):
    return desk.person("editor", "ann")


@pytest.fixture
def bob(desk):
    return desk.person("reviewer", "bob")


def waiting(desk, person, record):
    """A draft that waits for review."""
    draft = draft_of(desk.database, person.actor, record, at=desk.clock)
    [submission] = submitted(desk.database, person.actor, draft, at=desk.clock)
    return submission


def term_waiting(desk, person):
    """A change of a vocabulary that waits for review."""
    with desk.database.writing() as session:
        [draft_list] = current_records(session, [("vocabulary", "drones")])
        data = body(draft_list)
        work = WriteContext({**data, "terms": [*data["terms"], {"id": "new-drones", "name": f"{PLANTED} drones"}]})
        draft = edit_record(session, person.actor, desk.clock, draft_list.key)
        draft = save_draft(session, person.actor, desk.clock, draft.id, draft.version, work)
    submitted(desk.database, person.actor, draft, at=desk.clock)


def test_a_contributor_learns_nothing_of_what_others_submitted(desk, ann):
    source = waiting(desk, ann, make.source("guessed-1", title=f"{PLANTED} source"))
    waiting(desk, ann, make.company("guessed", name=f"{PLANTED} Inc."))
    waiting(desk, ann, make.condition("guessed-law", name=f"{PLANTED} law"))
    term_waiting(desk, ann)
    cid = desk.person("contributor", "cid")
    deed = make.evidence("acme/mine", sources=["guessed-1"])
    version = make.version(source="guessed-1", ends={"condition": "guessed-law"})
    drafts = [
        draft_of(desk.database, cid.actor, record, at=desk.clock)
        for record in (deed, make.pledge("acme/2022", versions=[version]), make.pledge("guessed/2022"))
    ]
    addresses = [f"/desk/drafts/{draft.id}{rest}" for draft in drafts for rest in ("?check=1", "/submit", "/file")]
    addresses += [
        f"/desk/drafts/{drafts[0].id}?find=sources-0",
        "/desk/",
        "/desk/drafts?whose=everybody&state=submitted",
    ]
    addresses += [f"/desk/find?kind={kind}&q={q}" for kind in ("source", "company", "term") for q in ("", PLANTED)]
    for address in addresses:
        answer = cid.client.get(address)
        assert answer.status_code == 200
        assert PLANTED not in answer.text, address
    assert cid.client.get(f"/desk/review/{source.id}").status_code == 403
    for draft in drafts:
        answer = cid.client.send(f"/desk/drafts/{draft.id}/submit", {"draft-version": "1", "do": "submit"})
        assert answer.status_code == 422
        assert PLANTED not in answer.text
    # Editors, who may read all of it, find it.
    assert PLANTED in ann.client.get("/desk/find?kind=source&q=").text


@pytest.fixture
def drafts(desk, ann, bob):
    """A draft in each state, by state."""
    drafts_by_name = {}
    for number, state in enumerate(STATES):
        draft = draft_of(desk.database, ann.actor, make.source(f"state-{number}"), at=desk.clock)
        drafts_by_name[state] = draft.id
        if state == "discarded":
            ann.sends(f"/desk/drafts/{draft.id}/discard", {"draft-version": "1"})
        elif state != "editing":
            [one] = submitted(desk.database, ann.actor, draft, at=desk.clock)
            with desk.database.writing() as session:
                if state == "returned":
                    return_submission(session, desk.clock, bob.actor, one.id, one.content_sha256, note="No.")
                elif state == "published":
                    publish_submissions(session, desk.clock, bob.actor, {one.id: one.content_sha256})
    return drafts_by_name


def draft_as_it_is(desk, id):
    with desk.database.reading() as session:
        draft = session.get(Draft, id)
        return draft.state, draft.version, draft.body, draft.owner_id, draft.base_number, draft.kind


ACTIONS = {
    "save": ("/desk/drafts/{id}", {"draft-version": "{version}", "title": "Other"}, {"editing": 303, "returned": 303}),
    "submit": (
        "/desk/drafts/{id}/submit",
        {"draft-version": "{version}", "do": "submit"},
        {"editing": 303, "returned": 303},
    ),
    "together": ("/desk/upload/submit", {"draft-{id}": "{version}"}, {"editing": 303, "returned": 303}),
    "merge": ("/desk/drafts/{id}/merge", {"draft-version": "{version}", "number": "1"}, {}),
}
"""What an editor sends, and where it does something; everywhere else it is refused with 409 and changes nothing."""


@pytest.mark.parametrize("action", ACTIONS)
def test_no_step_is_skipped_or_taken_twice(desk, drafts, action):
    eve = desk.person("editor", "eve")
    address, fields, done = ACTIONS[action]
    for state, id in drafts.items():
        before = draft_as_it_is(desk, id)
        values = {"id": id, "version": before[1]}
        data = {name.format(**values): value.format(**values) for name, value in fields.items()}
        # Fields that no form has are left aside.
        data |= {"state": "published", "owner_id": str(eve.actor.account_id), "kind": "company", "base_number": "7"}
        answer = eve.client.send(address.format(**values), data)
        assert answer.status_code == done.get(state, 409), state
        after = draft_as_it_is(desk, id)
        assert (after == before) == (state not in done), state
        assert after[3:] == before[3:]
        if state not in done:
            assert "You do not have permission" not in answer.text


def test_only_what_waits_is_decided_on_and_only_by_reviewers(desk, drafts, ann, bob):
    with desk.database.reading() as session:
        submissions = {s.draft_id: (s.id, s.content_sha256) for s in session.query(Submission)}
    for state in ("submitted", "returned", "published"):
        id, content_hash = submissions[drafts[state]]
        before = draft_as_it_is(desk, drafts[state])
        for person, status in ((ann, 403), (desk.person("contributor", "cid"), 403)):
            fields = {f"shown-{id}": content_hash, "decision": "publish"}
            assert person.client.send(f"/desk/review/{id}", fields).status_code == status
        wrong = {f"shown-{id}": "0" * 64, "decision": "publish"}
        assert bob.client.send(f"/desk/review/{id}", wrong).status_code == 409
        assert draft_as_it_is(desk, drafts[state]) == before
    id, content_hash = submissions[drafts["submitted"]]
    page = bob.sends(f"/desk/review/{id}", {f"shown-{id}": content_hash, "decision": "return", "note": " "}, status=422)
    assert "Add a note" in page.text


def test_numbers_that_nothing_can_have_are_not_found(desk, bob):
    for address in (f"/desk/review/{TOO_LARGE}", f"/desk/people/{TOO_LARGE}"):
        assert desk.person("admin", "zoe").client.get(address).status_code == 404
    assert bob.client.send(f"/desk/review/{TOO_LARGE}", {"decision": "publish"}).status_code in (404, 405)
    for address in ("/desk/drafts/%00/merge", "/desk/drafts/%00/file", "/desk/file/source/%00"):
        assert bob.client.get(address).status_code == 404


def upload(person, *files):
    """Send files in a body that lies in memory: the test client leaves temporary files of larger ones open."""
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = part.format("csrf_token", "").encode() + person.client.csrf.encode()
    for name, content in files:
        body += b"\r\n" + part.format("files", f'; filename="{name}"').encode() + content
    return person.client.post(
        "/desk/upload", data=body + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )


def test_files_as_large_and_as_many_as_the_page_says_are_taken(ann, desk):
    padded = b"- {kind: company, id: bolt, name: Bolt}\n" + b"# room\n" * 1_000_000
    assert "1 draft " in upload(ann, ("a.yaml", padded)).text
    many = [(f"{n}.yaml", b"- {kind: company, id: many-%d, name: Many}\n" % n) for n in range(150)]
    assert "150 drafts " in upload(ann, *many).text
    answer = upload(ann, ("a.yaml", b"#" * 11_000_000))
    assert answer.status_code == 413
    assert "too much to send" in answer.text
    with desk.database.reading() as session:
        assert session.query(Draft).count() == 151


@pytest.mark.parametrize(
    "file",
    [
        ("<script>alert(1)</script>.yaml", b"x: ["),
        ("a.yaml", bytes(range(256))),
        ("a.yaml", b'- {kind: source, id: "a\\0b", title: "\\u202e\\0"}\n'),
        ("a.yaml", b"a: &a [x]\nb: [*a, *a]\n"),
        ("a.json", b"[" * 50_000),
        ("a.yaml", b"!!python/object/apply:os.system [id]"),
        ("../../a.yaml", b'- {kind: "<b>", id: ../../x}\n'),
        ("a.yaml", b"- {kind: company, id: bolt, name: Bolt, state: published, owner_id: 1}\n"),
    ],
    ids=range(8),
)
def test_odd_files_make_nothing_and_are_told_inertly(ann, desk, file):
    answer = upload(ann, file)
    assert answer.status_code == 422
    assert "Upload failed: no drafts were created" in answer.text
    assert "<script>alert" not in answer.text
    assert "\0" not in answer.text
    with desk.database.reading() as session:
        assert session.query(Draft).count() == 0


def test_looking_for_something_that_is_no_name_is_harmless(desk, ann):
    draft = draft_of(desk.database, ann.actor, make.evidence("acme/mine"), at=desk.clock)
    for field in ("acts-0", "acts", "period", "title", "x"):
        for verb in ("find", "add", "remove"):
            assert ann.client.get(f"/desk/drafts/{draft.id}?{verb}={field}").status_code == 200


def test_a_company_typed_as_a_name_is_asked_for_in_plain_words(desk, ann):
    pledge = {**body(make.pledge()), "id": "", "company": "Palisade Vision"}
    with desk.database.writing() as session:
        draft = begin_draft(session, ann.actor, desk.clock, "pledge", WriteContext(pledge))
    panel = ann.opens(f"/desk/drafts/{draft.id}").response.text.partition('class="panel"')[2]
    assert "Choose a company." in panel
    for technical in ("is not an id", "no-company-yet", "this-draft"):
        assert technical not in panel


def test_what_was_found_stands_without_a_complaint_that_nothing_is_called_so(desk, ann):
    draft = draft_of(desk.database, ann.actor, make.evidence("acme/mine", sources=["gazette"]), at=desk.clock)
    complaint = "We found no record or draft called “gazette”."
    assert complaint in ann.opens(f"/desk/drafts/{draft.id}").text
    text = ann.opens(f"/desk/drafts/{draft.id}?find=sources-0").text
    assert "Results for “gazette”" in text
    assert complaint not in text


def test_marks_of_pages_that_are_none_are_told_in_a_sentence(ann):
    for address in ("/desk/records?after=x", "/desk/records?before=x", "/desk/records?after=a&before=b"):
        assert "“next” or “previous” link" in ann.opens(address, status=400).text
