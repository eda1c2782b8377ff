// What every act on a programme shares: whose it is, the move by the state table, the journal, its due
// moments.
#pragma once

#include "procurement/programme/programme_actions.hpp"

namespace kori::programmes
{

inline constexpr std::string_view expires = "programme.expires";
inline constexpr std::string_view opens = "programme.opens"; // a system, when its initial window is over

// The actor's own programme; another authority's looks absent.
Result<Programme> own(Transaction& tx, const Actor& actor, ProgrammeId id);
void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Programme& programme, Facts facts = {}, std::string reason = {});
// Moves by the state table, saves and journals.
Result<Programme> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, Programme programme,
                        std::string_view verb, std::string kind, Facts facts = {}, std::string reason = {});
Result<Programme> moved(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                        std::string_view verb, std::string kind, std::string reason = {});
void plan_end(Transaction& tx, const Ambient& ambient, const Programme& programme);

} // namespace kori::programmes
