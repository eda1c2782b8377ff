#include "marketplace/offer/offer_store.hpp"

#include "core/access/access.hpp"
#include "core/base/promise.hpp"
#include "core/crypto/crypto.hpp"
#include "core/json/reader.hpp"
#include "procurement/admission/admission_store.hpp"

#include <algorithm>
#include <chrono>

namespace kori::offers
{
namespace
{

json::Value read_stored(const std::string& text)
{
    auto value = json::read(text);
    PROMISE(value);
    return std::move(*value);
}

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

std::vector<RuleResult> results_of(const json::Value& document)
{
    std::vector<RuleResult> results;
    for (const auto& item : document.array())
    {
        Facts values;
        for (const auto& [name, value] : item.at("values").object().members())
        {
            if (value.is_integer())
                values.emplace_back(name, value.integer());
            else
                values.emplace_back(name, value.text());
        }
        results.push_back({item.at("rule").text(), item.at("passed").boolean(), item.at("sentence").text(),
                           std::move(values)});
    }
    return results;
}

constexpr std::string_view version_columns =
    "v.id, v.offer_id, v.number, v.description, v.terms, v.checked_against, v.check_passed, v.check_results,"
    " v.checked_on, v.submitted_us, v.listed_us, v.recorded_us";

OfferVersion version_of(const Row& row)
{
    OfferCheck check;
    check.passed = row.yes(6);
    check.results = results_of(read_stored(row.text(7)));
    check.checked_on = row.optional_date(8).value_or(CivilDate{});
    return {row.id<OfferVersionTag>(0),
            row.id<OfferTag>(1),
            row.integer(2),
            description_of(read_stored(row.text(3))),
            terms_of(read_stored(row.text(4))),
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

// Checked again where it is shown: a new version of the basket, a lost acceptance or evidence that ran out
// hides an offer at once, without anybody touching it.
std::vector<Offer> keep_shown(Transaction& tx, const Basket& basket, std::vector<Offer> candidates,
                              std::optional<CivilDate> today)
{
    const auto basket_version = basket.current ? baskets::find_version(tx, *basket.current) : std::nullopt;
    std::vector<Offer> shown;
    if (!basket_version)
        return shown;
    for (auto& offer : candidates)
    {
        if (!is_shown(offer.state) || !offer.current)
            continue;
        const auto version = find_version(tx, *offer.current);
        PROMISE(version.has_value());
        const auto facts = provider_facts(tx, offer.provider, basket);
        if (check_offer(basket_version->terms, version->description, version->terms, facts,
                        today.value_or(version->check.checked_on))
                .passed)
            shown.push_back(std::move(offer));
    }
    return shown;
}

std::vector<Offer> listed_in(Transaction& tx, BasketId basket)
{
    static const std::string sql =
        "/* offers.listed_in */ SELECT " + std::string{offer_columns} +
        " FROM offer WHERE basket_id = ? AND state IN ('LISTED', 'FULL') ORDER BY id LIMIT 2000";
    return offers_in(tx.query(sql, basket));
}

constexpr std::string_view description_sql =
    "SELECT d.id, d.provider_id, d.state, v.content, d.revision FROM service_description d"
    " JOIN service_description_version v ON v.description_id = d.id AND v.revision = d.revision";

OwnDescription own_description_of(const Row& row)
{
    return {row.id<ServiceDescriptionTag>(0), row.id<OrganisationTag>(1), row.text(2),
            description_of(read_stored(row.text(3))), row.integer(4)};
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
    return row ? std::optional{description_of(read_stored(row->text(0)))} : std::nullopt;
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

std::vector<Offer> shown_in(Transaction& tx, BasketId basket, CivilDate today)
{
    const auto found = baskets::find(tx, basket);
    return found ? keep_shown(tx, *found, listed_in(tx, basket), today) : std::vector<Offer>{};
}

bool is_shown_on(Transaction& tx, const Offer& offer, CivilDate today)
{
    const auto found = baskets::find(tx, offer.basket);
    return found && !keep_shown(tx, *found, {offer}, today).empty();
}

bool stands_in(Transaction& tx, BasketId basket, ServiceDescriptionId description)
{
    return tx.query_one("/* offers.stands_in */ SELECT count(*) FROM offer WHERE basket_id = ?"
                        " AND description_id = ? AND state NOT IN ('WITHDRAWN', 'EXPIRED', 'REMOVED')",
                        basket, description)
               ->integer(0) > 0;
}

std::vector<Offer> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                               std::int64_t limit)
{
    static const std::string sql = "/* offers.of_provider */ SELECT " + std::string{offer_columns} +
                                   " FROM offer WHERE provider_id = ? AND id > ? ORDER BY id LIMIT ?";
    return offers_in(tx.query(sql, provider, after_id, limit));
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

ProviderFacts provider_facts(Transaction& tx, OrganisationId provider, const Basket& basket)
{
    const auto organisation = access::find_organisation(tx, provider);
    PROMISE(organisation.has_value());
    return {organisation->legal_form, admissions::is_accepted_in(tx, basket.programme, provider),
            admissions::evidence_of(tx, provider, basket.authority)};
}

// ISO 8601: a week belongs to the year of its Thursday.
std::string public_seed_name(CivilDate day)
{
    const std::chrono::sys_days at{day};
    const auto monday_based = static_cast<int>(std::chrono::weekday{at}.iso_encoding()); // Monday = 1
    const CivilDate thursday{at + std::chrono::days{4 - monday_based}};
    const auto first = CivilDate{thursday.year(), std::chrono::January, std::chrono::day{1}};
    const auto week = std::to_string(days_between(first, thursday) / 7 + 1);
    return std::to_string(static_cast<int>(thursday.year())) + "-W" + (week.size() < 2 ? "0" : "") + week;
}

std::string public_seed(std::string_view display_key, BasketId basket, std::string_view seed_name)
{
    return crypto::hmac_sha256(display_key,
                               "kori public seed/1\n" + basket.text() + "\n" + std::string{seed_name});
}

std::vector<PlacedOffer> in_public_order(std::vector<Offer> offers, std::string_view seed)
{
    std::vector<PlacedOffer> placed;
    placed.reserve(offers.size());
    for (auto& offer : offers)
        placed.push_back(
            {crypto::hmac_sha256(seed, "neutral_order/1\n" + offer.id.text()), std::move(offer)});
    std::sort(placed.begin(), placed.end(),
              [](const PlacedOffer& a, const PlacedOffer& b) { return a.place < b.place; });
    return placed;
}

json::Object document_of(const ServiceDescription& description)
{
    json::Array blocks;
    for (const auto& block : description.content_blocks)
        blocks.emplace_back(block);
    auto document = json::Object{}
                        .add("name", description.name)
                        .add("description", description.description)
                        .add("benefit", description.benefit)
                        .add("content_blocks", std::move(blocks))
                        .add("service_types", json::array_of(description.service_types))
                        .add("qualifications", json::array_of(description.qualifications))
                        .add("accessibility", json::array_of(description.accessibility));
    if (description.plain_language != LocalText{})
        document.add("plain_language", description.plain_language);
    return document;
}

ServiceDescription description_of(const json::Value& document)
{
    ServiceDescription made;
    made.name = document.at("name").local_text();
    made.description = document.at("description").local_text();
    made.benefit = document.at("benefit").local_text();
    if (const auto* blocks = document.find("content_blocks"))
        for (const auto& block : blocks->array())
            made.content_blocks.push_back(block.local_text());
    made.service_types = document.at("service_types").texts();
    if (const auto* codes = document.find("qualifications"))
        made.qualifications = codes->texts();
    if (const auto* codes = document.find("accessibility"))
        made.accessibility = codes->texts();
    if (const auto* plain = document.find("plain_language"))
        made.plain_language = plain->local_text();
    return made;
}

json::Object document_of(const OfferTerms& terms)
{
    json::Array places;
    for (const auto& place : terms.places)
    {
        auto one = json::Object{}.add("municipality", place.municipality);
        if (!place.address.empty())
            one.add("address", place.address);
        places.emplace_back(std::move(one));
    }
    json::Array prices;
    for (const auto& price : terms.prices)
        prices.emplace_back(json::Object{}.add("component", price.component).add("price_cents", price.price));
    json::Object statements;
    for (const auto& [code, answer] : terms.statements)
        statements.add(code, answer);
    return json::Object{}
        .add("places", std::move(places))
        .add("languages", json::array_of(terms.languages))
        .add("delivery_modes", json::array_of(terms.delivery_modes))
        .add("capacity", terms.capacity)
        .add_if("start_within_days", terms.start_within_days)
        .add("duration", json::Object{}
                             .add_if("min_days", terms.duration.min_days)
                             .add_if("max_days", terms.duration.max_days))
        .add("prices", std::move(prices))
        .add("statements", std::move(statements))
        .add("accepts_no_volume_guarantee", terms.accepts_no_volume_guarantee);
}

OfferTerms terms_of(const json::Value& document)
{
    OfferTerms made;
    for (const auto& place : document.at("places").array())
        made.places.push_back({place.at("municipality").text(), place.optional_text("address").value_or("")});
    made.languages = document.at("languages").texts();
    made.delivery_modes = document.at("delivery_modes").texts();
    made.capacity = document.at("capacity").integer();
    made.start_within_days = document.optional_integer("start_within_days");
    if (const auto* duration = document.find("duration"))
        made.duration = {duration->optional_integer("min_days"), duration->optional_integer("max_days")};
    if (const auto* prices = document.find("prices"))
        for (const auto& price : prices->array())
            made.prices.push_back({price.at("component").text(), price.at("price_cents").money()});
    if (const auto* statements = document.find("statements"))
        for (const auto& [code, answer] : statements->object().members())
            made.statements.emplace(code, answer.boolean());
    made.accepts_no_volume_guarantee = document.flag("accepts_no_volume_guarantee");
    return made;
}

json::Array document_of(const std::vector<RuleResult>& results)
{
    json::Array items;
    for (const auto& result : results)
    {
        json::Object values;
        for (const auto& fact : result.values)
        {
            if (const auto* number = std::get_if<std::int64_t>(&fact.value))
                values.add(fact.name, *number);
            else
                values.add(fact.name, std::get<std::string>(fact.value));
        }
        items.emplace_back(json::Object{}
                               .add("rule", result.rule)
                               .add("passed", result.passed)
                               .add("sentence", result.sentence)
                               .add("values", std::move(values)));
    }
    return items;
}

} // namespace kori::offers
