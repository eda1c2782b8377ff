#include "tests/rules/stage.hpp"

namespace kori::test
{

std::vector<Sample> kernel_samples()
{
    return {
        {"GET /healthz", "nobody"},
        {"GET /readyz", "nobody"},
        {"GET /metrics", "nobody"},
        {"GET /openapi.json", "nobody"},
        {"GET /api/v1/clock", "nobody"},
        {"POST /api/v1/rehearsal/clock", "operator", {}, {}, R"({"to":"2026-03-09T06:00:00Z"})"},

        {"POST /api/v1/registrations",
         "nobody",
         {},
         {},
         R"({"kind":"provider","business_id":"2345678-0","legal_form":"company","name":{"fi":"Uusi","sv":"Ny"},)"
         R"("person_name":"Uuno Uusi","email":"uuno@uusi.example","password":"neljä-sanaa-peräkkäin-näin",)"
         R"("language":"fi"})"},
        {"POST /api/v1/sign-in",
         "nobody",
         {},
         {},
         R"({"email":"${email}","password":"provider-password-for-tests"})"},
        {"POST /api/v1/sign-out", "coach"},
        {"GET /api/v1/me", "coach"},
        {"PUT /api/v1/me/password",
         "manager",
         {},
         {},
         R"({"old_password":"provider-password-for-tests","new_password":"uusi-pitkä-salasana-2"})"},

        {"GET /api/v1/organisations", "nobody"},
        {"POST /api/v1/organisations",
         "operator",
         {},
         {},
         R"({"kind":"authority","business_id":"2345678-0","legal_form":"public_body",)"
         R"("name":{"fi":"Kolmas","sv":"Tredje"},)"
         R"("person_name":"Kaisa Kolmas","email":"kaisa@kolmas.example","language":"fi"})"},
        {"GET /api/v1/organisations/{organisation}", "nobody"},
        {"GET /api/v1/organisations/{organisation}/contacts", "nobody"},
        {"POST /api/v1/contacts", "administrator"},

        {"GET /api/v1/members", "administrator"},
        {"POST /api/v1/members",
         "administrator",
         {},
         {},
         R"({"email":"uusi@kunta.example","person_name":"Uusi Jäsen","language":"fi","roles":["coach"],)"
         R"("valid_from":"2026-03-02","deputy":"${member}"})"},
        {"GET /api/v1/members/{member}", "administrator"},
        {"PATCH /api/v1/members/{member}",
         "administrator",
         {},
         {},
         R"({"roles":["coach","auditor"],"valid_from":"2026-03-02","reason":"Uusi tehtävä"})"},
        {"POST /api/v1/members/{member}/end", "administrator", "member=member.spare"},
        {"GET /api/v1/tasks", "coach"},

        {"GET /api/v1/journal/entries", "nobody"},
        {"GET /api/v1/journal/entries/{entry}", "auditor"},
        {"GET /api/v1/journal/entries/{entry}/proof", "auditor"},
        {"GET /api/v1/journal/head", "nobody"},
        {"GET /api/v1/journal/key", "nobody"},
        {"GET /api/v1/journal/consistency", "nobody", {}, "from=7"},
    };
}

} // namespace kori::test
