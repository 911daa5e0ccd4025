"""The description of the API is committed, is what is served, and answers are as it says."""

import json

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tracker.settings import ROOT

FEW = settings(
    max_examples=2,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


def test_the_committed_description_is_what_is_served(seeded):
    # Where this fails, “make docs” writes it anew; what is different is what programs will meet.
    assert json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8")) == seeded.data("/api/v1/openapi.json")


def test_answers_are_as_described_to_questions_drawn_from_the_description(seeded):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", seeded.client.application)
    asked = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @FEW
        @given(case=operation.as_strategy())
        def ask(case):
            asked.append(case.path)
            # A client in the same process: it takes what it is sent as it is.
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        ask()
    assert len(set(asked)) > 30


def test_what_lists_lead_to_is_as_described(seeded):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", seeded.client.application)
    followed = []

    class Walk(schema.as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": {"Accept-Encoding": "identity"}}

        def after_call(self, response, case):
            super().after_call(response, case)
            followed.append((case.path, response.status_code))

    Walk.run(settings=settings(FEW, max_examples=20, stateful_step_count=4))
    assert len([status for _, status in followed if status == 200]) > 20
    assert any("{" in path for path, _ in followed)
