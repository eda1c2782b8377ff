#include "procurement/system/system_transfer.hpp"

namespace kori::systems
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId to)
{
    tx.change("/* systems.pass_values */ UPDATE committed_value SET authority_id = ? WHERE programme_id = ?",
              to, programme);
    tx.change("/* systems.pass_due */ UPDATE system_result_due SET authority_id = ? WHERE programme_id = ?",
              to, programme);
}

} // namespace kori::systems
