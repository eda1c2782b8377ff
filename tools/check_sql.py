#!/usr/bin/env python3
"""SQL stays in the common subset of SQLite and PostgreSQL, and every statement can be found by its name.

With KORI_TEST_POSTGRES set (tools/test_postgres.py) a real server is asked, too: every statement is prepared there, and
its columns are of the types that the adapter reads.

A list that needs no LIMIT says why in a comment of its own: /* bounded: an area's own lists */. A text called x_sql is
a piece that statements with names of their own begin or end with.
"""

import os
import re
import subprocess

from checks import Report, files, read
from test_postgres import SKIPPED, VARIABLE

PLACES = ("core", "procurement", "marketplace", "tools")
# The adapter's own housekeeping (PRAGMA, savepoints) is written for its engine.
ADAPTERS = ("core/storage/sqlite/", "core/storage/postgres/")

TEXT = re.compile(r'R"(?P<mark>\w*)\((?P<raw>(?:.|\n)*?)\)(?P=mark)"|"(?P<plain>(?:\\.|[^"\\\n])*)"')
COMMENT = re.compile(r"//[^\n]*|/\*(?:.|\n)*?\*/")
NAME = re.compile(r"^\s*/\* (?P<name>[a-z_]+\.[a-z0-9_]+) \*/\s*")
BOUND = re.compile(r"\s*/\* bounded: (?P<why>[^*]{5,}) \*/")
WITHOUT_ORDER = re.compile(r"one row|sorted afterwards|in any order")
PIECE = re.compile(r"\w+_sql\s*(=|\{)\s*$")
VERB = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|DROP|ALTER|PRAGMA|VACUUM|ATTACH)\b")
SQL_QUOTED = re.compile(r"'(?:''|[^'])*'")

# Words that one of the two engines lacks or reads differently, and what is said instead.
FORBIDDEN = [
    (r"\b(LIKE|ILIKE|GLOB|REGEXP|MATCH)\b", "no pattern matching in SQL: collations differ; look up by keys"),
    (r"\?\s+IS\s+NULL\s+OR\b", "an optional filter is a statement of its own: the planner sees through nothing else"),
    (
        r"\bINSERT\s+OR\b|\bOR\s+(REPLACE|IGNORE|ROLLBACK|ABORT|FAIL)\b|\bREPLACE\s+INTO\b",
        "ON CONFLICT says it portably",
    ),
    (r"\bAUTOINCREMENT\b|\bROWID\b|\bWITHOUT\s+ROWID\b", "ids are made by the application"),
    (r"\bSELECT\s+(DISTINCT\s+)?\*|\.\*", "columns are named: a migration must not change what a row means"),
    (
        r"\b(DATETIME|JULIANDAY|STRFTIME|CURRENT_TIMESTAMP|NOW)\s*\(|\bCURRENT_(DATE|TIMESTAMP|TIME)\b",
        "now is an argument",
    ),
    (r"\b(IFNULL|IIF|NVL|GROUP_CONCAT|PRINTF|TYPEOF|RANDOM|LAST_INSERT_ROWID|CHANGES)\s*\(", "not in both engines"),
    (r"\bLIMIT\s+\?\s*,", "LIMIT with OFFSET as a word, or better a keyset"),
    (r"\bOFFSET\b", "pages go by keyset"),
    (r"\bREAL\b|\bDOUBLE\b|\bFLOAT\b|\bNUMERIC\b|\bDECIMAL\b", "no floating point"),
    (r"==", "= compares"),
    (r"\b(TRUE|FALSE)\b|^\s*SELECT\s+(NOT\s+)?EXISTS\b", "a boolean: a number in SQLite, a type in PostgreSQL"),
    (r"\bIS\s+NOT\s+\?|\bIS\s+\?", "IS with a value is not portable"),
]
# Statements whose words another engine's adapter must put differently.
OF_ONE_ENGINE = {"documents.schema": "reads SQLite's catalogue"}
# Statements that are put together while the program runs: they cannot be prepared from their first words. The tests of
# their capability run them over both engines.
PUT_TOGETHER = {
    "access.open_tasks": "a place for each role",
    "copy.count": "the table's name",
    "copy.empty": "the table's name",
    "copy.insert": "the table's name and columns",
    "copy.page": "the table's name, columns and key",
    "dossier.rows": "the table's name, columns and key",
}


