#include "procurement/admission/decision_grounds.hpp"

#include "procurement/admission/admission_steps.hpp"
#include "procurement/basket/basket_store.hpp"
#include "procurement/decision/cites.hpp"

#include <algorithm>

namespace kori::admissions
{
namespace
{

FieldError field(std::string pointer, std::string rule, std::string sentence)
{
    return {std::move(pointer), std::move(rule), std::move(sentence), {}};
}

std::vector<FieldError> faults_of(Transaction& tx, const DecideOnAdmission& wish, const Admission& admission,
                                  const Published& published, CivilDate today)
{
    std::vector<FieldError> faults;
    if (decisions::cites_procurement_act(wish.reasons))
        faults.push_back(
            field("/reasons", "acceptance.reasons_from_another_channel",
                  "A decision of this channel rests on its own published conditions and on no other act."));
    const bool takes_away =
        wish.outcome == "rejected" || wish.outcome == "removed" || wish.outcome == "suspended";
    const bool names_grounds = !wish.failed_conditions.empty() || !wish.missing_evidence.empty();
    // ASSUMED: a suspension or removal may also rest on how the provider acted; its reasons say so.
    if (wish.outcome == "rejected" && !names_grounds)
        faults.push_back(field("/failed_conditions", "acceptance.ground_missing",
                               "Name a published condition that is not met, or evidence that is missing."));
    if (!takes_away && names_grounds)
        faults.push_back(field("/failed_conditions", "acceptance.ground_not_expected",
                               "Who is accepted has no condition that is not met."));
    for (std::size_t i = 0; i < wish.failed_conditions.size(); ++i)
        if (find_condition(published, wish.failed_conditions[i]) == nullptr)
            faults.push_back(field("/failed_conditions/" + std::to_string(i),
                                   "acceptance.condition_not_published",
                                   "No published basket of the programme has this condition."));
    const auto on_file = evidence_of(tx, admission.provider, admission.authority);
    for (std::size_t i = 0; i < wish.missing_evidence.size(); ++i)
    {
        const auto& code = wish.missing_evidence[i];
        const auto pointer = "/missing_evidence/" + std::to_string(i);
        if (!holds(published.evidence, code))
            faults.push_back(field(pointer, "acceptance.evidence_not_asked",
                                   "No published basket of the programme asks for this evidence."));
        else if (std::any_of(on_file.begin(), on_file.end(), [&](const EvidenceOnFile& one)
                             { return one.code == code && one.validity.contains(today); }))
            faults.push_back(
                field(pointer, "acceptance.evidence_on_file", "This evidence is on file and valid."));
    }
    return faults;
}

} // namespace

Published published_in(Transaction& tx, const Programme& programme)
{
    Published published;
    for (const auto& basket : baskets::after(tx, "", batch, programme.authority, programme.id, true))
    {
        const auto version = basket.current ? baskets::find_version(tx, *basket.current) : std::nullopt;
        if (!version)
            continue;
        for (const auto& condition : version->terms.boundary_conditions)
        {
            published.conditions.push_back({condition.code, condition.text});
            if (condition.kind == ConditionKind::evidence_present)
                published.evidence.insert(published.evidence.end(), condition.codes.begin(),
                                          condition.codes.end());
        }
    }
    return published;
}

const NamedCondition* find_condition(const Published& published, std::string_view code)
{
    const auto at = std::find_if(published.conditions.begin(), published.conditions.end(),
                                 [&](const NamedCondition& one) { return one.code == code; });
    return at == published.conditions.end() ? nullptr : &*at;
}

Result<Done> check_grounds(Transaction& tx, const DecideOnAdmission& wish, const Admission& admission,
                           const Published& published, CivilDate today)
{
    if (auto faults = faults_of(tx, wish, admission, published, today); !faults.empty())
        return refuse(Fault::invalid, "acceptance.decision_incomplete",
                      "The decision cannot be made like this.")
            .in(std::move(faults));
    return Done{};
}

} // namespace kori::admissions
