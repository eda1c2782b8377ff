#include "tests/rules/stage.hpp"

namespace kori::test
{

std::vector<Sample> system_samples()
{
    return {
        {"POST /api/v1/programmes/{programme}/open-dialogue", "procurement_officer",
         "programme=programme.draft"},
        {"POST /api/v1/programmes/{programme}/close-dialogue", "procurement_officer",
         "programme=programme.in_dialogue"},
        {"GET /api/v1/programmes/{programme}/system", "procurement_officer", "programme=system.draft"},
        {"PUT /api/v1/programmes/{programme}/system", "procurement_officer", "programme=system.draft"},
        {"GET /api/v1/programmes/{programme}/system/changes", "procurement_officer", "programme=system"},
        {"POST /api/v1/programmes/{programme}/categories", "procurement_officer", "programme=system.draft"},
        {"GET /api/v1/categories/{category}", "procurement_officer", "category=category.draft"},
        {"PUT /api/v1/categories/{category}", "procurement_officer", "category=category.draft"},
        {"POST /api/v1/categories/{category}/drop", "procurement_officer", "category=category.draft"},
        {"POST /api/v1/programmes/{programme}/announced-categories",
         "procurement_officer",
         "programme=system",
         {},
         R"({"category":{"name":{"fi":"Muu","sv":"Annan"},"description":{"fi":"Muu","sv":"Annan"},)"
         R"("cpv":"79611000-0","form":"contract","announced_value_cents":100},"reason":"Tarve"})"},
        {"POST /api/v1/programmes/{programme}/announced-value",
         "procurement_officer",
         "programme=system",
         {},
         R"({"announced_value_cents":55000000,"reason":"Tarve"})"},
        {"POST /api/v1/programmes/{programme}/questions", "manager", "programme=system"},
        {"GET /api/v1/programmes/{programme}/questions", "procurement_officer", "programme=system"},
        {"POST /api/v1/programme-questions/{question}/answers", "procurement_officer"},
        {"POST /api/v1/programmes/{programme}/dialogue-entries",
         "procurement_officer",
         "programme=programme.in_dialogue",
         {},
         R"({"held_on":"2026-03-02","topic":{"fi":"Tarve","sv":"Behov"},)"
         R"("information":{"fi":"Tarve","sv":"Behov"},"participants":[{"name":"Savon Työpolku ry"}]})"},
        {"GET /api/v1/programmes/{programme}/dialogue-entries", "procurement_officer",
         "programme=programme.in_dialogue"},
        {"GET /api/v1/programmes/{programme}/participants", "decision_maker", "programme=system"},
        {"POST /api/v1/programmes/{programme}/participations",
         "decision_maker",
         "programme=programme.draft",
         {},
         R"({"organisation":"${neighbour}","share_basis_points":100})"},
        {"GET /api/v1/participations", "decision_maker"},
        {"POST /api/v1/participations/{participation}/join", "decision_maker",
         "participation=participation.received"},
        {"POST /api/v1/participations/{participation}/decline", "decision_maker",
         "participation=participation.received"},
        {"POST /api/v1/participations/{participation}/withdraw", "decision_maker",
         "participation=participation.sent"},
        {"POST /api/v1/programmes/{programme}/transfers",
         "decision_maker",
         "programme=programme.draft",
         {},
         R"({"to":"${neighbour}","on":"2027-01-01","reason":"Alueet yhdistyvät"})"},
        {"GET /api/v1/transfers", "decision_maker"},
        {"POST /api/v1/transfers/{transfer}/accept", "decision_maker", "transfer=transfer.received"},
        {"POST /api/v1/transfers/{transfer}/refuse", "decision_maker", "transfer=transfer.received"},
        {"POST /api/v1/transfers/{transfer}/withdraw", "decision_maker", "transfer=transfer.sent"},
        {"GET /api/v1/programmes/{programme}/total", "procurement_officer", "programme=system"},
    };
}

} // namespace kori::test
