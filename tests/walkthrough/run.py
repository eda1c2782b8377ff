#!/usr/bin/env python3
"""Runs every ```sh block of a walkthrough, word for word, against a real server over TLS.

    tests/walkthrough/run.py KORI KORI_ADMIN [TEXT] [--show]  --show: all that the walk printed, and the server's log

TEXT is one of docs/walkthrough*.md; without it docs/walkthrough.md. The others begin as that one does:
what stands before its first part runs before them.

A demo is seeded into a temporary folder with a movable clock, the server takes a free port on this machine, and one
bash runs all blocks in order; blocks marked "sh skip" (how a reader starts the server) are left out. Everything is
bounded in time. With KORI_TEST_ENGINE=postgres all of it stands on a fresh database of KORI_TEST_POSTGRES.
"""
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from test_postgres import SKIPPED, VARIABLE, fresh_database  # noqa: E402

FIRST = ROOT / "docs" / "walkthrough.md"
# What each walk writes into the data folder in plain, so that looking for what must not stand there can fail.
KEPT = {"walkthrough.md": b"Rannan Tuki", "walkthrough-small-purchase.md": "Pienryhmien uraohjaus".encode()}
SEED_SECONDS = 90  # ASSUMED: an idle machine needs about 5
START_SECONDS = 40
WALK_SECONDS = 150
MARK = "@@ block at "
# Words that stand for a person in the text: no log line and no address in one may hold them …
NEVER_LOGGED = ("Helmi", "Keksitty", "141063", "helmi@", "maija@", "Bearer")
# … and the customer's own stand sealed in the data folder: database, its log, messages to the outside.
NEVER_PLAIN = (b"Helmi", b"141063", b"helmi@")


