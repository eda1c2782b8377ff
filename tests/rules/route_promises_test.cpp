// What every row of the route table keeps, whoever wrote it.
#include "tests/rules/route_walk.hpp"

#include "core/http/openapi.hpp"
#include "core/http/shape.hpp"
#include "marketplace/customer/customer.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

// The path and query of Link: rel="next".
std::string next_of(const Answer& answer)
{
    const auto link = answer.raw.header("Link").value_or("");
    return link.empty() ? std::string{} : link.substr(1, link.find('>') - 1);
}

} // namespace

TEST_CASE("every writing route appends to the journal in the call that succeeds", "[promises]")
{
    for (const auto& route : stage().routes())
    {
        if (route.access != http::Access::writes)
            continue;
        INFO(key_of(route) << ": needs a sample in tests/rules/samples_*.cpp");
        CHECK(stage().sample(route) != nullptr);
        if (stage().sample(route) == nullptr)
            continue;
        const auto answer = stage().ask(route, Object::own, stage().good_caller(route));
        const auto entries = stage().entries();
        INFO(answer.raw.body);
        CHECK(answer.status == route.success);
        CHECK_FALSE(entries.empty());
    }
}

TEST_CASE("a look at a person's data is in the journal before the answer leaves", "[promises]")
{
    for (const auto& route : stage().routes())
        if (route.access == http::Access::reads_and_logs)
        {
            INFO(key_of(route));
            const auto answer = stage().ask(route, Object::own, stage().good_caller(route));
            const auto entries = stage().entries();
            CHECK(answer.status == 200);
            CHECK(entries.size() == 1);
        }
}

TEST_CASE("no entry of any call tells which customer it was about", "[promises]")
{
    const auto secret = std::string{CustomerTag::prefix} + "_";
    REQUIRE(stage().own.thing("customer").starts_with(secret));
    for (const auto& route : stage().routes())
    {
        stage().ask(route, Object::own, stage().good_caller(route));
        for (const auto& entry : stage().entries())
        {
            INFO(key_of(route) << ": " << entry);
            CHECK(entry.find(secret) == std::string::npos);
        }
    }
}

TEST_CASE("every list walks from page to page without gap or repetition", "[promises]")
{
    for (const auto& route : stage().routes())
    {
        if (!route.is_paged)
            continue;
        INFO(key_of(route));
        CHECK(is_get(route));
        auto whole = good_request(route);
        const auto base = whole.target + (whole.target.find('?') == std::string::npos ? "?" : "&");
        whole.target = base + "limit=200";
        const auto all = stage().ask(whole);
        REQUIRE(all.status == 200);
        const auto& wanted = all.body.at("items").array();
        const bool is_feed = route.pattern == "/api/v1/journal/entries"; // always has a next page
        if (wanted.size() < 200 && !is_feed)
            CHECK(next_of(all).empty());

        json::Array found;
        auto page = good_request(route);
        page.target = base + "limit=1";
        for (std::size_t i = 0; i <= wanted.size() + 1; ++i)
        {
            const auto answer = stage().ask(page);
            REQUIRE(answer.status == 200);
            const auto& items = answer.body.at("items").array();
            CHECK(items.size() <= 1);
            found.insert(found.end(), items.begin(), items.end());
            const auto next = next_of(answer);
            if (next.empty() || items.empty() || found.size() >= wanted.size() + 2 || found.size() >= 200)
                break;
            page = good_request(route);
            page.target = next;
        }
        if (found.size() > wanted.size()) // more than one page of 200: the beginning is compared
            found.resize(wanted.size());
        CHECK(found.size() == wanted.size());
        CHECK(json::Value{found} == json::Value{wanted});
    }
}

TEST_CASE("a list answers a limit out of bounds and a foreign cursor with a sentence", "[promises]")
{
    for (const auto& route : stage().routes())
    {
        if (!route.is_paged)
            continue;
        INFO(key_of(route));
        for (const std::string bad : {"limit=0", "limit=201", "limit=x", "after=bWFkZS11cA"})
        {
            auto request = good_request(route);
            request.target += (request.target.find('?') == std::string::npos ? "?" : "&") + bad;
            const auto answer = stage().ask(request);
            INFO(bad);
            CHECK((answer.status == 400 || answer.status == 422));
            CHECK_FALSE(answer.rule().empty());
        }
    }
}

