#include "marketplace/consent/consent_store.hpp"

namespace kori::consents
{
namespace
{

constexpr std::string_view columns = "id, customer_id, authority_id, organisation_id, purpose, state, "
                                     "told_how, valid_from, valid_to, revision";

ConsentRecord record_in(const Row& row)
{
    return {row.id<ConsentTag>(0),
            row.id<CustomerTag>(1),
            row.id<OrganisationTag>(2),
            {row.text(5), row.text(4), row.text(3), {row.date(7), row.optional_date(8)}},
            row.text(6),
            row.integer(9)};
}

} // namespace

bool is_given(Transaction& tx, CustomerId customer, OrganisationId provider, std::string_view purpose)
{
    const auto record = running(tx, customer, provider, purpose);
    return record && record->consent.state == consent_state::given;
}

void insert(Transaction& tx, const ConsentRecord& record, Instant now)
{
    tx.change(
        "/* consents.insert */ INSERT INTO consent (id, customer_id, authority_id, organisation_id, purpose,"
        " state, told_how, valid_from, valid_to, revision, asked_us, changed_us)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        record.id, record.customer, record.authority, record.consent.organisation, record.consent.purpose,
        record.consent.state, record.told_how, record.consent.validity.from, record.consent.validity.to,
        record.revision, now, now);
}

void save(Transaction& tx, const ConsentRecord& record, Instant now)
{
    const auto touched = tx.change(
        "/* consents.save */ UPDATE consent SET state = ?, told_how = ?, valid_from = ?, valid_to = ?,"
        " revision = ?, changed_us = ? WHERE id = ? AND revision = ?",
        record.consent.state, record.told_how, record.consent.validity.from, record.consent.validity.to,
        record.revision, now, record.id, record.revision - 1);
    PROMISE(touched == 1);
}

std::optional<ConsentRecord> find(Transaction& tx, ConsentId id)
{
    static const std::string sql =
        "/* consents.find */ SELECT " + std::string{columns} + " FROM consent WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{record_in(*row)} : std::nullopt;
}

std::optional<ConsentRecord> running(Transaction& tx, CustomerId customer, OrganisationId provider,
                                     std::string_view purpose)
{
    static const std::string sql = "/* consents.running */ SELECT " + std::string{columns} +
                                   " FROM consent WHERE customer_id = ? AND organisation_id = ? AND purpose "
                                   "= ? AND state IN ('ASKED', 'GIVEN')";
    const auto row = tx.query_one(sql, customer, provider, purpose);
    return row ? std::optional{record_in(*row)} : std::nullopt;
}

std::vector<ConsentRecord> of_customer(Transaction& tx, CustomerId customer)
{
    static const std::string sql = "/* consents.of_customer */ SELECT " + std::string{columns} +
                                   " FROM consent WHERE customer_id = ? ORDER BY id LIMIT 1000";
    std::vector<ConsentRecord> result;
    for (const auto& row : tx.query(sql, customer))
        result.push_back(record_in(row));
    return result;
}

} // namespace kori::consents
