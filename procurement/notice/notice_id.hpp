// Identifiers that other systems demand, derived from ours, so that the same notice always carries the same
// ones.
#pragma once

#include <string>
#include <string_view>

namespace kori::notice
{

// A UUID in the form of version 4, which the rules of eForms demand of BT-701 and BT-04 (rule
// BT-701-notice_FMT): the first 16 bytes of SHA-256 over "kori/notice/1\n", the kind, a newline and our own
// id, with the bits of version and variant set. Other kinds ("notice", "procedure") give other UUIDs for the
// same id.
std::string derived_uuid(std::string_view kind, std::string_view own_id);

} // namespace kori::notice
