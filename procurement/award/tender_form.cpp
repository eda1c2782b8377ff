#include "procurement/award/tender_form.hpp"

#include "core/json/reader.hpp"

namespace kori::awards
{

std::optional<TenderForm> read_form(std::string_view content)
{
    const auto read = json::read(content);
    if (!read || !read->is_object())
        return std::nullopt;
    const auto* price = read->find("price_cents");
    if (price == nullptr || !price->is_integer() || price->integer() < 0)
        return std::nullopt;
    TenderForm form{Money::cents(price->integer()), {}};
    const auto* promises = read->find("promises");
    if (promises == nullptr)
        return form;
    if (!promises->is_array())
        return std::nullopt;
    for (const auto& item : promises->array())
    {
        const auto* criterion = item.is_object() ? item.find("criterion") : nullptr;
        const auto* amount = item.is_object() ? item.find("amount") : nullptr;
        if (criterion == nullptr || amount == nullptr || !criterion->is_text() || !amount->is_integer())
            return std::nullopt;
        form.promises.push_back({criterion->text(), amount->integer()});
    }
    return form;
}

} // namespace kori::awards
