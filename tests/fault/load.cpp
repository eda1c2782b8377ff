#include "tests/fault/load.hpp"

#include "core/crypto/keyring.hpp"
#include "core/journal/journal.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"
#include "marketplace/app/database.hpp"

#include <chrono>

namespace kori::test
{

std::string registration(const std::string& name)
{
    return R"({"kind":"provider","legal_form":"association","name":{"fi":")" + name + R"(","sv":")" + name +
           R"("},"person_name":"Paavo Palvelija","email":")" + name +
           R"(@jarjesto.example","password":"a password that is long","language":"fi"})";
}

std::map<std::string, std::string> headers_with(const std::string& key)
{
    return {{"Content-Type", "application/json"}, {"Idempotency-Key", key}, {"Accept-Language", "fi"}};
}

Load::Load(unsigned short port, const std::string& round, int clients,
           std::vector<Acknowledged>& acknowledged)
    : port_{port}, acknowledged_{acknowledged}
{
    for (int client = 0; client < clients; ++client)
        threads_.emplace_back([this, prefix = round + "x" + std::to_string(client) + "x"]
                              { register_until_told(prefix); });
}

Load::~Load()
{
    stop();
}

void Load::stop()
{
    is_over_ = true;
    for (auto& thread : threads_)
        thread.join();
    threads_.clear();
}

void Load::register_until_told(const std::string& prefix)
{
    constexpr int registrations_max = 10'000;
    for (int i = 0; i < registrations_max && !is_over_; ++i)
    {
        const auto name = prefix + std::to_string(i);
        const auto key = "key-for-the-fault-test-" + name;
        const auto body = registration(name);
        const auto answer = send_request(port_, "POST", "/api/v1/registrations", body, headers_with(key));
        if (!answer)
            return; // the server is gone: not acknowledged
        if (answer->status != 201)
        {
            broken_answers_ += answer->status >= 500 && answer->status != 503 ? 1 : 0;
            // Busy or refused: not acknowledged. A server without its database is not asked as fast as it
            // can.
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
            continue;
        }
        const std::lock_guard lock{mutex_};
        acknowledged_.push_back({key, body, answer->body, answer->headers.at("location")});
    }
}

std::string broken_promise(unsigned short port, const Acknowledged& one)
{
    const auto seen = send_request(port, "GET", one.location, "", {{"Accept-Language", "fi"}});
    if (!seen || seen->status != 200)
        return one.location + " was acknowledged and is lost";
    const auto again =
        send_request(port, "POST", "/api/v1/registrations", one.request, headers_with(one.key));
    if (!again || again->status != 201 || again->body != one.answer)
        return one.location + " is answered otherwise when it is asked again";
    return {};
}

namespace
{

std::vector<std::string> faults_of(const app::Database& database, const std::filesystem::path& keys_folder)
{
    std::vector<std::string> faults;
    const auto keys = crypto::Keyring::load(keys_folder, false);
    app::read_database(database,
                       [&](Transaction& tx)
                       {
                           for (auto& fault : journal::verify(tx, keys.journal_key().public_key, "kori"))
                               faults.push_back(std::move(fault));
                       });
    return faults;
}

} // namespace

std::vector<std::string> faults_of_data(const std::filesystem::path& data)
{
    auto faults = faults_of({data / "kori.db", {}, false}, data / "keys");
    if (const auto said = check_sqlite(data / "kori.db"); said != "ok")
        faults.push_back(said);
    return faults;
}

std::vector<std::string> faults_of_data(const Installation& installation)
{
    if (!installation.database().is_postgres())
        return faults_of_data(installation.data());
    return faults_of(installation.database(), installation.data() / "keys");
}

std::string register_one(unsigned short port, int number)
{
    const auto answer =
        send_request(port, "POST", "/api/v1/registrations", registration("ry" + std::to_string(number)),
                     headers_with("key-of-registration-" + std::to_string(number)));
    return answer && answer->status == 201 ? answer->headers.at("location") : std::string{};
}

} // namespace kori::test
