#include "marketplace/offer/offer_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"
#include "marketplace/offer/offer_document.hpp"

#include <utility>

namespace kori::offers
{
namespace
{

constexpr std::string_view offer_columns = "id, basket_id, authority_id, provider_id, description_id, state, "
                                           "current_id, draft_id, revision, was_submitted";

Offer offer_of(const Row& row)
{
    return {row.id<OfferTag>(0),
            row.id<BasketTag>(1),
            row.id<OrganisationTag>(2),
            row.id<OrganisationTag>(3),
            row.id<ServiceDescriptionTag>(4),
            row.text(5),
            row.optional_id<OfferVersionTag>(6),
            row.optional_id<OfferVersionTag>(7),
            row.integer(8),
            row.yes(9)};
}

std::vector<Offer> offers_in(const Rows& rows)
{
    std::vector<Offer> result;
    for (const auto& row : rows)
        result.push_back(offer_of(row));
    return result;
}

constexpr std::string_view version_columns =
    "v.id, v.offer_id, v.number, v.description, v.terms, v.checked_against, v.check_passed, v.check_results,"
    " v.checked_on, v.submitted_us, v.listed_us, v.recorded_us";

OfferVersion version_of(const Row& row)
{
    OfferCheck check;
    check.passed = row.yes(6);
    check.results = results_of(json::read_stored(row.text(7)));
    check.checked_on = row.optional_date(8).value_or(CivilDate{});
    return {row.id<OfferVersionTag>(0),
            row.id<OfferTag>(1),
            row.integer(2),
            description_of(json::read_stored(row.text(3))),
            terms_of(json::read_stored(row.text(4))),
            row.optional_id<BasketVersionTag>(5),
            std::move(check),
            row.optional_instant(10),
            row.instant(11),
            row.optional_instant(9)};
}

std::vector<OfferVersion> versions_in(const Rows& rows)
{
    std::vector<OfferVersion> result;
    for (const auto& row : rows)
        result.push_back(version_of(row));
    return result;
}

std::optional<OfferVersion> first_of(std::vector<OfferVersion> versions)
{
    return versions.empty() ? std::nullopt : std::optional{std::move(versions.front())};
}

std::optional<CivilDate> checked_on(const OfferVersion& version)
{
    return version.checked_against ? std::optional{version.check.checked_on} : std::nullopt;
}

} // namespace

void insert(Transaction& tx, const Offer& offer, Instant now)
{
    tx.change("/* offers.insert */ INSERT INTO offer (id, basket_id, authority_id, provider_id, "
              "description_id, state,"
              " current_id, draft_id, was_submitted, revision, created_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
              "?, ?, ?)",
              offer.id, offer.basket, offer.authority, offer.provider, offer.description, offer.state,
              offer.current, offer.draft, yes_no(offer.was_submitted), offer.revision, now);
}

void save(Transaction& tx, const Offer& offer)
{
    const auto touched =
        tx.change("/* offers.save */ UPDATE offer SET description_id = ?, state = ?, current_id = ?,"
                  " draft_id = ?, was_submitted = ?, revision = ? WHERE id = ? AND revision = ?",
                  offer.description, offer.state, offer.current, offer.draft, yes_no(offer.was_submitted),
                  offer.revision, offer.id, offer.revision - 1);
    PROMISE(touched == 1);
}

std::optional<Offer> find(Transaction& tx, OfferId id)
{
    static const std::string sql =
        "/* offers.find */ SELECT " + std::string{offer_columns} + " FROM offer WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{offer_of(*row)} : std::nullopt;
}

void insert(Transaction& tx, const OfferVersion& version)
{
    tx.change(
        "/* offers.insert_version */ INSERT INTO offer_version (id, offer_id, number, description, terms,"
        " checked_against, check_passed, check_results, checked_on, submitted_us, listed_us, recorded_us)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        version.id, version.offer, version.number, json::write(document_of(version.description)),
        json::write(document_of(version.terms)), version.checked_against, yes_no(version.check.passed),
        json::write(document_of(version.check.results)), checked_on(version), version.submitted_at,
        version.listed_at, version.recorded_at);
}

void save(Transaction& tx, const OfferVersion& version)
{
    const auto touched = tx.change(
        "/* offers.save_version */ UPDATE offer_version SET description = ?, terms = ?, checked_against = ?,"
        " check_passed = ?, check_results = ?, checked_on = ?, submitted_us = ?, listed_us = ?, recorded_us "
        "= ?"
        " WHERE id = ? AND listed_us IS NULL",
        json::write(document_of(version.description)), json::write(document_of(version.terms)),
        version.checked_against, yes_no(version.check.passed),
        json::write(document_of(version.check.results)), checked_on(version), version.submitted_at,
        version.listed_at, version.recorded_at, version.id);
    PROMISE(touched == 1);
}

std::optional<OfferId> offer_of_version(Transaction& tx, OfferVersionId id)
{
    const auto row =
        tx.query_one("/* offers.offer_of_version */ SELECT offer_id FROM offer_version WHERE id = ?", id);
    return row ? std::optional{row->id<OfferTag>(0)} : std::nullopt;
}

std::optional<OfferVersion> find_version(Transaction& tx, OfferVersionId id)
{
    static const std::string sql = "/* offers.find_version */ SELECT " + std::string{version_columns} +
                                   " FROM offer_version v WHERE v.id = ?";
    return first_of(versions_in(tx.query(sql, id)));
}

std::vector<OfferVersion> versions_of(Transaction& tx, OfferId offer)
{
    static const std::string sql = "/* offers.versions_of */ SELECT " + std::string{version_columns} +
                                   " FROM offer_version v WHERE v.offer_id = ? ORDER BY v.number LIMIT 1000";
    return versions_in(tx.query(sql, offer));
}

std::optional<OfferVersion> version_as_of(Transaction& tx, OfferId offer, CivilDate day, Instant as_known_at)
{
    static const std::string sql =
        "/* offers.version_as_of */ SELECT " + std::string{version_columns} +
        " FROM offer_version v WHERE v.offer_id = ? AND v.listed_us <= ? AND v.listed_us <= ?"
        " ORDER BY v.number DESC LIMIT 1";
    return first_of(versions_in(tx.query(sql, offer, end_of_day(day), as_known_at)));
}

bool stands_in(Transaction& tx, BasketId basket, ServiceDescriptionId description)
{
    return tx.query_one("/* offers.stands_in */ SELECT count(*) FROM offer WHERE basket_id = ?"
                        " AND description_id = ? AND state NOT IN ('WITHDRAWN', 'EXPIRED', 'REMOVED')",
                        basket, description)
               ->integer(0) > 0;
}

std::vector<Offer> listed_in(Transaction& tx, BasketId basket)
{
    static const std::string sql =
        "/* offers.listed_in */ SELECT " + std::string{offer_columns} +
        " FROM offer WHERE basket_id = ? AND state IN ('LISTED', 'FULL') ORDER BY id LIMIT 2000";
    return offers_in(tx.query(sql, basket));
}

std::vector<Offer> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                               std::int64_t limit)
{
    static const std::string sql = "/* offers.of_provider */ SELECT " + std::string{offer_columns} +
                                   " FROM offer WHERE provider_id = ? AND id > ? ORDER BY id LIMIT ?";
    return offers_in(tx.query(sql, provider, after_id, limit));
}

