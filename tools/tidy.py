#!/usr/bin/env python3
"""clang-tidy over the sources, two at a time.

A file that was clean is judged again only when its preprocessed text, the checks or the program have changed, so a
second run takes a tenth of the first.
"""

import concurrent.futures
import hashlib
import json
import shlex
import subprocess
import sys

from checks import TOP

TIDY = "clang-tidy-19"
CLEAN = TOP / ".build" / "tidy"


def commands(database):
    return {one["file"]: one for one in json.loads((database / "compile_commands.json").read_text(encoding="utf-8"))}


def preprocessed(entry):
    """What the compiler would see of the file, or None when it cannot be had."""
    words = shlex.split(entry["command"])
    start = next(i for i, word in enumerate(words) if word.endswith("clang++-19"))
    words = words[start:]
    at = words.index("-o")
    words = [word for word in words[:at] + words[at + 2 :] if word != "-c"]
    done = subprocess.run([*words, "-E", "-P", "-C"], cwd=entry["directory"], capture_output=True)
    return done.stdout if done.returncode == 0 else None


def judge(path, entry, database, rules):
    """(path, what clang-tidy says; empty when it is content)."""
    text = preprocessed(entry) if entry else None
    stamp = CLEAN / hashlib.sha256(rules + path.encode() + b"\0" + text).hexdigest() if text is not None else None
    if stamp is not None and stamp.exists():
        return path, ""
    done = subprocess.run([TIDY, "--quiet", "-p", str(database), path], cwd=TOP, capture_output=True, text=True)
    if done.returncode == 0:
        if stamp is not None:
            stamp.touch()
        return path, ""
    return path, done.stdout or done.stderr or "clang-tidy ended without a word"


def findings(paths, database, jobs=2):
    """Yields (path, text) of every file, in order; the text is empty for a clean one."""
    CLEAN.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([TIDY, "--version"], capture_output=True).stdout
    rules = hashlib.sha256((TOP / ".clang-tidy").read_bytes() + version).digest()
    known = commands(database)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda path: judge(path, known.get(str(TOP / path)), database, rules), paths)


if __name__ == "__main__":
    bad = 0
    for name, text in findings(sys.argv[1:], TOP / ".build" / "asan"):
        if text:
            bad += 1
            print(f"{name}\n{text}")
    print(f"{len(sys.argv) - 1 - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)
