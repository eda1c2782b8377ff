#!/usr/bin/env python3
"""The stages of tools/test, their timing, and one sum over all runners. Called by tools/test, which installs first."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

import fuzz
import tidy
from checks import TOP, files
from test_postgres import SKIPPED, VARIABLE, Keeper

CLOSING = re.compile(r"^(\d+) passed, (\d+) failed\s*$", re.MULTILINE)
# What runs threads against threads: the store, the sockets, the work queue, a server that is killed.
THREADED = re.compile(r"storage|net|wire|work|fault|observe|guard")
# What a test counted, or could not try: shown although it passed.
NOTABLE = re.compile(r"^\s*(\d+ acknowledged, \d+ lost.*|skipped: .*)$", re.MULTILINE)
# What stands on the coroutines of core/net, which each compiler translates in its own way.
SOCKETS = ["core_net_test", "wire_test", "await_canary_test"]
LOGS = TOP / ".build" / "logs"
OPENAPI = "docs/openapi.json"
JOBS = "2"
OUTPUT_MAX = 10_000_000  # bytes of one test's output that ctest keeps


class Sum:
    passed = 0
    failed = 0

    def add(self, name, passed, failed, seconds=None, note=""):
        self.passed += passed
        self.failed += failed
        took = f"{seconds:8.1f} s  " if seconds is not None else " " * 12
        print(f"  {'ok ' if not failed else 'RED'} {took}{passed:5} passed {failed:3} failed  {name}{note}", flush=True)


class Stage:
    """Prints its name and how long it took."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print(f"== {self.name}", flush=True)
        self.started = time.monotonic()

    def __exit__(self, *_):
        print(f"== {self.name}: {time.monotonic() - self.started:.0f} s", flush=True)


