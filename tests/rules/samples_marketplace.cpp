#include "tests/rules/stage.hpp"

namespace kori::test
{
namespace
{

constexpr std::string_view day = R"({"day":"${today}"})";

} // namespace

std::vector<Sample> marketplace_samples()
{
    return {
        {"GET /api/v1/descriptions", "manager"},
        {"POST /api/v1/descriptions", "manager", {}, {}, "${description_content}"},
        {"GET /api/v1/descriptions/{description}", "manager"},
        {"PUT /api/v1/descriptions/{description}", "manager", {}, {}, "${description_content}"},
        {"POST /api/v1/descriptions/{description}/retire", "manager"},

        {"POST /api/v1/baskets/{basket}/offers", "manager", {}, {},
         R"({"description":"${description}","terms":${offer_terms}})"},
        {"GET /api/v1/baskets/{basket}/offers", "nobody"},
        {"GET /api/v1/offers", "manager"},
        {"GET /api/v1/offers/{offer}", "manager", "offer=offer.draft"},
        {"GET /api/v1/offers/{offer}/versions", "manager", "offer=offer.draft"},
        {"PUT /api/v1/offers/{offer}/draft", "manager", "offer=offer.draft", {}, "${offer_terms}"},
        {"POST /api/v1/offers/{offer}/submit", "manager", "offer=offer.draft"},
        {"POST /api/v1/offers/{offer}/pause", "manager"},
        {"POST /api/v1/offers/{offer}/resume", "manager", "offer=offer.paused"},
        {"POST /api/v1/offers/{offer}/withdraw", "manager"},

        {"POST /api/v1/customers", "coach", {}, {}, "${customer_wish}"},
        {"GET /api/v1/customers", "coach"},
        {"GET /api/v1/customers/{customer}", "coach"},
        {"PUT /api/v1/customers/{customer}", "coach", {}, {}, "${customer_wish}"},
        {"PUT /api/v1/customers/{customer}/identity", "coach", {}, {},
         R"({"name":"Keijo Keksitty","identity_code":"131052-9041","email":"keijo@example.com"})"},
        {"GET /api/v1/customers/{customer}/identity", "coach"},
        {"POST /api/v1/customers/{customer}/coaches", "administrator", {}, {}, R"({"membership":"${member.spare}"})"},
        {"POST /api/v1/customers/{customer}/coaches/{member}/end", "administrator"},
        {"POST /api/v1/customers/{customer}/erase", "administrator", "customer=customer.spare"},
        {"GET /api/v1/customers/{customer}/views", "auditor"},
        {"POST /api/v1/customers/{customer}/consents", "coach", "customer=customer.spare", {},
         R"({"provider":"${provider}","purpose":"health_to_provider"})"},
        {"GET /api/v1/customers/{customer}/consents", "coach"},
        {"POST /api/v1/consents/{consent}/give", "coach", {}, {}, R"({"how":"in_meeting"})"},
        {"POST /api/v1/consents/{consent}/refuse", "coach", {}, {}, R"({"how":"in_meeting"})"},
        {"POST /api/v1/consents/{consent}/withdraw", "coach", "consent=consent.given", {}, R"({"how":"in_meeting"})"},

        {"POST /api/v1/customers/{customer}/need-assessments", "coach", {}, {},
         R"({"target_groups":["long_term_unemployed"],"needs":["job_search"]})"},
        {"GET /api/v1/customers/{customer}/need-assessments", "coach"},
        {"GET /api/v1/need-assessments/{assessment}", "coach"},
        {"POST /api/v1/need-assessments/{assessment}/record", "coach", {}, {},
         R"({"target_groups":["long_term_unemployed"],"needs":["skills"]})"},
        {"POST /api/v1/need-assessments/{assessment}/complete", "coach"},
        {"POST /api/v1/customers/{customer}/agreements", "coach", {}, {}, R"({"basket":"${basket}"})"},
        {"GET /api/v1/customers/{customer}/agreements", "coach"},
        {"GET /api/v1/agreements/{agreement}", "coach"},
        {"POST /api/v1/agreements/{agreement}/agree", "coach", "agreement=agreement.proposed", {}, R"({"how":"in_meeting"})"},
        {"POST /api/v1/agreements/{agreement}/decline", "coach", "agreement=agreement.proposed", {}, R"({"how":"in_meeting"})"},
        {"POST /api/v1/agreements/{agreement}/withdraw", "coach"},

        {"POST /api/v1/agreements/{agreement}/choice-sessions", "coach"},
        {"GET /api/v1/choice-sessions/{session}", "coach"},
        {"POST /api/v1/choice-sessions/{session}/revoke", "coach", "session=session.opened"},
        {"POST /api/v1/choice-sessions/{session}/assisted", "coach", {}, {},
         R"({"offer":"${offer}","assistance":{"by":"${member}","kind":"read_aloud"}})"},
        {"POST /api/v1/agreements/{agreement}/new-seed", "decision_maker"},
        {"GET /api/v1/unmet-needs", "procurement_officer"},
        {"POST /api/v1/choice/open", "nobody", {}, {}, R"({"code":"${code}"})"},
        {"POST /api/v1/choice/show", "choice_holder"},
        {"GET /api/v1/choice", "choice_holder"},
        {"POST /api/v1/choice/choose", "choice_holder", {}, {}, R"({"offer":"${offer}"})"},
        {"POST /api/v1/choice/none", "choice_holder"},
        {"POST /api/v1/choice/consent", "choice_chosen"},
        {"GET /api/v1/choice-receipts/{receipt}", "coach"},
        {"GET /api/v1/choice-receipts/{receipt}/replay", "auditor"},

        {"POST /api/v1/agreements/{agreement}/orders", "coach", "agreement=agreement.chosen", {},
         R"({"planned_start_on":"${today}"})"},
        {"GET /api/v1/orders", "coach"},
        {"GET /api/v1/orders/{order}", "coach"},
        {"GET /api/v1/orders/{order}/notes", "coach"},
        {"GET /api/v1/orders/{order}/contact", "manager"},
        {"POST /api/v1/orders/{order}/reserve", "finance_officer"},
        {"POST /api/v1/orders/{order}/send", "coach", "order=order.created"},
        {"POST /api/v1/orders/{order}/acknowledge", "manager", "order=order.sent"},
        {"POST /api/v1/orders/{order}/waitlist", "manager", "order=order.acknowledged"},
        {"POST /api/v1/orders/{order}/accept", "manager", "order=order.acknowledged"},
        {"POST /api/v1/orders/{order}/decline", "manager", "order=order.acknowledged"},
        {"POST /api/v1/orders/{order}/start", "manager", "order=order.accepted", {}, day},
        {"POST /api/v1/orders/{order}/notes", "worker", {}, {}, R"({"kind":"meeting_held","day":"${today}"})"},
        {"POST /api/v1/orders/{order}/interrupt", "coach"},
        {"POST /api/v1/orders/{order}/resume", "coach", "order=order.interrupted"},
        {"POST /api/v1/orders/{order}/complete", "manager", {}, {}, day},
        {"POST /api/v1/orders/{order}/drop", "coach"},
        {"POST /api/v1/orders/{order}/transfer", "coach"},
        {"POST /api/v1/orders/{order}/follow-up", "coach", "order=order.completed"},
        {"POST /api/v1/orders/{order}/observe", "coach", "order=order.followed", {},
         R"({"kind":"open_job","day":"${today}"})"},
        {"POST /api/v1/orders/{order}/close", "coach", "order=order.followed"},

        {"POST /api/v1/orders/{order}/claims", "worker", {}, {}, R"({"component":"start","facts":{"happened_on":"${today}"}})"},
        {"GET /api/v1/claims", "coach"},
        {"GET /api/v1/claims/{claim}", "manager"},
        {"POST /api/v1/claims/{claim}/confirm", "finance_officer"},
        {"POST /api/v1/claims/{claim}/reject", "finance_officer"},
        {"POST /api/v1/claims/{claim}/more-info", "finance_officer"},
        {"POST /api/v1/claims/{claim}/facts", "manager", "claim=claim.asked", {}, R"({"facts":{"happened_on":"${today}"}})"},
        {"POST /api/v1/claims/{claim}/withdraw", "manager"},
        {"POST /api/v1/claims/{claim}/dispute", "manager", "claim=claim.rejected"},
        {"POST /api/v1/claims/{claim}/resolve", "finance_officer", "claim=claim.disputed"},

        {"POST /api/v1/baskets/{basket}/budget", "finance_officer"},
        {"GET /api/v1/baskets/{basket}/budget", "finance_officer"},
        {"GET /api/v1/payables", "finance_officer"},
        {"GET /api/v1/payables/{payable}", "finance"},
        {"POST /api/v1/payables/{payable}/reverse", "finance_officer"},
        {"GET /api/v1/payables/{payable}/thread", "finance_officer"},
        {"GET /api/v1/orders/{order}/thread", "manager"},
        {"GET /api/v1/baskets/{basket}/thread", "procurement_officer"},
    };
}

} // namespace kori::test
