#include "procurement/programme/programme_transfer.hpp"

namespace kori::programmes
{

void pass_to(Transaction& tx, const Programme& programme, Instant now)
{
    const auto touched = tx.change("/* programmes.pass_to */ UPDATE programme SET organisation_id = ?,"
                                   " revision = ?, recorded_us = ? WHERE id = ?",
                                   programme.authority, programme.revision, now, programme.id);
    PROMISE(touched == 1);
}

} // namespace kori::programmes
