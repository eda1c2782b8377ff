#!/usr/bin/env python3
"""Measures the release build beside its limits. Called by tools/bench, which installs and builds first."""

import argparse
import base64
import contextlib
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import urllib.request

import engines
import machine
import report

# What each scenario is held against, and why that and nothing else:
#   answer      Beast alone with as many bytes: what HTTP on this machine costs
#   rows        recorded rows through the engine's own interface, as many to a commit as the server had: what the
#               disk takes
#   bare        both together, a server without rules: what is left for ours to lose
#   statements  everything that the server says to the engine, reads too, waiting where it waits: what our SQL costs
#   reads       the same for a request that only reads
LIMITS = {
    "catalogue": ["answer", "reads"],
    "object": ["answer", "reads"],
    "not_modified": ["answer", "reads"],
    "choice": ["answer", "rows", "bare", "statements"],
    "claim": ["answer", "rows", "bare", "statements"],
    "mixed": ["answer"],  # no recording has the mixture's order
}
RECORDING = {"not_modified": "object"}  # looks up what the full answer would show
OPEN_LOAD = [50, 80]  # percent of the throughput that was measured just before
MANY = 10_000_000  # requests; a reading window ends by time


class Amount:
    """How much of everything."""

    def __init__(self, rounds, seconds, connections, window, offers):
        self.rounds = rounds
        self.seconds = seconds
        self.connections = connections
        self.window = window  # writing requests in a window at most: each needs a person prepared for it
        self.offers = offers
        self.windows = 1 + rounds + len(OPEN_LOAD)  # the first one warms up


FULL = Amount(rounds=5, seconds=2.0, connections=[1, 8, 64], window=800, offers=50)
QUICK = Amount(rounds=2, seconds=0.3, connections=[1, 64], window=200, offers=20)
SMOKE = Amount(rounds=1, seconds=0.05, connections=[2], window=4, offers=2)


class Bench:
    def __init__(self, programs, folder, amount, other):
        self.programs = programs
        self.other = other  # another build of the server, or None
        self.folder = folder
        self.amount = amount
        self.tool = programs / "bench" / "kori-bench"
        self.log = folder / "programs.log"
        self.prepared = folder / "prepared"

    def prepare(self):
        """Once for each size and build of the preparing program."""
        acts = self.amount.windows * self.amount.window
        built = self.tool.stat()
        wanted = f"{acts} {self.amount.offers} {built.st_mtime_ns} {built.st_size}\n"
        mark = self.prepared / "mark.txt"
        if mark.exists() and mark.read_text(encoding="ascii") == wanted:
            return
        shutil.rmtree(self.prepared, ignore_errors=True)
        self.prepared.mkdir(parents=True)
        words = [self.tool, "prepare", "--folder", self.prepared, "--choices", acts, "--orders", acts, "--offers",
                 self.amount.offers]
        with open(self.log, "ab") as log:
            done = subprocess.run(list(map(str, words)), cwd=machine.TOP, stdout=log, stderr=log,
                                  env=os.environ | {"TMPDIR": str(self.folder)})
        if done.returncode != 0:
            raise RuntimeError(f"the preparation failed; see {self.log}")
        mark.write_text(wanted, encoding="ascii")

    def plan_length(self, scenario):
        """(requests of the plan, may they be sent again)."""
        with open(self.prepared / f"{scenario}.plan", "rb") as plan:
            kind, count = plan.readline().split()
        return int(count), kind == b"again"

    def limits_of(self, scenario):
        return LIMITS[scenario] + (["other"] if self.other else [])

    def server(self, data, more, program=None):
        start = (self.prepared / "start.txt").read_text(encoding="ascii").strip()
        return machine.Serving(
            [program or self.programs / "tools" / "kori", "--data", data, "--port", "0", "--tls", "no",
             "--threads", "1", "--rehearsal", "yes", "--rehearsal-start", start, *more], self.log)

    def row(self, scenario, engine, connections):
        return Row(self, scenario, engine, connections).measure()


