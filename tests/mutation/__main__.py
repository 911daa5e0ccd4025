"""The mutation run: ``python -m tests.mutation``. Survivors are faults that no test notices.

Without options every mutant that is not yet known to be killed is tried; it can be stopped at any time and goes on
it was. With ``--sample`` so many are drawn, the same ones for a seed, and ``--seconds`` limits how long
that may take. It fails where one survives that is not in ``survivors.txt`` with the reason why it changes nothing; with
``--survivors`` where more than so many do.
"""

import argparse
import json
import os
import re
import sys
import time
from hashlib import sha256
from multiprocessing.connection import wait
from pathlib import Path

from tests.mutation.areas import AREAS, ROOT
from tests.mutation.mutants import mutants_of
from tests.mutation.passing import measured, modules
from tests.mutation.trial import Warm, cold

KEPT = ROOT / ".mutants"
LISTED = Path(__file__).with_name("survivors.txt")
SEED = "2026-11"
"""Which sample is drawn; changed with each release (CONTRIBUTING), when its survivors can be dealt with."""


def listed():
    """Survivors that are no fault: reasons by id."""
    entries = re.findall(r"^(\S.*)\n((?: {4}.+\n)+)", LISTED.read_text(), re.MULTILINE)
    return {id: " ".join(reason.split()) for id, reason in entries}


class Results:
    """Results of a mutant in a statement as it is now, kept in a file: one line each, added as soon as it is known.

    A change elsewhere leaves them: what a changed function is called by is not tried again.
    """

    def __init__(self, path):
        self.path = path
        path.parent.mkdir(exist_ok=True)
        lines = path.read_text().splitlines() if path.exists() else []
        self.known = {tuple(key): result for key, result in map(json.loads, lines)}

    def of(self, mutant):
        """What is known of a mutant: killed, survived, or None."""
        return self.known.get(self._key(mutant))

    @staticmethod
    def _key(mutant):
        return mutant.id, sha256(mutant.within.encode()).hexdigest()

    def add(self, mutant, result):
        """Note a result."""
        key = self._key(mutant)
        self.known[key] = result
        with self.path.open("a") as file:
            file.write(json.dumps([key, result]) + "\n")


def tried(area, mutants, passing, started, workers, until):
    """Try mutants, some at a time, until a moment; yields each with whether it was killed.

    ``started`` gives the process of a trial.

    What runs then is not counted.
    """
    left, running = iter(mutants), {}
    more = True
    while running or more:
        while more and len(running) < workers:
            mutant = next(left, None)
            if mutant is None or time.monotonic() > until:
                more = False
            elif tests := passing.through(mutant):
                process = started(area, mutant, tests)
                allowed = 20 + 10 * passing.duration(tests)
                running[process.sentinel] = process, mutant, time.monotonic() + allowed
            else:
                yield mutant, False
        done = wait(list(running), timeout=1)
        now = time.monotonic()
        late = [sentinel for sentinel, (*_, end) in running.items() if now > min(end, until)]
        for sentinel in {*done, *late}:
            process, mutant, end = running.pop(sentinel)
            process.kill()  # one that takes ten times as long has lost its way out of a loop
            process.join()
            if sentinel in done or now > end:
                yield mutant, sentinel not in done or process.exitcode != 0


def sample(mutants, seed):
    """Mutants by the hash of seed and id: a change of the code moves only those that it makes or removes."""
    return sorted(mutants, key=lambda mutant: sha256(f"{seed} {mutant.id}".encode()).digest())


def chosen(options, results):
    """The mutants to try, in order."""
    mutants = [
        mutant for name in modules(AREAS[options.area]) for mutant in mutants_of(name, (ROOT / name).read_text())
    ]
    mutants = [mutant for mutant in mutants if re.search(options.only, mutant.id)]
    if options.sample:
        return sample(mutants, options.seed)[: options.sample]
    return [mutant for mutant in mutants if results.of(mutant) != "killed"]


def arguments():
    """What the run is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--area", choices=AREAS, default="pure", help="core and engine, or services and web")
    parser.add_argument("--sample", type=int, help="draw so many mutants")
    parser.add_argument("--seed", default=SEED, help="another sample for another seed")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    parser.add_argument("--survivors", type=int, default=0, help="fail only if more than so many survive")
    parser.add_argument("--only", default="", help="only mutants whose id matches this expression")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="trials at a time")
    parser.add_argument("--each", type=float, help="ask quick tests only, of so many seconds; survivors are not kept")
    parser.add_argument("--old-measurement", action="store_true", help="which tests to run is known well enough")
    return parser.parse_args()


class Run:
    """One run: what it tries, what it finds, and how much of it."""

    def __init__(self, options, passing):
        self.options, self.passing, self.area = options, passing, AREAS[options.area]
        self.begun = time.monotonic()
        self.results, self.reasons = Results(KEPT / "results.jsonl"), listed()
        self.mutants = chosen(options, self.results)
        self.number, self.survivors = 0, 0

    def try_all(self):
        """Try the mutants that need a process of their own, then the others in one that has all tests collected."""
        warm = [mutant for mutant in self.mutants if self.passing.only_in_tests(mutant)]
        self._try([mutant for mutant in self.mutants if mutant not in set(warm)], cold)
        if warm:
            Warm(self.passing, lambda started: self._try(warm, started)).collect(self.area)

    def _try(self, mutants, started):
        until = self.begun + self.options.seconds
        for mutant, killed in tried(self.area, mutants, self.passing, started, self.options.workers, until):
            self.number += 1
            if killed or not self.options.each:
                self.results.add(mutant, "killed" if killed else "survived")
            if not killed and mutant.id not in self.reasons:
                self.survivors += 1
                print(f"survived: {mutant.module}:{mutant.line} {mutant.id}", flush=True)


def main():
    """Run, tell, and give the exit status."""
    options = arguments()
    passing = measured(AREAS[options.area], KEPT / f"{options.area}.json", again=not options.old_measurement)
    if options.each:
        passing.each = options.each
    if passing.failing:
        print(f"{len(passing.failing)} tests fail without any fault and are left out: {passing.failing[:3]} ...")
    run = Run(options, passing)
    run.try_all()
    drawn = f", sample {options.seed}" if options.sample else ""
    print(
        f"{run.number} of {len(run.mutants)} mutants tried in {time.monotonic() - run.begun:.0f} s{drawn}: "
        f"{run.survivors} survived"
    )
    return 1 if run.survivors > options.survivors or passing.failing else 0


if __name__ == "__main__":
    sys.exit(main())
