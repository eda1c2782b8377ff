#include "procurement/limit/remedy.hpp"

#include "core/base/law_book.hpp"

namespace kori
{

namespace
{

LocalText statute_of(EntityKind authority)
{
    // ASSUMED: a wellbeing county's remedies have the same days under its own act (611/2021).
    return authority == EntityKind::wellbeing_county
               ? LocalText{"laki hyvinvointialueesta 611/2021", "lagen om välfärdsområden 611/2021",
                           "Act on Wellbeing Services Counties 611/2021"}
               : LocalText{"kuntalaki 410/2015", "kommunallagen 410/2015", "Local Government Act 410/2015"};
}

LocalText procurement_act()
{
    return {"laki julkisista hankinnoista ja käyttöoikeussopimuksista 1397/2016",
            "lagen om offentlig upphandling och koncession 1397/2016",
            "Act on Public Procurement and Concession Contracts 1397/2016"};
}

LocalText authority_itself()
{
    return {"päätöksen tehnyt viranomainen", "den myndighet som fattade beslutet",
            "the authority that decided"};
}

LocalText market_court()
{
    return {"markkinaoikeus", "marknadsdomstolen", "Market Court"};
}

RemedyStep step_of(const std::string& code, const DecisionFacts& facts, CivilDate day, const LawBook& law)
{
    const auto step = [&](LimitStage limit, LocalText body, LocalText statute, bool needs_leave)
    {
        const auto length = length_in_law(limit, day, law);
        PROMISE(length.has_value());
        return RemedyStep{code, limit, *length, std::move(body), std::move(statute), needs_leave};
    };
    if (code == "municipal_correction")
        return step(LimitStage::municipal_correction, authority_itself(), statute_of(facts.authority), false);
    if (code == "administrative_court")
        return step(LimitStage::municipal_appeal,
                    {"hallinto-oikeus", "förvaltningsdomstolen", "Administrative Court"},
                    statute_of(facts.authority), false);
    if (code == "procurement_correction")
        return step(LimitStage::correction, authority_itself(), procurement_act(), false);
    if (code == "market_court_with_leave")
        return step(LimitStage::appeal, market_court(), procurement_act(), true);
    if (code == "market_court")
    {
        const bool longer =
            facts.without_standstill &&
            binding_of(LimitStage::appeal_without_standstill, facts.channel, facts.regime) == Binding::by_law;
        return step(longer ? LimitStage::appeal_without_standstill : LimitStage::appeal, market_court(),
                    procurement_act(), false);
    }
    throw LawMissing{"there is no remedy " + code};
}

// The name of the pair in config/law/remedies.json.
std::string_view path_of(const DecisionFacts& facts)
{
    switch (facts.channel)
    {
    case Channel::open_acceptance:
        return "remedy.open_acceptance";
    case Channel::dps:
        return facts.kind == DecisionKind::joining ? "remedy.dps_admission" : "remedy.dps";
    case Channel::small_purchase:
        // What outgrew its threshold is under the whole Act; the channel stays what it was.
        return facts.regime == Regime::below_threshold ? "remedy.small_purchase" : "remedy.outgrown_purchase";
    }
    promise_broken("every channel has its remedies", __FILE__, __LINE__);
}

} // namespace

Remedies remedies_for(const DecisionFacts& facts, CivilDate day, const LawBook& law)
{
    Remedies remedies{{}, LimitStage::receipt_electronic, LimitStage::receipt_letter};
    if (binding_of(LimitStage::receipt_electronic, facts.channel, facts.regime) != Binding::by_law)
    {
        remedies.receipt_electronic = LimitStage::municipal_receipt_electronic;
        remedies.receipt_letter = LimitStage::municipal_receipt_letter;
    }
    const std::string path{path_of(facts)};
    // Who claimed and was answered goes on to the next step; below the threshold there is none (§135).
    if (facts.kind != DecisionKind::claim)
        remedies.steps.push_back(step_of(law.code(path + ".first", day), facts, day, law));
    if (law.find(path + ".second", day) != nullptr)
        remedies.steps.push_back(step_of(law.code(path + ".second", day), facts, day, law));
    return remedies;
}

} // namespace kori
