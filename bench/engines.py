"""Fresh copies of the prepared data, for SQLite as files and for PostgreSQL as databases. Always on the disk."""

import contextlib
import os
import pathlib
import shutil
import stat
import subprocess
import sys

import machine

sys.path.insert(0, str(machine.TOP / "tools"))
from test_postgres import Keeper, programs  # noqa: E402


def demand_disk(folder):
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=True).stdout.strip()
    if kind in ("tmpfs", "ramfs"):
        raise SystemExit(f"bench: {folder} is kept in memory ({kind}); a commit there costs nothing and says nothing")
    return kind


class Sqlite:
    name = "SQLite"
    group_max = 256  # jobs in a commit, as the server has it

    def __init__(self, prepared, folder):
        self.prepared = prepared
        self.folder = folder

    @contextlib.contextmanager
    def copy(self, name):
        """A data folder of its own: (folder, words for the server, what the limits open)."""
        data = self.folder / name
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        shutil.copytree(self.prepared / "keys", data / "keys")
        shutil.copy(self.prepared / "kori.db", data / "kori.db")
        try:
            yield data, [], data / "kori.db"
        finally:
            shutil.rmtree(data, ignore_errors=True)

    def processor_seconds(self):
        return 0.0  # it lives in the server's process

    def stop(self):
        pass


class Postgres:
    name = "PostgreSQL"
    group_max = 60

    def __init__(self, prepared, folder, admin):
        self.prepared = prepared
        self.folder = folder
        self.keeper = Keeper()
        data = folder / "postgres"
        if os.geteuid() == 0 and not all(one.stat().st_mode & stat.S_IXOTH for one in [folder, *folder.parents]):
            data = pathlib.Path("/var/tmp") / f"kori-bench-{os.getpid()}"  # the server's user cannot enter the folder
            demand_disk(data.parent)
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        machine.pin(machine.SERVER_CORE)  # inherited by the server and its backends
        self.url = self.keeper.start(synced_in=data)
        machine.pin(machine.LOAD_CORE)
        self.data = data
        self.postmaster = int((data / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        self.run("CREATE DATABASE prepared")
        target = self.url_of("prepared")
        with self.plain_folder() as plain:
            words = ["--data", plain, "--rehearsal", "yes", "--database", target]
            self.admin([admin, "migrate", *words])
            self.admin([admin, "copy", "--from", prepared / "kori.db", "--to", target])
        self.run("VACUUM ANALYZE", "prepared")

    @contextlib.contextmanager
    def plain_folder(self, name="postgres-data"):
        plain = self.folder / name
        shutil.rmtree(plain, ignore_errors=True)
        plain.mkdir(parents=True)
        shutil.copytree(self.prepared / "keys", plain / "keys")
        try:
            yield plain
        finally:
            shutil.rmtree(plain, ignore_errors=True)

    def admin(self, words):
        done = subprocess.run(list(map(str, words)), cwd=machine.TOP, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{words[1]}: {done.stdout}{done.stderr}")

    def url_of(self, database):
        return self.url.replace(":///postgres?", f":///{database}?")

    def run(self, sql, database="postgres"):
        psql = pathlib.Path(programs()) / "psql"
        done = subprocess.run([psql, "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.url_of(database), "-c", sql],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    @contextlib.contextmanager
    def copy(self, name):
        database = name.replace("-", "_")
        self.run(f"DROP DATABASE IF EXISTS {database}")
        self.run(f"CREATE DATABASE {database} TEMPLATE prepared")
        try:
            with self.plain_folder(name) as plain:
                yield plain, ["--database", self.url_of(database)], self.url_of(database)
        finally:
            self.run(f"DROP DATABASE {database} WITH (FORCE)")

    def processor_seconds(self):
        return machine.family_seconds(self.postmaster)

    def stop(self):
        self.keeper.stop()
        shutil.rmtree(self.data, ignore_errors=True)
