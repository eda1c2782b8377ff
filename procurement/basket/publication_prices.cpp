#include "procurement/basket/publication_prices.hpp"

#include <algorithm>

namespace kori
{

namespace
{

class PriceInspection
{
public:
    PriceInspection(const BasketTerms& terms, PublicationFaults& faults) : terms_{terms}, faults_{faults} {}

    void look()
    {
        look_at_components();
        look_at_share();
    }

private:
    void look_at_components()
    {
        if (terms_.is_civic && !terms_.price_components.empty())
            faults_.add("/price_components", "basket.civic_with_prices");
        if (!terms_.is_civic && terms_.price_components.empty())
            faults_.add("/price_components", "basket.price_model_missing");
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < terms_.price_components.size(); ++i)
        {
            const auto& component = terms_.price_components[i];
            look_at_component(component, "price_components/" + std::to_string(i));
            if (!component.code.empty())
                codes.push_back(component.code);
        }
        faults_.require_distinct(codes, "price_components");
    }

    void look_at_component(const PriceComponent& component, const std::string& field)
    {
        const auto& kind = row_of(component.kind);
        const auto pointer = "/" + field;
        if (component.code.empty())
            faults_.add(pointer + "/code", "basket.component_code_missing");
        faults_.require_text(component.name, field + "/name", "basket.component_text_missing");
        if (std::find(kind.units.begin(), kind.units.end(), component.unit) == kind.units.end())
            faults_.add(pointer + "/unit", "basket.component_unit_unknown",
                        {{"kind", kind.code}, {"unit", component.unit}});
        if (component.ceiling <= Money{})
            faults_.add(pointer + "/ceiling_cents", "basket.component_ceiling_missing");
        if (kind.needs_reason && component.stated_reason.empty())
            faults_.add(pointer + "/stated_reason", "basket.component_reason_missing", {{"kind", kind.code}});
        if (component.expected_quantity < 0)
            faults_.add(pointer + "/expected_quantity", "basket.component_quantity_negative");
        look_at_component_outcome(component, pointer);
        look_at_component_caps(component, pointer + "/caps");
    }

    void look_at_component_outcome(const PriceComponent& component, const std::string& pointer)
    {
        const auto& kind = row_of(component.kind);
        if (!kind.is_outcome)
        {
            if (!component.outcome.empty())
                faults_.add(pointer + "/outcome", "basket.component_outcome_not_allowed",
                            {{"kind", kind.code}});
            return;
        }
        if (component.outcome.empty())
        {
            faults_.add(pointer + "/outcome", "basket.component_outcome_missing", {{"kind", kind.code}});
            return;
        }
        if (find_outcome(terms_, component.outcome) == nullptr)
            faults_.add(pointer + "/outcome", "basket.component_outcome_not_in_set",
                        {{"outcome", component.outcome}});
        const auto outcome = parse_outcome(component.outcome);
        if (component.kind == ComponentKind::retention && outcome && !outcome->kind->has_months)
            faults_.add(pointer + "/outcome", "basket.retention_outcome_expected");
    }

    void look_at_component_caps(const PriceComponent& component, const std::string& pointer)
    {
        const auto& caps = component.caps;
        faults_.require_positive(caps.quantity_per_person, pointer + "/quantity_per_person",
                                 "quantity_per_person");
        faults_.require_positive(caps.quantity_per_order, pointer + "/quantity_per_order",
                                 "quantity_per_order");
        faults_.require_positive(caps.money_per_person, pointer + "/money_per_person_cents",
                                 "money_per_person");
        faults_.require_positive(caps.money_per_order, pointer + "/money_per_order_cents", "money_per_order");
        if (caps.quantity_per_person && caps.quantity_per_order &&
            *caps.quantity_per_order > *caps.quantity_per_person)
            faults_.add(pointer + "/quantity_per_order", "basket.cap_order_above_person");
        if (caps.money_per_person && caps.money_per_order && *caps.money_per_order > *caps.money_per_person)
            faults_.add(pointer + "/money_per_order_cents", "basket.cap_order_above_person");
        if (caps.money_per_order && *caps.money_per_order < component.ceiling)
            faults_.add(pointer + "/money_per_order_cents", "basket.cap_below_one_unit",
                        {{"cap", "money_per_order"}});
        if (caps.money_per_person && *caps.money_per_person < component.ceiling)
            faults_.add(pointer + "/money_per_person_cents", "basket.cap_below_one_unit",
                        {{"cap", "money_per_person"}});
        if (caps.money_per_person && terms_.person_cap && *caps.money_per_person > *terms_.person_cap)
            faults_.add(pointer + "/money_per_person_cents", "basket.cap_component_above_person");
    }

    // domain.md 8.2 (b): the share is judged at the ceilings here, and again for each offer's own prices.
    void look_at_share()
    {
        const bool pays_outcomes =
            std::any_of(terms_.price_components.begin(), terms_.price_components.end(),
                        [](const PriceComponent& component) { return row_of(component.kind).is_outcome; });
        if (!terms_.outcome_share_band)
        {
            if (pays_outcomes)
                faults_.add("/outcome_share_band", "basket.share_band_missing");
            return;
        }
        const auto& band = *terms_.outcome_share_band;
        if (band.at_least_basis_points < 0 || band.at_most_basis_points > 10'000 ||
            band.at_least_basis_points > band.at_most_basis_points)
        {
            faults_.add("/outcome_share_band", "basket.share_band_crossed");
            return;
        }
        const bool has_negatives =
            std::any_of(terms_.price_components.begin(), terms_.price_components.end(),
                        [](const PriceComponent& component)
                        { return component.ceiling.is_negative() || component.expected_quantity < 0; });
        const auto share = has_negatives
                               ? std::nullopt
                               : outcome_share(terms_.price_components, ceilings_of(terms_.price_components));
        if (share && (*share < band.at_least_basis_points || *share > band.at_most_basis_points))
            faults_.add("/outcome_share_band", "basket.share_outside_band",
                        {{"share", *share},
                         {"at_least", band.at_least_basis_points},
                         {"at_most", band.at_most_basis_points}});
    }

    const BasketTerms& terms_;
    PublicationFaults& faults_;
};

} // namespace

void look_at_prices(const BasketTerms& terms, PublicationFaults& faults)
{
    PriceInspection{terms, faults}.look();
}

} // namespace kori
