#include "marketplace/choice/choice_actions.hpp"

#include "marketplace/consent/consent_actions.hpp"
#include "marketplace/customer/customer_actions.hpp"

#include <algorithm>

namespace kori::choices
{

namespace agreement_acts
{
void answer_is_due(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment);
}

namespace
{

constexpr std::string_view code_expires = "choice.code_expires";
// ASSUMED: long enough to compare in peace, short enough for a shared device.
constexpr std::int64_t token_lifetime_hours = 2;

// Crockford's base 32: no letter looks like a digit, and what is mistaken is read right (I and L as 1, O as
// 0).
constexpr std::string_view code_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_length = 12; // 60 bits

std::string make_code(Randomness& random)
{
    const auto bytes = random.bytes(code_length);
    std::string code;
    for (std::size_t i = 0; i < code_length; ++i)
    {
        if (i > 0 && i % 4 == 0)
            code += '-';
        code += code_alphabet[static_cast<unsigned char>(bytes[i]) % code_alphabet.size()];
    }
    return code;
}

std::string normal_code(std::string_view written)
{
    std::string code;
    for (char c : written)
    {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        if (c == 'I' || c == 'L')
            c = '1';
        if (c == 'O')
            c = '0';
        if (c != '-' && c != ' ')
            code += c;
    }
    return code;
}

std::string code_hash(const crypto::Keyring& keys, std::string_view code)
{
    return crypto::hmac_sha256(keys.lookup_key(), "choice code\n" + normal_code(code));
}

EntryId note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, OrganisationId authority,
             std::string kind, std::string about, Facts facts, std::string reason = {},
             std::string rule_version = {})
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

bool is_running(const ChoiceSession& session)
{
    return session.state == choice_session_state::opened || session.state == choice_session_state::compared;
}

// What the agreement stands on must still be so.
std::optional<Refusal> no_longer_possible(Transaction& tx, const BasketAgreement& agreement)
{
    if (agreement.state != basket_agreement_state::agreed)
        return refuse(Fault::conflict, "choice.not_agreed", "The customer has not agreed to this basket.");
    const auto basket = baskets::find(tx, agreement.basket);
    PROMISE(basket.has_value());
    if (!takes_customers(basket->state))
        return refuse(Fault::conflict, "agreement.basket_takes_no_customers",
                      "This basket takes no customers now.");
    if (basket->current != agreement.basket_version)
        return refuse(Fault::conflict, "choice.basket_changed",
                      "The basket has a new version since then; propose it again.");
    return std::nullopt;
}

BasketAgreement agreement_of(Transaction& tx, const ChoiceSession& session)
{
    auto agreement = find_agreement(tx, session.agreement);
    PROMISE(agreement.has_value());
    return std::move(*agreement);
}

std::vector<ShownOffer> offers_in_neutral_order(Transaction& tx, const http::Environment& environment,
                                                const BasketAgreement& agreement, std::int64_t seed_number,
                                                CivilDate today)
{
    std::map<OfferId, ShownOffer> by_id;
    std::vector<OfferId> ids;
    for (const auto& offer : offers::shown_in(tx, agreement.basket, today))
    {
        if (!offer.current)
            continue;
        ids.push_back(offer.id);
        by_id.emplace(offer.id, ShownOffer{offer.id, *offer.current, offer.state == offer_state::full});
    }
    const auto seed =
        seed_of(environment.keys.display_key(), agreement.customer, agreement.basket_version, seed_number);
    std::vector<ShownOffer> shown;
    for (const auto& id : neutral_order(ids, keyed_hash_under(seed)))
        shown.push_back(by_id.at(id));
    return shown;
}

Refusal look_first()
{
    return refuse(Fault::conflict, "choice.nothing_shown", "There is no offer to choose from.");
}

// The receipt as it would be; what was decided is filled in by the caller.
ChoiceReceipt draft_receipt(Transaction& tx, const Ambient& ambient, const http::Environment& environment,
                            const ChoiceSession& session, const BasketAgreement& agreement)
{
    const auto version = baskets::find_version(tx, agreement.basket_version);
    PROMISE(version.has_value() && session.shown_at);
    ChoiceReceipt receipt{ambient.next<ChoiceReceiptTag>(), session.id, agreement.id, agreement.basket,
                          agreement.basket_version};
    receipt.seed_number = session.seed_number;
    receipt.seed_digest_hex = to_hex(crypto::sha256(seed_of(
        environment.keys.display_key(), agreement.customer, agreement.basket_version, session.seed_number)));
    receipt.shown = shown_to(tx, session.id, session.showing);
    receipt.alternatives_needed = alternatives_needed(version->terms);
    receipt.shown_at = *session.shown_at;
    receipt.decided_at = ambient.now;
    receipt.language = session.language;
    return receipt;
}

// The session ends with the receipt; both stand in one entry.
KeptReceipt keep(Transaction& tx, const Ambient& ambient, const Actor& actor, ChoiceSession session,
                 std::string next_state, const ChoiceReceipt& receipt, Facts more, std::string reason)
{
    session.state = std::move(next_state);
    ++session.revision;
    save(tx, session);
    work::cancel(tx, ambient, code_expires, session.id.text());

    const auto digest = digest_of(receipt);
    Facts facts{{"digest", digest},
                {"basket", receipt.basket.text()},
                {"basket_version", receipt.basket_version.text()},
                {"session", session.id.text()},
                {"agreement", receipt.agreement.text()}};
    if (receipt.chosen)
        facts.emplace_back("offer_version", receipt.chosen->text());
    facts.insert(facts.end(), more.begin(), more.end());
    const auto entry = note(tx, ambient, access::doer_of(actor), session.authority,
                            receipt.chosen ? "choice.made" : "choice.none_suitable", receipt.id.text(),
                            std::move(facts), std::move(reason), std::string{neutral_order_version});
    const KeptReceipt kept{receipt, session.showing, digest, entry};
    insert(tx, kept);
    return kept;
}

// The customer's decision for one shown offer, alone or helped.
Result<KeptReceipt> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment, const ChoiceSession& session,
                           std::string_view verb, OfferId offer, const std::optional<Assistance>& assistance)
{
    const auto agreement = agreement_of(tx, session);
    if (session.state == choice_session_state::opened)
        return look_first();
    const auto next = choice_session_states().move(session.state, verb);
    if (!next)
        return next.refusal();
    if (const auto stop = no_longer_possible(tx, agreement))
        return *stop;

    auto receipt = draft_receipt(tx, ambient, environment, session, agreement);
    const auto seen = std::find_if(receipt.shown.begin(), receipt.shown.end(),
                                   [&](const ShownOffer& shown) { return shown.offer == offer; });
    if (seen == receipt.shown.end())
        return refuse(Fault::invalid, "choice.not_shown", "The chosen offer was not among those shown.")
            .in({{"/offer", "choice.not_shown", "The chosen offer was not among those shown.", {}}});
    receipt.chosen = seen->version;
    receipt.assistance = assistance;
    if (const auto fits = check_choice(receipt); !fits)
        return fits.refusal();
    const auto now = offers::find(tx, offer);
    PROMISE(now.has_value());
    if (!is_shown(now->state))
        return refuse(Fault::conflict, "choice.offer_gone",
                      "This offer is no longer open; look at the list again.");
    if (now->current != seen->version)
        return refuse(Fault::conflict, "choice.offer_changed",
                      "This offer has changed since it was shown; look at the list again.");

    Facts more;
    if (assistance)
        more = {{"assisted", code_of(assistance->kind)}, {"assisted_by", assistance->by}};
    auto kept = keep(tx, ambient, actor, session, *next, receipt, std::move(more), "");
    const auto version = baskets::find_version(tx, agreement.basket_version);
    if (version->terms.reveals_health)
        consents::ask_because_of_choice(tx, ambient, access::doer_of(actor), agreement.customer,
                                        agreement.authority, now->provider,
                                        consent_purpose::health_to_provider);
    return kept;
}

} // namespace