def texts_of(code):
    """(line, text) of every run of adjacent string literals, joined as the compiler joins them."""
    found, joined, line, end = [], None, 0, 0
    at = 0
    while at < len(code):
        comment = COMMENT.match(code, at)
        if comment:
            at = comment.end()
            continue
        if code[at] == "'" and (at == 0 or not re.match(r"[0-9a-fA-F]", code[at - 1])):
            character = re.match(r"'(?:\\.|[^'\\\n])+'", code[at:])
            at += character.end() if character else 1
            joined_ends = True
        elif code[at] == '"' or code.startswith('R"', at):
            text = TEXT.match(code, at)
            if not text:
                at += 1
                continue
            content = text.group("raw") if text.group("raw") is not None else text.group("plain")
            if text.group("raw") is None:
                content = content.replace(r"\"", '"').replace(r"\n", "\n").replace(r"\\", "\\")
            between = COMMENT.sub("", code[end:at]) if joined is not None else ""
            if joined is not None and not between.strip():
                joined += content
            else:
                if joined is not None:
                    found.append((line, joined))
                joined, line = content, code.count("\n", 0, at) + 1
            at = end = text.end()
            continue
        else:
            at += 1
            continue
    if joined is not None:
        found.append((line, joined))
    return found


def statements(code):
    """(line, text) of the texts that are SQL: they carry a name comment or begin with a verb and a table word."""
    lines = code.splitlines()
    for line, text in texts_of(code):
        if NAME.match(text):
            yield line, text
        elif PIECE.search("\n".join(lines[max(0, line - 3) : line - 1]) + "\n" + lines[line - 1].split('"')[0]):
            continue
        elif VERB.match(text) and re.search(r"\b(FROM|INTO|SET|TABLE|INDEX|VALUES)\b", text):
            yield line, text


def body_of(text):
    """The statement without its comments and with its quoted texts emptied."""
    return SQL_QUOTED.sub("''", BOUND.sub("", NAME.sub("", text, count=1)))


def faults_of_statement(text):
    name = NAME.match(text)
    if not name:
        yield "begins without /* name */: " + text[:60]
        return
    body = body_of(text)
    if '"' in text:
        yield "double quotes: a text in SQLite, a name in PostgreSQL"
    if name.group("name") not in OF_ONE_ENGINE:
        for pattern, why in FORBIDDEN:
            hit = re.search(pattern, body, re.IGNORECASE)
            if hit:
                yield f"{hit.group(0)!r}: {why}"
    shown = re.split(r"\bFROM\b", body, maxsplit=1, flags=re.IGNORECASE)[0]
    for hit in re.finditer(r"(CAST\s*\(\s*(?:COALESCE\s*\(\s*)?)?\b(SUM|AVG|TOTAL)\s*\(", shown, re.IGNORECASE):
        if hit.group(2).upper() != "SUM":
            yield f"{hit.group(2)}: gives a floating number"
        elif not hit.group(1):
            yield "sum without CAST (... AS bigint): PostgreSQL answers numeric"


def is_list(body):
    """May this SELECT give many rows? Not when it only counts, or looks up one row by LIMIT 1."""
    if not re.match(r"\s*(SELECT|WITH)\b", body, re.IGNORECASE):
        return False
    head = re.match(r"\s*SELECT\s+(.*?)\bFROM\b", body, re.IGNORECASE | re.DOTALL)
    only_counts = head and re.fullmatch(
        r"\s*(CAST\s*\(\s*)?(COALESCE\s*\(\s*)?(COUNT|MAX|MIN|SUM)\s*\(.*", head.group(1), re.IGNORECASE | re.DOTALL
    )
    return not (only_counts and "GROUP BY" not in body.upper())


def faults_of_list(text, how):
    """`how` is the call that runs it: query() gives many rows, query_one() at most one."""
    body = body_of(text)
    # The invariants look at everything, on purpose.
    if how != "query" or not is_list(body) or NAME.match(text).group("name").startswith("invariants."):
        return
    bound = BOUND.search(text)
    needs_order = not (bound and WITHOUT_ORDER.search(bound.group("why")))
    if needs_order and not re.search(r"\bORDER\s+BY\b", body, re.IGNORECASE):
        yield "a list without ORDER BY"
    if not re.search(r"\bLIMIT\b", body, re.IGNORECASE) and not bound:
        yield "a list without LIMIT: give it one, or say why not: /* bounded: why */"


