#include "marketplace/offer/description_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"
#include "marketplace/offer/offer_document.hpp"

namespace kori::offers
{
namespace
{

constexpr std::string_view description_sql =
    "SELECT d.id, d.provider_id, d.state, v.content, d.revision FROM service_description d"
    " JOIN service_description_version v ON v.description_id = d.id AND v.revision = d.revision";

OwnDescription own_description_of(const Row& row)
{
    return {row.id<ServiceDescriptionTag>(0), row.id<OrganisationTag>(1), row.text(2),
            description_of(json::read_stored(row.text(3))), row.integer(4)};
}

void insert_content(Transaction& tx, const OwnDescription& description, Instant now)
{
    tx.change("/* offers.insert_description_version */ INSERT INTO service_description_version "
              "(description_id, revision,"
              " content, recorded_us) VALUES (?, ?, ?, ?)",
              description.id, description.revision, json::write(document_of(description.content)), now);
}

} // namespace

void insert(Transaction& tx, const OwnDescription& description, Instant now)
{
    tx.change(
        "/* offers.insert_description */ INSERT INTO service_description (id, provider_id, state, revision,"
        " created_us) VALUES (?, ?, ?, ?, ?)",
        description.id, description.provider, description.state, description.revision, now);
    insert_content(tx, description, now);
}

void save(Transaction& tx, const OwnDescription& description, Instant now)
{
    const auto touched =
        tx.change("/* offers.save_description */ UPDATE service_description SET state = ?, revision = ?"
                  " WHERE id = ? AND revision = ?",
                  description.state, description.revision, description.id, description.revision - 1);
    PROMISE(touched == 1);
    insert_content(tx, description, now);
}

std::optional<OwnDescription> find_description(Transaction& tx, ServiceDescriptionId id)
{
    static const std::string sql =
        "/* offers.find_description */ " + std::string{description_sql} + " WHERE d.id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{own_description_of(*row)} : std::nullopt;
}

std::optional<ServiceDescription> description_in_revision(Transaction& tx, ServiceDescriptionId id,
                                                          std::int64_t revision)
{
    const auto row =
        tx.query_one("/* offers.description_in_revision */ SELECT content FROM service_description_version"
                     " WHERE description_id = ? AND revision = ?",
                     id, revision);
    return row ? std::optional{description_of(json::read_stored(row->text(0)))} : std::nullopt;
}

std::vector<OwnDescription> descriptions_of(Transaction& tx, OrganisationId provider,
                                            std::string_view after_id, std::int64_t limit)
{
    static const std::string sql = "/* offers.descriptions_of */ " + std::string{description_sql} +
                                   " WHERE d.provider_id = ? AND d.id > ? ORDER BY d.id LIMIT ?";
    std::vector<OwnDescription> result;
    for (const auto& row : tx.query(sql, provider, after_id, limit))
        result.push_back(own_description_of(row));
    return result;
}

} // namespace kori::offers
