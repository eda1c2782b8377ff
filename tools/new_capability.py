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

TEMPLATES = {}

TEMPLATES["{name}.hpp"] = """\
// A @words@: say here what it is in the domain, its Finnish term, and who owns it.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/text.hpp"
#include "core/base/validity.hpp"

#include <cstdint>

namespace kori
{

struct @Type@Tag
{
    static constexpr std::string_view prefix = "@prefix@";
};
using @Type@Id = Id<@Type@Tag>;

struct @Type@
{
    @Type@Id id;
    OrganisationId authority; // whose it is: no other organisation sees it
    LocalText name;
    Validity validity;
    std::int64_t revision = 1;
};

// The first rule: it ends after it begins. A rule is pure, and the law stands above it with its number.
Result<Done> check(const @Type@& @name@);

} // namespace kori
"""

TEMPLATES["{name}.cpp"] = """\
#include "@area@/@name@/@name@.hpp"

namespace kori
{

Result<Done> check(const @Type@& @name@)
{
    if (@name@.validity.is_empty())
        return refuse(Fault::invalid, "@name@.ends_before_it_begins", "The end must be later than the beginning.")
            .in({{"/valid_to", "@name@.ends_before_it_begins", "The end must be later than the beginning.", {}}});
    return Done{};
}

} // namespace kori
"""

TEMPLATES["{name}_store.hpp"] = """\
// Load and save in domain words; the SQL.
#pragma once

#include "@area@/@name@/@name@.hpp"
#include "core/storage/transaction.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kori::@plural@
{

void insert(Transaction& tx, const @Type@& @name@, Instant now);
std::optional<@Type@> find(Transaction& tx, @Type@Id id);
// Those of one authority in the order of their ids, after that id (empty: from the first).
std::vector<@Type@> after(Transaction& tx, OrganisationId authority, std::string_view id, std::int64_t limit);

} // namespace kori::@plural@
"""

TEMPLATES["{name}_store.cpp"] = """\
#include "@area@/@name@/@name@_store.hpp"

namespace kori::@plural@
{
namespace
{

@Type@ @name@_of(const Row& row)
{
    return {row.id<@Type@Tag>(0),
            row.id<OrganisationTag>(1),
            {row.text(2), row.text(3), row.text(4)},
            {row.date(5), row.optional_date(6)},
            row.integer(7)};
}

} // namespace

void insert(Transaction& tx, const @Type@& @name@, Instant now)
{
    tx.change("/* @plural@.insert */ INSERT INTO @name@ (id, authority_id, name_fi, name_sv, name_en, valid_from,"
              " valid_to, revision, created_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              @name@.id, @name@.authority, @name@.name.fi, @name@.name.sv, @name@.name.en, @name@.validity.from,
              @name@.validity.to, @name@.revision, now);
}

std::optional<@Type@> find(Transaction& tx, @Type@Id id)
{
    const auto row = tx.query_one("/* @plural@.find */ SELECT id, authority_id, name_fi, name_sv, name_en, valid_from,"
                                  " valid_to, revision FROM @name@ WHERE id = ?",
                                  id);
    if (!row)
        return std::nullopt;
    return @name@_of(*row);
}

std::vector<@Type@> after(Transaction& tx, OrganisationId authority, std::string_view id, std::int64_t limit)
{
    std::vector<@Type@> found;
    for (const auto& row :
         tx.query("/* @plural@.after */ SELECT id, authority_id, name_fi, name_sv, name_en, valid_from, valid_to,"
                  " revision FROM @name@ WHERE authority_id = ? AND id > ? ORDER BY id LIMIT ?",
                  authority, id, limit))
        found.push_back(@name@_of(row));
    return found;
}

} // namespace kori::@plural@
"""

TEMPLATES["{name}_actions.hpp"] = """\
// What somebody may do with a @words@: authorise, load, decide, save, journal.
#pragma once

#include "@area@/@name@/@name@.hpp"
#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/storage/transaction.hpp"

namespace kori::@plural@
{

struct Add@Type@
{
    LocalText name;
    Validity validity;
};
Result<@Type@> add(Transaction& tx, const Ambient& ambient, const Actor& actor, const Add@Type@& wish);

} // namespace kori::@plural@
"""

