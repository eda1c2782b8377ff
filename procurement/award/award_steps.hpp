// What every act from the opening on shares: whose competition it is, the facts that its guard looks at, the
// move, the journal.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "procurement/award/assessment_store.hpp"
#include "procurement/award/award_store.hpp"
#include "procurement/competition/tender_form.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::awards
{

// The authority's own competition; another's looks absent.
Result<Competition> own_competition(Transaction& tx, const Actor& actor, CompetitionId id);

struct OwnTender
{
    Competition competition;
    Tender tender;
};
// A tender that the authority may look at: opened in its own competition. Every other one looks absent.
Result<OwnTender> opened_tender(Transaction& tx, const Actor& actor, TenderId id);
// A tender of the tenderer's own that was opened.
Result<OwnTender> tenders_own(Transaction& tx, const Actor& actor, TenderId id);

// The form of an opened tender; nothing when it did not open or says what cannot be compared.
std::optional<TenderForm> form_of(Transaction& tx, const Competition& competition, TenderId tender);

bool was_opened(std::string_view tender_state);
// Stands the tenderer in the category today, as an invitation asks it? Who was suspended, removed or left
// meanwhile does not.
bool is_standing(Transaction& tx, const Competition& competition, OrganisationId provider);
bool has_declared_no_conflict(Transaction& tx, CompetitionId competition, UserId user);

// Everything that the record says; what the act itself brings (reasons, ranks) is the act's to fill. Points
// into the competition, which must live on.
CompetitionFacts facts_of(Transaction& tx, const Ambient& ambient, const Competition& competition);
TenderFacts facts_of(Transaction& tx, const Ambient& ambient, const Competition& competition,
                     const Tender& tender);

// Performs, saves. The entry is the act's own.
Result<Done> move(Transaction& tx, const Ambient& ambient, Competition& competition, std::string_view verb,
                  ActsAs who, const CompetitionFacts& facts);
Result<Done> move(Transaction& tx, const Ambient& ambient, Tender& tender, std::string_view verb, ActsAs who,
                  const TenderFacts& facts);

// Is the quality of every tender in the comparison agreed?
bool is_quality_agreed(Transaction& tx, const Competition& competition);
// The one ranking of view, decision and export. Refuses what compare_tenders refuses.
Result<std::vector<TenderScore>> compare(Transaction& tx, const Competition& competition);

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Competition& competition, Facts facts, std::string reason = {},
          std::vector<OrganisationId> also = {});

// A refusal because of one field, told of the whole and of the field.
Refusal bad_field(std::string pointer, const std::string& rule, const std::string& sentence);

} // namespace kori::awards
