// JSON: what is read is written in each form and read again as the same value; what is refused says why.
#include "tests/fuzz/one_input.hpp"

#include "core/base/text.hpp"
#include "core/json/reader.hpp"

namespace kori::fuzz
{
namespace
{

constexpr json::Limits narrow{8, 512, 40};

void check_refusal(const Refusal& refusal)
{
    PROMISE(refusal.fault == Fault::malformed || refusal.fault == Fault::too_large);
    PROMISE(refusal.rule.starts_with("json.") && !refusal.sentence.empty());
    PROMISE(refusal.fields.size() <= 1);
    for (const auto& field : refusal.fields)
        PROMISE(is_utf8(field.pointer) && (field.pointer.empty() || field.pointer.front() == '/'));
}

json::Value again(const std::string& text)
{
    auto value = json::read(text);
    PROMISE(value);
    return std::move(*value);
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto value = json::read(bytes);
    const auto narrowly = json::read(bytes, narrow);
    if (!value)
        check_refusal(value.refusal());
    if (!narrowly)
        check_refusal(narrowly.refusal());
    PROMISE(!narrowly || (value && *value == *narrowly)); // limits refuse, they never change what is read
    if (!value)
        return false;

    PROMISE(is_utf8(bytes));
    const auto compact = json::write(*value);
    PROMISE(again(compact) == *value);
    PROMISE(json::write(again(compact)) == compact);
    PROMISE(again(json::write_pretty(*value)) == *value);
    const auto canonical = json::write_canonical(*value);
    PROMISE(json::write_canonical(again(canonical)) == canonical);
    PROMISE(json::write(again(canonical)) == canonical);
    PROMISE(canonical.size() == compact.size());
    PROMISE(json::read_stored(compact) == *value);
    return true;
}

} // namespace kori::fuzz