def blocks_in(path, before=None):
    """(file and line, code) of each block that runs; `before`: of those above that heading only."""
    text = path.read_text(encoding="utf-8")
    if before is not None:
        text = text[: text.index(before)]
    found = []
    fence = re.compile(r"^```sh *(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for match in fence.finditer(text):
        if match.group(1) != "skip":
            line = text.count("\n", 0, match.start()) + 1
            found.append((f"{path.relative_to(ROOT)}:{line}", match.group(2)))
    return found


def blocks_of(path):
    return ([] if path == FIRST else blocks_in(FIRST, before="\n## ")) + blocks_in(path)


@contextlib.contextmanager
def engine():
    """What every program of the walk finds in its environment: nothing for SQLite, else where the database is."""
    if os.environ.get("KORI_TEST_ENGINE") != "postgres":
        yield {}
        return
    if VARIABLE not in os.environ:
        sys.exit(f"{SKIPPED}: {VARIABLE} is not set (tools/test_postgres.py run …)")
    with fresh_database(os.environ[VARIABLE]) as url:
        yield {"KORI_DATABASE": url, "KORI_DATABASE_TRUSTED": "yes"}  # the test run's server does not sync


def seed(kori_admin, folder, database):
    for act in (["migrate"] if database else []) + ["demo"]:
        made = subprocess.run([kori_admin, act, "--data", folder / "data", "--config", ROOT / "config", "--rehearsal"],
                              env=os.environ | database, capture_output=True, text=True, timeout=SEED_SECONDS,
                              check=False)
        if made.returncode != 0:
            sys.exit(f"{act} failed.\n{made.stdout}{made.stderr}\n0 passed, 1 failed")
    (folder / "passwords.txt").write_text(made.stdout, encoding="utf-8")


def start(kori, folder, database):
    """The process and its port."""
    log = open(folder / "server.log", "w", encoding="utf-8")
    command = [kori, "--data", folder / "data", "--config", ROOT / "config", "--rehearsal", "--port", "0"]
    server = subprocess.Popen(command, env=os.environ | database, stdout=log, stderr=subprocess.STDOUT)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        said = re.search(r"Kori serves on https://\S+:(\d+)", (folder / "server.log").read_text(encoding="utf-8"))
        if said:
            return server, said.group(1)
        time.sleep(0.05)
    server.kill()
    server.wait()
    sys.exit(f"The server did not start.\n{(folder / 'server.log').read_text(encoding='utf-8')}\n0 passed, 1 failed")


def walk(blocks, kori_admin, folder, port, database):
    """How many blocks passed; what bash said."""
    script = folder / "walk.sh"
    marked = "".join(f"echo '{MARK}{place}'\n{code}" for place, code in blocks)
    script.write_text(marked + "echo '@@ end'\n", encoding="utf-8")
    words = {"KORI": f"https://localhost:{port}", "CACERT": str(folder / "data" / "tls" / "authority.pem"),
             "PASSWORDS": str(folder / "passwords.txt"), "KORI_ADMIN": kori_admin, "TMPDIR": str(folder),
             "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | database
    with open(folder / "walk.log", "w", encoding="utf-8") as said:
        bash = subprocess.Popen(["bash", "-euo", "pipefail", script], env=words, cwd=folder, stdin=subprocess.DEVNULL,
                                stdout=said, stderr=subprocess.STDOUT)
        try:
            code = bash.wait(timeout=WALK_SECONDS)
        except subprocess.TimeoutExpired:
            bash.kill()
            bash.wait()
            code = "timeout"
    text = (folder / "walk.log").read_text(encoding="utf-8", errors="replace")
    begun = text.count(MARK)
    if code == 0 and text.endswith("@@ end\n") and begun == len(blocks):
        return begun, ""
    place, block = blocks[max(begun - 1, 0)]
    return max(begun - 1, 0), (f"{place} failed (bash: {code}):\n{block}\n--- it said:\n"
                               f"{text.rsplit(MARK, 1)[-1]}")


def main():
    shows = sys.argv[-1] == "--show"
    words = sys.argv[1 : -1 if shows else None]
    if len(words) not in (2, 3):
        sys.exit(__doc__)
    kori, kori_admin = (str(pathlib.Path(word).resolve()) for word in words[:2])
    path = pathlib.Path(words[2]).resolve() if words[2:] else FIRST
    if path.name not in KEPT:
        sys.exit(f"{path.name} is not a walkthrough that this knows.")
    blocks = blocks_of(path)
    faults = []
    with engine() as database, tempfile.TemporaryDirectory(prefix="kori-walk-") as name:
        folder = pathlib.Path(name)
        seed(kori_admin, folder, database)
        server, port = start(kori, folder, database)
        try:
            passed, fault = walk(blocks, kori_admin, folder, port, database)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                ended = server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                ended = server.wait()
        if fault:
            faults.append(fault)
            said = (folder / "server.log").read_text(encoding="utf-8").splitlines()
            bad = [line for line in said if '"level":"info"' not in line]
            faults.append("--- the server said:\n" + "\n".join(bad[-20:]))
        if ended != 0:
            faults.append(f"The server did not end well: {ended}")
        log = (folder / "server.log").read_text(encoding="utf-8")
        if shows:
            print((folder / "walk.log").read_text(encoding="utf-8"), log)
        if log.count('"event":"request"') < len(blocks):
            faults.append("The server's log does not hold the requests of the walk.")
        faults += [f"The server's log holds “{word}”." for word in NEVER_LOGGED if word in log]
        if database:  # all its rows beside the folder, so that both are looked through
            words = [kori_admin, "copy", "--from", database["KORI_DATABASE"], "--to", folder / "data" / "rows.db"]
            subprocess.run([*words, "--data", folder / "data"], env=os.environ | database, capture_output=True,
                           timeout=SEED_SECONDS, check=True)
        kept = [one for one in (folder / "data").rglob("*") if one.is_file()]
        if not any(KEPT[path.name] in one.read_bytes() for one in kept):
            faults.append("The data folder does not hold what was written.")  # so the next line can fail
        faults += [
            f"{one.name} holds “{word.decode()}” in plain."
            for one in kept
            for word in NEVER_PLAIN
            if word in one.read_bytes()
        ]
    for fault in faults:
        print(fault)
    print(f"{passed} passed, {max(len(blocks) - passed, min(len(faults), 1))} failed")
    return 1 if faults or passed != len(blocks) or not blocks else 0


if __name__ == "__main__":
    sys.exit(main())
