// Plain facts for notices and open data, gathered from everything that is kept of a dynamic purchasing
// system.
#pragma once

#include "core/access/access.hpp"
#include "core/base/law_book.hpp"
#include "procurement/buyer_profile/buyer_profile_store.hpp"
#include "procurement/programme/programme_store.hpp"

namespace kori::buyer_profiles
{

void add_buyer(notice::NoticeFacts& facts, const Organisation& authority, const BuyerProfile& profile);
// Of a person in business no street, telephone or e-mail is told: the notice itself leaves them out.
notice::Organisation winner_of(const Organisation& provider, const WinnerProfile& profile);

// Whatever is not there stays empty, and notice::check names it. What changed and when is read from the
// journal, which is where it stands with its moment. Throws LawMissing.
notice::NoticeFacts gather(Transaction& tx, const Programme& programme, const LawBook& law);

} // namespace kori::buyer_profiles
