#include "marketplace/app/copy.hpp"

#include "core/base/text.hpp"
#include "core/crypto/crypto.hpp"
#include "core/journal/journal.hpp"
#include "core/storage/sqlite/sqlite_shape.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"
#include "core/work/installation.hpp"

#include <optional>

namespace kori::app
{
namespace
{

constexpr std::int64_t page_rows = 500;

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string places(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += text.empty() ? "?" : ", ?";
    return text;
}

SqlValue value_of(const SqlValue::Content& content)
{
    return std::visit(
        [](const auto& value) -> SqlValue
        {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
                return nullptr;
            else
                return value;
        },
        content);
}

// The rows of a table in the order of its key, page by page.
class TableReader
{
public:
    TableReader(Transaction& tx, const TableShape& table) : tx_{tx}, table_{table} {}

    Rows next()
    {
        // Row values compare alike in both engines, texts by their bytes.
        auto sql = "/* copy.page */ SELECT " + joined(table_.columns) + " FROM " + table_.name;
        if (!after_.empty())
            sql += " WHERE (" + joined(table_.key) + ") > (" + places(table_.key.size()) + ")";
        auto values = after_;
        values.emplace_back(page_rows);
        auto rows = tx_.query_values(sql + " ORDER BY " + joined(table_.key) + " LIMIT ?", values);
        if (rows.empty())
            return rows;
        after_.clear();
        for (const auto& part : table_.key)
            for (std::size_t column = 0; column < table_.columns.size(); ++column)
                if (table_.columns[column] == part)
                    after_.push_back(value_of(rows.back().content(column)));
        return rows;
    }

private:
    Transaction& tx_;
    const TableShape& table_;
    std::vector<SqlValue> after_;
};

std::int64_t count_of(Transaction& tx, const std::string& table)
{
    return tx.query_one("/* copy.count */ SELECT count(*) FROM " + table)->integer(0);
}

// Every value with its kind and length, so that no two tables of other content read alike.
std::string digest_of(Transaction& tx, const TableShape& table)
{
    std::string digest(32, '\0');
    TableReader reader{tx, table};
    for (auto rows = reader.next(); !rows.empty(); rows = reader.next())
    {
        std::string bytes = digest;
        for (const auto& row : rows)
            for (std::size_t column = 0; column < row.size(); ++column)
            {
                const auto& content = row.content(column);
                std::string value;
                if (const auto* number = std::get_if<std::int64_t>(&content))
                    value = std::to_string(*number);
                else if (const auto* text = std::get_if<std::string>(&content))
                    value = *text;
                else if (const auto* blob = std::get_if<Blob>(&content))
                    value = blob->bytes;
                bytes += std::to_string(content.index()) + ":" + std::to_string(value.size()) + ":" + value;
            }
        digest = crypto::sha256(bytes);
    }
    return digest;
}

// The target's own word about itself: while it stands, nobody may serve from it (core/work/installation.hpp).
bool is_free_for(Transaction& tx)
{
    return !work::installation_value(tx, "keys") || work::installation_value(tx, work::unfinished_copy);
}

void write(Store& store, const std::function<void(Transaction&)>& part)
{
    const auto fate = store.write_and_wait(
        [&](Transaction& tx)
        {
            part(tx);
            return Verdict::keep;
        });
    if (fate != Fate::durable)
        throw StorageError{"The target takes no writes: " + store.health().reason};
}

void begin(Store& store, const std::vector<TableShape>& tables)
{
    bool is_free = false;
    write(store,
          [&](Transaction& tx)
          {
              is_free = is_free_for(tx);
              if (!is_free)
                  return;
              for (auto table = tables.rbegin(); table != tables.rend(); ++table)
                  tx.change("/* copy.empty */ DELETE FROM " + table->name);
              work::set_installation_value(tx, work::unfinished_copy, "yes");
          });
    if (!is_free)
        throw StorageError{"The target is in use: a copy goes into a new database."};
}

void insert(Transaction& tx, const TableShape& table, const Rows& rows)
{
    const auto sql = "/* copy.insert */ INSERT INTO " + table.name + " (" + joined(table.columns) +
                     ") VALUES (" + places(table.columns.size()) + ")";
    for (const auto& row : rows)
    {
        std::vector<SqlValue> values;
        for (std::size_t column = 0; column < row.size(); ++column)
            values.push_back(value_of(row.content(column)));
        tx.post_values(sql, values);
    }
}

CopyReport report_of(Transaction& tx, const std::vector<TableShape>& tables)
{
    CopyReport report;
    report.tables = static_cast<std::int64_t>(tables.size());
    for (const auto& table : tables)
        report.rows += count_of(tx, table.name);
    if (const auto head = journal::newest_head(tx))
    {
        report.entries = head->size;
        report.root = to_base64(head->root);
    }
    const auto sums =
        tx.query_one("/* copy.balances */ SELECT count(*), CAST(coalesce(sum(balance_cents), 0) AS bigint)"
                     " FROM ledger_balance");
    report.balances = sums->integer(0);
    report.balances_cents = sums->integer(1);
    return report;
}

void demand_equal(Transaction& source, Transaction& copy, const std::vector<TableShape>& tables,
                  const CopyReport& report)
{
    for (const auto& table : tables)
        if (table.name != "installation" && digest_of(source, table) != digest_of(copy, table))
            throw StorageError{"The copy differs in the table " + table.name + "."};
    auto seen = report_of(copy, tables);
    --seen.rows; // the mark of the unfinished copy
    if (seen != report)
        throw StorageError{
            "The copy has another number of rows, another head or other balances than its source."};
}

} // namespace

CopyReport copy_database(const Database& from, const Database& to, const CopyProgress& progress,
                         const std::function<void(Transaction&)>& finish)
{
    const auto tables = shapes_made_by(embedded_migrations());
    migrate(to, [](const std::string&) {});
    const auto target = open_store(
        to, {.group_jobs_max = 1, .queue_jobs_max = 1, .before_commit = {}, .say = {}, .is_tool = true});
    begin(*target, tables);
    CopyReport report;
    read_database(from,
                  [&](Transaction& source)
                  {
                      if (work::installation_value(source, work::unfinished_copy))
                          throw StorageError{"The source is the rest of an interrupted copy."};
                      report = report_of(source, tables);
                      std::int64_t copied = 0;
                      for (const auto& table : tables)
                      {
                          TableReader reader{source, table};
                          for (auto rows = reader.next(); !rows.empty(); rows = reader.next())
                          {
                              write(*target, [&](Transaction& tx) { insert(tx, table, rows); });
                              copied += static_cast<std::int64_t>(rows.size());
                              progress(copied, report.rows);
                          }
                      }
                      // Both are read again, the source in the same snapshot.
                      target->read([&](Transaction& tx) { demand_equal(source, tx, tables, report); });
                  });
    write(*target,
          [&](Transaction& tx)
          {
              if (finish)
                  finish(tx);
              work::forget_installation_value(tx, work::unfinished_copy);
          });
    target->close();
    return report;
}

void backup_postgres(const Database& from, const std::filesystem::path& to, const CopyProgress& progress)
{
    if (std::filesystem::exists(to))
        throw StorageError{"The target " + to.string() + " exists already; a backup never overwrites."};
    // Under another name until it is whole; what an interruption leaves there is begun anew.
    auto rest = to;
    rest += ".copying";
    copy_database(from, Database{rest, {}, false}, progress);
    backup_sqlite(rest, to);
    remove_sqlite(rest);
}

} // namespace kori::app
