// The authority looks at a request and asks what is unclear.
#include "procurement/admission/answer_clock.hpp"

namespace kori::admissions
{

Result<Admission> take_into_review(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id)
{
    auto admission = request_for_member(tx, ambient, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto right = check_channel(*admission, Channel::open_acceptance); !right)
        return right.refusal();
    if (admission->state == acceptance_state::waiting_reopening)
    {
        const auto programme = programme_of(tx, *admission);
        if (programme.state != programme_state::open)
            return refuse(Fault::conflict, "acceptance.waits_for_reopening",
                          "The programme is closed: the request waits for its reopening.");
        // It was closed at the last midnight, or the watch would have seen it.
        if (auto begun = reopen(tx, ambient, actor, *admission, programme, ambient.today()); !begun)
            return begun.refusal();
    }
    admission->assessed_by = actor.membership;
    if (auto moved = move(tx, ambient, *admission, "open"); !moved)
        return moved.refusal();

    note(tx, ambient, actor, "acceptance.opened", *admission, {});
    return *admission;
}

Result<Admission> ask_clarification(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    AdmissionId id, const std::string& question)
{
    auto admission = request_for_member(tx, ambient, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto moved = move(tx, ambient, *admission, "ask_clarification"); !moved)
        return moved.refusal();
    const AdmissionQuestion asked{ambient.next<AdmissionQuestionTag>(), id, question, *actor.membership,
                                  ambient.now};
    insert(tx, asked);
    give_task(tx, ambient, admission->provider, role::manager, task_clarify, *admission, std::nullopt);

    note(tx, ambient, actor, named(*admission, "clarification_asked"), *admission,
         {{"question", asked.id.text()}});
    tell(tx, ambient, "clarification_asked", admission->provider, *admission);
    return *admission;
}

Result<Admission> answer_clarification(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       AdmissionId id, const std::string& answer)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto moved = move(tx, ambient, *admission, "clarify"); !moved)
        return moved.refusal();
    const auto questions = questions_of(tx, id);
    PROMISE(!questions.empty() && !questions.back().answer);
    answer_question(tx, questions.back().id, answer, ambient.now);
    finish_task(tx, ambient, task_clarify, *admission);

    note(tx, ambient, actor, named(*admission, "clarified"), *admission,
         {{"question", questions.back().id.text()}});
    return *admission;
}

Result<Admission> end_waiting(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = received_request(tx, ambient, actor, id);
    if (!admission)
        return admission.refusal();

    if (auto moved = move(tx, ambient, *admission, "end_waiting"); !moved)
        return moved.refusal();
    // Decided on what there is; the question stays on record without an answer.
    finish_task(tx, ambient, task_clarify, *admission);

    note(tx, ambient, actor, named(*admission, "waiting_ended"), *admission, {});
    return *admission;
}

} // namespace kori::admissions
