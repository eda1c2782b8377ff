#include "marketplace/choice/choice_clocks.hpp"

#include "core/base/promise.hpp"
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_journal.hpp"
#include "marketplace/customer/customer_actions.hpp"

#include <optional>
#include <string>
#include <utility>

namespace kori::choices
{
namespace
{

template <class Thing>
void expire(Transaction& tx, const Ambient& ambient, Thing& thing, const StateTable& states, std::string kind)
{
    const auto next = states.move(thing.state, "expire");
    PROMISE(next);
    thing.state = *next;
    ++thing.revision;
    save(tx, thing);
    note(tx, ambient, {"clock", ""}, thing.authority, std::move(kind), thing.id.text(), {});
}

void answer_is_due(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto id = BasketAgreementId::parse(moment.about);
    auto agreement = id ? find_agreement(tx, *id) : std::nullopt;
    PROMISE(agreement.has_value());
    if (agreement->state == basket_agreement_state::proposed)
        expire(tx, ambient, *agreement, basket_agreement_states(), "agreement.expired");
}

bool is_running(const ChoiceSession& session)
{
    return session.state == choice_session_state::opened || session.state == choice_session_state::compared;
}

void code_is_over(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto id = ChoiceSessionId::parse(moment.about);
    auto session = id ? find_session(tx, *id) : std::nullopt;
    PROMISE(session.has_value());
    if (!is_running(*session))
        return;
    expire(tx, ambient, *session, choice_session_states(), "choice.expired");

    // The coach who has the customer now; without one, whoever of the coaches takes it up.
    const auto agreement = agreement_of(tx, *session);
    if (const auto customer = customers::find(tx, agreement.customer); customer->is_erased)
        return;
    std::optional<MembershipId> coach;
    for (const auto& relation :
         access::relations_to(tx, agreement.customer.revealed(), customers::coach_of, ambient.today()))
        if (!coach || relation.membership == agreement.coach)
            coach = relation.membership;
    access::insert(tx,
                   Task{ambient.next<TaskTag>(), session->authority, coach, std::string{role::coach},
                        "choice.expired", id->text(), std::nullopt},
                   ambient.now);
}

} // namespace

void add_due_acts(work::DueActs& acts)
{
    acts.add(std::string{answer_due}, answer_is_due);
    acts.add(std::string{code_expires}, code_is_over);
}

} // namespace kori::choices
