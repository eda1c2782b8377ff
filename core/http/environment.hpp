// What handlers need besides their transaction: lives as long as the application.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/crypto/crypto.hpp"
#include "core/storage/transaction.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kori
{
class AreaBook;
class DutyBook;
class LawBook;
class Store;
} // namespace kori
namespace kori::crypto
{
class Keyring;
}
namespace kori::observe
{
class Metrics;
}

namespace kori::http
{

class Locale;

struct Environment
{
    Store& store;
    Clock& clock;
    Randomness& random;
    const LawBook& law;
    const DutyBook& duties;
    const AreaBook& areas;
    const crypto::Keyring& keys;
    const Locale& locale;
    observe::Metrics& metrics;

    std::string origin = "kori"; // of the journal: the first line of its checkpoints
    bool is_rehearsal = false;
    bool checks_replies = true; // an answer that differs from its description is a broken promise
    crypto::PasswordCost password_cost = {};
    std::int64_t token_lifetime_seconds = 12 * 3'600;
    std::int64_t choice_code_lifetime_days = 14;
    // Who holds a choice token ("choice_…"); given by the marketplace.
    std::function<Result<Actor>(Transaction&, std::string_view token, Instant now)> choice_actor = {};
    // Ends the token of such an actor and notes it; given by the marketplace.
    std::function<void(Transaction&, const Ambient&, const Actor&)> end_choice = {};
    // Woken after a commit that planned due moments or filled the outbox.
    std::function<void()> wake_work = {};
    // Of a rehearsal: moves the clock forward after the commit that moved it.
    std::function<void(Instant)> set_rehearsal_clock = {};
    // Duties of roles that an area changed: role, permission, authority, day. Empty = the default duties.
    std::function<std::optional<bool>(Transaction&, OrganisationId, std::string_view role,
                                      std::string_view permission, CivilDate)>
        area_duty = {};
};

} // namespace kori::http