Result<OpenedSession> open_session(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   const http::Environment& environment, BasketAgreementId id)
{
    const auto agreement = agreement_for_coach(tx, actor, id, ambient.today());
    if (!agreement)
        return agreement.refusal();

    if (const auto stop = no_longer_possible(tx, *agreement))
        return *stop;
    if (receipt_of(tx, id))
        return refuse(Fault::conflict, "choice.already_made",
                      "The customer has chosen; agree on a basket again to change.");
    if (running_session(tx, id))
        return refuse(Fault::conflict, "choice.session_is_open", "A choice is open; revoke it first.");

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

    if (receipt_of(tx, id))
        return refuse(Fault::conflict, "choice.already_made",
                      "The customer has chosen; agree on a basket again to change.");
    if (running_session(tx, id))
        return refuse(Fault::conflict, "choice.session_is_open", "A choice is open; revoke it first.");

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

ChoiceSession own_session(Transaction& tx, const Actor& actor)
{
    const auto id = ChoiceSessionId::parse(actor.choice_session);
    PROMISE(actor.kind == ActorKind::customer && id.has_value());
    auto session = find_session(tx, *id);
    PROMISE(session.has_value());
    return std::move(*session);
}

Result<ChoiceSession> show(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment)
{
    auto session = own_session(tx, actor);
    const auto agreement = agreement_of(tx, session);
    const auto next = choice_session_states().move(session.state, "compare");
    if (!next)
        return next.refusal();
    if (const auto stop = no_longer_possible(tx, agreement))
        return *stop;

    const auto shown =
        offers_in_neutral_order(tx, environment, agreement, session.seed_number, ambient.today());
    session.state = *next;
    session.language = actor.language;
    session.shown_at = ambient.now;
    ++session.showing;
    ++session.revision;
    save(tx, session);
    insert_shown(tx, session.id, session.showing, shown);

    note(tx, ambient, access::doer_of(actor), session.authority, "choice.shown", session.id.text(),
         {{"showing", session.showing},
          {"offers", static_cast<std::int64_t>(shown.size())},
          {"seed_number", session.seed_number}},
         "", std::string{neutral_order_version});
    return session;
}

Result<KeptReceipt> choose(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment, OfferId offer)
{
    return decide(tx, ambient, actor, environment, own_session(tx, actor), "choose", offer, std::nullopt);
}

Result<KeptReceipt> choose_assisted(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    const http::Environment& environment, ChoiceSessionId id, OfferId offer,
                                    const Assistance& assistance)
{
    const auto session = find_session(tx, id);
    if (!session || !agreement_for_coach(tx, actor, session->agreement, ambient.today()))
        return absent();

    if (assistance.by == "support_person" ? assistance.kind != AssistanceKind::support_person
                                          : assistance.kind == AssistanceKind::support_person)
        return refuse(Fault::invalid, "choice.helper_unfit",
                      "A support person helps as one, and nobody else does.")
            .in({{"/assistance/by",
                  "choice.helper_unfit",
                  "A support person helps as one, and nobody else does.",
                  {}}});
    if (assistance.by != "support_person")
    {
        const auto helper = MembershipId::parse(assistance.by);
        const auto member = helper ? access::find_membership(tx, *helper) : std::nullopt;
        if (!member || member->organisation != session->authority)
            return refuse(Fault::invalid, "choice.no_such_helper",
                          "Name a member of your authority who helped.")
                .in({{"/assistance/by",
                      "choice.no_such_helper",
                      "Name a member of your authority who helped.",
                      {}}});
    }
    return decide(tx, ambient, actor, environment, *session, "choose_assisted", offer, assistance);
}

const std::vector<std::string>& reasons_for_none()
{
    static const std::vector<std::string> reasons = {"too_far",        "wrong_time",    "wrong_language",
                                                     "not_accessible", "wrong_content", "all_full",
                                                     "too_few_offers", "other"};
    return reasons;
}

Result<KeptReceipt> find_none_suitable(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       const http::Environment& environment, const std::string& reason)
{
    const auto session = own_session(tx, actor);
    if (session.state == choice_session_state::opened)
        return refuse(Fault::conflict, "choice.look_first", "Look at the offers first.");
    const auto agreement = agreement_of(tx, session);
    const auto next = choice_session_states().move(session.state, "find_none_suitable");
    if (!next)
        return next.refusal();

    const auto receipt = draft_receipt(tx, ambient, environment, session, agreement);
    auto kept = keep(tx, ambient, actor, session, *next, receipt, {{"why_none", reason}}, reason);
    const auto customer = customers::find(tx, agreement.customer);
    insert(tx, UnmetNeed{receipt.id, agreement.authority, agreement.basket, customer->facts.municipality,
                         customer->facts.needs, reason, ambient.now});
    return kept;
}

Replay replay(Transaction& tx, std::string_view display_key, const KeptReceipt& kept)
{
    const auto& receipt = kept.receipt;
    const auto agreement = find_agreement(tx, receipt.agreement);
    PROMISE(agreement.has_value());
    const auto seed = seed_of(display_key, agreement->customer, receipt.basket_version, receipt.seed_number);
    Replay result;
    result.seed_hex = to_hex(seed);
    result.seed_matches = to_hex(crypto::sha256(seed)) == receipt.seed_digest_hex;
    result.order_matches = replays(receipt, keyed_hash_under(seed));
    const auto entry = journal::find(tx, kept.entry.text());
    result.digest_matches =
        entry && entry->facts.find("\"digest\":\"" + digest_of(receipt) + "\"") != std::string::npos;
    return result;
}

void add_due_acts(work::DueActs& acts)
{
    acts.add("agreement.answer_due", agreement_acts::answer_is_due);
    acts.add(std::string{code_expires},
             [](Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
             {
                 const auto id = ChoiceSessionId::parse(moment.about);
                 auto session = id ? find_session(tx, *id) : std::nullopt;
                 PROMISE(session.has_value());
                 if (!is_running(*session))
                     return;
                 const auto next = choice_session_states().move(session->state, "expire");
                 PROMISE(next);
                 session->state = *next;
                 ++session->revision;
                 save(tx, *session);
                 note(tx, ambient, {"clock", ""}, session->authority, "choice.expired", id->text(), {});

                 // The coach who has the customer now; without one, whoever of the coaches takes it up.
                 const auto agreement = agreement_of(tx, *session);
                 if (const auto customer = customers::find(tx, agreement.customer); customer->is_erased)
                     return;
                 std::optional<MembershipId> coach;
                 for (const auto& relation : access::relations_to(tx, agreement.customer.revealed(),
                                                                  customers::coach_of, ambient.today()))
                     if (!coach || relation.membership == agreement.coach)
                         coach = relation.membership;
                 access::insert(tx,
                                Task{ambient.next<TaskTag>(), session->authority, coach,
                                     std::string{role::coach}, "choice.expired", id->text(), std::nullopt},
                                ambient.now);
             });
}

} // namespace kori::choices
