#include "marketplace/app/settings.hpp"

#include "core/json/reader.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace kori::app
{
namespace
{

const SettingRow* find_row(std::string_view name)
{
    const auto& rows = setting_rows();
    const auto at =
        std::find_if(rows.begin(), rows.end(), [&](const SettingRow& row) { return row.name == name; });
    return at == rows.end() ? nullptr : &*at;
}

bool is_number(const SettingRow& row)
{
    return row.max != 0;
}

// Empty when the value is well.
std::string fault_of(const SettingRow& row, const std::string& value)
{
    if (is_number(row))
    {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size() || number < row.min ||
            number > row.max)
            return std::string{row.name} + " is a whole number from " + std::to_string(row.min) + " to " +
                   std::to_string(row.max) + (row.unit.empty() ? "" : " (" + std::string{row.unit} + ")") +
                   ", not \"" + value + "\".";
    }
    if (row.unit == "yes/no" && value != "yes" && value != "no")
        return std::string{row.name} + " is yes or no, not \"" + value + "\".";
    return {};
}

std::map<std::string, std::string> read_file(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    if (!stream)
        throw SettingsError{"The settings file " + file.string() + " cannot be read."};
    std::stringstream text;
    text << stream.rdbuf();
    const auto value = json::read(text.str());
    if (!value || !value->is_object())
        throw SettingsError{"The settings file " + file.string() + " is not a JSON object: " +
                            (value ? std::string{"another value"} : value.refusal().sentence)};
    std::map<std::string, std::string> result;
    for (const auto& [name, member] : value->object().members())
    {
        if (name.starts_with("_")) // a comment
            continue;
        if (!member.is_text() && !member.is_integer())
            throw SettingsError{"The setting " + name + " is a text or a whole number."};
        result[name] = member.is_text() ? member.text() : std::to_string(member.integer());
    }
    return result;
}

std::string environment_name(std::string_view setting)
{
    std::string name = "KORI_";
    for (const char c : setting)
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

} // namespace

const std::vector<SettingRow>& setting_rows()
{
    static const std::vector<SettingRow> rows = {
        {"data", "path", ".data", 0, 0, "Folder of the database, keys, certificates and outgoing messages"},
        {"config", "path", "config", 0, 0, "Folder of law, reference data and texts"},
        {"database", "URL", "", 0, 0,
         "PostgreSQL to serve over, postgresql://…; empty: SQLite, the file kori.db in the data folder"},
        {"database_trusted", "yes/no", "no", 0, 0,
         "PostgreSQL is not asked whether it syncs commits: for tests, and for engines without these "
         "settings"},
        {"keys", "path", "", 0, 0,
         "Folder of the master key; empty: keys/ in the data folder. Back it up apart"},
        {"address", "", "127.0.0.1", 0, 0, "Address to listen on; plain HTTP only on loopback"},
        {"port", "", "8443", 0, 65'535, "Port to listen on; 0 takes a free one"},
        {"tls", "yes/no", "yes", 0, 0, "Serve over TLS 1.2 and 1.3"},
        {"tls_certificate", "path", "", 0, 0,
         "PEM chain; empty: a development certificate is made in the data folder"},
        {"tls_key", "path", "", 0, 0, "PEM key, readable by the owner only"},
        {"rehearsal", "yes/no", "no", 0, 0,
         "A movable clock; a rehearsal's database never starts as production"},
        {"rehearsal_start", "", "", 0, 0, "First moment of a new rehearsal, RFC 3339; empty: now"},
        {"origin", "", "kori", 0, 0,
         "First line of the journal's signed heads: a name unique to this installation"},
        {"threads", "count", "0", 0, 256, "Socket threads; 0: as many as cores"},
        {"worker_threads", "count", "2", 1, 64, "Threads for password hashing and other slow work"},
        {"worker_queue_max", "count", "64", 1, 10'000, "Waiting slow jobs before 503"},
        {"password_memory_bytes", "bytes", "67108864", 8'192, 1'073'741'824,
         "Argon2id memory per hash, times worker_threads"},
        {"password_operations", "count", "3", 1, 20, "Argon2id passes"},
        {"token_lifetime_seconds", "seconds", "43200", 60, 31'536'000,
         "Life of a bearer token; ten years in a rehearsal, where a year passes in a minute"},
        {"choice_code_lifetime_days", "days", "14", 1, 60, "Life of an unused choice code"},
        {"header_bytes_max", "bytes", "16384", 1'024, 65'536, "Header of a request"},
        {"body_bytes_max", "bytes", "1048576", 1'024, 16'777'216,
         "Body of a request, before each route's own limit"},
        {"connections_max", "count", "4096", 1, 100'000, "Open connections in all"},
        {"connections_per_address_max", "count", "256", 1, 100'000, "Open connections of one address"},
        {"header_timeout_ms", "ms", "10000", 50, 600'000, "Time to send a header"},
        {"body_timeout_ms", "ms", "30000", 50, 600'000, "Time to send a body"},
        {"idle_timeout_ms", "ms", "75000", 50, 600'000, "Time between requests of one connection"},
        {"write_timeout_ms", "ms", "30000", 50, 600'000, "Time to take an answer"},
        {"handler_timeout_ms", "ms", "30000", 100, 600'000, "Time to make an answer"},
        {"shutdown_grace_ms", "ms", "10000", 0, 600'000, "Time to finish what was accepted"},
        {"trusted_proxy", "", "", 0, 0, "Address of the one proxy whose forwarding header is believed"},
        {"group_jobs_max", "count", "256", 1, 10'000, "Writing jobs in one commit"},
        {"queue_jobs_max", "count", "10000", 1, 1'000'000, "Waiting writing jobs before 503"},
    };
    return rows;
}

Settings Settings::load(const std::filesystem::path& file,
                        const std::map<std::string, std::string>& environment,
                        const std::map<std::string, std::string>& overrides)
{
    Settings settings;
    std::string faults;
    for (const auto& row : setting_rows())
        settings.values_.emplace(row.name, row.fallback);
    const auto take = [&](const std::map<std::string, std::string>& values, std::string_view where)
    {
        for (const auto& [name, value] : values)
        {
            const auto* row = find_row(name);
            if (row == nullptr)
            {
                faults += "There is no setting " + name + " (" + std::string{where} + "). ";
                continue;
            }
            if (auto fault = fault_of(*row, value); !fault.empty())
                faults += fault + " ";
            settings.values_[name] = value;
        }
    };
    if (!file.empty())
        take(read_file(file), "settings file");
    std::map<std::string, std::string> from_environment;
    for (const auto& row : setting_rows())
        if (const auto at = environment.find(environment_name(row.name)); at != environment.end())
            from_environment[std::string{row.name}] = at->second;
    take(from_environment, "environment");
    take(overrides, "command line");
    if (settings.text("tls_certificate").empty() != settings.text("tls_key").empty())
        faults += "tls_certificate and tls_key go together. ";
    if (!faults.empty())
    {
        faults.pop_back();
        throw SettingsError{faults};
    }
    return settings;
}

std::int64_t Settings::number(std::string_view name) const
{
    const auto& value = text(name);
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

const std::string& Settings::text(std::string_view name) const
{
    const auto at = values_.find(name);
    PROMISE(at != values_.end());
    return at->second;
}

bool Settings::yes(std::string_view name) const
{
    return text(name) == "yes";
}

std::string settings_example()
{
    json::Object document;
    for (const auto& row : setting_rows())
    {
        std::string about{row.about};
        if (!row.unit.empty())
            about += "; " + std::string{row.unit};
        if (row.max != 0)
            about += "; " + std::to_string(row.min) + " to " + std::to_string(row.max);
        document.add("_" + std::string{row.name}, about);
        document.add(std::string{row.name}, row.fallback);
    }
    return json::write_pretty(document);
}

} // namespace kori::app
