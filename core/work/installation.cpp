#include "core/work/installation.hpp"

namespace kori::work
{

std::optional<std::string> installation_value(Transaction& tx, std::string_view name)
{
    const auto row =
        tx.query_one("/* installation.value */ SELECT value FROM installation WHERE name = ?", name);
    return row ? std::optional{row->text(0)} : std::nullopt;
}

void set_installation_value(Transaction& tx, std::string_view name, std::string_view value)
{
    tx.change("/* installation.set */ INSERT INTO installation (name, value) VALUES (?, ?)"
              " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
              name, value);
}

void forget_installation_value(Transaction& tx, std::string_view name)
{
    tx.change("/* installation.forget */ DELETE FROM installation WHERE name = ?", name);
}

std::optional<std::string> claim_installation(Transaction& tx, std::string_view purpose,
                                              std::string_view key_fingerprint)
{
    if (installation_value(tx, unfinished_copy))
        return "A copy into this database was interrupted: run it again before anything else.";
    const auto known_purpose = installation_value(tx, "purpose");
    const auto known_keys = installation_value(tx, "keys");
    if (known_purpose && *known_purpose != purpose)
        return "This database was made for " + *known_purpose + " and is never started as " +
               std::string{purpose} + ".";
    if (known_keys && *known_keys != key_fingerprint)
        return "These keys do not belong to this database: put back the key folder that it was made with.";
    set_installation_value(tx, "purpose", purpose);
    set_installation_value(tx, "keys", key_fingerprint);
    return std::nullopt;
}

} // namespace kori::work
