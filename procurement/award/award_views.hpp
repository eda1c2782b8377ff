// What the two sides see from the opening on, with the descriptions of the answers; and the rows' common
// parts.
#pragma once

#include "core/http/environment.hpp"
#include "core/http/route.hpp"
#include "procurement/award/award_steps.hpp"
#include "procurement/award/opening_room.hpp"

#include <memory>

namespace kori::awards
{

// Permissions of config/law/duties.json.
inline constexpr Permission may_see{"award.see"};
inline constexpr Permission may_open{"award.open"};
inline constexpr Permission may_assess{"award.assess"};
inline constexpr Permission may_evaluate{"award.evaluate"};
inline constexpr Permission may_declare{"award.declare"};
inline constexpr Permission may_decide{"award.decide"};
inline constexpr Permission may_answer{"award.answer"};

// Does announced blindness hide prices from everybody of the authority now? (quality.hpp)
bool hides_prices(Transaction& tx, const Competition& competition);

json::Object view_of(const Competition& competition); // where it stands
json::Object view_of(const Tender& tender);
json::Object view_of(const CompletionRequest& request);
json::Object view_of(const LowPriceQuestion& question);
json::Object view_of(const ConflictDeclaration& declaration);
json::Object view_of(const AwardDecision& decision);
json::Object view_of(Transaction& tx, const Contract& contract);
json::Object opening_view(http::Call& call, const Competition& competition, OpeningRoom& room);
json::Object assessment_view(http::Call& call, const Competition& competition);
// Of comparison_of(): without the English sentences, which readers find by their rules.
json::Array shown_rows(const json::Array& comparison);

http::Shape step_shape();
http::Shape tender_step_shape();
http::Shape completion_shape();
http::Shape low_price_shape();
http::Shape declaration_shape();
http::Shape decision_shape();
http::Shape contract_shape();
http::Shape opening_shape();
http::Shape assessment_shape();
http::Shape comparison_row_shape();

// Two languages are owed.
http::Shape reasons_shape();

// POST /api/v1/competitions/{competition}/<verb>, answered by where the competition stands then.
http::Route competition_row(std::string_view verb, Permission permission,
                            std::shared_ptr<const http::Shape> body, std::shared_ptr<const http::Shape> reply,
                            http::Handler handler, std::string summary);
http::Route tender_row(std::string_view verb, Permission permission, std::shared_ptr<const http::Shape> body,
                       std::shared_ptr<const http::Shape> reply, http::Handler handler, std::string summary);

// A handler of one competition or one tender: the act's result as its view.
template <class Tag, class Act>
http::Handler acting(std::string_view name, Act act)
{
    return [name, act](http::Call& call) -> Result<http::Reply>
    {
        const auto id = call.id<Tag>(name);
        if (!id)
            return id.refusal();
        const auto done = act(call, *id);
        if (!done)
            return done.refusal();
        return http::Reply::ok(view_of(*done));
    };
}

http::Routes opening_routes();
http::Routes assessment_routes();
http::Routes contract_routes();

} // namespace kori::awards