def calls(code):
    """line -> "query", "query_one", "change" or "post" of the statement whose text begins there."""
    found = {}
    for match in re.finditer(r"\b(query_one|query|change|post)\s*\(\s*(?=R?\")", code):
        found[code.count("\n", 0, match.end()) + 1] = match.group(1)
    return found


def over_sources(sources):
    unnamed, repeated, lists, names = [], [], [], {}
    for path, code in sources.items():
        how = calls(code)
        for line, text in statements(code):
            unnamed += [f"{path}:{line}: {fault}" for fault in faults_of_statement(text)]
            name = NAME.match(text)
            if not name:
                continue
            first = names.setdefault(name.group("name"), (path, line, text))
            if first[:2] != (path, line):
                repeated.append(f"{path}:{line}: {name.group('name')} stands at {first[0]}:{first[1]} already")
            for fault in faults_of_list(text, how.get(line, "")):
                lists.append(f"{path}:{line}: {name.group('name')}: {fault}")
    return unnamed, repeated, lists, names


TABLE = re.compile(r"CREATE TABLE (\w+)\s*\((?P<body>[^;]*?)\)\s*(?P<end>\{\{\w+\}\})?\s*;", re.DOTALL)
COLUMN = re.compile(r"^(?P<name>[a-z]\w*)\s+(?P<type>text|\{\{int64\}\}|\{\{bytes\}\}|[^\s,]+)(?P<rest>.*)$", re.DOTALL)
# A text column that is a yes or a no is called like a question or a statement.
QUESTION = re.compile(r"^(is|has|may|was|can|needs|takes|reveals|counts|allows)_")


def split_parts(body):
    """The comma-separated parts of a table's parentheses, nested parentheses kept whole."""
    parts, depth, start = [], 0, 0
    quiet = re.sub(r"--[^\n]*", lambda hit: " " * len(hit.group(0)), body)
    for at, letter in enumerate(quiet):
        depth += letter == "("
        depth -= letter == ")"
        if letter == "," and depth == 0:
            parts.append(quiet[start:at].strip())
            start = at + 1
    return parts + [quiet[start:].strip()]


# What a server of the release before does not notice: it runs on while the next one's migrations are applied.
EXPANDS = re.compile(
    r"CREATE TABLE\b|CREATE (UNIQUE )?INDEX\b|ALTER TABLE \w+ ADD COLUMN \w+ \S+(?!.*\b(NOT NULL|DEFAULT)\b)", re.DOTALL
)
CONTRACTS = re.compile(r"^-- contracts: \S.{10,}$", re.MULTILINE)


def faults_of_migration(path, text):
    quiet = re.sub(r"--[^\n]*", "", text)
    if re.search(r"\bREAL\b|\bDOUBLE\b|\bFLOAT\b|\bNUMERIC\b", quiet, re.IGNORECASE):
        yield f"{path}: floating point"
    if re.search(r"AUTOINCREMENT|ROWID|\bLIKE\b|\bGLOB\b", quiet, re.IGNORECASE):
        yield f"{path}: words of one engine"
    if '"' in quiet:
        yield f"{path}: double quotes"
    for statement in filter(None, (one.strip() for one in quiet.split(";"))):
        if not EXPANDS.match(statement) and not CONTRACTS.search(text):
            yield f"{path}: {statement[:50]!r} may disturb a running older server: -- contracts: why no one minds"
    if quiet.count("CREATE TABLE") != len(TABLE.findall(quiet)):
        yield f"{path}: a CREATE TABLE that this check cannot read"
    for table in TABLE.finditer(quiet):
        name = table.group(1)
        if table.group("end") != "{{strict}}":
            yield f"{path}: {name} is not {{{{strict}}}}"
        has_key = False
        for part in split_parts(table.group("body")):
            where = f"{path}: {name}: {' '.join(part.split())[:60]}"
            for word in ("PRIMARY KEY", "UNIQUE", "CHECK", "REFERENCES", "FOREIGN KEY"):
                for hit in re.finditer(rf"\b{word}\b", part):
                    before = part[: hit.start()]
                    if word == "REFERENCES" and "FOREIGN KEY" in before:
                        continue
                    if not re.search(r"CONSTRAINT \w+\s*$", before):
                        yield f"{where}: {word} without a name (CONSTRAINT {name}_… {word})"
            has_key = has_key or "PRIMARY KEY" in part
            for constraint in re.findall(r"CONSTRAINT (\w+)", part):
                if not constraint.startswith(name):
                    yield f"{where}: the constraint's name does not begin with its table's"
            if part.startswith("CONSTRAINT"):
                continue
            column = COLUMN.match(part)
            if not column or column.group("type") not in ("text", "{{int64}}", "{{bytes}}"):
                yield f"{where}: a column is text, {{{{int64}}}} or {{{{bytes}}}}"
                continue
            is_amount = column.group("name").endswith(("_us", "_cents", "_days", "_bytes", "_count"))
            if is_amount and column.group("type") != "{{int64}}":
                yield f"{where}: times and amounts are {{{{int64}}}}"
            is_boolean = column.group("type") == "text" and QUESTION.match(column.group("name"))
            if is_boolean and "IN ('yes', 'no')" not in part:
                yield f"{where}: a boolean is CHECKed to be 'yes' or 'no'"
            if "DEFAULT" in part:
                yield f"{where}: no defaults: every value is written on purpose"
        if not has_key:
            yield f"{path}: {name} has no primary key"


