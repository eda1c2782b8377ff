#!/usr/bin/env python3
"""Folders are levels: a file includes its own folder and lower ones. Third-party headers have one home each.

The arrows between capabilities are kept in tests/rules/layers.expected; KORI_WRITE_GOLDEN=1 rewrites that file.
"""

import os
import re

from checks import TOP, Report, code_only, files, read

# From the bottom up; folders of one row do not see each other. A row's place is its level.
ROWS = [
    ["core/base"],
    ["core/json", "core/crypto"],
    ["core/observe"],
    ["core/reference", "core/storage"],
    ["core/journal"],
    ["core/access"],
    ["core/http"],
    ["core/desk"],
    ["core/work"],
    ["core/net"],
    ["procurement"],  # its capabilities see each other as far as the golden file says
    ["marketplace"],  # likewise
    ["marketplace/app"],
    ["tools"],
    ["bench"],
]
LEVELS = {folder: level for level, row in enumerate(ROWS) for folder in row}

# Header, the places that may include it, and why. Tests may include anything. The bench has its limits from the
# libraries themselves: a limit made of our own adapters would hide what they cost.
HOMES = [
    (r"boost/(asio|beast|system|core)/", r"core/net/|bench/limit_http\.cpp$"),
    (r"sqlite3\.h$", r"core/storage/sqlite/|bench/replay_sqlite\.cpp$"),
    (r"libpq-fe\.h$", r"core/storage/postgres/|bench/replay_postgres\.cpp$"),
    (r"openssl/", r"core/crypto/|core/net/(dev_)?tls\.cpp$"),
    (r"sodium(\.h$|/)", r"core/crypto/"),
    (r"boost/json/", r"core/json/\w+\.cpp$"),
    (r"boost/url/", r"core/http/router\.cpp$"),
    (r"catch2/", r"tests/"),
]
UMBRELLAS = re.compile(r"boost/(asio|beast|json|url)\.hpp$|boost/beast/(http|core|websocket)\.hpp$|bits/stdc\+\+\.h$")
# json.hpp and url.hpp are needed once where Boost is compiled from its sources; nothing does that today.

GOLDEN = "tests/rules/layers.expected"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def includes(text):
    """(line, path, is_quoted) of every include."""
    for match in INCLUDE.finditer(code_only(text, keep_texts=True)):
        line = text.count("\n", 0, match.start()) + 1
        yield line, match.group(1) or match.group(2), match.group(1) is not None