class Row:
    def __init__(self, bench, scenario, engine, connections):
        self.bench = bench
        self.scenario = scenario
        self.engine = engine
        self.connections = connections
        self.plan = bench.prepared / f"{scenario}.plan"
        self.recorded = bench.prepared / f"{RECORDING.get(scenario, scenario)}.recorded"
        length, self.is_repeatable = bench.plan_length(scenario)
        self.window = MANY if self.is_repeatable else length // bench.amount.windows
        self.ms = round(bench.amount.seconds * 1000)

    def load(self, how, port, number, more=()):
        """The n-th window: its own part of the plan."""
        first = 0 if self.is_repeatable else number * self.window
        done = machine.run_json(
            [self.bench.tool, how, "--port", port, "--plan", self.plan, "--connections", self.connections, "--ms",
             self.ms, "--from", first, "--count", self.window, *more], machine.LOAD_CORE)
        if done["wrong"] or not done["answers"]:
            raise RuntimeError(f"{self.scenario}: {done['wrong']} wrong answers, the first one:\n"
                               + base64.b64decode(done["first_wrong"]).decode("utf-8", "replace"))
        return done

    def measure(self):
        engine, rounds = self.engine, self.bench.amount.rounds
        with contextlib.ExitStack() as stack:
            data, more, _ = stack.enter_context(engine.copy("served"))
            server = stack.enter_context(self.bench.server(data, more))
            warm = self.load("closed", server.port, 0)
            self.bytes = round(warm["bytes"] / warm["answers"])
            limits = {name: self.limit(name, stack) for name in self.bench.limits_of(self.scenario)}

            mine, others, spent = [], {name: [] for name in limits}, Spent()
            for number in range(1, rounds + 1):  # A B C A B C …: paired, because the machine's speed drifts
                before = (server.processor_seconds(), engine.processor_seconds(), groups(server.port))
                done = self.load("closed", server.port, number)
                group = spent.add(done, before, server, engine)
                mine.append(done["answers"] / done["nanos"] * 1e9)
                for name, limit in limits.items():
                    others[name].append(limit(number, group))
            throughput = statistics.median(mine)
            latency = {
                str(percent): latencies(self.load("open", server.port, rounds + 1 + i,
                                                  ["--rate", max(1, round(throughput * percent / 100))]))
                for i, percent in enumerate(OPEN_LOAD)
            }
            memory = machine.memory_kib(server.process.pid)
        return {
            "scenario": self.scenario, "engine": engine.name, "connections": self.connections,
            "per_second": round(throughput, 1), "answer_bytes": self.bytes, "latency": latency,
            **spent.per_request(), "memory_kib": memory,
            "limits": {name: ratios(mine, theirs) | micros_of(limits[name]) for name, theirs in others.items()},
        }

    def limit(self, name, stack):
        """A function (window, jobs in a commit) -> requests in a second."""
        if name == "other":
            data, more, _ = stack.enter_context(self.engine.copy("other"))
            return self.over_http(stack.enter_context(self.bench.server(data, more, self.bench.other)))
        if name in ("answer", "bare"):
            words = [self.bench.tool, name, "--bytes", self.bytes]
            if name == "bare":
                _, _, database = stack.enter_context(self.engine.copy("bare"))
                words += ["--database", database, "--recorded", self.recorded, "--group", self.engine.group_max]
            return self.over_http(stack.enter_context(machine.Serving(words, self.bench.log)), ["--status", "200"])

        _, _, database = stack.enter_context(self.engine.copy(name))

        def without_http(number, group):
            done = machine.run_json(
                [self.bench.tool, name, "--database", database, "--recorded", self.recorded, "--from",
                 number * self.window, "--count", self.window, "--group", max(1, round(group)), "--ms", self.ms],
                machine.SERVER_CORE)
            return done["jobs"] / done["nanos"] * 1e9

        return without_http

    def over_http(self, serving, more=()):
        """Its processor time is told too: on a busy machine it says more than the rate."""
        self.load("closed", serving.port, 0, more)  # warms up, and takes what belongs to the first window
        spent = [0, 0.0]  # answers, seconds

        def one(number, _):
            before = serving.processor_seconds()
            done = self.load("closed", serving.port, number, more)
            spent[0] += done["answers"]
            spent[1] += serving.processor_seconds() - before
            return done["answers"] / done["nanos"] * 1e9

        one.spent = spent

        return one


