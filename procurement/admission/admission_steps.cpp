#include "procurement/admission/admission_steps.hpp"

#include "core/work/outbox.hpp"

namespace kori::admissions
{

Result<Admission> own_request(Transaction& tx, const Actor& actor, AdmissionId id)
{
    auto admission = find(tx, id);
    if (!admission || !actor.speaks_for(admission->provider))
        return absent();
    return std::move(*admission);
}

Result<Admission> received_request(Transaction& tx, const Actor& actor, AdmissionId id)
{
    auto admission = find(tx, id);
    if (!admission || !actor.speaks_for(admission->authority) || !admission->submitted_at)
        return absent();
    return std::move(*admission);
}

Result<Admission> request_for_member(Transaction& tx, const Actor& actor, AdmissionId id)
{
    auto admission = received_request(tx, actor, id);
    if (admission && !actor.membership)
        return refuse(Fault::forbidden, "acceptance.not_a_member",
                      "Only a member of the organisation does this.");
    return admission;
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
    auto next = acceptance_states().move(admission.state, verb);
    if (!next)
        return next.refusal();
    admission.state = std::move(*next);
    admission.revision += 1;
    save(tx, admission, ambient.now);
    return Done{};
}

void give_task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view role,
               std::string_view kind, AdmissionId about, std::optional<Instant> due_at)
{
    access::insert(tx,
                   Task{ambient.next<TaskTag>(), organisation, std::nullopt, std::string{role},
                        std::string{kind}, about.text(), due_at},
                   ambient.now);
}

void tell(Transaction& tx, const Ambient& ambient, std::string_view name, OrganisationId recipient,
          const Admission& admission)
{
    work::send(tx, ambient, name, Language::fi, recipient.text(), {{"request", admission.id.text()}});
}

} // namespace kori::admissions
