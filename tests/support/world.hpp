// A whole marketplace in a temporary folder (over PostgreSQL when KORI_TEST_ENGINE says so), with a clock
// that the test moves and seeded randomness: requests go in at the desk, exactly as the sockets hand them
// over.
#pragma once

#include "core/http/message.hpp"
#include "core/json/value.hpp"
#include "core/work/clocks.hpp"
#include "marketplace/app/application.hpp"
#include "tests/support/postgres.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace kori::test
{

// A folder that goes when the test ends.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// An answer with its body read.
struct Answer
{
    int status = 0;
    json::Value body;
    http::Response raw;

    std::string etag() const { return raw.header("ETag").value_or(""); }
    // The refusal's rule, or of the first field error; empty for a success.
    std::string rule() const;
    // Does any field error have that pointer and rule?
    bool refuses(std::string_view pointer, std::string_view rule) const;
};

struct Ask
{
    std::string token;
    std::string if_match;
    std::string key; // Idempotency-Key; empty: a fresh one for each POST
    std::string language = "en";
    std::vector<http::Header> headers;
};

class World
{
public:
    // Monday 2 March 2026, 08:00 in Helsinki, unless told otherwise.
    explicit World(std::string seed = "world", Instant start = default_start());
    ~World();

    static Instant default_start();

    Answer get(std::string_view target, std::string_view token = {});
    Answer post(std::string_view target, const json::Value& body, std::string_view token = {});
    Answer ask(http::Method method, std::string_view target, const json::Value& body, const Ask& how);

    // A new bearer token of that account.
    std::string sign_in(std::string_view email, std::string_view password,
                        std::string_view organisation = {});
    // The platform's operator, made at the start.
    const std::string& operator_token() const { return operator_token_; }
    // An authority entered by the operator; the token is its administrator's.
    struct Member
    {
        std::string organisation;
        std::string membership;
        std::string email;
        std::string token;
    };
    Member authority(std::string_view name, std::string_view business_id);
    Member provider(std::string_view name, std::string_view business_id,
                    std::string_view legal_form = "association");
    // A further member of the administrator's organisation.
    Member member(const Member& administrator, std::vector<std::string> roles);

    // Moves the clock and executes what falls due on the way, in order.
    void move_to(Instant at);
    void move_days(int days);
    Instant now() const { return clock_->peek(); }

    app::Application& application() { return *application_; }
    Store& store() { return application_->store(); }
    app::Database database() const;
    const std::filesystem::path& folder() const { return folder_.path(); }
    // How many entries the journal has.
    std::int64_t entries();
    // Closes the application and opens it again on the same folder.
    void restart();

private:
    void open();

    TemporaryFolder folder_;
    std::unique_ptr<PostgresDatabase> database_; // none: SQLite in the folder
    std::shared_ptr<work::MovableClock> clock_;
    crypto::SeededRandomness random_;
    std::unique_ptr<app::Application> application_;
    std::string operator_token_;
    std::uint64_t keys_ = 0;
    int members_ = 0;
};

} // namespace kori::test
