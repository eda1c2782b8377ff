// What is marked as a trade secret, and what the authority decides of it.
#include "procurement/publicity/publicity_actions.hpp"
#include "procurement/publicity/publicity_api.hpp"
#include "procurement/publicity/publicity_views.hpp"

namespace kori::publicity
{
namespace
{

using namespace http;

constexpr Permission mark{"trade_secret.claim"};
constexpr Permission see{"trade_secret.see"};
constexpr Permission decide_on{"trade_secret.decide"};
const std::string claims_path = "/api/v1/trade-secret-claims";

Handler claiming(const Sources& sources)
{
    return [sources](Call& call) -> Result<Reply>
    {
        const auto& body = call.body;
        const auto made =
            claim(call.tx, call.ambient, call.actor, sources,
                  {body.at("document").text(), body.at("part").text(), body.at("passage").text(),
                   body.at("content").text(), body.at("ground").text()});
        if (!made)
            return made.refusal();
        return Reply::created(view_of(call.tx, *made), made->revision, claims_path + "/" + made->id.text());
    };
}

// The claim as either side may see it.
Result<TradeSecretClaim> visible(const Call& call, const Sources& sources)
{
    const auto id = call.id<TradeSecretClaimTag>("claim");
    if (!id)
        return id.refusal();
    auto found = find(call.tx, *id);
    if (!found)
        return absent();
    if (const auto document = visible_document(call.tx, call.actor, sources, found->document); !document)
        return document.refusal();
    return std::move(*found);
}

template <class Act>
Handler acting(const Sources& sources, Act act)
{
    return [sources, act](Call& call) -> Result<Reply>
    {
        const auto seen = visible(call, sources);
        if (!seen)
            return seen.refusal();
        if (const auto fresh = call.expect_revision(seen->revision); !fresh)
            return fresh.refusal();
        const auto done = act(call, seen->id);
        if (!done)
            return done.refusal();
        const auto now = find(call.tx, seen->id);
        return Reply::view(view_of(call.tx, *now), now->revision);
    };
}

Handler listing(const Sources& sources)
{
    return [sources](Call& call) -> Result<Reply>
    {
        const auto& id = call.path.find("document")->second;
        if (const auto document = visible_document(call.tx, call.actor, sources, id); !document)
            return document.refusal();
        json::Array items;
        for (const auto& one : claims_of(call.tx, id))
            items.emplace_back(view_of(call.tx, one));
        return Reply::ok(json::Object{}.add("document", id).add("items", std::move(items)));
    };
}

} // namespace

Routes secret_routes(const Sources& sources)
{
    const auto view = shared(claim_shape());
    const auto marked =
        shared(object("NewTradeSecretClaim", "Where a trade secret stands, and why it is one",
                      {required("document", document_id()), required("part", part_text()),
                       required("passage", passage_text()), required("content", content_code()),
                       required("ground", ground_text())}));
    const auto decision =
        shared(object("NewTradeSecretDecision", "Is it one?",
                      {required("outcome", code({"accepted", "rejected"}, "Is it a trade secret?")),
                       required("reasons", reasons_shape())}));
    const auto columns = shared(
        object("TradeSecretColumns", "What was marked, and what was accepted",
               {required("document", document_id()),
                required("items", list(claim_shape(), 0, claims_of_document_max, "Marks, oldest first"))}));
    return {
        Route{Method::post, claims_path, mark, Access::writes, marked, view, claiming(sources),
              "Mark a passage of your own document as a trade secret"}
            .keyed()
            .creating(),
        Route{Method::post, claims_path + "/{claim}/withdraw", mark, Access::writes, nullptr, view,
              acting(sources, [sources](Call& call, TradeSecretClaimId id)
                     { return withdraw_claim(call.tx, call.ambient, call.actor, sources, id); }),
              "Take a mark back"}
            .keyed()
            .allowing_match(),
        Route{Method::post, claims_path + "/{claim}/decision", decide_on, Access::writes, decision, view,
              acting(sources,
                     [sources](Call& call, TradeSecretClaimId id)
                     {
                         return decide_claim(
                             call.tx, call.ambient, call.actor, sources,
                             {id, call.body.at("outcome").text(), call.body.at("reasons").local_text()});
                     }),
              "Decide whether a marked passage is a trade secret; with reasons"}
            .keyed()
            .allowing_match(),
        Route{Method::get, "/api/v1/documents/{document}/trade-secrets", see, Access::reads, nullptr, columns,
              listing(sources), "Two columns: what the provider marked, what the authority accepted"},
    };
}

} // namespace kori::publicity
