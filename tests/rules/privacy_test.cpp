// Nothing that tells who somebody is or lets one act as somebody stands in log lines, metrics, the journal
// or, readable, in the files: neither after a whole chain nor after requests that put it into the wrong
// places.
#include "tests/support/chain.hpp"
#include "tests/support/kept_bytes.hpp"

#include "core/observe/log.hpp"

#include <catch2/catch.hpp>

#include <mutex>

using namespace kori;
using namespace kori::test;

namespace
{

constexpr std::string_view secret_name = "Kaarlo Salasana-Suominen";
constexpr std::string_view secret_family = "Salasana-Suominen";
constexpr std::string_view secret_email = "kaarlo.salainen@posti.example";
constexpr std::string_view secret_phone = "+358409998877";
constexpr std::string_view secret_code = "131052-9041"; // a number from 900 on is never given to a person

// Takes the log lines of its lifetime.
class Lines
{
public:
    Lines()
    {
        observe::set_log_sink(
            [this](std::string_view line)
            {
                const std::lock_guard lock{mutex_};
                text_ += std::string{line} + "\n";
            });
    }
    ~Lines()
    {
        observe::set_log_sink([](std::string_view) {});
    }
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;
    std::string text()
    {
        const std::lock_guard lock{mutex_};
        return text_;
    }

private:
    std::mutex mutex_;
    std::string text_;
};

// What stands in the journal, column by column.
std::string journal_text(World& world)
{
    std::string text;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& row : tx.query(
                     "/* test.journal */ SELECT id, actor, actor_organisation, kind, about, facts, reason"
                     " FROM journal_entry ORDER BY id"))
                for (std::size_t i = 0; i < row.size(); ++i)
                    text += row.text(i) + "\n";
        });
    return text;
}

std::string metrics_text(World& world)
{
    return world.get("/metrics").raw.body;
}

// A rehearsed life: a person is recorded, identified, chooses, is served, and the provider is paid.
struct Life
{
    Market market;
    Ordered order;
    std::vector<std::string> tokens;
};

Life live(World& world)
{
    Life life{make_market(world), {}, {}};
    const auto wish = with(good_customer(), "plan_reference", "TS-KAARLO-SALAINEN-1");
    const auto customer = recorded_customer(world, life.market.area, wish);
    const auto path = "/api/v1/customers/" + customer;
    REQUIRE(put_seen(world, path + "/identity", path,
                     json::Object{}
                         .add("name", secret_name)
                         .add("email", secret_email)
                         .add("phone", secret_phone)
                         .add("identity_code", secret_code),
                     life.market.area.coach.token)
                .status == 200);
    REQUIRE(world.get(path + "/identity", life.market.area.coach.token).status == 200);
    const auto choice = chosen(world, life.market.area, life.market.basket, customer);
    life.order = order_of(world, life.market, choice, "STARTED", order_wish(world));
    REQUIRE(world.get("/api/v1/orders/" + life.order.id + "/contact", life.order.provider.token).status ==
            200);
    const auto claimed_id = claimed(world, life.order, "start", on(world));
    REQUIRE(confirm(world, claimed_id, life.market.area.finance.token).status == 200);
    life.tokens = {choice.token, life.order.provider.token, life.market.area.coach.token,
                   world.operator_token()};
    return life;
}

} // namespace

TEST_CASE("a chain from customer to payable leaves nothing personal in logs, metrics and journal",
          "[privacy]")
{
    Lines lines;
    World world;
    const auto life = live(world);
    const auto logs = lines.text();
    const auto metrics = metrics_text(world);
    const auto journal = journal_text(world);
    REQUIRE(logs.find("\"event\":\"request\"") != std::string::npos);
    REQUIRE(metrics.find("/api/v1/customers/{customer}") != std::string::npos);
    REQUIRE(journal.find("order.started") != std::string::npos);

    std::vector<std::string> secrets = {std::string{secret_family},
                                        std::string{secret_email},
                                        std::string{secret_phone},
                                        std::string{secret_code},
                                        "KAARLO",
                                        life.order.choice.customer,
                                        "Jaana",
                                        "@tyo.example",
                                        "@jarjesto.example",
                                        "Paavo Palvelija",
                                        "provider-password-for-tests"};
    secrets.insert(secrets.end(), life.tokens.begin(), life.tokens.end());
    for (const auto& secret : secrets)
    {
        INFO(secret);
        CHECK(logs.find(secret) == std::string::npos);
        CHECK(metrics.find(secret) == std::string::npos);
        CHECK(journal.find(secret) == std::string::npos);
    }
}

