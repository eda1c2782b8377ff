#include "procurement/basket/basket_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"
#include "procurement/basket/basket_document.hpp"

#include <set>

namespace kori::baskets
{
namespace
{

const std::string columns =
    "b.id, b.programme_id, b.organisation_id, b.channel, b.state, b.current_version_id,"
    " b.draft_version_id, b.revision";
const std::string version_columns =
    "id, basket_id, number, state, terms, valid_from, recorded_us, published_us, ended_on, ended_us";

Basket basket_in(const Row& row)
{
    const auto channel = parse_channel(row.text(3));
    PROMISE(channel.has_value());
    return {row.id<BasketTag>(0),
            row.id<ProgrammeTag>(1),
            row.id<OrganisationTag>(2),
            *channel,
            row.text(4),
            row.optional_id<BasketVersionTag>(5),
            row.optional_id<BasketVersionTag>(6),
            row.integer(7)};
}

std::vector<Basket> baskets_in(const Rows& rows)
{
    std::vector<Basket> result;
    for (const auto& row : rows)
        result.push_back(basket_in(row));
    return result;
}

BasketVersion version_in(const Row& row)
{
    const auto document = json::read(row.text(4));
    PROMISE(document);
    return {row.id<BasketVersionTag>(0), row.id<BasketTag>(1),   row.integer(2), row.text(3),
            terms_of(*document),         row.optional_date(5),   row.instant(6), row.optional_instant(7),
            row.optional_date(8),        row.optional_instant(9)};
}

} // namespace

void insert(Transaction& tx, const Basket& basket, Instant now)
{
    tx.change("/* baskets.insert */ INSERT INTO basket (id, programme_id, organisation_id, channel, state,"
              " current_version_id, draft_version_id, is_public, revision, created_us) VALUES (?, ?, ?, ?, "
              "?, ?, ?, ?, ?, ?)",
              basket.id, basket.programme, basket.authority, code_of(basket.channel), basket.state,
              basket.current, basket.draft, yes_no(basket.current.has_value()), basket.revision, now);
}

void save(Transaction& tx, const Basket& basket)
{
    const auto touched = tx.change("/* baskets.save */ UPDATE basket SET state = ?, current_version_id = ?,"
                                   " draft_version_id = ?, is_public = ?, revision = ? WHERE id = ?",
                                   basket.state, basket.current, basket.draft,
                                   yes_no(basket.current.has_value()), basket.revision, basket.id);
    PROMISE(touched == 1);
}

std::optional<Basket> find(Transaction& tx, BasketId id)
{
    static const std::string sql = "/* baskets.find */ SELECT " + columns + " FROM basket b WHERE b.id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{basket_in(*row)} : std::nullopt;
}

std::vector<Basket> after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                          std::optional<OrganisationId> authority, std::optional<ProgrammeId> programme,
                          bool only_public)
{
    // One of eight statements; what is not asked for is not in it.
    std::string sql = "/* baskets.after */ SELECT " + columns + " FROM basket b WHERE b.id > ?";
    std::vector<SqlValue> values{after_id};
    if (authority)
    {
        sql += " AND b.organisation_id = ?";
        values.emplace_back(*authority);
    }
    if (programme)
    {
        sql += " AND b.programme_id = ?";
        values.emplace_back(*programme);
    }
    if (only_public)
        sql += " AND b.is_public = 'yes'";
    values.emplace_back(limit);
    return baskets_in(tx.query_values(sql + " ORDER BY b.id LIMIT ?", values));
}

std::vector<Basket> public_after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                                 const BasketFilter& filter)
{
    // One of sixteen statements.
    std::string sql =
        "/* baskets.public_after */ SELECT " + columns +
        " FROM basket b WHERE b.id > ? AND b.state IN ('PUBLISHED', 'ACTIVE', 'PAUSED', 'CLOSING')";
    std::vector<SqlValue> values{after_id};
    if (filter.programme)
    {
        sql += " AND b.programme_id = ?";
        values.emplace_back(*filter.programme);
    }
    const auto with_code = [&](std::string_view list, const std::optional<std::string>& code)
    {
        if (!code)
            return;
        sql += " AND EXISTS (SELECT 1 FROM basket_code c WHERE c.basket_id = b.id AND c.list = ? AND c.code "
               "= ?)";
        values.emplace_back(list);
        values.emplace_back(*code);
    };
    with_code("municipality", filter.municipality);
    with_code("target_group", filter.target_group);
    with_code("need", filter.need);
    values.emplace_back(limit);
    return baskets_in(tx.query_values(sql + " ORDER BY b.id LIMIT ?", values));
}

