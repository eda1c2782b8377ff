#include "marketplace/consent/consent_actions.hpp"

#include "marketplace/customer/customer_actions.hpp"
#include "procurement/party/party_actions.hpp"

namespace kori::consents
{
namespace
{

constexpr std::string_view expires = "consent.expires";

void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, const ConsentRecord& record,
          std::string kind)
{
    Facts facts{{"purpose", record.consent.purpose}, {"provider", record.consent.organisation}};
    if (!record.told_how.empty())
        facts.emplace_back("told_how", record.told_how);
    journal::append(tx, ambient, doer,
                    {std::move(kind),
                     record.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     {record.authority.text()},
                     {},
                     {}});
}

ConsentRecord ask_now(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, CustomerId customer,
                      OrganisationId authority, OrganisationId provider, std::string_view purpose)
{
    const ConsentRecord record{ambient.next<ConsentTag>(),
                               customer,
                               authority,
                               {std::string{consent_states().initial},
                                std::string{purpose},
                                provider.text(),
                                {ambient.today(), std::nullopt}},
                               "",
                               1};
    insert(tx, record, ambient.now);
    // ASSUMED: a question stays open as long as a choice does.
    const auto days =
        parties::value_for(tx, ambient.law, authority, "service_level.choice_open.days", ambient.today());
    work::plan(tx, ambient, expires, record.id.text(), authority, ambient.now.plus_days(days));
    note(tx, ambient, doer, record, "consent.asked");
    return record;
}

Result<ConsentRecord> move_on(Transaction& tx, const Ambient& ambient, const journal::Doer& doer,
                              ConsentRecord record, std::string_view verb, const std::string& told_how,
                              std::optional<CivilDate> to, const Hooks& hooks)
{
    const bool was_given = record.consent.state == consent_state::given;
    const auto next = consent_states().move(record.consent.state, verb);
    if (!next)
        return next.refusal();
    if (to && *to <= ambient.today())
        return refuse(Fault::invalid, "consent.ends_too_early",
                      "A consent that is given lasts at least today.")
            .in({{"/valid_to",
                  "consent.ends_too_early",
                  "A consent that is given lasts at least today.",
                  {}}});

    record.consent.state = *next;
    if (verb == "give")
        record.consent.validity = {ambient.today(), to};
    if (verb == "withdraw" || verb == "expire")
        record.consent.validity.to = ambient.today();
    record.told_how = told_how;
    ++record.revision;
    save(tx, record, ambient.now);
    if (to)
        work::plan(tx, ambient, expires, record.id.text(), record.authority, start_of_day(*to));

    std::string kind = "consent.";
    kind += verb == "give"       ? "given"
            : verb == "refuse"   ? "refused"
            : verb == "withdraw" ? "withdrawn"
                                 : "expired";
    note(tx, ambient, doer, record, std::move(kind));
    if (was_given && record.consent.state != consent_state::given && hooks.when_ended)
        hooks.when_ended(tx, ambient, record);
    return record;
}

} // namespace

const std::vector<std::string>& ways_of_telling()
{
    static const std::vector<std::string> ways = {"in_meeting", "by_phone", "in_writing", "online"};
    return ways;
}

Result<ConsentRecord> ask(Transaction& tx, const Ambient& ambient, const Actor& actor, CustomerId id,
                          OrganisationId provider, const std::string& purpose, const Hooks& hooks)
{
    const auto customer = customers::find_for_coach(tx, actor, id, ambient.today());
    if (!customer)
        return customer.refusal();

    const auto organisation = access::find_organisation(tx, provider);
    if (!organisation || organisation->kind == OrganisationKind::authority ||
        organisation->kind == OrganisationKind::platform)
        return refuse(Fault::invalid, "consent.no_such_provider", "There is no such provider.")
            .in({{"/provider", "consent.no_such_provider", "There is no such provider.", {}}});
    if (purpose == consent_purpose::health_to_provider && !hooks.has_chosen(tx, id, provider))
        return refuse(Fault::conflict, "consent.provider_not_chosen",
                      "The customer has not chosen this provider.");
    if (running(tx, id, provider, purpose))
        return refuse(Fault::conflict, "consent.running",
                      "This consent has been asked for or given already.");

    return ask_now(tx, ambient, access::doer_of(actor), id, customer->authority, provider, purpose);
}

std::optional<ConsentRecord> ask_because_of_choice(Transaction& tx, const Ambient& ambient,
                                                   const journal::Doer& doer, CustomerId customer,
                                                   OrganisationId authority, OrganisationId provider,
                                                   std::string_view purpose)
{
    if (running(tx, customer, provider, purpose))
        return std::nullopt;
    return ask_now(tx, ambient, doer, customer, authority, provider, purpose);
}

Result<ConsentRecord> answer(Transaction& tx, const Ambient& ambient, const Actor& actor, ConsentId id,
                             std::string_view verb, const std::string& told_how, std::optional<CivilDate> to,
                             const Hooks& hooks)
{
    auto record = find(tx, id);
    if (!record)
        return absent();
    if (const auto customer = customers::find_for_coach(tx, actor, record->customer, ambient.today());
        !customer)
        return customer.refusal();

    return move_on(tx, ambient, access::doer_of(actor), std::move(*record), verb, told_how, to, hooks);
}

Result<ConsentRecord> answer_own(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ConsentRecord record, std::string_view verb, const Hooks& hooks)
{
    return move_on(tx, ambient, access::doer_of(actor), std::move(record), verb, std::string{in_choice_view},
                   std::nullopt, hooks);
}

void add_due_acts(work::DueActs& acts, const Hooks& hooks)
{
    acts.add(std::string{expires},
             [hooks](Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
             {
                 const auto id = ConsentId::parse(moment.about);
                 auto record = id ? find(tx, *id) : std::nullopt;
                 PROMISE(record.has_value());
                 const auto& consent = record->consent;
                 const bool is_over = consent.state == consent_state::given && consent.validity.to &&
                                      start_of_day(*consent.validity.to) <= moment.due_at;
                 if (consent.state != consent_state::asked && !is_over)
                     return;
                 const auto told_how = record->told_how;
                 const auto moved = move_on(tx, ambient, {"clock", ""}, std::move(*record), "expire",
                                            told_how, std::nullopt, hooks);
                 PROMISE(moved);
             });
}

} // namespace kori::consents
