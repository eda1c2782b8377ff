// Contracts: made, changed, and what becomes public with them (621/1999 §7(2)).
#include "core/json/reader.hpp"
#include "procurement/award/award_views.hpp"
#include "procurement/award/contract_actions.hpp"
#include "procurement/award/contract_change.hpp"

namespace kori::awards
{
namespace
{

using namespace http;

Shape value_shape(bool may_be_negative)
{
    return money(Money::cents(may_be_negative ? -100'000'000'000 : 0), Money::cents(100'000'000'000),
                 "Cents, with options, without VAT", Money::cents(125'000));
}

Result<Reply> post_contract(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto& body = call.body;
    const auto made = make_contract(call.tx, call.ambient, call.actor, *id,
                                    {body.at("tender").id<TenderTag>(), body.at("value_cents").money(),
                                     body.at("signed_on").date(), body.at("evidence").texts()});
    if (!made)
        return made.refusal();
    return Reply::ok(view_of(call.tx, *made));
}

Result<Reply> post_change(Call& call)
{
    const auto id = call.id<ContractTag>("contract");
    if (!id)
        return id.refusal();
    const auto& body = call.body;
    const auto changed =
        change_contract(call.tx, call.ambient, call.actor, *id,
                        {body.at("ground").text(), body.at("value_cents").money(), body.at("reason").text()});
    if (!changed)
        return changed.refusal();
    const auto contract = find_contract(call.tx, *id);
    PROMISE(contract.has_value());
    return Reply::ok(view_of(call.tx, *contract));
}

// Public when a contract is made; before it looks absent to everybody.
Result<Reply> get_contracts(Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    const auto competition = competitions::find(call.tx, *id);
    const auto contracts = competition ? contracts_of(call.tx, *id) : std::vector<Contract>{};
    if (contracts.empty())
        return absent();
    const auto decision = find_decision(call.tx, contracts.front().decision);
    PROMISE(decision.has_value());
    json::Array rows;
    for (const auto& contract : contracts)
        rows.emplace_back(view_of(call.tx, contract));
    return Reply::ok(json::Object{}
                         .add("competition", *id)
                         .add("name", competition->name)
                         .add("authority", competition->authority)
                         .add("decision", view_of(*decision))
                         .add("comparison", shown_rows(json::read_stored(decision->comparison).array()))
                         .add("contracts", std::move(rows)));
}

} // namespace

Routes contract_routes()
{
    const auto contract = shared(contract_shape());
    const auto wish = shared(object(
        "NewContract", "A contract that was signed with a winner",
        {required("tender", id_of<TenderTag>("The winner's tender")),
         required("value_cents", value_shape(false)), required("signed_on", date("When", "2026-06-01")),
         required("evidence", list(text(1, 60, "Code", "tax_certificate"), 0, 100,
                                   "What was checked of the winner's evidence"))}));
    const auto change = shared(
        object("NewContractChange", "A change while it runs",
               {required("ground",
                         code({std::string{change_ground::review_clause},
                               std::string{change_ground::additional}, std::string{change_ground::unforeseen},
                               std::string{change_ground::minor}, std::string{change_ground::party}},
                              "On which it stands")),
                required("value_cents", value_shape(true)),
                required("reason", text(1, 4'000, "Why", "Indeksitarkistus"))}));
    const auto record = shared(object(
        "ContractRecord", "What becomes public with the contract",
        {required("competition", id_of<CompetitionTag>("Competition")),
         required("name", local_text(200, "Name", "Työhönvalmennus", "Arbetsträning")),
         required("authority", id_of<OrganisationTag>("Buyer")), required("decision", decision_shape()),
         required("comparison", list(comparison_row_shape(), 0, 10'000, "As decided")),
         required("contracts", list(contract_shape(), 1, 1'000, "By id"))}));
    return {
        competition_row("contracts", may_decide, wish, contract, post_contract, "Record a contract"),
        Route{Method::get, "/api/v1/competitions/{competition}/contracts", everybody, Access::reads, nullptr,
              record, get_contracts, "Contracts with the decision and comparison that they stand on"},
        Route{Method::post, "/api/v1/contracts/{contract}/changes", may_decide, Access::writes, change,
              contract, post_change, "Change a contract on a ground of the law"}
            .keyed(),
    };
}

} // namespace kori::awards