void note_state(Transaction& tx, const Basket& basket, CivilDate day, Instant now)
{
    tx.change("/* baskets.note_state */ INSERT INTO basket_state (basket_id, revision, state, valid_from, "
              "recorded_us)"
              " VALUES (?, ?, ?, ?, ?)",
              basket.id, basket.revision, basket.state, day, now);
}

std::optional<std::string> state_as_of(Transaction& tx, BasketId basket, CivilDate day, Instant as_known_at)
{
    const auto row =
        tx.query_one("/* baskets.state_as_of */ SELECT state FROM basket_state WHERE basket_id = ?"
                     " AND valid_from <= ? AND recorded_us <= ? ORDER BY revision DESC LIMIT 1",
                     basket, day, as_known_at);
    return row ? std::optional{row->text(0)} : std::nullopt;
}

void index_codes(Transaction& tx, BasketId basket, const BasketTerms& terms)
{
    tx.change("/* baskets.clear_codes */ DELETE FROM basket_code WHERE basket_id = ?", basket);
    const auto add = [&](std::string_view list, const std::vector<std::string>& codes)
    {
        for (const auto& code : std::set<std::string>(codes.begin(), codes.end()))
            tx.change(
                "/* baskets.insert_code */ INSERT INTO basket_code (basket_id, list, code) VALUES (?, ?, ?)",
                basket, list, code);
    };
    add("municipality", terms.municipalities);
    add("target_group", terms.target_groups);
    add("need", terms.needs);
}

void insert(Transaction& tx, const BasketVersion& version)
{
    tx.change("/* baskets.insert_version */ INSERT INTO basket_version (id, basket_id, number, state, terms, "
              "valid_from,"
              " published_us, ended_on, ended_us, recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              version.id, version.basket, version.number, version.state,
              json::write(document_of(version.terms)), version.valid_from, version.published_at,
              version.ended_on, version.ended_at, version.recorded_at);
}

void save(Transaction& tx, const BasketVersion& version)
{
    // Terms that were published once stay as they are: only a version that never was takes new ones.
    tx.change(
        "/* baskets.save_terms */ UPDATE basket_version SET terms = ? WHERE id = ? AND published_us IS NULL",
        json::write(document_of(version.terms)), version.id);
    const auto touched = tx.change(
        "/* baskets.save_version */ UPDATE basket_version SET state = ?, valid_from = ?, published_us = ?,"
        " ended_on = ?, ended_us = ?, recorded_us = ? WHERE id = ?",
        version.state, version.valid_from, version.published_at, version.ended_on, version.ended_at,
        version.recorded_at, version.id);
    PROMISE(touched == 1);
}

std::optional<BasketId> basket_of_version(Transaction& tx, BasketVersionId id)
{
    const auto row =
        tx.query_one("/* baskets.basket_of_version */ SELECT basket_id FROM basket_version WHERE id = ?", id);
    return row ? std::optional{row->id<BasketTag>(0)} : std::nullopt;
}

std::optional<BasketVersion> find_version(Transaction& tx, BasketVersionId id)
{
    static const std::string sql =
        "/* baskets.find_version */ SELECT " + version_columns + " FROM basket_version WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{version_in(*row)} : std::nullopt;
}

std::vector<BasketVersion> versions_of(Transaction& tx, BasketId basket)
{
    static const std::string sql = "/* baskets.versions_of */ SELECT " + version_columns +
                                   " FROM basket_version WHERE basket_id = ? ORDER BY number";
    std::vector<BasketVersion> result;
    for (const auto& row : tx.query(sql, basket))
        result.push_back(version_in(row));
    return result;
}

std::optional<BasketVersion> version_as_of(Transaction& tx, BasketId basket, CivilDate day,
                                           Instant as_known_at)
{
    // Of several versions published on one day the last one counts for that day.
    static const std::string sql =
        "/* baskets.version_as_of */ SELECT " + version_columns +
        " FROM basket_version WHERE basket_id = ? AND valid_from <= ? AND published_us <= ?"
        " ORDER BY number DESC LIMIT 1";
    const auto row = tx.query_one(sql, basket, day, as_known_at);
    if (!row)
        return std::nullopt;
    auto version = version_in(*row);
    const bool has_ended = version.ended_on && *version.ended_on <= day && *version.ended_at <= as_known_at;
    return has_ended ? std::nullopt : std::optional{std::move(version)};
}

} // namespace kori::baskets
