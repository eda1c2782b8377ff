#include "procurement/dialogue/dialogue_transfer.hpp"

#include "core/access/tasks.hpp"

namespace kori::dialogues
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId from, OrganisationId to)
{
    tx.change("/* dialogues.pass_questions */ UPDATE programme_question SET authority_id = ?"
              " WHERE programme_id = ?",
              to, programme);
    for (const auto& row : tx.query("/* dialogues.ids_in */ /* bounded: one programme */ SELECT id"
                                    " FROM programme_question WHERE programme_id = ? ORDER BY id",
                                    programme))
        access::pass_tasks(tx, row.text(0), from, to);
}

} // namespace kori::dialogues
