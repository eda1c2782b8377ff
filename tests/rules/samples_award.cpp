#include "tests/rules/stage.hpp"

namespace kori::test
{
namespace
{

constexpr std::string_view reasons =
    R"({"reasons":{"fi":"Tarjous on edullisin.","sv":"Anbudet är det mest fördelaktiga."}})";
constexpr std::string_view question =
    R"({"fault":"other","question":"Mikä puuttuu?","tenders":["${award.tender.checked}"],)"
    R"("answer_by":"2026-04-20T09:00:00Z"})";
constexpr std::string_view price_question =
    R"({"question":"Mistä hinta koostuu?","tenders":["${award.tender.compliant}"],"answer_by":"2026-04-20T09:00:00Z"})";
constexpr std::string_view points = R"({"criterion":"plan","points":5,"reason":"Selkeä suunnitelma"})";

std::vector<Sample> assessment_samples()
{
    return {
        {"POST /api/v1/competitions/{competition}/opened-shares",
         "procurement_officer",
         "competition=award.sealed",
         {},
         R"({"password":"opener-password-for-tests","share":"${award.share}"})"},
        {"GET /api/v1/competitions/{competition}/opening", "procurement_officer", "competition=award.opened"},
        {"GET /api/v1/opened-tenders/{tender}/parts/{part}", "procurement_officer",
         "tender=award.tender.opened part=award.part"},
        {"GET /api/v1/competitions/{competition}/assessment", "procurement_officer",
         "competition=award.evaluated"},
        {"GET /api/v1/competitions/{competition}/comparison", "procurement_officer",
         "competition=award.evaluated"},
        {"GET /api/v1/opened-tenders/{tender}/questions", "manager", "tender=award.tender.checked"},
        {"POST /api/v1/competitions/{competition}/compliance-check", "procurement_officer",
         "competition=award.opened"},
        {"POST /api/v1/opened-tenders/{tender}/verdict",
         "procurement_officer",
         "tender=award.tender.undecided",
         {},
         R"({"verdict":"compliant"})"},
        {"POST /api/v1/opened-tenders/{tender}/reinstatement",
         "procurement_officer",
         "tender=award.tender.excluded",
         {},
         R"({"reason":"Poissulkeminen oli virhe"})"},
        {"POST /api/v1/competitions/{competition}/completions",
         "procurement_officer",
         "competition=award.checked",
         {},
         question},
        {"POST /api/v1/completions/{completion}/answer", "manager", "completion=award.completion"},
        {"POST /api/v1/competitions/{competition}/low-price-questions",
         "procurement_officer",
         "competition=award.compliant",
         {},
         price_question},
        {"POST /api/v1/opened-tenders/{tender}/low-price-answer", "manager", "tender=award.tender.low"},
        {"POST /api/v1/competitions/{competition}/evaluators",
         "procurement_officer",
         "competition=award.compliant",
         {},
         R"({"members":["${award.officer}"]})"},
        {"POST /api/v1/competitions/{competition}/conflict-declarations",
         "decision_maker",
         "competition=award.opened",
         {},
         R"({"has_conflict":false})"},
        {"POST /api/v1/competitions/{competition}/evaluation", "procurement_officer",
         "competition=award.compliant"},
        {"POST /api/v1/opened-tenders/{tender}/own-points",
         "procurement_officer",
         "tender=award.tender.pointed",
         {},
         points},
        {"POST /api/v1/opened-tenders/{tender}/agreed-points",
         "procurement_officer",
         "tender=award.tender.pointed",
         {},
         points},
    };
}

std::vector<Sample> decision_samples()
{
    return {
        {"POST /api/v1/competitions/{competition}/decision",
         "decision_maker",
         "competition=award.evaluated",
         {},
         R"({"winners":1,"reasons":{"fi":"Edullisin.","sv":"Mest fördelaktigt."}})"},
        {"POST /api/v1/competitions/{competition}/decision-notice", "procurement_officer",
         "competition=award.decided"},
        {"POST /api/v1/competitions/{competition}/standstill", "procurement_officer",
         "competition=award.standing_still"},
        {"POST /api/v1/competitions/{competition}/correction-requests", "manager",
         "competition=award.notified"},
        {"POST /api/v1/competitions/{competition}/correction",
         "decision_maker",
         "competition=award.notified",
         {},
         reasons},
        {"POST /api/v1/competitions/{competition}/interruption",
         "decision_maker",
         "competition=award.evaluated",
         {},
         reasons},
        {"GET /api/v1/competitions/{competition}/decisions", "procurement_officer",
         "competition=award.notified"},
        {"POST /api/v1/opened-tenders/{tender}/release", "decision_maker", "tender=award.tender.waiting"},
        {"POST /api/v1/competitions/{competition}/contracts",
         "decision_maker",
         "competition=award.notified",
         {},
         R"({"tender":"${award.tender.notified}","value_cents":8000000,)"
         R"("signed_on":"2026-03-02","evidence":["tax_certificate"]})"},
        {"GET /api/v1/competitions/{competition}/contracts", "nobody", "competition=award.contracted"},
        {"POST /api/v1/contracts/{contract}/changes",
         "decision_maker",
         "contract=award.contract",
         {},
         R"({"ground":"minor","value_cents":1000,"reason":"Tarve kasvoi"})"},
    };
}

} // namespace

std::vector<Sample> award_samples()
{
    auto all = assessment_samples();
    const auto rest = decision_samples();
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

} // namespace kori::test
