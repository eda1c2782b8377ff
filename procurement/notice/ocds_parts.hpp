// The parts that the releases of a system and those of a competition share.
#pragma once

#include "procurement/notice/ocds.hpp"

namespace kori::ocds
{

json::Object amount(Money value);                     // {"amount": 1234.5, "currency": "EUR"}
json::Object period(Instant from, Instant until);     // with the offset of Finland
json::Object period(CivilDate from, CivilDate until); // whole days
json::Object party(const notice::Organisation& one, json::Array roles);
json::Object reference(const notice::Organisation& one); // {"id", "name"}
std::string party_id(const notice::Organisation& one);
json::Object lot(const notice::NoticeFacts& facts, const notice::Category& category); // without its value
json::Object item(const notice::NoticeFacts& facts, const notice::Category& category);
json::Object amendment(const notice::NoticeFacts& facts, std::string id, Instant at, const LocalText& why);
// "title" in the main language, "title_sv" in a further one.
void add_text(json::Object& object, const std::string& name, const LocalText& text,
              const notice::NoticeFacts& facts);
// ocid, id, date, tag, language, buyer and its party; `what` ends the id: "tender", "tenderUpdate-1".
json::Object opened(const notice::NoticeFacts& facts, const std::string& ocid, const std::string& what,
                    const char* tag, Instant at, json::Array more_parties);

} // namespace kori::ocds
