// Before something is taken from an admitted provider it is asked: for renewed evidence (§52(2), T12), or for
// its view.
#include "procurement/admission/joining_steps.hpp"

namespace kori::admissions
{
namespace
{

// Grounds of exclusion, the category's requirements, and what is asked again whatever the category.
bool may_be_about(std::string_view code, const Category& category, CivilDate today, const LawBook& law)
{
    return code == "self_declaration" || code == "criminal_record" || holds(category.requirements, code) ||
           find_ground(code, today, law).has_value();
}

} // namespace

Result<Admission> ask_provider(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               const AskProvider& wish)
{
    auto admission = request_for_member(tx, ambient, actor, wish.admission);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();

    const auto programme = programme_of(tx, *admission);
    const auto category = category_of(tx, *admission);

    using namespace admission_state;
    if (wish.kind == "renewal")
    {
        if (const auto listed = admission_states().move(admission->state, "ask_renewal"); !listed)
            return listed.refusal();
    }
    else if (admission->state != admitted && admission->state != renewal_asked &&
             admission->state != suspended)
        return refuse(Fault::conflict, "admission.nobody_to_hear", "Only an admitted provider is heard.");
    if (running_hearing(tx, wish.admission, ambient.received_at))
        return refuse(Fault::conflict, "admission.hearing_runs", "The provider is being asked already.");
    for (std::size_t i = 0; i < wish.about.size(); ++i)
        if (!may_be_about(wish.about[i], category, ambient.today(), ambient.law))
            return bad_field(
                "/about/" + std::to_string(i), "admission.unknown_code",
                "This is neither a ground of exclusion nor a requirement of the category: {code}.",
                {{"code", wish.about[i]}});
    // ASSUMED: to be heard takes as long as to renew evidence.
    const auto earliest = earliest_renewal(programme.regime, ambient.received_at, ambient.law);
    if (wish.answer_until < earliest)
        return bad_field("/answer_until", "admission.time_too_short",
                         "The provider has at least until {earliest}.", {{"earliest", to_text(earliest)}});

    if (auto asked = ask(tx, ambient, actor, *admission,
                         {ambient.next<JoiningHearingTag>(), admission->id, wish.kind, wish.about,
                          wish.reason, actor.membership->text(), ambient.now, wish.answer_until});
        !asked)
        return asked.refusal();
    return *admission;
}

Result<Admission> answer_hearing(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id,
                                 const std::string& answer)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();

    const auto hearing = running_hearing(tx, id, ambient.received_at);

    if (!hearing)
        return refuse(Fault::conflict, "admission.nothing_to_answer", "Nothing waits for your answer here.");

    answer_hearing(tx, hearing->id, answer, ambient.now);
    finish_task(tx, ambient, task_renew, *admission);
    give_task(tx, ambient, admission->authority, role::decision_maker, task_look_again, *admission,
              std::nullopt);
    admission->revision += 1;
    save(tx, *admission, ambient.now);

    note(tx, ambient, actor, "admission.hearing_answered", *admission, {{"hearing", hearing->id.text()}});
    return *admission;
}

} // namespace kori::admissions
