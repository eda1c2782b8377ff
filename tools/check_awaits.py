#!/usr/bin/env python3
"""co_await stands in three statement shapes only: g++ 12.2 miscompiles others (an object destroyed twice, a crash).

    co_await f(a);        auto x = co_await f(a);        co_return co_await f(a);

Arguments are names, std::move(name) or literals: no lambda, no braces, no call, no ternary. A condition or loop before
the statement needs braces. Stricter than the compiler's defect, so that a reader need not know the defect.
"""

import re

from checks import Report, code_only, files, read

NAME = r"(?:this->)?\*?[A-Za-z_]\w*(?:(?:::|\.|->)[A-Za-z_]\w*)*"
LITERAL = r"(?:\d[\w']*|true|false|nullptr|\"\"|'')"
ARGUMENT = rf"(?:std::move\({NAME}\)|{NAME}|{LITERAL})"
CALL = rf"{NAME}(?:<[\w:, ]*>)?\((?:{ARGUMENT}(?:, ?{ARGUMENT})*)?\)"
TARGET = r"(?:const )?auto&{0,2} (?:\w+|\[\w+(?:, ?\w+)*\]) = "
SHAPES = re.compile(rf"(?:{TARGET}|co_return )?co_await {CALL};")


def statements(code):
    """(place, text with its end) between semicolons and braces outside parentheses."""
    start, depth = 0, 0
    for at, c in enumerate(code):
        if c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif (c == ";" and depth <= 0) or (c in "{}" and depth <= 0):
            yield start, code[start : at + 1]
            start, depth = at + 1, 0
    yield start, code[start:]


def faults(path, text):
    code = code_only(re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text), keep_texts=True)
    for start, statement in statements(code):
        if "co_await" not in statement:
            continue
        plain = re.sub(r"\s+", " ", statement).strip()
        plain = re.sub(r"\( ", "(", re.sub(r" \)", ")", plain))
        if not SHAPES.fullmatch(plain):
            line = code.count("\n", 0, start + len(statement) - len(statement.lstrip())) + 1
            yield f"{path}:{line}: not one of the three shapes: {plain[:100]}"


# What the check itself must pass and catch: (text, is a fault).
SAMPLES = [
    ("co_await f(a);", False),
    ("co_await timer_.async_wait(quietly);", False),
    ("co_await wire_->read_some(room, read_bytes);", False),
    ("auto x = co_await f(std::move(a), 7, true);", False),
    ("const auto x = co_await f();", False),
    ("auto [error, count] = co_await socket.async_read_some(room, quietly);", False),
    ("const auto [error] = co_await wire_->shake_hands();", False),
    ("co_return co_await f(a);", False),
    ("if (ready)\n{\n    co_await f(a);\n}", False),
    ("for (;;)\n{\n    auto x = co_await f(\n        a,\n        b);\n}", False),
    ("// co_await in a comment {", False),
    ('log("co_await (x)");', False),
    ("co_await g<int>(a);", False),
    ("if (co_await is_tls(stream)) co_return;", True),
    ("while (co_await more(a)) { }", True),
    ("for (; co_await more(a);) { }", True),
    ("switch (co_await kind(a)) { }", True),
    ("auto page = fresh ? co_await load(a) : co_await load(b);", True),
    ("auto x = co_await f(fresh ? a : b);", True),
    ("auto reply = co_await send(Reply{status, body});", True),
    ("auto reply = co_await send({status, body});", True),
    ("T t{co_await a(), co_await b()};", True),
    ("auto answer = co_await in_store(store, [state](Transaction& tx) { return state->run(tx); });", True),
    ("auto answer = co_await in_store(store, [&] { });", True),
    ("co_await f(g(a));", True),
    ("co_await f(a + b);", True),
    ("auto n = (co_await f(a)).size();", True),
    ("use(co_await f(a));", True),
    ("total += co_await f(a);", True),
    ("int x = co_await f(a);", True),
    ("auto x = co_await f(a) + 1;", True),
    ("auto x = 1 + co_await f(a);", True),
    ("return co_await f(a);", True),
    ("co_return !co_await f(a);", True),
    ("if (ready) co_await f(a);", True),
    ("else co_await f(a);", True),
    ("auto x = co_await f(asio::buffer(data));", True),
    ("co_await f(std::move(a.take()));", True),
    ("auto x = co_await f;", True),
    ("auto x = co_await (f(a));", True),
    ("auto x = std::string{co_await f(a)};", True),
]


def main():
    report = Report("awaits")
    wrong = [
        f"sample {number}: {text!r} was {'passed' if is_fault else 'flagged'}"
        for number, (text, is_fault) in enumerate(SAMPLES)
        if bool(list(faults("sample", text))) != is_fault
    ]
    report.promise("the check passes the good samples and flags the bad ones", wrong)

    paths = [path for path in files(".hpp", ".cpp") if path.startswith("core/net/")]
    found = [fault for path in paths for fault in faults(path, read(path))]
    report.promise("co_await stands in the three shapes only", found)
    has_some = any("co_await" in read(path) for path in paths)
    report.promise("there are coroutines to look at", [] if has_some else ["none"])
    strangers = [
        path
        for path in files(".hpp", ".cpp", under=("core", "procurement", "marketplace", "tools", "bench"))
        if not path.startswith("core/net/") and re.search(r"\bco_(await|return|yield)\b", code_only(read(path)))
    ]
    report.promise("coroutines end at the door: nothing outside core/net awaits", strangers)
    report.close()


if __name__ == "__main__":
    main()
