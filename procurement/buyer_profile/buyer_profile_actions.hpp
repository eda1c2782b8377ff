// An authority and a provider say what notices tell of them. Each action: may he, load, decide, save,
// journal.
#pragma once

#include "core/access/access_actions.hpp"
#include "procurement/buyer_profile/buyer_profile_store.hpp"

namespace kori::buyer_profiles
{

// What keeps a notice from being made of this profile, at the fields of the body: the rules of
// notice::faults.
std::vector<FieldError> faults_of(const Organisation& authority, const BuyerProfile& profile);
std::vector<FieldError> faults_of(const Organisation& provider, const WinnerProfile& profile);

// Refuses notice.profile_incomplete with the fields. Returns the new revision.
Result<std::int64_t> write_buyer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const BuyerProfile& profile);
Result<std::int64_t> write_winner(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  const WinnerProfile& profile);

} // namespace kori::buyer_profiles
