// A database that is away: what the process still answers, and that nobody is told it is his request's fault.
#include "core/http/environment.hpp"
#include "core/observe/metrics.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

class AwayStore : public Store
{
public:
    void write(WriteJob job) override { job.done(Fate::refused); }
    void read(const std::function<void(Transaction&)>&) override { throw StorageError{"It is away."}; }
    StoreHealth health() const override { return {}; } // a writer without work has not noticed
    void close() override {}
};

// The routes of a whole application over a database that is away.
struct AwayDesk
{
    World world;
    AwayStore store;
    http::Environment real = world.application().environment();
    http::Environment environment{store,      real.clock, real.random, real.law,    real.duties,
                                  real.areas, real.keys,  real.locale, real.metrics};
    http::Workers workers{1, 8};
    http::Desk desk{world.application().desk().routes(), environment, workers};

    http::Response ask(http::Method method, const std::string& target, const std::string& body = {},
                       const std::string& token = {})
    {
        http::Request request;
        request.method = method;
        request.target = target;
        request.id = "req-away";
        request.received_at = world.now();
        request.peer = "127.0.0.1";
        request.body = body;
        request.headers = {{"idempotency-key", "a-key-for-an-away-database"}};
        if (!body.empty())
            request.headers.emplace_back("content-type", "application/json");
        if (!token.empty())
            request.headers.emplace_back("authorization", "Bearer " + token);
        return desk.handle_and_wait(std::move(request));
    }
};

} // namespace

TEST_CASE("whoever restarts the process is answered while the database is away, with a token or without",
          "[desk][unreachable]")
{
    AwayDesk away;
    for (const auto& token : {std::string{}, away.world.operator_token()})
    {
        CHECK(away.ask(http::Method::get, "/healthz", "", token).status == 200);
        CHECK(away.ask(http::Method::get, "/openapi.json", "", token).status == 200);
        const auto metrics = away.ask(http::Method::get, "/metrics", "", token);
        CHECK(metrics.status == 200);
        CHECK(metrics.body.find("kori_store_takes_writes") != std::string::npos);
    }
}

TEST_CASE("readyz says that the database is away also before a write has met it", "[desk][unreachable]")
{
    AwayDesk away;
    const auto ready = away.ask(http::Method::get, "/readyz");
    CHECK(ready.status == 503);
    CHECK(ready.body ==
          R"({"state":"unreachable","reason":"The database cannot be reached.","queue_length":0})");
}

TEST_CASE("a call that meets a database that is away is told busy, also where a password is hashed first",
          "[desk][unreachable]")
{
    AwayDesk away;
    const std::string credentials = R"({"email":"a@b.example","password":"a password that is long"})";
    for (const auto& answer : {away.ask(http::Method::get, "/api/v1/programmes"),
                               away.ask(http::Method::post, "/api/v1/sign-in", credentials),
                               away.ask(http::Method::get, "/api/v1/me", "", away.world.operator_token())})
    {
        CHECK(answer.status == 503);
        CHECK(answer.header("Retry-After"));
        CHECK(answer.body.find("http.busy") != std::string::npos);
    }
}
