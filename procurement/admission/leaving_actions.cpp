// How a place in a programme ends without a decision: the provider leaves, or the programme ends.
#include "procurement/admission/answer_clock.hpp"

namespace kori::admissions
{

Result<Admission> ask_to_leave(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto moved = move(tx, ambient, *admission, "ask_to_leave"); !moved)
        return moved.refusal();
    give_task(tx, ambient, admission->authority, role::procurement_officer, task_leaving, id, std::nullopt);

    note(tx, ambient, actor, "acceptance.leave_asked", *admission, {});
    return *admission;
}

Result<Admission> confirm_leaving(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = received_request(tx, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto moved = move(tx, ambient, *admission, "leave"); !moved)
        return moved.refusal();
    stop_clock(tx, ambient, id);

    note(tx, ambient, actor, "acceptance.left", *admission, {}, journal::Audience::everyone);
    tell(tx, ambient, "acceptance.left", admission->provider, *admission);
    return *admission;
}

void end_with_programme(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const Programme& programme)
{
    using namespace acceptance_state;
    const auto end_all = [&](std::string_view state, std::string_view verb, const std::string& kind)
    {
        for (auto& admission : in_state(tx, programme.id, state, batch))
        {
            PROMISE(bool(move(tx, ambient, admission, verb)));
            stop_clock(tx, ambient, admission.id);
            note(tx, ambient, actor, kind, admission, {});
            tell(tx, ambient, kind, admission.provider, admission);
        }
    };
    for (const auto state : {submitted, waiting_reopening, under_review, clarification})
        end_all(state, "lapse", "acceptance.lapsed");
    for (const auto state : {accepted, renewal_asked, suspended, leaving})
        end_all(state, "end", "acceptance.ended");
}

} // namespace kori::admissions
