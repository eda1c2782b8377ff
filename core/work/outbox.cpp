#include "core/work/outbox.hpp"

#include "core/json/value.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace kori::work
{

void send(Transaction& tx, const Ambient& ambient, std::string_view name, Language language,
          std::string_view recipient, const Facts& facts)
{
    json::Object object;
    for (const auto& fact : facts)
        std::visit([&](const auto& value) { object.add(fact.name, value); }, fact.value);
    tx.change("/* outbox.send */ INSERT INTO outbox_message (id, template, language, recipient, facts, "
              "state, attempts,"
              " next_us, created_us, sent_us) VALUES (?, ?, ?, ?, ?, 'waiting', 0, ?, ?, NULL)",
              ambient.next<MessageTag>(), name, code_of(language), recipient, json::write_canonical(object),
              ambient.now, ambient.now);
}

std::vector<Message> waiting_messages(Transaction& tx, Instant now, std::int64_t limit)
{
    const auto rows =
        tx.query("/* outbox.waiting */ SELECT id, template, language, recipient, facts, attempts"
                 " FROM outbox_message WHERE state = 'waiting' AND next_us <= ? ORDER BY next_us, id LIMIT ?",
                 now, limit);
    std::vector<Message> result;
    for (const auto& row : rows)
        result.push_back({row.id<MessageTag>(0), row.text(1),
                          parse_language(row.text(2)).value_or(Language::fi), row.text(3), row.text(4),
                          row.integer(5)});
    return result;
}

void mark_sent(Transaction& tx, MessageId id, Instant now)
{
    tx.change("/* outbox.mark_sent */ UPDATE outbox_message SET state = 'sent', sent_us = ? WHERE id = ?",
              now, id);
}

void mark_failed(Transaction& tx, const Message& message, Instant now)
{
    const auto wait_seconds =
        std::min<std::int64_t>(86'400, 60LL << std::min<std::int64_t>(message.attempts, 11));
    tx.change("/* outbox.mark_failed */ UPDATE outbox_message SET attempts = attempts + 1, next_us = ? WHERE "
              "id = ?",
              now.plus_seconds(wait_seconds), message.id);
}

bool FileCourier::deliver(const Message& message)
{
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    const auto final_name = folder_ / (message.id.text() + ".json");
    const auto draft_name = folder_ / (message.id.text() + ".json.new");
    {
        std::ofstream file{draft_name, std::ios::binary | std::ios::trunc};
        file << json::write_pretty(json::Object{}
                                       .add("id", message.id)
                                       .add("template", message.name)
                                       .add("language", code_of(message.language))
                                       .add("recipient", message.recipient)
                                       .add("facts", message.facts));
        if (!file.flush())
            return false;
    }
    std::filesystem::rename(draft_name, final_name, error);
    return !error;
}

} // namespace kori::work
