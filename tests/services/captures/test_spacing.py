"""Hosts are asked one thing at a time, with ten seconds from the end of one to the start of the next."""

import random
from datetime import timedelta

from tests.stored import NOON
from tracker.store.upkeep.asked_jobs import ask_for, finish, take
from tracker.store.upkeep.hosts import HOST_PAUSE


def test_two_requests_to_a_host_never_meet_nor_come_near(database):
    if not database.is_sqlite:
        return  # the same statements; that two workers take different jobs is tested beside
    hosts, chance = [f"h{number}.example" for number in range(6)], random.Random(17)
    with database.changing() as session:
        for number in range(48):
            ask_for(session, "capture", str(number), {}, host=hosts[number % 6])
    now, running, ended, done = NOON, [], {}, 0
    while done < 48:
        with database.changing() as session:
            for job in [job for end, job in running if end <= now]:
                finish(session, job, now)
                ended[job.host], done = now, done + 1
            running = [(end, job) for end, job in running if end > now]
            while len(running) < 3 and (job := take(session, "capture", now)):
                assert job.host not in {other.host for _, other in running}
                assert now - ended.get(job.host, NOON - HOST_PAUSE) >= HOST_PAUSE
                running.append((now + timedelta(seconds=chance.randint(1, 30)), job))
        now += timedelta(seconds=1)
    assert len(ended) == 6
