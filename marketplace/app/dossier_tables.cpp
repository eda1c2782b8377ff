#include "marketplace/app/dossier_tables.hpp"

namespace kori::app
{

std::span<const DossierTable> dossier_tables()
{
    using enum DossierSet;
    static const std::vector<DossierTable> all = {
        {"competition", "id", competition, {{"programme_id", programme}, {"category_id", category}}},
        {"programme", "id", programme},
        {"system_terms", "programme_id", programme},
        {"category", "id", category},
        {"competition_invitation", "competition_id", competition, {{"admission_id", admission}}},
        {"admission", "id", admission},
        {"admission_decision", "admission_id", admission},
        {"competition_opener", "competition_id", competition},
        {"competition_seal", "competition_id", competition},
        {"competition_question", "competition_id", competition},
        {"tender", "competition_id", competition, {{"id", tender}}},
        {"tender_part", "tender_id", tender},
        {"opening", "competition_id", competition},
        {"opened_part", "tender_id", tender, {}, {{"content", "documents/opened/{tender_id}/{name}"}}},
        {"completion", "competition_id", competition},
        {"low_price", "competition_id", competition},
        {"conflict_declaration", "competition_id", competition},
        {"evaluator", "competition_id", competition},
        {"own_points", "tender_id", tender},
        {"agreed_points", "tender_id", tender},
        {"award_decision", "competition_id", competition, {{"id", decision}}},
        {"award_place", "decision_id", decision},
        {"award_copy",
         "decision_id",
         decision,
         {},
         {{"document_fi", "documents/decisions/{decision_id}/{recipient_id}.fi.html"},
          {"document_sv", "documents/decisions/{decision_id}/{recipient_id}.sv.html"}}},
        {"award_standstill", "decision_id", decision},
        {"correction_request", "competition_id", competition},
        {"contract", "competition_id", competition, {{"id", contract}}},
        {"contract_change", "contract_id", contract},
        {"trade_secret_claim", "document_id", tender, {{"id", claim}}},
        {"trade_secret_decision", "claim_id", claim},
        {"information_request", "matter_id", competition, {{"id", request}}},
        {"information_decision", "request_id", request},
        {"committed_value", "about", about},
        {"due_moment", "about", about},
        {"task", "about", about},
    };
    return all;
}

} // namespace kori::app
