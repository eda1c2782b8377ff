#include "tests/support/world.hpp"

#include "core/access/access_actions.hpp"
#include "core/json/reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

namespace kori::test
{
namespace
{

constexpr std::string_view operator_email = "operator@platform.example";
constexpr std::string_view operator_password = "operator-password-for-tests";
const crypto::PasswordCost cheap{1, 8'192};

// Migrated once a process and copied for each world: a tenth of the time of migrating each.
std::unique_ptr<PostgresDatabase> copy_of_migrated_database()
{
    struct Migrated
    {
        PostgresDatabase database;
        Migrated()
        {
            app::migrate({{}, database.url(), true}, [](const std::string&) {});
        }
    };
    static const Migrated migrated;
    return std::make_unique<PostgresDatabase>("TEMPLATE " + migrated.database.name());
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "kori-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error{"no temporary folder"};
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string Answer::rule() const
{
    if (status < 400 || !body.is_object())
        return {};
    return body.optional_text("rule").value_or("");
}

bool Answer::refuses(std::string_view pointer, std::string_view rule) const
{
    const auto* errors = body.is_object() ? body.find("errors") : nullptr;
    if (errors == nullptr)
        return false;
    return std::any_of(errors->array().begin(), errors->array().end(), [&](const json::Value& error)
                       { return error.at("pointer").text() == pointer && error.at("rule").text() == rule; });
}

Instant World::default_start()
{
    return *parse_instant("2026-03-02T06:00:00Z");
}

World::World(std::string seed, Instant start)
    : database_{is_postgres_run() ? copy_of_migrated_database() : nullptr},
      clock_{std::make_shared<work::MovableClock>(start)}, random_{std::move(seed)}
{
    open();
    store().write_and_wait(
        [&](Transaction& tx)
        {
            const auto now = clock_->now();
            const Ambient ambient{now, now, random_, application_->environment().law};
            Actor first;
            first.kind = ActorKind::clock;
            const auto made =
                access::register_organisation(tx, ambient, application_->environment().keys, first,
                                              {OrganisationKind::platform,
                                               std::nullopt,
                                               "company",
                                               {"Alusta", "Plattform", "Platform"},
                                               std::string{operator_email},
                                               "Olli Operaattori",
                                               Language::fi,
                                               crypto::hash_password(operator_password, cheap)});
            return made ? Verdict::keep : Verdict::undo;
        });
    operator_token_ = sign_in(operator_email, operator_password);
}

World::~World() = default;

app::Database World::database() const
{
    // The test run's server does not sync.
    return {folder_.path() / "kori.db", database_ ? database_->url() : std::string{}, database_ != nullptr};
}

void World::open()
{
    app::Parts parts;
    parts.data = folder_.path();
    parts.config = "config";
    parts.database = database();
    parts.is_rehearsal = true;
    parts.clock = clock_;
    parts.random = &random_;
    parts.keyring = crypto::Keyring{std::string(32, 'k')};
    parts.password_cost = cheap;
    parts.token_lifetime_seconds = 3'660LL * 86'400;
    application_ = std::make_unique<app::Application>(std::move(parts));
}

void World::restart()
{
    application_.reset();
    open();
}

Answer World::ask(http::Method method, std::string_view target, const json::Value& body, const Ask& how)
{
    http::Request request;
    request.method = method;
    request.target = target;
    request.peer = "127.0.0.1";
    request.is_secure = true;
    request.received_at = clock_->now();
    request.id = "req-" + std::to_string(++keys_);
    request.headers = how.headers;
    request.headers.emplace_back("accept-language", how.language);
    if (!how.token.empty())
        request.headers.emplace_back("authorization", "Bearer " + how.token);
    if (!how.if_match.empty())
        request.headers.emplace_back("if-match", how.if_match);
    if (method == http::Method::post)
        request.headers.emplace_back(
            "idempotency-key", how.key.empty() ? "fresh-key-for-tests-" + std::to_string(keys_) : how.key);
    if (!body.is_null())
    {
        request.headers.emplace_back("content-type", "application/json");
        request.body = json::write(body);
    }
    Answer answer;
    answer.raw = application_->desk().handle_and_wait(std::move(request));
    answer.status = answer.raw.status;
    if (answer.raw.header("Content-Type").value_or("").find("json") != std::string::npos)
    {
        auto read = json::read(answer.raw.body, {.bytes_max = 10'000'000}); // the description of all routes
        PROMISE(read);
        answer.body = std::move(*read);
    }
    return answer;
}

Answer World::get(std::string_view target, std::string_view token)
{
    return ask(http::Method::get, target, {},
               {.token = std::string{token}, .if_match = {}, .key = {}, .headers = {}});
}

Answer World::post(std::string_view target, const json::Value& body, std::string_view token)
{
    return ask(http::Method::post, target, body,
               {.token = std::string{token}, .if_match = {}, .key = {}, .headers = {}});
}

std::string World::sign_in(std::string_view email, std::string_view password, std::string_view organisation)
{
    json::Object body;
    body.add("email", email).add("password", password);
    if (!organisation.empty())
        body.add("organisation", organisation);
    const auto answer = post("/api/v1/sign-in", body);
    if (answer.status != 200)
        throw std::runtime_error{"sign-in failed: " + answer.raw.body};
    return answer.body.at("token").text();
}

World::Member World::authority(std::string_view name, std::string_view business_id)
{
    const auto email = "admin" + std::to_string(++members_) + "@kunta.example";
    const auto answer =
        post("/api/v1/organisations",
             json::Object{}
                 .add("kind", "authority")
                 .add("business_id", business_id)
                 .add("legal_form", "public_body")
                 .add("name", LocalText{std::string{name}, std::string{name}, std::string{name}})
                 .add("person_name", "Aino Hallinto")
                 .add("email", email)
                 .add("language", "fi"),
             operator_token_);
    if (answer.status != 201)
        throw std::runtime_error{"no authority: " + answer.raw.body};
    return {answer.body.at("organisation").at("id").text(), answer.body.at("member").at("id").text(), email,
            sign_in(email, answer.body.at("initial_password").text())};
}

World::Member World::provider(std::string_view name, std::string_view business_id,
                              std::string_view legal_form)
{
    const auto email = "manager" + std::to_string(++members_) + "@jarjesto.example";
    constexpr std::string_view password = "provider-password-for-tests";
    const auto answer =
        post("/api/v1/registrations",
             json::Object{}
                 .add("kind", "provider")
                 .add("business_id", business_id)
                 .add("legal_form", legal_form)
                 .add("name", LocalText{std::string{name}, std::string{name}, std::string{name}})
                 .add("person_name", "Paavo Palvelija")
                 .add("email", email)
                 .add("password", password)
                 .add("language", "fi"));
    if (answer.status != 201)
        throw std::runtime_error{"no provider: " + answer.raw.body};
    const auto token = sign_in(email, password);
    const auto me = get("/api/v1/me", token);
    return {answer.body.at("id").text(), me.body.at("membership").at("id").text(), email, token};
}

World::Member World::member(const Member& administrator, std::vector<std::string> roles)
{
    const auto email = "member" + std::to_string(++members_) + "@tyo.example";
    const auto answer = post("/api/v1/members",
                             json::Object{}
                                 .add("email", email)
                                 .add("person_name", "Jaana Jäsen")
                                 .add("language", "fi")
                                 .add("roles", json::array_of(roles))
                                 .add("valid_from", finnish_date(now())),
                             administrator.token);
    if (answer.status != 201)
        throw std::runtime_error{"no member: " + answer.raw.body};
    return {administrator.organisation, answer.body.at("id").text(), email,
            sign_in(email, answer.body.at("initial_password").text(), administrator.organisation)};
}

void World::move_to(Instant at)
{
    const auto answer = post("/api/v1/rehearsal/clock", json::Object{}.add("to", at), operator_token_);
    if (answer.status != 200)
        throw std::runtime_error{"the clock did not move: " + answer.raw.body};
}

void World::move_days(int days)
{
    move_to(now().plus_days(days));
}

std::int64_t World::entries()
{
    std::int64_t count = 0;
    store().read(
        [&](Transaction& tx)
        { count = tx.query_one("/* test.entries */ SELECT count(*) FROM journal_entry")->integer(0); });
    return count;
}

} // namespace kori::test
