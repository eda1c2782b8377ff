// Choice sessions and the lists of offers that were shown in them.
#pragma once

#include "marketplace/choice/agreement_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct ChoiceSession
{
    ChoiceSessionId id;
    BasketAgreementId agreement;
    OrganisationId authority;
    std::string state; // choice_session_state
    Instant code_expires_at;
    bool code_is_used = false;
    std::optional<Instant> token_expires_at;
    std::int64_t showing = 0; // how many lists were shown; the last one counts
    std::int64_t seed_number = 1;
    Language language = Language::fi;
    std::optional<Instant> shown_at;
    std::int64_t revision = 1;
};

namespace choices
{

void insert(Transaction& tx, const ChoiceSession& session, std::string_view code_hash, Instant now);
void save(Transaction& tx, const ChoiceSession& session); // the caller has raised `revision`
std::optional<ChoiceSession> find_session(Transaction& tx, ChoiceSessionId id);
std::optional<ChoiceSession> find_session_by_code(Transaction& tx, std::string_view code_hash);
std::optional<ChoiceSession> find_session_by_token(Transaction& tx, std::string_view token_hash);
std::optional<ChoiceSession> running_session(Transaction& tx, BasketAgreementId agreement);
std::vector<ChoiceSession> sessions_of(Transaction& tx, BasketAgreementId agreement);
void set_token(Transaction& tx, ChoiceSessionId id, std::string_view token_hash, Instant expires_at);
void end_token(Transaction& tx, ChoiceSessionId id, Instant now);
// What it stands on.
BasketAgreement agreement_of(Transaction& tx, const ChoiceSession& session);

void insert_shown(Transaction& tx, ChoiceSessionId session, std::int64_t showing,
                  const std::vector<ShownOffer>& shown);
std::vector<ShownOffer> shown_to(Transaction& tx, ChoiceSessionId session, std::int64_t showing);

} // namespace choices
} // namespace kori
