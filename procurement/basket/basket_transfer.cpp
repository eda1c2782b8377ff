#include "procurement/basket/basket_transfer.hpp"

#include "core/access/tasks.hpp"

namespace kori::baskets
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId from, OrganisationId to)
{
    tx.change("/* baskets.pass_to */ UPDATE basket SET organisation_id = ?, revision = revision + 1"
              " WHERE programme_id = ?",
              to, programme);
    for (const auto& row : tx.query("/* baskets.ids_in */ /* bounded: one programme */ SELECT id FROM basket"
                                    " WHERE programme_id = ? ORDER BY id",
                                    programme))
        access::pass_tasks(tx, row.text(0), from, to);
}

} // namespace kori::baskets
