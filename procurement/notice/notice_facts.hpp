// What the notices of one dynamic purchasing system (DPS) say: plain facts, gathered from the stores by
// whoever makes a notice. Amounts are without VAT (1397/2016 §27). Optional means: not happened yet, or not
// announced.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/instant.hpp"
#include "core/base/money.hpp"
#include "core/base/text.hpp"
#include "procurement/programme/programme.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kori::notice
{

// A buyer, a winner or the review body. Codes are those of the eForms SDK; BT numbers name its fields.
struct Organisation
{
    std::string business_id; // Y-tunnus with its hyphen, BT-501
    std::string name;        // as registered, one for all languages, BT-500
    std::string street;      // BT-510
    std::string postal_code; // BT-512
    std::string city;        // BT-513
    std::string nuts;        // NUTS level 3 of the SDK's list, "FI19B", BT-507
    std::string email;       // a functional address, never a person's, BT-506
    std::string phone;       // "+358 …", BT-503
    std::string size;        // of a winner: micro, small, medium, large; BT-165
    // BT-633: a sole trader. Name and business ID are public, and the rules demand post code, place and size;
    // street, telephone and e-mail of a person are left out everywhere.
    bool natural_person = false;
};

struct Buyer
{
    Organisation organisation;
    std::string legal_type; // BT-11, code list buyer-legal-type: "la" for a municipality
    std::string activity;   // BT-10, code list authority-activity: "gen-pub", "soc-pro"
};

struct AwardCriterion
{
    std::string type; // BT-539, code list award-criterion-type: "price", "cost", "quality"
    LocalText description;
};

// A category of the system (1397/2016 §49): a lot of the notice, in the order of the set-up notice.
// Categories are only ever added at the end, because a lot keeps its number.
struct Category
{
    std::string id; // our own, stable
    LocalText name;
    LocalText description;
    std::string cpv;                      // 8 digits and check digit, "79611000-0"; BT-262
    std::vector<std::string> more_cpv;    // BT-263
    std::optional<Money> announced_value; // cents; all contracts planned for the whole life, §30(4); BT-27
    std::vector<AwardCriterion>
        criteria;                    // of its competitions, which may refine them (§52(3)); BT-539, BT-540
    LocalText weighting;             // how the criteria weigh, in words; BT-543
    std::optional<Instant> added_at; // by a change of the system; empty: at set-up
};

// A change of the announced system: a new contract notice (§50(1)).
struct SystemChange
{
    Instant at;
    std::string
        reason_code; // BT-140, code list change-corr-justification: "update-add", "cor-buy", "info-release"
    LocalText description;         // BT-141 and BT-762
    std::optional<CivilDate> ends; // the new last day, when it changed
};

struct SystemEnd
{
    Instant at;
    LocalText reason;
    bool early = false; // before the last day that was announced
};

// The dynamic purchasing system itself; a programme of the channel DPS.
struct System
{
    std::string id; // "prg_…"
    Channel channel = Channel::dps;
    Regime regime = Regime::eu_level;
    LocalText title;       // BT-21
    LocalText description; // BT-24
    LocalText procedure;   // how requests and purchases go, outside the EU level (§100, §109); BT-88
    std::vector<Category> categories;
    std::optional<Money> announced_value;    // cents, whole life, §30(4); BT-27
    std::string nuts;                        // where the services are given, BT-5071
    CivilDate starts;                        // BT-536
    CivilDate ends;                          // the last day as set up, §50(1); BT-537
    Instant published_at;                    // the set-up notice was sent; BT-05
    Instant first_requests_until;            // T01: at least 30 days from sending; BT-1311
    std::string documents_uri;               // open to everyone, BT-15
    std::string requests_uri;                // where requests to join are sent, BT-18
    std::vector<Language> request_languages; // BT-97, §68(1)(5)
    bool others_may_use = false; // buyers outside the notice may purchase; BT-766 dps-nlist, OCDS "open"
    bool eu_funded = false;      // BT-60
    std::vector<SystemChange> changes; // oldest first
    std::optional<SystemEnd> end;
};

// The tenders were opened. Before that nothing is known of them, so nothing can be told: no count stands
// elsewhere.
struct Opening
{
    Instant at;
    std::int64_t tenders = 0;    // received in time, BT-759
    std::int64_t admissible = 0; // not excluded or rejected
};

struct ContractChange // §136
{
    Instant at;
    LocalText reason;
    std::optional<Money> value;     // the new total, cents
    std::optional<CivilDate> until; // the new last day
};

struct ContractEnd
{
    Instant at;
    bool early = false;
};

struct Contract
{
    std::string id;        // our own, stable
    std::string reference; // the buyer's own number, BT-150
    Instant recorded_at;   // when it was told here; the moment of the OCDS release
    CivilDate signed_on;   // §128, BT-145
    Money value;           // cents, the most that may be paid; BT-720
    CivilDate from;
    CivilDate until;
    std::vector<ContractChange> changes; // oldest first
    std::optional<ContractEnd> end;
};

struct Award
{
    std::string id;                    // our own, stable
    std::string tender_reference;      // BT-3201
    std::vector<Organisation> winners; // several: a group, its leader first
    Money value;                       // cents
    std::optional<Contract> contract;
};

struct Decision // §123
{
    Instant at; // sent to the tenderers (§127)
    std::vector<Award> awards;
    std::string
        no_award_code; // BT-144 when nobody won, code list non-award-justification: "no-rece", "chan-need"
};

struct DeadlineChange
{
    Instant at;
    Instant tenders_until;
};

// One competition inside the system (§52(1)).
struct Competition
{
    std::string id;       // our own, stable
    std::string category; // Category::id
    LocalText title;
    Instant invited_at;                           // the invitation went to all admitted in the category
    Instant tenders_until;                        // as invited; T06
    std::vector<DeadlineChange> deadline_changes; // oldest first
    std::optional<Money> estimated_value;         // cents; told only when the buyer announced it
    std::optional<std::int64_t> customers; // how many people the service is for; small numbers are not told
    CivilDate service_from;
    CivilDate service_until;
    std::optional<Opening> opening;
    std::optional<Decision> decision;
    std::optional<Instant> cancelled_at; // §125, without an award
};

struct NoticeFacts
{
    Buyer buyer;
    Organisation review_body;        // the Market Court
    LocalText appeal_period;         // T19, T20 in words; BT-99
    std::vector<Language> languages; // of the notice, the first is the main one: fi, sv or both
    System system;
    std::vector<Competition> competitions; // oldest first
};

// The lot number of the i-th category, from 1: "LOT-0001".
std::string lot_id(std::size_t number);
// Of a category in the system; promises that it is there.
std::string lot_of(const System& system, std::string_view category);
// The announced last day as it stood at that moment, with the changes so far.
CivilDate ends_as_known(const System& system, Instant at);

} // namespace kori::notice