TEST_CASE("what somebody types into the wrong place of a request goes into no log, metric or entry",
          "[privacy]")
{
    Lines lines;
    World world;
    const auto area = make_kuopio(world);
    const auto& coach = area.coach.token;
    const auto encoded = std::string{"Kaarlo%20Salasana-Suominen"};
    const auto ask = [&](http::Method method, const std::string& target, const json::Value& body,
                         std::vector<http::Header> more = {})
    {
        const auto answer = world.ask(
            method, target, body, {.token = coach, .if_match = {}, .key = {}, .headers = std::move(more)});
        INFO(target << " " << answer.raw.body);
        CHECK(answer.status >= 400);
        CHECK(answer.status < 500);
    };
    using enum http::Method;
    // In a path, as a path, and in a query.
    ask(get, "/api/v1/customers/" + encoded, {});
    ask(get, "/api/v1/customers/" + std::string{secret_code} + "/identity", {});
    ask(get, "/" + encoded + "/" + std::string{secret_email}, {});
    ask(post, "/api/v1/customers/" + encoded + "/erase", json::Object{}.add("reason", "x"));
    ask(get, "/api/v1/customers?name=" + encoded, {});
    ask(get, "/api/v1/customers?after=" + std::string{secret_code}, {});
    ask(get, "/api/v1/baskets?municipality=" + encoded, {});
    ask(get, "/api/v1/journal/entries/" + std::string{secret_email}, {});
    // As a field's name, in a field of another form, and as a whole body.
    ask(post, "/api/v1/customers", with(good_customer(), "name", secret_name));
    ask(post, "/api/v1/customers", with(good_customer(), std::string{secret_name}, true));
    ask(post, "/api/v1/customers", with(good_customer(), "kind", secret_name));
    ask(post, "/api/v1/customers", with(good_customer(), "language", secret_email));
    ask(post, "/api/v1/customers", json::Value{secret_name});
    ask(post, "/api/v1/members",
        json::Object{}.add("email", secret_email).add("person_name", secret_name).add("language", "fi"));
    // In headers.
    ask(get, "/api/v1/nowhere", {},
        {{"traceparent", std::string{secret_name}}, {"x-request-id", std::string{secret_email}}});
    ask(get, "/api/v1/members", {},
        {{"user-agent", std::string{secret_name}}, {"referer", "https://" + std::string{secret_email}}});
    // As credentials.
    CHECK(world.get("/api/v1/me", secret_name).status == 401);
    CHECK(world.get("/api/v1/choice", "choice_" + std::string{secret_family}).status == 401);
    CHECK(world
              .post("/api/v1/sign-in", json::Object{}
                                           .add("email", secret_email)
                                           .add("password", std::string{secret_family} + " password"))
              .status == 401);
    CHECK(world.post("/api/v1/choice/open", json::Object{}.add("code", "SALASANA-SUOMI")).status == 401);

    const auto all = lines.text() + metrics_text(world) + journal_text(world);
    for (const auto secret : {secret_family, secret_email, secret_code, std::string_view{"Kaarlo"},
                              std::string_view{"SALASANA"}, std::string_view{"posti.example"}})
    {
        INFO(secret);
        CHECK(all.find(secret) == std::string::npos);
    }
}

TEST_CASE("who a customer is stands in no file in clear", "[privacy]")
{
    Lines lines;
    World world;
    const auto life = live(world);
    const auto files = kept_bytes(world);
    REQUIRE(files.find("journal_entry") != std::string::npos);
    // The outbox holds what is sent to people, and no message names a customer.
    for (const auto secret : {secret_family, secret_email, secret_phone, secret_code})
    {
        INFO(secret);
        CHECK(files.find(secret) == std::string::npos);
    }
    for (const auto& token : life.tokens)
        CHECK(files.find(token) == std::string::npos);
    CHECK(files.find("provider-password-for-tests") == std::string::npos);
}
