#include "tests/rules/stage.hpp"

namespace kori::test
{

std::vector<Sample> joining_samples()
{
    return {
        {"GET /api/v1/exclusion-grounds", "nobody"},
        {"GET /api/v1/self-declaration", "manager"},
        {"POST /api/v1/self-declarations",
         "manager",
         {},
         {},
         R"({"grounds":[{"code":"bribery","applies":false}]})"},
        {"POST /api/v1/requests/{request}/confirmation",
         "manager",
         "request=joining.draft",
         {},
         R"({"requirements":[{"code":"tax_certificate","met":true}]})"},
        {"POST /api/v1/requests/{request}/extension", "procurement_officer", "request=joining.reviewed"},
        {"POST /api/v1/requests/{request}/renewal",
         "procurement_officer",
         "request=joining.admitted",
         {},
         R"({"reason":"Todistus vanhenee","about":["tax_certificate"],"answer_until":"2030-01-01T10:00:00Z"})"},
        {"POST /api/v1/requests/{request}/hearing",
         "procurement_officer",
         "request=joining.admitted",
         {},
         R"({"reason":"Puutteita sopimuksessa","answer_until":"2030-01-01T10:00:00Z"})"},
        {"POST /api/v1/requests/{request}/hearing-answer", "manager", "request=joining.asked"},
        {"GET /api/v1/admission-decisions/{decision}", "manager", "decision=joining.decision"},
        {"GET /api/v1/programmes/{programme}/members", "nobody", "programme=joining.system"},
        {"GET /api/v1/programmes/{programme}/clock-counters", "nobody", "programme=joining.system"},
    };
}

} // namespace kori::test
