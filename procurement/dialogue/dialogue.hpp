// Questions about a programme with answers for all (kysymykset ja vastaukset), and the log of the market
// dialogue before it (markkinakartoitus, 1397/2016 §65): everybody gets the same information.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/text.hpp"
#include "procurement/programme/programme.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kori
{

struct ProgrammeQuestionTag
{
    static constexpr std::string_view prefix = "prq";
};
using ProgrammeQuestionId = Id<ProgrammeQuestionTag>;

struct DialogueEntryTag
{
    static constexpr std::string_view prefix = "dlg";
};
using DialogueEntryId = Id<DialogueEntryTag>;

struct ProgrammeAnswer
{
    std::int64_t number = 1; // the last one is in force
    LocalText text;
    Instant answered_at;
    std::string answered_by; // a membership
};

struct ProgrammeQuestion
{
    ProgrammeQuestionId id;
    ProgrammeId programme;
    OrganisationId authority;
    OrganisationId asker; // told to nobody but the asker
    std::string text;
    Instant asked_at;
    std::vector<ProgrammeAnswer> answers = {}; // by number; public with the first
};

struct DialogueParticipant
{
    std::string name;                           // of the organisation
    std::optional<OrganisationId> organisation; // if it is registered here
};

// One talk or one round of written questions. Never changes.
struct DialogueEntry
{
    DialogueEntryId id;
    ProgrammeId programme;
    std::int64_t number = 1; // from 1 in each programme
    CivilDate held_on;
    LocalText topic;
    LocalText information; // what the authority told
    std::vector<DialogueParticipant> participants;
    Instant recorded_at;
    std::string recorded_by; // a membership
};

} // namespace kori
