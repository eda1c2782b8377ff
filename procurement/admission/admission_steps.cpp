#include "procurement/admission/admission_steps.hpp"

#include "core/work/outbox.hpp"
#include "procurement/system/system_store.hpp"

namespace kori::admissions
{

std::string named(const Admission& admission, std::string_view what)
{
    return (admission.channel == Channel::dps ? "admission." : "acceptance.") + std::string{what};
}

Result<Admission> own_request(Transaction& tx, const Actor& actor, AdmissionId id)
{
    auto admission = find(tx, id);
    if (!admission || !actor.speaks_for(admission->provider))
        return absent();
    return std::move(*admission);
}

Result<Admission> received_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id)
{
    auto admission = find(tx, id);
    if (!admission || !actor.speaks_for(admission->authority) || !admission->submitted_at)
        return absent();
    if (is_sealed(tx, *admission, ambient.now))
        return refuse(Fault::conflict, "admission.sealed",
                      "Requests of the initial window are opened when it is over.")
            .leaving({"admission.opening_refused", id.text(), {{"programme", admission->programme.text()}}});
    return std::move(*admission);
}

Result<Admission> request_for_member(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     AdmissionId id)
{
    auto admission = received_request(tx, ambient, actor, id);
    if (admission && !actor.membership)
        return refuse(Fault::forbidden, "acceptance.not_a_member",
                      "Only a member of the organisation does this.");
    return admission;
}

Result<Done> check_channel(const Admission& admission, Channel channel)
{
    if (admission.channel != channel)
        return refuse(Fault::conflict, "request.other_channel", "This act belongs to another channel.");
    return Done{};
}

bool is_sealed(Transaction& tx, const Admission& admission, Instant now)
{
    if (admission.channel != Channel::dps || !admission.submitted_at)
        return false;
    const auto terms = systems::find_terms(tx, admission.programme);
    const bool came_in_window =
        terms && terms->requests_until && *admission.submitted_at < *terms->requests_until;
    const bool was_never_opened = admission.state == admission_state::withdrawn && !admission.assessed_by;
    return came_in_window && (now < *terms->requests_until || was_never_opened);
}

Programme programme_of(Transaction& tx, const Admission& admission)
{
    auto programme = programmes::find(tx, admission.programme);
    PROMISE(programme.has_value());
    return std::move(*programme);
}

bool leaves_room(std::string_view state)
{
    using namespace acceptance_state;
    return state == rejected || state == left || state == removed || state == withdrawn ||
           state == abandoned || state == lapsed || state == ended;
}

Refusal bad_field(std::string pointer, const std::string& rule, const std::string& sentence,
                  const Facts& values)
{
    auto refusal = refuse(Fault::invalid, rule, sentence).in({{std::move(pointer), rule, sentence, values}});
    refusal.values = values;
    return refusal;
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Admission& admission, Facts facts, journal::Audience audience)
{
    facts.emplace_back("programme", admission.programme.text());
    facts.emplace_back("provider", admission.provider.text());
    // A draft is the provider's matter alone.
    auto organisations = admission.submitted_at
                             ? std::vector{admission.authority.text(), admission.provider.text()}
                             : std::vector{admission.provider.text()};
    journal::append(
        tx, ambient, access::doer_of(actor),
        {std::move(kind), admission.id.text(), std::move(facts), audience, std::move(organisations), {}, {}});
}

Result<Done> move(Transaction& tx, const Ambient& ambient, Admission& admission, std::string_view verb)
{
    const auto& states = admission.channel == Channel::dps ? admission_states() : acceptance_states();
    auto next = states.move(admission.state, verb);
    if (!next)
        return next.refusal();
    admission.state = std::move(*next);
    admission.revision += 1;
    save(tx, admission, ambient.now);
    return Done{};
}

void give_task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view role,
               std::string_view what, const Admission& about, std::optional<Instant> due_at)
{
    access::give_task(tx, ambient, organisation, role, named(about, what), about.id.text(), due_at);
}

void finish_task(Transaction& tx, const Ambient& ambient, std::string_view what, const Admission& about)
{
    access::finish_tasks(tx, named(about, what), about.id.text(), ambient.now);
}

void tell(Transaction& tx, const Ambient& ambient, std::string_view what, OrganisationId recipient,
          const Admission& admission)
{
    work::send(tx, ambient, named(admission, what), Language::fi, recipient.text(),
               {{"request", admission.id.text()}});
}

} // namespace kori::admissions
