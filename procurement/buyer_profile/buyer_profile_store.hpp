// What notices tell of an organisation and no register here has (hankkijaprofiili and a winner's address).
#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/notice/notice_facts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// How an authority's open data are published; see ocds::Publication.
struct OpenDataProfile
{
    std::string prefix; // "ocds-213czf"
    std::string base_uri;
    std::string license_uri;
    std::string policy_uri;
    std::int64_t smallest_cell = 0; // numbers of people below this are left out
};

struct BuyerProfile
{
    notice::Organisation address;     // without name and business ID: those are the register's
    std::string legal_type;           // BT-11
    std::string activity;             // BT-10
    std::vector<Language> languages;  // of its notices, the first is the main one
    std::string requests_uri;         // where requests to join are sent, BT-18
    notice::Organisation review_body; // the Market Court, whole
    OpenDataProfile open_data;
};

// Of a provider: what a result notice tells of a winner.
struct WinnerProfile
{
    notice::Organisation address; // without name and business ID
};

namespace buyer_profiles
{

// The text of the newest profile and its number, which is its revision; none was written: 0.
struct StoredProfile
{
    std::string text; // JSON
    std::int64_t number = 0;
};
std::optional<StoredProfile> newest(Transaction& tx, OrganisationId organisation);
void insert(Transaction& tx, OrganisationId organisation, const StoredProfile& profile, MembershipId by,
            Instant now);

std::optional<BuyerProfile> find_buyer(Transaction& tx, OrganisationId authority);
std::optional<WinnerProfile> find_winner(Transaction& tx, OrganisationId provider);

std::string text_of(const BuyerProfile& profile);
std::string text_of(const WinnerProfile& profile);
BuyerProfile read_buyer(std::string_view text);
WinnerProfile read_winner(std::string_view text);

} // namespace buyer_profiles
} // namespace kori
