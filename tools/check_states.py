#!/usr/bin/env python3
"""Every state table that a header declares stands in all_state_tables(): docs/states.md and its tests see it there."""

import re

from checks import Report, code_only, files, read

DECLARED = re.compile(r"const StateTable& (\w+_states)\(\);")
TABLES = "marketplace/app/state_tables.cpp"


def unlisted(headers, tables):
    listed = set(re.findall(r"&(\w+_states)\(\)", tables))
    for path, text in headers:
        for name in DECLARED.findall(code_only(text)):
            if name not in listed:
                yield f"{path}: {name}() is not in all_state_tables() of {TABLES}"


def main():
    report = Report("states")
    # The check itself: a table that is left out is seen.
    sample = [("a.hpp", "const StateTable& door_states();\n")]
    is_seen = bool(list(unlisted(sample, "&window_states()")))
    report.promise("a table that is left out is seen", [] if is_seen else ["it is not"])
    headers = [(path, read(path)) for path in files(".hpp", under=("procurement", "marketplace"))]
    report.promise("every declared state table is in the list of all", unlisted(headers, read(TABLES)))
    report.close()


if __name__ == "__main__":
    main()
