#include "procurement/basket/basket_check.hpp"

#include "core/base/identifiers.hpp"
#include "procurement/party/party_store.hpp"

namespace kori::baskets
{
namespace
{

constexpr RuleSentence sentences[] = {
    {"basket.code_not_in_area", "{code} is not in the area's own list {list} on {day}.", ""},
    {"basket.municipality_unknown", "There is no municipality {code} on {day}.", ""},
    {"basket.municipality_not_organised",
     "This authority does not organise services in the municipality {code} on {day}.", ""},
    {"basket.language_missing", "The basket must be offered in {language} too.", ""},
    {"basket.cpv_form", "{code} is not a CPV code.", ""},
    {"basket.metric_set_missing", "The basket needs a metric set of the area.", ""},
};

// Collects what the area and the day say.
class AreaInspection
{
public:
    AreaInspection(Transaction& tx, const AreaBook& areas, OrganisationId authority, CivilDate day)
        : tx_{tx}, areas_{areas}, authority_{authority}, day_{day}
    {
    }

    std::vector<FieldError> all(const BasketTerms& terms)
    {
        require_codes("/target_groups", "target_group", terms.target_groups);
        require_codes("/needs", "need", terms.needs);
        require_codes("/service_types", "service_type", terms.service_types);
        if (terms.metric_set.empty())
            add("/metric_set", "basket.metric_set_missing", {});
        else
            require_code("/metric_set", "metric_set", terms.metric_set);
        look_at_municipalities(terms.municipalities);
        for (std::size_t i = 0; i < terms.eligibility_rules.size(); ++i)
            look_at_rule("/eligibility_rules/" + std::to_string(i) + "/codes", terms.eligibility_rules[i]);
        // Everybody may use Finnish or Swedish, also in a unilingual area: 380/2023 §19, 423/2003 §25.
        for (const auto* language : {"fi", "sv"})
            if (!holds(terms.languages, language))
                add("/languages", "basket.language_missing", {{"language", language}});
        if (!terms.cpv.empty() && !is_cpv(terms.cpv))
            add("/cpv", "basket.cpv_form", {{"code", terms.cpv}});
        return std::move(faults_);
    }

private:
    void add(std::string pointer, std::string_view rule, Facts values)
    {
        faults_.push_back(field_error(sentences, std::move(pointer), rule, std::move(values)));
    }

    void require_code(std::string pointer, std::string_view list, const std::string& code)
    {
        if (!parties::is_code_on(tx_, authority_, list, code, day_))
            add(std::move(pointer), "basket.code_not_in_area",
                {{"code", code}, {"list", list}, {"day", to_text(day_)}});
    }

    void require_codes(const std::string& pointer, std::string_view list,
                       const std::vector<std::string>& codes)
    {
        for (std::size_t i = 0; i < codes.size(); ++i)
            require_code(pointer + "/" + std::to_string(i), list, codes[i]);
    }

    void look_at_municipalities(const std::vector<std::string>& codes)
    {
        const auto entity = parties::find(tx_, authority_);
        for (std::size_t i = 0; i < codes.size(); ++i)
        {
            const auto pointer = "/municipalities/" + std::to_string(i);
            if (areas_.find_municipality(codes[i], day_) == nullptr)
                add(pointer, "basket.municipality_unknown", {{"code", codes[i]}, {"day", to_text(day_)}});
            else if (!entity || parties::organiser_of(tx_, codes[i], entity->kind, day_) != authority_)
                add(pointer, "basket.municipality_not_organised",
                    {{"code", codes[i]}, {"day", to_text(day_)}});
        }
    }

    void look_at_rule(const std::string& pointer, const EligibilityRule& rule)
    {
        if (rule.kind == EligibilityKind::target_group)
            require_codes(pointer, "target_group", rule.codes);
        if (rule.kind == EligibilityKind::need)
            require_codes(pointer, "need", rule.codes);
        if (rule.kind == EligibilityKind::municipality)
            for (std::size_t i = 0; i < rule.codes.size(); ++i)
                if (areas_.find_municipality(rule.codes[i], day_) == nullptr)
                    add(pointer + "/" + std::to_string(i), "basket.municipality_unknown",
                        {{"code", rule.codes[i]}, {"day", to_text(day_)}});
    }

    Transaction& tx_;
    const AreaBook& areas_;
    OrganisationId authority_;
    CivilDate day_;
    std::vector<FieldError> faults_;
};

} // namespace

std::vector<FieldError> missing(Transaction& tx, const Ambient& ambient, const AreaBook& areas,
                                const Basket& basket, const BasketTerms& terms)
{
    auto faults = missing_for_publication(terms, basket.channel, ambient.today(), ambient.law);
    auto of_area = AreaInspection{tx, areas, basket.authority, ambient.today()}.all(terms);
    faults.insert(faults.end(), std::make_move_iterator(of_area.begin()),
                  std::make_move_iterator(of_area.end()));
    for (auto& fault : faults)
        fault.pointer = "/terms" + fault.pointer;
    return faults;
}

RuleSentences check_sentences()
{
    return sentences;
}

} // namespace kori::baskets