TEMPLATES["{name}_actions.cpp"] = """\
#include "@area@/@name@/@name@_actions.hpp"

#include "@area@/@name@/@name@_store.hpp"
#include "core/access/access_actions.hpp"
#include "core/journal/journal.hpp"

namespace kori::@plural@
{

Result<@Type@> add(Transaction& tx, const Ambient& ambient, const Actor& actor, const Add@Type@& wish)
{
    if (!actor.is_authority())
        return refuse(Fault::forbidden, "@name@.authorities_only", "Only an authority can do this.");

    const @Type@ @name@{ambient.next<@Type@Tag>(), *actor.organisation, wish.name, wish.validity, 1};
    if (const auto checked = check(@name@); !checked)
        return checked.refusal();

    insert(tx, @name@, ambient.now);

    journal::append(tx, ambient, access::doer_of(actor),
                    {"@name@.added",
                     @name@.id.text(),
                     {{"valid_from", to_text(@name@.validity.from)}},
                     journal::Audience::organisation,
                     {@name@.authority.text()},
                     {},
                     {}});
    return @name@;
}

} // namespace kori::@plural@
"""

TEMPLATES["{name}_api.hpp"] = """\
#pragma once

#include "core/http/route.hpp"

namespace kori::@plural@
{

http::Routes @name@_routes();

} // namespace kori::@plural@
"""

TEMPLATES["{name}_api.cpp"] = """\
// JSON in, JSON out; the rows of this capability.
#include "@area@/@name@/@name@_api.hpp"

#include "@area@/@name@/@name@_actions.hpp"
#include "@area@/@name@/@name@_store.hpp"
#include "core/http/cursor.hpp"

namespace kori::@plural@
{
namespace
{

using namespace http;

constexpr Permission manage_@plural@{"@name@.manage"};
constexpr Permission see_@plural@{"@name@.see"};

Shape name_shape()
{
    return local_text(200, "Name", "Esimerkki", "Exempel");
}

Shape wish_shape()
{
    return object("New@Type@", "A @words@ to be added",
                  {required("name", name_shape()), required("valid_from", date("First day", "2026-03-02")),
                   optional("valid_to", date("First day that no longer counts", "2027-03-02"))});
}

Shape view_shape()
{
    return object("@Type@", "A @words@",
                  {required("id", id_of<@Type@Tag>("Its id")), required("name", name_shape()),
                   required("valid_from", date("First day", "2026-03-02")),
                   optional("valid_to", date("First day that no longer counts", "2027-03-02")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

json::Object view_of(const @Type@& @name@)
{
    return json::Object{}
        .add("id", @name@.id)
        .add("name", @name@.name)
        .add("valid_from", @name@.validity.from)
        .add_if("valid_to", @name@.validity.to)
        .add("revision", @name@.revision);
}

Result<Reply> post_@name@(Call& call)
{
    const auto added = add(call.tx, call.ambient, call.actor,
                           {call.body.at("name").local_text(),
                            {call.body.at("valid_from").date(), call.body.optional_date("valid_to")}});
    if (!added)
        return added.refusal();
    return Reply::created(view_of(*added), added->revision, "/api/v1/@url@/" + added->id.text());
}

Result<Reply> get_@name@(Call& call)
{
    const auto id = call.id<@Type@Tag>("@name@");
    if (!id)
        return id.refusal();
    const auto @name@ = find(call.tx, *id);
    if (!@name@ || !call.actor.speaks_for(@name@->authority))
        return absent();
    return Reply::view(view_of(*@name@), @name@->revision);
}

Result<Reply> list_@plural@(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = after(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, found, [](const @Type@& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& @name@ : found)
        items.emplace_back(view_of(@name@));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

} // namespace

Routes @name@_routes()
{
    const auto view = shared(view_shape());
    const auto page = shared(
        object("@Type@Page", "Own @plural_words@", {required("items", list(view_shape(), 0, 200, "Page"))}));
    return {
        Route{Method::get, "/api/v1/@url@", see_@plural@, Access::reads, nullptr, page, list_@plural@, "Own @plural_words@"}
            .paged(),
        Route{Method::get, "/api/v1/@url@/{@name@}", see_@plural@, Access::reads, nullptr, view, get_@name@,
              "One @words@"},
        Route{Method::post, "/api/v1/@url@", manage_@plural@, Access::writes, shared(wish_shape()), view, post_@name@,
              "Add a @words@"}
            .keyed()
            .creating(),
    };
}

} // namespace kori::@plural@
"""