TEST_CASE("every read carries an ETag and answers 304 to who has it", "[promises]")
{
    const Reasons changing = {
        {"GET /metrics", "counts this very call"},
        {"GET /api/v1/clock", "time passes"},
    };
    check_all_exist(changing);
    for (const auto& route : stage().routes())
    {
        if (!is_get(route))
            continue;
        INFO(key_of(route));
        const auto first = stage().ask(good_request(route));
        CHECK(first.status == 200);
        if (first.status != 200)
            continue;
        CHECK_FALSE(first.etag().empty());
        if (changing.contains(key_of(route)))
            continue;
        auto again = good_request(route);
        again.headers.emplace_back("if-none-match", first.etag());
        const auto second = stage().ask(again);
        CHECK(second.status == 304);
        CHECK(second.raw.body.empty());
        CHECK(second.etag() == first.etag());
    }
}

TEST_CASE("HEAD is known wherever GET is", "[promises]")
{
    for (const auto& route : stage().routes())
    {
        if (!is_get(route))
            continue;
        INFO(key_of(route));
        auto request = good_request(route);
        request.method = http::Method::head;
        CHECK(stage().ask(request).status == 200);
    }
}

TEST_CASE("a POST that creates or moves something takes an Idempotency-Key", "[promises]")
{
    const Reasons keyless = {
        {"POST /api/v1/sign-in", "a token is told once and never stored; signing in twice harms nobody"},
        {"POST /api/v1/sign-out", "the second one meets a token that is gone"},
    };
    check_all_exist(keyless);
    for (const auto& route : stage().routes())
    {
        INFO(key_of(route));
        CHECK(route.idempotent_by_key ==
              (route.method == http::Method::post && !keyless.contains(key_of(route))));
        if (!route.idempotent_by_key)
            continue;
        auto request = good_request(route);
        std::erase_if(request.headers,
                      [](const http::Header& header) { return header.first == "idempotency-key"; });
        const auto answer = stage().ask(request);
        CHECK(answer.status == 400);
        CHECK(answer.rule() == "http.idempotency_key_missing");
    }
}

TEST_CASE("whoever changes an object in place says which version was seen", "[promises]")
{
    const Reasons unguarded = {
        {"PUT /api/v1/me/password", "the old password is the condition"},
        {"PUT /api/v1/authority", "makes the entity or corrects it; honours If-Match when sent"},
        {"PUT /api/v1/opener-key", "adds a key; the earlier ones stay"},
        {"PUT /api/v1/authority/notice-profile",
         "makes the profile or corrects it; honours If-Match when sent"},
        {"PUT /api/v1/provider/notice-profile",
         "makes the profile or corrects it; honours If-Match when sent"},
    };
    check_all_exist(unguarded);
    for (const auto& route : stage().routes())
    {
        const bool changes = route.method == http::Method::put || route.method == http::Method::patch ||
                             route.method == http::Method::delete_;
        if (!changes || unguarded.contains(key_of(route)))
            continue;
        INFO(key_of(route));
        CHECK(route.match == http::Match::demanded);
        auto request = good_request(route);
        std::erase_if(request.headers, [](const http::Header& header) { return header.first == "if-match"; });
        CHECK(stage().ask(request).status == 428);
        request.headers.emplace_back("if-match", "\"999999-0000\"");
        CHECK(stage().ask(request).status == 412);
    }
}

TEST_CASE("a POST that honours If-Match refuses a version that is gone", "[promises]")
{
    for (const auto& route : stage().routes())
    {
        if (route.match != http::Match::allowed)
            continue;
        INFO(key_of(route));
        auto request = good_request(route);
        request.headers.emplace_back("if-match", "\"999999-0000\"");
        const auto answer = stage().ask(request);
        CHECK(answer.status == 412);
        CHECK(answer.rule() == "http.stale");
    }
}

TEST_CASE("each description's example is what the description asks for", "[promises]")
{
    const auto faults = [](const http::Shape& shape)
    {
        std::string text;
        for (const auto& fault : http::faults_of(http::example_of(shape), shape))
            text += fault.pointer + " " + fault.rule + " ";
        return text;
    };
    for (const auto& route : stage().routes())
    {
        INFO(key_of(route));
        if (route.request)
            CHECK(faults(*route.request) == "");
        if (route.reply)
            CHECK(faults(*route.reply) == "");
    }
}
