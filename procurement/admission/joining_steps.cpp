#include "procurement/admission/joining_steps.hpp"

#include <algorithm>

namespace kori::admissions
{
namespace
{

std::optional<RecordCheck> newest_check(Transaction& tx, AdmissionId admission)
{
    const auto checks = checks_of(tx, admission); // oldest first
    if (checks.empty())
        return std::nullopt;
    return RecordCheck{checks.back().extract_on, checks.back().result == "ground_found"};
}

} // namespace

Category category_of(Transaction& tx, const Admission& admission)
{
    PROMISE(admission.category.has_value());
    auto category = systems::find_category(tx, *admission.category);
    PROMISE(category.has_value());
    return std::move(*category);
}

AssessmentInput assessment_input(Transaction& tx, const Admission& admission, const Programme& programme)
{
    AssessmentInput input;
    input.regime = programme.regime;
    input.requirements = category_of(tx, admission).requirements;
    input.record = newest_check(tx, admission.id);
    const auto statement = statement_of(tx, admission.id);
    if (!statement)
        return input;
    const auto declaration = find_declaration(tx, statement->declaration);
    PROMISE(declaration.has_value());
    input.declaration = declaration->content;
    input.answers = statement->answers;
    for (auto& one : declared_until(tx, admission.provider, statement->confirmed_at, admission.id))
        input.evidence.push_back(std::move(one.evidence));
    return input;
}

std::optional<JoiningHearing> running_hearing(Transaction& tx, AdmissionId admission, Instant at)
{
    const auto hearings = hearings_of(tx, admission);
    if (hearings.empty() || hearings.back().answer || hearings.back().answer_until < at)
        return std::nullopt;
    return hearings.back();
}

bool is_heard(Transaction& tx, AdmissionId admission, Instant at)
{
    const auto decisions = joining_decisions_of(tx, admission);
    const auto hearings = hearings_of(tx, admission);
    return std::any_of(hearings.begin(), hearings.end(),
                       [&](const JoiningHearing& one)
                       {
                           const bool is_newer =
                               decisions.empty() || one.asked_at > decisions.back().decided_at;
                           return is_newer && (one.answer || one.answer_until < at);
                       });
}

Result<Done> ask(Transaction& tx, const Ambient& ambient, const Actor& actor, Admission& admission,
                 JoiningHearing hearing)
{
    const bool is_renewal = hearing.kind == "renewal";
    if (is_renewal)
    {
        if (auto moved = move(tx, ambient, admission, "ask_renewal"); !moved)
            return moved;
    }
    else
    {
        admission.revision += 1;
        save(tx, admission, ambient.now);
    }
    insert(tx, hearing);
    give_task(tx, ambient, admission.provider, role::manager, task_renew, admission, hearing.answer_until);
    wait_for_answer(tx, ambient, admission, hearing);

    const std::string what = is_renewal ? "renewal_asked" : "hearing_asked";
    note(tx, ambient, actor, named(admission, what), admission,
         {{"hearing", hearing.id.text()},
          {"about", joined_codes(hearing.about)},
          {"answer_until", to_text(hearing.answer_until)}});
    tell(tx, ambient, what, admission.provider, admission);
    return Done{};
}

void close_joining_clock(Transaction& tx, const Ambient& ambient, const Admission& admission, bool is_decided)
{
    auto clock = clock_of(tx, admission.id);
    if (!clock || clock->decided_at || clock->ended_at)
        return;
    (is_decided ? clock->decided_at : clock->ended_at) = ambient.received_at;
    save(tx, *clock);
}

} // namespace kori::admissions
