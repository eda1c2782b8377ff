#pragma once

#include "core/storage/transaction.hpp"
#include "procurement/dialogue/dialogue.hpp"

#include <string_view>

namespace kori::dialogues
{

void insert(Transaction& tx, const ProgrammeQuestion& question);
void insert(Transaction& tx, ProgrammeQuestionId question, const ProgrammeAnswer& answer);
std::optional<ProgrammeQuestion> find_question(Transaction& tx, ProgrammeQuestionId id);
// Keyset pages by id, so in the order in which they were asked.
std::vector<ProgrammeQuestion> all_questions(Transaction& tx, ProgrammeId programme,
                                             std::string_view after_id, std::int64_t limit);
// Those with an answer, and those that `asker` asked (none: nobody's).
std::vector<ProgrammeQuestion> public_questions(Transaction& tx, ProgrammeId programme,
                                                std::optional<OrganisationId> asker,
                                                std::string_view after_id, std::int64_t limit);

void insert(Transaction& tx, const DialogueEntry& entry);
std::int64_t entries_in(Transaction& tx, ProgrammeId programme); // how many
std::vector<DialogueEntry> entries_of(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                      std::int64_t limit); // keyset pages by id, so by number

} // namespace kori::dialogues
