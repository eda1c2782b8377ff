#include "procurement/system/system_total.hpp"

#include "core/access/access.hpp"

namespace kori::systems
{
namespace
{

Money announced_by(Transaction& tx, const Programme& programme)
{
    PROMISE(programme.channel == Channel::dps);
    const auto terms = find_terms(tx, programme.id);
    PROMISE(terms && terms->announced_value);
    return *terms->announced_value;
}

// One warning at a time: a new one replaces the one that nobody has looked at.
void warn(Transaction& tx, const Ambient& ambient, const Programme& programme)
{
    access::finish_tasks(tx, task_near, programme.id.text(), ambient.now);
    access::give_task(tx, ambient, programme.authority, role::procurement_officer, task_near,
                      programme.id.text(), std::nullopt);
}

} // namespace

Result<Done> may_buy(const Programme& programme)
{
    return check_may_buy(programme.state);
}

RunningTotal total_now(Transaction& tx, const Ambient& ambient, const Programme& programme)
{
    const auto announced = announced_by(tx, programme);
    auto rows = values_of_programme(tx, programme.id);
    const bool is_empty = rows.empty();
    const auto last = is_empty ? TotalRow{{}, {}, {}, false, ambient.today(), {}} : rows.back();
    auto total = total_of_system(announced, rows, last, ambient.law);
    PROMISE(total);
    if (is_empty)
        total->rows.clear();
    return std::move(*total);
}

Result<RunningTotal> total_with(Transaction& tx, const LawBook& law, const Programme& programme,
                                const TotalRow& added)
{
    return total_of_system(announced_by(tx, programme), values_of_programme(tx, programme.id), added, law);
}

Result<RunningTotal> allow(Transaction& tx, const LawBook& law, const Programme& programme,
                           const TotalRow& added)
{
    auto total = total_with(tx, law, programme, added);
    if (!total)
        return total;
    if (const auto allowed = allow_total(*total); !allowed)
        return allowed.refusal();
    return total;
}

Result<RunningTotal> commit(Transaction& tx, const Ambient& ambient, const Programme& programme,
                            const TotalRow& added)
{
    auto total = allow(tx, ambient.law, programme, added);
    if (!total)
        return total;
    commit_value(tx, {programme.authority, programme.id, added}, ambient.now);
    if (total->verdict == TotalVerdict::near)
        warn(tx, ambient, programme);
    return total;
}

Result<RunningTotal> purchases_with(Transaction& tx, const LawBook& law, OrganisationId authority,
                                    Money threshold, TotalPeriod period, const TotalRow& added)
{
    return total_of_kind(threshold, period, values_of_kind(tx, authority, added.kind), added, law);
}

} // namespace kori::systems
