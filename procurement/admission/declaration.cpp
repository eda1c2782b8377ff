#include "procurement/admission/declaration.hpp"

#include <algorithm>

namespace kori
{
namespace
{

constexpr RuleSentence sentences[] = {
    {"declaration.unknown_ground", "There is no ground of exclusion called {ground}.", ""},
    {"declaration.ground_twice", "The ground {ground} is answered twice.", ""},
    {"declaration.day_without_ground", "A day belongs to a ground that applies.", ""},
    {"declaration.measures_without_ground", "Measures belong to a ground that applies.", ""},
    {"declaration.day_in_future", "This day has not come yet.", ""},
    {"declaration.capacity_missing", "Say which capacity of this enterprise you rely on.", ""},
    {"declaration.capacity_of_member", "A member of the group takes part itself: leave the capacity out.",
     ""},
    {"declaration.entity_twice", "This enterprise is listed twice in the same role.", ""},
    {"declaration.unknown_requirement", "The category has no requirement called {requirement}.", ""},
    {"declaration.requirement_twice", "The requirement {requirement} is answered twice.", ""},
    {"declaration.ground_unanswered", "Say whether this ground of exclusion applies: {ground}.", ""},
    {"declaration.day_missing", "Say on which day the judgment became final or the event happened: {ground}.",
     ""},
    {"declaration.requirement_unanswered", "Say whether you meet this requirement: {requirement}.", ""},
};

FieldError fault(std::string pointer, std::string_view rule, Facts values = {})
{
    return field_error(sentences, std::move(pointer), rule, std::move(values));
}

const GroundAnswer* find_answer(const DeclarationContent& content, std::string_view code)
{
    for (const auto& answer : content.grounds)
        if (answer.code == code)
            return &answer;
    return nullptr;
}

void check_ground(const DeclarationContent& content, std::size_t i,
                  const std::vector<ExclusionGround>& grounds, CivilDate today,
                  std::vector<FieldError>& faults)
{
    const auto& answer = content.grounds[i];
    const auto pointer = "/grounds/" + std::to_string(i);
    if (std::none_of(grounds.begin(), grounds.end(),
                     [&](const ExclusionGround& ground) { return ground.code == answer.code; }))
        faults.push_back(fault(pointer + "/code", "declaration.unknown_ground", {{"ground", answer.code}}));
    if (find_answer(content, answer.code) != &answer)
        faults.push_back(fault(pointer + "/code", "declaration.ground_twice", {{"ground", answer.code}}));
    if (!answer.applies && answer.on)
        faults.push_back(fault(pointer + "/on", "declaration.day_without_ground"));
    if (!answer.applies && !answer.measures.empty())
        faults.push_back(fault(pointer + "/measures", "declaration.measures_without_ground"));
    if (answer.on && *answer.on > today)
        faults.push_back(fault(pointer + "/on", "declaration.day_in_future"));
}

void check_entity(const std::vector<OtherEntity>& others, std::size_t i, std::vector<FieldError>& faults)
{
    const auto& entity = others[i];
    const auto pointer = "/others/" + std::to_string(i);
    const bool is_member = entity.role == entity_role::group_member;
    if (is_member && !entity.capacity.empty())
        faults.push_back(fault(pointer + "/capacity", "declaration.capacity_of_member"));
    if (!is_member && entity.capacity.empty())
        faults.push_back(fault(pointer + "/capacity", "declaration.capacity_missing"));
    for (std::size_t j = 0; j < i; ++j)
        if (others[j].business_id == entity.business_id && others[j].role == entity.role &&
            others[j].capacity == entity.capacity)
            return faults.push_back(fault(pointer + "/business_id", "declaration.entity_twice"));
}

} // namespace

std::vector<FieldError> declaration_faults(const DeclarationContent& content, CivilDate today,
                                           const LawBook& law)
{
    std::vector<FieldError> faults;
    const auto grounds = exclusion_grounds(today, law);
    for (std::size_t i = 0; i < content.grounds.size(); ++i)
        check_ground(content, i, grounds, today, faults);
    for (std::size_t i = 0; i < content.others.size(); ++i)
        check_entity(content.others, i, faults);
    return faults;
}

std::vector<FieldError> answer_faults(const std::vector<RequirementAnswer>& answers,
                                      const std::vector<std::string>& requirements)
{
    std::vector<FieldError> faults;
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < answers.size(); ++i)
    {
        const auto& code = answers[i].code;
        const auto pointer = "/requirements/" + std::to_string(i) + "/code";
        if (!holds(requirements, code))
            faults.push_back(fault(pointer, "declaration.unknown_requirement", {{"requirement", code}}));
        if (holds(seen, code))
            faults.push_back(fault(pointer, "declaration.requirement_twice", {{"requirement", code}}));
        seen.push_back(code);
    }
    return faults;
}

std::vector<FieldError> missing_answers(const DeclarationContent& content,
                                        const std::vector<RequirementAnswer>& answers,
                                        const std::vector<std::string>& requirements, CivilDate today,
                                        const LawBook& law)
{
    std::vector<FieldError> faults;
    for (const auto& ground : exclusion_grounds(today, law))
    {
        const auto* answer = find_answer(content, ground.code);
        if (answer == nullptr)
            faults.push_back(
                fault("/grounds/" + ground.code, "declaration.ground_unanswered", {{"ground", ground.code}}));
        // Without its day nobody can say whether the ground still counts (T29).
        else if (answer->applies && !answer->on)
            faults.push_back(fault("/grounds/" + ground.code + "/on", "declaration.day_missing",
                                   {{"ground", ground.code}}));
    }
    for (const auto& code : requirements)
        if (std::none_of(answers.begin(), answers.end(),
                         [&](const RequirementAnswer& answer) { return answer.code == code; }))
            faults.push_back(fault("/requirements/" + code, "declaration.requirement_unanswered",
                                   {{"requirement", code}}));
    return faults;
}

RuleSentences declaration_sentences()
{
    return sentences;
}

} // namespace kori
