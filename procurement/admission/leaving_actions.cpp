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
    give_task(tx, ambient, admission->authority, role::procurement_officer, task_leaving, *admission,
              std::nullopt);

    note(tx, ambient, actor, named(*admission, "leave_asked"), *admission, {});
    return *admission;
}

Result<Admission> confirm_leaving(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = received_request(tx, ambient, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto moved = move(tx, ambient, *admission, "leave"); !moved)
        return moved.refusal();
    stop_clock(tx, ambient, *admission);

    note(tx, ambient, actor, named(*admission, "left"), *admission, {}, journal::Audience::everyone);
    tell(tx, ambient, "left", admission->provider, *admission);
    return *admission;
}

void end_with_programme(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const Programme& programme)
{
    const auto end_all = [&](std::string_view state, std::string_view verb, std::string_view what)
    {
        for (auto& admission : in_state(tx, programme.id, state, batch))
        {
            PROMISE(bool(move(tx, ambient, admission, verb)));
            stop_clock(tx, ambient, admission);
            note(tx, ambient, actor, named(admission, what), admission, {});
            tell(tx, ambient, what, admission.provider, admission);
        }
    };
    // The states of both channels: a programme has requests of one of them only.
    using namespace acceptance_state;
    for (const auto state :
         {submitted, waiting_reopening, under_review, clarification, admission_state::extended})
        end_all(state, "lapse", "lapsed");
    for (const auto state : {accepted, admission_state::admitted, renewal_asked, suspended, leaving})
        end_all(state, "end", "ended");
}

} // namespace kori::admissions
