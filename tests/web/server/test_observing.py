"""Logs and metrics: what each request was, what it cost, and nothing of who asked."""

import asyncio
import io
import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from tests import factories as make
from tests.web.server.asking import ask
from tracker import logs
from tracker.settings import ROOT
from tracker.store.upkeep.refreshing import set_backed_up_at
from tracker.web.server import FrontEnd

CARD = "/companies/acme/police-drones"
TOKEN = "a-long-random-word-of-an-operator"
BEARER = ("Authorization", f"Bearer {TOKEN}")


def run(coroutine):
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture
def lines(monkeypatch):
    """What is logged from now on, parsed."""
    written, root = io.StringIO(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    levels = root.level, logging.getLogger("tracker").level
    monkeypatch.setattr(logs.sys, "stderr", written)
    logs.set_up_logs("json")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.setLevel(levels[0])
    logging.getLogger("tracker").setLevel(levels[1])


@pytest.fixture
def site(site_of):
    return site_of(make.pledge(), trusted_proxies=1, metrics_token=TOKEN)


def test_each_request_is_one_line_that_says_nothing_of_who_asked(site, lines):
    front_end = FrontEnd(site.client.application)
    person = [("Cookie", "session=secret"), ("X-Forwarded-For", "192.0.2.7"), ("User-Agent", "Known/1")]

    async def all_of_them():
        await ask(front_end, "GET", CARD, headers=[*person, ("X-Request-Id", "0123456789abcdef")])
        await ask(front_end, "GET", CARD, headers=[("X-Request-Id", 'x" forged\n{}')])
        await ask(front_end, "GET", "/search", query=b"q=private+words", headers=person)
        await ask(front_end, "GET", "/account/link/secret-of-a-link", headers=person)
        await ask(front_end, "GET", "/reply/secret-of-a-reply")
        await ask(front_end, "GET", "/follow/leave/secret-of-a-follower")
        await ask(front_end, "GET", "/somebody@example.org")

    run(all_of_them())
    first, second, search, link, reply, follow, nothing = lines()
    assert first["request"] == "0123456789abcdef"
    assert first["status"] == 200
    assert (first["place"], first["path"], first["lane"], first["source"]) == ("scorecard", CARD, "pages", "made")
    assert first["ms"] >= first["queued_ms"] >= 0
    assert (second["lane"], second["source"]) == ("held", "memory")
    assert second["request"].isalnum()
    assert (search["place"], search["path"]) == ("search", "/search")
    assert (link["place"], link["path"]) == ("account", "")
    assert [(it["place"], it["path"]) for it in (reply, follow)] == [("reply", ""), ("follow", "")]
    assert (nothing["place"], nothing["path"], nothing["status"]) == ("none", "", 404)
    everything = json.dumps(lines())
    assert [word for word in ("secret", "192.0.2", "Known", "private", "example.org") if word in everything] == []


def test_a_failure_is_logged_under_the_id_that_the_reader_is_told(site, lines):
    application = site.client.application
    front_end = FrontEnd(application)

    def fail(**_):
        raise RuntimeError("told\nto nobody")

    application.view_functions["about.about"] = fail
    answer = run(ask(front_end, "GET", "/about"))
    failure, request = lines()
    assert answer.status == request["status"] == 500
    assert answer.headers["x-request-id"] == failure["request"] == request["request"]
    assert failure["request"] in failure["message"]
    assert failure["request"].encode() in answer.body
    assert b"nobody" not in answer.body
    assert "to nobody" in failure["trace"]


def test_errors_of_the_database_leave_out_what_people_wrote(site):
    statement = text("INSERT INTO nowhere VALUES (:text)")
    with site.database.reading() as session, pytest.raises(DBAPIError, match="hidden") as failed:
        session.execute(statement, {"text": "private words"})
    assert "private" not in str(failed.value)


def families(body):
    return {family.name: family for family in text_string_to_metric_families(body)}


def test_metrics_are_for_those_who_have_the_token(site, site_of):
    assert site_of().client.get("/metrics", headers=[BEARER]).status_code == 404
    for headers in ([], [("Authorization", "Bearer wrong")], [("Authorization", TOKEN[:-1])]):
        refused = site.client.get("/metrics", headers=headers)
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert b"tracker_" not in refused.data
    assert site.client.get("/metrics", headers=[BEARER]).headers["Cache-Control"] == "no-store"


def test_metrics_tell_of_requests_lanes_and_the_record(site):
    front_end = FrontEnd(site.client.application)

    async def all_of_them():
        for _ in range(3):
            await ask(front_end, "GET", CARD)
        return await ask(front_end, "GET", "/metrics", headers=[BEARER])

    before = families(site.client.get("/metrics", headers=[BEARER]).text)
    with site.database.changing() as session:
        set_backed_up_at(session, site.clock.now())
    after = families(run(all_of_them()).body.decode())

    def count(metrics, source):
        samples = metrics["tracker_requests"].samples if "tracker_requests" in metrics else ()
        wanted = {"place": "scorecard", "status": "200", "source": source}
        return sum(it.value for it in samples if it.name == "tracker_requests_total" and it.labels == wanted)

    assert count(after, "made") - count(before, "made") == 1
    assert count(after, "memory") - count(before, "memory") == 2
    assert {it.labels["lane"] for it in after["tracker_queue_seconds"].samples} >= {"pages", "held"}
    documented = (ROOT / "docs" / "operations.md").read_text()
    ours = [name for name in after if name.startswith("tracker_") and not name.endswith("_created")]
    assert [name for name in ours if f"`{name}" not in documented] == []
    numbers = {name: family.samples[0].value for name, family in after.items() if len(family.samples) == 1}
    assert numbers["tracker_publications"] == 11
    assert numbers["tracker_database_up"] == 1
    assert numbers["tracker_pending_companies"] == 0
    assert numbers["tracker_backup_age_seconds"] == 0


def test_metrics_say_that_the_database_is_unreachable(site, monkeypatch):
    def away():
        raise OperationalError("", {}, OSError())

    monkeypatch.setattr(site.client.application.extensions["site"].database, "reading", away)
    metrics = families(site.client.get("/metrics", headers=[BEARER]).text)
    assert metrics["tracker_database_up"].samples[0].value == 0
    assert "tracker_publications" not in metrics


def test_processes_of_one_server_share_their_metrics(tmp_path):
    code = "import os; from tracker.web.server.metrics import count_refused, request_metrics; other = os.fork()"
    code += "; count_refused('pages'); other or os._exit(0); os.waitpid(other, 0); print(request_metrics().decode())"
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert 'tracker_refused_total{lane="pages"} 2.0' in done.stdout
