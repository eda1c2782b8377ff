#include "core/storage/keyset.hpp"

namespace kori
{

Rows page_of_owner(Transaction& tx, std::string sql, std::string_view owner, std::string_view state,
                   std::string_view after_id, std::int64_t limit)
{
    sql += " = ? AND id > ?";
    std::vector<SqlValue> values{owner, after_id};
    if (!state.empty())
    {
        sql += " AND state = ?";
        values.emplace_back(state);
    }
    values.emplace_back(limit);
    return tx.query_values(sql + " ORDER BY id LIMIT ?", values);
}

} // namespace kori
