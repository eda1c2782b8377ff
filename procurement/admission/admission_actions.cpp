// The request itself: begun, submitted, given up. What else happens to it stands in the files that
// admission_actions.hpp names.
#include "procurement/admission/admission_actions.hpp"

#include "procurement/admission/answer_clock.hpp"
#include "procurement/admission/joining_actions.hpp"

namespace kori::admissions
{
namespace
{

Refusal programme_over()
{
    return refuse(Fault::conflict, "acceptance.programme_over", "This programme takes no requests.");
}

Result<Admission> ended_by_provider(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    AdmissionId id, std::string_view verb, std::string_view what)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto moved = move(tx, ambient, *admission, verb); !moved)
        return moved.refusal();
    stop_clock(tx, ambient, *admission);

    note(tx, ambient, actor, named(*admission, what), *admission, {});
    return *admission;
}

} // namespace

Result<Admission> start_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                ProgrammeId programme_id, const std::optional<CategoryId>& category)
{
    if (actor.organisation_kind == OrganisationKind::civic && actor.organisation)
        return refuse(Fault::conflict, "acceptance.not_needed",
                      "Who neither sells nor buys stands in the register without acceptance.");
    if (!actor.is_provider())
        return refuse(Fault::forbidden, "acceptance.not_a_provider", "Only a provider asks to join.");

    const auto programme = programmes::find(tx, programme_id);
    if (!programme || !programme->published_at)
        return absent();
    if (programme->channel == Channel::dps)
        return start_joining(tx, ambient, actor, *programme, category);
    const auto earlier = find_of(tx, programme_id, *actor.organisation);

    if (category)
        return bad_field("?category", "acceptance.no_categories", "This programme has no categories.");
    if (programme->channel != Channel::open_acceptance)
        return refuse(Fault::conflict, "acceptance.other_channel",
                      "This programme does not work by acceptance.");
    if (!takes_requests(programme->state))
        return programme_over();
    if (earlier && !leaves_room(earlier->state))
        return refuse(Fault::conflict, "acceptance.request_already",
                      "You have a request or an acceptance here already.");

    const Admission admission{ambient.next<AdmissionTag>(),
                              programme->id,
                              programme->authority,
                              *actor.organisation,
                              programme->channel,
                              std::string{acceptance_states().initial},
                              std::nullopt,
                              std::nullopt,
                              1,
                              std::nullopt,
                              std::nullopt};
    insert(tx, admission, ambient.now);

    note(tx, ambient, actor, "acceptance.request_started", admission, {});
    return admission;
}

Result<Admission> submit_request(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();

    const auto programme = programme_of(tx, *admission);

    if (auto right = check_channel(*admission, Channel::open_acceptance); !right)
        return right.refusal();
    if (const auto listed = acceptance_states().move(admission->state, "submit"); !listed)
        return listed.refusal();
    if (!takes_requests(programme.state))
        return programme_over();
    admission->submitted_at = ambient.received_at;
    const auto received_on = finnish_date(ambient.received_at);
    const bool waits = programme.state == programme_state::closed_temp;
    if (!waits)
        start_clock(tx, ambient, *admission, programme, received_on);

    if (auto moved = move(tx, ambient, *admission, "submit"); !moved)
        return moved.refusal();
    if (waits)
    {
        if (auto moved = move(tx, ambient, *admission, "wait_for_reopening"); !moved)
            return moved.refusal();
        watch_for_reopening(tx, ambient, *admission, received_on);
    }

    Facts facts{{"received_at", to_text(ambient.received_at)}, {"waits_for_reopening", yes_no(waits)}};
    if (admission->answer_due_on)
        facts.emplace_back("answer_due_on", to_text(*admission->answer_due_on));
    note(tx, ambient, actor, "acceptance.submitted", *admission, std::move(facts));
    tell(tx, ambient, "request_received", admission->provider, *admission);
    return *admission;
}

Result<Admission> abandon_request(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    return ended_by_provider(tx, ambient, actor, id, "abandon", "abandoned");
}

Result<Admission> withdraw_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id)
{
    return ended_by_provider(tx, ambient, actor, id, "withdraw", "withdrawn");
}

} // namespace kori::admissions
