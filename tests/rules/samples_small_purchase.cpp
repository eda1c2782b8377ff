#include "tests/rules/stage.hpp"

namespace kori::test
{
namespace
{

constexpr std::string_view close = R"({"offers_close":"2029-03-20T10:00:00Z"})";
constexpr std::string_view value = R"({"value":{"basis":"contract","price_cents":110000}})";
constexpr std::string_view need =
    R"({"name":{"fi":"Uraohjaus","sv":"Karriärvägledning"},"description":{"fi":"Ryhmä","sv":"En grupp"},)"
    R"("kind":"guidance","cpv":"79634000-7","form":"contract","unit":"services",)"
    R"("value":{"basis":"contract","price_cents":100000}})";
constexpr std::string_view invitation =
    R"({"providers":["${provider}","${provider.second}"],"offers_close":"2029-03-20T10:00:00Z"})";
constexpr std::string_view award =
    R"({"chosen":"${purchase_offer.ended}","reasons":{"fi":"Edullisin.","sv":"Lägst pris."},)"
    R"("addressees":[{"addressee":"${provider}","reasons":{"fi":"Valittu.","sv":"Antagen."}}]})";
constexpr std::string_view reasons = R"({"reasons":{"fi":"Tarve muuttui.","sv":"Behovet ändrades."}})";
constexpr std::string_view correction =
    R"({"ground":"own_initiative","reasons":{"fi":"Laskuvirhe.","sv":"Räknefel."}})";
constexpr std::string_view small = "programme=programme.small";
constexpr std::string_view decided = "purchase=purchase.decided";

} // namespace

std::vector<Sample> small_purchase_samples()
{
    return {
        {"GET /api/v1/programmes/{programme}/purchase-rules", "procurement_officer", small},
        {"GET /api/v1/purchase-rules/{rule}", "procurement_officer", "rule=purchase_rule.draft"},
        {"POST /api/v1/programmes/{programme}/purchase-rules", "procurement_officer", small},
        {"POST /api/v1/purchase-rules/{rule}/publish", "decision_maker", "rule=purchase_rule.draft"},
        {"GET /api/v1/programmes/{programme}/small-purchase-totals", "auditor", small},
        {"GET /api/v1/programmes/{programme}/small-purchase-totals/adding-up", "auditor", small},
        {"GET /api/v1/small-purchases", "procurement_officer"},
        {"POST /api/v1/programmes/{programme}/small-purchases", "procurement_officer", small, {}, need},
        {"GET /api/v1/small-purchases/{purchase}", "procurement_officer", decided},
        {"GET /api/v1/small-purchases/{purchase}/offers", "procurement_officer", decided},
        {"GET /api/v1/small-purchases/{purchase}/decisions", "procurement_officer", decided},
        {"POST /api/v1/small-purchases/{purchase}/estimate",
         "procurement_officer",
         "purchase=purchase.need",
         {},
         value},
        {"POST /api/v1/small-purchases/{purchase}/invite",
         "procurement_officer",
         "purchase=purchase.need",
         {},
         invitation},
        {"POST /api/v1/small-purchases/{purchase}/announce",
         "procurement_officer",
         "purchase=purchase.need",
         {},
         close},
        {"POST /api/v1/small-purchases/{purchase}/extend",
         "procurement_officer",
         "purchase=purchase.invited",
         {},
         close},
        {"POST /api/v1/small-purchases/{purchase}/offers", "manager", "purchase=purchase.invited"},
        {"POST /api/v1/small-purchases/{purchase}/decide",
         "decision_maker",
         "purchase=purchase.ended",
         {},
         award},
        {"POST /api/v1/small-purchases/{purchase}/order", "procurement_officer", decided},
        {"POST /api/v1/small-purchases/{purchase}/drop", "procurement_officer", "purchase=purchase.need"},
        {"POST /api/v1/small-purchases/{purchase}/interrupt", "decision_maker", decided, {}, reasons},
        {"POST /api/v1/small-purchases/{purchase}/correct", "decision_maker", decided, {}, correction},
        {"POST /api/v1/small-purchases/{purchase}/reopen",
         "decision_maker",
         "purchase=purchase.interrupted",
         {},
         correction},
        {"POST /api/v1/small-purchases/{purchase}/correction-requests", "manager", decided},
    };
}

} // namespace kori::test
