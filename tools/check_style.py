#!/usr/bin/env python3
"""The house rules that a script can judge. What clang-format and clang-tidy judge is left to them."""

import re

from checks import TOP, Report, code_only, files, read

LINE_MAX = 120  # code points; clang-format breaks at 110 but cannot break a text
CODE = (".hpp", ".cpp")
TEXT = (*CODE, ".py", ".sql", ".cmake", ".md", ".txt", ".json", ".yaml", ".yml", ".sh", ".html", ".supp", ".in")
SCRIPTS = ("tools/bench", "tools/install", "tools/run", "tools/test", ".ci/run")

OPEN_ENDS = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")
# on_double is a name that Boost.JSON's parser demands; ours refuses.
FLOATING = re.compile(r"(?<!on_double\()\b(double|float)\b(?!\s*\)\s*=\s*delete)")
OPENED = re.compile(r"^\s*using namespace\b[^;]*;", re.MULTILINE)
PATHS_OF_A_MACHINE = re.compile(r"(?<![\w.})*-])/(?:home|work|root|Users)/[\w.]")
PACKAGE_HOSTS = re.compile(
    r"\b(?:registry|deb|pypi|packages|mirrors?|proxy|files|static|index)\.[a-z0-9-]+\.(?:org|io|com|net)\b"
)
DOCUMENTS = ("README.md", "docs/ARCHITECTURE.md")
TOPS = ("core", "procurement", "marketplace", "config", "bench", "tests", "tools", "docs", ".ci")


def lines_with(pattern, path, text, what):
    for match in pattern.finditer(text):
        yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {what}: {match.group(0).strip()}"


def floating(path, text):
    if path.startswith(("tests/", "bench/", "core/observe/")):
        return
    yield from lines_with(FLOATING, path, code_only(text), "floating point")


def using_in_headers(path, text):
    if path.endswith(".hpp"):
        yield from lines_with(OPENED, path, code_only(text), "in a header")


def pragma_once(path, text):
    if path.endswith(".hpp") and "#pragma once\n" not in text:
        yield f"{path}: no #pragma once"


def long_lines(path, text):
    if path.startswith("docs/") or path.endswith((".md", ".json", ".yaml", ".cmake", ".html", ".txt")):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LINE_MAX:
            yield f"{path}:{number}: {len(line)} code points"


def whitespace(path, text):
    if text and not text.endswith("\n"):
        yield f"{path}: no newline at the end"
    if "\r" in text:
        yield f"{path}: carriage returns"
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line:
            yield f"{path}:{number}: a tab"


def open_ends(path, text):
    yield from lines_with(OPEN_ENDS, path, text, "left open")


def places(path, text):
    yield from lines_with(PATHS_OF_A_MACHINE, path, text, "a path of one machine")
    yield from lines_with(PACKAGE_HOSTS, path, text, "a host of packages")


def named_paths(text):
    """(line, path) of what a document names in backticks or as a link target and what looks like a path of the tree."""
    for match in re.finditer(r"`([^`\n]+)`|\]\(([^)\s]+)\)", text):
        for word in (match.group(1) or match.group(2)).split():
            word = word.split("#")[0].rstrip(".,;:")
            word = re.sub(r":\d+$", "", word)
            if not word or word.startswith(("/", "http:", "https:", "-")) or re.search(r"[<>{}…$=]|NNNN", word):
                continue
            looks = word.split("/")[0] in TOPS and "/" in word
            looks |= bool(re.fullmatch(r"[\w-]+\.(hpp|cpp|md|sql|py|json|cmake)", word)) or bool(match.group(2))
            if looks:
                yield text.count("\n", 0, match.start()) + 1, word


def broken_names(path, text):
    folder = (TOP / path).parent
    for line, word in named_paths(text):
        if "/" not in word and "." in word:
            found = (TOP / word).exists() or (folder / word).exists() or any(TOP.glob(f"*/**/{word}"))
        elif "*" in word:
            found = any(TOP.glob(word))
        else:
            found = (TOP / word).exists() or (folder / word).exists()
        if not found:
            yield f"{path}:{line}: {word} does not exist"


SAMPLES = [
    (floating, "core/base/a.cpp", "double x = 0;\n", True),
    (floating, "core/base/a.cpp", "// a double entry\nSqlValue(double) = delete;\n", False),
    (floating, "core/base/a.cpp", "bool on_double(double, E&);\n", False),
    (floating, "core/observe/metrics.cpp", "double seconds = 0;\n", False),
    (using_in_headers, "core/base/a.hpp", "    using namespace std;\n", True),
    (using_in_headers, "core/base/a.cpp", "using namespace std::chrono;\n", False),
    (pragma_once, "core/base/a.hpp", "int x;\n", True),
    (long_lines, "core/base/a.hpp", "x" * (LINE_MAX + 1) + "\n", True),
    (long_lines, "core/base/a.hpp", "ä" * LINE_MAX + "\n", False),
    (long_lines, "tests/rules/a_test.cpp", "x" * (LINE_MAX + 1) + "\n", True),
    (whitespace, "core/base/a.hpp", "int x;", True),
    (whitespace, "core/base/a.hpp", "\tint x;\n", True),
    (open_ends, "core/base/a.hpp", "// TO" + "DO later\n", True),
    (places, "tools/run", "cd /ho" + "me/anna/kori\n", True),
    (places, "tools/run", 'cat "$top"/core/work/outbox.hpp core/work/x\n', False),
    (places, "tools/run", "curl https://registry." + "example.org/x\n", True),
    (broken_names, "README.md", "see `core/base/no_such_file.hpp`\n", True),
    (broken_names, "README.md", "see `tools/check_style.py` and `/api/v1/baskets` and `a/b`\n", False),
]


def samples_judged_wrongly():
    for check, path, text, bad in SAMPLES:
        if bool(list(check(path, text))) != bad:
            yield f"{check.__name__} {'accepts' if bad else 'refuses'} {text.strip()[:60]} in {path}"


def main():
    report = Report("style")
    code = {path: read(path) for path in files(*CODE)}
    scripts = [path for path in SCRIPTS if (TOP / path).exists()]
    texts = {path: read(path) for path in [*files(*TEXT), *scripts] if not path.endswith("package-lock.json")}
    documents = {path: texts[path] for path in DOCUMENTS if path in texts}

    report.promise("this check tells good samples from bad ones", samples_judged_wrongly())
    report.promise("there are sources to check", [] if code else ["no source file found"])
    for sentence, check, where in [
        ("there is no floating point", floating, code),
        ("headers open no namespace for others", using_in_headers, code),
        ("headers are guarded by #pragma once", pragma_once, code),
        (f"lines have at most {LINE_MAX} code points", long_lines, texts),
        ("files end with a newline and have no tabs", whitespace, texts),
        ("nothing is left open in a comment", open_ends, texts),
        ("no path of one machine and no host of packages is named", places, texts),
        ("every file name in README.md and docs/ARCHITECTURE.md exists", broken_names, documents),
    ]:
        report.promise(sentence, [fault for path, text in where.items() for fault in check(path, text)])
    report.close()


if __name__ == "__main__":
    main()
