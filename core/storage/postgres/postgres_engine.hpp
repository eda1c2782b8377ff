// How a group runs on a PostgreSQL: what becomes of it when others write the same rows, when the connection
// goes, and when the answer to its COMMIT is lost.
#pragma once

#include "core/storage/commit_group.hpp"
#include "core/storage/postgres/postgres_connection.hpp"
#include "core/storage/postgres/postgres_store.hpp"
#include "core/storage/reader_pool.hpp"

#include <memory>
#include <span>

namespace kori
{

using PostgresReaders = ReaderPool<PostgresConnection>;

PostgresSession session_of(const PostgresSettings& settings);

// `readers` are forgotten when the writer needs a new connection: theirs may lead to the server of before.
std::unique_ptr<GroupEngine> postgres_engine(const PostgresSettings& settings,
                                             std::span<const Migration> migrations,
                                             std::unique_ptr<PostgresConnection> writer,
                                             std::shared_ptr<PostgresReaders> readers);

} // namespace kori
