"""Jobs that somebody asked for: done once, in turn, by whoever holds the token."""

from datetime import timedelta

import pytest

from tests.stored import NOON, ON_SQLITE, clock
from tracker.services.jobs import do_jobs, jobs_loop, retry_job
from tracker.store.upkeep.asked_jobs import (
    LEASE,
    MOST_TRIES,
    LeaseLostError,
    ask_for,
    finish,
    job_state,
    take,
)
from tracker.store.upkeep.hosts import HOST_PAUSE

SECOND = timedelta(seconds=1)


def requested(database, key, **more):
    with database.changing() as session:
        return ask_for(session, "note", key, {"what": key}, **more)


def taken(database, after=timedelta()):
    with database.changing() as session:
        return take(session, "note", NOON + after)


def state(database, key, after=timedelta()):
    with database.reading() as session:
        return job_state(session, "note", key, NOON + after)


def finished(database, job, after=timedelta()):
    with database.changing() as session:
        finish(session, job, NOON + after)


def account(database, number):
    with database.changing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO account (id, email, name, public_name, public_name_key, role, active, passkey_handle, "
            f"created_at) VALUES ({number}, '{number}@example.org', 'N', 'N{number}', 'n{number}', 'editor', true, "
            f"'{number:064}', '2026-11-22T12:00:00.000000Z')"
        )
    return number


def test_a_job_asked_for_twice_is_one(database):
    assert requested(database, "a")
    assert not requested(database, "a")
    job = taken(database)
    assert (job.key, job.task, job.tries) == ("a", {"what": "a"}, 1)
    assert not requested(database, "a"), "it runs"
    assert state(database, "a").state == "running"
    assert taken(database) is None
    finished(database, job)
    assert state(database, "a") is None
    assert requested(database, "a")


def test_who_lost_the_lease_can_neither_finish_nor_put_off(database):
    requested(database, "a")
    slow, quick = taken(database), taken(database, LEASE)
    assert (quick.key, quick.tries) == ("a", 2)
    with pytest.raises(LeaseLostError):
        finished(database, slow)
    with pytest.raises(LeaseLostError):
        retry_job(database, clock(), slow, "timed out")
    finished(database, quick)


def test_a_job_that_kills_its_worker_fails_after_five_times(database):
    requested(database, "a")
    for i in range(MOST_TRIES):
        assert taken(database, i * LEASE).tries == i + 1
    assert taken(database, MOST_TRIES * LEASE) is None
    assert state(database, "a").why == "worker died"


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_from_end_to_start(database):
    for key, host in (("a", "one.example"), ("b", "one.example"), ("c", "two.example")):
        requested(database, key, host=host)
    first, second = taken(database), taken(database)
    assert [first.key, second.key] == ["a", "c"]
    finished(database, first, 20 * SECOND)
    assert taken(database, 20 * SECOND + HOST_PAUSE - SECOND) is None
    assert taken(database, 20 * SECOND + HOST_PAUSE).key == "b"


def test_each_account_has_its_turn(database):
    many, one = account(database, 1), account(database, 2)
    for i in range(6):
        requested(database, f"many-{i}", asked_by=many)
    finished(database, taken(database))
    for i in range(2):
        requested(database, f"one-{i}", asked_by=one)
    order = []
    while job := taken(database):
        order.append(job.key)
        finished(database, job)
    assert order == ["many-1", "one-0", "many-2", "one-1", "many-3", "many-4", "many-5"]


@ON_SQLITE
def test_a_job_waits_for_its_day_and_is_tried_again_with_growing_waits(database):
    requested(database, "a", due=NOON + 60 * SECOND)

    def try_it(job):
        retry_job(database, at, job, "timed out")

    tried = []
    for minute in range(90):
        at = clock(minute)
        if do_jobs(database, at, {"note": try_it}):
            tried.append(minute)
    assert tried == [1, 2, 12, 72]
    assert state(database, "a")[:3] == ("failed", "timed out", 4)
    assert requested(database, "a"), "who asks again begins anew"
    assert state(database, "a")[:3] == ("waiting", "", 0)


def test_a_job_that_raises_holds_up_no_other(database, caplog):
    for key in ("a", "b"):
        requested(database, key)

    def do(job):
        if job.key == "a":
            raise ValueError("odd")
        finished(database, job)

    assert do_jobs(database, clock(), {"note": do, "unused": do}) == 2
    assert state(database, "a").why == "fault of the program"
    assert state(database, "b") is None
    assert "odd" in caplog.text


def test_the_loop_survives_what_goes_wrong_and_forgets_old_failures(database, monkeypatch, caplog):
    requested(database, "a")
    job = taken(database)
    with pytest.raises(ValueError, match="late"):
        jobs_loop(database, _Broken(), {}, 1, _end)
    retry_job(database, clock(), job._replace(tries=9), "gone")
    assert state(database, "a").state == "failed"
    with pytest.raises(ValueError, match="late"):
        jobs_loop(database, clock(31 * 24 * 60), {}, 1, _end)
    assert state(database, "a") is None
    assert "no clock" in caplog.text


class _Broken:
    def now(self):
        raise OSError("no clock")


def _end(seconds):
    raise ValueError("late")
