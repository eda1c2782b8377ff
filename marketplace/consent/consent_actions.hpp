// Asking for a consent and the customer's answer. Each action: may he, load, decide, save, journal.
#pragma once

#include "core/access/access_actions.hpp"
#include "core/work/due.hpp"
#include "marketplace/consent/consent_store.hpp"

#include <functional>

namespace kori::consents
{

// How a customer told the answer to whoever records it.
const std::vector<std::string>& ways_of_telling();
inline constexpr std::string_view in_choice_view = "in_choice_view"; // the customer pressed the key

// What consents ask of the choice before them, and who stands on one; given by the composition.
struct Hooks
{
    // Does a choice of that provider stand?
    std::function<bool(Transaction&, CustomerId, OrganisationId)> has_chosen = {};
    // A given consent was withdrawn or has run out.
    std::function<void(Transaction&, const Ambient&, const ConsentRecord&)> when_ended = {};
};

// A coach asks for a customer; refuses consent.no_such_provider, consent.running and, about health,
// consent.provider_not_chosen: a provider that nobody chose is not brought into the talk (380/2023 §116(4)).
Result<ConsentRecord> ask(Transaction& tx, const Ambient& ambient, const Actor& actor, CustomerId customer,
                          OrganisationId provider, const std::string& purpose, const Hooks& hooks);
// The same without the question who may: a choice makes the question necessary. Nothing when it runs already.
std::optional<ConsentRecord> ask_because_of_choice(Transaction& tx, const Ambient& ambient,
                                                   const journal::Doer& doer, CustomerId customer,
                                                   OrganisationId authority, OrganisationId provider,
                                                   std::string_view purpose);

// verb: give, refuse, withdraw. `to` is the first day without it, of a given one.
Result<ConsentRecord> answer(Transaction& tx, const Ambient& ambient, const Actor& actor, ConsentId id,
                             std::string_view verb, const std::string& told_how, std::optional<CivilDate> to,
                             const Hooks& hooks);
// The customer's own answer, with a choice token; the caller has checked whose it is.
Result<ConsentRecord> answer_own(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ConsentRecord record, std::string_view verb, const Hooks& hooks);

void add_due_acts(work::DueActs& acts, const Hooks& hooks);

} // namespace kori::consents