def numbering(paths):
    """Numbers are given once, without a gap."""
    numbers = {}
    for path in paths:
        stem = path.rsplit("/", 1)[-1]
        if not re.match(r"\d{4}_[a-z_]+\.sql$", stem):
            yield f"{path}: a migration is named NNNN_name.sql"
            continue
        number = int(stem[:4])
        if number in numbers:
            yield f"{path}: number {number:04} is that of {numbers[number]}"
        numbers[number] = path
    for number in range(1, max(numbers, default=0) + 1):
        if number not in numbers:
            yield f"there is no migration {number:04}"


SAMPLES = [
    # statement, must it be refused
    ("/* x.find */ SELECT a FROM t WHERE id = ?", False),
    ("SELECT a FROM t WHERE id = ?", True),
    ("/* x.find */ SELECT * FROM t", True),
    ("/* x.find */ SELECT a FROM t WHERE a LIKE ?", True),
    ("/* x.find */ SELECT a FROM t WHERE a = 'LIKE'", False),
    ("/* x.find */ SELECT a FROM t WHERE (? IS NULL OR a = ?)", True),
    ("/* x.save */ INSERT OR REPLACE INTO t (a) VALUES (?)", True),
    ("/* x.save */ INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO NOTHING", False),
    ("/* x.sum */ SELECT sum(a) FROM t", True),
    ("/* x.sum */ SELECT CAST(coalesce(sum(a), 0) AS bigint) FROM t", False),
    ('/* x.find */ SELECT a FROM t WHERE a = "b"', True),
    ("/* x.has */ SELECT EXISTS (SELECT 1 FROM t)", True),
    ("/* x.has */ SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a)", False),
    ("/* x.find */ SELECT a FROM t WHERE b = TRUE", True),
]
TABLE_BEGUN = "CREATE TABLE t (\n    id text NOT NULL CONSTRAINT t_pk PRIMARY KEY,\n"
MIGRATIONS = [
    ("CREATE TABLE t (\n    id text NOT NULL CONSTRAINT t_pk PRIMARY KEY\n) {{strict}};", False),
    ("CREATE TABLE t (\n    id text NOT NULL CONSTRAINT t_pk PRIMARY KEY\n);", True),
    ("CREATE TABLE t (\n    id text NOT NULL PRIMARY KEY\n) {{strict}};", True),
    (TABLE_BEGUN + "    at_us text NOT NULL\n) {{strict}};", True),
    (TABLE_BEGUN + "    is_x text NOT NULL\n) {{strict}};", True),
    (TABLE_BEGUN + "    a REAL NOT NULL\n) {{strict}};", True),
    (TABLE_BEGUN + "    a_cents {{int64}} NOT NULL\n) {{strict}};", False),
    ("ALTER TABLE t ADD COLUMN a_cents {{int64}};\nCREATE INDEX t_by_a ON t (a_cents);", False),
    ("ALTER TABLE t ADD COLUMN a_cents {{int64}} NOT NULL;", True),
    ("ALTER TABLE t DROP COLUMN a_cents;", True),
    ("-- contracts: no release reads it since the one before\nALTER TABLE t DROP COLUMN a_cents;", False),
]


# What core/storage/postgres/postgres_connection.cpp reads.
COMMON_TYPES = {"smallint", "integer", "bigint", "text", "character varying", "name", "bytea"}
UNTOUCHED = re.compile(r"'(?:''|[^'])*'|/\*.*?\*/|\?", re.DOTALL)