std::vector<Offer> submitted_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                std::int64_t limit)
{
    static const std::string sql =
        "/* offers.submitted_in */ SELECT " + std::string{offer_columns} +
        " FROM offer WHERE basket_id IN (SELECT b.id FROM basket b WHERE b.programme_id = ?)"
        " AND was_submitted = 'yes' AND id > ? ORDER BY id LIMIT ?";
    return offers_in(tx.query(sql, programme, after_id, limit));
}

std::vector<Offer> submitted_to(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                std::int64_t limit)
{
    static const std::string sql = "/* offers.submitted_to */ SELECT " + std::string{offer_columns} +
                                   " FROM offer WHERE authority_id = ? AND was_submitted = 'yes' AND id > ?"
                                   " ORDER BY id LIMIT ?";
    return offers_in(tx.query(sql, authority, after_id, limit));
}

std::optional<OfferVersion> last_listed(Transaction& tx, BasketId basket, OrganisationId provider,
                                        ServiceDescriptionId description)
{
    static const std::string sql =
        "/* offers.last_listed */ SELECT " + std::string{version_columns} +
        " FROM offer_version v JOIN offer o ON o.id = v.offer_id"
        " WHERE o.basket_id = ? AND o.provider_id = ? AND o.description_id = ?"
        " AND v.listed_us IS NOT NULL ORDER BY v.listed_us DESC, v.id DESC LIMIT 1";
    return first_of(versions_in(tx.query(sql, basket, provider, description)));
}

void set_full(Transaction& tx, OfferId id, bool is_full)
{
    const auto offer = find(tx, id);
    PROMISE(offer.has_value());
    const auto next = offer_states().move(offer->state, is_full ? "fill" : "free_place");
    if (!next)
        return; // paused, withdrawn or full already: nothing to say to customers
    tx.change("/* offers.set_full */ UPDATE offer SET state = ? WHERE id = ?", *next, id);
}

} // namespace kori::offers
