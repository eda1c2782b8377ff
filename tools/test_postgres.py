#!/usr/bin/env python3
"""A private PostgreSQL for tests: a fresh cluster in a folder of its own, reached by a Unix socket only.

    tools/test_postgres.py run COMMAND …   starts one, runs the command with KORI_TEST_POSTGRES set, stops it
    tools/test_postgres.py serve           prints its URL, and stops it when standard input ends
    tools/test_postgres.py serve --synced  the same with a server that syncs, as one that keeps data must; each line
                                           "crash" or "start" on standard input ends it at once or starts it again,
                                           and is repeated when that is done
    tools/test_postgres.py serve --synced DIR
                                           likewise, with its files in DIR: on the disk that is measured

The keeper below is a process of its own that waits for its parent's end of a pipe, so the server goes also when the
tests are killed.
"""

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

VARIABLE = "KORI_TEST_POSTGRES"
SKIPPED = "PostgreSQL tests were skipped"  # tests/support/postgres.cpp says so when the variable is not set
START_MAX = 60  # seconds
# Everybody who may enter the folder is trusted.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "autovacuum": "off",
    "logging_collector": "off",
    "log_min_messages": "fatal",
}
# Where only our side is tested.
UNSYNCED = SETTINGS | {"fsync": "off", "full_page_writes": "off"}
# As an installation has it that keeps data.
SYNCED = SETTINGS | {"shared_buffers": "128MB", "max_wal_size": "1GB", "autovacuum": "on"}


def programs():
    """The newest folder with initdb, or None."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return pathlib.Path(there).parent if there else None


def as_somebody():
    """(words before a command, uid, gid): the server refuses to run as root."""
    if os.geteuid() != 0:
        return [], os.getuid(), os.getgid()
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        words = ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
        return words, user.pw_uid, user.pw_gid
    raise SystemExit("test_postgres: there is neither a user postgres nor a user nobody")


class Cluster:
    def __init__(self, is_synced=False, folder_of_data=None):
        self.bin_folder = programs()
        if self.bin_folder is None:
            raise SystemExit("test_postgres: PostgreSQL is not installed (tools/install test)")
        if folder_of_data and os.path.exists(os.path.join(folder_of_data, "data")):
            raise SystemExit(f"test_postgres: there is a folder data in {folder_of_data} already")
        self.words, uid, gid = as_somebody()
        self.settings = SYNCED if is_synced else UNSYNCED
        self.folder = tempfile.mkdtemp(prefix="kori-pg-", dir="/tmp")  # short: a socket's path has 107 bytes
        os.chown(self.folder, uid, gid)
        self.data = os.path.join(folder_of_data or self.folder, "data")
        self.server = None
        try:
            if folder_of_data:
                os.chown(folder_of_data, uid, gid)
            made = subprocess.run(
                [*self.words, str(self.bin_folder / "initdb"), "-D", self.data, "-U", "kori", "-A", "trust",
                 "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
                capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL)
            if made.returncode != 0:
                raise SystemExit("test_postgres: initdb failed: " + made.stderr)
            self.start()
        except BaseException:
            self.stop()
            raise
        self.url = f"postgresql:///postgres?host={self.folder}&user=kori"

    def start(self):
        chosen = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        with open(os.path.join(self.folder, "log"), "a", encoding="utf-8") as log:
            self.server = subprocess.Popen(
                [*self.words, str(self.bin_folder / "postgres"), "-D", self.data, "-k", self.folder, *chosen],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        self.wait_for()

    def crash(self):
        """Without a last sync, without a goodbye: what a client was told is in the log, or is lost."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(20)

    def wait_for(self):
        until = time.monotonic() + START_MAX
        ready = [str(self.bin_folder / "pg_isready"), "-q", "-h", self.folder]
        while subprocess.run(ready, stdin=subprocess.DEVNULL).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > until:
                text = pathlib.Path(self.folder, "log").read_text(encoding="utf-8", errors="replace")
                raise SystemExit("test_postgres: the server did not start: " + text[-2000:])
            time.sleep(0.05)

    def stop(self):
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGQUIT)  # at once: nothing here is kept
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)


def serve(is_synced, folder_of_data=None):
    """The keeper: URL on the first line, then until standard input ends or somebody says stop."""

    def stop(*_):
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    cluster = Cluster(is_synced, folder_of_data)
    acts = {"crash": cluster.crash, "start": cluster.start}
    try:
        print(cluster.url, flush=True)
        for line in sys.stdin:
            if is_synced and line.strip() in acts:
                acts[line.strip()]()
                print(line.strip(), flush=True)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        cluster.stop()


@contextlib.contextmanager
def fresh_database(server):
    """The URL of an empty database on that server; dropped at the end, whoever is still connected."""
    name = f"test_{os.getpid()}_{time.monotonic_ns()}"
    how = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"

    def say(text):
        subprocess.run(["psql", server, "-Xqc", text], check=True, stdin=subprocess.DEVNULL)

    say(f"CREATE DATABASE {name} {how}")
    try:
        yield server.replace(":///postgres?", f":///{name}?")
    finally:
        say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Keeper:
    """The server lives from start() to stop(), or as long as this process does."""

    process = None

    def start(self, synced_in=None):
        words = ["--synced", str(synced_in)] if synced_in else []
        command = [sys.executable, os.path.abspath(__file__), "serve", *words]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        start_new_session=True)
        url = self.process.stdout.readline().strip()
        if not url:
            raise RuntimeError("the private PostgreSQL did not start")
        return url

    def stop(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()


def main():
    words = sys.argv[1:]
    if words[:2] == ["serve", "--synced"] and len(words) <= 3:
        serve(True, *words[2:])
        return 0
    if words == ["serve"]:
        serve(False)
        return 0
    if len(words) >= 2 and words[0] == "run":
        keeper = Keeper()
        try:
            return subprocess.run(words[1:], env=os.environ | {VARIABLE: keeper.start()}).returncode
        finally:
            keeper.stop()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
