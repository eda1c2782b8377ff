"""Results for people: the table, the picture, and the tables in docs/."""

import html
import math
import re

import machine

NAMES = {
    "answer": "bare HTTP",
    "rows": "rows alone",
    "bare": "bare server",
    "statements": "all statements",
    "reads": "all statements",
    "other": "the other build",
}
COLUMNS = [
    "scenario", "engine", "conn.", "req/s", "50 %: p50 / p99 / p99.9 ms", "80 %: p50 / p99 / p99.9 ms", "CPU µs",
    "+ db", "jobs/commit", "MiB", "of bare HTTP", "of rows alone", "of bare server", "of all statements",
    "of the other build",
]


def milliseconds(row, percent):
    one = row["latency"][percent]
    return " / ".join(f"{one[name] / 1000:.2f}" for name in ("p50", "p99", "p999"))


def ratio(row, *names):
    for name in names:
        if name in row["limits"]:
            one = row["limits"][name]
            return f"{one['ratio']:.3f} ({one['low']:.3f}–{one['high']:.3f})"
    return "–"


def cells(row):
    return [
        row["scenario"], row["engine"], str(row["connections"]), f"{row['per_second']:,.0f}".replace(",", " "),
        milliseconds(row, "50"), milliseconds(row, "80"), f"{row['server_micros']:.0f}",
        f"{row['database_micros']:.0f}" if row["database_micros"] else "–",
        f"{row['jobs_in_a_commit']:.1f}" if row["jobs_in_a_commit"] else "–",
        f"{row['memory_kib']['VmHWM'] / 1024:.0f}",
        ratio(row, "answer"), ratio(row, "rows"), ratio(row, "bare"), ratio(row, "statements", "reads"),
        ratio(row, "other"),
    ]


def columns_and_rows(result):
    """Without the columns that nobody has."""
    rows = [cells(row) for row in result["rows"]]
    used = [i for i in range(len(COLUMNS)) if any(row[i] != "–" for row in rows)]
    return [COLUMNS[i] for i in used], [[row[i] for i in used] for row in rows]


def line(row):
    """While it runs."""
    held = ", ".join(f"{one['ratio']:.3f} of {NAMES[name]}"
                     + (f" ({one['server_micros']:.0f} µs CPU)" if name == "other" else "")
                     for name, one in row["limits"].items())
    return (f"  {row['engine']:10} {row['scenario']:12} {row['connections']:3} connections"
            f" {row['per_second']:10.0f} req/s  {row['server_micros'] + row['database_micros']:7.0f} µs CPU"
            f"  {held}")


def circumstances(result):
    one = result["machine"]
    whole = "" if result["whole"] else " (a part or a quick run)"
    return (f"{result['date']}, {one['processor']}, {one['cores']} cores, Linux {one['kernel']}, {result['disk']},"
            f" load average {one['load_average']} before the run;"
            f" {result['rounds']} rounds of {result['seconds']:g} s{whole}.")


def table(result):
    """For a terminal."""
    columns, rows = columns_and_rows(result)
    rows = [columns, *rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip() for row in rows]
    busy = max((row["generator_share"] for row in result["rows"]), default=0)
    return "\n".join([circumstances(result), *lines,
                      f"The generator was busy for {busy:.0%} of its core at most (closed loop)."])


