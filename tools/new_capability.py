#!/usr/bin/env python3
"""Writes the files of a new capability, compiling as they are, and says what else to change.

    tools/new_capability.py AREA NAME [--prefix abc] [--plural names]

AREA is procurement or marketplace; NAME is the domain's word in the singular, as a file name (follow_up). --prefix is
what its ids begin with (three letters, found by itself when left out), --plural the last word of its URL.
"""

import argparse
import re
import shutil
import subprocess
import sys

from checks import TOP, files, read

TEMPLATES = TOP / "tools" / "templates"  # the tree as it will be; words between @ are filled, in paths and in texts

STEPS = """
Written. Outside the folder these are yours:

  @area@/CMakeLists.txt            @name@/@name@.cpp in @area@_rules, and: kori_capability(@area@ @name@)
  marketplace/app/routes.cpp       #include "@area@/@name@/@name@_api.hpp", and @plural@::@name@_routes() in the list
  config/law/duties.json           who may: "@name@.manage", "@name@.see" (the tests want them for "administrator"; a
                                   provider's are "manager"), from 2025-01-01 like the others: tests live in March 2026
  config/locale/fi.json, sv.json   "@name@.ends_before_it_begins", "@name@.authorities_only"
  tests/@area@/CMakeLists.txt      add_subdirectory(@name@)
  tests/rules/samples_@area@.cpp   a sample call of each new route: the matrix asks every route in every role
  docs/glossary.md                 the word, with the Finnish and the Swedish one

and, only when the capability has one:

  a state table                    marketplace/app/state_tables.cpp, its row in all_state_tables()
  a route with {@name@}, or a list   tests/rules/stage_@area@.cpp, a thing for it to show: an empty list guards no field
  a public route (`everybody`)     tests/rules/routes_roles_test.cpp, the reason; its entries say Audience::everyone
  a number of law or of the house  config/law/limits.json, with unit, dates, source and mark ("assumed" for the
                                   house's own); the action reads it: ambient.law.integer(name, day),
                                   "core/base/law_book.hpp"
  due moments or hooks             compose() in marketplace/app/routes.cpp

Then: the rule and its test, the table, the store, the action, the rows, the glossary entry; and renew what is generated
(build rules_routes_test, rules_documents_test and marketplace_rules_test, run them from the top of the tree with
KORI_WRITE_GOLDEN=1, then tools/check_law.py --write), reading the difference.
"""


def fail(sentence):
    print(f"tools/new_capability.py: {sentence}", file=sys.stderr)
    sys.exit(1)


def next_number():
    numbers = [int(match.group(1)) for path in files(".sql") if (match := re.search(r"/(\d{4})_\w+\.sql$", path))]
    return f"{max(numbers, default=0) + 1:04}"


def free_prefix(name):
    """Three letters: the first, then consonants, then any; one that nobody has."""
    taken = set()
    for path in files(".hpp", ".cpp", under=("core", "procurement", "marketplace")):
        taken.update(re.findall(r'prefix = "(\w+)"', read(path)))
    letters = name.replace("_", "")
    rest = [c for c in letters[1:] if c not in "aeiouy"] + list(letters[1:]) + list("xzqw")
    for i, second in enumerate(rest):
        for third in rest[i + 1:]:
            if letters[0] + second + third not in taken:
                return letters[0] + second + third
    fail("give a --prefix: all that look like the name are taken.")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("area", choices=["procurement", "marketplace"])
    parser.add_argument("name")
    parser.add_argument("--prefix")
    parser.add_argument("--plural")
    wish = parser.parse_args()
    if not re.fullmatch(r"[a-z][a-z]+(_[a-z]+)*", wish.name):
        fail("NAME is lower case with underscores: follow_up")
    plural = wish.plural or (wish.name[:-1] + "ies" if wish.name.endswith("y") else wish.name + "s")
    words = {
        "@area@": wish.area,
        "@name@": wish.name,
        "@number@": next_number(),
        "@plural@": plural,
        "@url@": plural.replace("_", "-"),
        "@words@": wish.name.replace("_", " "),
        "@plural_words@": plural.replace("_", " "),
        "@Type@": "".join(part.capitalize() for part in wish.name.split("_")),
        "@prefix@": wish.prefix or free_prefix(wish.name),
    }

    def filled(text):
        for word, value in words.items():
            text = text.replace(word, value)
        return text

    written = {
        filled(path.relative_to(TEMPLATES).with_suffix("").as_posix()): filled(path.read_text(encoding="utf-8"))
        for path in sorted(TEMPLATES.rglob("*.in"))
    }
    for path in written:
        if (TOP / path).exists():
            fail(f"{path} is there already.")
    for path, text in written.items():
        (TOP / path).parent.mkdir(parents=True, exist_ok=True)
        (TOP / path).write_text(text, encoding="utf-8")
        print(path)
    formatter = shutil.which("clang-format-19")
    if formatter:  # line breaks depend on the length of the names
        sources = [path for path in written if path.endswith((".hpp", ".cpp"))]
        subprocess.run([formatter, "-i", *sources], cwd=TOP, check=True)
    print(filled(STEPS))


if __name__ == "__main__":
    main()
