#include "bench/recorder.hpp"

#include "bench/recording_store.hpp"
#include "core/journal/journal.hpp"
#include "core/work/clocks.hpp"
#include "marketplace/app/application.hpp"
#include "marketplace/app/routes.hpp"
#include "tests/support/environment.hpp"

#include <fstream>
#include <stdexcept>

namespace kori::bench
{
namespace
{

Instant moment_of(const std::filesystem::path& folder)
{
    std::ifstream in{folder / "start.txt"};
    std::string text;
    in >> text;
    return parse_instant(text).value();
}

app::Parts parts_over_a_copy(const std::filesystem::path& folder, const std::filesystem::path& data)
{
    std::filesystem::remove_all(data);
    std::filesystem::create_directories(data);
    std::filesystem::copy_file(folder / "kori.db", data / "kori.db");
    app::Parts parts;
    parts.data = data;
    parts.config = "config";
    parts.keys = folder / "keys";
    parts.is_rehearsal = true;
    parts.clock = std::make_shared<work::MovableClock>(moment_of(folder));
    return parts;
}

// A desk whose store notes everything.
class RecordingDesk
{
public:
    explicit RecordingDesk(const std::filesystem::path& folder)
        : data_{folder / "recording"}, application_{parts_over_a_copy(folder, data_)},
          store_{application_.store(), recorded_,
                 [this](Transaction& tx)
                 {
                     const auto& real = application_.environment();
                     journal::commit_to_tree(tx, real.keys.journal_key(), real.origin, real.clock.now());
                 }},
          environment_{test::over(application_.environment(), store_)}, workers_{1, 64},
          desk_{application_.desk().routes(), environment_, workers_}
    {
    }
    ~RecordingDesk()
    {
        application_.stop();
        std::error_code ignored;
        std::filesystem::remove_all(data_, ignored);
    }

    void ask(http::Method method, const std::string& target, std::vector<http::Header> headers,
             const std::string& body, int expected)
    {
        http::Request request;
        request.method = method;
        request.target = target;
        request.headers = std::move(headers);
        request.body = body;
        request.peer = "127.0.0.1";
        request.is_secure = true;
        request.received_at = environment_.clock.now();
        request.id = "recording";
        const auto answer = desk_.handle_and_wait(std::move(request));
        if (answer.status != expected)
            throw std::runtime_error{target + ": " + answer.body};
    }
    const Recorded& recorded() const { return recorded_; }

private:
    const std::filesystem::path data_;
    app::Application application_;
    Recorded recorded_;
    RecordingStore store_;
    http::Environment environment_;
    http::Workers workers_;
    http::Desk desk_;
};

} // namespace

void record_reads(const std::filesystem::path& folder, const std::string& name, const std::string& target)
{
    RecordingDesk desk{folder};
    desk.ask(http::Method::get, target, {}, {}, 200);
    write_recorded(folder / (name + ".recorded"), desk.recorded());
}

void record_writes(const std::filesystem::path& folder, const std::string& name,
                   const std::vector<Site::Ready>& acts)
{
    RecordingDesk desk{folder};
    std::size_t number = 0;
    for (const auto& act : acts)
        desk.ask(http::Method::post, act.target,
                 {{"authorization", "Bearer " + act.token},
                  {"content-type", "application/json"},
                  {"idempotency-key", "key-of-the-recording-" + std::to_string(++number)}},
                 act.body, 201);
    write_recorded(folder / (name + ".recorded"), desk.recorded());
}

} // namespace kori::bench
