#include "procurement/competition/invitation_faults.hpp"

#include "procurement/competition/competition_seal.hpp"
#include "procurement/rule/rule.hpp"

#include <algorithm>

namespace kori::competitions
{
namespace
{

class Inspection
{
public:
    Inspection(const Competition& competition, const std::vector<Opener>& openers)
        : it_{competition}, openers_{openers}
    {
    }

    std::vector<FieldError> all(Instant invited_at, const LawBook& law)
    {
        require_text(it_.name, "/name");
        require_text(it_.description, "/description");
        if (it_.estimated_value <= Money{})
            add("/estimated_value_cents", "competition.amount_not_positive");
        look_at_criteria();
        look_at_parts();
        look_at_winners();
        look_at_openers();
        look_at_times(invited_at, law);
        return std::move(errors_);
    }

private:
    void add(std::string pointer, std::string_view rule, Facts values = {})
    {
        errors_.push_back(field_error(competition_sentences(), std::move(pointer), rule, std::move(values)));
    }

    void require_text(const LocalText& text, const std::string& pointer)
    {
        if (text.fi.empty())
            add(pointer + "/fi", "competition.text_missing", {{"language", "fi"}});
        if (text.sv.empty())
            add(pointer + "/sv", "competition.text_missing", {{"language", "sv"}});
    }

    void look_at_criteria()
    {
        for (auto& error : criteria_faults(it_.criteria, Channel::dps, it_.regime))
        {
            // In documents amounts carry their unit.
            if (error.pointer == "/price_ceiling" || error.pointer == "/fixed_price")
                error.pointer += "_cents";
            error.pointer = "/criteria" + error.pointer;
            errors_.push_back(std::move(error));
        }
    }

    void look_at_parts()
    {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < it_.parts.size(); ++i)
        {
            const auto& part = it_.parts[i];
            const auto here = "/parts/" + std::to_string(i);
            require_text(part.title, here + "/title");
            // The form is always asked for, and the lot is the authority's own sealed part.
            if (part.name == "form" || part.name == "lot")
                add(here + "/name", "competition.part_name_reserved", {{"name", part.name}});
            if (holds(names, part.name))
                add(here + "/name", "competition.part_doubled", {{"name", part.name}});
            names.push_back(part.name);
        }
    }

    void look_at_winners()
    {
        const bool is_single = it_.use == order_of_use::single;
        if (is_single != (it_.winners_most == 1))
            add("/order_of_use", "competition.order_of_use_unfit", {{"winners", it_.winners_most}});
    }

    void look_at_openers()
    {
        if (!quorum_of(it_, openers_).check())
            add("/openers", "competition.openers_quorum",
                {{"needed", it_.openers_needed},
                 {"named", static_cast<std::int64_t>(openers_.size())},
                 {"needed_min", crypto::Quorum::needed_min},
                 {"named_min", crypto::Quorum::openers_min},
                 {"named_max", crypto::Quorum::openers_max}});
        for (std::size_t i = 0; i < openers_.size(); ++i)
            if (openers_[i].key_text.empty())
                add("/openers/" + std::to_string(i), "competition.opener_without_key");
    }

    void look_at_times(Instant invited_at, const LawBook& law)
    {
        if (!it_.closes_at)
            return add("/closes_at", "competition.deadline_missing");
        auto late = deadline_faults(invited_at, *it_.closes_at,
                                    it_.tender_time(TenderTimeAgreement::not_sought), law, "/closes_at");
        std::move(late.begin(), late.end(), std::back_inserter(errors_));
        if (it_.questions_until &&
            (*it_.questions_until <= invited_at || *it_.questions_until > *it_.closes_at))
            add("/questions_until", "competition.questions_until_outside");
        if (it_.service_until < it_.service_from)
            add("/service_until", "competition.service_ends_before");
    }

    const Competition& it_;
    const std::vector<Opener>& openers_;
    std::vector<FieldError> errors_;
};

} // namespace

std::vector<FieldError> invitation_faults(const Competition& competition, const std::vector<Opener>& openers,
                                          Instant invited_at, const LawBook& law)
{
    return Inspection{competition, openers}.all(invited_at, law);
}

} // namespace kori::competitions
