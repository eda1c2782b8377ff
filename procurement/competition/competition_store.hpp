#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/competition/competition.hpp"
#include "procurement/competition/criteria.hpp"
#include "procurement/competition/tender_deadline.hpp"
#include "procurement/system/system.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct CompetitionTag
{
    static constexpr std::string_view prefix = "cmp";
};
using CompetitionId = Id<CompetitionTag>;

// How several winners are used; fixed before a tender arrives (domain.md 4.1, 7.4).
namespace order_of_use
{
inline constexpr std::string_view single = "single";                   // one winner
inline constexpr std::string_view by_rank = "by_rank";                 // the next one when the first cannot
inline constexpr std::string_view customer_choice = "customer_choice"; // among the winners
} // namespace order_of_use

// What tenderers are asked for, beside the form with price and promises.
struct AskedPart
{
    std::string name; // is_sealing_name; "form" is always asked for and never listed
    LocalText title;
    bool is_obligatory = true;
    bool tells_price = false; // hidden from quality evaluators where the criteria say so
    bool operator==(const AskedPart&) const = default;
};

// A mini-competition (minikilpailutus) inside a DPS, 1397/2016 §52.
struct Competition
{
    CompetitionId id;
    ProgrammeId programme;
    CategoryId category;
    OrganisationId authority;
    Regime regime; // the programme's; frozen at the invitation
    std::string state;
    LocalText name;
    LocalText description;
    AwardCriteria criteria;
    std::vector<AskedPart> parts;
    Money estimated_value; // with options, without VAT (§27)
    bool value_is_told = false;
    CivilDate service_from;
    CivilDate service_until; // last day
    std::int64_t winners_most = 1;
    std::string use = std::string{order_of_use::single};
    bool accelerated = false;         // T11
    bool documents_withheld = false;  // T10
    bool observes_standstill = false; // T15, the buyer's choice
    std::int64_t openers_needed = 2;  // k
    std::optional<Instant> questions_until = {};
    std::optional<Instant> closes_at = {}; // the deadline in force
    std::optional<Instant> invited_at = {};
    std::optional<Instant> opened_at = {};
    std::optional<Instant> cancelled_at = {};
    std::string key_text = {};       // KORI-COMPETITION-KEY-1, from the invitation on
    std::string lot_commitment = {}; // SHA-256 of the secret of the lot, 64 hex digits; see scoring.hpp
    std::int64_t revision = 1;
    std::string accelerated_reason = {}; // §57; there exactly when `accelerated`

    TenderTime tender_time(TenderTimeAgreement agreement) const
    {
        return {regime, Channel::dps, agreement, accelerated, documents_withheld};
    }
};

// One admitted provider at the moment of the invitation: the list never changes but by a later invitation of
// somebody admitted meanwhile (may_still_invite).
struct Invitation
{
    CompetitionId competition;
    OrganisationId provider;
    std::string admission; // id of the admission that it stands on
    Instant invited_at;
};

// A named person who holds one share of the private key (§64).
struct Opener
{
    CompetitionId competition;
    UserId user;
    MembershipId membership;
    std::int64_t number = 1;  // of the share, from 1
    std::string key_text;     // KORI-OPENER-KEY-1
    std::string locked_share; // KORI-LOCKED-SHARE-1; empty before the invitation
    std::string commitment;   // of the share; 64 hex digits
};

// The public key that a person registered for opening. Several revisions; the last one counts.
struct RegisteredOpenerKey
{
    UserId user;
    std::int64_t number = 1;
    std::string key_text;    // KORI-OPENER-KEY-1
    std::string fingerprint; // 64 hex digits
    MembershipId registered_by;
    Instant registered_at;
};

struct QuestionTag
{
    static constexpr std::string_view prefix = "cqn";
};
using QuestionId = Id<QuestionTag>;

// A question of an invited provider. Everybody else sees `told_question`, once it is answered.
struct Question
{
    QuestionId id;
    CompetitionId competition;
    OrganisationId asker;
    std::string question;
    Instant asked_at;
    std::optional<std::string> told_question = {}; // as the buyer tells it, without a trace of the asker
    std::optional<std::string> answer = {};
    std::optional<MembershipId> answered_by = {};
    std::optional<Instant> answered_at = {};
};

namespace competitions
{

void insert(Transaction& tx, const Competition& competition, Instant now);
void save(Transaction& tx, const Competition& competition, Instant now); // the caller has raised `revision`
std::optional<Competition> find(Transaction& tx, CompetitionId id);
// Keyset pages by id: of an authority, or those that a provider is invited to.
std::vector<Competition> of_authority(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                      std::int64_t limit);
std::vector<Competition> of_invited(Transaction& tx, OrganisationId provider, std::string_view after_id,
                                    std::int64_t limit);
std::vector<Competition> of_programme(Transaction& tx, ProgrammeId programme); // by id

void insert(Transaction& tx, const Invitation& invitation);
std::vector<Invitation> invitations_of(Transaction& tx, CompetitionId competition); // by provider
bool is_invited(Transaction& tx, CompetitionId competition, OrganisationId provider);

void save_openers(Transaction& tx, CompetitionId competition, const std::vector<Opener>& openers);
std::vector<Opener> openers_of(Transaction& tx, CompetitionId competition);   // by number
std::string secret_commitment_of(Transaction& tx, CompetitionId competition); // of the private key, hex
void save_secret_commitment(Transaction& tx, CompetitionId competition, std::string_view hex);
// The secret of the lot, sealed to the competition's own key as the part "lot" of the authority.
void save_sealed_lot(Transaction& tx, CompetitionId competition, const Blob& sealed);
std::optional<Blob> sealed_lot_of(Transaction& tx, CompetitionId competition);

void insert(Transaction& tx, const RegisteredOpenerKey& key);
std::optional<RegisteredOpenerKey> newest_key_of(Transaction& tx, UserId user);

void insert(Transaction& tx, const Question& question);
void save_answer(Transaction& tx, const Question& question); // the first and only one
std::optional<Question> find_question(Transaction& tx, QuestionId id);
std::vector<Question> questions_of(Transaction& tx, CompetitionId competition); // oldest first
// A keyset page by id, oldest first.
std::vector<Question> questions_after(Transaction& tx, CompetitionId competition, std::string_view after_id,
                                      std::int64_t limit);

} // namespace competitions
} // namespace kori
