"""The description of the API is committed, is what is served, and answers are as it says."""

import json
from urllib.parse import urlencode

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
    requests = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @FEW
        @given(case=operation.as_strategy())
        def ask(case):
            requests.append(case.path)
            # A client in the same process: it takes what it is sent as it is.
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        ask()
    assert len(set(requests)) > 30


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
    assert len([status for _, status in followed if status == 200]) > 5


def test_each_link_that_the_description_has_leads_somewhere(seeded):
    description = seeded.data("/api/v1/openapi.json")
    paths = {operation["get"]["operationId"]: path for path, operation in description["paths"].items()}
    followed = set()
    for path, operation in description["paths"].items():
        for name, link in operation["get"]["responses"]["200"].get("links", {}).items():
            answer = seeded.data(f"/api/v1{path}" + ("?per_page=1" if name == "next" else ""))
            given = {key: pointed(answer, text) for key, text in link["parameters"].items()}
            if None in given.values():
                continue
            target = paths[link["operationId"]]
            in_path = {key: value for key, value in given.items() if f"{{{key}}}" in target}
            rest = {key: value for key, value in given.items() if key not in in_path}
            assert seeded.data(f"/api/v1{target.format(**in_path)}?{urlencode(rest)}")
            followed.add((path, name))
    assert {("/pledges", "record"), ("/evidence", "next"), ("/findings", "scorecard"), ("/changes", "next")} <= followed


def pointed(answer, text):
    """What an expression of a link names; None where there is nothing."""
    value = answer
    for part in text.removeprefix("$response.body#/").split("/"):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = (value or {}).get(part)
    return value
