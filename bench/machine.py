"""Processes of the bench: where they run, what they cost, how much memory they take."""

import json
import os
import pathlib
import re
import signal
import subprocess

TOP = pathlib.Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
START_MAX = 60  # seconds
CORES = sorted(os.sched_getaffinity(0))
# The server with its database on one core, the generator on another: steadier than letting them chase each other, and
# what is measured is what one core can do. With a single core everything shares it.
SERVER_CORE = CORES[0]
LOAD_CORE = CORES[-1]


def pin(core):
    os.sched_setaffinity(0, {core})


def processor_seconds(process):
    """User and system time of a process and of those children that it has waited for."""
    after_name = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1]
    return sum(int(word) for word in after_name.split()[11:15]) / TICKS


def family_seconds(process):
    """Of a process and all that run under it now: PostgreSQL's backends."""
    total = 0.0
    for one in [process, *children(process)]:
        try:
            total += processor_seconds(one)
        except OSError:  # it has just ended, and its parent counts it
            pass
    return total


def children(process):
    found = []
    for task in pathlib.Path(f"/proc/{process}/task").glob("*/children"):
        found += [int(word) for word in task.read_text(encoding="ascii").split()]
    return found


def memory_kib(process):
    text = pathlib.Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return {name: int(re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE).group(1)) for name in ("VmHWM", "VmRSS")}


class Serving:
    """A program that prints a line with its port and serves until it is told to end."""

    def __init__(self, words, log):
        self.log = open(log, "ab")
        self.process = subprocess.Popen(["taskset", "-c", str(SERVER_CORE), *map(str, words)], cwd=TOP,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.port = None
        for line in self.process.stdout:
            found = re.search(r"erves on (?:https?://[^:]+:)?(\d+)", line)
            if found:
                self.port = int(found.group(1))
                break
        if self.port is None:
            self.stop()
            raise RuntimeError(f"{words[0]} did not start; see {log}")

    def processor_seconds(self):
        return processor_seconds(self.process.pid)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(START_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def run_json(words, core):
    """One line of JSON from a program that ran on that core."""
    done = subprocess.run(["taskset", "-c", str(core), *map(str, words)], cwd=TOP, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def describe():
    """What figures depend on."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return {
        "processor": cpu.group(1) if cpu else "unknown",
        "cores": len(CORES),
        "kernel": os.uname().release,
        "load_average": round(os.getloadavg()[0], 2),
    }