def markdown(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def performance(result):
    busy = max((row["generator_share"] for row in result["rows"]), default=0)
    late = max((one["generator_late_p99"] for row in result["rows"] for one in row["latency"].values()), default=0)
    return (circumstances(result) + "\n\n" + markdown(*columns_and_rows(result)) + "\n\n"
            f"The generator was busy for {busy:.0%} of its core at most in the closed loop, and at most"
            f" {late / 1000:.2f} ms late (p99) in the open one.")


def operations(result):
    """SQLite beside PostgreSQL: what a move changes."""
    def cpu(row):
        return row["server_micros"] + row["database_micros"]

    over_postgres = {(row["scenario"], row["connections"]): row for row in result["rows"]
                     if row["engine"] == "PostgreSQL"}
    rows = []
    for mine in (row for row in result["rows"] if row["engine"] == "SQLite"):
        other = over_postgres.get((mine["scenario"], mine["connections"]))
        if other:
            rows.append([
                mine["scenario"], str(mine["connections"]), f"{mine['per_second']:.0f}", f"{other['per_second']:.0f}",
                f"{other['per_second'] / mine['per_second']:.2f}", f"{cpu(mine):.0f}", f"{cpu(other):.0f}",
                f"{mine['latency']['80']['p99'] / 1000:.1f}", f"{other['latency']['80']['p99'] / 1000:.1f}"])
    columns = ["scenario", "conn.", "SQLite req/s", "PostgreSQL req/s", "ratio", "SQLite CPU µs",
               "PostgreSQL CPU µs", "SQLite p99 ms at 80 %", "PostgreSQL p99 ms at 80 %"]
    return circumstances(result) + "\n\n" + markdown(columns, rows)


def between_markers(text, new):
    """The text with what stands between the two marker lines replaced."""
    marked = re.compile(r"(<!-- bench: begin[^\n]*-->\n).*?(<!-- bench: end -->)", re.DOTALL)
    if len(marked.findall(text)) != 1:
        raise SystemExit("bench: the document does not have its two markers")
    return marked.sub(lambda match: f"{match.group(1)}\n{new}\n\n{match.group(2)}", text)


def write_docs(result):
    if not result["whole"]:
        raise SystemExit("bench: the newest run was a part or a quick one; documents show whole runs only")
    for name, text in (("performance", performance(result)), ("operations", operations(result))):
        path = machine.TOP / "docs" / f"{name}.md"
        path.write_text(between_markers(path.read_text(encoding="utf-8"), text), encoding="utf-8")
        print(f"bench: docs/{name}.md is renewed")


COLOURS = {"server": "#1b1b1b", "answer": "#1f77b4", "rows": "#2ca02c", "bare": "#d62728", "statements": "#9467bd",
           "reads": "#9467bd", "other": "#ff7f0e"}
LEFT, WIDTH, LINE, TOP_ROOM = 260, 720, 20, 70


def picture(result):
    """Requests in a second on a logarithmic line: the server's filled dot, its limits as rings."""
    rates = [row["per_second"] for row in result["rows"]]
    rates += [one["per_second"] for row in result["rows"] for one in row["limits"].values()]
    lowest = math.floor(math.log10(max(1.0, min(rates, default=1.0))))
    highest = max(lowest + 1, math.ceil(math.log10(max(rates, default=10.0))))

    def x(rate):
        return LEFT + WIDTH * (math.log10(max(rate, 10**lowest)) - lowest) / (highest - lowest)

    height = TOP_ROOM + LINE * len(result["rows"]) + 20
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 40}" height="{height}"'
             ' font-family="sans-serif" font-size="12">', '<rect width="100%" height="100%" fill="white"/>',
             f'<text x="10" y="18">{html.escape(circumstances(result))}</text>']
    for i, (kind, name) in enumerate([("server", "this server"), *list(NAMES.items())[:4]]):
        parts += [dot(LEFT + 150 * i, 36, kind), f'<text x="{LEFT + 150 * i + 9}" y="40">{name}</text>']
    for power in range(lowest, highest + 1):
        at = x(10**power)
        parts += [f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP_ROOM - 10}" y2="{height - 20}" stroke="#ddd"/>',
                  f'<text x="{at:.1f}" y="{height - 5}" text-anchor="middle">{10**power} /s</text>']
    for i, row in enumerate(result["rows"]):
        y = TOP_ROOM + LINE * i
        parts.append(f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{row["engine"]}, {row["scenario"]},'
                     f' {row["connections"]}</text>')
        parts += [dot(x(one["per_second"]), y, name) for name, one in row["limits"].items()]
        parts.append(dot(x(row["per_second"]), y, "server"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def dot(x, y, kind):
    fill = COLOURS[kind] if kind == "server" else "none"
    return f'<circle cx="{x:.1f}" cy="{y}" r="4.5" fill="{fill}" stroke="{COLOURS[kind]}" stroke-width="1.8"/>'
