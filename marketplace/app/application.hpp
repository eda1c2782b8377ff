// The object graph: everything that a running server, a tool or a test needs, built in one place.
#pragma once

#include "core/base/law_book.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/desk.hpp"
#include "core/http/environment.hpp"
#include "core/http/locale.hpp"
#include "core/observe/metrics.hpp"
#include "core/reference/areas.hpp"
#include "core/reference/duties.hpp"
#include "core/storage/store.hpp"
#include "core/work/clock_runner.hpp"
#include "core/work/due.hpp"
#include "core/work/outbox.hpp"
#include "marketplace/app/database.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace kori::app
{

class Settings;

// The environment forbids the start; what() is a sentence for the operator.
struct StartRefused : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

// What an application is made of; tests bring their own clock and randomness.
struct Parts
{
    std::filesystem::path data;
    std::filesystem::path config;
    Database database = {};     // no file and no url: kori.db in the data folder
    std::filesystem::path keys; // empty: keys/ in the data folder
    std::string origin = "kori";
    bool is_rehearsal = false;
    std::optional<Instant> rehearsal_start;
    std::optional<crypto::Keyring> keyring; // instead of the key folder
    std::shared_ptr<Clock> clock;           // none: the system's, or a rehearsal's movable one
    Randomness* random = nullptr;           // none: the system's
    crypto::PasswordCost password_cost = {};
    std::int64_t token_lifetime_seconds = 12 * 3'600;
    std::int64_t choice_code_lifetime_days = 14;
    std::size_t worker_threads = 2;
    std::size_t worker_queue_max = 64;
    std::size_t group_jobs_max = 256;
    std::size_t queue_jobs_max = 10'000;
};

Parts parts_of(const Settings& settings);

class Application
{
public:
    // Loads law, reference data and texts, opens the database (a file is migrated, too), checks that keys and
    // purpose fit, and joins the routes. Throws StartRefused, StorageError, ReferenceError or KeyringError
    // with a sentence.
    explicit Application(Parts parts);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    void start_work(); // due moments and outbox
    void stop();       // work, then the store

    http::Desk& desk() { return *desk_; }
    Store& store() { return *store_; }
    http::Environment& environment() { return *environment_; }
    const work::DueActs& due_acts() const { return due_acts_; }
    work::ClockRunner& clock_runner() { return *runner_; }
    const std::string& openapi() const { return *openapi_; }

private:
    Parts parts_;
    LawBook law_;
    DutyBook duties_;
    AreaBook areas_;
    http::Locale locale_;
    std::optional<crypto::Keyring> keys_;
    observe::Metrics metrics_;
    std::shared_ptr<Clock> clock_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<http::Environment> environment_;
    work::DueActs due_acts_;
    std::unique_ptr<work::FileCourier> courier_;
    std::unique_ptr<work::ClockRunner> runner_;
    std::unique_ptr<http::Workers> workers_;
    std::shared_ptr<std::string> openapi_;
    std::unique_ptr<http::Desk> desk_;
};

} // namespace kori::app
