// What a decision says to one addressee: who won and why, the comparison with the prices used in it (always
// told to parties, 621/1999 §11(2)(6)), who is out of it, and for the addressee its own points and grounds
// (§123).
#pragma once

#include "core/http/locale.hpp"
#include "procurement/award/award_steps.hpp"
#include "procurement/decision/decision_document.hpp"

#include <string>
#include <vector>

namespace kori::awards
{

// The comparison as it is decided: what view, decision and export show. By rank, those not compared last.
json::Array comparison_of(Transaction& tx, const Competition& competition,
                          const std::vector<TenderScore>& scores);

// Whom a decision concerns: the tenderers whose tenders were opened, each once, by id.
std::vector<OrganisationId> addressees_of(Transaction& tx, CompetitionId competition);

// The authority's address for notices of appeal and requests; empty: it has told none (§126).
std::string contact_of(Transaction& tx, OrganisationId authority);

decisions::DecisionDocument document_for(Transaction& tx, const Ambient& ambient, const http::Locale& locale,
                                         const Competition& competition, const AwardDecision& decision,
                                         OrganisationId addressee);

} // namespace kori::awards