TEMPLATES["{number}_{name}.sql"] = """\
-- One row per @words@; whose it is stands in authority_id.
CREATE TABLE @name@ (
    id text NOT NULL CONSTRAINT @name@_pk PRIMARY KEY,
    authority_id text NOT NULL,
    name_fi text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX @name@_by_authority ON @name@ (authority_id, id);
"""

RULE_TEST = """\
#include "@area@/@name@/@name@.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::chrono;

namespace
{

@Type@ lasting(CivilDate from, std::optional<CivilDate> to)
{
    return {@Type@Id{{}}, OrganisationId{{}}, {"Esimerkki", "Exempel", ""}, {from, to}, 1};
}

} // namespace

TEST_CASE("a @words@ ends after it begins", "[@name@]")
{
    struct Case
    {
        const char* because;
        std::optional<CivilDate> to;
        bool is_fine;
    };
    const auto cases = {
        Case{"without an end it lasts until further notice", std::nullopt, true},
        Case{"one day is enough", 2026y / March / 3, true},
        Case{"the end is the first day that no longer counts", 2026y / March / 2, false},
        Case{"backwards", 2026y / March / 1, false},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(bool{check(lasting(2026y / March / 2, c.to))} == c.is_fine);
    }
}
"""

TEST_LIST = """\
kori_test(@area@_@name@_test LABEL fast SOURCES @name@_test.cpp @name@_api_test.cpp LINKS kori_test_world)
"""

API_TEST = """\
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using kori::test::World;

namespace
{

json::Value wish()
{
    return json::Object{}
        .add("name", json::Object{}.add("fi", "Esimerkki").add("sv", "Exempel"))
        .add("valid_from", "2026-03-02");
}

} // namespace

TEST_CASE("an added @words@ is found by its id and in the list", "[@name@][api]")
{
    World world;
    const auto authority = world.authority("Kuopio", "0112038-9");
    const auto added = world.post("/api/v1/@url@", wish(), authority.token);
    REQUIRE(added.status == 201);

    const auto found = world.get("/api/v1/@url@/" + added.body.at("id").text(), authority.token);
    CHECK(found.body == added.body);
    const auto all = world.get("/api/v1/@url@", authority.token);
    CHECK(all.body.at("items").array() == json::Array{added.body});
}

TEST_CASE("a @words@ of another authority looks like an absent one", "[@name@][api]")
{
    World world;
    const auto authority = world.authority("Kuopio", "0112038-9");
    const auto other = world.authority("Lahti", "0149669-3");
    const auto added = world.post("/api/v1/@url@", wish(), authority.token);
    REQUIRE(added.status == 201);

    CHECK(world.get("/api/v1/@url@/" + added.body.at("id").text(), other.token).status == 404);
    CHECK(world.get("/api/v1/@url@", other.token).body.at("items").array().empty());
}
"""

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
  a route with {@name@}, or a list   tests/rules/stage_sides.cpp, a thing for it to show: an empty list guards no field
  a public route (`everybody`)     tests/rules/routes_roles_test.cpp, the reason; its entries say Audience::everyone
  a number of law or of the house  config/law/limits.json, with unit, dates, source and mark ("assumed" for the house's own);
                                   the action reads it: ambient.law.integer(name, day), "core/base/law_book.hpp"
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

    number = next_number()
    written = {
        f"{wish.area}/{wish.name}/{file.format(name=wish.name, number=number)}": filled(text)
        for file, text in TEMPLATES.items()
    }
    written[f"tests/{wish.area}/{wish.name}/{wish.name}_test.cpp"] = filled(RULE_TEST)
    written[f"tests/{wish.area}/{wish.name}/{wish.name}_api_test.cpp"] = filled(API_TEST)
    written[f"tests/{wish.area}/{wish.name}/CMakeLists.txt"] = filled(TEST_LIST)
    for path in written:
        if (TOP / path).exists():
            fail(f"{path} is there already.")
    for path, text in written.items():
        (TOP / path).parent.mkdir(parents=True, exist_ok=True)
        (TOP / path).write_text(text, encoding="utf-8")
        print(path)
    formatter = shutil.which("clang-format-19")
    if formatter:  # line breaks depend on the length of the names
        subprocess.run([formatter, "-i", *(path for path in written if path.endswith((".hpp", ".cpp")))], cwd=TOP, check=True)
    print(filled(STEPS))


if __name__ == "__main__":
    main()
