// Messages to the outside: a template, a language and a recipient key; never content or personal data.
#pragma once

#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/base/text.hpp"
#include "core/storage/transaction.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kori::work
{

struct MessageTag
{
    static constexpr std::string_view prefix = "msg";
};
using MessageId = Id<MessageTag>;

struct Message
{
    MessageId id;
    std::string name; // of the template: "acceptance.decided"
    Language language;
    std::string recipient; // an organisation's or membership's id as text
    std::string facts;     // JSON object of ids and codes
    std::int64_t attempts = 0;
};

void send(Transaction& tx, const Ambient& ambient, std::string_view name, Language language,
          std::string_view recipient, const Facts& facts);
std::vector<Message> waiting_messages(Transaction& tx, Instant now, std::int64_t limit);
void mark_sent(Transaction& tx, MessageId id, Instant now);
void mark_failed(Transaction& tx, const Message& message, Instant now);

// Where messages leave. Delivery is at least once; the id lets a receiver drop repeats.
class Courier
{
public:
    virtual ~Courier() = default;
    virtual bool deliver(const Message& message) = 0; // false: try again later
};

// One JSON file per message in a folder, written whole or not at all; a mail adapter docks here later.
class FileCourier : public Courier
{
public:
    explicit FileCourier(std::filesystem::path folder) : folder_{std::move(folder)} {}
    bool deliver(const Message& message) override;

private:
    std::filesystem::path folder_;
};

} // namespace kori::work
