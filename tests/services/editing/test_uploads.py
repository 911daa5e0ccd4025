"""Record files as drafts."""

import pytest

from tests import factories as make
from tests.desk import approved, draft_of, person, submitted
from tests.stored import clock, published_world
from tracker.records.kinds import body
from tracker.services.auth.roles import NotAllowedError
from tracker.services.editing.drafts import WriteContext
from tracker.services.editing.uploads import MOST_RECORDS, File, UploadRefusedError, drafts_from, read_uploads
from tracker.services.upkeep.export import export_text
from tracker.store.published import current_records

NOTE = WriteContext({}, "clarification", "Terms sorted.")


def uploaded(database, actor, *records, name="records.yaml"):
    uploads = read_uploads([File(name, export_text(records, name.rpartition(".")[2]).encode())])
    with database.writing() as session:
        return drafts_from(session, actor, clock(), uploads.records, NOTE)


def published_record(database, kind, id):
    with database.reading() as session:
        return current_records(session, [(kind, id)])[0]


@pytest.mark.parametrize("name", ["records.yaml", "records.json"])
def test_an_uploaded_vocabulary_is_reviewed_like_all_else(database, name):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "reviewer")
    old = published_record(database, "vocabulary", "customers")
    new = old.model_copy(update={"name": "Customers of all kinds"})
    made = uploaded(database, ann, new, make.source("gazette-9"), make.source(), name=name)
    assert [draft.key for draft in made.drafts] == [("vocabulary", "customers"), ("source", "gazette-9")]
    assert (made.unchanged, made.problems) == (1, ())
    assert [(draft.base_number, draft.change) for draft in made.drafts] == [(1, "clarification"), (0, "new")]
    approved(database, bob, *submitted(database, ann, *made.drafts))
    assert body(published_record(database, "vocabulary", "customers")) == body(new)


def test_an_upload_with_faults_between_records_becomes_drafts_that_list_them(database):
    published_world(database)
    made = uploaded(database, person(database), make.evidence("acme/sale-9", sources=["nowhere"]))
    assert len(made.drafts) == 1
    [problem] = made.problems
    assert (problem.record, problem.field) == ("evidence acme/sale-9", "sources 1")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.yaml", b"kind: source\nid: x\n", "is missing"),
        ("a.exe", b"MZ", "is not a .yaml, .yml or .json file"),
        ("../../etc/a.yaml", b"- kind: nothing\n", "“nothing” is not a type of record"),
        ("a.json", b'{"kind": "source"', ""),
        ("a.yaml", b"\xff\xfe", "is not UTF-8 text"),
        ("a.yaml", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_its_name_and_line(name, content, says):
    with pytest.raises(UploadRefusedError) as refused:
        read_uploads([File(name, content)])
    assert all(problem.file == name.rpartition("/")[2] for problem in refused.value.problems)
    assert any(says in problem.message for problem in refused.value.problems)
    assert not any("tracker-upload" in str(problem) for problem in refused.value.problems)


def test_no_file_and_too_many_records_are_refused():
    with pytest.raises(UploadRefusedError, match="1 problems"):
        read_uploads([])
    many = [make.source(f"gazette-{i}") for i in range(MOST_RECORDS + 1)]
    with pytest.raises(UploadRefusedError) as refused:
        read_uploads([File("a.yaml", export_text(many, "yaml").encode())])
    assert "the limit per upload is 500" in refused.value.problems[0].message


def test_an_unfinished_draft_is_not_overwritten_by_an_upload(database):
    published_world(database)
    ann = person(database)
    draft_of(database, ann, make.source("gazette-9", title="Half written"))
    with pytest.raises(UploadRefusedError) as refused:
        uploaded(database, ann, make.source("gazette-10"), make.source("gazette-9"))
    assert [problem.record for problem in refused.value.problems] == ["source gazette-9"]


def test_a_contributor_uploads_nothing(database):
    with pytest.raises(NotAllowedError, match="contributor"):
        uploaded(database, person(database, role="contributor"), make.source())
