// Choice sessions: opened and revoked by a coach, entered by the customer with a code.
#include "core/crypto/crypto.hpp"
#include "core/http/environment.hpp"
#include "marketplace/choice/choice_actions.hpp"
#include "marketplace/choice/choice_clocks.hpp"
#include "marketplace/choice/choice_code.hpp"
#include "marketplace/choice/choice_journal.hpp"
#include "marketplace/choice/choice_refusals.hpp"
#include "marketplace/choice/choice_seed.hpp"
#include "marketplace/customer/customer_store.hpp"

#include <utility>

namespace kori::choices
{
namespace
{

// ASSUMED: long enough to compare in peace, short enough for a shared device.
constexpr std::int64_t token_lifetime_hours = 2;

} // namespace

Result<OpenedSession> open_session(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   const http::Environment& environment, BasketAgreementId id)
{
    const auto agreement = agreement_for_coach(tx, actor, id, ambient.today());
    if (!agreement)
        return agreement.refusal();

    if (const auto stop = no_longer_possible(tx, *agreement))
        return *stop;
    if (const auto stop = choice_is_made_or_open(tx, id))
        return *stop;

    ChoiceSession session{ambient.next<ChoiceSessionTag>(), id, agreement->authority,
                          std::string{choice_session_states().initial},
                          ambient.now.plus_days(environment.choice_code_lifetime_days)};
    session.seed_number = seed_number_of(tx, agreement->customer, agreement->basket_version);
    const auto customer = customers::find(tx, agreement->customer);
    if (const auto language = parse_language(customer->language))
        session.language = *language;
    auto code = make_code(ambient.random);
    insert(tx, session, code_hash(environment.keys, code), ambient.now);
    work::plan(tx, ambient, code_expires, session.id.text(), session.authority, session.code_expires_at);

    note(tx, ambient, access::doer_of(actor), session.authority, "choice.opened", session.id.text(),
         {{"agreement", id.text()}});
    return OpenedSession{std::move(session), std::move(code)};
}

Result<ChoiceSession> revoke_session(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     ChoiceSessionId id, const std::string& reason)
{
    auto session = find_session(tx, id);
    if (!session || !agreement_for_coach(tx, actor, session->agreement, ambient.today()))
        return absent();

    const auto next = choice_session_states().move(session->state, "revoke");
    if (!next)
        return next.refusal();
    session->state = *next;
    ++session->revision;
    save(tx, *session);
    work::cancel(tx, ambient, code_expires, id.text());

    note(tx, ambient, access::doer_of(actor), session->authority, "choice.revoked", id.text(), {}, reason);
    return std::move(*session);
}

Result<std::int64_t> new_seed(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              BasketAgreementId id, const std::string& reason)
{
    // A decision maker is no coach of the customer: the agreement's authority is the fence.
    const auto agreement = find_agreement(tx, id);
    if (!agreement || !actor.is_authority() || !actor.speaks_for(agreement->authority))
        return absent();

    if (const auto stop = choice_is_made_or_open(tx, id))
        return *stop;

    const auto number = seed_number_of(tx, agreement->customer, agreement->basket_version) + 1;
    insert_seed(tx, agreement->customer, agreement->basket_version, number, ambient.now);

    note(tx, ambient, access::doer_of(actor), agreement->authority, "choice.reseeded", id.text(),
         {{"seed_number", number}, {"basket_version", agreement->basket_version.text()}}, reason);
    return number;
}

Result<EnteredChoice> enter(Transaction& tx, const Ambient& ambient, const http::Environment& environment,
                            std::string_view code)
{
    const auto session = find_session_by_code(tx, code_hash(environment.keys, code));
    const auto wrong =
        refuse(Fault::unauthenticated, "choice.wrong_code", "This code does not open anything.");
    if (!session || session->code_is_used || session->state != choice_session_state::opened ||
        session->code_expires_at <= ambient.received_at)
        return wrong;
    const auto agreement = agreement_of(tx, *session);
    if (const auto customer = customers::find(tx, agreement.customer); !customer || customer->is_erased)
        return wrong;

    EnteredChoice entered{*session, agreement.customer, "choice_" + to_base64url(ambient.random.bytes(32)),
                          ambient.now.plus_hours(token_lifetime_hours)};
    set_token(tx, session->id, access::token_hash(entered.token), entered.expires_at);

    note(tx, ambient, {"customer", ""}, session->authority, "choice.entered", session->id.text(), {});
    return entered;
}

Result<Actor> choice_actor(Transaction& tx, std::string_view token, Instant now)
{
    const auto unknown =
        refuse(Fault::unauthenticated, "choice.token_unknown", "Open the choice again with a code.");
    const auto hash = access::token_hash(token);
    const auto session = find_session_by_token(tx, hash);
    if (!session || !session->token_expires_at || *session->token_expires_at <= now ||
        session->state == choice_session_state::expired || session->state == choice_session_state::revoked)
        return unknown;
    const auto customer = customers::find(tx, agreement_of(tx, *session).customer);
    if (!customer || customer->is_erased)
        return unknown;
    Actor actor;
    actor.kind = ActorKind::customer;
    actor.choice_session = session->id.text();
    actor.token_hash = hash;
    actor.language = session->language;
    return actor;
}

void leave(Transaction& tx, const Ambient& ambient, const Actor& actor)
{
    const auto session = own_session(tx, actor);
    end_token(tx, session.id, ambient.now);

    note(tx, ambient, {"customer", ""}, session.authority, "choice.left", session.id.text(), {});
}

ChoiceSession own_session(Transaction& tx, const Actor& actor)
{
    const auto id = ChoiceSessionId::parse(actor.choice_session);
    PROMISE(actor.kind == ActorKind::customer && id.has_value());
    auto session = find_session(tx, *id);
    PROMISE(session.has_value());
    return std::move(*session);
}

} // namespace kori::choices
