#!/usr/bin/env python3
"""The bench from end to end with tiny counts: every scenario gets the answers it expects over both engines, and the
result holds every row with every limit. Nothing is said about time."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import report  # noqa: E402
import run  # noqa: E402

PROMISES = []


def promise(sentence, holds):
    PROMISES.append(bool(holds))
    if not holds:
        print(f"bench: broken: {sentence}")


def check(result, picture):
    seen = {(row["engine"], row["scenario"], row["connections"]) for row in result["rows"]}
    wanted = {(engine, scenario, connections) for engine in ("SQLite", "PostgreSQL") for scenario in run.LIMITS
              for connections in run.SMOKE.connections}
    promise(f"every row is there once; missing: {wanted - seen}", seen == wanted and len(result["rows"]) == len(wanted))
    for row in result["rows"]:
        name = f"{row['engine']}, {row['scenario']}"
        promise(f"{name}: the limits are those of the table", list(row["limits"]) == run.LIMITS[row["scenario"]])
        promise(f"{name}: every limit was reached by somebody", all(
            one["per_second"] > 0 and 0 < one["low"] <= one["ratio"] <= one["high"] for one in row["limits"].values()))
        promise(f"{name}: latencies are in order", all(
            0 < one["p50"] <= one["p99"] <= one["p999"] for one in row["latency"].values()))
        if row["scenario"] != "mixed":  # so few of its requests may all be reads
            promise(f"{name}: a writing request is a durable job, a reading one is none",
                    (row["jobs_in_a_commit"] is not None) == (row["scenario"] in ("choice", "claim")))
        promise(f"{name}: memory is told", 0 < row["memory_kib"]["VmRSS"] <= row["memory_kib"]["VmHWM"])
    circles = [one for one in xml.fromstring(picture).iter() if one.tag.endswith("circle")]
    promise("the picture has a dot for each row and each limit, and its legend",
            len(circles) == 5 + sum(1 + len(row["limits"]) for row in result["rows"]))
    promise("documents take whole runs only", not result["whole"])
    marked = "a\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nz\n"
    renewed = report.between_markers(marked, report.performance(result))
    promise("a table in a document is replaced between its markers",
            "old" not in renewed and renewed.startswith("a\n") and renewed.endswith("z\n") and "| choice |" in renewed)
    promise("a document's comparison has each scenario once",
            report.operations(result).count("\n| ") == 2 + len(run.LIMITS))


def main():
    with tempfile.TemporaryDirectory(prefix="smoke-", dir=pathlib.Path(sys.argv[1])) as folder:
        os.chmod(folder, 0o755)  # PostgreSQL runs as another user
        words = [sys.executable, str(HERE / "run.py"), "--smoke", "--programs", sys.argv[1], "--folder", folder]
        done = subprocess.run(words, capture_output=True, text=True)
        promise(f"the bench ends well: {done.stdout}{done.stderr}", done.returncode == 0)
        if done.returncode == 0:
            check(json.loads(pathlib.Path(folder, "bench.json").read_text(encoding="utf-8")),
                  pathlib.Path(folder, "bench.svg").read_text(encoding="utf-8"))
    print(f"{PROMISES.count(True)} passed, {PROMISES.count(False)} failed")
    return 0 if all(PROMISES) else 1


if __name__ == "__main__":
    sys.exit(main())
