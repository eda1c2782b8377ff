// Receipts of choices with their place in the journal, and the needs for which nothing suitable was found.
#pragma once

#include "core/journal/journal.hpp"
#include "marketplace/choice/agreement_store.hpp"
#include "marketplace/choice/unmet_need.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// A receipt with what the journal says of it.
struct KeptReceipt
{
    ChoiceReceipt receipt;
    std::int64_t showing = 1;
    std::string digest; // as digest_of
    EntryId entry;
};

struct UnmetNeed
{
    ChoiceReceiptId receipt;
    OrganisationId authority;
    BasketId basket;
    std::string municipality;
    std::vector<std::string> needs;
    std::string reason;
    Instant recorded_at;
};

namespace choices
{

void insert(Transaction& tx, const KeptReceipt& kept);
std::optional<KeptReceipt> find_kept(Transaction& tx, ChoiceReceiptId id);
std::optional<KeptReceipt> find_kept_of(Transaction& tx, ChoiceSessionId session);
std::optional<ChoiceReceipt> find_receipt(Transaction& tx, ChoiceReceiptId id);
// The receipt that an agreement ended in, if a provider was chosen.
std::optional<ChoiceReceipt> receipt_of(Transaction& tx, BasketAgreementId agreement);
// What was chosen under.
BasketAgreement agreement_of(Transaction& tx, const ChoiceReceipt& receipt);
// SHA-256 of canonical_text in 64 lower-case hex digits, as it stands in the journal.
std::string digest_of(const ChoiceReceipt& receipt);

void insert(Transaction& tx, const UnmetNeed& need);
// For counting: of whom each was is not told to anybody.
std::vector<CountedNeed> needs_to_count(Transaction& tx, OrganisationId authority,
                                        std::string_view after_receipt, std::int64_t limit);
std::vector<UnmetNeed> unmet_needs_after(Transaction& tx, OrganisationId authority,
                                         std::string_view after_receipt, std::int64_t limit);

} // namespace choices
} // namespace kori
