#include "tests/rules/stage.hpp"

namespace kori::test
{
namespace
{

constexpr std::string_view reasons = R"({"reasons":{"fi":"Ehto ei täyty.","sv":"Villkoret uppfylls inte."}})";

} // namespace

std::vector<Sample> procurement_samples()
{
    return {
        {"PUT /api/v1/authority", "administrator", {}, {}, R"({"kind":"employment_authority","area_code":"17"})"},
        {"GET /api/v1/authorities/{organisation}", "nobody"},
        {"POST /api/v1/authority/municipalities", "administrator", {}, {},
         R"({"municipality":"${municipality.free}","valid_from":"2026-06-01"})"},
        {"POST /api/v1/authority/municipalities/{record}/end", "administrator", {}, {},
         R"({"to":"2027-01-01","reason":"Siirtyy toiseen alueeseen"})"},
        {"GET /api/v1/authorities/{organisation}/municipalities", "nobody"},
        {"GET /api/v1/municipalities/{municipality}/organiser", "nobody"},
        {"POST /api/v1/authority/codes", "administrator", {}, {},
         R"({"list":"need","code":"housing","name":{"fi":"Asuminen","sv":"Boende"},"valid_from":"2026-03-02"})"},
        {"GET /api/v1/authorities/{organisation}/codes", "nobody"},
        {"POST /api/v1/authority/values", "administrator"},
        {"POST /api/v1/authority/duties", "administrator"},

        {"POST /api/v1/programmes", "procurement_officer", {}, {},
         R"({"name":{"fi":"Palvelut","sv":"Tjänster"},"channel":"OPEN_ACCEPTANCE","regime":"not_a_public_contract",)"
         R"("ends_on":"2030-01-01"})"},
        {"GET /api/v1/programmes", "procurement_officer", {}, "authority=${organisation}"},
        {"GET /api/v1/programmes/{programme}", "procurement_officer", "programme=programme.draft"},
        {"PATCH /api/v1/programmes/{programme}", "procurement_officer", "programme=programme.draft", {},
         R"({"ends_on":"2031-01-01"})"},
        {"POST /api/v1/programmes/{programme}/publish", "procurement_officer", "programme=programme.draft"},
        {"POST /api/v1/programmes/{programme}/open", "procurement_officer", "programme=programme.draft"},
        {"POST /api/v1/programmes/{programme}/close-temporarily", "procurement_officer"},
        {"POST /api/v1/programmes/{programme}/reopen", "procurement_officer", "programme=programme.closed"},
        {"POST /api/v1/programmes/{programme}/duration", "procurement_officer"},
        {"POST /api/v1/programmes/{programme}/cancel", "procurement_officer", "programme=programme.published"},
        {"POST /api/v1/programmes/{programme}/terminate", "procurement_officer"},
        {"POST /api/v1/programmes/{programme}/drop", "procurement_officer", "programme=programme.draft"},
        {"POST /api/v1/programmes/{programme}/archive", "procurement_officer", "programme=programme.terminated"},
        {"POST /api/v1/programmes/{programme}/regime", "decision_maker", {}, {},
         R"({"regime":"below_threshold","reason":"Arvo kasvoi"})"},

        {"GET /api/v1/baskets", "nobody"},
        {"GET /api/v1/programmes/{programme}/baskets", "procurement_officer"},
        {"POST /api/v1/programmes/{programme}/baskets", "procurement_officer", {}, {}, R"({"terms":${terms}})"},
        {"GET /api/v1/baskets/{basket}", "procurement_officer", "basket=basket.draft"},
        {"GET /api/v1/baskets/{basket}/draft", "procurement_officer", "basket=basket.draft"},
        {"GET /api/v1/baskets/{basket}/missing", "procurement_officer", "basket=basket.draft"},
        {"GET /api/v1/baskets/{basket}/versions", "nobody"},
        {"GET /api/v1/baskets/{basket}/versions/{version}", "nobody"},
        {"PUT /api/v1/baskets/{basket}/draft", "procurement_officer", "basket=basket.draft", {}, R"({"terms":${terms}})"},
        {"POST /api/v1/baskets/{basket}/draft", "procurement_officer"},
        {"POST /api/v1/baskets/{basket}/discard-draft", "procurement_officer", "basket=basket.redrafted"},
        {"POST /api/v1/baskets/{basket}/publish", "procurement_officer", "basket=basket.draft"},
        {"POST /api/v1/baskets/{basket}/activate", "procurement_officer", "basket=basket.published"},
        {"POST /api/v1/baskets/{basket}/pause", "procurement_officer"},
        {"POST /api/v1/baskets/{basket}/resume", "procurement_officer", "basket=basket.paused"},
        {"POST /api/v1/baskets/{basket}/close-to-new", "procurement_officer"},
        {"POST /api/v1/baskets/{basket}/close", "procurement_officer", "basket=basket.closing"},
        {"POST /api/v1/baskets/{basket}/drop", "procurement_officer", "basket=basket.draft"},
        {"POST /api/v1/baskets/{basket}/archive", "procurement_officer", "basket=basket.closed"},

        {"GET /api/v1/requests", "manager"},
        {"GET /api/v1/requests/{request}", "procurement_officer"},
        {"GET /api/v1/acceptance-queue", "procurement_officer"},
        {"GET /api/v1/acceptance-decisions/{decision}", "manager"},
        {"GET /api/v1/programmes/{programme}/accepted", "nobody"},
        {"POST /api/v1/programmes/{programme}/requests", "manager", "programme=programme.unasked"},
        {"POST /api/v1/requests/{request}/evidence", "manager", "request=request.draft"},
        {"POST /api/v1/requests/{request}/submit", "manager", "request=request.draft"},
        {"POST /api/v1/requests/{request}/abandon", "manager", "request=request.draft"},
        {"POST /api/v1/requests/{request}/withdraw", "manager", "request=request.submitted"},
        {"POST /api/v1/requests/{request}/answer", "manager", "request=request.asked"},
        {"POST /api/v1/requests/{request}/leave", "manager", "request=request.accepted"},
        {"POST /api/v1/requests/{request}/open", "procurement_officer", "request=request.submitted"},
        {"POST /api/v1/requests/{request}/questions", "procurement_officer", "request=request.reviewed"},
        {"POST /api/v1/requests/{request}/end-waiting", "procurement_officer", "request=request.asked"},
        {"POST /api/v1/requests/{request}/checks", "procurement_officer", "request=request.reviewed"},
        {"POST /api/v1/requests/{request}/confirm-leaving", "procurement_officer", "request=request.leaving"},
        {"POST /api/v1/requests/{request}/decision", "decision_maker", "request=request.reviewed", {},
         R"({"outcome":"accepted","reasons":{"fi":"Ehdot täyttyvät.","sv":"Villkoren uppfylls."}})"},
        {"POST /api/v1/requests/{request}/suspension", "decision_maker", "request=request.accepted", {}, reasons},
        {"POST /api/v1/requests/{request}/restoration", "decision_maker", "request=request.suspended", {}, reasons},
        {"POST /api/v1/requests/{request}/removal", "decision_maker", "request=request.accepted", {}, reasons},
        {"POST /api/v1/requests/{request}/correction", "decision_maker", "request=request.removed", {},
         R"({"outcome":"restored","reasons":{"fi":"Ehdot täyttyvät.","sv":"Villkoren uppfylls."}})"},
    };
}

} // namespace kori::test
