#include "procurement/admission/admission_transfer.hpp"

#include "core/access/tasks.hpp"

#include <set>

namespace kori::admissions
{

void pass_all_of(Transaction& tx, const Ambient& ambient, ProgrammeId programme, OrganisationId from,
                 OrganisationId to)
{
    tx.change("/* admissions.pass_to */ UPDATE admission SET authority_id = ?, revision = revision + 1"
              " WHERE programme_id = ?",
              to, programme);
    std::set<OrganisationId> copied;
    for (const auto& row :
         tx.query("/* admissions.ids_in */ /* bounded: one programme */ SELECT id, provider_id, submitted_us"
                  " FROM admission WHERE programme_id = ? ORDER BY id",
                  programme))
    {
        access::pass_tasks(tx, row.text(0), from, to);
        // What is declared with a draft is the provider's matter still.
        if (row.is_null(2) || !copied.insert(row.id<OrganisationTag>(1)).second)
            continue;
        for (auto declared : declarations_of(tx, row.id<OrganisationTag>(1), from))
        {
            declared.id = ambient.next<EvidenceTag>();
            declared.admission = row.id<AdmissionTag>(0);
            declared.authority = to;
            insert(tx, declared);
        }
    }
}

} // namespace kori::admissions