class Spent:
    """Processor time over all rounds of a row: the ticks of one round are too coarse."""

    def __init__(self):
        self.answers = self.server = self.database = self.generator = self.nanos = self.jobs = self.groups = 0

    def add(self, done, before, server, engine):
        now = (server.processor_seconds(), engine.processor_seconds(), groups(server.port))
        jobs, commits = (now[2][0] - before[2][0], now[2][1] - before[2][1])
        self.answers += done["answers"]
        self.server += now[0] - before[0]
        self.database += now[1] - before[1]
        self.generator += done["processor_micros"]
        self.nanos += done["nanos"]
        self.jobs += jobs
        self.groups += commits
        return jobs / commits if commits else 1

    def per_request(self):
        return {
            "server_micros": round(self.server / self.answers * 1e6, 1),
            "database_micros": round(self.database / self.answers * 1e6, 1),
            "generator_share": round(self.generator * 1e3 / self.nanos, 3),
            "jobs_in_a_commit": round(self.jobs / self.groups, 1) if self.groups else None,
        }


def micros_of(limit):
    """Of a limit over HTTP: processor time of its server."""
    answers, seconds = getattr(limit, "spent", (0, 0.0))
    return {"server_micros": round(seconds / answers * 1e6, 1)} if answers else {}


def groups(port):
    """(durable jobs, commits) since the start, as the server counts them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        lines = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if not line.startswith("#"))
    return int(lines["kori_store_jobs"]), int(lines["kori_store_groups"])


def latencies(done):
    return {name: round(done[f"{name}_nanos"] / 1000, 1) for name in ("p50", "p99", "p999")} | {
        "generator_late_p99": round(done["sent_late_p99_nanos"] / 1000, 1),
        "answers": done["answers"],
    }


def ratios(mine, theirs):
    """Of the pairs that were measured one after the other."""
    pairs = [one / other for one, other in zip(mine, theirs)]
    return {"per_second": round(statistics.median(theirs), 1), "ratio": round(statistics.median(pairs), 4),
            "low": round(min(pairs), 4), "high": round(max(pairs), 4)}


def wishes():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few minutes, for trying")
    parser.add_argument("--smoke", action="store_true", help="seconds, for the tests: nothing can be read from it")
    parser.add_argument("--scenario", choices=list(LIMITS), action="append", help="only this one; may be repeated")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], action="append", help="only this one")
    parser.add_argument("--connections", type=int, action="append", help="only so many; may be repeated")
    parser.add_argument("--seconds", type=float, help="of a window")
    parser.add_argument("--against", help="another build of the server, measured in turn: before and after a change")
    parser.add_argument("--write-docs", action="store_true", help="the newest whole run's tables into docs/; no run")
    parser.add_argument("--programs", default=".build/release", help="build folder of the programs")
    parser.add_argument("--folder", default=".build/bench", help="where data and results go; on a disk")
    return parser.parse_args()


def main():
    wish = wishes()
    folder = (machine.TOP / wish.folder).resolve()
    if wish.write_docs:
        report.write_docs(json.loads((folder / "bench.json").read_text(encoding="utf-8")))
        return 0
    amount = SMOKE if wish.smoke else QUICK if wish.quick else FULL
    amount.seconds = wish.seconds or amount.seconds
    amount.connections = wish.connections or amount.connections
    folder.mkdir(parents=True, exist_ok=True)
    disk = engines.demand_disk(folder)
    machine.pin(machine.LOAD_CORE)
    bench = Bench((machine.TOP / wish.programs).resolve(), folder, amount,
                  (machine.TOP / wish.against).resolve() if wish.against else None)
    bench.log.unlink(missing_ok=True)
    print("bench: preparing people, offers and orders", flush=True)
    bench.prepare()

    is_part = wish.against or wish.quick or wish.smoke or wish.scenario or wish.engine or wish.connections
    result = {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "disk": disk,
              "machine": machine.describe(), "rounds": amount.rounds, "seconds": amount.seconds,
              "whole": not is_part, "rows": []}
    for engine_name in wish.engine or ["sqlite", "postgres"]:
        engine = (engines.Sqlite(bench.prepared, folder) if engine_name == "sqlite" else
                  engines.Postgres(bench.prepared, folder, bench.programs / "tools" / "kori-admin"))
        try:
            for scenario in wish.scenario or LIMITS:
                for connections in amount.connections:
                    row = bench.row(scenario, engine, connections)
                    result["rows"].append(row)
                    print(report.line(row), flush=True)
        finally:
            engine.stop()
    (folder / "bench.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (folder / "bench.svg").write_text(report.picture(result), encoding="utf-8")
    print(report.table(result))
    print(f"bench: {folder / 'bench.json'} and bench.svg are written")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RuntimeError as error:
        sys.exit(f"bench: {error}")
