#include "marketplace/choice/choice_seed.hpp"

#include "core/crypto/crypto.hpp"

#include <utility>

namespace kori::choices
{

std::int64_t seed_number_of(Transaction& tx, CustomerId customer, BasketVersionId version)
{
    const auto row =
        tx.query_one("/* choices.seed_number_of */ SELECT COALESCE(MAX(seed_number), 1) FROM choice_seed"
                     " WHERE customer_id = ? AND basket_version_id = ?",
                     customer, version);
    return row->integer(0);
}

void insert_seed(Transaction& tx, CustomerId customer, BasketVersionId version, std::int64_t number,
                 Instant now)
{
    tx.change(
        "/* choices.insert_seed */ INSERT INTO choice_seed (customer_id, basket_version_id, seed_number,"
        " recorded_us) VALUES (?, ?, ?, ?)",
        customer, version, number, now);
}

std::string seed_of(std::string_view display_key, CustomerId customer, BasketVersionId version,
                    std::int64_t number)
{
    return crypto::hmac_sha256(display_key, "kori choice seed/1\n" + customer.revealed() + "\n" +
                                                version.text() + "\n" + std::to_string(number));
}

KeyedHash keyed_hash_under(std::string seed)
{
    return [seed = std::move(seed)](std::string_view message) { return crypto::hmac_sha256(seed, message); };
}

} // namespace kori::choices
