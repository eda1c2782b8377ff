#include "tests/rules/stage.hpp"

namespace kori::test
{

std::vector<Sample> competition_samples()
{
    return {
        {"PUT /api/v1/opener-key", "procurement_officer", {}, {}, R"({"key_text":${opener_key}})"},
        {"GET /api/v1/opener-key", "procurement_officer"},
        {"POST /api/v1/programmes/{programme}/competitions",
         "procurement_officer",
         "programme=competition.system",
         {},
         R"(${competition.terms})"},
        {"GET /api/v1/competitions", "procurement_officer"},
        {"GET /api/v1/competitions/{competition}", "procurement_officer"},
        {"PATCH /api/v1/competitions/{competition}",
         "procurement_officer",
         "competition=competition.draft",
         {},
         R"({"value_is_told":true})"},
        {"POST /api/v1/competitions/{competition}/drop", "procurement_officer",
         "competition=competition.draft"},
        {"POST /api/v1/competitions/{competition}/invite", "procurement_officer",
         "competition=competition.draft"},
        {"POST /api/v1/competitions/{competition}/newcomers", "procurement_officer",
         "competition=competition.growing"},
        {"POST /api/v1/competitions/{competition}/cancellation", "decision_maker"},
        {"GET /api/v1/competitions/{competition}/questions", "procurement_officer"},
        {"POST /api/v1/competitions/{competition}/questions", "manager"},
        {"POST /api/v1/competitions/{competition}/questions/{question}/answer", "procurement_officer",
         "question=competition.question"},
        {"POST /api/v1/competitions/{competition}/deadline",
         "procurement_officer",
         {},
         {},
         R"({"closes_at":"2026-03-27T10:00:00Z","ground":"buyers_own","reason":"Lisäaikaa"})"},
        {"POST /api/v1/competitions/{competition}/tenders", "manager", {}, {}, "{}"},
        {"GET /api/v1/tenders", "manager"},
        {"GET /api/v1/tenders/{tender}", "manager"},
        {"GET /api/v1/tenders/{tender}/receipt", "manager"},
        {"PUT /api/v1/tenders/{tender}/parts/{part}", "manager", "tender=tender.draft"},
        {"PUT /api/v1/tenders/{tender}/parts/{part}/pieces/{piece}",
         "manager",
         "tender=tender.draft part=part.spare",
         {},
         R"({"sealed":"${sealed}"})"},
        {"POST /api/v1/tenders/{tender}/parts/{part}/drop", "manager", "tender=tender.draft"},
        {"POST /api/v1/tenders/{tender}/submission",
         "manager",
         "tender=tender.draft",
         {},
         R"(${submission})"},
        {"POST /api/v1/tenders/{tender}/withdrawal", "manager"},
    };
}

} // namespace kori::test
