#include "core/http/problem.hpp"

#include "core/json/reader.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::http;

namespace
{

const char* const fi = R"({"offer.price_above_ceiling": "Hinta ylittää katon {ceiling} senttiä.",
                           "field.required": "Tämä kenttä on pakollinen."})";
const char* const sv = R"({"offer.price_above_ceiling": "Priset överstiger taket {ceiling} cent.",
                           "field.required": "Det här fältet är obligatoriskt."})";

Refusal price_refused()
{
    return refuse(Fault::invalid, "offer.price_above_ceiling",
                  "The price is above the ceiling of {ceiling} cents.")
        .with("ceiling", 25'000)
        .in({{"/price~1cents", "field.required", "This field is required.", {}}});
}

} // namespace

TEST_CASE("each kind of refusal has its status", "[problem]")
{
    struct Case
    {
        Fault fault;
        int status;
    };
    const auto cases = {
        Case{Fault::malformed, 400}, Case{Fault::invalid, 422},     Case{Fault::unauthenticated, 401},
        Case{Fault::forbidden, 403}, Case{Fault::not_found, 404},   Case{Fault::conflict, 409},
        Case{Fault::too_late, 409},  Case{Fault::stale, 412},       Case{Fault::precondition, 428},
        Case{Fault::too_large, 413}, Case{Fault::unsupported, 415}, Case{Fault::bad_method, 405},
        Case{Fault::throttled, 429}, Case{Fault::busy, 503},
    };
    for (const auto& c : cases)
        CHECK(status_of(c.fault) == c.status);
}

TEST_CASE("a refusal becomes a problem document in the caller's language", "[problem]")
{
    Locale locale;
    REQUIRE(locale.add(Language::fi, fi, "fi").empty());
    REQUIRE(locale.add(Language::sv, sv, "sv").empty());
    const auto body = [&](Language language)
    { return problem_response(price_refused(), language, locale, "7f").body; };

    CHECK(
        body(Language::fi) ==
        R"({"type":"urn:kori:rule:offer.price_above_ceiling","title":"Hinta ylittää katon 25000 senttiä.",)"
        R"("status":422,)"
        R"("instance":"urn:kori:request:7f","rule":"offer.price_above_ceiling","errors":[{"pointer":"/price~1cents",)"
        R"("rule":"field.required","detail":"Tämä kenttä on pakollinen."}]})");
    CHECK(
        body(Language::sv) ==
        R"({"type":"urn:kori:rule:offer.price_above_ceiling","title":"Priset överstiger taket 25000 cent.",)"
        R"("status":422,)"
        R"("instance":"urn:kori:request:7f","rule":"offer.price_above_ceiling","errors":[{"pointer":"/price~1cents",)"
        R"("rule":"field.required","detail":"Det här fältet är obligatoriskt."}]})");
    CHECK(
        body(Language::en) ==
        R"({"type":"urn:kori:rule:offer.price_above_ceiling","title":"The price is above the ceiling of 25000 cents.",)"
        R"("status":422,"instance":"urn:kori:request:7f","rule":"offer.price_above_ceiling","errors":[)"
        R"({"pointer":"/price~1cents","rule":"field.required","detail":"This field is required."}]})");
}

TEST_CASE("a problem says its type and language and is not stored by caches", "[problem]")
{
    const auto response = problem_response(price_refused(), Language::sv, Locale{}, "7f");
    CHECK(response.status == 422);
    CHECK(response.headers == std::vector<Header>{{"Content-Type", "application/problem+json"},
                                                  {"Content-Language", "sv"},
                                                  {"Cache-Control", "no-store"}});
}

TEST_CASE("a refusal without fields has no errors member", "[problem]")
{
    const auto response = problem_response(
        refuse(Fault::not_found, "http.not_found", "There is nothing here."), Language::en, Locale{}, "7f");
    const auto body = json::read(response.body);
    REQUIRE(body);
    CHECK(body->object().find("errors") == nullptr);
}

TEST_CASE("who is not known is told how to sign in, nobody else is", "[problem]")
{
    const auto header = [](Fault fault)
    {
        return problem_response(refuse(fault, "a.b", "No."), Language::en, Locale{}, "7f")
            .header("WWW-Authenticate");
    };
    CHECK(header(Fault::unauthenticated) == "Bearer realm=\"kori\"");
    CHECK(header(Fault::forbidden) == std::nullopt);
}

TEST_CASE("who must wait is told how long", "[problem]")
{
    const auto header = [](Refusal refusal)
    { return problem_response(refusal, Language::en, Locale{}, "7f").header("Retry-After"); };
    CHECK(header(refuse(Fault::throttled, "a.b", "Wait.")) == "60");
    CHECK(header(refuse(Fault::throttled, "a.b", "Wait.").with("retry_after_seconds", 17)) == "17");
    CHECK(header(refuse(Fault::throttled, "a.b", "Wait.").with("retry_after_seconds", 0)) == "1");
    CHECK(header(refuse(Fault::busy, "a.b", "Wait.")) == "2");
    CHECK(header(refuse(Fault::conflict, "a.b", "No.").with("retry_after_seconds", 17)) == std::nullopt);
}

TEST_CASE("a status that no rule knows keeps the same form", "[problem]")
{
    const auto response = problem_response(501, refuse(Fault::malformed, "http.not_implemented", "No."),
                                           Language::en, Locale{}, "7f");
    CHECK(response.status == 501);
    CHECK(response.body == R"({"type":"urn:kori:rule:http.not_implemented","title":"No.","status":501,)"
                           R"("instance":"urn:kori:request:7f","rule":"http.not_implemented"})");
}
