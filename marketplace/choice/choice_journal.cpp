#include "marketplace/choice/choice_journal.hpp"

#include <utility>

namespace kori::choices
{

EntryId note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, OrganisationId authority,
             std::string kind, std::string about, Facts facts, std::string reason, std::string rule_version)
{
    return journal::append(tx, ambient, doer,
                           {std::move(kind),
                            std::move(about),
                            std::move(facts),
                            journal::Audience::organisation,
                            {authority.text()},
                            std::move(reason),
                            std::move(rule_version)});
}

} // namespace kori::choices