def folder_of(path):
    """The folder that has a level: "core/json", "procurement/basket", "marketplace/app", "tools"."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in ("core", "procurement", "marketplace") and len(parts) > 2 else parts[0]


def level_of(folder):
    return LEVELS.get(folder, LEVELS.get(folder.split("/")[0]))


def is_capability(folder):
    return folder.split("/")[0] in ("procurement", "marketplace") and folder != "marketplace/app" and "/" in folder


def is_interface(path):
    """x_api and x_pages: what a capability shows to the outside world, not to its neighbours."""
    return path.rsplit("/", 1)[-1].split(".")[0].endswith(("_api", "_pages"))


def rule_files():
    """"procurement/basket/eligibility" of every source in procurement_rules and marketplace_rules."""
    for area in ("procurement", "marketplace"):
        lists = read(f"{area}/CMakeLists.txt") if (TOP / area / "CMakeLists.txt").exists() else ""
        for library in re.findall(rf"kori_library\({area}_rules SOURCES(.*?)LINKS", lists, re.DOTALL):
            yield from (f"{area}/{source.removesuffix('.cpp')}" for source in library.split())


RULE_FILES = set(rule_files())


def is_rule(path):
    """x.hpp and x.cpp of the capability x, and whatever else its area's rules library lists; a header that has no
    source of its own is one when rules include it."""
    stem = path.rsplit(".", 1)[0]
    return stem in RULE_FILES or stem.split("/")[-1] == stem.split("/")[-2]


def is_free(path):
    return path.startswith("tests/")


def may_use_tests(path):
    return path.startswith("bench/")  # its people and orders are made by the tests' builders


def arrows_up(path, text):
    for line, target, quoted in includes(text):
        if not quoted or is_free(path):
            continue
        here, there = folder_of(path), folder_of(target)
        if target.startswith("tests/"):
            if may_use_tests(path):
                continue
            yield f"{path}:{line}: {here} -> {target}: nothing includes the tests"
            continue
        mine, other = level_of(here), level_of(there)
        if other is None or mine is None:
            yield f"{path}:{line}: {target}: a quoted include starts at the top of the tree (core/, procurement/, …)"
        elif here != there and not (is_capability(here) and is_capability(there) and mine == other) and other >= mine:
            yield f"{path}:{line}: {here} [{mine}] -> {there} [{other}] through {target}"


def strangers(path, text):
    for line, target, quoted in includes(text):
        if is_free(path) or quoted:
            continue
        homes = [home for header, home in HOMES if re.match(header, target)]
        if homes and not any(re.match(home, path) for home in homes):
            yield f"{path}:{line}: <{target}> has its home in {homes[0]}"
        elif not homes and target.startswith("boost/") and not UMBRELLAS.match(target):
            yield f"{path}:{line}: <{target}> has no home in tools/check_layers.py"


def umbrellas(path, text):
    for line, target, _ in includes(text):
        if UMBRELLAS.match(target):
            yield f"{path}:{line}: <{target}> costs seconds in every file; include the narrow header"


def impure(path, text):
    """A rule file knows base and other rule files: no store, no JSON, no clock."""
    if not is_capability(folder_of(path)) or not is_rule(path):
        return
    for line, target, quoted in includes(text):
        if not quoted or target.startswith("core/base/") or (is_capability(folder_of(target)) and is_rule(target)):
            continue
        header = TOP / target
        if is_capability(folder_of(target)) and header.is_file() and not header.with_suffix(".cpp").exists():
            RULE_FILES.add(target.rsplit(".", 1)[0])
            yield from impure(target, read(target))
            continue
        yield f"{path}:{line}: a rule file may not include {target}"


def apis_reused(path, text):
    for line, target, quoted in includes(text):
        if quoted and is_interface(target) and is_capability(folder_of(target)):
            mine = folder_of(path)
            if mine != folder_of(target) and mine != "marketplace/app" and not is_free(path):
                yield f"{path}:{line}: {mine} may not use the routes or pages of {folder_of(target)}"


def capability_arrows(sources):
    """{(from, to)} between capabilities; sources: path -> text."""
    arrows = set()
    for path, text in sources.items():
        here = folder_of(path)
        for _, target, quoted in includes(text):
            there = folder_of(target)
            if quoted and is_capability(here) and is_capability(there) and here != there:
                arrows.add((here, there))
    return arrows


def cycles(arrows):
    """One sentence for a ring of capabilities, if there is one."""
    after = {}
    for here, there in arrows:
        after.setdefault(here, set()).add(there)
    done = set()

    def walk(at, trail):
        if at in trail:
            return trail[trail.index(at):] + [at]
        if at in done:
            return None
        for there in sorted(after.get(at, ())):
            ring = walk(there, trail + [at])
            if ring:
                return ring
        done.add(at)
        return None

    for start in sorted(after):
        ring = walk(start, [])
        if ring:
            return [" -> ".join(ring)]
    return []


def missing(path, text):
    for line, target, quoted in includes(text):
        beside = is_free(path) and (TOP / path).parent.joinpath(target).is_file()
        if quoted and not beside and not (TOP / target).is_file():
            yield f"{path}:{line}: {target} does not exist"


def golden_faults(arrows):
    wanted = "".join(f"{here} -> {there}\n" for here, there in sorted(arrows))
    if os.environ.get("KORI_WRITE_GOLDEN") == "1":
        (TOP / GOLDEN).parent.mkdir(parents=True, exist_ok=True)
        (TOP / GOLDEN).write_text(wanted, encoding="utf-8")
    there = read(GOLDEN) if (TOP / GOLDEN).exists() else ""
    old, new = set(there.splitlines()), set(wanted.splitlines())
    yield from (f"new arrow: {arrow}" for arrow in sorted(new - old))
    yield from (f"arrow that is gone: {arrow}" for arrow in sorted(old - new))
    if old != new:
        yield f"when it is meant: KORI_WRITE_GOLDEN=1 tools/check_layers.py, and review {GOLDEN}"


SAMPLES = [
    # check, path, text, must it be refused
    (arrows_up, "core/base/a.cpp", '#include "core/json/value.hpp"\n', True),
    (arrows_up, "core/json/a.cpp", '#include "core/base/id.hpp"\n', False),
    (arrows_up, "core/json/a.cpp", '#include "core/crypto/crypto.hpp"\n', True),
    (arrows_up, "procurement/basket/basket_api.cpp", '#include "marketplace/offer/offer.hpp"\n', True),
    (arrows_up, "procurement/basket/basket.cpp", '#include "procurement/party/party.hpp"\n', False),
    (arrows_up, "marketplace/offer/offer_api.cpp", '#include "core/net/listener.hpp"\n', False),
    (arrows_up, "core/work/outbox.cpp", '#include "core/net/listener.hpp"\n', True),
    (arrows_up, "marketplace/offer/offer_api.cpp", '#include "marketplace/app/application.hpp"\n', True),
    (arrows_up, "core/base/a.cpp", '#include "id.hpp"\n', True),
    (arrows_up, "core/base/a.cpp", '// #include "core/json/value.hpp"\n', False),
    (strangers, "core/http/router.cpp", "#include <boost/asio/ip/tcp.hpp>\n", True),
    (strangers, "core/net/listener.cpp", "#include <boost/asio/ip/tcp.hpp>\n", False),
    (strangers, "core/storage/store.cpp", "#include <sqlite3.h>\n", True),
    (strangers, "core/net/tls.cpp", "#include <openssl/ssl.h>\n", False),
    (strangers, "core/net/listener.cpp", "#include <openssl/ssl.h>\n", True),
    (strangers, "core/json/value.hpp", "#include <boost/json/value.hpp>\n", True),
    (strangers, "core/base/money.cpp", "#include <boost/multiprecision/cpp_int.hpp>\n", True),
    (strangers, "bench/limit_http.cpp", "#include <boost/beast/http/read.hpp>\n", False),
    (strangers, "bench/load.cpp", "#include <boost/beast/http/read.hpp>\n", True),
    (arrows_up, "bench/site.cpp", '#include "tests/support/world.hpp"\n', False),
    (arrows_up, "tools/admin/main.cpp", '#include "tests/support/world.hpp"\n', True),
    (arrows_up, "tools/admin/main.cpp", '#include "bench/plan.hpp"\n', True),
    (umbrellas, "core/net/listener.cpp", "#include <boost/asio.hpp>\n", True),
    (umbrellas, "core/net/listener.cpp", "#include <boost/asio/write.hpp>\n", False),
    (impure, "marketplace/offer/offer.cpp", '#include "core/storage/transaction.hpp"\n', True),
    (impure, "marketplace/offer/offer.hpp", '#include "procurement/basket/basket_store.hpp"\n', True),
    (impure, "marketplace/offer/offer.hpp", '#include "procurement/basket/basket.hpp"\n', False),
    (impure, "marketplace/offer/offer_store.cpp", '#include "core/storage/transaction.hpp"\n', False),
    (apis_reused, "marketplace/offer/offer_api.cpp", '#include "procurement/basket/basket_api.hpp"\n', True),
    (apis_reused, "marketplace/app/routes.cpp", '#include "procurement/basket/basket_api.hpp"\n', False),
]


def samples_judged_wrongly():
    for check, path, text, bad in SAMPLES:
        if bool(list(check(path, text))) != bad:
            yield f"{check.__name__} {'accepts' if bad else 'refuses'} {text.strip()} in {path}"
    if cycles({("a", "b"), ("b", "c")}) or not cycles({("a", "b"), ("b", "c"), ("c", "a")}):
        yield "cycles() does not tell a ring from a chain"


def main():
    report = Report("layers")
    sources = {path: read(path) for path in files(".hpp", ".cpp", under=("core", "procurement", "marketplace", "tools",
                                                                         "bench", "tests"))}
    arrows = capability_arrows(sources)
    every = [
        ("this check tells good samples from bad ones", samples_judged_wrongly()),
        ("there are sources to check", [] if sources else ["no source file found"]),
        ("a file includes its own folder and lower levels only", over(sources, arrows_up)),
        ("every quoted include exists", over(sources, missing)),
        ("third-party headers stay at home", over(sources, strangers)),
        ("umbrella headers are not included", over(sources, umbrellas)),
        ("rule files are pure", over(sources, impure)),
        ("no capability uses another one's routes or pages", over(sources, apis_reused)),
        ("the arrows between capabilities form no ring", cycles(arrows)),
        (f"the arrows between capabilities are those of {GOLDEN}", golden_faults(arrows)),
    ]
    for sentence, faults in every:
        report.promise(sentence, faults)
    report.close()


def over(sources, check):
    return [fault for path, text in sources.items() for fault in check(path, text)]


if __name__ == "__main__":
    main()
