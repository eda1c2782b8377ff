#include "marketplace/app/application.hpp"

#include "core/http/openapi.hpp"
#include "core/journal/journal.hpp"
#include "core/observe/log.hpp"
#include "core/reference/law_file.hpp"
#include "core/work/clocks.hpp"
#include "core/work/installation.hpp"
#include "marketplace/app/routes.hpp"
#include "marketplace/app/settings.hpp"

#include <charconv>
#include <utility>

namespace kori::app
{
namespace
{

std::filesystem::path key_folder(const Parts& parts)
{
    return parts.keys.empty() ? parts.data / "keys" : parts.keys;
}

// A rehearsal goes on where its clock stood.
Instant rehearsal_now(Store& store, const Parts& parts)
{
    std::optional<std::string> stored;
    store.read([&](Transaction& tx) { stored = work::installation_value(tx, "rehearsal_now_us"); });
    if (stored)
    {
        Instant at;
        std::from_chars(stored->data(), stored->data() + stored->size(), at.micros);
        return at;
    }
    return parts.rehearsal_start ? *parts.rehearsal_start : work::SystemClock{}.now();
}

// Stands in until the store has told where a rehearsal's clock stood.
struct LateClock : Clock
{
    std::shared_ptr<Clock> inner;
    Instant now() override { return inner->now(); }
};

void describe(observe::Metrics& metrics)
{
    constexpr std::pair<std::string_view, std::string_view> helps[] = {
        {"kori_broken_promises_total", "Calls that broke a promise of ours"},
        {"kori_due_failures_total", "Due moments whose act failed and is tried again, by kind"},
        {"kori_due_lag_seconds", "Age of the oldest due moment that has not run"},
        {"kori_request_duration_seconds", "Time from a complete request to its answer, by route"},
        {"kori_requests_total", "Answered requests, by route and status"},
        {"kori_store_conflicts", "Groups that ran again because another writer was there, since the start"},
        {"kori_store_reconnects", "New connections to the database since the start"},
        {"kori_store_broken_promises", "Writing jobs that broke a promise since the start"},
        {"kori_store_groups", "Commits since the start"},
        {"kori_store_jobs", "Durable writing jobs since the start"},
        {"kori_store_last_group_jobs", "Writing jobs in the last commit"},
        {"kori_store_last_sync_microseconds", "Time of the last commit with its sync"},
        {"kori_store_queue_length", "Waiting writing jobs"},
        {"kori_store_takes_writes", "1 while writes are taken"},
        {"kori_store_wal_bytes", "Size of the write-ahead log"},
    };
    for (const auto& [name, help] : helps)
        metrics.describe(name, help);
}

// The restored tree may be older than heads that outsiders hold: it goes on as a new epoch that names its
// last head.
void begin_epoch_after_restore(Transaction& tx, const Ambient& ambient)
{
    journal::start_epoch(tx, ambient, "restored from a backup");
    work::forget_installation_value(tx, work::restored);
}

} // namespace

Parts parts_of(const Settings& settings)
{
    Parts parts;
    parts.data = settings.data();
    parts.database = database_of(settings);
    parts.config = settings.config();
    parts.keys = settings.text("keys");
    parts.origin = settings.text("origin");
    parts.is_rehearsal = settings.yes("rehearsal");
    if (const auto& start = settings.text("rehearsal_start"); !start.empty())
    {
        parts.rehearsal_start = parse_instant(start);
        if (!parts.rehearsal_start)
            throw SettingsError{"rehearsal_start is a moment like 2026-03-02T08:00:00Z, not \"" + start +
                                "\"."};
    }
    parts.password_cost = {static_cast<std::uint64_t>(settings.number("password_operations")),
                           static_cast<std::uint64_t>(settings.number("password_memory_bytes"))};
    // In a rehearsal a year passes in a minute; nobody wants to sign in again after each step.
    parts.token_lifetime_seconds =
        parts.is_rehearsal ? 3'660LL * 86'400 : settings.number("token_lifetime_seconds");
    parts.choice_code_lifetime_days = settings.number("choice_code_lifetime_days");
    parts.worker_threads = static_cast<std::size_t>(settings.number("worker_threads"));
    parts.worker_queue_max = static_cast<std::size_t>(settings.number("worker_queue_max"));
    parts.group_jobs_max = static_cast<std::size_t>(settings.number("group_jobs_max"));
    parts.queue_jobs_max = static_cast<std::size_t>(settings.number("queue_jobs_max"));
    return parts;
}

Application::Application(Parts parts) : parts_{std::move(parts)}
{
    law_ = load_law(parts_.config / "law");
    duties_ = load_duties(parts_.config / "law" / "duties.json");
    areas_ = load_areas(parts_.config / "reference");
    if (const auto faults = locale_.load(parts_.config / "locale"); !faults.empty())
        throw StartRefused{faults.front()};

    std::filesystem::create_directories(parts_.data);
    std::filesystem::permissions(parts_.data, std::filesystem::perms::owner_all);
    if (parts_.database.file.empty())
        parts_.database.file = parts_.data / "kori.db";
    const bool is_new = is_unused(parts_.database);
    keys_ = parts_.keyring ? std::move(parts_.keyring)
                           : std::optional{crypto::Keyring::load(key_folder(parts_), is_new)};

    auto late_clock = std::make_shared<LateClock>();
    clock_ = parts_.clock ? parts_.clock : late_clock;
    store_ = open_store(parts_.database,
                        {parts_.group_jobs_max, parts_.queue_jobs_max, [this](Transaction& tx)
                         { journal::commit_to_tree(tx, keys_->journal_key(), parts_.origin, clock_->now()); },
                         [](const std::string& sentence)
                         { observe::log(observe::Level::info, "storage", {{"says", sentence}}); }});

    std::shared_ptr<work::MovableClock> movable;
    if (!parts_.clock && parts_.is_rehearsal)
        late_clock->inner = movable = std::make_shared<work::MovableClock>(rehearsal_now(*store_, parts_));
    else if (!parts_.clock)
        late_clock->inner = std::make_shared<work::SystemClock>();
    else
        movable = std::dynamic_pointer_cast<work::MovableClock>(parts_.clock);

    auto& random = parts_.random != nullptr ? *parts_.random : crypto::system_randomness();
    std::optional<std::string> misfit;
    const auto fate = store_->write_and_wait(
        [&](Transaction& tx)
        {
            misfit = work::claim_installation(tx, parts_.is_rehearsal ? "rehearsal" : "production",
                                              keys_->fingerprint());
            if (!misfit && work::installation_value(tx, work::restored))
                begin_epoch_after_restore(tx, Ambient{clock_->now(), clock_->now(), random, law_});
            return misfit ? Verdict::undo : Verdict::keep;
        });
    if (misfit)
        throw StartRefused{*misfit};
    if (fate != Fate::durable)
        throw StartRefused{"The database took no first write, so nothing is known of it. " +
                           store_->health().reason};

    describe(metrics_);
    environment_.reset(
        new http::Environment{*store_, *clock_, random, law_, duties_, areas_, *keys_, locale_, metrics_});
    environment_->origin = parts_.origin;
    environment_->is_rehearsal = parts_.is_rehearsal;
    environment_->password_cost = parts_.password_cost;
    environment_->token_lifetime_seconds = parts_.token_lifetime_seconds;
    environment_->choice_code_lifetime_days = parts_.choice_code_lifetime_days;
    if (movable)
        environment_->set_rehearsal_clock = [movable](Instant at) { movable->move_to(at); };

    courier_ = std::make_unique<work::FileCourier>(parts_.data / "outbox");
    runner_ = std::make_unique<work::ClockRunner>(*environment_, due_acts_, *courier_);
    environment_->wake_work = [this] { runner_->wake(); };
    workers_ = std::make_unique<http::Workers>(parts_.worker_threads, parts_.worker_queue_max);
    compose(*environment_, due_acts_);
    openapi_ = std::make_shared<std::string>();
    auto routes = all_routes(due_acts_, openapi_);
    *openapi_ = json::write(http::openapi_document(routes, "1.0.0"));
    desk_ = std::make_unique<http::Desk>(std::move(routes), *environment_, *workers_);
}

Application::~Application()
{
    stop();
}

void Application::start_work()
{
    runner_->start();
}

void Application::stop()
{
    runner_->stop();
    workers_.reset();
    store_->close();
}

} // namespace kori::app