def numbered(text):
    """The statement with $1, $2 … for its question marks, as the adapter sends it."""
    number = 0

    def one(match):
        nonlocal number
        if match.group(0) != "?":
            return match.group(0)
        number += 1
        return f"${number}"

    return UNTOUCHED.sub(one, text.rstrip().rstrip(";"))


def psql(url, text):
    return subprocess.run(["psql", url, "-XqAt", "-f", "-"], input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT).stdout


def faults_on_postgres(names, migrations):
    """Prepares every statement in a migrated database of the private server."""
    server, name = os.environ[VARIABLE], f"check_sql_{os.getpid()}"
    url = server.replace(":///postgres?", f":///{name}?")
    made = psql(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        for path in sorted(migrations, key=lambda one: one.rsplit("/", 1)[-1]):
            schema = read(path).replace("{{int64}}", "bigint").replace("{{bytes}}", "bytea").replace("{{strict}}", "")
            made += psql(url, schema)
        if made:
            yield made
            return
        left_out = OF_ONE_ENGINE.keys() | PUT_TOGETHER.keys()
        portable = {name: found for name, found in names.items() if name not in left_out}
        asked = [(f"{path}:{line}: {name}", text) for name, (path, line, text) in portable.items()]
        said = psql(url, "".join(f"\\echo @@{at}\n{numbered(text)} \\gdesc\n" for at, (_, text) in enumerate(asked)))
        where, seen = "", 0
        for line in said.splitlines():
            if line.startswith("@@"):
                where, seen = asked[int(line[2:])][0], seen + 1
            elif "ERROR" in line:
                yield f"{where}: {line}"
            elif "|" in line and line.rsplit("|", 1)[1] not in COMMON_TYPES:
                yield f"{where}: the column {line} is of a type outside the common subset"
        if seen != len(asked):
            yield f"only {seen} of {len(asked)} statements were tried"
    finally:
        psql(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def samples_judged_wrongly():
    for text, bad in SAMPLES:
        if bool(list(faults_of_statement(text))) != bad:
            yield f"{'accepts' if bad else 'refuses'} {text}"
    for text, bad in MIGRATIONS:
        if bool(list(faults_of_migration("0001_t.sql", text))) != bad:
            yield f"{'accepts' if bad else 'refuses'} {text}"
    if not list(faults_of_list("/* x.all */ SELECT a FROM t ORDER BY a", "query")):
        yield "accepts a list without LIMIT"
    if list(faults_of_list("/* x.all */ SELECT a FROM t ORDER BY a /* bounded: ten at most */", "query")):
        yield "refuses a list that says how it is bounded"
    code = 'tx.query("/* x.a */ SELECT a FROM t"\n         " ORDER BY a LIMIT ?", 1);\nsay("other", \'"\', "more");'
    if [text for _, text in texts_of(code)][0] != "/* x.a */ SELECT a FROM t ORDER BY a LIMIT ?":
        yield "does not join adjacent texts"


def main():
    report = Report("sql")
    sources = {path: read(path) for path in files(".cpp", ".hpp", under=PLACES) if not path.startswith(ADAPTERS)}
    migrations = files(".sql", under=PLACES)
    faults, repeated, lists, names = over_sources(sources)
    report.promise("this check tells good samples from bad ones", samples_judged_wrongly())
    report.promise("there are statements and migrations to check", [] if names and migrations else ["nothing found"])
    report.promise("every statement has a name and keeps to the common subset", faults)
    report.promise("names of statements are unique", repeated)
    gone = (OF_ONE_ENGINE.keys() | PUT_TOGETHER.keys()) - names.keys()
    report.promise("what is excepted here exists", sorted(gone))
    report.promise("lists are ordered and bounded", lists)
    report.promise("migrations are numbered once and without a gap", numbering(migrations))
    report.promise(
        "tables are strict, constraints named, columns of the agreed types",
        [fault for path in migrations for fault in faults_of_migration(path, read(path))],
    )
    if os.environ.get(VARIABLE):
        report.promise("every statement is one to PostgreSQL, too", faults_on_postgres(names, migrations))
    else:
        print(f"{SKIPPED}: {VARIABLE} is not set (tools/test_postgres.py run …)")
    report.close()


if __name__ == "__main__":
    main()
