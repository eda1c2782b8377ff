#include "marketplace/offer/offer_transfer.hpp"

namespace kori::offers
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId to)
{
    tx.change("/* offers.pass_to */ UPDATE offer SET authority_id = ? WHERE basket_id IN"
              " (SELECT id FROM basket WHERE programme_id = ?)",
              to, programme);
}

} // namespace kori::offers
