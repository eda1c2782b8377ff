#!/usr/bin/env python3
"""Lists the files that compile longer than their budget, from Ninja's log. For people: it never fails.

The times are those of the last real compilation, wall clock, with a busy neighbour core; ccache hits are not shown as
slow.
"""

import pathlib
import sys

from checks import TOP

SECONDS_MAX = 3
SECONDS_MAX_IN_NET = 20
# One file that is compiled once and never touched.
ALLOWED = ("tests/CMakeFiles/kori_test_main.dir/main.cpp.o",)


def times(log):
    """{object file: seconds}; a later line of the log replaces an earlier one."""
    found = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 5 and columns[3].endswith(".o"):
            found[columns[3]] = (int(columns[1]) - int(columns[0])) / 1000
    return found


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TOP / ".build" / "dev"
    log = folder / ".ninja_log"
    if not log.exists():
        print("no .ninja_log here: nothing was built with Ninja")
        return
    found = times(log)
    slow = [
        (seconds, name)
        for name, seconds in found.items()
        if seconds > (SECONDS_MAX_IN_NET if name.startswith("core/net/") else SECONDS_MAX) and name not in ALLOWED
    ]
    for seconds, name in sorted(slow, reverse=True):
        print(f"{seconds:6.1f} s  {name}")
    print(f"{len(slow)} of {len(found)} files over the budget ({SECONDS_MAX} s, {SECONDS_MAX_IN_NET} s in core/net)")


if __name__ == "__main__":
    main()
