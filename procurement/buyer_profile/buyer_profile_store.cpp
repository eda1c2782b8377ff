#include "procurement/buyer_profile/buyer_profile_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"

namespace kori::buyer_profiles
{
namespace
{

json::Object address_view(const notice::Organisation& one)
{
    return json::Object{}
        .add("street", one.street)
        .add("postal_code", one.postal_code)
        .add("city", one.city)
        .add("nuts", one.nuts)
        .add("email", one.email)
        .add("phone", one.phone);
}

notice::Organisation address_in(const json::Value& view)
{
    notice::Organisation one;
    one.street = view.at("street").text();
    one.postal_code = view.at("postal_code").text();
    one.city = view.at("city").text();
    one.nuts = view.at("nuts").text();
    one.email = view.at("email").text();
    one.phone = view.at("phone").text();
    return one;
}

} // namespace

std::optional<StoredProfile> newest(Transaction& tx, OrganisationId organisation)
{
    const auto row = tx.query_one("/* buyer_profiles.newest */ SELECT profile, number FROM notice_profile"
                                  " WHERE organisation_id = ? ORDER BY number DESC LIMIT 1",
                                  organisation);
    return row ? std::optional{StoredProfile{row->text(0), row->integer(1)}} : std::nullopt;
}

void insert(Transaction& tx, OrganisationId organisation, const StoredProfile& profile, MembershipId by,
            Instant now)
{
    tx.change("/* buyer_profiles.insert */ INSERT INTO notice_profile (organisation_id, number, profile,"
              " written_by, written_us) VALUES (?, ?, ?, ?, ?)",
              organisation, profile.number, profile.text, by, now);
}

std::optional<BuyerProfile> find_buyer(Transaction& tx, OrganisationId authority)
{
    const auto stored = newest(tx, authority);
    return stored ? std::optional{read_buyer(stored->text)} : std::nullopt;
}

std::optional<WinnerProfile> find_winner(Transaction& tx, OrganisationId provider)
{
    const auto stored = newest(tx, provider);
    return stored ? std::optional{read_winner(stored->text)} : std::nullopt;
}

std::string text_of(const BuyerProfile& profile)
{
    json::Array languages;
    for (const auto language : profile.languages)
        languages.emplace_back(code_of(language));
    auto review = address_view(profile.review_body);
    review.add("business_id", profile.review_body.business_id).add("name", profile.review_body.name);
    return json::write(address_view(profile.address)
                           .add("legal_type", profile.legal_type)
                           .add("activity", profile.activity)
                           .add("languages", std::move(languages))
                           .add("requests_uri", profile.requests_uri)
                           .add("review_body", std::move(review))
                           .add("open_data", json::Object{}
                                                 .add("prefix", profile.open_data.prefix)
                                                 .add("base_uri", profile.open_data.base_uri)
                                                 .add("license_uri", profile.open_data.license_uri)
                                                 .add("policy_uri", profile.open_data.policy_uri)
                                                 .add("smallest_cell", profile.open_data.smallest_cell)));
}

std::string text_of(const WinnerProfile& profile)
{
    return json::write(address_view(profile.address).add("size", profile.address.size));
}

BuyerProfile read_buyer(std::string_view text)
{
    const auto view = json::read_stored(text);
    BuyerProfile profile;
    profile.address = address_in(view);
    profile.legal_type = view.at("legal_type").text();
    profile.activity = view.at("activity").text();
    for (const auto& code : view.at("languages").texts())
    {
        const auto language = parse_language(code);
        PROMISE(language.has_value());
        profile.languages.push_back(*language);
    }
    profile.requests_uri = view.at("requests_uri").text();
    const auto& review = view.at("review_body");
    profile.review_body = address_in(review);
    profile.review_body.business_id = review.at("business_id").text();
    profile.review_body.name = review.at("name").text();
    const auto& open = view.at("open_data");
    profile.open_data = {open.at("prefix").text(), open.at("base_uri").text(), open.at("license_uri").text(),
                         open.at("policy_uri").text(), open.at("smallest_cell").integer()};
    return profile;
}

WinnerProfile read_winner(std::string_view text)
{
    const auto view = json::read_stored(text);
    WinnerProfile profile{address_in(view)};
    profile.address.size = view.at("size").text();
    return profile;
}

} // namespace kori::buyer_profiles
