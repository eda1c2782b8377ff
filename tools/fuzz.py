"""The stage "fuzz" of tools/run_tests.py: every target for a while under libFuzzer, over a copy of its corpus.

A finding is one failure; its input stays in .build/fuzz/found until the next run. KORI_FUZZ_SECONDS says how long
each target runs.
"""

import concurrent.futures
import os
import re
import shutil
import subprocess
import time

from checks import TOP

CORPORA = TOP / "tests" / "fuzz" / "corpus"
BUILT = TOP / ".build" / "asan" / "tests" / "fuzz"
WORK = TOP / ".build" / "fuzz"
SECONDS = int(os.environ.get("KORI_FUZZ_SECONDS", "20"))
SIDE_BY_SIDE = 2
INPUT_BYTES_MAX = 4096  # as in tests/fuzz/replay.cpp
BOUNDS = [f"-max_len={INPUT_BYTES_MAX}", "-timeout=10", "-rss_limit_mb=2048"]

EXECUTED = re.compile(r"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)
COVERED = re.compile(r"^#\d+\s+.*?cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)


def targets():
    return sorted(folder.name for folder in CORPORA.iterdir() if folder.is_dir())


def command(target, corpus):
    words = [str(BUILT / f"fuzz_{target}"), str(corpus), f"-max_total_time={SECONDS}", "-print_final_stats=1"]
    words += [*BOUNDS, f"-artifact_prefix={WORK / 'found' / target}-"]
    dictionary = CORPORA / f"{target}.dict"
    return words + ([f"-dict={dictionary}"] if dictionary.exists() else [])


def fuzz(target):
    """(target, is good, seconds, note, output)"""
    corpus = WORK / "corpus" / target
    shutil.rmtree(corpus, ignore_errors=True)
    shutil.copytree(CORPORA / target, corpus)
    started = time.monotonic()
    try:
        done = subprocess.run(command(target, corpus), cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=2 * SECONDS + 300)
        output, code = done.stdout.decode(errors="replace"), done.returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        output, code = str(error), 1
    executed, covered = EXECUTED.findall(output), COVERED.findall(output)
    note = ""
    if executed and covered:
        edges, features, inputs = covered[-1]
        note = f"  ({executed[-1]} executions, {edges} edges, {features} features, {inputs} inputs)"
    is_good = code == 0 and bool(executed) and int(executed[-1]) > 0
    return target, is_good, time.monotonic() - started, note, output


def run(total, show):
    """Adds each target to the total; `show` prints the lines of a finding."""
    shutil.rmtree(WORK / "found", ignore_errors=True)
    (WORK / "found").mkdir(parents=True)
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as side_by_side:
        for target, is_good, seconds, note, output in side_by_side.map(fuzz, targets()):
            total.add(f"fuzz_{target}", int(is_good), int(not is_good), seconds, note)
            if is_good:
                continue
            show(output.splitlines()[-40:])
            for found in sorted((WORK / "found").glob(f"{target}-*")):
                show([f"replay with: {BUILT / f'fuzz_{target}'} {found}"])
