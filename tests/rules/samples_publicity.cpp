#include "tests/rules/stage.hpp"

namespace kori::test
{

std::vector<Sample> publicity_samples()
{
    return {
        {"POST /api/v1/information-requests",
         "manager",
         {},
         {},
         R"({"matter":"${programme}","wanted":"Päätökset"})"},
        {"POST /api/v1/information-requests/entered",
         "procurement_officer",
         {},
         {},
         R"({"matter":"${programme}","wanted":"Päätökset","came_by":"letter","received_at":"2026-03-02T07:00:00Z"})"},
        {"GET /api/v1/information-requests", "manager"},
        {"GET /api/v1/information-queue", "procurement_officer"},
        {"GET /api/v1/information-requests/{request}", "manager", "request=information.request"},
        {"GET /api/v1/information-requests/{request}/documents", "procurement_officer",
         "request=information.request"},
        {"POST /api/v1/information-requests/{request}/lengthen", "procurement_officer",
         "request=information.request"},
        {"POST /api/v1/information-requests/{request}/withdraw", "manager", "request=information.request"},
        {"POST /api/v1/information-requests/{request}/decision",
         "decision_maker",
         "request=information.request",
         {},
         R"({"outcome":"given","reasons":{"fi":"Julkinen.","sv":"Offentlig."},"documents":["${programme}"]})"},
        {"GET /api/v1/authorities/{organisation}/information-counts", "nobody"},
        {"GET /api/v1/matters/{matter}/publicity", "nobody", "matter=programme"},
        {"POST /api/v1/trade-secret-claims",
         "manager",
         {},
         {},
         R"({"document":"${request.submitted}","part":"request","passage":"Sivu 9","content":"method",)"
         R"("ground":"Itse kehitetty"})"},
        {"POST /api/v1/trade-secret-claims/{claim}/withdraw", "manager", "claim=secret.marked"},
        {"POST /api/v1/trade-secret-claims/{claim}/decision",
         "decision_maker",
         "claim=secret.marked",
         {},
         R"({"outcome":"accepted","reasons":{"fi":"Sillä on arvoa.","sv":"Den har ett värde."}})"},
        {"GET /api/v1/documents/{document}/trade-secrets", "manager", "document=request.submitted"},

        {"PUT /api/v1/authority/notice-profile", "administrator"},
        {"GET /api/v1/authority/notice-profile", "procurement_officer"},
        {"PUT /api/v1/provider/notice-profile", "manager"},
        {"GET /api/v1/provider/notice-profile", "manager"},
        {"GET /api/v1/programmes/{programme}/notices/{kind}", "procurement_officer",
         "programme=programme.system kind=notice.kind"},
        {"GET /api/v1/programmes/{programme}/ocds", "nobody", "programme=programme.system"},
    };
}

} // namespace kori::test