def call(command, log, **more):
    """Runs it with its output in a log file; True when it went well."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(LOGS / log, "w", encoding="utf-8") as out:
        return subprocess.run(command, cwd=TOP, stdout=out, stderr=subprocess.STDOUT, **more).returncode == 0


def show(lines):
    for line in lines:
        print(f"    | {line}", flush=True)


def tail(log, lines=60):
    show((LOGS / log).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def build(total, preset, targets=()):
    """Configures once (Ninja configures again by itself) and builds; a failure is one failed promise."""
    folder = TOP / ".build" / preset
    with Stage(f"build {preset}"):
        if not (folder / "CMakeCache.txt").exists():
            generator = ["-G", "Ninja"] if shutil.which("ninja") else []
            if not call(["cmake", "--preset", preset, *generator], f"configure-{preset}.log"):
                tail(f"configure-{preset}.log")
                total.add(f"configure {preset}", 0, 1)
                return False
        wanted = ["--target", *targets] if targets else []
        if not call(["cmake", "--build", str(folder), "-j", JOBS, *wanted], f"build-{preset}.log"):
            tail(f"build-{preset}.log")
            total.add(f"build {preset}", 0, 1)
            return False
    return True


def tests_of(preset):
    """{name: labels} as ctest knows them."""
    built = TOP / ".build" / preset
    shown = subprocess.run(["ctest", "--show-only=json-v1"], cwd=built, capture_output=True, text=True)
    if shown.returncode != 0:
        return {}
    found = {}
    for test in json.loads(shown.stdout)["tests"]:
        properties = {one["name"]: one["value"] for one in test.get("properties", [])}
        found[test["name"]] = properties.get("LABELS", [])
    return found


def counts(case):
    """(passed, failed) of a junit case: its closing line, and one more failure when it ended badly or said nothing."""
    text = case.findtext("system-out") or ""
    said = CLOSING.findall(text)
    passed, failed = (int(said[-1][0]), int(said[-1][1])) if said else (0, 0)
    if case.get("status") != "run" or SKIPPED in text:
        failed = max(failed, 1)
    elif passed + failed == 0:
        failed = 1
    return passed, failed


def run_ctest(total, preset, chosen, title, environment=None):
    """Runs the named tests two at a time and adds up what each one says."""
    with Stage(title):
        if not chosen:
            total.add(f"{title}: there is no such test", 0, 1)
            return
        log = re.sub(r"\W+", "-", title)
        junit = LOGS / f"{log}.xml"
        junit.unlink(missing_ok=True)
        wanted = "^(" + "|".join(re.escape(name) for name in sorted(chosen)) + ")$"
        call(
            ["ctest", "--test-dir", f".build/{preset}", "-j", JOBS, "-R", wanted]
            + ["--output-junit", str(junit), "--no-tests=error"]
            + ["--test-output-size-passed", str(OUTPUT_MAX), "--test-output-size-failed", str(OUTPUT_MAX)],
            f"{log}.log",
            env=os.environ | (environment or {}),
        )
        if not junit.exists():
            tail(f"{log}.log")
            total.add(f"{title}: ctest did not finish", 0, 1)
            return
        seen = set()
        for case in sorted(xml.parse(junit).getroot().iter("testcase"), key=lambda one: one.get("name")):
            passed, failed = counts(case)
            seen.add(case.get("name"))
            failure = case.find("failure")
            note = f"  ({failure.get('message') or 'failed'})" if failure is not None else ""
            total.add(case.get("name"), passed, failed, float(case.get("time") or 0), note)
            text = case.findtext("system-out") or ""
            show(text.splitlines()[-80:] if failed else NOTABLE.findall(text))
        for name in sorted(set(chosen) - seen):
            total.add(f"{name}: was not run", 0, 1)


def run_npm(script, words, log, folder):
    """(did it go well, seconds); None, with a line that says why, where its packages cannot be had."""
    if not shutil.which("npm") or not shutil.which("node"):
        print("  skipped: node or npm is not installed here")
        return None
    started = time.monotonic()
    went = call([*script, *words], log, env=os.environ | {"KORI_NPM_DIR": str(folder)})
    if not (folder / "installed.json").exists():
        tail(log, 5)
        print("  skipped: its packages could not be fetched")
        return None
    return went, time.monotonic() - started


def lint_openapi(total):
    """Two linters over the committed document; a test keeps that document equal to what the routes say."""
    with Stage("OpenAPI lint"):
        ran = run_npm(["tests/openapi/lint.sh"], [OPENAPI], "openapi.log", TOP / ".build" / "openapi-lint")
        if ran is None:
            return
        went, seconds = ran
        total.add("redocly and spectral", 1 if went else 0, 0 if went else 1, seconds)
        if not went:
            tail("openapi.log")


def play_contract(total):
    """Random sequences of requests, judged by the document that the server hands out; KORI_SEED plays one again."""
    with Stage("contract"):
        script = ["timeout", "1800", "tests/contract/run.sh"]
        programs = [f".build/dev/tools/{name}" for name in ("kori", "kori-admin")]
        ran = run_npm(script, programs, "contract.log", TOP / ".build" / "contract")
        if ran is None:
            return
        went, seconds = ran
        said = CLOSING.findall((LOGS / "contract.log").read_text(encoding="utf-8", errors="replace"))
        passed, failed = (int(said[-1][0]), int(said[-1][1])) if said else (0, 0)
        failed = failed if went and passed else max(failed, 1)
        total.add("contract", passed, failed, seconds)
        if failed:
            tail("contract.log", 200)


def over_files(total, title, judged):
    """Adds up (path, fault) pairs: each file is one promise, and an empty fault is a kept one."""
    with Stage(title):
        started = time.monotonic()
        good = bad = 0
        for path, fault in judged:
            good, bad = (good + 1, bad) if not fault else (good, bad + 1)
            if fault:
                print(f"    {path}")
                show(fault.splitlines()[-30:])
        total.add(title, good, bad, time.monotonic() - started)


def misformatted(paths):
    for path in paths:
        words = ["clang-format-19", "--dry-run", "-Werror", path]
        done = subprocess.run(words, cwd=TOP, capture_output=True, text=True)
        yield path, "" if done.returncode == 0 else done.stderr or "clang-format failed"


def everything_else(total):
    """What --all adds."""
    sources = files(".cpp", ".hpp", under=("core", "procurement", "marketplace", "tools", "bench", "tests"))
    over_files(total, "clang-format", misformatted(sources))

    if build(total, "asan"):
        run_ctest(total, "asan", [name for name, labels in tests_of("asan").items() if "rules" not in labels], "asan")
        with Stage("fuzz"):
            fuzz.run(total, show)

    if build(total, "tsan", ["help"]):  # configures, so that the targets are known
        chosen = [name for name, labels in tests_of("tsan").items()
                  if "rules" not in labels and THREADED.search(name) and not name.startswith("fuzz_")]
        built = chosen + ["kori", "kori-admin"]
        if build(total, "tsan", built):
            run_ctest(total, "tsan", chosen, "tsan")

    for preset in ("asan-gcc", "tsan-gcc"):
        if build(total, preset, SOCKETS):
            run_ctest(total, preset, SOCKETS, preset)

    database = TOP / ".build" / "asan"
    if (database / "compile_commands.json").exists():
        units = [path for path in sources if path.endswith(".cpp")]
        over_files(total, "clang-tidy", tidy.findings(units, database))

    play_contract(total)

    long = {name: labels for name, labels in tests_of("dev").items() if "long" in labels}
    run_ctest(total, "dev", list(long), "long faults", {"KORI_LONG": "1"})
    over_both = [name for name, labels in long.items() if "world" in labels]
    over_postgres = {"KORI_LONG": "1", "KORI_TEST_ENGINE": "postgres"}
    run_ctest(total, "dev", over_both, "long faults over PostgreSQL", over_postgres)


@contextlib.contextmanager
def private_postgres(total):
    """One server for the whole run; its URL goes to every test. Without it the tests say so, and are red."""
    keeper = Keeper()
    try:
        os.environ[VARIABLE] = keeper.start()
    except RuntimeError as error:
        total.add(str(error), 0, 1)
    try:
        yield
    finally:
        keeper.stop()


def main():
    words = sys.argv[1:]
    started = time.monotonic()
    total = Sum()
    with private_postgres(total):
        run_stages(total, words)
    print(f"== all: {time.monotonic() - started:.0f} s")
    if total.passed + total.failed == 0:
        total.failed = 1
    print(f"{total.passed} passed, {total.failed} failed")
    return 1 if total.failed else 0


def run_stages(total, words):
    if build(total, "dev"):
        known = tests_of("dev")
        if "--quick" in words:
            known = {name: labels for name, labels in known.items() if not {"wire", "slow"} & set(labels)}
        run_ctest(total, "dev", list(known), "tests")
        over_both = [name for name, labels in known.items() if "world" in labels]
        run_ctest(total, "dev", over_both, "tests over PostgreSQL", {"KORI_TEST_ENGINE": "postgres"})
        if "--quick" not in words:
            lint_openapi(total)
        with Stage("build times"):
            call([sys.executable, "tools/check_build_times.py"], "build-times.log")
            tail("build-times.log", 20)
        if "--all" in words:
            everything_else(total)


if __name__ == "__main__":
    sys.exit(main())
